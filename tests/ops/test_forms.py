"""Special forms of products, norms, reductions and movements."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.forms import GOLDEN
from values import check, integers, on_device, random


def _golden(name):
    return GOLDEN[f"ttnn.{name}"]


def _grid():
    return ttnn.CoreCoord(8, 8)


@pytest.mark.parametrize("swiglu", [False, True])
def test_minimal_matmul(swiglu, device):
    (tensor, x), (weight, w), (bias, b) = (
        on_device(random((1, 33, 40), 1), "float32", device),
        on_device(random((40, 96), 2), "float32", device),
        on_device(random((1, 96), 3), "float32", device),
    )
    golden = _golden("experimental.minimal_matmul")
    got = ttnn.experimental.minimal_matmul(tensor, weight, bias_tensor=bias, fuse_swiglu=swiglu)
    check(got, golden(x, w, bias_tensor=b, fuse_swiglu=swiglu), "float32", "TILE", 1e-4)
    parts = ttnn.experimental.minimal_matmul_split(tensor, weight, chunks=3, bias_tensor=bias, fuse_swiglu=swiglu)
    want = _golden("experimental.minimal_matmul_split")(x, w, chunks=3, bias_tensor=b, fuse_swiglu=swiglu)
    assert len(parts) == len(want)
    for p, e in zip(parts, want, strict=True):
        check(p, e, "float32", "TILE", 1e-4)
    with pytest.raises(RuntimeError, match="chunks"):
        ttnn.experimental.minimal_matmul_split(tensor, weight, chunks=5)


def test_fused_products(device):
    (tensor, x), (weight, w) = (
        on_device(random((1, 33, 40), 1), "float32", device),
        on_device(random((40, 64), 2), "float32", device),
    )
    (first, a), (second, b) = (
        on_device(random((1, 33, 64), 3), "float32", device),
        on_device(random((1, 1, 64), 4), "float32", device),
    )
    got = ttnn.experimental.dit_minimal_matmul_addcmul_fused(tensor, weight, 0.5, first, second)
    want = _golden("experimental.dit_minimal_matmul_addcmul_fused")(x, w, 0.5, a, b)
    check(got, want, "float32", "TILE", 1e-4)
    got = ttnn.matmul_batched_weights(tensor, [weight, weight])
    for g, e in zip(got, _golden("matmul_batched_weights")(x, [w, w]), strict=True):
        check(g, e, "float32", "TILE", 1e-4)


@pytest.mark.parametrize("heads, kv_heads", [(4, 1), (6, 2), (3, 3)])
def test_attn_matmul(heads, kv_heads, device):
    (tensor, x), (cache, c) = (
        on_device(random((1, heads, 8, 64), 1), "float32", device),
        on_device(random((8, kv_heads, 64, 40), 2), "float32", device),
    )
    for name in ("attn_matmul", "group_attn_matmul"):
        got = getattr(ttnn.experimental, name)(tensor, cache, compute_with_storage_grid_size=_grid())
        check(got, _golden(f"experimental.{name}")(x, c), "float32", "TILE", 1e-4)
    keywords = {"num_tokens": 32, "transpose_hw": False}
    (short, s), _ = on_device(random((1, heads, 8, 32), 3), "float32", device), None
    got = ttnn.experimental.attn_matmul_from_cache(short, cache, compute_with_storage_grid_size=_grid(), **keywords)
    check(got, _golden("experimental.attn_matmul_from_cache")(s, c, **keywords), "float32", "TILE", 1e-4)
    with pytest.raises(RuntimeError, match="q_len must be 1"):
        ttnn.experimental.attn_matmul(cache, cache, compute_with_storage_grid_size=_grid())


@pytest.mark.parametrize("form", ["dense", "both", "sparse"])
def test_sparse_matmul(form, device):
    experts = 4
    shapes = {"dense": (2, 3, 32, 64), "both": (1, experts, 32, 64), "sparse": (2, experts, 32, 64)}
    chosen = {"dense": (2, 3, 1, experts), "both": (1, 1, 1, experts), "sparse": (1, 1, 2, experts)}[form]
    (tensor, x), (weight, w) = (
        on_device(random(shapes[form], 1), "float32", device),
        on_device(random((1, experts, 64, 96), 2), "float32", device),
    )
    sparsity = (random(chosen, 3, 0, 1) > 0.5).float()
    mask = ttnn.from_torch(sparsity, dtype=ttnn.bfloat16, device=device)
    keywords = {"is_input_a_sparse": form != "dense", "is_input_b_sparse": form != "sparse"}
    got = ttnn.sparse_matmul(tensor, weight, sparsity=mask, **keywords)
    check(got, _golden("sparse_matmul")(x, w, sparsity=sparsity, **keywords), "float32", "TILE", 1e-4)


@pytest.mark.parametrize("kind", ["layer_norm", "rms_norm"])
@pytest.mark.parametrize("devices", [1, 4])
def test_norms_in_halves(devices, kind, device):
    x = random((1, 1, 40, 96 * devices), 1)
    weights = [on_device(random((96,), i), "float32", device, "TILE") for i in range(2)]
    parts = [on_device(p, "float32", device) for p in x.chunk(devices, -1)]
    sums = [getattr(ttnn, f"{kind}_pre_all_gather")(t, dtype=ttnn.float32) for t, _ in parts]
    want = _golden(f"{kind}_pre_all_gather")(parts[0][1])
    check(sums[0], want, "float32", "TILE", 1e-4)
    stats = ttnn.concat(sums, -1) if devices > 1 else sums[0]
    got = getattr(ttnn, f"{kind}_post_all_gather")(
        parts[0][0], stats, epsilon=1e-5, weight=weights[0][0], bias=weights[1][0]
    )
    if kind == "layer_norm":
        whole = torch.nn.functional.layer_norm(x.double(), x.shape[-1:], eps=1e-5)
    else:
        whole = x.double() * (x.double().square().mean(-1, keepdim=True) + 1e-5).rsqrt()
    check(got, whole[..., :96] * weights[0][1] + weights[1][1], "float32", "TILE", 1e-3)
    with pytest.raises(RuntimeError, match="stats"):
        getattr(ttnn, f"{kind}_post_all_gather")(parts[0][0], parts[0][0][:, :, :8])


def test_fused_norm_of_heads(device):
    (tensor, x), (weight, w) = (
        on_device(random((1, 1, 32, 256), 1), "bfloat16", device),
        on_device(random((1, 256), 2), "bfloat16", device),
    )
    stats = ttnn.experimental.wan_fused_rmsnorm_pre_allgather(tensor)
    assert tuple(stats.shape) == (1, 1, 32, 32)
    got = ttnn.experimental.wan_fused_rmsnorm_post_allgather(tensor, stats, num_heads_per_device=4, weight=weight)
    want = x * (x.square().mean(-1, keepdim=True) + 1e-5).rsqrt() * w
    check(got, want.reshape(1, 32, 4, 64).transpose(1, 2), "bfloat16", "TILE", 0.03)


def test_norm_with_activation(device):
    (tensor, x), (weight, w) = (
        on_device(random((2, 33, 64), 1), "float32", device),
        on_device(random((64,), 2), "float32", device),
    )
    golden = _golden("experimental.dit_rms_norm_unary_fused")
    for function in (None, "silu"):
        got = ttnn.experimental.dit_rms_norm_unary_fused(tensor, 1e-5, weight, activation=function)
        check(got, golden(x, 1e-5, w, activation=function), "float32", "TILE", 1e-4)


@pytest.mark.parametrize("masked", [True, False])
def test_attention_softmax(masked, device):
    (scores, s), (mask, m) = (
        on_device(random((1, 2, 32, 64), 1), "bfloat16", device),
        on_device(random((1, 1, 1, 64), 2), "bfloat16", device),
    )
    keywords, plain = ({"attention_mask": mask}, {"attention_mask": m}) if masked else ({}, {})
    got = ttnn.transformer.attention_softmax(scores, head_size=16, **keywords)
    want = _golden("transformer.attention_softmax")(s, head_size=16, **plain)
    check(got, want, "bfloat16", "TILE", 0.03)
    if masked:
        got = ttnn.transformer.attention_softmax_(scores, head_size=16, **keywords)
        assert got.buffer_address() == scores.buffer_address()
        check(scores, want, "bfloat16", "TILE", 0.03)
    else:
        with pytest.raises(RuntimeError, match="attention_mask is not set"):
            ttnn.transformer.attention_softmax_(scores, head_size=16)


def test_sums(device):
    tensor, x = on_device(random((2, 3, 33, 96), 1), "float32", device)
    for dims in ([0], [1], [0, 1]):
        want = _golden("experimental.fast_reduce_nc")(x, dims=dims)
        check(ttnn.experimental.fast_reduce_nc(tensor, dims=dims), want, "float32", "TILE", 1e-4)
    for got, want in (
        (
            ttnn.experimental.fast_reduce_nc_split(tensor, dim=0, split_output_width=32),
            _golden("experimental.fast_reduce_nc_split")(x, dim=0, split_output_width=32),
        ),
        (
            ttnn.experimental.deepseek_moe_fast_reduce_nc(tensor, 1, split_size=32),
            _golden("experimental.deepseek_moe_fast_reduce_nc")(x, 1, split_size=32),
        ),
    ):
        for g, w in zip(got, want, strict=True):
            check(g, w, "float32", "TILE", 1e-4)
    with pytest.raises(RuntimeError, match="outer dims"):
        ttnn.experimental.fast_reduce_nc(tensor, dims=[2])
    wide, y = on_device(random((1, 1, 40, 1024), 2), "float32", device)
    check(ttnn.experimental.hc_sum_reduce(wide), _golden("experimental.hc_sum_reduce")(y), "float32", "TILE", 1e-4)


def test_scans(device):
    (a, x), (bx, y), (before, h) = (
        on_device(random((1, 1, 40, 64), 1, -1, 1), "float32", device),
        on_device(random((1, 1, 40, 64), 2), "float32", device),
        on_device(random((1, 1, 1, 64), 3), "float32", device),
    )
    want = _golden("experimental.prefix_scan")(x, y, h)
    check(ttnn.experimental.prefix_scan(a, bx, before), want, "float32", "TILE", 1e-4)
    check(before, want[:, :, -1:], "float32", "TILE", 1e-4)
    for width in (32, 96):
        (left, p), (right, q) = (
            on_device(random((1, 1, 40, width), 4), "float32", device),
            on_device(random((1, 1, 40, 3), 5), "float32", device),
        )
        name = "experimental.repeat_and_interleave_eltwise_mul"
        got = ttnn.experimental.repeat_and_interleave_eltwise_mul(left, right)
        check(got, _golden(name)(p, q), "float32", "TILE", 1e-5)
    series, s = on_device(random((1, 2, 33, 65), 6), "bfloat16", device)
    check(ttnn.ema(series, 0.75), _golden("ema")(s, 0.75), "bfloat16", "TILE")
    image, i = on_device(random((1, 9, 33, 5), 7), "float32", device)
    check(ttnn.experimental.intimg(image), _golden("experimental.intimg")(i), "float32", "TILE", 1e-4)


def test_gates(device):
    (tensor, x), (expert, e), (top, t) = (
        on_device(random((1, 1, 32, 64), 1), "bfloat16", device),
        on_device(random((1, 1, 1, 64), 2), "bfloat16", device),
        on_device(random((1, 1, 1, 32), 3), "bfloat16", device),
    )
    check(ttnn.moe(tensor, expert, top, 32), _golden("moe")(x, e, t, 32), "bfloat16", "TILE", 0.03)
    (scores, s), (bias, b) = (
        on_device(random((1, 1, 40, 64), 4), "float32", device),
        on_device(random((1, 1, 1, 64), 5), "float32", device),
    )
    weights, indices = ttnn.experimental.deepseek_grouped_gate(scores, bias, route_scale=2.5)
    want = _golden("experimental.deepseek_grouped_gate")(s, b, route_scale=2.5)
    assert torch.equal(ttnn.to_torch(indices).long(), want[1])
    check(weights, want[0], "float32", "TILE", 1e-4)
    with pytest.raises(RuntimeError, match="n_groups"):
        ttnn.experimental.deepseek_grouped_gate(scores, bias, n_groups=7)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32"])
def test_indexed_rows(dtype, device):
    values = integers((2, 9, 5), 1) if dtype == "int32" else random((2, 9, 5), 1)
    source = integers((2, 4, 5), 2) if dtype == "int32" else random((2, 4, 5), 2)
    (tensor, x), (src, s) = (
        on_device(values, dtype, device, "ROW_MAJOR"),
        on_device(source, dtype, device, "ROW_MAJOR"),
    )
    positions = torch.tensor([[8, 0, 3, 1], [2, 7, 5, 4]], dtype=torch.int32)
    index = ttnn.from_torch(positions, dtype=ttnn.uint32, device=device)
    check(ttnn.tosa_gather(tensor, index), _golden("tosa_gather")(x, positions), dtype, "ROW_MAJOR", 1e-9)
    check(ttnn.tosa_scatter(tensor, index, src), _golden("tosa_scatter")(x, positions, s), dtype, "ROW_MAJOR", 1e-9)


def test_made_and_reshaped(device):
    tensor, x = on_device(random((2, 3, 8, 8), 1), "bfloat16", device, "ROW_MAJOR")
    got = ttnn.fill_rm(2, 3, 7, 9, 4, 5, tensor, 2.5, -1.0)
    check(got, _golden("fill_rm")(2, 3, 7, 9, 4, 5, None, 2.5, -1.0), "bfloat16", "ROW_MAJOR", 1e-9)
    got = ttnn.fill_ones_rm(1, 1, 7, 9, 4, 5, tensor)
    check(got, _golden("fill_ones_rm")(1, 1, 7, 9, 4, 5, None), "bfloat16", "ROW_MAJOR", 1e-9)
    check(ttnn.reshape_on_device(tensor, 1, 1, 6, 64), x.reshape(1, 1, 6, 64), "bfloat16", "ROW_MAJOR", 1e-9)


def test_parts_in_shards(device):
    tensor, x = on_device(random((1, 1, 256, 64), 1), "bfloat16", device)
    cache, c = on_device(random((1, 1, 256, 64), 2), "bfloat16", device)
    for part in (0, 1):
        got = ttnn.interleaved_to_sharded_partial(
            tensor,
            ttnn.CoreCoord(4, 1),
            [32, 64],
            2,
            part,
            ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
            ttnn.ShardOrientation.ROW_MAJOR,
        )
        assert got.is_sharded()
        check(got, x[:, :, part * 128 : part * 128 + 128], "bfloat16", "TILE", 1e-9)
        ttnn.sharded_to_interleaved_partial(got, cache, 2, part)
        c[:, :, part * 128 : part * 128 + 128] = x[:, :, part * 128 : part * 128 + 128]
        check(cache, c, "bfloat16", "TILE", 1e-9)


def test_channels_first_and_last(device):
    def shards(layout, shape):
        cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 0))})
        spec = ttnn.ShardSpec(cores, shape, ttnn.ShardOrientation.ROW_MAJOR)
        return ttnn.MemoryConfig(getattr(ttnn.TensorMemoryLayout, layout), ttnn.BufferType.L1, spec)

    tensor, x = on_device(
        random((1, 1, 128, 32), 1), "bfloat16", device, memory_config=shards("HEIGHT_SHARDED", [32, 32])
    )
    first = ttnn.experimental.convert_to_chw(tensor)
    check(first, x.transpose(-1, -2), "bfloat16", "ROW_MAJOR", 1e-9)
    assert first.memory_config().shard_spec.shape == [32, 32]
    check(ttnn.experimental.convert_to_hwc(first), x, "bfloat16", "ROW_MAJOR", 1e-9)
    rows, y = on_device(random((2, 64, 96), 2), "float32", device, "ROW_MAJOR")
    check(ttnn.experimental.transpose_rm(rows), y.transpose(-1, -2), "float32", "ROW_MAJOR", 1e-9)
    with pytest.raises(RuntimeError, match="ROW_MAJOR layout"):
        ttnn.experimental.transpose_rm(on_device(random((32, 32), 1), "float32", device)[0])
    image, z = on_device(random((1, 8, 8, 32), 3), "bfloat16", device, "ROW_MAJOR")
    got = ttnn.experimental.padded_slice(
        image, [0, 2, 0, 0], [1, 6, 8, 32], memory_config=shards("HEIGHT_SHARDED", [8, 32])
    )
    check(got, z[:, 2:6], "bfloat16", "ROW_MAJOR", 1e-9)


@pytest.mark.parametrize("invert", [False, True])
def test_isin(invert, device):
    (tensor, x), (known, k) = (
        on_device(integers((3, 5, 7), 1, 0, 20), "int32", device, "ROW_MAJOR"),
        on_device(integers((9,), 2, 0, 20), "int32", device, "ROW_MAJOR"),
    )
    got = ttnn.experimental.isin(tensor, known, invert=invert)
    assert torch.equal(ttnn.to_torch(got).bool(), torch.isin(x, k, invert=invert))
