"""Types of losses."""

from ttnn.enumerations import LossReductionMode

__all__ = ["LossReductionMode"]
