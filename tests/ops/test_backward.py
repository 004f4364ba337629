"""Gradients against torch's autograd (the golden functions), for dtypes, layouts, memory and the ways to pass arguments."""

import inspect

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")

from ttnn.golden import backward as golden_backward  # noqa: E402

TOLERANCE = {"float32": 2e-5, "bfloat16": 1 / 100, "bfloat8_b": 1 / 20}
# Inputs where the function has a gradient; (-2, 2) otherwise.
DOMAIN = {
    "acos": (-0.9, 0.9),
    "asin": (-0.9, 0.9),
    "atanh": (-0.9, 0.9),
    "erfinv": (-0.9, 0.9),
    "acosh": (1.1, 3),
    "logit": (0.05, 0.95),
    "logiteps": (0.05, 0.95),
    "digamma": (0.5, 4),
    "lgamma": (0.5, 4),
    "polygamma": (0.5, 4),
    "multigammaln": (2, 5),
    "log": (0.1, 4),
    "log10": (0.1, 4),
    "log1p": (-0.5, 4),
    "log2": (0.1, 4),
    "reciprocal": (0.5, 2),
    "rsqrt": (0.2, 3),
    "sqrt": (0.2, 3),
    "pow": (0.2, 3),
    "tan": (-1.2, 1.2),
    "rdiv": (0.5, 2),
    "xlogy": (0.2, 3),
    "prod": (0.9, 1.1),
}
ARGUMENTS = {
    "clamp": (-0.5, 0.75),
    "clip": (-0.5, None),
    "threshold": (0.5, 1.0),
    "polygamma": (2,),
    "pow": (2.5,),
    "rpow": (1.5,),
    "rdiv": (3.0,),
    "div_no_nan": (2.0,),
    "addcmul": (0.5,),
    "addcdiv": (0.5,),
}
INPUTS = {
    "addcmul": 3,
    "addcdiv": 3,
    "lerp": 3,
    "where": 3,
    "addalpha": 2,
    "subalpha": 2,
    "div": 2,
    "bias_gelu": 2,
    "add": 2,
    "sub": 2,
    **{n: 2 for n in golden_backward._TWO_INPUTS},
}
STRUCTURAL = {"concat", "repeat", "embedding", "prod", "real", "imag", "angle", "conj", "polar"}
NAMES = sorted(n.removeprefix("ttnn.").removesuffix("_bw") for n in golden_backward.GOLDEN)
ELEMENTWISE = [n for n in NAMES if n not in STRUCTURAL]


def _random(name, shape, seed):
    low, high = DOMAIN.get(name, (-2.0, 2.0))
    values = torch.rand(shape, generator=torch.Generator().manual_seed(seed)) * (high - low) + low
    return values if name in DOMAIN else values + torch.sign(values) * 0.25  # away from the kinks at 0


def _case(name, shape, dtype, device, layout, memory_config=None):
    """Tensors on the device and what torch sees of them: the same values."""
    host = [_random("", shape, 1)] + [_random(name, shape, 2 + i) for i in range(INPUTS.get(name, 1))]
    if name == "where":
        host[1] = (host[1] > 0).float()
    tensors = [
        ttnn.from_torch(t, dtype=getattr(ttnn, dtype), layout=layout, device=device, memory_config=memory_config)
        for t in host
    ]
    return tensors, [ttnn.to_torch(t).float() for t in tensors]


def _check(got, want, dtype):
    assert len(got) == len(want)
    for g, w in zip(got, want):
        if w is None:
            assert g is None
            continue
        assert str(g.dtype).split(".")[-1].lower() == dtype
        error = (ttnn.to_torch(g).float() - w).abs()
        scale = w.abs().clamp(min=0.05 if dtype != "bfloat8_b" else float(w.abs().max()))
        assert tuple(g.shape) == tuple(w.shape)
        assert bool((error <= TOLERANCE[dtype] * scale).all()), f"largest relative error {float((error / scale).max())}"


