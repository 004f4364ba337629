"""Methods of Tensor that are operations or conversions: operators, indexing, reshape, NumPy and DLPack, pickling."""

from . import _ttnn
from .arrays import numpy
from .transfer import _torch_from, as_array, make_tensor
from .types import DataType, Layout, MemoryConfig, MeshDevice, Shape, StorageType, Tensor, TensorSpec, Tile


def _operator(name, operation, reflected=False):
    def method(self, other, *args, **kwargs):
        import ttnn

        if not isinstance(other, Tensor) and not _is_number(other):
            return NotImplemented
        function = getattr(ttnn, operation)
        return function(other, self, *args, **kwargs) if reflected else function(self, other, *args, **kwargs)

    method.__name__ = name
    method.__doc__ = f"ttnn.{operation}"
    setattr(Tensor, name, method)


def _is_number(value):
    return isinstance(value, (int, float, numpy.number)) or (isinstance(value, numpy.ndarray) and value.ndim == 0)


for _name, _op in (
    ("add", "add"),
    ("sub", "subtract"),
    ("mul", "multiply"),
    ("truediv", "divide"),
    ("matmul", "matmul"),
    ("eq", "eq"),
    ("ne", "ne"),
    ("lt", "lt"),
    ("le", "le"),
    ("gt", "gt"),
    ("ge", "ge"),
):
    _operator(f"__{_name}__", _op)
_operator("__radd__", "add")
_operator("__rmul__", "multiply")
_operator("__rsub__", "rsub")
Tensor.__hash__ = object.__hash__


def _positions(index, rank):
    """The index as one entry a dimension: an Ellipsis and missing entries become full slices."""
    entries = list(index) if isinstance(index, tuple) else [index]
    if sum(e is Ellipsis for e in entries) > 1:
        raise IndexError("Tensor indexing: only one Ellipsis is allowed")
    if Ellipsis not in [e if e is Ellipsis else None for e in entries]:
        entries.append(Ellipsis)
    at = next(i for i, e in enumerate(entries) if e is Ellipsis)
    missing = rank - (len(entries) - 1)
    if missing < 0:
        raise IndexError(f"Tensor indexing: too many indices, {len(entries) - 1} for a tensor of rank {rank}")
    return entries[:at] + [slice(None)] * missing + entries[at + 1 :]


