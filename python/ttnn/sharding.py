"""Sharded memory configs from shapes and core grids."""

import math

from .core import divup, roundup
from .types import (
    BufferType,
    CoreCoord,
    CoreGrid,
    CoreRange,
    CoreRangeSet,
    MemoryConfig,
    Shape,
    ShardOrientation,
    ShardSpec,
    ShardStrategy,
    TensorMemoryLayout,
)

_LAYOUTS = {
    ShardStrategy.HEIGHT: TensorMemoryLayout.HEIGHT_SHARDED,
    ShardStrategy.WIDTH: TensorMemoryLayout.WIDTH_SHARDED,
    ShardStrategy.BLOCK: TensorMemoryLayout.BLOCK_SHARDED,
}


def _grid_of(core_grid, where):
    """The cores of a CoreGrid, of a pair of CoreGrids (whole rows, then the rest of one row) or of a CoreRangeSet."""
    if isinstance(core_grid, CoreRangeSet):
        return core_grid
    grids = [core_grid] if isinstance(core_grid, CoreGrid) else core_grid
    if not isinstance(grids, (list, tuple)) or not all(isinstance(g, CoreGrid) for g in grids):
        raise RuntimeError(
            f"Invalid core_grid type: [{where}] core_grid must be a CoreGrid or CoreRangeSet, got {core_grid!r}"
        )
    if len(grids) > 2 or not grids or any(g.x < 1 or g.y < 1 for g in grids):
        raise RuntimeError(
            f"Invalid core_grid: [{where}] expected at least one core in each of one or two grids, got {core_grid!r}"
        )
    ranges = [CoreRange(CoreCoord(0, 0), CoreCoord(grids[0].x - 1, grids[0].y - 1))]
    if len(grids) == 2:
        ranges.append(CoreRange(CoreCoord(0, grids[0].y), CoreCoord(grids[1].x - 1, grids[0].y)))
    return CoreRangeSet(ranges)


def _arguments(shape, core_grid, strategy, orientation, where):
    """(height, width, layout, orientation, cores) after the checks; height counts all dimensions but the last."""
    if not isinstance(shape, (list, tuple, Shape)) or len(shape) < 2:
        raise RuntimeError(f"Invalid input shape: [{where}] shape must have height and width, got {shape!r}")
    layout = _LAYOUTS.get(strategy) if isinstance(strategy, ShardStrategy) else strategy
    if layout not in _LAYOUTS.values():
        raise RuntimeError(f"Invalid sharding strategy: [{where}] use ttnn.ShardStrategy, got {strategy!r}")
    orientation = ShardOrientation.ROW_MAJOR if orientation is None else orientation
    if not isinstance(orientation, ShardOrientation):
        raise RuntimeError(f"Invalid shard orientation: [{where}] use ttnn.ShardOrientation, got {orientation!r}")
    dims = [int(n) for n in shape]
    return math.prod(dims[:-1]), dims[-1], layout, orientation, _grid_of(core_grid, where)


def _config(layout, cores, shape, orientation):
    return MemoryConfig(layout, BufferType.L1, ShardSpec(cores, list(shape), orientation))


def _given_shape(shape, orientation):
    """height and width of `shape` as a shard; COL_MAJOR shards are given width first."""
    height, width = (int(n) for n in list(shape)[-2:])
    return (height, width) if orientation == ShardOrientation.ROW_MAJOR else (width, height)


def _parts(layout, orientation, grid, count):
    """(parts along height, parts along width)."""
    if layout == TensorMemoryLayout.HEIGHT_SHARDED:
        return count, 1
    if layout == TensorMemoryLayout.WIDTH_SHARDED:
        return 1, count
    return (grid.y, grid.x) if orientation == ShardOrientation.ROW_MAJOR else (grid.x, grid.y)


def create_sharded_memory_config(
    shape, core_grid, strategy, orientation=None, use_height_and_width_as_shard_shape=False
):
    """L1 memory config of a tensor of `shape` spread over `core_grid` (CoreGrid or CoreRangeSet).

    strategy: HEIGHT divides all dimensions but the last, WIDTH the last, BLOCK both (rows of cores along the height, columns along the
    width; with COL_MAJOR the other way round). Sizes that the grid does not divide raise RuntimeError. With
    use_height_and_width_as_shard_shape the last two numbers of `shape` are the shard shape itself."""
    where = "ttnn.create_sharded_memory_config"
    if not isinstance(strategy, ShardStrategy):
        raise RuntimeError(f"Invalid sharding strategy: [{where}] use ttnn.ShardStrategy, got {strategy!r}")
    height, width, layout, orientation, cores = _arguments(shape, core_grid, strategy, orientation, where)
    if use_height_and_width_as_shard_shape:
        return _config(layout, cores, _given_shape(shape, orientation), orientation)
    if not isinstance(core_grid, CoreGrid):
        raise RuntimeError(
            f"height and width must be shard shape with CoreRangeSet: [{where}] "
            "pass use_height_and_width_as_shard_shape=True, or a CoreGrid"
        )
    down, across = _parts(layout, orientation, core_grid, cores.num_cores())
    if height % down or width % across:
        raise RuntimeError(
            f"Invalid sharding core_grid: [{where}] {height}x{width} is not divided by {down}x{across} shards; "
            "choose another core_grid or give the shard shape"
        )
    return _config(layout, cores, (height // down, width // across), orientation)


def create_sharded_memory_config_(
    shape, core_grid, strategy, orientation, use_height_and_width_as_shard_shape=False, tile_layout=False
):
    """create_sharded_memory_config for sizes that the cores do not divide: the last shards are padded.

    strategy may be a TensorMemoryLayout. tile_layout: BLOCK rounds the height up to whole tiles in each row of cores."""
    where = "ttnn.create_sharded_memory_config_"
    if not isinstance(orientation, ShardOrientation):
        raise RuntimeError(
            f"Invalid type of shard orientation: [{where}] use ttnn.ShardOrientation, got {orientation!r}"
        )
    if not isinstance(strategy, (ShardStrategy, TensorMemoryLayout)):
        raise RuntimeError(f"Invalid type of sharding strategy: [{where}] use ttnn.ShardStrategy, got {strategy!r}")
    height, width, layout, orientation, cores = _arguments(shape, core_grid, strategy, orientation, where)
    if use_height_and_width_as_shard_shape:
        shard = _given_shape(shape, orientation)
    else:
        grid, count = cores.bounding_box().grid_size(), cores.num_cores()
        if layout == TensorMemoryLayout.BLOCK_SHARDED and grid.x * grid.y != count:
            raise RuntimeError(
                f"Invalid CoreRangeSet for block sharding strategy: [{where}] the cores must fill a rectangle, got {cores}"
            )
        down, across = _parts(layout, orientation, grid, count)
        if tile_layout and layout == TensorMemoryLayout.BLOCK_SHARDED:
            height = roundup(height, 32 * down)
        shard = divup(height, down), divup(width, across)
    if tile_layout and shard[0] % 32 and shard[1] % 32:
        raise RuntimeError(f"Incorrect tensor shape: [{where}] shards of {shard[0]}x{shard[1]} are not whole tiles")
    return _config(layout, cores, shard, orientation)


__all__ = ["create_sharded_memory_config", "create_sharded_memory_config_"]
