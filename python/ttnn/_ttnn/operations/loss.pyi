import enum

import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


class LossReductionMode(enum.Enum):
    """Reduction of a loss over its elements."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    NONE = 0

    MEAN = 1

    SUM = 2

def l1_loss(input_reference: ttnn._ttnn.tensor.Tensor, input_prediction: ttnn._ttnn.tensor.Tensor, *, reduction: LossReductionMode = LossReductionMode.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    |reference - prediction|. Of equal shapes; NONE keeps the shape, MEAN and SUM give a scalar (rank 0).
    """

def mse_loss(input_reference: ttnn._ttnn.tensor.Tensor, input_prediction: ttnn._ttnn.tensor.Tensor, *, reduction: LossReductionMode = LossReductionMode.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    (reference - prediction)^2. Of equal shapes; NONE keeps the shape, MEAN and SUM give a scalar (rank 0).
    """