def _getitem(self, index):
    """Slices, whole numbers (which drop their dimension) and an Ellipsis, as in torch."""
    import ttnn

    shape = list(self.shape)
    starts, ends, steps, kept = [], [], [], []
    for dim, (entry, extent) in enumerate(zip(_positions(index, len(shape)), shape)):
        if isinstance(entry, slice):
            start, end, step = entry.indices(extent)
            if step < 0:
                raise ValueError("Tensor indexing: slice steps must be positive")
            end = max(start, end)
            kept.append(-(-(end - start) // step))
        elif (
            hasattr(entry, "__index__")
            and not isinstance(entry, (bool, Tensor))
            and not len(getattr(entry, "shape", ()))
        ):
            start, step = int(entry), 1
            if not -extent <= start < extent:
                raise IndexError(
                    f"Tensor indexing: index {start} is out of bounds for dimension {dim} with size {extent}"
                )
            start %= extent
            end = start + 1
        else:
            raise TypeError(
                f"Tensor indexing: expected slices, whole numbers or an Ellipsis, got {type(entry).__name__}"
            )
        starts.append(start)
        ends.append(end)
        steps.append(step)
    if self.storage_type() == StorageType.HOST:
        part = as_array(self)[tuple(slice(*at) for at in zip(starts, ends, steps))].reshape(kept)
        tile = self.tile if self.layout == Layout.TILE else None
        return make_tensor(part, self.dtype, self.layout, tile, None, None, None, "Tensor indexing")
    out = ttnn.slice(self, starts, ends, steps) if shape else self
    return out if len(kept) == len(shape) else ttnn.reshape(out, kept)


def tensor_from(*args, **kwargs):
    """What ttnn.Tensor(...) makes; called by the constructor."""
    if len(args) == 1 and isinstance(args[0], Tensor) and not kwargs:
        return args[0]
    if args and isinstance(args[0], (list, tuple)):
        return _from_list(*args, **kwargs)
    return _from_array(*args, **kwargs)


def _from_list(
    data, shape=None, data_type=None, layout=None, *places, device=None, memory_config=None, tile=None, pad_value=0
):
    """`places`: a device, a memory config, a tile and a pad value, any of them left out."""
    for place in places:
        if isinstance(place, MeshDevice):
            device = place
        elif isinstance(place, MemoryConfig):
            memory_config = place
        elif isinstance(place, Tile):
            tile = place
        elif isinstance(place, (int, float)):
            pad_value = place
        elif place is not None:
            raise TypeError(
                f"__init__(): incompatible function arguments: {place!r} is no device, memory config or tile"
            )
    if shape is None or data_type is None or layout is None:
        raise TypeError("__init__(): incompatible function arguments: a list needs shape, data_type and layout")
    element = (
        numpy.float32
        if data_type in (DataType.FLOAT32, DataType.BFLOAT16, DataType.BFLOAT8_B, DataType.BFLOAT4_B)
        else numpy.int64
    )
    try:
        array = numpy.asarray(data, element)
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(
            f"__init__(): incompatible function arguments: data must be numbers that fit {data_type.name}: {error}"
        ) from None
    volume = int(numpy.prod(list(shape), dtype=object)) if list(shape) else 1
    if array.size != volume:
        raise RuntimeError(f"Tensor: shape {list(shape)} needs {volume} elements, got {array.size}")
    return make_tensor(array.reshape(list(shape)), data_type, layout, tile, memory_config, device, pad_value, "Tensor")


def _from_array(
    tensor,
    data_type=None,
    device=None,
    layout=None,
    mem_config=None,
    tile=None,
    cq_id=None,
    pad_value=None,
    mesh_mapper=None,
    **kwargs,
):
    if isinstance(device, dict):
        raise TypeError("__init__(): incompatible function arguments: device must be a device")
    return make_tensor(tensor, data_type, layout, tile, mem_config, device, pad_value, "Tensor")


def _to(self, target=None, mem_config=None, cq_id=None, *, device=None, target_layout=None):
    """To a device, or (host tensors) to a layout."""
    import ttnn

    target = next((t for t in (target, device, target_layout) if t is not None), None)
    if isinstance(target, MeshDevice):
        return ttnn.to_device(self, target, mem_config)
    if isinstance(target, Layout):
        return ttnn.to_layout(self, target)
    raise TypeError(f"Tensor.to: expected a device or a layout, got {type(target).__name__}")


def _reshape(self, *shape):
    import ttnn

    target = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else list(shape)
    return ttnn.reshape(self, target)


def _array(self, dtype=None, copy=None):
    out = as_array(self)
    return out if dtype is None else out.astype(dtype)


def _dlpack(self, **kwargs):
    return as_array(self).__dlpack__(**kwargs)


def _to_torch(self, mesh_composer=None):
    return _torch_from(self)


def _to_torch_padded(self):
    return _torch_from(self, padded=True)


def _pad(self, shape, start, value):
    """A host tensor whose memory is padded to `shape` with `value`, its contents beginning at `start`.

    The logical shape stays where only the last two dimensions grow, at their ends; otherwise it is `shape`."""
    array, shape, start = as_array(self.cpu()), [int(n) for n in shape], [int(n) for n in start]
    fits = len(shape) == len(start) == array.ndim
    if not fits or any(s < 0 or s + n > p for s, n, p in zip(start, array.shape, shape)):
        raise RuntimeError(f"Tensor.pad: {self.shape} at {start} does not fit into {shape}")
    out = numpy.full(shape, value, array.dtype)
    out[tuple(slice(s, s + n) for s, n in zip(start, array.shape))] = array
    padded = make_tensor(out, self.dtype, self.layout, None, None, None, None, "Tensor.pad")
    if self.layout != Layout.ROW_MAJOR or any(start) or shape[:-2] != list(self.shape)[:-2] or not shape:
        return padded
    spec = TensorSpec(self.shape, self.dtype, self.layout, self.memory_config())
    return _ttnn.tensor.from_bytes(
        _ttnn.tensor.with_padded_shape(spec, shape), numpy.frombuffer(_ttnn.tensor.get_bytes(padded), numpy.uint8)
    )


def _unpad(self, start, end):
    """The part of a host tensor's padded contents from `start` to `end` (exclusive)."""
    array, start, end = as_array(self.cpu(), padded=True), [int(n) for n in start], [int(n) for n in end]
    array = array.reshape((1,) * (len(start) - array.ndim) + array.shape)
    fits = len(start) == len(end) == array.ndim
    if not fits or any(not 0 <= s <= e <= n for s, e, n in zip(start, end, array.shape)):
        raise RuntimeError(f"Tensor.unpad: from {start} to {end} is not inside {list(array.shape)}")
    part = numpy.ascontiguousarray(array[tuple(slice(s, e) for s, e in zip(start, end))])
    return make_tensor(part, self.dtype, self.layout, None, None, None, None, "Tensor.unpad")


def _pad_to_tile(self, value):
    """Tensor.pad to multiples of 32 in the last two dimensions."""
    shape = list(self.shape)
    shape[-2:] = [-(-n // 32) * 32 for n in shape[-2:]]
    return _pad(self, shape, [0] * len(shape), value)


def _unpad_from_tile(self, shape):
    """Tensor.unpad to `shape`, which differs in the last two dimensions at most."""
    if list(shape)[:-2] != list(self.shape)[:-2]:
        raise RuntimeError(
            f"Input shape must match output shape apart from last 2 dims: Tensor.unpad_from_tile of {self.shape} to {list(shape)}"
        )
    return _unpad(self, [0] * len(list(shape)), list(shape))


Tensor.__getitem__ = _getitem
Tensor.to = _to
Tensor.reshape = _reshape
Tensor.__array__ = _array
Tensor.__dlpack__ = _dlpack
Tensor.__dlpack_device__ = lambda self: (1, 0)
Tensor.to_numpy = lambda self, mesh_composer=None: as_array(self)
Tensor.to_torch = _to_torch
Tensor.to_torch_with_padded_shape = _to_torch_padded
Tensor.pad = _pad
Tensor.unpad = _unpad
Tensor.pad_to_tile = _pad_to_tile
Tensor.unpad_from_tile = _unpad_from_tile
_ = (MemoryConfig, Shape, StorageType)
