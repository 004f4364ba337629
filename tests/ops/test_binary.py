"""Binary operations against torch: dtypes, layouts, broadcasting, memory configs, numbers, integers, activations, in place, operators."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden import binary as golden_binary
from values import CASES, check, integers, on_device, random

ARITHMETIC = [
    "add",
    "subtract",
    "rsub",
    "multiply",
    "divide",
    "squared_difference",
    "bias_gelu",
    "logaddexp",
    "logaddexp2",
    "hypot",
    "atan2",
    "ldexp",
    "xlogy",
    "pow",
    "div_no_nan",
    "maximum",
    "minimum",
]
COMPARISONS = ["eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor"]
POSITIVE = {"xlogy", "pow", "divide"}  # operands in (0.5, 2)
BROADCASTS = [
    ((2, 33, 65), (2, 33, 65)),
    ((2, 33, 65), (1, 65)),
    ((2, 33, 65), (33, 1)),
    ((2, 1, 1), (1, 33, 65)),
    ((1, 65), (2, 33, 1)),
    ((3, 1, 40, 70), (1, 5, 40, 70)),
    ((64, 64), (64, 64)),
    ((65,), (65,)),
    ((1, 1), (33, 65)),
]
INTEGER = [
    "add",
    "subtract",
    "multiply",
    "maximum",
    "minimum",
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "eq",
    "lt",
    "ge",
    "logical_and",
]


def _golden(name):
    return golden_binary.GOLDEN[f"ttnn.{name}"]


def _pair(name, a_shape, b_shape, dtype, device, layout="TILE"):
    limits = (0.5, 2.0) if name in POSITIVE else (-2.0, 2.0)
    a, b = random(a_shape, 1, *limits), random(b_shape, 2, *limits)
    if name in COMPARISONS:
        a, b = a.round(), b.round()
    return [t for values in (a, b) for t in on_device(values, dtype, device, layout)]


@pytest.mark.parametrize("dtype,layout", CASES)
@pytest.mark.parametrize("name", ARITHMETIC + COMPARISONS)
def test_values(name, dtype, layout, device):
    a, host_a, b, host_b = _pair(name, (2, 33, 65), (2, 33, 65), dtype, device, layout)
    check(getattr(ttnn, name)(a, b), _golden(name)(host_a, host_b), dtype, layout)


@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
@pytest.mark.parametrize("a_shape,b_shape", BROADCASTS)
@pytest.mark.parametrize("name", ["add", "multiply", "divide"])
def test_broadcast(name, a_shape, b_shape, layout, device):
    a, host_a, b, host_b = _pair("divide", a_shape, b_shape, "float32", device, layout)
    check(getattr(ttnn, name)(a, b), _golden(name)(host_a, host_b), "float32", layout)


@pytest.mark.parametrize("a_shape,b_shape", BROADCASTS)
@pytest.mark.parametrize("dtypes", [("bfloat16", "bfloat16"), ("bfloat16", "bfloat8_b"), ("bfloat8_b", "bfloat16")])
def test_broadcast_of_dtypes(dtypes, a_shape, b_shape, device):
    a, host_a = on_device(random(a_shape, 1), dtypes[0], device)
    b, host_b = on_device(random(b_shape, 2), dtypes[1], device)
    check(ttnn.multiply(a, b), host_a * host_b, dtypes[0])


@pytest.mark.parametrize("a_shape,b_shape", BROADCASTS)
def test_broadcast_of_integers(a_shape, b_shape, device):
    a, b = integers(a_shape, 1), integers(b_shape, 2)
    on = [ttnn.from_torch(x, dtype=ttnn.int32, layout=ttnn.TILE_LAYOUT, device=device) for x in (a, b)]
    assert torch.equal(ttnn.to_torch(ttnn.add(*on)), a + b)


def test_shapes_that_do_not_broadcast(device):
    a, _, b, _ = _pair("add", (2, 32, 32), (3, 32, 32), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Broadcasting rule violation"):
        ttnn.add(a, b)
    a, _, b, _ = _pair("add", (32, 64), (32, 32), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Invalid subtile broadcast type"):
        ttnn.add(a, b)


@pytest.mark.parametrize(
    "dtypes", [("bfloat16", "float32"), ("float32", "bfloat16"), ("bfloat16", "bfloat8_b"), ("bfloat8_b", "bfloat16")]
)
def test_floats_mix(dtypes, device):
    a, host_a = on_device(random((33, 70), 1), dtypes[0], device)
    b, host_b = on_device(random((33, 70), 2), dtypes[1], device)
    check(ttnn.add(a, b), host_a + host_b, dtypes[0])


@pytest.mark.parametrize("layouts", [("TILE", "ROW_MAJOR"), ("ROW_MAJOR", "TILE")])
def test_layouts_mix(layouts, device):
    a, host_a = on_device(random((33, 70), 1), "bfloat16", device, layouts[0])
    b, host_b = on_device(random((33, 70), 2), "bfloat16", device, layouts[1])
    check(ttnn.add(a, b), host_a + host_b, "bfloat16", "TILE")


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "rsub", "gt", "eq", "pow", "maximum"])
def test_number(name, device):
    a, host_a = on_device(random((33, 70), 1, 0.5, 3), "float32", device)
    check(getattr(ttnn, name)(a, 1.5), _golden(name)(host_a, 1.5), "float32")


@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
@pytest.mark.parametrize("name", INTEGER)
def test_int32(name, layout, device):
    low, high = (-40000, 40000) if name == "multiply" else (-(2**30), 2**30)
    a, host_a = on_device(integers((2, 33, 65), 1, low, high), "int32", device, layout)
    b, host_b = on_device(integers((2, 33, 65), 2, low, high), "int32", device, layout)
    check(getattr(ttnn, name)(a, b), _golden(name)(host_a, host_b), "int32", layout)


def test_int32_and_whole_number(device):
    a, host_a = on_device(integers((33, 65), 1, -(2**30), 2**30), "int32", device)
    check(ttnn.add(a, 16777217), host_a + 16777217, "int32")


def test_quotient_of_integers_is_float(device):
    a, host_a = on_device(integers((33, 65), 1), "int32", device)
    b, host_b = on_device(integers((33, 65), 2, 1, 9), "int32", device)
    check(ttnn.divide(a, b), host_a / host_b, "float32")


@pytest.mark.parametrize("mode", ["trunc", "floor"])
def test_rounded_quotient(mode, device):
    a, host_a = on_device(random((33, 65), 1, -20, 20), "float32", device)
    b, host_b = on_device(random((33, 65), 2, 1, 4), "float32", device)
    check(ttnn.div(a, b, rounding_mode=mode), torch.div(host_a, host_b, rounding_mode=mode), "float32")


@pytest.mark.parametrize("name", ["fmod", "remainder", "floor_div"])
def test_modulo(name, device):
    a, host_a = on_device(random((33, 65), 1, -20, 20), "float32", device)
    b, host_b = on_device(random((33, 65), 2, 1, 4), "float32", device)
    check(getattr(ttnn, name)(a, b), _golden(name)(host_a.float(), host_b.float()), "float32", tolerance=1e-4)


def test_activations(device):
    a, host_a, b, host_b = _pair("add", (33, 70), (33, 70), "float32", device)
    relu, exp, power = (
        ttnn.UnaryWithParam(ttnn.UnaryOpType.RELU),
        ttnn.UnaryWithParam(ttnn.UnaryOpType.EXP),
        ttnn.UnaryWithParam(ttnn.UnaryOpType.POWER, 2.0),
    )
    got = ttnn.add(a, b, input_tensor_a_activations=[relu], input_tensor_b_activations=[exp], activations=[power])
    want = _golden("add")(
        host_a, host_b, input_tensor_a_activations=[relu], input_tensor_b_activations=[exp], activations=[power]
    )
    assert torch.allclose(want, (host_a.relu() + host_b.exp()) ** 2)
    check(got, want, "float32")


def test_activation_as_a_pair(device):
    a, host_a, b, host_b = _pair("add", (33, 70), (33, 70), "float32", device)
    for pair in ((ttnn.UnaryOpType.LEAKY_RELU, 0.5), [ttnn.UnaryOpType.LEAKY_RELU, 0.5]):
        check(ttnn.add(a, b, activations=[pair]), torch.nn.functional.leaky_relu(host_a + host_b, 0.5), "float32")
        assert torch.equal(
            _golden("add")(host_a, host_b, activations=[pair]),
            _golden("add")(host_a, host_b, activations=[ttnn.UnaryWithParam(*pair)]),
        )


@pytest.mark.parametrize("memory", ["DRAM", "L1"])
def test_memory_config(memory, device):
    config = getattr(ttnn, f"{memory}_MEMORY_CONFIG")
    a, host_a, b, host_b = _pair("add", (64, 64), (64, 64), "bfloat16", device)
    got = ttnn.add(a, b, memory_config=config)
    assert got.memory_config() == config
    check(got, host_a + host_b, "bfloat16")


@pytest.mark.parametrize(
    "layout,shard,grid",
    [("HEIGHT_SHARDED", [32, 64], (0, 3)), ("WIDTH_SHARDED", [128, 32], (1, 0)), ("BLOCK_SHARDED", [64, 32], (1, 1))],
)
def test_sharded(layout, shard, grid, device):
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(*grid))})
    spec = ttnn.ShardSpec(cores, shard, ttnn.ShardOrientation.ROW_MAJOR)
    config = ttnn.MemoryConfig(getattr(ttnn.TensorMemoryLayout, layout), ttnn.BufferType.L1, spec)
    a, host_a = on_device(random((128, 64), 1), "bfloat16", device, memory_config=config)
    b, host_b = on_device(random((128, 64), 2), "bfloat16", device)
    for got in (ttnn.add(a, b), ttnn.add(b, a)):
        assert got.memory_config() == config
        check(got, host_a + host_b, "bfloat16")


@pytest.mark.parametrize("name", ["add_", "subtract_", "multiply_", "divide_", "gt_", "squared_difference_"])
def test_in_place(name, device):
    a, host_a, b, host_b = _pair("divide", (2, 33, 65), (1, 65), "bfloat16", device)
    address = a.buffer_address()
    got = getattr(ttnn, name)(a, b)
    assert got.buffer_address() == address
    check(a, _golden(name)(host_a, host_b), "bfloat16")


def test_preallocated_output(device):
    a, host_a, b, host_b = _pair("add", (33, 65), (33, 65), "bfloat16", device)
    into, _ = on_device(torch.zeros(33, 65), "bfloat16", device)
    assert ttnn.add(a, b, output_tensor=into).buffer_address() == into.buffer_address()
    check(into, host_a + host_b, "bfloat16")


def test_operators(device):
    a, host_a, b, host_b = _pair("divide", (33, 65), (33, 65), "float32", device)
    for got, want in [
        (a + b, host_a + host_b),
        (a - b, host_a - host_b),
        (a * b, host_a * host_b),
        (a / b, host_a / host_b),
        (a + 2, host_a + 2),
        (2 + a, host_a + 2),
        (a - 2, host_a - 2),
        (2 - a, 2 - host_a),
        (a * 3, host_a * 3),
        (3 * a, host_a * 3),
        (a > b, host_a > host_b),
        (a <= 1.0, host_a <= 1.0),
        (a == b, host_a == host_b),
    ]:
        check(got, want, "float32")


def test_refusals(device):
    a, _ = on_device(integers((32, 32), 1), "int32", device)
    b, _ = on_device(random((32, 32), 2), "bfloat16", device)
    with pytest.raises(RuntimeError):
        ttnn.add(a, b)
    ttnn.deallocate(b)
    with pytest.raises(RuntimeError, match="Input Tensor A is not allocated"):
        ttnn.add(b, b)
    with pytest.raises(TypeError):
        ttnn.add(a, "two")


def test_every_binary_operation_has_a_golden_function():
    names = [o for o in ttnn.query_registered_operations() if hasattr(ttnn._ttnn.operations.binary, o.__name__)]
    assert len(names) > 40
    assert [o.python_fully_qualified_name for o in names if o.golden_function is None] == []


def test_integers_meet_numbers_beyond_them(device):
    a, host = on_device(integers((33, 65), 1), "int32", device)
    check(ttnn.multiply(a, 2**40), host.double() * 2**40, "float32")
    check(ttnn.remainder(a, 1.5), torch.remainder(host.double(), 1.5), "float32")
    check(ttnn.fmod(a, 1.5), torch.fmod(host.double(), 1.5), "float32")
