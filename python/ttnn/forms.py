"""Types of losses and special forms under their official names, and the older names of the moreh family."""

from . import _ttnn
from .decorators import REGISTERED_OPERATIONS, create_module_if_not_exists

LossReductionMode = _ttnn.operations.loss.LossReductionMode
BcastOpMath = _ttnn.types.BcastOpMath
BcastOpDim = _ttnn.types.BcastOpDim
MinimalMatmulConfig = _ttnn.operations.experimental.MinimalMatmulConfig


def _attach_older_names():
    """`ttnn.operations.moreh.sum` for `ttnn.moreh_sum`, and movements that left the experimental module."""
    import ttnn

    moreh = create_module_if_not_exists("ttnn.operations.moreh")
    for name, operation in list(REGISTERED_OPERATIONS.items()):
        if name.startswith("ttnn.moreh_"):
            setattr(moreh, name.removeprefix("ttnn.moreh_"), operation)
    for name in dir(_ttnn.operations.moreh):
        if name.startswith("Moreh"):
            setattr(moreh, name, getattr(_ttnn.operations.moreh, name))
            setattr(moreh, name.removeprefix("Moreh"), getattr(_ttnn.operations.moreh, name))
    ttnn.slice_write = ttnn.experimental.slice_write
    ttnn.padded_slice = ttnn.experimental.padded_slice


__all__ = ["BcastOpDim", "BcastOpMath", "LossReductionMode", "MinimalMatmulConfig"]
