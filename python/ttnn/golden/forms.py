"""Golden functions of special forms of products, reductions, norms and movements, on torch tensors."""

import math

from .unary import activated


def _torch():
    import torch

    return torch


# --- products ---


def minimal_matmul(x, w, *, bias_tensor=None, fused_activation=None, fuse_swiglu=False, **_):
    torch = _torch()
    x = torch.cat(list(x), -1) if isinstance(x, (list, tuple)) else x
    out = x @ w
    out = out if bias_tensor is None else out + bias_tensor.reshape(-1)
    if fused_activation is not None:
        name = fused_activation.op_type.name.lower()
        out = {"gelu": torch.nn.functional.gelu, "silu": torch.nn.functional.silu, "relu": torch.relu}[name](out)
    if fuse_swiglu:
        gate, value = out.chunk(2, -1)
        out = torch.nn.functional.silu(gate) * value
    return out


def minimal_matmul_split(x, w, *, chunks=3, dim=-1, **keywords):
    return list(minimal_matmul(x, w, **keywords).chunk(chunks, dim))


def dit_minimal_matmul_addcmul_fused(x, w, scalar, a, b, bias_tensor=None, **_):
    product = x @ w if bias_tensor is None else x @ w + bias_tensor
    return a + scalar * product * b


def matmul_batched_weights(x, weights, *, transpose_a=False, transpose_b=False, activation=None, **_):
    turn = [lambda t: t, lambda t: t.transpose(-1, -2) if t.dim() > 1 else t]
    chain = [activation] if activation is not None else ()
    return [activated(turn[transpose_a](x) @ turn[transpose_b](w), chain) for w in weights]


