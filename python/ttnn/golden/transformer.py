"""Golden functions of attention, heads, rotary embedding and key-value caches, on torch tensors; the device's keywords are ignored."""


def _torch():
    import torch

    return torch


# --- heads ---


def _heads(columns, count):
    """[batch, 1, tokens, count * d] to [batch, count, tokens, d]."""
    batch, _, tokens, width = columns.shape
    return columns.reshape(batch, tokens, count, width // count).transpose(1, 2)


def nlp_create_qkv_heads(x, input_kv=None, *, num_heads, num_kv_heads=None, transpose_k_heads=True, kv_tied=False, **_):
    kv = num_kv_heads or num_heads
    sections = [kv] if kv_tied else [kv, kv]
    size = (x.shape[-1] // num_heads) if input_kv is not None else x.shape[-1] // (num_heads + sum(sections))
    columns = x if input_kv is None else _torch().cat([x, input_kv], -1)
    parts = columns.split([n * size for n in [num_heads, *sections]], -1)
    q, k, v = (_heads(part, count) for part, count in zip((parts[0], parts[1], parts[-1]), (num_heads, kv, kv)))
    return q, k.transpose(-1, -2) if transpose_k_heads else k, v


def create_qkv_heads(x, *, num_heads, num_kv_heads=None, transpose_k_heads=True, **_):
    kv = num_kv_heads or num_heads
    batch, _, tokens, width = x.shape
    each, size = num_heads // kv, width // (num_heads + 2 * kv)
    groups = x.reshape(batch, tokens, kv, each + 2, size).permute(0, 2, 3, 1, 4)
    q, k, v = groups[:, :, :each].reshape(batch, num_heads, tokens, size), groups[:, :, each], groups[:, :, each + 1]
    return q, k.transpose(-1, -2) if transpose_k_heads else k, v


def create_qkv_heads_from_separate_tensors(x, input_kv, *, num_heads, num_kv_heads=None, transpose_k_heads=True, **_):
    kv = num_kv_heads or num_heads
    batch, _, tokens, width = input_kv.shape
    pairs = input_kv.reshape(batch, tokens, kv, 2, width // (2 * kv)).permute(3, 0, 2, 1, 4)
    return _heads(x, num_heads), pairs[0].transpose(-1, -2) if transpose_k_heads else pairs[0], pairs[1]


def nlp_create_qkv_heads_boltz(x, input_kv=None, *, num_heads, num_kv_heads=None, transpose_k_heads=True, **_):
    by_row = [None if t is None else t.transpose(0, 1) for t in (x, input_kv)]
    parts = nlp_create_qkv_heads(
        *by_row, num_heads=num_heads, num_kv_heads=num_kv_heads, transpose_k_heads=transpose_k_heads
    )
    return tuple(part.transpose(0, 1) for part in parts)


def nlp_create_qkv_heads_falcon7b(x, **_):
    return nlp_create_qkv_heads(x, num_heads=71, num_kv_heads=1, transpose_k_heads=False)


def nlp_create_qkv_heads_vit(x, **_):
    return nlp_create_qkv_heads(x, num_heads=12, transpose_k_heads=False)


def nlp_create_qkv_heads_segformer(x, **_):
    return (_heads(x, x.shape[-1] // 32),) * 3


def nlp_create_q_heads_split(x, *, num_heads, split_head_dim, **_):
    heads = _heads(x, num_heads)
    return heads[..., :split_head_dim], heads[..., split_head_dim:]


def nlp_create_qkv_heads_decode(x, *, num_heads, num_kv_heads=None, batch_offset=None, slice_size=None, **_):
    if batch_offset is not None:
        first = int(batch_offset.reshape(-1)[0])
        x = x[:, :, first : first + slice_size]
    return tuple(
        part.transpose(1, 2)
        for part in nlp_create_qkv_heads(x, num_heads=num_heads, num_kv_heads=num_kv_heads, transpose_k_heads=False)
    )


def nlp_concat_heads(x, _grid=None, **_):
    batch, heads, tokens, size = x.shape
    return x.transpose(1, 2).reshape(batch, 1, tokens, heads * size)


def nlp_concat_heads_boltz(x, **_):
    return nlp_concat_heads(x.transpose(0, 1)).transpose(0, 1)


def nlp_concat_heads_decode(x, *, num_heads, **_):
    users = x[:, :, :num_heads].flatten(2).unsqueeze(0)
    return _torch().nn.functional.pad(users, (0, 0, 0, 32 - users.shape[-2]))


def concatenate_heads(x, **_):
    return nlp_concat_heads(x).squeeze(1)


def split_query_key_value_and_split_heads(
    x, kv_input_tensor=None, *, num_heads, num_kv_heads=None, transpose_key=True, **_
):
    kv = None if kv_input_tensor is None else kv_input_tensor.unsqueeze(1)
    return nlp_create_qkv_heads(
        x.unsqueeze(1), kv, num_heads=num_heads, num_kv_heads=num_kv_heads, transpose_k_heads=transpose_key
    )


def experimental_split_query_key_value_and_split_heads(x, _grid=None, *, num_heads=16, **_):
    return nlp_create_qkv_heads(x, num_heads=num_heads)


# --- rotary embedding ---


def rotate_half(x, **_):
    first, second = x.chunk(2, -1)
    return _torch().cat([-second, first], -1)


def _rotated(x, cos, sin):
    return x * cos + rotate_half(x) * sin


def rotary_embedding(x, cos, sin, token_index=None, **_):
    rows = slice(token_index, token_index + 1) if token_index is not None else slice(x.shape[-2])
    out = _rotated(x, cos[:, :, rows], sin[:, :, rows])
    return _torch().nn.functional.pad(out, (0, 0, 0, -x.shape[-2] % 32))


def transformer_rotary_embedding(x, cos, sin, token_index=None, **_):
    return rotary_embedding(x, cos, sin, token_index)[:, :, : x.shape[-2]]


def rotary_embedding_hf(x, cos, sin, *, is_decode_mode=False, **_):
    rows = 1 if is_decode_mode else x.shape[-2]
    return _rotated(x, cos[:, :, :rows], sin[:, :, :rows])


def rotary_embedding_llama(x, cos, sin, trans_mat, *, is_decode_mode=False, **_):
    rows = 1 if is_decode_mode else x.shape[-2]
    tiles = x.reshape(*x.shape[:-1], -1, 32) @ trans_mat[0, 0, :32]
    return x * cos[:, :, :rows] + tiles.reshape(x.shape) * sin[:, :, :rows]


def rotary_embedding_llama_fused_qk(q, k, cos, sin, trans_mat, **_):
    users = q.shape[1]
    return tuple(
        rotary_embedding_llama(x, cos[:, part], sin[:, part], trans_mat, is_decode_mode=True)
        for x, part in ((q, slice(users)), (k, slice(users, 2 * users)))
    )


# --- attention ---


def _seen(positions, keys, causal, window):
    """[queries, keys]: which keys a query at each position sees."""
    at, columns = positions[:, None], _torch().arange(keys)[None]
    seen = columns <= at if causal else columns >= 0
    if not window:
        return seen
    last = at + 1 if causal else at + window // 2 + 1
    return seen & (columns >= (last - window).clamp(min=0))


def _attend(q, k, v, scale, mask, seen, sink):
    """softmax(q k^T scale + mask) v over the keys that are seen; `sink` is one more score of each head, with no value."""
    torch = _torch()
    repeats = q.shape[1] // k.shape[1]
    scale = q.shape[-1] ** -0.5 if scale is None else scale
    scores = q @ k.repeat_interleave(repeats, 1).transpose(-1, -2) * scale
    scores = scores if mask is None else scores + mask
    scores = scores.masked_fill(~seen, float("-inf"))
    if sink is not None:
        extra = (sink.reshape(1, -1, 1, 1) * scale).expand(*scores.shape[:-1], 1)
        scores = torch.cat([scores, extra.to(scores.dtype)], -1)
    shares = scores.softmax(-1)[..., : k.shape[-2]]
    return shares @ v.repeat_interleave(repeats, 1)


def scaled_dot_product_attention(
    q,
    k,
    v,
    *,
    attn_mask=None,
    is_causal=True,
    scale=None,
    sliding_window_size=None,
    attention_sink=None,
    cu_window_seqlens=None,
    windowed_q_token_offset=0,
    windowed_q_token_offset_tensor=None,
    output_concat_heads=False,
    **_,
):
    torch = _torch()
    seen = _seen(torch.arange(q.shape[-2]), k.shape[-2], is_causal, sliding_window_size)
    if cu_window_seqlens is not None:
        first = windowed_q_token_offset
        if windowed_q_token_offset_tensor is not None:
            first = int(windowed_q_token_offset_tensor.flatten()[0])
        ends = cu_window_seqlens.flatten().to(torch.int64)
        rows, columns = (
            torch.searchsorted(ends, torch.arange(at, at + n), right=True)
            for at, n in ((first, q.shape[-2]), (0, k.shape[-2]))
        )
        seen = rows[:, None] == columns[None]
    out = _attend(q, k, v, scale, attn_mask, seen, attention_sink)
    return out.transpose(1, 2).flatten(2)[:, None] if output_concat_heads else out


def scaled_dot_product_attention_decode(
    q,
    k,
    v,
    *,
    is_causal=True,
    attn_mask=None,
    cur_pos=(),
    cur_pos_tensor=None,
    scale=None,
    sliding_window_size=None,
    attention_sink=None,
    **_,
):
    torch = _torch()
    positions = cur_pos if cur_pos_tensor is None else cur_pos_tensor.flatten().tolist()
    users = []
    for user in range(q.shape[1]):
        cache = user if k.shape[0] > 1 else 0
        at = torch.tensor([min(int(positions[user]), k.shape[2] - 1) if is_causal else k.shape[2] - 1])
        mask = None if attn_mask is None else attn_mask[user if attn_mask.shape[0] > 1 else 0, 0][None, :, None]
        seen = _seen(at, k.shape[2], is_causal, sliding_window_size)
        users.append(
            _attend(q[:, user, :, None], k[cache : cache + 1], v[cache : cache + 1], scale, mask, seen, attention_sink)
        )
    return torch.stack([u.squeeze(2) for u in users], 1)


# --- key-value caches ---


def fill_cache(cache, x, batch_index, *, update_idx=0, **_):
    out = cache.clone()
    out[batch_index, :, update_idx : update_idx + x.shape[2]] = x[0]
    return out


def update_cache(cache, x, update_index, *, batch_offset=0, **_):
    out = cache.clone()
    for user in range(cache.shape[0]):
        out[user, :, update_index] = x[0, :, user + batch_offset]
    return out


GOLDEN = {
    "ttnn.transformer.scaled_dot_product_attention": scaled_dot_product_attention,
    "ttnn.transformer.scaled_dot_product_attention_decode": scaled_dot_product_attention_decode,
    "ttnn.fill_cache": fill_cache,
    "ttnn.kv_cache.fill_cache_for_user_": fill_cache,
    "ttnn.update_cache": update_cache,
    "ttnn.kv_cache.update_cache_for_token_": update_cache,
    **{
        f"ttnn.experimental.{f.__name__}": f
        for f in (
            nlp_create_qkv_heads,
            create_qkv_heads,
            create_qkv_heads_from_separate_tensors,
            nlp_create_qkv_heads_boltz,
            nlp_create_qkv_heads_falcon7b,
            nlp_create_qkv_heads_vit,
            nlp_create_qkv_heads_segformer,
            nlp_create_q_heads_split,
            nlp_create_qkv_heads_decode,
            nlp_concat_heads,
            nlp_concat_heads_boltz,
            nlp_concat_heads_decode,
            rotate_half,
            rotary_embedding,
            rotary_embedding_hf,
            rotary_embedding_llama,
            rotary_embedding_llama_fused_qk,
        )
    },
    "ttnn.experimental.concatenate_heads": nlp_concat_heads,
    "ttnn.experimental.split_query_key_value_and_split_heads": experimental_split_query_key_value_and_split_heads,
    "ttnn.transformer.concatenate_heads": concatenate_heads,
    "ttnn.transformer.split_query_key_value_and_split_heads": split_query_key_value_and_split_heads,
    "ttnn.transformer.rotary_embedding": transformer_rotary_embedding,
}
