"""Types of reductions."""

from ttnn.enumerations import ReduceType
from ttnn.operations.golden_common import golden_compute_gradients, golden_prepare_grad_inputs

__all__ = ["ReduceType", "golden_compute_gradients", "golden_prepare_grad_inputs"]
