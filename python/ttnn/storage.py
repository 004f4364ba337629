"""Tensors from files and buffers, conversions on the host, and copies into tensors that exist already."""

import os
import pathlib

from ._ttnn import tensor as _tensor
from .arrays import numpy
from .decorators import register_python_operation as _operation
from .transfer import from_torch, make_tensor
from .types import DataType, Layout, StorageType, Tensor

_BLOCK_FLOATS = (DataType.BFLOAT8_B, DataType.BFLOAT4_B)
_FLOATS = (DataType.FLOAT32, DataType.BFLOAT16, *_BLOCK_FLOATS)


def _check_tensor(tensor, operation):
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a ttnn.Tensor, got {type(tensor).__name__}"
        )


def _tensor_file(file_name, operation):
    if not isinstance(file_name, (str, os.PathLike)):
        raise TypeError(f"{operation}(): incompatible function arguments: file_name must be a path, got {file_name!r}")
    path = pathlib.Path(file_name)
    if path.suffix != ".tensorbin":
        raise RuntimeError(f"[{operation}] file_name: {str(path)!r} must have .tensorbin extension; rename it")
    return path


@_operation(name="ttnn.dump_tensor")
def dump_tensor(file_name, tensor, *, mode=None):
    """Writes a tensor (of the host or a device; waits for the device) to a .tensorbin file, which appears whole or not at all.

    `mode` matters only where several hosts hold parts of the tensor."""
    path = _tensor_file(file_name, "ttnn.dump_tensor")
    _check_tensor(tensor, "ttnn.dump_tensor")
    from .tensorbin import dumps

    data = dumps(tensor)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
        raise RuntimeError(
            f'[ttnn.dump_tensor] Cannot open "{path}" for writing: {error.strerror}; is there such a directory, and space?'
        ) from error


