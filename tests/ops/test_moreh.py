"""The moreh family against torch: values, gradients, preallocated outputs, refusals."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.moreh import GOLDEN
from values import check, integers, on_device, random

CLOSE = {"float32": 1e-4, "bfloat16": 0.03}


def _golden(name):
    return GOLDEN[f"ttnn.moreh_{name}"]


def _op(name):
    assert getattr(ttnn.operations.moreh, name) is getattr(ttnn, f"moreh_{name}")
    return getattr(ttnn, f"moreh_{name}")


def _same(got, want, dtype="float32", tolerance=None):
    assert len(got) == len(want)
    for g, w in zip(got, want, strict=True):
        assert (g is None) == (w is None)
        if g is not None:
            check(g, w.reshape(tuple(g.shape)), dtype, "TILE", tolerance or CLOSE[dtype])


@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("keepdim", [False, True])
@pytest.mark.parametrize("dim", [None, 0, 3, [0, 1], [1, 2, 3]])
def test_sum_mean_and_norm(dim, keepdim, dtype, device):
    tensor, x = on_device(random((2, 3, 33, 65), 1), dtype, device)
    keywords = {"dim": dim, "keepdim": keepdim}
    check(_op("sum")(tensor, **keywords), _golden("sum")(x, **keywords), dtype, "TILE", CLOSE[dtype])
    check(_op("mean")(tensor, **keywords), _golden("mean")(x, **keywords), dtype, "TILE", CLOSE[dtype])
    for p in (2.0, 3.0, 1.0, 0.0, float("inf"), float("-inf")):
        got = _op("norm")(tensor, p, **keywords)
        check(got, _golden("norm")(x, p, **keywords), dtype, "TILE", CLOSE[dtype])


@pytest.mark.parametrize("dim, keepdim", [(None, False), (1, False), ([0, 3], True)])
def test_gradients_of_reductions(dim, keepdim, device):
    tensor, x = on_device(random((2, 3, 33, 65), 1), "float32", device)
    keywords = {"dim": dim, "keepdim": keepdim}
    shape = _golden("sum")(x, **keywords).shape
    grad, g = on_device(random(tuple(shape), 2), "float32", device)
    check(
        _op("sum_backward")(grad, input=tensor, **keywords), _golden("sum_backward")(g, input=x, **keywords), "float32"
    )
    got = _op("mean_backward")(grad, input_grad_shape=ttnn.Shape([2, 3, 33, 65]), **keywords)
    check(got, _golden("mean_backward")(g, input_grad_shape=(2, 3, 33, 65), **keywords), "float32", "TILE", 1e-4)
    for p in (2.0, 3.0):
        norm = _op("norm")(tensor, p, **keywords)
        got = _op("norm_backward")(tensor, norm, grad, p, **keywords)
        want = _golden("norm_backward")(x, None, g, p, **keywords)
        assert torch.allclose(ttnn.to_torch(got).double(), want, atol=1e-4)


def test_running_sums_and_clipping(device):
    tensor, x = on_device(random((2, 3, 33, 65), 1), "float32", device)
    check(_op("cumsum")(tensor, 1), x.cumsum(1), "float32", "TILE", 1e-4)
    check(_op("cumsum_backward")(tensor, 1), _golden("cumsum_backward")(x, 1), "float32", "TILE", 1e-4)
    check(ttnn.moreh_abs_pow(tensor, 2.5), _golden("abs_pow")(x, 2.5), "float32", "TILE", 1e-4)
    pairs = [on_device(random((4, 5), i), "float32", device) for i in range(3)]
    total = _op("clip_grad_norm")([t for t, _ in pairs], 1.0)
    want = _golden("clip_grad_norm")([v for _, v in pairs], 1.0)
    assert float(ttnn.to_torch(total)) == pytest.approx(float(want), rel=1e-4)
    for t, v in pairs:
        assert torch.allclose(ttnn.to_torch(t).double(), v / want, atol=1e-5)
    with pytest.raises(RuntimeError, match="dim must be between"):
        _op("sum")(tensor, dim=-1)


@pytest.mark.parametrize("name", ["softmax", "softmin", "logsoftmax"])
@pytest.mark.parametrize("dim", [0, 1, 2, 3])
def test_softmax(dim, name, device):
    (tensor, x), (grad, g) = (
        on_device(random((2, 3, 33, 65), 1), "float32", device),
        on_device(random((2, 3, 33, 65), 2), "float32", device),
    )
    got, want = _op(name)(tensor, dim), _golden(name)(x, dim)
    check(got, want, "float32", "TILE", 1e-4)
    back = _op(f"{name}_backward")(got, grad, dim)
    assert torch.allclose(ttnn.to_torch(back).double(), _golden(f"{name}_backward")(want, g, dim), atol=1e-5)
    strategy = ttnn.operations.moreh.SoftmaxOpParallelizationStrategy.LARGE_W
    check(_op(name)(tensor, dim, strategy=strategy), want, "float32", "TILE", 1e-4)
    with pytest.raises(TypeError):
        _op(name)(tensor, -1)


@pytest.mark.parametrize(
    "a_shape, b_shape", [((33, 40), (40, 65)), ((2, 3, 33, 40), (1, 3, 40, 65)), ((3, 33, 40), (2, 1, 40, 65))]
)
def test_matmul(a_shape, b_shape, device):
    (tensor, x), (other, y) = (
        on_device(random(a_shape, 1), "float32", device),
        on_device(random(b_shape, 2), "float32", device),
    )
    want = _golden("matmul")(x, y)
    check(_op("matmul")(tensor, other), want, "float32", "TILE", 1e-4)
    turned, t = on_device(random(b_shape[:-2] + (65, 40), 3), "float32", device)
    check(_op("matmul")(tensor, turned, transpose_other=True), x @ t.transpose(-1, -2), "float32", "TILE", 1e-4)
    grad, g = on_device(random(tuple(want.shape), 4), "float32", device)
    _same(_op("matmul_backward")(grad, tensor, other), _golden("matmul_backward")(g, x, y))
    only = {"are_required_outputs": [False, True]}
    _same(_op("matmul_backward")(grad, tensor, other, **only), _golden("matmul_backward")(g, x, y, **only))


def test_batched_linear_and_dot(device):
    (a, x), (b, y), (grad, g) = (
        on_device(random(s, i), "float32", device) for i, s in enumerate(((3, 33, 40), (3, 40, 65), (3, 33, 65)))
    )
    check(_op("bmm")(a, b), x @ y, "float32", "TILE", 1e-4)
    _same(_op("bmm_backward")(grad, a, b), _golden("bmm_backward")(g, x, y))
    (weight, w), (bias, c) = (
        on_device(random((65, 40), 4), "float32", device),
        on_device(random((1, 65), 5), "float32", device),
    )
    check(_op("linear")(a, weight, bias=bias), _golden("linear")(x, w, bias=c), "float32", "TILE", 1e-4)
    _same(_op("linear_backward")(grad, a, weight, bias=bias), _golden("linear_backward")(g, x, w, bias=c))
    (u, p), (v, q), (one, o) = (
        on_device(random(s, i), "float32", device) for i, s in enumerate(((1, 1, 1, 77), (1, 1, 1, 77), (1, 1, 1, 1)))
    )
    check(_op("dot")(u, v), _golden("dot")(p, q), "float32", "TILE", 1e-4)
    places = [ttnn.zeros([1, 1, 1, 77], ttnn.float32, ttnn.TILE_LAYOUT, device) for _ in range(2)]
    got = _op("dot_backward")(one, u, v, input_grad=places[0], other_grad=places[1])
    _same(got, _golden("dot_backward")(o, p, q, input_grad=0, other_grad=0))


@pytest.mark.parametrize("affine", [False, True])
@pytest.mark.parametrize("dims", [1, 2])
def test_layer_norm(dims, affine, device):
    shape = (2, 3, 33, 65)
    (tensor, x), (grad, g) = (
        on_device(random(shape, 1), "float32", device),
        on_device(random(shape, 2), "float32", device),
    )
    keywords, plain = {}, {}
    if affine:
        for name, seed in (("gamma", 3), ("beta", 4)):
            keywords[name], plain[name] = on_device(random(shape[-dims:], seed), "float32", device)
    outer = shape[: 4 - dims]
    mean, rstd = (ttnn.zeros(list(outer), ttnn.float32, ttnn.TILE_LAYOUT, device) for _ in range(2))
    got = _op("layer_norm")(tensor, dims, 1e-5, mean=mean, rstd=rstd, **keywords)
    like = torch.zeros(outer)
    _same(got, _golden("layer_norm")(x, dims, 1e-5, mean=like, rstd=like, **plain), tolerance=1e-3)
    places = {}
    factors = {}
    if affine:
        keywords.pop("beta")
        plain.pop("beta")
        for name in ("gamma_grad", "beta_grad"):
            places[name] = ttnn.zeros(list(shape[-dims:]), ttnn.float32, ttnn.TILE_LAYOUT, device)
            factors[name] = torch.zeros(shape[-dims:])
    back = _op("layer_norm_backward")(grad, tensor, mean, rstd, dims, **keywords, **places)
    means, deviations = ttnn.to_torch(mean).double(), ttnn.to_torch(rstd).double()
    want = _golden("layer_norm_backward")(g, x, means, deviations, dims, **plain, **factors)
    for b, w in zip(back, want, strict=True):
        assert (b is None) == (w is None)
        if b is not None:
            assert torch.allclose(ttnn.to_torch(b).double(), w.reshape(tuple(b.shape)), atol=2e-3)


def test_group_norm(device):
    shape, groups = (2, 6, 5, 7), 3
    (tensor, x), (grad, g) = (
        on_device(random(shape, 1), "float32", device),
        on_device(random(shape, 2), "float32", device),
    )
    (gamma, a), (beta, b) = (
        on_device(random((1, 1, 1, 6), 3), "float32", device),
        on_device(random((1, 1, 1, 6), 4), "float32", device),
    )
    every = {"are_required_outputs": [True, True, True]}
    got = _op("group_norm")(tensor, groups, 1e-5, gamma, beta, **every)
    _same(got, _golden("group_norm")(x, groups, 1e-5, a, b, **every), tolerance=1e-3)
    back = _op("group_norm_backward")(grad, tensor, got[1], got[2], groups, gamma=gamma, **every)
    moments = [ttnn.to_torch(t).double() for t in got[1:]]
    for t, w in zip(back, _golden("group_norm_backward")(g, x, *moments, groups, gamma=a, **every), strict=True):
        assert torch.allclose(ttnn.to_torch(t).double(), w.reshape(tuple(t.shape)), atol=2e-3)
    with pytest.raises(RuntimeError, match="num_groups"):
        _op("group_norm")(tensor, 4)


@pytest.mark.parametrize("shape", [(5, 10), (2, 10, 7), (2, 10, 5, 7)])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("weighted", [False, True])
def test_nll_loss(weighted, reduction, shape, device):
    tensor, x = on_device(torch.log_softmax(random(shape, 1), 1), "float32", device)
    targets = integers((shape[0], *shape[2:]), 2, 0, 10)
    targets.reshape(-1)[0] = 3
    target = ttnn.from_torch(targets, dtype=ttnn.int32, layout=ttnn.TILE_LAYOUT, device=device)
    keywords, plain = {"ignore_index": 3}, {"ignore_index": 3}
    if weighted:
        keywords["weight_tensor"], plain["weight_tensor"] = on_device(random((10,), 3, 0.1, 1), "float32", device)
    divisor = ttnn.zeros([1, 1], ttnn.float32, ttnn.TILE_LAYOUT, device)
    got = _op("nll_loss")(tensor, target, reduction, divisor_tensor=divisor, **keywords)
    want = _golden("nll_loss")(x, targets, reduction, **plain)
    check(got, want.reshape(tuple(got.shape)), "float32", "TILE", 1e-4)
    place = ttnn.zeros(list(shape), ttnn.float32, ttnn.TILE_LAYOUT, device)
    grad, g = on_device(random(tuple(got.shape), 4), "float32", device)
    like = {"input_grad_tensor": torch.zeros(shape), **plain}
    if reduction == "none":
        back = _op("nll_loss_unreduced_backward")(target, grad, input_grad_tensor=place, **keywords)
        want = _golden("nll_loss_unreduced_backward")(targets, g, **like)
    else:
        mean = reduction == "mean"
        back = _op("nll_loss_backward")(target, grad, mean, input_grad_tensor=place, divisor_tensor=divisor, **keywords)
        want = _golden("nll_loss_backward")(targets, g, mean, **like)
    check(back, want, "float32", "TILE", 1e-4)


@pytest.mark.parametrize("amsgrad", [False, True])
@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_adam(name, amsgrad, device):
    shape = (3, 33)
    pairs = [on_device(random(shape, i, 0, 1), "float32", device) for i in range(5)]
    keywords = {"lr": 0.1, "weight_decay": 0.02, "step": 8, "amsgrad": amsgrad}
    extra = ({"max_exp_avg_sq_in": pairs[4][0]}, {"max_exp_avg_sq_in": pairs[4][1]}) if amsgrad else ({}, {})
    got = _op(name)(*(t for t, _ in pairs[:4]), **keywords, **extra[0])
    _same(got, _golden(name)(*(x for _, x in pairs[:4]), **keywords, **extra[1]))
    with pytest.raises(RuntimeError, match="counts from 1"):
        _op(name)(*(t for t, _ in pairs[:4]))


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("nesterov", [False, True])
def test_sgd(nesterov, begun, device):
    pairs = [on_device(random((3, 33), i), "float32", device) for i in range(3)]
    keywords = {
        "lr": 0.1,
        "momentum": 0.9,
        "dampening": 0.0,
        "weight_decay": 0.02,
        "nesterov": nesterov,
        "momentum_initialized": begun,
    }
    got = _op("sgd")(*(t for t, _ in pairs), **keywords)
    _same(got, _golden("sgd")(*(x for _, x in pairs), **keywords))


@pytest.mark.parametrize("dtype", ["bfloat16", "int32"])
@pytest.mark.parametrize("dims", [[0], [2], [1, 2]])
def test_getitem(dims, dtype, device):
    values = integers((4, 5, 6, 7), 1) if dtype == "int32" else random((4, 5, 6, 7), 1)
    tensor, x = on_device(values, dtype, device, "ROW_MAJOR")
    positions = [torch.tensor([3, 0, -1, 2], dtype=torch.int32), torch.tensor([1, 1, 3, 0], dtype=torch.int32)]
    index = [ttnn.from_torch(p, dtype=ttnn.int32, device=device) for p in positions]
    got = _op("getitem")(tensor, index[: len(dims)], dims)
    check(got, _golden("getitem")(x, positions[: len(dims)], dims), dtype, "ROW_MAJOR", 1e-9)


def test_fold(device):
    tensor, x = on_device(random((2, 3 * 6, 12), 1), "float32", device, "ROW_MAJOR")
    arguments = ([5, 6], [2, 3], [1, 1], [0, 1], [1, 2])
    got = _op("fold")(tensor, None, *arguments)
    check(got, _golden("fold")(x, None, *arguments), "float32", "ROW_MAJOR", 1e-5)
    with pytest.raises(RuntimeError, match="blocks"):
        _op("fold")(tensor, None, [5, 7], *arguments[1:])


def test_tensors_from_nothing(device):
    got = ttnn.moreh_full([3, 5], 7, device, dtype=ttnn.int32)
    assert torch.equal(ttnn.to_torch(got), torch.full((3, 5), 7, dtype=torch.int32))
    like = ttnn.moreh_full_like(got, 2.5, dtype=ttnn.bfloat16)
    check(like, torch.full((3, 5), 2.5), "bfloat16", "TILE", 1e-9)
    check(_op("arange")(2, 40, 3, device, dtype=ttnn.float32), torch.arange(2, 40, 3), "float32", "TILE", 1e-9)
    with pytest.raises(RuntimeError, match="does not lead"):
        _op("arange")(2, 40, -3, device)