@pytest.mark.parametrize(
    "dtype,layout",
    [
        ("bfloat16", "TILE"),
        ("float32", "TILE"),
        ("bfloat8_b", "TILE"),
        ("bfloat16", "ROW_MAJOR"),
        ("float32", "ROW_MAJOR"),
    ],
)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_gradients(name, dtype, layout, device):
    tensors, host = _case(name, (2, 33, 65), dtype, device, getattr(ttnn, f"{layout}_LAYOUT"))
    arguments = ARGUMENTS.get(name, ())
    operation = getattr(ttnn, f"{name}_bw")
    got = operation(*tensors, *arguments)
    want = ttnn.get_golden_function(operation)(*host, *arguments)
    assert str(got[0].layout) == f"Layout.{layout}"
    _check(got, want, dtype)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div", "fmod", "remainder", "bias_gelu"])
def test_number_as_second_operand(name, device):
    tensors, host = _case(name, (64, 32), "float32", device, ttnn.TILE_LAYOUT)
    got = getattr(ttnn, f"{name}_bw")(*tensors[:2], 0.75)
    _check(got, golden_backward.GOLDEN[f"ttnn.{name}_bw"](*host[:2], 0.75), "float32")


def test_lerp_with_number_as_weight(device):
    tensors, host = _case("lerp", (64, 32), "float32", device, ttnn.TILE_LAYOUT)
    _check(ttnn.lerp_bw(*tensors[:3], 0.25), golden_backward._lerp(*host[:3], 0.25), "float32")


@pytest.mark.parametrize("required", [[True, False], [False, True], [True, True]])
@pytest.mark.parametrize("name", ["add", "sub", "mul", "div", "rsub", "addalpha", "subalpha", "where", "assign"])
def test_only_required_gradients(name, required, device):
    tensors, host = _case(name, (32, 64), "float32", device, ttnn.TILE_LAYOUT)
    got = getattr(ttnn, f"{name}_bw")(*tensors, are_required_outputs=required)
    want = golden_backward.GOLDEN[f"ttnn.{name}_bw"](*host)
    _check(got, [w if r else None for w, r in zip(want, required)], "float32")