def attn_matmul(a, b, **_):
    b = b.repeat_interleave(a.shape[1] // b.shape[1], 1)
    return (a.transpose(0, 2) @ b).transpose(0, 2)


def attn_matmul_from_cache(a, b, *, num_tokens, transpose_hw, **_):
    rows = b[:, :, :num_tokens]
    return attn_matmul(a, rows.transpose(-1, -2) if transpose_hw else rows)


def sparse_matmul(a, b, sparsity, *, is_input_a_sparse=False, **_):
    b, chosen = b[0], sparsity != 0
    if is_input_a_sparse:
        return (a @ b) * chosen.reshape(a.shape[0], a.shape[1], 1, 1)
    out = a[:, :, None, None] @ b
    return out * chosen.reshape(*a.shape[:2], 1, b.shape[0], 1, 1)


# --- norms in halves ---


def _sums(x, columns):
    parts = [_torch().nn.functional.pad(c, (0, 31)) for c in columns]
    return _torch().cat(parts, -1)


def layer_norm_pre_all_gather(x, *_, residual_input_tensor=None, **__):
    x = x if residual_input_tensor is None else x + residual_input_tensor
    return _sums(x, [x.square().sum(-1, keepdim=True), x.sum(-1, keepdim=True)])


def rms_norm_pre_all_gather(x, *_, residual_input_tensor=None, **__):
    x = x if residual_input_tensor is None else x + residual_input_tensor
    return _sums(x, [x.square().sum(-1, keepdim=True)])


def _post(x, stats, unit, means, epsilon, weight, bias):
    devices = stats.shape[-1] // unit
    total = devices * x.shape[-1]
    columns = stats.reshape(*stats.shape[:-1], devices, unit).sum(-2)
    mean = columns[..., 32:33] / total if means else 0
    variance = (columns[..., :1] / total - mean * mean).clamp(min=0)
    out = (x - mean) / (variance + epsilon).sqrt()
    out = out if weight is None else out * weight.reshape(-1)
    return out if bias is None else out + bias.reshape(-1)


def layer_norm_post_all_gather(x, stats, *, epsilon=1e-12, weight=None, bias=None, **_):
    return _post(x, stats, 64, True, epsilon, weight, bias)


def rms_norm_post_all_gather(x, stats, *, epsilon=1e-12, weight=None, bias=None, **_):
    return _post(x, stats, 32, False, epsilon, weight, bias)


def dit_layernorm_post_allgather(x, stats, *, epsilon=1e-5, weight=None, bias=None, **_):
    return _post(x, stats, 64, True, epsilon, weight, bias)


def wan_fused_rmsnorm_post_allgather(
    x,
    stats,
    *,
    epsilon=1e-5,
    num_heads_per_device=1,
    weight=None,
    transformation_mat=None,
    rope_cos=None,
    rope_sin=None,
    **_,
):
    out = _post(x, stats, 32, False, epsilon, weight, None)
    out = out.reshape(x.shape[0], x.shape[2], num_heads_per_device, -1).transpose(1, 2)
    if rope_cos is None:
        return out
    turned = out.reshape(*out.shape[:-1], -1, 32) @ transformation_mat[0, 0]
    return out * rope_cos + turned.reshape(out.shape) * rope_sin


def dit_rms_norm_unary_fused(x, epsilon=1e-5, weight=None, bias=None, residual=None, *, activation=None, **_):
    x = x if residual is None else x + residual
    out = x * (x.square().mean(-1, keepdim=True) + epsilon).rsqrt()
    out = out if weight is None else out * weight.reshape(-1)
    out = out if bias is None else out + bias.reshape(-1)
    return out if activation is None else activated(out, [activation])


def attention_softmax(x, *, head_size=None, attention_mask=None, **_):
    x = x.reshape((1,) * (4 - x.dim()) + tuple(x.shape))
    x = x if head_size is None else x / math.sqrt(head_size)
    return _torch().softmax(x if attention_mask is None else x + attention_mask, -1)


def attention_softmax_(x, **keywords):
    return attention_softmax(x, **keywords).reshape(x.shape)


def scale_causal_mask_hw_dims_softmax_in_place(x, scale=None, mask=None, **_):
    x = x if scale is None else x * scale
    return _torch().softmax(x if mask is None else x + mask, -1)


# --- reductions and recurrences ---


def fast_reduce_nc(x, *, dims=(), **_):
    return x.sum(list(dims), keepdim=True)


def fast_reduce_nc_split(x, *, dim, split_output_width, **_):
    total = x.sum(dim, keepdim=True)
    return total[..., :split_output_width], total[..., split_output_width:]


def deepseek_moe_fast_reduce_nc(x, dim, *, split_size, **_):
    return list(x.sum(dim, keepdim=True).split(split_size, -1))


def hc_sum_reduce(x, **_):
    return x.reshape(*x.shape[:-1], -1, 32).sum(-1)


def _parts(z):
    return z.real.contiguous(), z.imag.contiguous()


def fft(real, imag=None, precision=None):
    return _parts(
        _torch().fft.fft(_torch().complex(real.double(), (imag if hasattr(imag, "double") else 0 * real).double()))
    )


def ifft(real, imag, precision=None):
    return _parts(_torch().fft.ifft(_torch().complex(real.double(), imag.double())))


def complex_mul(a_real, a_imag, b_real, b_imag):
    return a_real * b_real - a_imag * b_imag, a_real * b_imag + a_imag * b_real


def prefix_scan(a, bx, h_prev, **_):
    h, rows = h_prev[0, 0, 0], []
    for t in range(a.shape[2]):
        h = a[0, 0, t] * h + bx[0, 0, t]
        rows.append(h)
    return _torch().stack(rows).reshape(a.shape)


def repeat_and_interleave_eltwise_mul(a, b, **_):
    a = a.repeat(1, 1, 1, b.shape[-1]) if a.shape[-1] == 32 else a
    return a * b.repeat_interleave(32, -1)


def ema(x, alpha, **_):
    columns = [x[..., 0]]
    for t in range(1, x.shape[-1]):
        columns.append(alpha * columns[-1] + (1 - alpha) * x[..., t])
    return _torch().stack(columns, -1)


def intimg(x):
    return x.cumsum(1).cumsum(2)


def moe(x, expert_mask, topk_mask, k=32, **_):
    values, indices = (x + expert_mask).topk(k, -1)
    return (_torch().softmax(values + topk_mask, -1) * (indices == 0)).sum(-1, keepdim=True)


def deepseek_grouped_gate(
    scores,
    bias,
    *,
    n_groups=8,
    summed_experts_per_group=2,
    topk_groups=4,
    n_activated_experts=8,
    route_scale=1.0,
    epsilon=1e-20,
    **_,
):
    torch = _torch()
    gates = scores.sigmoid()
    biased = (gates + bias.reshape(bias.shape[-min(bias.dim(), gates.dim()) :])).unflatten(-1, (n_groups, -1))
    kept = biased.topk(summed_experts_per_group, -1).values.sum(-1).topk(topk_groups, -1).indices
    closed = torch.ones(biased.shape[:-1], dtype=torch.bool).scatter(-1, kept, False).unsqueeze(-1)
    indices = biased.masked_fill(closed, -math.inf).flatten(-2).topk(n_activated_experts, -1).indices
    weights = gates.gather(-1, indices)
    return [weights / (weights.sum(-1, keepdim=True) + epsilon) * route_scale, indices]


# --- movements ---


def tosa_gather(x, index, **_):
    return x.gather(1, index.long().unsqueeze(-1).expand(-1, -1, x.shape[2]))


def tosa_scatter(x, index, src, **_):
    return x.scatter(1, index.long().unsqueeze(-1).expand(-1, -1, x.shape[2]), src)


def fill_rm(n, c, h, w, h_ones, w_ones, _any, val_hi, val_lo, **_):
    out = _torch().full((n, c, h, w), float(val_lo))
    out[:, :, :h_ones, :w_ones] = val_hi
    return out


def fill_ones_rm(n, c, h, w, h_ones, w_ones, any, **_):
    return fill_rm(n, c, h, w, h_ones, w_ones, any, 1, 0)


def reshape_on_device(x, w, z, y, columns, **_):
    return x.reshape(w, z, y, columns)


def interleaved_to_sharded_partial(x, _grid, _shard, num_slices, slice_index, *_, **__):
    return x.reshape(1, 1, -1, x.shape[-1]).chunk(num_slices, 2)[slice_index]


def sharded_to_interleaved_partial(x, cache, num_slices, slice_index, **_):
    rows = cache.reshape(-1, cache.shape[-1]).clone()
    count = rows.shape[0] // num_slices
    rows[slice_index * count : (slice_index + 1) * count] = x.reshape(-1, x.shape[-1])
    return rows.reshape(cache.shape)


def padded_slice(x, start, end, step=None, **_):
    return x[tuple(slice(a, b, c) for a, b, c in zip(start, end, step or [1] * len(start)))]


def convert_to_chw(x, **_):
    return x.transpose(-1, -2)


def convert_to_hwc(x, **_):
    return x.transpose(-1, -2).reshape(1, 1, -1, x.shape[2])


def transpose_rm(x):
    return x.transpose(-1, -2)


def isin(x, test, *, invert=False, **_):
    return _torch().isin(x, test, invert=invert)


_PLAIN = (
    matmul_batched_weights,
    sparse_matmul,
    layer_norm_pre_all_gather,
    rms_norm_pre_all_gather,
    layer_norm_post_all_gather,
    rms_norm_post_all_gather,
    scale_causal_mask_hw_dims_softmax_in_place,
    ema,
    moe,
    tosa_gather,
    tosa_scatter,
    fill_rm,
    fill_ones_rm,
    reshape_on_device,
    interleaved_to_sharded_partial,
    sharded_to_interleaved_partial,
)
_EXPERIMENTAL = (
    minimal_matmul,
    minimal_matmul_split,
    dit_minimal_matmul_addcmul_fused,
    attn_matmul,
    attn_matmul_from_cache,
    dit_layernorm_post_allgather,
    wan_fused_rmsnorm_post_allgather,
    dit_rms_norm_unary_fused,
    fast_reduce_nc,
    fast_reduce_nc_split,
    deepseek_moe_fast_reduce_nc,
    hc_sum_reduce,
    fft,
    ifft,
    complex_mul,
    prefix_scan,
    repeat_and_interleave_eltwise_mul,
    intimg,
    deepseek_grouped_gate,
    padded_slice,
    convert_to_chw,
    convert_to_hwc,
    transpose_rm,
    isin,
)
GOLDEN = {
    **{f"ttnn.{f.__name__}": f for f in _PLAIN},
    **{f"ttnn.experimental.{f.__name__}": f for f in _EXPERIMENTAL},
    "ttnn.experimental.group_attn_matmul": attn_matmul,
    "ttnn.experimental.dit_layernorm_pre_allgather": layer_norm_pre_all_gather,
    "ttnn.experimental.wan_fused_rmsnorm_pre_allgather": rms_norm_pre_all_gather,
    "ttnn.transformer.attention_softmax": attention_softmax,
    "ttnn.transformer.attention_softmax_": attention_softmax_,
}
