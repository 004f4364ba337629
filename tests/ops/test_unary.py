"""Unary operations against torch: dtypes, layouts, memory configs, integers, edge values, chains."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden import unary as golden_unary
from values import CASES, check, integers, on_device, random

DOMAIN = {
    "acos": (-0.9, 0.9),
    "asin": (-0.9, 0.9),
    "atanh": (-0.9, 0.9),
    "erfinv": (-0.9, 0.9),
    "acosh": (1.1, 5),
    "logit": (0.05, 0.95),
    "digamma": (0.5, 6),
    "lgamma": (0.5, 6),
    "polygamma": (0.5, 6),
    "multigammaln": (3, 6),
    "log": (0.1, 9),
    "log10": (0.1, 9),
    "log1p": (-0.5, 9),
    "log2": (0.1, 9),
    "reciprocal": (0.5, 4),
    "rsqrt": (0.2, 9),
    "sqrt": (0, 9),
    "tan": (-1.2, 1.2),
    "rdiv": (0.5, 4),
    "cbrt": (0.1, 9),
    "gelu": (-3, 3),
}
ARGUMENTS = {
    "heaviside": (0.5,),
    "leaky_relu": (0.2,),
    "relu_max": (1.0,),
    "relu_min": (-0.5,),
    "rpow": (1.5,),
    "softcap": (2.0,),
    "threshold": (0.5, -1.0),
    "fill": (3.0,),
    "polygamma": (2,),
    "rdiv": (3.0,),
}
KEYWORDS = {
    "celu": {"alpha": 0.7},
    "elu": {"alpha": 0.7},
    "hardshrink": {"lambd": 0.75},
    "softshrink": {"lambd": 0.75},
    "hardtanh": {"min_val": -0.5, "max_val": 0.75},
    "round": {"decimals": 1},
    "softplus": {"beta": 2.0, "threshold": 3.0},
    "logit": {"eps": 0.1},
    "xielu": {"alpha_p": 0.6, "alpha_n": 0.9},
}
NOT_HERE = {
    "bitwise_not",
    "unary_chain",
    "logical_not_",
    "tril",
    "triu",
    "glu",
    "reglu",
    "geglu",
    "swiglu",
    "bitcast",
    "alt_complex_rotate90",
    "var_hw",
    "std_hw",
    "normalize_hw",
    "normalize_global",
}
NAMES = sorted(n.removeprefix("ttnn.") for n in golden_unary.GOLDEN if hasattr(ttnn, n.removeprefix("ttnn.")))
INTEGER_NAMES = [
    "abs",
    "relu",
    "relu6",
    "square",
    "eqz",
    "nez",
    "neg",
    "logical_not",
    "identity",
    "bitwise_not",
    "gtz",
    "ltz",
    "gez",
    "lez",
    "signbit",
]


@pytest.mark.parametrize("dtype,layout", CASES)
@pytest.mark.parametrize("name", [n for n in NAMES if n not in NOT_HERE])
def test_values(name, dtype, layout, device):
    operation = getattr(ttnn, name)
    tensor, host = on_device(random((2, 33, 65), 1, *DOMAIN.get(name, (-4.0, 4.0))), dtype, device, layout)
    arguments, keywords = ARGUMENTS.get(name, ()), KEYWORDS.get(name, {})
    got = operation(tensor, *arguments, **keywords)
    want = ttnn.get_golden_function(operation)(host, *arguments, **keywords)
    check(got, want, dtype, layout)


@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
@pytest.mark.parametrize("name", INTEGER_NAMES)
def test_int32(name, layout, device):
    tensor, host = on_device(integers((3, 37, 70), 2), "int32", device, layout)
    check(getattr(ttnn, name)(tensor), ttnn.get_golden_function(getattr(ttnn, name))(host), "int32", layout)


@pytest.mark.parametrize("name", ["exp", "sqrt", "tanh", "sin"])
def test_integers_are_refused(name, device):
    tensor, _ = on_device(integers((32, 32), 3), "int32", device)
    with pytest.raises(RuntimeError, match="does not support integer input dtype"):
        getattr(ttnn, name)(tensor)


@pytest.mark.parametrize("name", ["relu", "abs", "neg", "exp", "tanh", "sigmoid", "isnan", "isinf", "isfinite", "sign"])
def test_edge_values(name, device):
    values = torch.tensor([0.0, -0.0, 1.0, -1.0, float("inf"), float("-inf"), 1e30, -1e30, 1e-30, 88.0, -88.0]).repeat(
        3, 3
    )
    tensor, host = on_device(values, "float32", device)
    check(getattr(ttnn, name)(tensor), golden_unary.GOLDEN[f"ttnn.{name}"](host.float()), "float32")


@pytest.mark.parametrize("shape", [(), (1,), (7,), (1, 1, 1, 1), (3, 1, 5, 2, 9), (0, 32), (64, 2048)])
def test_ranks(shape, device):
    tensor, host = on_device(random(shape, 4), "bfloat16", device)
    check(ttnn.relu(tensor), host.relu(), "bfloat16")


def _sharded(shape, shard, grid, layout):
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(*grid))})
    spec = ttnn.ShardSpec(cores, shard, ttnn.ShardOrientation.ROW_MAJOR)
    return ttnn.MemoryConfig(getattr(ttnn.TensorMemoryLayout, layout), ttnn.BufferType.L1, spec)


@pytest.mark.parametrize(
    "config",
    [
        ttnn.L1_MEMORY_CONFIG,
        _sharded((128, 64), [32, 64], (0, 3), "HEIGHT_SHARDED"),
        _sharded((128, 64), [128, 32], (1, 0), "WIDTH_SHARDED"),
        _sharded((128, 64), [64, 32], (1, 1), "BLOCK_SHARDED"),
    ],
)
def test_memory_config(config, device):
    tensor, host = on_device(random((128, 64), 5), "bfloat16", device, memory_config=config)
    got = ttnn.silu(tensor)
    assert got.memory_config() == config
    check(got, golden_unary.GOLDEN["ttnn.silu"](host), "bfloat16")
    back = ttnn.silu(tensor, memory_config=ttnn.DRAM_MEMORY_CONFIG)
    assert back.memory_config() == ttnn.DRAM_MEMORY_CONFIG
    check(back, golden_unary.GOLDEN["ttnn.silu"](host), "bfloat16")


def test_preallocated_output(device):
    tensor, host = on_device(random((40, 50), 6), "bfloat16", device)
    into, _ = on_device(torch.zeros(40, 50), "bfloat16", device)
    got = ttnn.exp(tensor, output_tensor=into)
    assert got.buffer_address() == into.buffer_address()
    check(into, host.exp(), "bfloat16")
    wrong, _ = on_device(torch.zeros(40, 51), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Preallocated output shape must match computed shape"):
        ttnn.exp(tensor, output_tensor=wrong)


def test_chain(device):
    tensor, host = on_device(random((33, 40), 7), "float32", device)
    chain = [
        ttnn.UnaryWithParam(ttnn.UnaryOpType.RELU),
        ttnn.UnaryWithParam(ttnn.UnaryOpType.EXP),
        ttnn.UnaryWithParam(ttnn.UnaryOpType.POWER, 2.0),
    ]
    check(ttnn.unary_chain(tensor, chain), golden_unary.activated(host, chain), "float32")


def test_gelu_forms(device):
    tensor, host = on_device(random((64, 64), 8, -4, 4), "float32", device)
    check(ttnn.gelu(tensor), torch.nn.functional.gelu(host), "float32")
    check(
        ttnn.gelu(tensor, variant=ttnn.GeluVariant.Tanh), torch.nn.functional.gelu(host, approximate="tanh"), "float32"
    )


def test_every_unary_operation_has_a_golden_function():
    names = [o for o in ttnn.query_registered_operations() if hasattr(ttnn._ttnn.operations.unary, o.__name__)]
    assert len(names) > 50
    assert [o.python_fully_qualified_name for o in names if o.golden_function is None] == []


@pytest.mark.parametrize(
    "name,low,high",
    [
        ("exp", -1, 1),
        ("exp", -80, 80),
        ("exp2", -100, 100),
        ("sin", -100, 100),
        ("cos", -100, 100),
        ("tanh", -5, 5),
        ("log", 1e-3, 1e6),
        ("sqrt", 1e-6, 1e6),
        ("reciprocal", 1e-3, 1e3),
        ("erf", -3, 3),
    ],
)
def test_float32_is_within_two_units_in_the_last_place(name, low, high, device):
    values = random((128, 1024), 9, low, high)
    tensor, host = on_device(values, "float32", device)
    want = golden_unary.GOLDEN[f"ttnn.{name}"](host)
    units = 2.0 ** (want.abs().clamp(min=2.0**-100).log2().floor() - 23)
    error = (ttnn.to_torch(getattr(ttnn, name)(tensor)).to(torch.float64) - want).abs() / units
    assert float(error.max()) <= 2


def test_sign_of_nan_is_zero(device):
    tensor, _ = on_device(torch.full((32, 32), float("nan")), "float32", device)
    assert not ttnn.to_torch(ttnn.sign(tensor)).any()


@pytest.mark.parametrize("name", ["reciprocal", "log", "exp"])
def test_padding_does_not_reach_block_floats(name, device):
    tensor, host = on_device(random((33, 65), 10, 0.5, 2), "bfloat8_b", device)
    check(getattr(ttnn, name)(tensor), golden_unary.GOLDEN[f"ttnn.{name}"](host), "bfloat8_b")


@pytest.mark.parametrize(
    "dtype,value", [("uint32", 0xFFFFFFFF), ("uint32", 3_000_000_000), ("int32", -5), ("uint16", 65535)]
)
def test_fill_of_integers(dtype, value, device):
    x = ttnn.zeros((33, 40), dtype=getattr(ttnn, dtype), layout=ttnn.TILE_LAYOUT, device=device)
    bits = ttnn.to_torch(ttnn.fill(x, value)).to(torch.int64) & 0xFFFFFFFF
    assert torch.equal(bits, torch.full_like(bits, value & 0xFFFFFFFF))


@pytest.mark.parametrize("dtype", ["bfloat8_b", "bfloat4_b"])
@pytest.mark.parametrize("name", ["gelu", "exp", "log"])
def test_functions_of_many_and_of_few_elements_have_the_same_bits(name, dtype, device):
    """Of many elements, results come from a table."""
    x, _ = on_device(random((512, 640), 3, -4.0, 4.0), dtype, device)
    function = getattr(ttnn, name)
    expected = ttnn.to_torch(function(ttnn.to_memory_config(x[:32, :], ttnn.DRAM_MEMORY_CONFIG)))
    for _ in range(3):
        many = ttnn.to_torch(function(x))
    assert torch.equal(many[:32].nan_to_num(7.0), expected.nan_to_num(7.0))
