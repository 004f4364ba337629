"""The operations by family, with their configurations, golden functions and preparation of weights; families load when asked for."""

import importlib

_FAMILIES = (
    "activations",
    "ccl",
    "conv2d",
    "embedding",
    "golden_common",
    "losses",
    "matmul",
    "moreh",
    "normalization",
    "pool",
    "reduction",
    "transformer",
)


def __getattr__(name):
    if name in _FAMILIES:
        return importlib.import_module(f"ttnn.operations.{name}")
    raise AttributeError(f"module 'ttnn.operations' has no attribute '{name}'")


def __dir__():
    return sorted({*globals(), *_FAMILIES})
