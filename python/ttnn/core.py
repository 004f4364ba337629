"""Small functions on tensors and memory configurations."""

import math

from ._ttnn import tensor as _tensor
from .types import Shape, StorageType


def set_printoptions(*, profile, sci_mode=None, precision=None):
    """How tensors print.

    profile: "short" (two elements at either end of a dimension), "full" or "empty". sci_mode: None (by the data), a bool
    or "true", "false", "default". precision: digits after the point (4)."""
    known = ("short", "full", "empty")
    if not isinstance(profile, str) or profile.lower() not in known:
        raise RuntimeError(f"set_printoptions: profile must be one of {', '.join(map(repr, known))}, got {profile!r}")
    if isinstance(sci_mode, str) and sci_mode.lower() in ("true", "false", "default"):
        sci_mode = {"true": True, "false": False, "default": None}[sci_mode.lower()]
    if sci_mode is not None and not isinstance(sci_mode, bool):
        raise ValueError("sci_mode must be None, bool, or str (true, false, default)")
    if precision is not None and (not isinstance(precision, int) or isinstance(precision, bool)):
        raise ValueError("precision must be None or int")
    if precision is not None and not 0 <= precision <= 60:
        raise ValueError(f"precision must be from 0 to 60, got {precision}")
    _tensor.set_printoptions(profile.lower(), sci_mode, precision)


def has_storage_type_of(tensor, storage_type):
    """Whether the tensor's contents are there (host or device)."""
    return tensor.storage_type() == storage_type


def is_tensor_storage_on_device(tensor):
    """Whether the tensor is on a device."""
    return tensor.storage_type() == StorageType.DEVICE


def is_sharded(tensor):
    """Whether the tensor is sharded."""
    return tensor.is_sharded()


def has_tile_padding(tensor, *, dim=None):
    """Whether the padded shape is larger than the logical one, in dimension `dim` or in one of the last two."""
    shape, padded = tensor.shape, tensor.padded_shape
    if dim is not None:
        return shape[dim] != padded[dim]
    return any(shape[-i] != padded[-i] for i in range(1, min(2, len(shape)) + 1))


def divup(a, b):
    """a / b rounded up."""
    return (a + b - 1) // b


def roundup(a, b):
    """a rounded up to a multiple of b."""
    return b * divup(a, b)


def roundup32(a):
    """a rounded up to a multiple of 32."""
    return roundup(a, 32)


def pearson_correlation_coefficient(expected, actual):
    """PCC of two tensors or arrays; 1.0 for equal contents, NaN and infinities included."""
    import numpy

    from .transfer import as_float_array

    a, b = as_float_array(expected).ravel(), as_float_array(actual).ravel()
    if a.shape != b.shape:
        raise RuntimeError(f"pearson_correlation_coefficient: shapes {a.shape} and {b.shape} differ")
    if a.size == 0 or numpy.array_equal(a, b, equal_nan=True):
        return 1.0
    finite = numpy.isfinite(a) & numpy.isfinite(b)
    if not numpy.array_equal(a[~finite], b[~finite], equal_nan=True):
        return 0.0
    a, b = a[finite], b[finite]
    if a.size == 0:
        return 1.0
    a, b = a - a.mean(), b - b.mean()
    norm = math.sqrt(float(a @ a)) * math.sqrt(float(b @ b))
    return float(a @ b) / norm if norm else float(numpy.allclose(a, b))


def ttnn_dtype_to_torch_dtype(dtype):
    """The torch dtype that to_torch gives."""
    from .transfer import torch_dtype

    return torch_dtype(dtype)


def get_current_device_shape(device):
    """Rows and columns of the mesh."""
    return Shape(list(device.shape))


__all__ = [name for name in globals() if not name.startswith("_") and name not in ("math", "Shape", "StorageType")]