@pytest.mark.parametrize("name", ["exp", "gelu", "neg", "rsqrt", "silu", "sqrt", "tanh", "fill"])
def test_preallocated_gradient(name, device):
    tensors, host = _case(
        name if name not in ("rsqrt", "sqrt") else "sqrt", (32, 64), "bfloat16", device, ttnn.TILE_LAYOUT
    )
    into = ttnn.from_torch(torch.full((32, 64), 7.0), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    address = into.buffer_address()
    got = getattr(ttnn, f"{name}_bw")(*tensors, input_grad=into)
    assert got[0].buffer_address() == address
    _check([into], golden_backward.GOLDEN[f"ttnn.{name}_bw"](*host), "bfloat16")


@pytest.mark.parametrize("approximate", ["none", "tanh"])
def test_gelu_forms(approximate, device):
    tensors, host = _case("bias_gelu", (32, 64), "float32", device, ttnn.TILE_LAYOUT)
    _check(
        ttnn.bias_gelu_bw(*tensors, approximate=approximate),
        golden_backward._bias_gelu(*host, approximate=approximate),
        "float32",
    )


def test_gradient_of_copies_is_the_given_tensor(device):
    tensors, _ = _case("assign", (32, 32), "bfloat16", device, ttnn.TILE_LAYOUT)
    assert ttnn.frac_bw(*tensors[:2])[0].buffer_address() == tensors[0].buffer_address()


def test_layouts_may_differ(device):
    tensors, host = _case("mul", (2, 40, 50), "float32", device, ttnn.TILE_LAYOUT)
    rows = ttnn.from_torch(host[1], dtype=ttnn.float32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    _check(ttnn.mul_bw(tensors[0], rows, tensors[2]), golden_backward.GOLDEN["ttnn.mul_bw"](*host), "float32")


@pytest.mark.parametrize("memory", ["DRAM", "L1"])
def test_memory_config(memory, device):
    config = getattr(ttnn, f"{memory}_MEMORY_CONFIG")
    tensors, _ = _case("tanh", (64, 64), "bfloat16", device, ttnn.TILE_LAYOUT)
    assert ttnn.tanh_bw(*tensors, memory_config=config)[0].memory_config() == config
    tensors, _ = _case("tanh", (64, 64), "bfloat16", device, ttnn.TILE_LAYOUT, config)
    assert ttnn.tanh_bw(*tensors)[0].memory_config() == config


def test_wrong_arguments_raise(device):
    tensors, _ = _case("mul", (32, 32), "bfloat16", device, ttnn.TILE_LAYOUT)
    other = ttnn.from_torch(torch.ones(32, 64), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    with pytest.raises(RuntimeError, match="expected the shape of grad_tensor"):
        ttnn.mul_bw(tensors[0], tensors[1], other)
    with pytest.raises(RuntimeError, match="Only one of 'min' or 'max' can be None"):
        ttnn.clamp_bw(tensors[0], tensors[1])
    with pytest.raises(RuntimeError, match="Incorrect rounding mode"):
        ttnn.div_bw(*tensors, rounding_mode="up")
    integers = ttnn.from_torch(
        torch.ones(32, 32, dtype=torch.int32), dtype=ttnn.int32, layout=ttnn.TILE_LAYOUT, device=device
    )
    with pytest.raises(RuntimeError, match="has no gradients"):
        ttnn.exp_bw(integers, integers)


def test_every_backward_operation_has_a_golden_function():
    registered = [
        o.python_fully_qualified_name
        for o in ttnn.query_registered_operations()
        if o.python_fully_qualified_name.endswith("_bw")
    ]
    assert registered and set(registered) <= set(golden_backward.GOLDEN)
    assert all(inspect.isfunction(f) for f in golden_backward.GOLDEN.values())


def _on_device(values, device, dtype="float32", layout="TILE"):
    return ttnn.from_torch(values, dtype=getattr(ttnn, dtype), layout=getattr(ttnn, f"{layout}_LAYOUT"), device=device)


@pytest.mark.parametrize("dim", [None, 0, 1, 3, -2])
def test_prod(dim, device):
    x = _random("prod", (2, 3, 5, 33), 3)
    x[0, 1, 2, 3] = 0  # the gradient of a zero is the product of the others
    shape = [1, 1, 1, 1] if dim is None else list(x.shape)
    shape[dim or 0] = 1
    grad = _random("", shape, 4)
    got = ttnn.prod_bw(_on_device(grad, device), _on_device(x, device), dim=dim)
    _check(got, golden_backward._prod(grad, x, dim), "float32")


@pytest.mark.parametrize("repeats", [(3, 1, 1, 1), (1, 2, 1, 3), (2, 1, 2, 1)])
def test_repeat(repeats, device):
    x = _random("", (1, 2, 5, 33), 5)
    grad = _random("", tuple(n * r for n, r in zip(x.shape, repeats)), 6)
    got = ttnn.repeat_bw(_on_device(grad, device), _on_device(x, device), ttnn.Shape(list(repeats)))
    _check(got, golden_backward._repeat(grad, x, repeats), "float32")


@pytest.mark.parametrize("required", [[True, True], [False, True]])
@pytest.mark.parametrize("dim", [0, 1, 2, -1])
def test_concat(dim, required, device):
    a, b = [2, 3, 34, 65], [2, 3, 34, 65]
    b[dim] += 7
    a, b = _random("", a, 7), _random("", b, 8)
    grad = _random("", torch.cat([a, b], dim).shape, 9)
    got = ttnn.concat_bw(*(_on_device(t, device) for t in (grad, a, b)), dim, are_required_outputs=required)
    _check(got, golden_backward._concat(grad, a, b, dim, are_required_outputs=required), "float32")


def test_concat_of_other_ranks_raises(device):
    tensors, _ = _case("mul", (64, 64), "bfloat16", device, ttnn.TILE_LAYOUT)
    with pytest.raises(
        RuntimeError, match="concat_bw expects rank-4 tensors, got grad rank 2, input rank 2, other rank 2"
    ):
        ttnn.concat_bw(*tensors, 1)


def test_embedding(device):
    index = torch.randint(0, 50, (2, 40), generator=torch.Generator().manual_seed(1))
    weight, grad = _random("", (1, 1, 50, 64), 2), _random("", (1, 1, 80, 64), 3)
    ids = ttnn.from_torch(index, dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    got = ttnn.embedding_bw(ids, _on_device(weight, device), _on_device(grad, device))
    _check([got], [golden_backward._embedding(index, weight, grad)], "float32")
    with pytest.raises(RuntimeError, match="Index tensor layout must be ROW_MAJOR"):
        ttnn.embedding_bw(_on_device(index, device, "uint32"), _on_device(weight, device), _on_device(grad, device))
