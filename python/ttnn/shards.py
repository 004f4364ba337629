"""Shards of a tensor: sharded specs by what is divided, and single shards.

`TensorSpec.height_sharded` and its kin choose the shard shape from the cores; ttnn/members.py attaches them."""

import math

from .arrays import numpy
from .types import (
    CoreCoord,
    CoreRangeSet,
    Layout,
    MemoryConfig,
    NdShardSpec,
    ShardDistributionStrategy,
    ShardOrientation,
    ShardShapeAlignment,
    ShardSpec,
    TensorMemoryLayout,
)


def _in_l1(spec, memory_layout, grid, shape, orientation):
    grid = grid if isinstance(grid, CoreRangeSet) else CoreRangeSet([grid])
    buffer_type = spec.memory_config.buffer_type
    shards = ShardSpec(grid, [int(n) for n in shape], orientation)
    return spec.with_memory_config(MemoryConfig(memory_layout, buffer_type, shards))


def _matrix(spec):
    """(height, width) of the tensor as a matrix of its rows, padded."""
    shape = list(spec.padded_shape)
    return math.prod(shape[:-1]), shape[-1]


def _part(spec, extent, count, dim):
    """Extent of one of `count` parts, rounded up to whole tiles in TILE layout."""
    unit = spec.tile.tile_shape[dim] if spec.layout == Layout.TILE else 1
    return -(-extent // (count * unit)) * unit


def height_sharded(self, grid, orientation=ShardOrientation.ROW_MAJOR):
    """The spec with its rows divided over the cores of a CoreRangeSet."""
    height, width = _matrix(self)
    return _in_l1(
        self, TensorMemoryLayout.HEIGHT_SHARDED, grid, (_part(self, height, grid.num_cores(), 0), width), orientation
    )


def width_sharded(self, grid, orientation=ShardOrientation.ROW_MAJOR):
    """The spec with its columns divided over the cores of a CoreRangeSet."""
    height, width = _matrix(self)
    return _in_l1(
        self, TensorMemoryLayout.WIDTH_SHARDED, grid, (height, _part(self, width, grid.num_cores(), 1)), orientation
    )


def block_sharded(self, grid, orientation=ShardOrientation.ROW_MAJOR):
    """The spec divided in blocks over a rectangle of cores: rows along y and columns along x (COL_MAJOR: the other way round)."""
    if isinstance(grid, CoreRangeSet):
        if len(grid.ranges()) != 1:
            raise RuntimeError(f"TensorSpec.block_sharded: grid: expected one rectangle of cores, got {grid}")
        (grid,) = grid.ranges()
    size = grid.grid_size()
    down, across = (size.y, size.x) if orientation == ShardOrientation.ROW_MAJOR else (size.x, size.y)
    height, width = _matrix(self)
    shape = (_part(self, height, down, 0), _part(self, width, across, 1))
    return _in_l1(self, TensorMemoryLayout.BLOCK_SHARDED, grid, shape, orientation)


def sharded(
    self,
    shard_shape=None,
    grid=None,
    shard_alignment=ShardShapeAlignment.RECOMMENDED,
    orientation=ShardOrientation.ROW_MAJOR,
    shard_distribution_strategy=ShardDistributionStrategy.ROUND_ROBIN_1D,
    *,
    nd_shard_spec=None,
):
    """The spec in shards of any rank: an NdShardSpec, or its parts. In TILE layout the shard shape is rounded up to whole tiles, unless
    shard_alignment is NONE."""
    if isinstance(shard_shape, NdShardSpec):
        nd_shard_spec, shard_alignment = shard_shape, grid if isinstance(grid, ShardShapeAlignment) else shard_alignment
    if nd_shard_spec is not None:
        shard_shape, grid, orientation, shard_distribution_strategy = (
            nd_shard_spec.shard_shape,
            nd_shard_spec.grid,
            nd_shard_spec.orientation,
            nd_shard_spec.shard_distribution_strategy,
        )
    shape = list(shard_shape)
    if shard_alignment != ShardShapeAlignment.NONE and self.layout == Layout.TILE:
        for i, unit in ((-1, self.tile.tile_shape[1]), (-2, self.tile.tile_shape[0])):
            if len(shape) >= -i:
                shape[i] = -(-shape[i] // unit) * unit
    spec = NdShardSpec(shape, grid, orientation, shard_distribution_strategy)
    return self.with_memory_config(MemoryConfig(self.memory_config.buffer_type, spec))


def sharded_across_dims(self, dims, grid, orientation=ShardOrientation.ROW_MAJOR):
    """The spec in shards of extent 1 (a tile's in TILE layout) along `dims` and whole along the others."""
    rank = len(self.shape)
    shape = list(self.padded_shape)
    for d in dims:
        if not -rank <= d < rank:
            raise RuntimeError(f"TensorSpec.sharded_across_dims: dimension {d} is out of range for rank {rank}")
        shape[d] = 1
    return sharded(self, shape, grid, orientation=orientation)


def sharded_across_dims_except(self, dims, grid, orientation=ShardOrientation.ROW_MAJOR):
    """The spec in shards that are whole along `dims` and of extent 1 (a tile's in TILE layout) along the others."""
    rank = len(self.shape)
    kept = {d % rank for d in dims}
    return sharded_across_dims(self, [d for d in range(rank) if d not in kept], grid, orientation)


def _cores(spec):
    """The shards' cores, in the order of the shards."""
    out = []
    for r in spec.grid.ranges():
        xs, ys = range(r.start.x, r.end.x + 1), range(r.start.y, r.end.y + 1)
        by_rows = spec.orientation == ShardOrientation.ROW_MAJOR
        out += [(x, y) for y in ys for x in xs] if by_rows else [(x, y) for x in xs for y in ys]
    return out


def _position(spec, memory_layout, index, cores):
    """(shards down, shards to the right) before the index-th core's shard; blocks lie as their cores do."""
    if memory_layout == TensorMemoryLayout.HEIGHT_SHARDED:
        return index, 0
    if memory_layout == TensorMemoryLayout.WIDTH_SHARDED:
        return 0, index
    first = spec.grid.bounding_box().start
    x, y = cores[index][0] - first.x, cores[index][1] - first.y
    return (y, x) if spec.orientation == ShardOrientation.ROW_MAJOR else (x, y)


def extract(tensor, core):
    """The part of a sharded tensor on one core as a host tensor of the shard's shape, [1, 1, height, width]; what lies beyond the
    tensor is 0."""
    from .transfer import as_array, make_tensor

    spec = tensor.memory_config().shard_spec
    if spec is None:
        raise RuntimeError(
            f"Tensor.extract_shard: expected a tensor in two-dimensional shards, got {tensor.memory_config()}; "
            "use ttnn.to_memory_config first"
        )
    cores = _cores(spec)
    if isinstance(core, CoreCoord):
        if (core.x, core.y) not in cores:
            raise RuntimeError(f"Tensor.extract_shard: core {core} holds no shard; the shards are on {spec.grid}")
        core = cores.index((core.x, core.y))
    if isinstance(core, bool) or not isinstance(core, int):
        raise TypeError(f"extract_shard(): incompatible function arguments: expected a CoreCoord or int, got {core!r}")
    if not 0 <= core < len(cores):
        raise RuntimeError(f"Tensor.extract_shard: core_id must be from 0 to {len(cores) - 1}, got {core}")
    matrix = as_array(tensor.cpu(), padded=True)
    matrix = matrix.reshape(-1, matrix.shape[-1])
    height, width = spec.shape
    row, column = _position(spec, tensor.memory_config().memory_layout, core, cores)
    part = matrix[row * height : (row + 1) * height, column * width : (column + 1) * width]
    out = numpy.zeros((1, 1, height, width), matrix.dtype)
    out[0, 0, : part.shape[0], : part.shape[1]] = part
    tile = tensor.tile if tensor.layout == Layout.TILE else None
    return make_tensor(out, tensor.dtype, tensor.layout, tile, None, None, None, "Tensor.extract_shard")
