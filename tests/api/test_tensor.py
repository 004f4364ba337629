"""Making tensors, asking them, moving them, and getting their contents out: every member of ttnn.Tensor."""

import numpy as np
import pytest
import ttnn

FLOATS = [ttnn.float32, ttnn.bfloat16, ttnn.bfloat8_b, ttnn.bfloat4_b]
INTEGERS = [ttnn.uint32, ttnn.int32, ttnn.uint16, ttnn.uint8]
TWELVE = np.arange(12, dtype=np.float32).reshape(3, 4) * 1.5


def tile(dtype=ttnn.bfloat16, **kwargs):
    return ttnn.from_torch(TWELVE, dtype=dtype, layout=ttnn.TILE_LAYOUT, **kwargs)


# --- members ----------------------------------------------------------------------------------------------------------


def test_members_of_a_host_tensor():
    t = tile()
    assert repr(t.shape) == "Shape([3, 4])" and repr(t.padded_shape) == "Shape([32, 32])"
    assert (
        repr(t.dtype) == "DataType.BFLOAT16"
        and repr(t.layout) == "Layout.TILE"
        and repr(t.tile) == "Tile with shape: [32, 32]"
    )
    assert t.get_dtype() == t.dtype and t.get_layout() == t.layout and t.get_tile() == t.tile
    assert t.device() is None and t.devices() == [] and repr(t.storage_type()) == "StorageType.HOST"
    assert repr(t.memory_config()) == repr(ttnn.DRAM_MEMORY_CONFIG)
    assert t.is_sharded() is False and t.is_allocated() is True
    assert t.volume() == 1024 and t.logical_volume() == 12 and t.element_size() == 2
    assert t.to_list() == [[0.0, 1.5, 3.0, 4.5], [6.0, 7.5, 9.0, 10.5], [12.0, 13.5, 15.0, 16.5]]
    with pytest.raises(RuntimeError, match="StorageType::HOST doesn't support buffer_address method"):
        t.buffer_address()
    with pytest.raises(
        RuntimeError, match=r"tensor.item\(\) requires tensor to have exactly one element, but got 12 elements"
    ):
        t.item()
    for name in ("shard_spec", "get_legacy_shape", "nbytes", "rank", "numpy", "tolist"):
        with pytest.raises(AttributeError, match=f"'Tensor' object has no attribute '{name}'"):
            getattr(t, name)
    with pytest.raises(TypeError):
        len(t)
    with pytest.raises(TypeError):
        -t  # noqa: B018


def test_contents_of_a_host_tensor_as_bytes(device):
    buffer = ttnn.from_torch(TWELVE).host_buffer()
    assert buffer.get_shard([0, 0]).view(np.float32).tolist() == TWELVE.ravel().tolist()
    assert buffer.is_local([0, 0]) and not buffer.is_local([0, 1]) and buffer.get_shard([1, 0]) is None
    assert list(buffer.shape()) == [1, 1] and tile().host_buffer().get_shard([0, 0]).size == 2048
    with pytest.raises(RuntimeError, match="host_buffer"):
        tile(device=device).host_buffer()


MEMBERS = """
__add__ __eq__ __ge__ __getitem__ __gt__ __le__ __lt__ __matmul__ __mul__ __ne__ __radd__ __repr__ __rmul__ __rsub__ __sub__
__truediv__ buffer_address buffer_aligned_page_size buffer_num_pages buffer_page_size buffer_unique_id cpu deallocate device devices
dtype element_size experimental_per_core_buffer_address extract_shard get_dtype get_layout get_tile host_buffer is_allocated
is_per_core_allocated is_range_lockstep_allocated is_sharded item layout logical_volume memory_config pad pad_to_tile padded_shape
reshape shape spec storage_type tensor_id tile to to_list to_numpy to_torch to_torch_with_padded_shape unpad unpad_from_tile volume
""".split()


