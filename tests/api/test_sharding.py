"""Sharded memory configs from shapes, and shards of tensors."""

import numpy as np
import pytest
import ttnn

HEIGHT, WIDTH, BLOCK = ttnn.ShardStrategy.HEIGHT, ttnn.ShardStrategy.WIDTH, ttnn.ShardStrategy.BLOCK
ROW, COLUMN = ttnn.ShardOrientation.ROW_MAJOR, ttnn.ShardOrientation.COL_MAJOR
LAYOUTS = {
    HEIGHT: ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
    WIDTH: ttnn.TensorMemoryLayout.WIDTH_SHARDED,
    BLOCK: ttnn.TensorMemoryLayout.BLOCK_SHARDED,
}


def cores(*rectangles):
    return ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(*a), ttnn.CoreCoord(*b)) for a, b in rectangles])


@pytest.mark.parametrize(
    "shape, grid, strategy, orientation, shard",
    [
        ((1, 1, 64, 64), (1, 2), HEIGHT, None, [32, 64]),
        ((2, 3, 64, 40), (2, 3), HEIGHT, ROW, [64, 40]),
        ((2, 3, 64, 40), (2, 3), HEIGHT, COLUMN, [64, 40]),
        ((1, 1, 32, 256), (2, 4), WIDTH, None, [32, 32]),
        ((2, 128, 96), (4, 3), BLOCK, None, [64, 32]),
        ((2, 128, 96), (3, 4), BLOCK, COLUMN, [64, 32]),
        ([64, 32], (1, 1), BLOCK, ROW, [64, 32]),
        (ttnn.Shape([64, 32]), (1, 1), HEIGHT, ROW, [64, 32]),
    ],
)
def test_divided_by_the_grid(shape, grid, strategy, orientation, shard):
    y, x = grid
    config = ttnn.create_sharded_memory_config(shape, ttnn.CoreGrid(y=y, x=x), strategy, orientation)
    assert config.memory_layout == LAYOUTS[strategy] and config.buffer_type == ttnn.BufferType.L1
    assert config.shard_spec.shape == shard and config.shard_spec.orientation == (orientation or ROW)
    assert config.shard_spec.grid == cores(((0, 0), (x - 1, y - 1))) and config.is_sharded() and not config.interleaved
    again = ttnn.create_sharded_memory_config_(shape, ttnn.CoreGrid(y=y, x=x), strategy, orientation or ROW)
    assert again == config


@pytest.mark.parametrize("strategy", [HEIGHT, WIDTH, BLOCK])
def test_the_shard_shape_itself(strategy):
    grid = cores(((0, 0), (3, 0)), ((0, 1), (1, 1)))
    make = ttnn.create_sharded_memory_config
    config = make((1, 1, 32, 96), grid, strategy, use_height_and_width_as_shard_shape=True)
    assert config.shard_spec.shape == [32, 96] and config.shard_spec.grid == grid
    config = make((32, 96), ttnn.CoreGrid(y=1, x=4), strategy, COLUMN, use_height_and_width_as_shard_shape=True)
    assert config.shard_spec.shape == [96, 32]  # given width first for COL_MAJOR


def test_two_grids():
    grids = (ttnn.CoreGrid(y=2, x=8), ttnn.CoreGrid(y=1, x=3))
    config = ttnn.create_sharded_memory_config((32, 64), grids, HEIGHT, use_height_and_width_as_shard_shape=True)
    assert config.shard_spec.grid == cores(((0, 0), (7, 1)), ((0, 2), (2, 2))) and config.shard_spec.num_cores() == 19


@pytest.mark.parametrize(
    "shape, grid, strategy, tile, shard",
    [
        ((1, 1, 100, 64), cores(((0, 0), (2, 0))), HEIGHT, False, [34, 64]),
        ((1, 1, 100, 70), cores(((0, 0), (3, 0))), WIDTH, False, [100, 18]),
        ((1, 1, 100, 64), cores(((0, 0), (1, 2))), BLOCK, True, [64, 32]),
        ((1, 1, 100, 64), cores(((0, 0), (1, 2))), BLOCK, False, [34, 32]),
        ((1, 1, 128, 64), cores(((0, 0), (3, 0))), ttnn.TensorMemoryLayout.HEIGHT_SHARDED, True, [32, 64]),
    ],
)
def test_padded_last_shards(shape, grid, strategy, tile, shard):
    config = ttnn.create_sharded_memory_config_(shape, grid, strategy, ROW, tile_layout=tile)
    assert config.shard_spec.shape == shard


