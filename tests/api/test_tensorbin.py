"""Tensor files: the bytes of the official module, every kind of tensor there and back, and files that are not whole."""

import copy
import pickle
import struct

import numpy as np
import pytest
import ttnn
from ttnn import tensorbin

DTYPES = [
    ttnn.float32,
    ttnn.bfloat16,
    ttnn.bfloat8_b,
    ttnn.bfloat4_b,
    ttnn.uint32,
    ttnn.int32,
    ttnn.uint16,
    ttnn.uint8,
]
SHAPES = [[], [1], [7], [0, 4], [3, 4], [2, 0, 5], [1, 2, 33, 65], [2, 1, 1, 2, 3, 1, 4, 5]]


def tensor(shape, dtype, layout, **kwargs):
    values = np.random.default_rng(len(shape)).integers(0, 200, shape)
    return ttnn.from_torch(
        values.astype(np.float32) if dtype.name.startswith(("F", "B")) else values, dtype=dtype, layout=layout, **kwargs
    )


def same(a, b):
    return a.spec == b.spec and ttnn.tensorbin.dumps(a) == ttnn.tensorbin.dumps(b)


@pytest.mark.parametrize(
    "name, array, dtype, layout",
    [
        ("f32", None, ttnn.float32, ttnn.ROW_MAJOR_LAYOUT),
        ("bf16tile", None, ttnn.bfloat16, ttnn.TILE_LAYOUT),
    ],
)
def test_the_bytes_of_the_official_module(facts, tmp_path, name, array, dtype, layout):
    official = facts / "golden" / f"dump_{name}.tensorbin"
    ours = tmp_path / "ours.tensorbin"
    values = np.arange(12, dtype=np.float32).reshape(3, 4) * 1.5
    ttnn.dump_tensor(ours, ttnn.from_torch(values, dtype=dtype, layout=layout))
    assert ours.read_bytes() == official.read_bytes()
    loaded = ttnn.load_tensor(official)
    assert loaded.dtype == dtype and loaded.layout == layout and loaded.shape == (3, 4)
    np.testing.assert_array_equal(loaded.to_numpy(), values)


def test_the_bytes_of_block_floats(facts, tmp_path):
    official = facts / "golden" / "dump_bfp8.tensorbin"
    loaded = ttnn.load_tensor(str(official))
    again = ttnn.from_torch(loaded.to_numpy(), dtype=ttnn.bfloat8_b, layout=ttnn.TILE_LAYOUT)
    ttnn.dump_tensor(str(tmp_path / "again.tensorbin"), again)
    assert (tmp_path / "again.tensorbin").read_bytes() == official.read_bytes()


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_there_and_back(tmp_path, dtype, layout):
    for shape in SHAPES:
        t = tensor(shape, dtype, layout)
        ttnn.dump_tensor(tmp_path / "t.tensorbin", t)
        again = ttnn.load_tensor(tmp_path / "t.tensorbin")
        assert same(t, again) and again.storage_type() == ttnn.StorageType.HOST, shape
        np.testing.assert_array_equal(again.to_numpy(), t.to_numpy())


@pytest.mark.parametrize("shape", [(32, 32), (16, 32), (32, 16), (16, 16), (8, 32), (4, 16), (2, 32), (1, 16)])
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_tile_shapes(tmp_path, dtype, shape):
    t = tensor([2, 37, 50], dtype, ttnn.TILE_LAYOUT, tile=ttnn.Tile(shape))
    ttnn.dump_tensor(tmp_path / "t.tensorbin", t)
    again = ttnn.load_tensor(tmp_path / "t.tensorbin")
    assert same(t, again) and again.tile.tile_shape == list(shape)


def grid(x, y):
    return ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(x - 1, y - 1))])


def shards(layout, cores, shape, orientation=ttnn.ShardOrientation.ROW_MAJOR):
    return ttnn.MemoryConfig(layout, ttnn.BufferType.L1, ttnn.ShardSpec(cores, shape, orientation))