def test_all_members_exist():
    assert not [name for name in MEMBERS if not hasattr(ttnn.Tensor, name)]


def test_members_of_a_device_tensor(device):
    t = tile(device=device)
    assert t.device() is device and t.devices() == [device] and repr(t.storage_type()) == "StorageType.DEVICE"
    assert (t.buffer_page_size(), t.buffer_num_pages(), t.buffer_aligned_page_size()) == (2048, 1, 2048)
    assert t.buffer_address() == t.experimental_per_core_buffer_address(None, ttnn.CoreCoord(0, 0))
    assert (
        isinstance(t.buffer_unique_id(), int) and not t.is_per_core_allocated() and not t.is_range_lockstep_allocated()
    )
    assert t.to_list() == TWELVE.tolist()


def test_ids_differ_and_can_be_assigned():
    a, b = tile(), tile()
    assert a.tensor_id != b.tensor_id and a.tensor_id == a.tensor_id
    a.tensor_id = 12345
    assert a.tensor_id == 12345 and b.tensor_id != 12345


def test_two_tensors_are_not_compared_as_objects(device):
    a = tile(device=device)
    assert isinstance(a == a, ttnn.Tensor) and (a == a).dtype == ttnn.bfloat16
    assert len({a, a}) == 1


# --- construction -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [[1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0]])
@pytest.mark.parametrize("dtype", FLOATS[:2] + INTEGERS, ids=str)
def test_from_a_list(device, data, dtype):
    t = ttnn.Tensor(data, [1, 1, 2, 2], dtype, ttnn.ROW_MAJOR_LAYOUT)
    assert t.shape == (1, 1, 2, 2) and t.dtype == dtype and t.to_list() == [[[[1, 2], [3, 4]]]]
    placed = ttnn.Tensor(data, [1, 1, 2, 2], dtype, ttnn.TILE_LAYOUT, device)
    assert placed.device() is device and placed.to_list() == t.to_list()
    l1 = ttnn.Tensor(
        data, [4], dtype, ttnn.TILE_LAYOUT, device, memory_config=ttnn.L1_MEMORY_CONFIG, tile=ttnn.Tile((16, 32))
    )
    assert (
        l1.memory_config() == ttnn.L1_MEMORY_CONFIG and l1.tile == ttnn.Tile((16, 32)) and l1.to_list() == [1, 2, 3, 4]
    )


def test_from_a_list_is_printed_like_the_official_one():
    printed = repr(ttnn.Tensor([1.0, 2.0, 3.0, 4.0], [1, 1, 2, 2], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT))
    assert printed == (
        "ttnn.Tensor([[[[ 1.0000,  2.0000],\n               [ 3.0000,  4.0000]]]], shape=Shape([1, 1, 2, 2]), "
        "dtype=DataType::BFLOAT16, layout=Layout::ROW_MAJOR)"
    )


@pytest.mark.parametrize(
    "arguments, error",
    [
        (([1.0, 2.0],), TypeError),
        (([1.0, 2.0], [3], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT), RuntimeError),
        ((["a"], [1], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT), TypeError),
        (("text",), TypeError),
        ((5,), TypeError),
        ((), TypeError),
    ],
)
def test_refused_lists(arguments, error):
    with pytest.raises(error):
        ttnn.Tensor(*arguments)


ELEMENTS = [
    (np.float32, ttnn.float32),
    (np.float16, ttnn.bfloat16),
    (np.int32, ttnn.int32),
    (np.int64, ttnn.uint32),
    (np.int16, ttnn.uint16),
    (np.uint8, ttnn.uint8),
    (np.uint16, ttnn.uint16),
    (np.uint32, ttnn.uint32),
    (np.bool_, ttnn.uint8),
]