GRID = ttnn.CoreGrid(y=2, x=2)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((5, GRID, HEIGHT), "Invalid input shape"),
        (((64,), GRID, HEIGHT), "Invalid input shape"),
        (((64, 64), "grid", HEIGHT), "Invalid core_grid type"),
        (((64, 64), (2, 2), HEIGHT), "Invalid core_grid type"),
        (((64, 64), GRID, "HEIGHT"), "Invalid sharding strategy"),
        (((64, 64), GRID, HEIGHT, "ROW_MAJOR"), "Invalid shard orientation"),
        (((30, 64), ttnn.CoreGrid(y=1, x=4), HEIGHT), "Invalid sharding core_grid"),
        (((32, 30), ttnn.CoreGrid(y=1, x=4), WIDTH), "Invalid sharding core_grid"),
        (((30, 63), GRID, BLOCK), "Invalid sharding core_grid"),
        (((64, 64), cores(((0, 0), (1, 1))), HEIGHT), "height and width must be shard shape with CoreRangeSet"),
    ],
)
def test_refused(arguments, words):
    with pytest.raises(RuntimeError, match=words):
        ttnn.create_sharded_memory_config(*arguments)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (((64, 64), GRID, HEIGHT, None), "Invalid type of shard orientation"),
        (((64, 64), GRID, "HEIGHT", ROW), "Invalid type of sharding strategy"),
        (((64, 64), GRID, ttnn.TensorMemoryLayout.INTERLEAVED, ROW), "Invalid sharding strategy"),
        (
            ((64, 64), cores(((0, 0), (1, 0)), ((0, 1), (0, 1))), BLOCK, ROW),
            "Invalid CoreRangeSet for block sharding strategy",
        ),
        (((30, 30), GRID, HEIGHT, ROW, False, True), "Incorrect tensor shape"),
    ],
)
def test_refused_with_padding(arguments, words):
    with pytest.raises(RuntimeError, match=words):
        ttnn.create_sharded_memory_config_(*arguments)


def test_text_of_a_placed_tensor(device):
    config = ttnn.create_sharded_memory_config((32, 64), ttnn.CoreGrid(y=1, x=2), WIDTH)
    t = ttnn.from_torch(
        np.zeros((32, 64), np.float32),
        dtype=ttnn.bfloat16,
        layout=ttnn.TILE_LAYOUT,
        device=device,
        memory_config=config,
    )
    text = (
        "MemoryConfig(memory_layout=TensorMemoryLayout::WIDTH_SHARDED,buffer_type=BufferType::L1,"
        'shard_spec=ShardSpec{grid=[{"start":{"x":0,"y":0},"end":{"x":1,"y":0}], shape=[32, 32], '
        'orientation=ShardOrientation::ROW_MAJOR},nd_shard_spec={"shard_shape":[32, 32],"grid":[{"start":{"x":0,"y":0},'
        '"end":{"x":1,"y":0}}],"orientation":"ShardOrientation::ROW_MAJOR",'
        '"shard_distribution_strategy":"ShardDistributionStrategy::ROUND_ROBIN_1D"},created_with_nd_shard_spec=0,'
        "per_core_allocation=0,range_lockstep_allocation=0)"
    )
    assert repr(t.memory_config()) == text and t.is_sharded()
    assert repr(ttnn.add(t, t).memory_config()) == text