CONFIGS = {
    "dram": ttnn.DRAM_MEMORY_CONFIG,
    "l1": ttnn.L1_MEMORY_CONFIG,
    "height": shards(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, grid(2, 2), [32, 64]),
    "width": shards(ttnn.TensorMemoryLayout.WIDTH_SHARDED, grid(2, 1), [128, 32]),
    "block": shards(ttnn.TensorMemoryLayout.BLOCK_SHARDED, grid(2, 2), [64, 32], ttnn.ShardOrientation.COL_MAJOR),
    "pieces": shards(
        ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
        ttnn.CoreRangeSet(
            [
                ttnn.CoreRange(ttnn.CoreCoord(1, 1), ttnn.CoreCoord(3, 1)),
                ttnn.CoreRange(ttnn.CoreCoord(5, 5), ttnn.CoreCoord(5, 5)),
            ]
        ),
        [32, 64],
    ),
    "nd": ttnn.MemoryConfig(
        ttnn.BufferType.L1, ttnn.NdShardSpec([1, 32, 32], grid(3, 1), ttnn.ShardOrientation.COL_MAJOR)
    ),
}


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
@pytest.mark.parametrize("name", CONFIGS)
def test_memory_configs(device, tmp_path, name, layout):
    config, file = CONFIGS[name], tmp_path / "t.tensorbin"
    t = tensor([2, 64, 64], ttnn.bfloat16, layout, device=device, memory_config=config)
    ttnn.dump_tensor(file, t)
    host, placed = ttnn.load_tensor(file), ttnn.load_tensor(file, device=device)
    assert host.storage_type() == ttnn.StorageType.HOST and host.memory_config() == config
    assert (
        placed.device() is not None
        and placed.spec == t.spec
        and repr(placed.memory_config()) == repr(t.memory_config())
    )
    np.testing.assert_array_equal(placed.to_numpy(), t.to_numpy())
    np.testing.assert_array_equal(host.to_numpy(), t.to_numpy())


def test_contents_begin_at_a_multiple_of_64(tmp_path):
    for name, config in CONFIGS.items():
        data = tensorbin.header(ttnn.TensorSpec([2, 64, 64], ttnn.bfloat16, ttnn.TILE_LAYOUT, config), 0)
        assert len(data) % 64 == 0 and struct.unpack("<Q", data[:8])[0] == len(data) - 8, name


def test_a_padded_shape_of_its_own(tmp_path):
    t = tensor([3, 5], ttnn.float32, ttnn.ROW_MAJOR_LAYOUT).pad([4, 8], [0, 0], 7.0)
    assert t.shape == (3, 5) and t.padded_shape == (4, 8)
    ttnn.dump_tensor(tmp_path / "t.tensorbin", t)
    again = ttnn.load_tensor(tmp_path / "t.tensorbin")
    assert again.padded_shape == (4, 8) and same(t, again)


def test_pickles_and_copies(device):
    t = tensor([2, 33, 40], ttnn.bfloat8_b, ttnn.TILE_LAYOUT, tile=ttnn.Tile((16, 32)))
    for again in (pickle.loads(pickle.dumps(t)), copy.deepcopy(t), copy.copy(t)):
        assert same(t, again)
    placed = tensor([64, 64], ttnn.bfloat16, ttnn.TILE_LAYOUT, device=device, memory_config=ttnn.L1_MEMORY_CONFIG)
    deep, host = copy.deepcopy(placed), pickle.loads(pickle.dumps(placed))
    assert deep.device() is not None and deep.buffer_address() != placed.buffer_address() and same(deep, placed)
    assert host.device() is None and host.memory_config() == ttnn.L1_MEMORY_CONFIG
    assert copy.copy(placed).buffer_address() == placed.buffer_address()


# --- files that are not whole -----------------------------------------------------------------------------------------


