"""Golden functions of data movement and embedding: the operations' own signatures on torch tensors; device keywords are ignored."""


def _list(value):
    return [int(n) for n in value]


def _reshape(input_tensor, shape, *_, **__):
    return input_tensor.reshape(_list(shape))


def _view_4d(input_tensor, *shape, **_):
    return input_tensor.reshape(_list(shape[0]) if len(shape) == 1 else shape)


def _permute(input_tensor, dims, *_, **__):
    return input_tensor.permute(_list(dims))


def _transpose(input_tensor, dim1, dim2, *_, **__):
    return input_tensor.transpose(dim1, dim2)


def _unsqueeze(input_tensor, dim, **_):
    return input_tensor.unsqueeze(dim)


def _squeeze(input_tensor, dim=None, **_):
    if dim is None:
        return input_tensor.squeeze()
    return input_tensor.squeeze(dim if isinstance(dim, int) else tuple(dim))


def _unsqueeze_to_4d(tensor, **_):
    return tensor.reshape([1] * (4 - tensor.ndim) + list(tensor.shape))


def _expand(input_tensor, output_shape, **_):
    return input_tensor.expand(_list(output_shape))


def _narrow(input_tensor, dim, start, length, **_):
    return input_tensor.narrow(dim, start, length)


def _slice(input_tensor, slice_start=None, slice_end=None, slice_step=None, *, starts=None, ends=None, steps=None, **_):
    begin, end, step = (
        listed.tolist() if hasattr(listed, "tolist") else listed
        for listed in (
            starts if slice_start is None else slice_start,
            ends if slice_end is None else slice_end,
            slice_step or steps,
        )
    )
    return input_tensor[
        tuple(slice(b, e, s) for b, e, s in zip(begin or (), end or (), step or [1] * len(begin or ())))
    ]


def _concat(tensors, dim=0, *, groups=1, **_):
    import torch

    parts = [t.chunk(groups, dim) for t in tensors]
    return torch.cat([part[g] for g in range(groups) for part in parts], dim)


def _stack(input_tensors, dim, **_):
    import torch

    return torch.stack(list(input_tensors), dim)


def _split(input_tensor, split_size, dim=0, **_):
    return list(input_tensor.split(split_size if isinstance(split_size, int) else _list(split_size), dim))


def _chunk(input_tensor, chunks, dim, **_):
    return list(input_tensor.chunk(chunks, dim)) if input_tensor.shape[dim] else [input_tensor]


def _pad(input_tensor, padding, start_or_value=0, value=None, **_):
    import torch

    if value is not None and not isinstance(start_or_value, (int, float)):  # output shape and position of the input
        padding = [(s, n - s - own) for n, s, own in zip(padding, start_or_value, input_tensor.shape)]
    else:
        value = start_or_value if value is None else value
    flat = [n for pair in reversed(list(padding)) for n in pair]
    return torch.nn.functional.pad(input_tensor, flat, value=value)


def _repeat(input_tensor, repeat_dims, **_):
    times = _list(repeat_dims)
    return input_tensor.repeat([1] * (input_tensor.ndim - len(times)) + times)


def _repeat_interleave(input_tensor, repeats, dim, **_):
    return input_tensor.repeat_interleave(repeats, dim)


def _roll(input_tensor, shifts, dim=None, **_):
    return input_tensor.roll(shifts, dim) if isinstance(shifts, int) else input_tensor.roll(tuple(shifts), tuple(dim))


