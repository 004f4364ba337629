"""Golden functions of paged caches, attention against them, latent attention and two-bit weights, on torch tensors."""

import math


def _torch():
    import torch

    return torch


def _attention(q, k, v, mask, scale, sink=None):
    """softmax(q k^T scale + mask) v with key heads repeated; `sink` is one more score a head."""
    torch = _torch()
    groups = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
    factor = scale if scale is not None else 1 / math.sqrt(q.shape[-1])
    scores = q @ k.transpose(-1, -2) * factor
    scores = scores if mask is None else scores + mask
    if sink is not None:
        column = (sink.reshape(-1)[: q.shape[1]] * factor).reshape(1, -1, 1, 1).expand(*scores.shape[:3], 1)
        return torch.softmax(torch.cat([scores, column], -1), -1)[..., :-1] @ v
    return torch.softmax(scores, -1) @ v


def _hidden(allowed):
    return _torch().zeros(allowed.shape).masked_fill(~allowed, -math.inf)


def _pages(cache, table, user):
    """A user's blocks one after another: [kv_heads, length, d]; absent blocks are zeros."""
    blocks = [cache[int(b)] if 0 <= int(b) < cache.shape[0] else cache[0] * 0 for b in table[user]]
    return _torch().cat(blocks, 1)


def paged_scaled_dot_product_attention_decode(
    q,
    k,
    v,
    page_table,
    *,
    is_causal=True,
    attn_mask=None,
    cur_pos_tensor=None,
    attention_sink=None,
    scale=None,
    sliding_window_size=None,
    **_,
):
    torch, rows = _torch(), []
    for user in range(q.shape[1]):
        keys, values = _pages(k, page_table, user), _pages(v, page_table, user)
        at = torch.arange(keys.shape[1])
        last = int(cur_pos_tensor.reshape(-1)[user]) if is_causal else keys.shape[1] - 1
        allowed = at <= last
        if sliding_window_size:
            allowed &= at > last - sliding_window_size
        mask = _hidden(allowed).expand(q.shape[2], 1, -1)[:, 0]
        if attn_mask is not None:
            mask = mask + attn_mask[user, 0]
        out = _attention(
            q[0, user].unsqueeze(0).unsqueeze(2),
            keys.unsqueeze(0),
            values.unsqueeze(0),
            mask.unsqueeze(0).unsqueeze(2),
            scale,
            attention_sink,
        )
        rows.append(out[0, :, 0])
    return torch.stack(rows).unsqueeze(0)


def chunked_scaled_dot_product_attention(
    q,
    k,
    v,
    page_table,
    chunk_start_idx=None,
    *,
    chunk_start_idx_tensor=None,
    scale=None,
    sliding_window_size=None,
    attention_sink=None,
    **_,
):
    torch = _torch()
    start = int(chunk_start_idx_tensor.reshape(-1)[0]) if chunk_start_idx is None else chunk_start_idx
    outs = []
    for user in range(q.shape[0]):
        keys, values = _pages(k, page_table, user), _pages(v, page_table, user)
        at, own = torch.arange(keys.shape[1]), torch.arange(start, start + q.shape[2]).unsqueeze(1)
        allowed = at <= own
        if sliding_window_size:
            allowed &= at > own - sliding_window_size
        outs.append(
            _attention(
                q[user : user + 1], keys.unsqueeze(0), values.unsqueeze(0), _hidden(allowed), scale, attention_sink
            )
        )
    return torch.cat(outs)


def joint_scaled_dot_product_attention(q, k, v, joint_q, joint_k, joint_v, *, scale=None, **_):
    torch = _torch()
    out = _attention(*(torch.cat(pair, 2) for pair in ((q, joint_q), (k, joint_k), (v, joint_v))), None, scale)
    return out[:, :, : q.shape[2]], out[:, :, q.shape[2] :]


def ring_distributed_scaled_dot_product_attention(q, k, v, ring_size, ring_id, *, scale=None, **_):
    torch = _torch()
    at = torch.arange(q.shape[2])
    whole = _attention(q, k, v, _hidden(at <= at.unsqueeze(1)), scale).chunk(2 * ring_size, 2)
    return torch.cat([whole[ring_id], whole[2 * ring_size - 1 - ring_id]], 2)


def flash_mla_prefill(q, k, head_dim_v, *, attn_mask=None, is_causal=True, scale=None, **_):
    torch = _torch()
    v = head_dim_v if hasattr(head_dim_v, "shape") else k[..., :head_dim_v]
    at = torch.arange(q.shape[2])
    mask = _hidden(at <= at.unsqueeze(1)) if is_causal else attn_mask
    return _attention(q, k, v, mask, scale)


def chunked_flash_mla_prefill(q, k, head_dim_v, page_table, chunk_start_idx, *, scale=None, **_):
    return chunked_scaled_dot_product_attention(q, k, k[..., :head_dim_v], page_table, chunk_start_idx, scale=scale)


