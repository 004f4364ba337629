"""Losses, gated units, older element-wise forms, quantization and random numbers."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.losses import GOLDEN
from values import check, integers, on_device, random


@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("reduction", ["NONE", "MEAN", "SUM"])
@pytest.mark.parametrize("name", ["l1_loss", "mse_loss"])
def test_losses(name, reduction, dtype, device):
    (reference, r), (prediction, p) = (
        on_device(random((2, 3, 33, 65), 1), dtype, device),
        on_device(random((2, 3, 33, 65), 2), dtype, device),
    )
    mode = getattr(ttnn.LossReductionMode, reduction)
    got = getattr(ttnn, name)(reference, prediction, reduction=mode)
    check(got, GOLDEN[f"ttnn.{name}"](r, p, reduction=mode), dtype, "TILE", 0.02)
    with pytest.raises(RuntimeError, match="expected the shape"):
        getattr(ttnn, name)(reference, on_device(random((2, 3, 33, 64), 2), dtype, device)[0])


def test_gated_units(device):
    (gate, g), (up, u) = (
        on_device(random((3, 33), 1, -9, 9), "float32", device),
        on_device(random((3, 33), 2, -9, 9), "float32", device),
    )
    check(ttnn.clamped_silu_glu(gate, up, 7.0), GOLDEN["ttnn.clamped_silu_glu"](g, u, 7.0), "float32", "TILE")
    check(ttnn.situ_glu(gate, up, 2.0, 3.0), GOLDEN["ttnn.situ_glu"](g, u, 2.0, 3.0), "float32", "TILE", 1e-4)


@pytest.mark.parametrize("math_op", ["ADD", "SUB", "MUL"])
@pytest.mark.parametrize("dim, shape", [("H", (1, 1, 1, 64)), ("W", (1, 1, 40, 1)), ("HW", (1, 1, 1, 1))])
def test_bcast(dim, shape, math_op, device):
    (tensor, x), (other, y) = (
        on_device(random((2, 3, 40, 64), 1), "bfloat16", device),
        on_device(random(shape, 2), "bfloat16", device),
    )
    arguments = getattr(ttnn.BcastOpMath, math_op), getattr(ttnn.BcastOpDim, dim)
    check(ttnn.bcast(tensor, other, *arguments), GOLDEN["ttnn.bcast"](x, y, *arguments), "bfloat16", "TILE")
    if dim != "HW":
        with pytest.raises(RuntimeError, match="must"):
            ttnn.bcast(tensor, tensor, *arguments)


@pytest.mark.parametrize("alpha, beta", [(1.0, 1.0), (0.5, 2.0), (1.0, 0.0)])
@pytest.mark.parametrize("shape", [(33, 65), (1, 65), (33, 1)])
def test_addmm(shape, alpha, beta, device):
    tensors = [on_device(random(s, i), "float32", device) for i, s in enumerate((shape, (33, 40), (40, 65)))]
    got = ttnn.addmm(*(t for t, _ in tensors), alpha=alpha, beta=beta)
    check(got, GOLDEN["ttnn.addmm"](*(x for _, x in tensors), alpha=alpha, beta=beta), "float32", "TILE", 1e-4)


def test_older_forms(device):
    tensor, x = on_device(random((2, 1, 33), 1), "bfloat16", device)
    got = ttnn.experimental.broadcast_to(tensor, ttnn.Shape([4, 2, 7, 33]))
    check(got, x.broadcast_to(4, 2, 7, 33), "bfloat16", "TILE", 1e-9)
    with pytest.raises(RuntimeError, match="cannot be broadcast"):
        ttnn.experimental.broadcast_to(tensor, ttnn.Shape([3, 7, 33]))
    check(ttnn.experimental.typecast(tensor, ttnn.float32), x, "float32", "TILE", 1e-9)
    check(ttnn.experimental.where(tensor, 2.0, 3.0), torch.where(x != 0, 2.0, 3.0), "bfloat16", "TILE")
    grad, g = on_device(random((2, 1, 33), 2), "bfloat16", device)
    for form in ("none", "tanh"):
        want = GOLDEN["ttnn.experimental.gelu_bw"](g, x, approximate=form)
        check(ttnn.experimental.gelu_bw(grad, tensor, approximate=form), want, "bfloat16", "TILE")
    check(ttnn.composite_example(tensor), x, "bfloat16", "TILE", 1e-9)
    first, second = ttnn.composite_example_multiple_return(tensor, return_output2=False)
    check(first, x, "bfloat16", "TILE", 1e-9)
    assert second is None


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
def test_quantization(layout, axis, device):
    tensor, x = on_device(random((3, 33, 65), 1), "float32", device, layout)
    scale, zero = 0.05, 3
    scales, zeros = scale, zero
    if axis is not None:
        n = x.shape[axis]
        scales, scale = on_device(random((n,), 2, 0.01, 0.1), "float32", device, "ROW_MAJOR")
        zeros = ttnn.from_torch(integers((n,), 3, -5, 5), dtype=ttnn.int32, device=device)
        zero = ttnn.to_torch(zeros).to(torch.int64)
    got = ttnn.quantize(tensor, scales, zeros, axis=axis)
    want = GOLDEN["ttnn.quantize"](x, scale, zero, axis=axis)
    assert got.dtype == ttnn.int32
    difference = (ttnn.to_torch(got).long() - want.long()).abs()
    assert difference.max() <= 1 and (difference > 0).double().mean() < 0.01  # ties
    back = ttnn.dequantize(got, scales, zeros, axis=axis, dtype=ttnn.float32)
    want = GOLDEN["ttnn.dequantize"](ttnn.to_torch(got).long(), scale, zero, axis=axis)
    check(back, want, "float32", layout, 1e-4)
    again = ttnn.requantize(got, scales, zeros, 0.1, 1, axis=axis)
    want = GOLDEN["ttnn.requantize"](ttnn.to_torch(got).long(), scale, zero, 0.1, 1, axis=axis)
    assert (ttnn.to_torch(again).long() - want.long()).abs().max() <= 1


def test_quantization_refuses(device):
    floats, _ = on_device(random((3, 5), 1), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Dequantize only supports"):
        ttnn.dequantize(floats, 0.1, 3)
    whole = ttnn.from_torch(integers((3, 5), 1), dtype=ttnn.int32, layout=ttnn.TILE_LAYOUT, device=device)
    with pytest.raises(RuntimeError, match="only takes floating-point"):
        ttnn.quantize(whole, 0.1, 3)


def test_uniform(device):
    tensor = ttnn.zeros([5, 40, 65], ttnn.float32, ttnn.TILE_LAYOUT, device)
    first = ttnn.to_torch(ttnn.uniform(tensor, -2.0, 3.0, 7))
    assert torch.equal(first, ttnn.to_torch(tensor))  # in place
    assert first.min() >= -2 and first.max() < 3
    assert abs(first.mean() - 0.5) < 0.05 and abs(first.var() - 25 / 12) < 0.1
    assert torch.equal(first, ttnn.to_torch(ttnn.uniform(tensor, -2.0, 3.0, 7)))
    halves = ttnn.to_torch(ttnn.uniform(ttnn.zeros([512, 512], ttnn.bfloat16, ttnn.TILE_LAYOUT, device), -2.0, 3.0, 7))
    assert halves.max() < 3  # none rounds up to the bound
    assert not torch.equal(ttnn.to_torch(ttnn.uniform(tensor)), ttnn.to_torch(ttnn.uniform(tensor)))
    with pytest.raises(RuntimeError, match="must be tilized"):
        ttnn.uniform(ttnn.zeros([4, 32], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT, device))


def test_bernoulli_and_dropout(device):
    chance = ttnn.full([64, 65], 0.25, ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    drawn = ttnn.bernoulli(chance, seed=5)
    assert drawn.dtype == ttnn.float32
    values = ttnn.to_torch(drawn)
    assert set(values.unique().tolist()) == {0.0, 1.0} and abs(values.mean() - 0.25) < 0.03
    tensor, x = on_device(random((64, 65), 1, 1, 2), "bfloat16", device)
    kept = ttnn.to_torch(ttnn.experimental.dropout(tensor, probability=0.2, scale=1.25, seed=3)).double()
    there = kept != 0
    assert abs(there.double().mean() - 0.8) < 0.03
    assert torch.allclose(kept[there], x[there] * 1.25, rtol=0.01)


def test_sampling(device):
    values = torch.randn(1, 1, 32, 64, generator=torch.Generator().manual_seed(1))
    indices = torch.randperm(64, generator=torch.Generator().manual_seed(2)).to(torch.int32).expand(1, 1, 32, 64)
    tensors = [
        ttnn.from_torch(values, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device),
        ttnn.from_torch(indices.contiguous(), dtype=ttnn.int32, device=device),
    ]

    def vector(value, dtype):
        torch_dtype = torch.int32 if dtype == ttnn.uint32 else torch.float32
        return ttnn.from_torch(torch.full((32,), value, dtype=torch_dtype), dtype=dtype, device=device)

    def draw(k, p, temp, **keywords):
        arguments = vector(k, ttnn.uint32), vector(p, ttnn.bfloat16), vector(temp, ttnn.bfloat16)
        return ttnn.to_torch(ttnn.sampling(*tensors, *arguments, **keywords)).long().reshape(-1)

    values = ttnn.to_torch(tensors[0])[0, 0]
    best = indices[0, 0].long().gather(-1, values.argmax(-1, keepdim=True)).reshape(-1)
    assert torch.equal(draw(1, 1.0, 1.0, seed=4), best)
    assert torch.equal(draw(32, 0.0, 1.0, seed=4), best)
    top = values.topk(5, -1).indices
    allowed = indices[0, 0].long().gather(-1, top)
    seen = torch.stack([draw(5, 1.0, 1.0, seed=s) for s in range(1, 30)])
    assert (seen.unsqueeze(-1) == allowed).any(-1).all()
    assert all(len(column.unique()) > 1 for column in seen.T)
    ttnn.manual_seed(11, device=device)
    first = draw(32, 1.0, 1.0)
    ttnn.manual_seed(11, device=device)
    assert torch.equal(first, draw(32, 1.0, 1.0))
    seeds = ttnn.from_torch(torch.tensor([11] * 32, dtype=torch.int32), dtype=ttnn.uint32, device=device)
    users = ttnn.from_torch(torch.arange(32, dtype=torch.int32), dtype=ttnn.uint32, device=device)
    ttnn.manual_seed(seeds, user_ids=users)
    assert torch.equal(first, draw(32, 1.0, 1.0))
    with pytest.raises(RuntimeError, match="device"):
        ttnn.manual_seed(11)