@pytest.fixture
def whole(tmp_path):
    file = tmp_path / "whole.tensorbin"
    config = CONFIGS["pieces"]
    ttnn.dump_tensor(
        file,
        ttnn.from_torch(
            np.ones((128, 64), np.float32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, memory_config=config
        ),
    )
    return file


def test_every_truncated_file_is_refused(whole):
    data = whole.read_bytes()
    for size in [*range(0, 1000, 7), len(data) - 1]:
        whole.write_bytes(data[:size])
        with pytest.raises(RuntimeError, match="truncated or corrupt"):
            ttnn.load_tensor(whole)


def test_no_changed_byte_does_harm(whole):
    """Each byte of the header takes three other values: the file loads (padding, another valid value) or is refused."""
    data = whole.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    refused = 0
    for at in range(8 + length):
        for value in (0xFF, data[at] ^ 1, data[at] ^ 0x80):
            whole.write_bytes(data[:at] + bytes([value]) + data[at + 1 :])
            try:
                ttnn.load_tensor(whole)
            except RuntimeError as error:
                assert str(whole) in str(error)
                refused += 1
    assert refused > length  # a third of the changes at least


def test_random_headers_do_no_harm(whole):
    data, rng = whole.read_bytes(), np.random.default_rng(1)
    (length,) = struct.unpack("<Q", data[:8])
    for _ in range(300):
        whole.write_bytes(data[:8] + rng.bytes(length) + data[8 + length :])
        with pytest.raises(RuntimeError, match="truncated or corrupt"):
            ttnn.load_tensor(whole)


@pytest.mark.parametrize("length", [2**64 - 1, 2**63, 10**9, 4])
def test_wrong_header_lengths(whole, length):
    data = whole.read_bytes()
    whole.write_bytes(struct.pack("<Q", length) + data[8:])
    with pytest.raises(RuntimeError, match="truncated or corrupt"):
        ttnn.load_tensor(whole)


def test_names_of_files(tmp_path, whole):
    t = ttnn.load_tensor(whole)
    for name in ("t.bin", "t", "t.tensorbin.txt"):
        with pytest.raises(RuntimeError, match="must have .tensorbin extension"):
            ttnn.dump_tensor(tmp_path / name, t)
        with pytest.raises(RuntimeError, match="must have .tensorbin extension"):
            ttnn.load_tensor(tmp_path / name)
    with pytest.raises(RuntimeError, match="Unable to load the tensor from"):
        ttnn.load_tensor(tmp_path / "none.tensorbin")
    (tmp_path / "folder.tensorbin").mkdir()
    with pytest.raises(RuntimeError, match="Unable to load the tensor from"):
        ttnn.load_tensor(tmp_path / "folder.tensorbin")
    with pytest.raises(RuntimeError, match="Cannot open"):
        ttnn.dump_tensor(tmp_path / "no" / "such" / "folder.tensorbin", t)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.tensorbin", "whole.tensorbin"]
    for wrong in (None, 5):
        with pytest.raises(TypeError, match="file_name"):
            ttnn.load_tensor(wrong)
    with pytest.raises(TypeError):
        ttnn.dump_tensor(tmp_path / "t.tensorbin", "not a tensor")


def test_a_deallocated_tensor_is_not_dumped(device, tmp_path):
    t = tensor([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device=device)
    ttnn.deallocate(t)
    with pytest.raises(RuntimeError, match="not allocated"):
        ttnn.dump_tensor(tmp_path / "t.tensorbin", t)
    assert list(tmp_path.iterdir()) == []


# --- as_tensor --------------------------------------------------------------------------------------------------------


def test_as_tensor_keeps_what_it_converted(device, tmp_path):
    torch = pytest.importorskip("torch")
    x, calls = torch.arange(24.0).reshape(2, 3, 4), []

    def preprocess(t):
        calls.append(1)
        return t * 2

    name = tmp_path / "deep" / "weights"
    kwargs = dict(dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device, memory_config=ttnn.L1_MEMORY_CONFIG)
    first = ttnn.as_tensor(x, cache_file_name=name, preprocess=preprocess, **kwargs)
    second = ttnn.as_tensor(x, cache_file_name=name, preprocess=preprocess, **kwargs)
    assert calls == [1]
    (file,) = (tmp_path / "deep").iterdir()
    assert file.name == "weights_dtype_BFLOAT16_layout_TILE.tensorbin"
    for t in (first, second):
        assert t.memory_config() == ttnn.L1_MEMORY_CONFIG and t.device() is not None
        np.testing.assert_array_equal(t.to_numpy(), (x * 2).numpy())
    file.write_bytes(b"spoilt")
    third = ttnn.as_tensor(x, cache_file_name=name, preprocess=preprocess, **kwargs)
    assert calls == [1, 1] and same(third.cpu(), first.cpu()) and ttnn.load_tensor(file).shape == (2, 3, 4)
    other = ttnn.as_tensor(x, dtype=ttnn.float32, cache_file_name=str(name))
    assert other.device() is None and (tmp_path / "deep" / "weights_dtype_FLOAT32_layout_ROW_MAJOR.tensorbin").is_file()


def test_as_tensor_without_a_cache(device):
    x = np.ones((3, 4), np.float32)
    t = ttnn.as_tensor(x, ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    assert t.memory_config() == ttnn.DRAM_MEMORY_CONFIG and t.dtype == ttnn.bfloat16
    assert ttnn.as_tensor(x).layout == ttnn.ROW_MAJOR_LAYOUT
