"""Copying and pickling of value types: cores, shapes, tiles, shard specs, memory configs and tensor specs."""

import copyreg

from ._ttnn import tensor as _tensor
from .types import (
    CoreCoord,
    CoreGrid,
    CoreRange,
    CoreRangeSet,
    MemoryConfig,
    NdShardSpec,
    Shape,
    ShardSpec,
    TensorSpec,
    Tile,
    WormholeComputeKernelConfig,
)


def _core_grid(x, y):
    return CoreGrid(x=x, y=y)


def _memory_config(layout, kind, shards, nd_shards):
    return MemoryConfig(kind, nd_shards) if nd_shards is not None else MemoryConfig(layout, kind, shards)


def _memory_config_parts(config):
    nd = config.nd_shard_spec if config.shard_spec is None else None
    return config.memory_layout, config.buffer_type, config.shard_spec, nd


def _tensor_spec(shape, dtype, layout, config, tile, padded):
    spec = TensorSpec(shape, dtype, layout, config, tile)
    return spec if list(spec.padded_shape) == list(padded) else _tensor.with_padded_shape(spec, padded)


_COMPUTE = (
    "math_fidelity",
    "math_approx_mode",
    "fp32_dest_acc_en",
    "packer_l1_acc",
    "dst_full_sync_en",
    "throttle_level",
)


def _compute_config(values):
    return WormholeComputeKernelConfig(**values)


# How each type is made again: (function, arguments of a value).
_PARTS = {
    Shape: (Shape, lambda s: (list(s),)),
    CoreCoord: (CoreCoord, lambda c: (c.x, c.y)),
    CoreRange: (CoreRange, lambda r: (r.start, r.end)),
    CoreRangeSet: (CoreRangeSet, lambda s: (s.ranges(),)),
    CoreGrid: (_core_grid, lambda g: (g.x, g.y)),
    Tile: (Tile, lambda t: (list(t.tile_shape), t.transpose_tile)),
    ShardSpec: (ShardSpec, lambda s: (s.grid, list(s.shape), s.orientation)),
    NdShardSpec: (NdShardSpec, lambda s: (s.shard_shape, s.grid, s.orientation, s.shard_distribution_strategy)),
    MemoryConfig: (_memory_config, _memory_config_parts),
    TensorSpec: (
        _tensor_spec,
        lambda s: (s.shape, s.dtype, s.layout, s.memory_config, s.tile, list(s.padded_shape)),
    ),
    WormholeComputeKernelConfig: (_compute_config, lambda c: ({n: getattr(c, n) for n in _COMPUTE},)),
}

for _type, (_make, _parts) in _PARTS.items():
    copyreg.pickle(_type, lambda value, make=_make, parts=_parts: (make, parts(value)))


__all__ = []