@_operation(name="ttnn.load_tensor")
def load_tensor(file_name, *, device=None):
    """The tensor in a .tensorbin file; on `device`, in the memory config it was written with, when one is given."""
    path = _tensor_file(file_name, "ttnn.load_tensor")
    from .flatbuffer import Corrupt
    from .tensorbin import Elsewhere, read

    if not path.is_file():
        raise RuntimeError(
            f"Unable to load the tensor from {path}: it {'is not a file' if path.exists() else 'does not exist'}"
        )
    try:
        with path.open("rb") as file:
            tensor = read(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise RuntimeError(f'[ttnn.load_tensor] Cannot open "{path}": {error.strerror}') from error
    except Elsewhere as error:
        raise RuntimeError(f'[ttnn.load_tensor] Tensor file "{path}": {error}') from None
    except (Corrupt, RuntimeError, TypeError, OverflowError) as error:
        raise RuntimeError(
            f'[ttnn.load_tensor] Tensor file "{path}" is truncated or corrupt: {error}; write it again with ttnn.dump_tensor'
        ) from error
    return tensor if device is None else tensor.to(device, tensor.memory_config())


def _cache_file(cache_file_name, dtype, layout, device, mesh_mapper):
    """The official name: a cache written by one module is found by the other."""
    devices = ""
    if mesh_mapper is not None:
        devices = f"_multi_device_{device.get_num_devices()}" if device is not None else "_multi_device"
    dtype, layout = (v.name if v is not None else "None" for v in (dtype, layout))
    return pathlib.Path(f"{cache_file_name}{devices}_dtype_{dtype}_layout_{layout}.tensorbin")


@_operation(name="ttnn.as_tensor")
def as_tensor(
    tensor,
    dtype=None,
    *,
    layout=Layout.ROW_MAJOR,
    device=None,
    memory_config=None,
    cache_file_name=None,
    preprocess=None,
    mesh_mapper=None,
    cache_dump_mode=None,
):
    """from_torch with a cache: the converted tensor is kept in `cache_file_name` with dtype and layout in its name, and read from
    there the next time; a file that does not fit is written anew. `preprocess` is applied to the torch tensor first."""

    def converted(to_device):
        return from_torch(
            preprocess(tensor) if preprocess is not None else tensor,
            dtype=dtype,
            layout=layout,
            device=to_device,
            memory_config=memory_config,
            mesh_mapper=mesh_mapper,
        )

    if cache_file_name is None:
        return converted(device)
    path = _cache_file(cache_file_name, dtype, layout, device, mesh_mapper)
    try:
        found = load_tensor(path)
        if tensor is None or preprocess is not None or tuple(found.shape) == tuple(tensor.shape):
            return found if device is None else found.to(device, memory_config or found.memory_config())
    except RuntimeError:
        if tensor is None:
            raise
    made = converted(None)
    path.parent.mkdir(parents=True, exist_ok=True)
    dump_tensor(path, made)
    return made if device is None else made.to(device, memory_config or made.memory_config())


@_operation(name="ttnn.to_dtype")
def to_dtype(tensor, dtype):
    """The host tensor in another dtype: floats round to nearest even, floats to integers truncate and saturate. Block floats are in TILE
    layout."""
    _check_tensor(tensor, "ttnn.to_dtype")
    if not isinstance(dtype, DataType):
        raise TypeError(f"ttnn.to_dtype(): incompatible function arguments: dtype must be a DataType, got {dtype!r}")
    if tensor.storage_type() != StorageType.HOST:
        raise RuntimeError(
            f"Expected Tensor with HostStorage, got StorageType::{tensor.storage_type().name}: to_dtype(...) function only "
            "supports host tensors! Use ttnn.typecast on a device [ttnn.to_dtype]"
        )
    return tensor._convert(dtype, Layout.TILE if dtype in _BLOCK_FLOATS else None)


@_operation(name="ttnn.copy_host_to_device_tensor")
def copy_host_to_device_tensor(host_tensor, device_tensor, cq_id=None):
    """Writes a host tensor into a device tensor of the same shape, dtype and layout, in the order of the command queue; the address
    stays."""
    _check_tensor(host_tensor, "ttnn.copy_host_to_device_tensor")
    _check_tensor(device_tensor, "ttnn.copy_host_to_device_tensor")
    _tensor.copy_host_to_device(host_tensor, device_tensor, cq_id)


@_operation(name="ttnn.copy_device_to_host_tensor")
def copy_device_to_host_tensor(device_tensor, host_tensor, blocking=True, cq_id=None):
    """Writes a device tensor into a host tensor of the same shape, dtype and layout; waits for the device, also without `blocking`."""
    _check_tensor(device_tensor, "ttnn.copy_device_to_host_tensor")
    _check_tensor(host_tensor, "ttnn.copy_device_to_host_tensor")
    _tensor.copy_device_to_host(device_tensor, host_tensor, cq_id)


@_operation(name="ttnn.from_buffer")
def from_buffer(buffer, shape, dtype, device, layout=None, memory_config=None):
    """A tensor from the numbers of a list or flat array, in rows of `shape`."""
    if isinstance(buffer, (str, bytes)) or not hasattr(buffer, "__len__"):
        raise TypeError(
            f"ttnn.from_buffer(): incompatible function arguments: buffer must be a list of numbers, got {type(buffer).__name__}"
        )
    if not isinstance(dtype, _tensor.DataType):
        raise TypeError(
            f"ttnn.from_buffer(): incompatible function arguments: dtype must be a ttnn.DataType, got {type(dtype).__name__}"
        )
    try:
        array = numpy.asarray(buffer, numpy.float32 if dtype in _FLOATS else numpy.int64)
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(f"ttnn.from_buffer(): buffer must hold numbers that fit {dtype.name}: {error}") from None
    try:
        shape = [int(n) for n in shape]
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(f"ttnn.from_buffer(): shape must be a sequence of whole numbers: {error}") from None
    volume = int(numpy.prod(shape, dtype=object)) if shape else 1
    if array.size != volume:
        raise RuntimeError(
            f"[ttnn.from_buffer] buffer: shape {shape} needs {volume} elements, got {array.size}; give as many"
        )
    return make_tensor(array.reshape(shape), dtype, layout, None, memory_config, device, None, "ttnn.from_buffer")


__all__ = [
    "dump_tensor",
    "load_tensor",
    "as_tensor",
    "to_dtype",
    "copy_host_to_device_tensor",
    "copy_device_to_host_tensor",
    "from_buffer",
]