def _fold(
    input,
    stride_h,
    stride_w,
    use_transpose_as_fold=False,
    output_shape=None,
    padding=(0, 0),
    grid_size=None,
    override_memory_config=None,
    collapse_output=False,
):
    import torch

    p = list(padding)
    around = {
        2: lambda: [0, 0, p[1], p[1], p[0], p[0]],
        4: lambda: [0, 0, p[2], p[3], p[0], p[1]],
        6: lambda: p[4:] + p[2:4] + p[:2],
    }[len(p)]()
    x = torch.nn.functional.pad(input, around)
    n, h, w, c = x.shape
    out = (
        x.reshape(n, h // stride_h, stride_h, w // stride_w, stride_w, c)
        .transpose(2, 3)
        .reshape(n, h // stride_h, w // stride_w, -1)
    )
    return out.reshape(1, 1, -1, out.shape[-1]) if collapse_output else out


def _gather(input, dim, index, **_):
    return input.gather(dim, index.long())


def _scatter(input, dim, index, src, *, reduce=None, **_):
    names = {"add": "sum", "multiply": "prod", "amin": "amin", "amax": "amax"}
    if reduce is None:
        return input.scatter(dim, index.long(), src)
    return input.scatter_reduce(dim, index.long(), src, names[reduce], include_self=True)


def _scatter_add(input, dim, index, src, **_):
    return input.scatter_add(dim, index.long(), src)


def _index_fill(input, dim, index, value, **_):
    return input.index_fill(dim, index.long(), value)


def _indexed_fill(batch_id, input_tensor_a, input_tensor_b, *, dim=0, **_):
    return input_tensor_a.index_copy(dim, batch_id.long().flatten(), input_tensor_b)


def _nonzero(input_tensor, **_):
    import torch

    found = input_tensor.nonzero().flatten()
    count = torch.zeros(1, 1, 1, 8, dtype=torch.int64)
    count[..., 0] = len(found) // 4
    return [count, torch.nn.functional.pad(found, (0, 4 * input_tensor.numel() - len(found))).reshape(1, 1, 1, -1)]


def _plus_one(input_tensor, sub_core_grids=None, skip_negative_entries=False):
    return input_tensor + (input_tensor >= 0).to(input_tensor.dtype) if skip_negative_entries else input_tensor + 1


def _moe_expert_token_remap(topk_tensor, expert_mapping_tensor, expert_metadata_tensor, *, reduction_size=16, **_):
    import torch

    experts = expert_mapping_tensor.shape[2]
    own = expert_mapping_tensor[0, 0, :, 0].nonzero().flatten()
    devices, batch, length, _ = topk_tensor.shape
    chosen = (expert_metadata_tensor.unsqueeze(-1) == own).any(-2)
    rest = [0, experts - len(own)]
    scores = torch.nn.functional.pad(torch.where(chosen, topk_tensor[..., own], 0), rest)
    tokens = torch.nn.functional.pad(chosen, rest).reshape(devices, batch * length, experts)
    missing = -batch * length % reduction_size
    chunks = torch.nn.functional.pad(tokens, [0, 0, 0, missing]).reshape(
        devices, 1, (batch * length + missing) // reduction_size, reduction_size, experts
    )
    return [scores, chunks.any(3).to(torch.int64)]


def _slice_write(input_tensor, output_tensor, start, end, step):
    out = output_tensor.clone()
    out[tuple(slice(s, e, n) for s, e, n in zip(start, end, step))] = input_tensor
    return out


def _embedding(input_tensor, weight, **_):
    ids = input_tensor.long()
    if ids.ndim == 4 and ids.shape[1] == ids.shape[2] == 1:
        ids = ids.reshape(ids.shape[0], ids.shape[3])
    return weight.reshape(weight.shape[-2:])[ids]


GOLDEN = {
    "ttnn.reshape": _reshape,
    "ttnn.view": _reshape,
    "ttnn.experimental.view": _view_4d,
    "ttnn.permute": _permute,
    "ttnn.transpose": _transpose,
    "ttnn.unsqueeze": _unsqueeze,
    "ttnn.squeeze": _squeeze,
    "ttnn.unsqueeze_to_4D": _unsqueeze_to_4d,
    "ttnn.expand": _expand,
    "ttnn.narrow": _narrow,
    "ttnn.slice": _slice,
    "ttnn.concat": _concat,
    "ttnn.stack": _stack,
    "ttnn.split": _split,
    "ttnn.chunk": _chunk,
    "ttnn.pad": _pad,
    "ttnn.repeat": _repeat,
    "ttnn.repeat_interleave": _repeat_interleave,
    "ttnn.roll": _roll,
    "ttnn.fold": _fold,
    "ttnn.gather": _gather,
    "ttnn.scatter": _scatter,
    "ttnn.scatter_add": _scatter_add,
    "ttnn.index_fill": _index_fill,
    "ttnn.indexed_fill": _indexed_fill,
    "ttnn.nonzero": _nonzero,
    "ttnn.plus_one": _plus_one,
    "ttnn.moe_expert_token_remap": _moe_expert_token_remap,
    "ttnn.experimental.slice_write": _slice_write,
    "ttnn.embedding": _embedding,
}
