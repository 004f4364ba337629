"""Types of embeddings."""

from ttnn.enumerations import EmbeddingsType
from ttnn.operations.golden_common import golden_compute_gradients, golden_prepare_grad_inputs, golden_to_output_dtype

__all__ = ["EmbeddingsType", "golden_compute_gradients", "golden_prepare_grad_inputs", "golden_to_output_dtype"]
