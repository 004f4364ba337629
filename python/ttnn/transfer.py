"""Between arrays of torch, NumPy or DLPack and tensors. Torch is imported only when a torch tensor is asked for."""

import sys

from ._ttnn import tensor as _tensor
from .arrays import numpy
from .decorators import register_python_operation as _operation
from .types import DataType, Layout, StorageType, Tensor, TensorSpec

_INTEGERS = {
    DataType.UINT32: "uint32",
    DataType.INT32: "int32",
    DataType.UINT16: "uint16",
    DataType.UINT8: "uint8",
}
# What an array becomes when no dtype is asked for.
_NATIVE = {
    "float32": ("float32", None),
    "float16": ("float32", DataType.BFLOAT16),
    "int64": ("uint32", None),
    "int32": ("int32", None),
    "int16": ("uint16", None),
    "int8": ("uint8", None),
    "uint8": ("uint8", None),
    "uint16": ("uint16", None),
    "uint32": ("uint32", None),
    "bool": ("uint8", None),
}


def _is_torch(value):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _to_numpy(value, operation):
    """(array, whether its uint16 elements are bfloat16) of a torch tensor, NumPy array or anything that speaks DLPack."""
    if _is_torch(value):
        import torch

        value = value.detach().cpu()
        if value.is_sparse or value.is_quantized:
            raise TypeError(f"{operation}: sparse and quantized torch tensors are not supported; make it dense first")
        if value.dtype == torch.bfloat16:
            return value.contiguous().view(torch.int16).numpy().view(numpy.uint16), True
        return value.resolve_conj().numpy() if value.is_complex() else value.numpy(), False
    if isinstance(value, numpy.ndarray):
        if value.dtype.name == "bfloat16":
            return value.view(numpy.uint16), True
        return value, False
    if isinstance(value, numpy.generic):
        return numpy.asarray(value), False
    if hasattr(type(value), "__dlpack__") and not isinstance(value, (type, numpy.generic)):
        return numpy.from_dlpack(value), False
    raise TypeError(f"{operation}: expected a torch tensor or an array, got {type(value).__name__}")


def _normalized(array, bfloat16, dtype, operation):
    """(contiguous array of an element type that the extension takes, target dtype)."""
    if bfloat16:
        return array, DataType.BFLOAT16 if dtype is None else dtype
    name = array.dtype.name
    if name not in _NATIVE:
        raise TypeError(
            f"{operation}: elements of type {name} are not supported; convert to float32, bfloat16, int32 or uint32 first"
        )
    element, default = _NATIVE[name]
    target = default if dtype is None else dtype
    if target in _INTEGERS and array.dtype.kind in "iub":
        element = _INTEGERS[target]
    elif target is not None and target not in _INTEGERS and array.dtype.kind in "iub" and array.dtype.itemsize > 2:
        element = numpy.float32  # through floats, so that negative numbers keep their sign
    elif target is not None and target not in _INTEGERS and array.dtype.kind == "i":
        element = numpy.float32
    return array.astype(element, copy=False), target


def make_tensor(value, dtype, layout, tile, memory_config, device, pad_value, operation):
    """A tensor from any array; the common part of from_torch, as_tensor and the constructor."""
    array, bfloat16 = _to_numpy(value, operation)
    array, target = _normalized(array, bfloat16, dtype, operation)
    if target in (DataType.BFLOAT8_B, DataType.BFLOAT4_B):
        layout = Layout.TILE
    elif layout is None:
        layout = Layout.ROW_MAJOR
    array = numpy.ascontiguousarray(array) if array.ndim else array
    if tile is not None and layout == Layout.ROW_MAJOR:
        layout = Layout.TILE
    tensor = _tensor.from_array(array, bfloat16, target, layout, tile, memory_config, device)
    if pad_value:
        tensor = _fill_padding(tensor, pad_value)
    return tensor


def _fill_padding(tensor, pad_value):
    """The tensor with its tile padding set to a value."""
    import ttnn

    if tensor.storage_type() == StorageType.DEVICE:
        return ttnn.fill_implicit_tile_padding(tensor, pad_value)
    array, shape = as_array(tensor), list(tensor.padded_shape)
    if list(tensor.shape) == shape or tensor.layout != Layout.TILE:
        return tensor
    whole = numpy.full(shape, pad_value, array.dtype)
    whole[(0,) * (len(shape) - array.ndim) + tuple(slice(n) for n in array.shape)] = array
    whole = make_tensor(whole, tensor.dtype, Layout.TILE, tensor.tile, None, None, None, "pad_value")
    return _tensor.from_bytes(tensor.spec, numpy.frombuffer(_tensor.get_bytes(whole), numpy.uint8))


def _mesh():
    from . import mesh

    return mesh


@_operation(name="ttnn.from_torch")
def from_torch(
    tensor,
    dtype=None,
    *,
    spec=None,
    tile=None,
    pad_value=None,
    layout=None,
    device=None,
    memory_config=None,
    mesh_mapper=None,
    cq_id=None,
    preserve_nan_values=False,
    col_tilize=False,
    enable_bfloat_opt=False,
):
    """A tensor from a torch tensor, a NumPy array or anything that speaks DLPack.

    Without dtype: float32, bfloat16, int32, uint8/16/32 stay; float16 becomes bfloat16, int64 uint32, int16 uint16, bool uint8.
    Block floats are always in TILE layout. float64 and complex elements raise TypeError. None gives None.
    """
    if tensor is None:
        return None
    if spec is not None:
        if not isinstance(spec, TensorSpec):
            raise TypeError(
                f"ttnn.from_torch(): incompatible function arguments: spec must be a ttnn.TensorSpec, got {spec!r}"
            )
        dtype, layout, memory_config, tile = (
            spec.dtype,
            spec.layout,
            spec.memory_config,
            spec.tile if spec.layout == Layout.TILE else None,
        )
    if memory_config is not None and device is None and memory_config.is_sharded() and memory_config.shard_spec is None:
        raise RuntimeError("from_torch: memory_config is sharded but has no shard spec")
    made = make_tensor(tensor, dtype, layout, tile, memory_config, device, pad_value, "from_torch")
    return made if mesh_mapper is None else _mesh().placed("from_torch", made, mesh_mapper)


