"""What operations answered and refused on a Blackhole device: dtypes, layouts, shapes and leading words of errors."""

import numpy as np
import pytest
import ttnn

TILE, ROWS = ttnn.TILE_LAYOUT, ttnn.ROW_MAJOR_LAYOUT
VALUES = np.random.default_rng(0).standard_normal((32, 64)).astype(np.float32)


@pytest.fixture(scope="module")
def made(p150):
    def make(array=VALUES, dtype=ttnn.bfloat16, layout=TILE, **kwargs):
        return ttnn.from_torch(np.asarray(array), dtype=dtype, layout=layout, device=p150, **kwargs)

    return make


@pytest.fixture(scope="module")
def ints(made):
    return made(np.arange(32 * 64, dtype=np.int32).reshape(32, 64), ttnn.int32)


def raises(words, call):
    with pytest.raises(RuntimeError) as raised:
        call()
    assert words in str(raised.value)


# --- dtypes and layouts -----------------------------------------------------------------------------------------------


def test_the_first_operand_decides_the_dtype(made):
    assert ttnn.add(made(), made(dtype=ttnn.float32)).dtype == ttnn.bfloat16
    assert ttnn.add(made(dtype=ttnn.float32), made()).dtype == ttnn.float32
    assert ttnn.matmul(made(), made(VALUES.T.copy(), ttnn.float32)).dtype == ttnn.bfloat16


def test_layouts_of_sums(made):
    assert ttnn.add(made(), made(layout=ROWS)).layout == TILE
    assert ttnn.add(made(layout=ROWS), made(layout=ROWS)).layout == ROWS


def test_layouts_that_stay(made):
    assert ttnn.layer_norm(made(layout=ROWS)).layout == ROWS and ttnn.gelu(made(layout=ROWS)).layout == ROWS


@pytest.mark.parametrize("name", ["exp", "gelu", "relu", "sqrt", "abs", "neg", "sigmoid", "tanh", "reciprocal"])
def test_unary_operations_keep_dtype_and_layout(made, name):
    out = getattr(ttnn, name)(made())
    assert (out.dtype, out.layout) == (ttnn.bfloat16, TILE)


def test_comparisons_give_the_dtype_of_their_input(made):
    assert ttnn.gt(made(), made()).dtype == ttnn.bfloat16 and (made() > 0.0).dtype == ttnn.bfloat16


def test_block_floats_leave_tiles_as_bfloat16(made):
    assert ttnn.to_layout(made(dtype=ttnn.bfloat8_b), ROWS).dtype == ttnn.bfloat16


def test_reductions_drop_their_dimension(made):
    t = made()
    shapes = [
        ttnn.sum(t, dim=1).shape,
        ttnn.sum(t, dim=1, keepdim=True).shape,
        ttnn.sum(t).shape,
        ttnn.sum(t, dim=0).shape,
    ]
    assert [repr(s) for s in shapes] == ["Shape([32])", "Shape([32, 1])", "Shape([])", "Shape([64])"]
    for keep, shape in ((False, "Shape([32])"), (True, "Shape([32, 1])")):
        out = ttnn.argmax(made(layout=ROWS), dim=1, keepdim=keep)
        assert (repr(out.shape), out.dtype, out.layout) == (shape, ttnn.uint32, ROWS)
    values, indices = ttnn.topk(t, 32, dim=-1)
    assert indices.dtype == ttnn.uint16 and values.shape == (32, 32)


def test_embedding_takes_ids_in_bfloat16_tiles(made):
    ids = made(np.tile(np.arange(32, dtype=np.float32), (2, 1)))
    table = made(np.random.default_rng(1).standard_normal((64, 64)).astype(np.float32), layout=ROWS)
    out = ttnn.embedding(ids, table)
    assert out.shape == (2, 32, 64)
    np.testing.assert_array_equal(out.to_numpy()[1], table.to_numpy()[:32])


def test_concat_of_two_layouts_is_tiled(made):
    out = ttnn.concat([made(), made(layout=ROWS)], dim=0)
    assert out.layout == TILE and out.shape == (64, 64)
    np.testing.assert_array_equal(out.to_numpy(), np.concatenate([made().to_numpy()] * 2))


