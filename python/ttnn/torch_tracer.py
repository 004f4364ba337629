"""The names of ttnn.tracer under their other name: both trace functions of torch and operations of ttnn the same way."""

from .tracer import *  # noqa: F403
from .tracer import __all__  # noqa: F401