@pytest.mark.parametrize("dtype", [ttnn.bfloat16, ttnn.bfloat8_b, ttnn.uint32], ids=str)
@pytest.mark.parametrize("orientation", [ROW, COLUMN])
@pytest.mark.parametrize("strategy", [HEIGHT, WIDTH, BLOCK])
def test_shards_of_a_tensor(device, strategy, orientation, dtype):
    values = (
        np.random.default_rng(0).integers(0, 64, (128, 128)).astype(np.int32 if dtype == ttnn.uint32 else np.float32)
    )
    config = ttnn.create_sharded_memory_config((128, 128), ttnn.CoreGrid(y=2, x=2), strategy, orientation)
    t = ttnn.from_torch(values, dtype=dtype, layout=ttnn.TILE_LAYOUT, device=device, memory_config=config)
    whole = t.to_numpy()
    height, width = config.shard_spec.shape
    for number in range(4):
        shard = t.extract_shard(number)
        assert (
            shard.storage_type() == ttnn.StorageType.HOST
            and shard.shape == (1, 1, height, width)
            and shard.dtype == dtype
        )
        if strategy == BLOCK:
            down, right = divmod(number, 2)  # shards are dealt to the cores row by row of shards
        else:
            down, right = (number, 0) if strategy == HEIGHT else (0, number)
        part = whole[down * height : (down + 1) * height, right * width : (right + 1) * width]
        np.testing.assert_array_equal(shard.to_numpy()[0, 0], part)
    # ROW_MAJOR deals along x, COL_MAJOR along y.
    second = ttnn.CoreCoord(1, 0) if orientation == ROW else ttnn.CoreCoord(0, 1)
    np.testing.assert_array_equal(t.extract_shard(second).to_numpy(), t.extract_shard(1).to_numpy())
    with pytest.raises(RuntimeError, match="holds no shard"):
        t.extract_shard(ttnn.CoreCoord(5, 5))
    with pytest.raises(RuntimeError, match="core_id must be from 0 to 3"):
        t.extract_shard(4)


def test_blocks_lie_as_their_cores_do(device):
    values = np.arange(64 * 64, dtype=np.float32).reshape(64, 64)
    spec = ttnn.ShardSpec(cores(((0, 0), (2, 1))), [32, 32], ROW)  # a column of cores more than there are blocks
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.BLOCK_SHARDED, ttnn.BufferType.L1, spec)
    t = ttnn.from_torch(values, layout=ttnn.TILE_LAYOUT, device=device, memory_config=config)
    np.testing.assert_array_equal(t.extract_shard(ttnn.CoreCoord(1, 1)).to_numpy()[0, 0], values[32:, 32:])
    np.testing.assert_array_equal(t.extract_shard(ttnn.CoreCoord(0, 1)).to_numpy()[0, 0], values[32:, :32])


def test_a_shard_beyond_the_end_is_filled_with_zeros(device):
    values = np.arange(96 * 32, dtype=np.float32).reshape(96, 32)
    spec = ttnn.ShardSpec(cores(((0, 0), (1, 0))), [64, 32], ROW)
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, ttnn.BufferType.L1, spec)
    t = ttnn.from_torch(values, layout=ttnn.TILE_LAYOUT, device=device, memory_config=config)
    expected = np.zeros((64, 32), np.float32)
    expected[:32] = values[64:]
    np.testing.assert_array_equal(t.extract_shard(1).to_numpy()[0, 0], expected)


def test_shards_of_an_interleaved_tensor(device):
    t = ttnn.zeros([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    with pytest.raises(RuntimeError, match="extract_shard"):
        t.extract_shard(0)


def test_shards_in_dram_lie_in_banks(device):
    """Banks are a row, longer or shorter than a row of worker cores."""
    banks = device.dram_grid_size().x

    def place(last):
        shards = ttnn.ShardSpec(cores(((0, 0), last)), [32, 32], ROW)
        return ttnn.MemoryConfig(LAYOUTS[WIDTH], ttnn.BufferType.DRAM, shards)

    x = np.arange(32 * 32 * banks, dtype=np.float32).reshape(32, -1)
    tensor = ttnn.from_torch(
        x, dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT, device=device, memory_config=place((banks - 1, 0))
    )
    assert np.array_equal(tensor.to_numpy(), x)
    for last in ((banks, 0), (0, 1)):
        with pytest.raises(RuntimeError, match=f"has no DRAM bank on this device, which has {banks} of them"):
            ttnn.empty([32, 32], ttnn.float32, ttnn.TILE_LAYOUT, device, place(last))


def test_a_program_is_found_by_the_order_of_its_shards(device):
    tensor = ttnn.ones([2, 64, 64], dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    for orientation in (ROW, COLUMN):
        shards = ttnn.NdShardSpec([1, 32, 64], cores(((0, 0), (1, 1))), orientation)
        memory = ttnn.MemoryConfig(ttnn.BufferType.L1, shards)
        assert ttnn.exp(tensor, memory_config=memory).memory_config() == memory
