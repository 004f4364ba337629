"""Preparation of group and layer norms: masks, weights and reciprocals as the card's kernels take them, grids, and configurations."""

import math

import numpy

from ttnn.configs import LayerNormInputs, LayerNormParams  # noqa: F401
from ttnn.enumerations import DistributedLayerNormStage, LayerNormType  # noqa: F401
from ttnn.operations.golden_common import golden_to_output_dtype  # noqa: F401
from ttnn.transfer import make_tensor
from ttnn.types import (
    BufferType,
    CoreCoord,
    CoreGrid,
    CoreRange,
    CoreRangeSet,
    DataType,
    LayerNormDefaultProgramConfig,
    LayerNormShardedMultiCoreProgramConfig,
    Layout,
    MathFidelity,
    MemoryConfig,
    ShardOrientation,
    ShardSpec,
    SoftmaxDefaultProgramConfig,
    SoftmaxShardedMultiCoreProgramConfig,
    TensorMemoryLayout,
    WormholeComputeKernelConfig,
    num_cores_to_corerangeset,
)

LayerNormProgramConfig = LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig
SoftmaxProgramConfig = SoftmaxDefaultProgramConfig | SoftmaxShardedMultiCoreProgramConfig


def _require(condition, operation, message):
    if not condition:
        raise RuntimeError(f"{operation}: {message}")


# --- group norm -----------------------------------------------------------------------------------------------------


def find_closest_largest_divisor(num, start_divisor):
    """The largest divisor of `num` that is at most `start_divisor`."""
    _require(
        num > 0 and start_divisor > 0,
        "find_closest_largest_divisor",
        f"expected positive numbers, got {num} and {start_divisor}",
    )
    return next(d for d in range(min(num, start_divisor), 0, -1) if num % d == 0)