@pytest.mark.parametrize("make", [ttnn.from_torch, ttnn.Tensor], ids=["from_torch", "Tensor"])
@pytest.mark.parametrize("element, dtype", ELEMENTS, ids=lambda v: getattr(v, "__name__", str(v)))
def test_what_arrays_become(make, element, dtype):
    array = np.arange(24).reshape(2, 3, 4).astype(element)
    for given in (array, array.transpose(2, 0, 1), array[:, ::2, 1:], array[:0], array[..., None][0, 0, 0]):
        t = make(given)
        assert t.dtype == dtype and t.layout == ttnn.ROW_MAJOR_LAYOUT and t.shape == given.shape
        np.testing.assert_array_equal(t.to_numpy(), given.astype(np.float32 if element == np.float16 else given.dtype))


@pytest.mark.parametrize("element", [np.float64, np.complex64, np.complex128, np.uint64, "datetime64[s]", object, "U3"])
@pytest.mark.parametrize(
    "make", [ttnn.from_torch, ttnn.Tensor, ttnn.as_tensor], ids=["from_torch", "Tensor", "as_tensor"]
)
def test_refused_elements(make, element):
    with pytest.raises((TypeError, RuntimeError), match="not supported|convert"):
        make(np.zeros((2, 2), element))


@pytest.mark.parametrize("value", [[1, 2], 1.0, "text", {}, b"bytes", object()])
def test_from_torch_takes_arrays_only(value):
    with pytest.raises(TypeError):
        ttnn.from_torch(value)


def test_from_torch_of_none():
    assert ttnn.from_torch(None) is None


def test_minus_one_as_uint32():
    assert ttnn.from_torch(np.array([-1])).to_list() == [4294967295]


@pytest.mark.parametrize("dtype", FLOATS + INTEGERS, ids=str)
@pytest.mark.parametrize("rank", range(9))
def test_all_ranks(device, dtype, rank):
    shape = [2, 1, 3, 1, 2, 1, 5, 7][8 - rank :]
    values = np.random.default_rng(rank).integers(0, 100, shape).astype(np.float32 if dtype in FLOATS else np.int32)
    for layout in (ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT):
        t = ttnn.from_torch(values, dtype=dtype, layout=layout)
        assert t.shape == tuple(shape)
        assert t.layout == (ttnn.TILE_LAYOUT if dtype in FLOATS[2:] else layout)  # block floats are always in tiles
        placed = t.to(device)
        np.testing.assert_array_equal(placed.to_numpy(), t.to_numpy())
        if dtype not in FLOATS[2:]:
            np.testing.assert_array_equal(t.to_numpy(), values)
            assert placed.cpu().to_list() == values.tolist()


