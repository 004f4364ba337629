"""Types of convolutions and the preparation of their weights."""

from ttnn.configs import SlidingWindowParallelConfig  # noqa: F401
from ttnn.conv import *  # noqa: F403
from ttnn.operations.activations import get_golden_function_for_activation  # noqa: F401
from ttnn.operations.golden_common import golden_to_output_dtype  # noqa: F401