def test_slices_and_views(made):
    t = made()
    assert repr(t[2:7].shape) == "Shape([5, 64])" and repr(t[3].shape) == "Shape([64])"
    assert ttnn.reshape(t, (-1, 32)).shape == (64, 32)
    assert repr(ttnn.from_device(t).storage_type()) == "StorageType.HOST"
    assert repr(ttnn.to_device(t, t.device()).storage_type()) == "StorageType.DEVICE"


def test_from_torch_with_a_spec(p150):
    spec = ttnn.TensorSpec((2, 2), ttnn.bfloat16, TILE)
    t = ttnn.from_torch(np.ones((2, 2), np.float32), spec=spec, device=p150)
    assert t.spec == spec and repr(t) == (
        "ttnn.Tensor([[ 1.0000,  1.0000],\n             [ 1.0000,  1.0000]], shape=Shape([2, 2]), dtype=DataType::BFLOAT16, "
        "layout=Layout::TILE)"
    )


def test_programs_are_counted(p150, made):
    a = made(np.zeros((96, 160), np.float32))
    before = p150.num_program_cache_entries()
    ttnn.exp(a)
    first = p150.num_program_cache_entries()
    ttnn.exp(a)
    assert first == before + 1 and p150.num_program_cache_entries() == first


# --- refused ----------------------------------------------------------------------------------------------------------


def test_refused_dtypes(made, ints):
    mixed = "Mixed dtype is not supported for binary operation BinaryOpType::ADD, dtype A: DataType::{}, dtype B: DataType::{}"
    raises(mixed.format("BFLOAT16", "INT32"), lambda: ttnn.add(made(), ints))
    raises(mixed.format("INT32", "BFLOAT16"), lambda: ttnn.add(ints, made()))
    raises(
        "Unsupported data format for input B: DataType::INT32",
        lambda: ttnn.matmul(made(), ttnn.reshape(ints, (64, 32))),
    )
    for name in ("GELU", "EXP"):
        words = f"Unary: UnaryOpType::{name} does not support integer input dtype DataType::INT32"
        raises(words, lambda name=name: getattr(ttnn, name.lower())(ints))
    raises("All Tensors should have same dtypes.", lambda: ttnn.concat([made(), made(dtype=ttnn.float32)], dim=0))


def test_refused_layouts(made):
    raises(
        "Inputs to matmul must be tilized", lambda: ttnn.matmul(made(layout=ROWS), made(VALUES.T.copy(), layout=ROWS))
    )
    raises("Inputs to softmax must be tilized", lambda: ttnn.softmax(made(layout=ROWS), dim=-1))


def test_refused_places(made):
    host = ttnn.from_torch(VALUES, dtype=ttnn.bfloat16, layout=TILE)
    raises("Input tensor A must be on device, got storage type: StorageType::HOST", lambda: ttnn.add(host, host))
    raises("Input tensor A must be on device, got storage type: StorageType::HOST", lambda: host + host)
    raises("Operand to matmul must be on device", lambda: ttnn.matmul(host, host))


def test_refused_shapes(made):
    t = made()
    raises("Invalid subtile broadcast type", lambda: ttnn.add(t, made(VALUES[:, :48])))
    raises(
        "The width of the first tensor must be equal to the height of the second tensor. Mismatch: width=64 height=32",
        lambda: ttnn.matmul(t, t),
    )
    raises("Dimension out of range (expected to be in range of [-2, 1], but got 5)", lambda: ttnn.softmax(t, dim=5))
    raises(
        "Input and gamma padded widths must match and gamma logical width must be >= input logical width (otherwise valid input "
        "columns would be multiplied by gamma padding). Got input: logical[-1]=64 padded[-1]=64 vs gamma: logical[-1]=32 padded[-1]=32",
        lambda: ttnn.layer_norm(t, weight=made(VALUES[:1, :32])),
    )
    raises("Invalid arguments to reshape", lambda: ttnn.reshape(t, (5, 5)))
    raises(
        "Index is out of bounds for the rank, should be between 0 and 1 however is 7", lambda: ttnn.transpose(t, 0, 7)
    )
    raises("Ends 64 must be less than or equal to the shape of the tensor 32", lambda: ttnn.slice(t, [0, 0], [64, 64]))
    raises(
        "Unsupported dim 4 at index 0. After possible adjustment, needs to be at least 0 and less than rank 2",
        lambda: ttnn.sum(t, dim=4),
    )
    raises("K cannot be larger than the dimension size! K=100, dimension size=64", lambda: ttnn.topk(t, 100, dim=-1))
    raises("ShapeBase[] index out of range", lambda: ttnn.transformer.scaled_dot_product_attention(t, t, t))
    raises(
        "All dimensions must be the same size except for the dimension along which",
        lambda: ttnn.concat([t, made(VALUES[:, :32])], dim=0),
    )
    raises("ttnn.concat: expected a non-empty list of Tensors!", lambda: ttnn.concat([], dim=0))
    config = ttnn.MatmulMultiCoreReuseProgramConfig(
        compute_with_storage_grid_size=(8, 8),
        in0_block_w=3,
        out_subblock_h=1,
        out_subblock_w=1,
        per_core_M=1,
        per_core_N=1,
    )
    raises(
        "MatmulMultiCoreReuseProgramConfig: Kt (2) must be divisible by in0_block_w (3)",
        lambda: ttnn.matmul(t, made(VALUES.T.copy()), program_config=config),
    )