@pytest.mark.parametrize("dtype", FLOATS + INTEGERS, ids=str)
@pytest.mark.parametrize(
    "shape", [(16, 32), (32, 16), (16, 16), (8, 32), (4, 32), (2, 32), (1, 32), (8, 16), (4, 16), (2, 16), (1, 16)]
)
def test_tile_shapes_there_and_back(device, dtype, shape):
    values = np.random.default_rng(1).integers(0, 15, (3, 37, 50)).astype(np.float32 if dtype in FLOATS else np.int32)
    t = ttnn.from_torch(values, dtype=dtype, layout=ttnn.TILE_LAYOUT, tile=ttnn.Tile(shape))
    height, width = shape
    assert t.padded_shape == (3, -(-37 // height) * height, -(-50 // width) * width) and t.tile.tile_shape == [
        height,
        width,
    ]
    tolerance = 1 if dtype == ttnn.bfloat4_b else 0
    np.testing.assert_allclose(t.to_numpy(), values, atol=tolerance)
    np.testing.assert_array_equal(t.to(device).cpu().to_numpy(), t.to_numpy())
    if dtype not in FLOATS[2:]:
        np.testing.assert_array_equal(t.to(ttnn.ROW_MAJOR_LAYOUT).to_numpy(), values)


# --- conversions on the host ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", FLOATS + INTEGERS, ids=str)
@pytest.mark.parametrize("start", FLOATS + INTEGERS, ids=str)
def test_to_dtype(start, to):
    values = np.array([[0, 1, 2, 100, 7.0, 3]], np.float32)
    t = ttnn.from_torch(values if start in FLOATS else values.astype(np.int32), dtype=start, layout=ttnn.TILE_LAYOUT)
    out = ttnn.to_dtype(t, to)
    assert out.dtype == to and out.layout == ttnn.TILE_LAYOUT and out.shape == t.shape
    if to == ttnn.bfloat4_b:
        expected = ttnn.from_torch(t.to_numpy().astype(np.float32), dtype=to).to_numpy()
    else:
        expected = t.to_numpy()
    np.testing.assert_array_equal(out.to_numpy().astype(np.float64), np.asarray(expected, np.float64))


def test_to_dtype_of_rows_and_of_device_tensors(device):
    rows = ttnn.from_torch(TWELVE)
    assert ttnn.to_dtype(rows, ttnn.bfloat16).layout == ttnn.ROW_MAJOR_LAYOUT
    assert ttnn.to_dtype(rows, ttnn.bfloat8_b).layout == ttnn.TILE_LAYOUT
    assert ttnn.to_dtype(rows, ttnn.float32).to_list() == TWELVE.tolist()
    assert "FLOAT32, layout=Layout::TILE" in repr(ttnn.to_dtype(tile(), ttnn.float32))
    assert "FLOAT32, layout=Layout::TILE" in repr(ttnn.typecast(tile(), ttnn.float32))
    with pytest.raises(RuntimeError, match="only supports host tensors"):
        ttnn.to_dtype(tile(device=device), ttnn.float32)
    with pytest.raises(TypeError):
        ttnn.to_dtype(rows, "bfloat16")


def test_saturation_and_nan_to_integers():
    t = ttnn.from_torch(np.array([np.nan, np.inf, -np.inf, -1, 3e9, 1.9, -1.9], np.float32))
    assert ttnn.to_dtype(t, ttnn.int32).to_list() == [0, 2**31 - 1, -(2**31), -1, 2**31 - 1, 1, -1]
    assert ttnn.to_dtype(t, ttnn.uint8).to_list() == [0, 255, 0, 0, 255, 1, 0]


def test_layout_changes_on_the_host():
    t = tile()
    rows = t.to(ttnn.ROW_MAJOR_LAYOUT)
    assert rows.layout == ttnn.ROW_MAJOR_LAYOUT and rows.padded_shape == (3, 4) and rows.to_list() == TWELVE.tolist()
    assert repr(ttnn.to_layout(t, ttnn.ROW_MAJOR_LAYOUT)) == repr(rows)
    assert rows.to(target_layout=ttnn.TILE_LAYOUT).spec == t.spec
    eight = tile(ttnn.bfloat8_b)
    assert "BFLOAT8_B, layout=Layout::TILE" in repr(eight)


def test_reshape_on_the_host():
    rows = ttnn.from_torch(TWELVE)
    assert repr(rows.reshape([4, 3])) == (
        "ttnn.Tensor([[ 0.0000,  1.5000,  3.0000],\n             [ 4.5000,  6.0000,  7.5000],\n"
        "             [ 9.0000, 10.5000, 12.0000],\n             [13.5000, 15.0000, 16.5000]], shape=Shape([4, 3]), "
        "dtype=DataType::FLOAT32, layout=Layout::ROW_MAJOR)"
    )
    assert rows.reshape(1, 1, 2, 6).shape == (1, 1, 2, 6) and rows.reshape(ttnn.Shape([12])).shape == (12,)
    assert rows.reshape([-1, 6]).shape == (2, 6)
    with pytest.raises(RuntimeError, match="Invalid arguments to reshape"):
        rows.reshape([5, 3])


def test_index_on_the_host():
    assert repr(ttnn.from_torch(TWELVE)[0]) == (
        "ttnn.Tensor([ 0.0000,  1.5000,  3.0000,  4.5000], shape=Shape([4]), dtype=DataType::FLOAT32, layout=Layout::ROW_MAJOR)"
    )


def test_padding_and_cutting_on_the_host():
    t = ttnn.from_torch(TWELVE)
    padded = t.pad([5, 6], [0, 0], -1.0)
    assert padded.shape == (3, 4) and padded.padded_shape == (5, 6) and padded.to_list() == TWELVE.tolist()
    expected = np.pad(TWELVE, ((0, 2), (0, 2)), constant_values=-1)
    np.testing.assert_array_equal(padded.unpad([0, 0], [5, 6]).to_numpy(), expected)
    shifted = t.pad([5, 6], [1, 2], -1.0)
    np.testing.assert_array_equal(shifted.to_numpy(), np.pad(TWELVE, ((1, 1), (2, 0)), constant_values=-1))
    np.testing.assert_array_equal(shifted.unpad([1, 2], [4, 6]).to_numpy(), TWELVE)
    tiles = t.pad_to_tile(0.0)
    assert tiles.padded_shape == (32, 32) and tiles.to(ttnn.TILE_LAYOUT).to_list() == TWELVE.tolist()
    np.testing.assert_array_equal(tiles.unpad_from_tile([3, 4]).to_numpy(), TWELVE)
    with pytest.raises(RuntimeError, match="does not fit"):
        t.pad([2, 6], [0, 0], 0.0)
    with pytest.raises(RuntimeError, match="not inside"):
        t.unpad([0, 0], [9, 9])
    with pytest.raises(RuntimeError, match="Input shape must match output shape apart from last 2 dims"):
        ttnn.from_torch(np.zeros((2, 3, 4), np.float32)).unpad_from_tile([1, 3, 4])


@pytest.mark.parametrize("dtype", FLOATS[:3], ids=str)
def test_values_of_the_padding(device, dtype):
    for place in (None, device):
        t = ttnn.from_torch(TWELVE, dtype=dtype, layout=ttnn.TILE_LAYOUT, pad_value=2.0, device=place)
        padded = ttnn.operators.as_array(t, padded=True)
        assert t.shape == (3, 4) and padded.shape == (32, 32) and padded.sum() == TWELVE.sum() + 2 * (1024 - 12)
    t = ttnn.Tensor([1.0], [1], dtype, ttnn.TILE_LAYOUT, ttnn.Tile((16, 32)), 3.0)
    assert ttnn.operators.as_array(t, padded=True).sum() == 1 + 3 * 511 and t.to_list() == [1.0]


def test_padded_contents_in_torch():
    pytest.importorskip("torch")
    padded = ttnn.from_torch(TWELVE).pad([5, 6], [0, 0], 2.0)
    assert padded.to_torch().shape == (3, 4) and padded.to_torch_with_padded_shape().shape == (5, 6)
    assert padded.to_torch_with_padded_shape()[4, 5] == 2.0


# --- contents out -----------------------------------------------------------------------------------------------------


def test_numpy_protocols(device):
    for t in (tile(), tile(device=device), ttnn.from_torch(TWELVE), tile(ttnn.bfloat8_b)):
        np.testing.assert_array_equal(np.asarray(t), TWELVE)
        np.testing.assert_array_equal(np.from_dlpack(t), TWELVE)
        assert np.asarray(t, np.float64).dtype == np.float64 and t.to_numpy().dtype == np.float32
    ids = ttnn.from_torch(np.array([[1, 2]], np.int32), layout=ttnn.TILE_LAYOUT, device=device)
    assert np.asarray(ids).dtype == np.int32 and np.asarray(ids).tolist() == [[1, 2]]


def test_dlpack_in():
    class Speaker:
        def __dlpack__(self, **kwargs):
            return TWELVE.__dlpack__(**kwargs)

        def __dlpack_device__(self):
            return TWELVE.__dlpack_device__()

    assert ttnn.from_torch(Speaker(), dtype=ttnn.bfloat16).to_list() == TWELVE.tolist()


def test_torch_dtypes():
    torch = pytest.importorskip("torch")
    kinds = {
        ttnn.float32: torch.float32,
        ttnn.bfloat16: torch.bfloat16,
        ttnn.bfloat8_b: torch.float32,
        ttnn.bfloat4_b: torch.float32,
        ttnn.uint32: torch.uint32,
        ttnn.int32: torch.int32,
        ttnn.uint16: torch.uint16,
        ttnn.uint8: torch.uint8,
    }
    for dtype, kind in kinds.items():
        t = ttnn.from_torch(torch.ones(2, 3), dtype=dtype, layout=ttnn.TILE_LAYOUT)
        assert ttnn.to_torch(t).dtype == t.to_torch().dtype == kind and ttnn.to_torch(t).shape == (2, 3)
    assert ttnn.to_torch(t, dtype=torch.bfloat16).dtype == torch.bfloat16
    assert ttnn.to_torch(ttnn.from_torch(torch.ones(1, 1, 2, 3)), torch_rank=2).shape == (2, 3)
    with pytest.raises(RuntimeError, match="Unable to squeeze to desired rank!"):
        ttnn.to_torch(ttnn.from_torch(torch.ones(1, 4, 2, 3)), torch_rank=2)
    bf16 = torch.randn(5, 7).bfloat16().t()
    assert torch.equal(ttnn.to_torch(ttnn.from_torch(bf16)), bf16)
    grad = torch.ones(2, requires_grad=True)
    assert ttnn.from_torch(grad).to_list() == [1, 1]


def test_items():
    assert ttnn.from_torch(np.float32(2.5)).item() == 2.5
    assert isinstance(ttnn.from_torch(np.array([[7]], np.int32)).item(), int)
    assert ttnn.from_torch(np.array([[7]], np.float32), dtype=ttnn.bfloat8_b).item() == 7.0
    assert ttnn.from_torch(np.float32(2.5)).to_list() == 2.5
    assert ttnn.from_torch(np.zeros((2, 0), np.float32)).to_list() == [[], []]


# --- between host and device ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
def test_copies_into_tensors_that_exist(device, layout):
    a, b = TWELVE, TWELVE[::-1].copy()
    placed = ttnn.from_torch(a, dtype=ttnn.bfloat16, layout=layout, device=device)
    address, view = placed.buffer_address(), ttnn.get_memory_view(device, ttnn.BufferType.DRAM)
    assert ttnn.copy_host_to_device_tensor(ttnn.from_torch(b, dtype=ttnn.bfloat16, layout=layout), placed) is None
    assert placed.buffer_address() == address
    after = ttnn.get_memory_view(device, ttnn.BufferType.DRAM)
    assert after.total_bytes_allocated_per_bank == view.total_bytes_allocated_per_bank
    np.testing.assert_array_equal(placed.to_numpy(), b)
    host = ttnn.from_torch(a, dtype=ttnn.bfloat16, layout=layout)
    ttnn.copy_device_to_host_tensor(placed, host, blocking=True)
    np.testing.assert_array_equal(host.to_numpy(), b)
    # In the order of the queue: the operation before the write still sees the old contents.
    doubled = ttnn.multiply(placed, 2.0)
    ttnn.copy_host_to_device_tensor(ttnn.from_torch(a, dtype=ttnn.bfloat16, layout=layout), placed, cq_id=0)
    np.testing.assert_array_equal(doubled.to_numpy(), 2 * b)
    np.testing.assert_array_equal(placed.to_numpy(), a)


def test_copies_into_other_tensors_are_refused(device):
    placed, host = tile(device=device), tile()
    wrong = [
        (ttnn.from_torch(TWELVE[:2], dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT), "Host tensor has different shape"),
        (tile(ttnn.float32), "Host tensor has different dtype"),
        (ttnn.from_torch(TWELVE, dtype=ttnn.bfloat16), "Host tensor has different page config"),
        (placed, "Host tensor is not on host"),
    ]
    for source, words in wrong:
        with pytest.raises(RuntimeError, match=words):
            ttnn.copy_host_to_device_tensor(source, placed)
        with pytest.raises(RuntimeError, match=words):
            ttnn.copy_device_to_host_tensor(placed, source)
    with pytest.raises(RuntimeError, match="Device tensor is not on device"):
        ttnn.copy_host_to_device_tensor(host, host)
    np.testing.assert_array_equal(placed.to_numpy(), TWELVE)


def test_moving_twice(device):
    t = tile(device=device)
    assert ttnn.to_device(t, device).buffer_address() == t.buffer_address()
    assert repr(ttnn.from_device(t).storage_type()) == "StorageType.HOST"
    l1 = t.cpu().to(device, ttnn.L1_MEMORY_CONFIG)
    assert l1.memory_config() == ttnn.L1_MEMORY_CONFIG and l1.to_list() == TWELVE.tolist()
    assert t.cpu().to(device=device, mem_config=ttnn.L1_MEMORY_CONFIG).is_allocated()
    for wrong in (None, "device", 3):
        with pytest.raises(TypeError):
            t.cpu().to(wrong)


def test_reallocate_moves_to_the_lowest_place(device):
    first, second = tile(device=device), tile(device=device)
    hole = first.buffer_address()
    ttnn.deallocate(first)
    moved = ttnn.reallocate(second)
    assert moved.buffer_address() == hole and not second.is_allocated()
    np.testing.assert_array_equal(moved.to_numpy(), TWELVE)
    again = ttnn.reallocate(moved)
    assert again.buffer_address() == hole and not moved.is_allocated()
    l1 = ttnn.reallocate(again, memory_config=ttnn.L1_MEMORY_CONFIG)
    assert l1.memory_config() == ttnn.L1_MEMORY_CONFIG and not again.is_allocated()
    np.testing.assert_array_equal(l1.to_numpy(), TWELVE)


def test_reallocate_leaves_views_alone(device):
    t = ttnn.from_torch(np.arange(2048, dtype=np.float32).reshape(32, 64), layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    view = ttnn.experimental.view(t, [64, 32])
    moved = ttnn.reallocate(t)
    doubled = ttnn.add(moved, 1.0, output_tensor=moved)
    assert view.to_numpy()[0, 1] == 1.0 and doubled.to_numpy()[0, 1] == 2.0


@pytest.mark.parametrize("dtype", FLOATS + INTEGERS, ids=str)
def test_from_buffer(device, dtype):
    t = ttnn.from_buffer(list(range(6)), ttnn.Shape([2, 3]), dtype, device)
    assert t.device() is device and t.dtype == dtype and t.shape == (2, 3)
    np.testing.assert_array_equal(t.to_numpy(), np.arange(6).reshape(2, 3))
    placed = ttnn.from_buffer([1.0] * 6, [6], dtype, device, ttnn.TILE_LAYOUT, ttnn.L1_MEMORY_CONFIG)
    assert placed.layout == ttnn.TILE_LAYOUT and placed.memory_config() == ttnn.L1_MEMORY_CONFIG
    with pytest.raises(RuntimeError, match="needs 6 elements, got 5"):
        ttnn.from_buffer([1] * 5, [2, 3], dtype, device)
    with pytest.raises(TypeError):
        ttnn.from_buffer(["a"] * 6, [2, 3], dtype, device)


def test_get_memory_config(device):
    t = tile(device=device, memory_config=ttnn.L1_MEMORY_CONFIG)
    assert ttnn.get_memory_config(t) == ttnn.L1_MEMORY_CONFIG and ttnn.get_memory_config(tile()) is None
    ttnn.deallocate(t)
    assert ttnn.get_memory_config(t) is None