def find_max_tile_span(W, group_size, tile_width):
    """Tiles that a group reaches over at most, where W channels are groups of `group_size` side by side."""
    return max(-(-(first % tile_width + group_size) // tile_width) for first in range(0, W, group_size))


def _group_mask(operation, num_channel, num_groups, num_cores_across_channel, tile_height, tile_width):
    """[1, groups, tile_height, span]: 1 on the columns of each group, counted from the tile in which it begins on its core."""
    _require(
        num_groups > 0 and num_channel % num_groups == 0,
        operation,
        f"{num_channel} channels are not divisible by {num_groups} groups",
    )
    cores = num_cores_across_channel
    _require(
        cores > 0 and num_channel % cores == 0, operation, f"{num_channel} channels are not divisible by {cores} cores"
    )
    size, held = num_channel // num_groups, num_channel // cores
    _require(held % size == 0, operation, f"{held} channels a core are not whole groups of {size} channels")
    span = find_max_tile_span(held, size, tile_width) * tile_width
    mask = numpy.zeros((1, num_groups, tile_height, span), numpy.float32)
    for group in range(num_groups):
        first = group * size % held % tile_width
        mask[0, group, :, first : first + size] = 1
    return mask


def _host_tensor(array, dtype, layout):
    return make_tensor(array, dtype, layout, None, None, None, None, "group_norm")


def create_group_norm_input_mask(
    num_channel,
    num_groups,
    num_cores_across_channel,
    data_type=DataType.BFLOAT16,
    tile_height=32,
    tile_width=32,
    rows_in_last_tile=0,
):
    """Host tensor [1, num_groups, tile_height, span] in TILE layout: 1 where a channel belongs to the group, 0 elsewhere.

    span: columns of the tiles that the widest group reaches over. rows_in_last_tile: rows below it are 0 (0: none)."""
    mask = _group_mask(
        "create_group_norm_input_mask", num_channel, num_groups, num_cores_across_channel, tile_height, tile_width
    )
    if rows_in_last_tile:
        mask[:, :, rows_in_last_tile:] = 0
    return _host_tensor(mask, data_type, Layout.TILE)


def create_group_norm_input_negative_mask(
    num_channel, num_groups, num_cores_across_channel, data_type=DataType.BFLOAT16, tile_height=32, tile_width=32
):
    """Host tensor of the mask's shape with 0 where a channel belongs to the group and 1 elsewhere."""
    operation = "create_group_norm_input_negative_mask"
    mask = _group_mask(operation, num_channel, num_groups, num_cores_across_channel, tile_height, tile_width)
    return _host_tensor(1 - mask, data_type, Layout.TILE)


def create_group_norm_weight_bias_rm(input_tensor, num_channels, num_cores_x):
    """Weight or bias of `num_channels` elements (torch) as [1, 1, rows, 32], each core's channels padded with zeros to whole rows."""
    import torch

    _require(
        num_channels % num_cores_x == 0,
        "create_group_norm_weight_bias_rm",
        f"{num_channels} channels are not divisible by {num_cores_x} cores",
    )
    each = num_channels // num_cores_x
    parts = torch.as_tensor(input_tensor).reshape(num_cores_x, each)
    return torch.nn.functional.pad(parts, (0, -each % 32)).reshape(1, 1, -1, 32)


def create_group_norm_reciprocals(N, C, H, W, num_groups, core_grid):
    """torch [cores, n] of 1/1, 1/2, ... 1/n for Welford's algorithm; n: elements of a group that one core sees, cores: of core_grid."""
    import torch

    columns = dram_group_norm_virtual_columns(core_grid, C, num_groups)
    rows = max(core_grid.x // columns * core_grid.y, 1)
    count = -(-C // num_groups * N * H * W // rows)
    return (1.0 / torch.arange(1, count + 1, dtype=torch.float32)).repeat(core_grid.x * core_grid.y, 1)


def get_group_norm_cores_across_channel(memory_layout, core_grid, shard_orientation=None):
    """Cores that divide the channels: all of a row or column of a block-sharded grid, one otherwise."""
    if memory_layout == TensorMemoryLayout.BLOCK_SHARDED:
        return core_grid.y if shard_orientation in (None, ShardOrientation.COL_MAJOR) else core_grid.x
    return 1 if memory_layout == TensorMemoryLayout.HEIGHT_SHARDED else core_grid.x * core_grid.y


def dram_group_norm_virtual_columns(core_grid, num_channels, num_groups):
    """Columns of cores that divide the channels of an interleaved input: as many as the grid has, with whole tiles and groups each."""
    for columns in range(min(core_grid.x, num_groups), 0, -1):
        if num_channels // columns % 32 == 0 and num_channels % columns == 0 and num_groups % columns == 0:
            return columns
    raise RuntimeError(
        f"dram_group_norm_virtual_columns: {num_channels} channels in {num_groups} groups cannot be divided into whole tiles"
    )


def determine_expected_group_norm_dram_grid_size(*, device, num_channels, num_groups, input_nhw, num_batches=1):
    """The largest CoreGrid of the device that group_norm accepts for an interleaved input of `input_nhw` rows."""
    grid, tiles = device.compute_with_storage_grid_size(), input_nhw // 32
    best = None
    for y in range(grid.y, 0, -1):
        for x in range(grid.x, 0, -1):
            columns = dram_group_norm_virtual_columns(CoreGrid(x=x, y=y), num_channels, num_groups)
            rows = x // columns * y
            if rows <= tiles and tiles % rows == 0 and rows % num_batches == 0 and (best is None or x * y > best[0]):
                best = (x * y, CoreGrid(x=x, y=y))
    _require(
        best,
        "determine_expected_group_norm_dram_grid_size",
        f"no grid fits {input_nhw} rows of {num_channels} channels",
    )
    return best[1]


def determine_expected_group_norm_sharded_config_and_grid_size(
    *, device, num_channels, num_groups, input_nhw, is_height_sharded, is_row_major=False
):
    """(MemoryConfig, CoreGrid) for a sharded group_norm of `input_nhw` rows: height-sharded over as many cores as divide the tiles of
    rows, or block-sharded, rows along x and whole groups of channels along y (COL_MAJOR; with is_row_major the other way round)."""
    operation = "determine_expected_group_norm_sharded_config_and_grid_size"
    _require(
        num_channels % num_groups == 0, operation, f"{num_channels} channels are not divisible by {num_groups} groups"
    )
    grid, tiles, size = device.compute_with_storage_grid_size(), -(-input_nhw // 32), num_channels // num_groups
    along_rows, along_channels = (grid.y, grid.x) if is_row_major else (grid.x, grid.y)
    if is_height_sharded:
        cores = find_closest_largest_divisor(tiles, grid.x * grid.y)
        channels, layout, orientation = 1, TensorMemoryLayout.HEIGHT_SHARDED, ShardOrientation.ROW_MAJOR
        shape = CoreGrid(x=min(cores, grid.x), y=math.ceil(cores / grid.x))
        ranges = num_cores_to_corerangeset(cores, grid, True)
    else:
        cores = find_closest_largest_divisor(tiles, along_rows)
        channels = (
            next(
                c for c in range(along_channels, 0, -1) if num_channels % (8 * c) == 0 and num_channels // c % size == 0
            )
            if num_channels % 8 == 0
            else 1
        )
        layout = TensorMemoryLayout.BLOCK_SHARDED
        orientation = ShardOrientation.ROW_MAJOR if is_row_major else ShardOrientation.COL_MAJOR
        shape = CoreGrid(x=channels, y=cores) if is_row_major else CoreGrid(x=cores, y=channels)
        ranges = CoreRangeSet([CoreRange(CoreCoord(0, 0), CoreCoord(shape.x - 1, shape.y - 1))])
    shard = [tiles // cores * 32, num_channels // channels]
    return MemoryConfig(layout, BufferType.L1, ShardSpec(ranges, shard, orientation)), shape


def dram_group_norm_params_from_torch(
    torch_params,
    channels_per_device,
    groups_per_device,
    device,
    mesh_axis=None,
    core_grid=None,
    return_mask=True,
    dtype=DataType.BFLOAT16,
):
    """Weight, bias, ... (one torch tensor or a list) on the device as group_norm takes them for an interleaved input.

    Returns a tensor or a list like torch_params; with return_mask ([...], input mask)."""
    import ttnn

    grid = core_grid or device.core_grid
    columns = dram_group_norm_virtual_columns(grid, channels_per_device, groups_per_device)
    single = not isinstance(torch_params, (list, tuple))
    placed = [
        ttnn.from_torch(
            create_group_norm_weight_bias_rm(p, channels_per_device, columns),
            dtype=dtype,
            layout=Layout.ROW_MAJOR,
            device=device,
            memory_config=ttnn.DRAM_MEMORY_CONFIG,
        )
        for p in ([torch_params] if single else torch_params)
    ]
    out = placed[0] if single else placed
    if not return_mask:
        return out
    mask = create_group_norm_input_mask(channels_per_device, groups_per_device, columns, DataType.BFLOAT8_B)
    return out, ttnn.to_device(mask, device, ttnn.DRAM_MEMORY_CONFIG)


# --- layer norm -----------------------------------------------------------------------------------------------------


def create_layer_norm_reciprocals(device, core_range_set, width):
    """float32 [cores, width] of 1/1, 1/2, ... 1/width, a row on each core's L1, for Welford's algorithm."""
    cores = core_range_set.num_cores()
    rows = numpy.tile(1 / numpy.arange(1, width + 1, dtype=numpy.float32), (cores, 1))
    shards = ShardSpec(core_range_set, [1, width], ShardOrientation.ROW_MAJOR)
    config = MemoryConfig(TensorMemoryLayout.HEIGHT_SHARDED, BufferType.L1, shards)
    return make_tensor(
        rows, DataType.FLOAT32, Layout.ROW_MAJOR, None, config, device, None, "create_layer_norm_reciprocals"
    )


def create_layernorm_program_config(shard_spec=None, tile_height=32, tile_width=32):
    """The program configuration for a shard spec: its grid and shard shape in tiles; without one the default configuration."""
    if shard_spec is None:
        return LayerNormDefaultProgramConfig()
    box, (height, width) = shard_spec.grid.bounding_box(), shard_spec.shape
    block_w = -(-width // tile_width)
    return LayerNormShardedMultiCoreProgramConfig(
        compute_with_storage_grid_size=box.grid_size(),
        subblock_w=find_closest_largest_divisor(block_w, 4),
        block_h=-(-height // tile_height),
        block_w=block_w,
        inplace=False,
    )


def layernorm_default_compute_config(arch):
    """How layer_norm computes without a configuration: HiFi4, exact functions, float32 sums."""
    return WormholeComputeKernelConfig(math_fidelity=MathFidelity.HiFi4, math_approx_mode=False, fp32_dest_acc_en=True)


def rmsnorm_default_compute_config(arch):
    """How rms_norm computes without a configuration: HiFi4, approximated functions, bfloat16 sums."""
    return WormholeComputeKernelConfig(math_fidelity=MathFidelity.HiFi4, math_approx_mode=True, fp32_dest_acc_en=False)