def test_refused_tensors_that_are_freed(made):
    a, b = made(), made()
    assert ttnn.deallocate(b) is None and not b.is_allocated()
    raises("Input Tensor B is not allocated", lambda: ttnn.add(a, b))
    raises("Input Tensor A is not allocated", lambda: ttnn.add(b, a))
    assert b.shape == (32, 64)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: ttnn.add(1, 2, 3, 4), ["add(", "incompatible function arguments"]),
        (lambda: ttnn.gelu(ttnn.zeros([2, 2]), foo=1), ["gelu(", "incompatible function arguments", "foo"]),
    ],
)
def test_refused_arguments(call, words):
    with pytest.raises(TypeError) as raised:
        call()
    assert not [w for w in words if w not in str(raised.value)]


# --- rows of odd width ------------------------------------------------------------------------------------------------

ODD = np.arange(15).reshape(3, 5)


@pytest.mark.parametrize(
    "dtype", [ttnn.bfloat16, ttnn.float32, ttnn.int32, ttnn.uint32, ttnn.uint16, ttnn.uint8], ids=str
)
def test_rows_of_odd_width(made, dtype):
    array = ODD.astype(np.float32) if dtype in (ttnn.bfloat16, ttnn.float32) else ODD.astype(np.int32)
    t = made(array, dtype, ROWS)
    assert t.padded_shape == t.shape == (3, 5)
    np.testing.assert_array_equal(t.to_numpy(), array)
    l1 = ttnn.to_memory_config(t, ttnn.L1_MEMORY_CONFIG)
    assert l1.memory_config() == ttnn.L1_MEMORY_CONFIG
    for out in (l1, ttnn.clone(t), ttnn.concat([t, t], dim=0)[3:], ttnn.slice(t, [0, 0], [3, 5])):
        assert out.layout == ROWS
        np.testing.assert_array_equal(out.to_numpy(), array)
    np.testing.assert_array_equal(ttnn.concat([t, t], dim=1).to_numpy(), np.concatenate([array, array], 1))
    np.testing.assert_array_equal(ttnn.transpose(t, 0, 1).to_numpy(), array.T)
    if dtype != ttnn.uint8:
        np.testing.assert_array_equal(ttnn.to_layout(t, TILE).to_numpy(), array)
    if dtype not in (ttnn.uint8, ttnn.uint16, ttnn.uint32):
        total = ttnn.add(t, t)
        assert total.layout == ROWS
        np.testing.assert_array_equal(total.to_numpy(), array + array)


def test_refused_rows_of_odd_width(made):
    bytes_ = made(ODD.astype(np.int32), ttnn.uint8, ROWS)
    raises(
        "Input tensor width (5) must be divisible by tile width (32)",
        lambda: ttnn.tilize(made(ODD.astype(np.float32), layout=ROWS)),
    )
    raises(
        "Input tensor A dtype DataType::UINT8 is not supported for binary operation BinaryOpType::ADD",
        lambda: ttnn.add(bytes_, bytes_),
    )
    raises(
        "Can only tilize bfloat16/float32 or int32/uint32/uint16 or fp8_e4m3 tensors",
        lambda: ttnn.to_layout(bytes_, TILE),
    )
