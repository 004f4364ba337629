"""What is computed in another way where tensors are large or whole: tables of results, maps in registers, streaming stores,
conversions tile by tile. Bits are those of the general way."""

import pytest
import ttnn

torch = pytest.importorskip("torch")

SLOW = ["gelu", "silu", "exp", "tanh", "erf", "sin", "log", "rsqrt", "sigmoid", "mish", "cbrt", "atan"]
QUICK = ["relu", "abs", "neg", "sqrt", "reciprocal", "square", "sign", "floor", "hardsigmoid", "isnan"]


@pytest.fixture(scope="module")
def every_half(device):
    """All bf16 values, twice: as many elements as make a table worth its while."""
    bits = torch.arange(65536, dtype=torch.int32).repeat(2).to(torch.int16).reshape(256, 512)
    return ttnn.from_torch(bits.view(torch.bfloat16), layout=ttnn.TILE_LAYOUT, device=device)


def bits_of(tensor):
    values = ttnn.to_torch(tensor)
    return torch.where(values.isnan(), torch.tensor(float("nan"), dtype=values.dtype), values).view(torch.int16)


def through_floats(function, *tensors):
    """The same by way of float32, which no table serves."""
    return ttnn.typecast(function(*(ttnn.typecast(t, ttnn.float32) for t in tensors)), ttnn.bfloat16)


@pytest.mark.parametrize("name", SLOW + QUICK)
def test_unary_has_the_bits_of_its_function(every_half, name):
    function = getattr(ttnn, name)
    expected = bits_of(through_floats(function, every_half))
    for _ in range(2):
        assert torch.equal(bits_of(function(every_half)), expected)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: ttnn.pow(x, 3.0),
        lambda x: ttnn.add(x, 0.3),
        lambda x: ttnn.rsub(x, 0.3),
        lambda x: ttnn.add(x, x, activations=[ttnn.UnaryOpType.GELU]),
        lambda x: ttnn.unary_chain(
            x, [ttnn.UnaryWithParam(ttnn.UnaryOpType.RELU), ttnn.UnaryWithParam(ttnn.UnaryOpType.EXP)]
        ),
    ],
)
def test_functions_of_one_tensor(every_half, function):
    expected = bits_of(through_floats(function, every_half))
    for _ in range(2):
        assert torch.equal(bits_of(function(every_half)), expected)


@pytest.mark.parametrize("functions", [["SILU"], ["RELU", "SQUARE"], ["RELU"], ["EXP", "SIN"]])
@pytest.mark.parametrize("side", "ab")
def test_functions_of_an_operand_round_to_its_format(every_half, side, functions):
    functions = [ttnn.UnaryWithParam(getattr(ttnn.UnaryOpType, f)) for f in functions]
    packed = ttnn.unary_chain(every_half, functions)
    expected = bits_of(ttnn.subtract(*((packed, every_half) if side == "a" else (every_half, packed))))
    for _ in range(2):
        got = ttnn.subtract(every_half, every_half, **{f"input_tensor_{side}_activations": functions})
        assert torch.equal(bits_of(got), expected)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "maximum", "minimum", "lt", "logical_and"])
def test_binary_has_the_bits_of_its_function(device, every_half, name):
    other = ttnn.from_torch(ttnn.to_torch(every_half).flip(1).roll(7, 0), layout=ttnn.TILE_LAYOUT, device=device)
    function = getattr(ttnn, name)
    assert torch.equal(bits_of(function(every_half, other)), bits_of(through_floats(function, every_half, other)))


# More than 8 MiB, which goes past the caches, and tiles that are not whole.
SHAPES = [(4096, 1056), (2, 96, 64), (3, 70, 50)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.int32])
def test_layouts_keep_every_element(device, shape, dtype):
    values = (torch.arange(torch.Size(shape).numel()) % 251).reshape(shape).to(dtype)
    rows = ttnn.from_torch(values, device=device)
    tiles = ttnn.to_layout(rows, ttnn.TILE_LAYOUT)
    assert torch.equal(ttnn.to_torch(rows), values)
    assert torch.equal(ttnn.to_torch(tiles), values)
    assert torch.equal(ttnn.to_torch(ttnn.to_layout(tiles, ttnn.ROW_MAJOR_LAYOUT)), values)
    assert torch.equal(ttnn.to_torch(ttnn.from_torch(values, layout=ttnn.TILE_LAYOUT)), values)


@pytest.mark.parametrize("source", [torch.bfloat16, torch.float32, torch.int32])
@pytest.mark.parametrize("target", [ttnn.bfloat8_b, ttnn.bfloat4_b, ttnn.bfloat16, ttnn.float32, ttnn.int32])
def test_whole_tiles_convert_like_others(device, source, target):
    """The first rows of a tensor with one row more, whose tiles are not whole, are the same."""
    values = (torch.randn(65, 96, generator=torch.Generator().manual_seed(1)) * 100).to(source)

    def make(t):
        return ttnn.to_torch(ttnn.from_torch(t, dtype=target, layout=ttnn.TILE_LAYOUT, device=device))

    whole, ragged = make(values[:64].contiguous()), make(values)
    assert torch.equal(whole, ragged[:64])


@pytest.mark.parametrize("shape", [(4096, 1056), (64, 96)])
def test_large_results_agree_with_torch(device, shape):
    a, b = (torch.randn(shape, generator=torch.Generator().manual_seed(i)).to(torch.bfloat16) for i in range(2))
    x, y = (ttnn.from_torch(t, layout=ttnn.TILE_LAYOUT, device=device) for t in (a, b))
    assert torch.equal(ttnn.to_torch(ttnn.add(x, y)), a + b)
    assert torch.equal(ttnn.to_torch(ttnn.relu(x)), torch.relu(a))
    softmax, reference = ttnn.to_torch(ttnn.softmax(x, dim=-1)).float(), torch.softmax(a.float(), -1)
    assert ((softmax - reference).abs() <= reference / 250).all()
