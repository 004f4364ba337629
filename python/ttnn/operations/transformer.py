"""Configurations of attention, and its golden functions on torch tensors."""

from ttnn.configs import (
    ChunkGdnFusedProgramConfig,
    ChunkGdnMonoProgramConfig,
    ChunkGdnPhasedProgramConfig,
    PagedCacheGeometryOverride,
)
from ttnn.enumerations import ChunkGdnWyInverse, SparseKVFormat
from ttnn.types import SDPAProgramConfig


def __getattr__(name):
    """`<operation>_golden`: the golden function of ttnn.transformer.<operation>, where it exists."""
    import ttnn

    operation = getattr(ttnn.transformer, name.removesuffix("_golden"), None) if name.endswith("_golden") else None
    golden = getattr(operation, "golden_function", None)
    if golden is None:
        raise AttributeError(f"module 'ttnn.operations.transformer' has no attribute '{name}'")
    return golden


__all__ = [
    "ChunkGdnFusedProgramConfig",
    "ChunkGdnMonoProgramConfig",
    "ChunkGdnPhasedProgramConfig",
    "ChunkGdnWyInverse",
    "PagedCacheGeometryOverride",
    "SDPAProgramConfig",
    "SparseKVFormat",
]
