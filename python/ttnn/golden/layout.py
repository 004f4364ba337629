"""Golden functions of what changes layout, dtype or place only: the elements stay, and become whole numbers towards zero."""

_WHOLE = ("UINT32", "INT32", "UINT16", "UINT8")


def converted(x, dtype):
    """Elements as a dtype of ttnn holds them, but for the rounding of floats."""
    name = getattr(dtype, "name", str(dtype))
    if dtype is None or not x.is_floating_point() or name not in _WHOLE:
        return x
    whole = x.trunc().long()
    return whole.clamp(min=0) if name.startswith("U") else whole


def _same(x, *_, dtype=None, output_dtype=None, **__):
    return converted(x, dtype if dtype is not None else output_dtype)


def _dtype_at(position):
    def golden(x, *args, dtype=None, output_dtype=None, **_):
        # The form with two names the input's dtype first.
        given = next((a for a in reversed(args[position - 1 :]) if type(a).__name__ == "DataType"), None)
        return converted(x, next((d for d in (given, dtype, output_dtype) if d is not None), None))

    return golden


def _assign(x, other=None, *, dtype=None, **_):
    return converted(x, dtype) if other is None else x.to(other.dtype)


def _unpadded(x, output_tensor_end, **_):
    """The elements up to a position; zeros where that lies behind them."""
    dims = [n + 1 for n in output_tensor_end]
    corner = tuple(slice(min(a, b)) for a, b in zip(x.shape, dims))
    out = x.new_zeros(dims)
    out[corner] = x[corner]
    return out


def _from_buffer(buffer, shape, dtype, *_, **__):
    import torch

    return converted(torch.tensor(buffer, dtype=torch.float64).reshape(list(shape)), dtype)


GOLDEN = {
    **{
        f"ttnn.{name}": _same
        for name in (
            "clone",
            "move",
            "reallocate",
            "reshard",
            "tilize",
            "tilize_with_val_padding",
            "tilize_with_zero_padding",
            "untilize",
            "fill_implicit_tile_padding",
            "to_device",
            "from_device",
        )
    },
    "ttnn.untilize_with_unpadding": _unpadded,
    "ttnn.typecast": _dtype_at(1),
    "ttnn.experimental.typecast": _dtype_at(1),
    "ttnn.to_dtype": _dtype_at(1),
    "ttnn.as_tensor": _dtype_at(1),
    "ttnn.from_buffer": _from_buffer,
    **{
        f"ttnn.{name}": _dtype_at(2)
        for name in ("to_layout", "to_memory_config", "interleaved_to_sharded", "sharded_to_interleaved")
    },
    "ttnn.assign": _assign,
    "ttnn.copy": _assign,
    "ttnn.from_torch": _dtype_at(1),
    "ttnn.to_torch": _same,
}
