"""The moreh family under its other names: `sum` for `ttnn.moreh_sum`, and the strategies of its softmax."""

from .. import _ttnn
from ..decorators import REGISTERED_OPERATIONS


def __getattr__(name):
    if f"ttnn.moreh_{name}" in REGISTERED_OPERATIONS:
        return REGISTERED_OPERATIONS[f"ttnn.moreh_{name}"]
    strategies = _ttnn.operations.moreh
    for strategy in (name, f"Moreh{name}"):
        if strategy.startswith("Moreh") and hasattr(strategies, strategy):
            return getattr(strategies, strategy)
    raise AttributeError(f"module 'ttnn.operations.moreh' has no attribute '{name}'")


def __dir__():
    prefix = "ttnn.moreh_"
    return sorted({*globals(), *(n.removeprefix(prefix) for n in REGISTERED_OPERATIONS if n.startswith(prefix))})