def as_array(tensor, padded=False):
    """NumPy array of a tensor: float32 for all float dtypes, integers as they are."""
    array = _tensor.to_array(tensor, padded)
    if tensor.dtype == DataType.BFLOAT16:
        return numpy.asarray(array.astype(numpy.uint32) << 16).view(numpy.float32)  # of rank 0, too
    return array


def as_float_array(value):
    """Float64 array of a tensor, torch tensor, array or number."""
    if isinstance(value, Tensor):
        return as_array(value).astype(numpy.float64)
    if isinstance(value, (int, float, list, tuple)):
        return numpy.asarray(value, numpy.float64)
    array, bfloat16 = _to_numpy(value, "pearson_correlation_coefficient")
    if bfloat16:
        array = (array.astype(numpy.uint32) << 16).view(numpy.float32)
    return array.astype(numpy.float64)


def torch_dtype(dtype):
    """The torch dtype that to_torch gives for a dtype."""
    import torch

    return {
        DataType.BFLOAT16: torch.bfloat16,
        DataType.UINT32: torch.uint32,
        DataType.INT32: torch.int32,
        DataType.UINT16: torch.uint16,
        DataType.UINT8: torch.uint8,
    }.get(dtype, torch.float32)


def _torch_from(tensor, padded=False):
    import torch

    out = torch.from_numpy(_tensor.to_array(tensor, padded))
    return out.view(torch.bfloat16) if tensor.dtype == DataType.BFLOAT16 else out


@_operation(name="ttnn.to_torch")
def to_torch(tensor, dtype=None, *, torch_rank=None, mesh_composer=None, device=None, cq_id=None):
    """A torch tensor with the logical elements; waits for the device. Block floats give float32.

    torch_rank drops leading dimensions of 1."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"to_torch: expected a ttnn.Tensor, got {type(tensor).__name__}")
    if mesh_composer is not None:
        _mesh().composed("to_torch", tensor, mesh_composer)
    out = _torch_from(tensor)
    if torch_rank is not None:
        while out.dim() > torch_rank:
            if out.shape[0] != 1:
                raise RuntimeError("to_torch: Unable to squeeze to desired rank!")
            out = out.squeeze(0)
    return out if dtype is None else out.to(dtype)


@_operation(name="ttnn.to_device")
def to_device(tensor, device, memory_config=None, *, queue_id=None):
    """The tensor on `device`, in `memory_config` (that of the tensor when not given)."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"to_device: expected a ttnn.Tensor, got {type(tensor).__name__}")
    if device is None:
        raise TypeError("to_device: device must be an open device, got None")
    if (
        tensor.storage_type() == StorageType.DEVICE
        and memory_config is not None
        and memory_config != tensor.memory_config()
    ):
        import ttnn

        return ttnn.to_memory_config(tensor, memory_config)
    return tensor._to_device(device, memory_config)


@_operation(name="ttnn.from_device")
def from_device(tensor, blocking=True, *, queue_id=None):
    """The tensor on the host; waits for the device."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"from_device: expected a ttnn.Tensor, got {type(tensor).__name__}")
    return tensor.cpu(blocking)


@_operation(name="ttnn.deallocate")
def deallocate(tensor, force=True):
    """Gives the tensor's device memory back; host tensors keep their contents. Twice is silent."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"deallocate: expected a ttnn.Tensor, got {type(tensor).__name__}")
    tensor.deallocate(force)


@_operation(name="ttnn.allocate_tensor_on_device")
def allocate_tensor_on_device(*args, **kwargs):
    """Device memory for a TensorSpec (tensor_spec, mesh_device), or for (shape, dtype, layout, device, memory_config).

    Contents are unspecified."""
    spec, device = _spec_and_device(args, kwargs)
    return _tensor.empty_device(spec, device)


@_operation(name="ttnn.allocate_tensor_on_host")
def allocate_tensor_on_host(*args, **kwargs):
    """A host tensor of zeros for a TensorSpec (tensor_spec, mesh_device), or for (shape, dtype, layout, device, memory_config)."""
    return _tensor.empty_host(_spec_and_device(args, kwargs)[0])


def _spec_and_device(args, kwargs):
    names = (
        ("tensor_spec", "mesh_device")
        if (args and isinstance(args[0], TensorSpec)) or "tensor_spec" in kwargs
        else ("shape", "dtype", "layout", "mesh_device", "memory_config")
    )
    values = dict(zip(names, args)) | kwargs
    device = values.pop("mesh_device", values.pop("device", None))
    if "tensor_spec" in values:
        return values["tensor_spec"], device
    config = values.get("memory_config")
    arguments = (values["shape"], values["dtype"], values["layout"])
    return TensorSpec(*arguments, config) if config is not None else TensorSpec(*arguments), device


__all__ = [
    "from_torch",
    "to_torch",
    "to_device",
    "from_device",
    "deallocate",
    "allocate_tensor_on_device",
    "allocate_tensor_on_host",
]