def flash_multi_latent_attention_decode(
    q,
    k,
    input_tensor_v=None,
    head_dim_v=None,
    *,
    is_causal=True,
    attn_mask=None,
    cur_pos=(),
    cur_pos_tensor=None,
    scale=None,
    **_,
):
    torch = _torch()
    v = k[..., :head_dim_v] if input_tensor_v is None else input_tensor_v
    positions = cur_pos_tensor if cur_pos_tensor is not None else torch.tensor(list(cur_pos))
    table = torch.arange(q.shape[1]).reshape(-1, 1)
    return paged_scaled_dot_product_attention_decode(
        q, k, v, table, is_causal=is_causal, attn_mask=attn_mask, cur_pos_tensor=positions, scale=scale
    )


def paged_flash_multi_latent_attention_decode(
    q, k, input_tensor_v=None, head_dim_v=None, page_table_tensor=None, **keywords
):
    v = k[..., :head_dim_v] if input_tensor_v is None else input_tensor_v
    return paged_scaled_dot_product_attention_decode(q, k, v, page_table_tensor, **keywords)


# --- caches ---


def paged_update_cache(
    cache,
    x,
    *,
    update_idxs=(),
    update_idxs_tensor=None,
    share_cache=None,
    page_table=None,
    cache_position_modulo=None,
    **_,
):
    cache, heads = cache.clone(), min(cache.shape[1], x.shape[2])
    positions = update_idxs if update_idxs_tensor is None else update_idxs_tensor.reshape(-1)
    for user in range(x.shape[1]):
        at = int(positions[user])
        if at < 0:
            continue
        at = at % cache_position_modulo if cache_position_modulo else at
        block = 0 if share_cache else user
        if page_table is not None:
            block, at = int(page_table[user, at // cache.shape[2]]), at % cache.shape[2]
        cache[block, :heads, at] = x[0, user, :heads]
    return cache


def paged_fused_update_cache(cache1, x1, cache2, x2, **keywords):
    return paged_update_cache(cache1, x1, **keywords), paged_update_cache(cache2, x2, **keywords)


def paged_fill_cache(
    cache,
    x,
    page_table,
    *,
    batch_idx_tensor=None,
    batch_idx=0,
    cache_position_modulo=None,
    valid_seq_len_tensor=None,
    **_,
):
    cache = cache.clone()
    user = batch_idx if batch_idx_tensor is None else int(batch_idx_tensor.reshape(-1)[0])
    tokens = x.shape[2] if valid_seq_len_tensor is None else int(valid_seq_len_tensor.reshape(-1)[0])
    for token in range(tokens):
        at = token % cache_position_modulo if cache_position_modulo else token
        block = int(page_table[user, at // cache.shape[2]])
        if block >= 0:
            cache[block, :, at % cache.shape[2]] = x[0, :, token]
    return cache


def nlp_kv_cache_load_slice(x, *, seq_len_start, seq_len_end, **_):
    return x[:, :, seq_len_start:seq_len_end]


def _weights_of_digits(data):
    """(tiles, 64 words, 16 places) of (tiles, 208 bytes): the number of five digits in base 3, taken apart."""
    torch = _torch()
    number = data * 243 // 256
    digits = torch.stack([number // 3 ** (4 - i) % 3 - 1 for i in range(5)], 1)  # (tiles, 5, 208)
    main = digits[:, :, :192].reshape(-1, 5, 3, 64).permute(0, 3, 2, 1).reshape(-1, 64, 15)
    return torch.cat([main, digits[:, :4, 192:].reshape(-1, 64, 1)], -1)


def ternary_matmul(x, weight, *, norm_weight=None, norm_epsilon=None, **_):
    """The packed words of each tile: a word holds 16 codes of two bits, of which 1 is +1 and 3 is -1; or its digits."""
    torch = _torch()
    if weight.shape[-1] == 208:
        values = _weights_of_digits(weight.reshape(-1, 208).to(torch.int64))
    else:
        words = weight.reshape(-1, 64).to(torch.int64) & 0xFFFFFFFF
        codes = torch.stack([words >> (2 * i) & 3 for i in range(16)], -1)
        values = (codes & 1) * (1 - (codes & 2))
    faces = values.reshape(-1, 2, 2, 16, 16).permute(0, 1, 3, 2, 4).reshape(-1, 32, 32)
    down = x.shape[-1] // 32
    matrix = faces.reshape(down, -1, 32, 32).permute(0, 2, 1, 3).reshape(x.shape[-1], -1).to(x.dtype)
    if norm_weight is not None:
        eps = 1e-5 if norm_epsilon is None else norm_epsilon
        x = x * (x.square().mean(-1, keepdim=True) + eps).rsqrt() * norm_weight.reshape(-1)
    return x @ matrix


GOLDEN = {
    **{
        f"ttnn.transformer.{f.__name__}": f
        for f in (
            paged_scaled_dot_product_attention_decode,
            chunked_scaled_dot_product_attention,
            joint_scaled_dot_product_attention,
            ring_distributed_scaled_dot_product_attention,
            flash_mla_prefill,
            chunked_flash_mla_prefill,
            flash_multi_latent_attention_decode,
            paged_flash_multi_latent_attention_decode,
        )
    },
    **{
        f"ttnn.experimental.{f.__name__}": f
        for f in (
            paged_update_cache,
            paged_fused_update_cache,
            paged_fill_cache,
            nlp_kv_cache_load_slice,
            ternary_matmul,
        )
    },
}
