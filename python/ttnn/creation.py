"""Tensors from nothing: zeros, ones, full, empty, arange, random numbers. Made on the host and moved, as in the official module."""

from ._ttnn import tensor as _tensor
from .arrays import numpy
from .decorators import register_python_operation as _operation
from .transfer import make_tensor
from .types import DRAM_MEMORY_CONFIG, DataType, Layout, MemoryConfig, Shape, Tensor, TensorSpec

_NUMPY = {
    DataType.UINT32: "uint32",
    DataType.INT32: "int32",
    DataType.UINT16: "uint16",
    DataType.UINT8: "uint8",
}

_MOST_NUMBERS = 2**33


def _dims(shape, operation):
    if isinstance(shape, (str, bytes)) or not hasattr(shape, "__iter__"):
        raise TypeError(
            f"{operation}(): incompatible function arguments: shape must be a sequence of whole numbers, got {shape!r}"
        )
    dims = list(shape)
    for n in dims:
        if not isinstance(n, (int, numpy.integer)) or isinstance(n, bool):
            raise TypeError(
                f"{operation}(): incompatible function arguments: shape must be a sequence of whole numbers, got {shape!r}"
            )
        if n < 0:
            raise TypeError(
                f"{operation}(): incompatible function arguments: shape must not be negative, got {shape!r}"
            )
    return [int(n) for n in dims]


def _spec(shape, dtype, layout, memory_config):
    config = memory_config if memory_config is not None else DRAM_MEMORY_CONFIG
    return TensorSpec(Shape(shape), dtype, layout, memory_config=config)


def _filled(shape, value, dtype, layout, device, memory_config, operation):
    if not isinstance(value, (int, float, numpy.number)):
        raise TypeError(f"{operation}(): incompatible function arguments: fill_value must be a number, got {value!r}")
    dims = _dims(shape, operation)
    dtype = DataType.BFLOAT16 if dtype is None else dtype
    layout = Layout.ROW_MAJOR if layout is None else layout
    spec = _spec(dims, dtype, layout, memory_config)  # refuses an unfit layout before the work
    return _tensor.full(spec, device, float(value)) if value else _tensor.full(spec, device, 0.0)


def _check_destination(optional_tensor):
    if not isinstance(optional_tensor, Tensor):
        raise TypeError(f"optional_tensor: expected a ttnn.Tensor or None, got {type(optional_tensor).__name__}")


def _into(tensor, optional_tensor):
    if optional_tensor is None:
        return tensor
    import ttnn

    _check_destination(optional_tensor)
    if list(optional_tensor.shape) != list(tensor.shape):
        raise RuntimeError(f"optional_tensor: expected {tensor.shape}, got {optional_tensor.shape}")
    return ttnn.copy(tensor, optional_tensor)


@_operation(name="ttnn.zeros")
def zeros(shape, dtype=None, layout=None, device=None, memory_config=None):
    """A tensor of zeros; bfloat16 in ROW_MAJOR layout unless given, on the host without a device."""
    return _filled(shape, 0, dtype, layout, device, memory_config, "ttnn.zeros")


@_operation(name="ttnn.ones")
def ones(shape, dtype=None, layout=None, device=None, memory_config=None):
    """A tensor of ones; bfloat16 in ROW_MAJOR layout unless given, on the host without a device."""
    return _filled(shape, 1, dtype, layout, device, memory_config, "ttnn.ones")


@_operation(name="ttnn.full")
def full(shape, fill_value, dtype=None, layout=None, device=None, memory_config=None, optional_tensor=None):
    """A tensor whose elements are all fill_value."""
    if optional_tensor is not None:
        _check_destination(optional_tensor)
        dtype, layout, device, memory_config = (
            optional_tensor.dtype,
            optional_tensor.layout,
            optional_tensor.device(),
            optional_tensor.memory_config(),
        )
    return _into(_filled(shape, fill_value, dtype, layout, device, memory_config, "ttnn.full"), optional_tensor)


@_operation(name="ttnn.empty")
def empty(shape, dtype=DataType.BFLOAT16, layout=Layout.ROW_MAJOR, device=None, memory_config=DRAM_MEMORY_CONFIG):
    """Device memory for a tensor; the contents are unspecified."""
    if device is None:
        raise TypeError("ttnn.empty(): incompatible function arguments: device must be an open device, got None")
    return _tensor.empty_device(_spec(_dims(shape, "ttnn.empty"), dtype, layout, memory_config), device)


def _like(tensor, value, dtype, layout, device, memory_config, optional_tensor, operation):
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a ttnn.Tensor, got {type(tensor).__name__}"
        )
    if tensor.device() is None and tensor.storage_type().name == "DEVICE":
        raise RuntimeError(f"[{operation}] Input Tensor is not allocated: it was deallocated before")
    if optional_tensor is not None:
        _check_destination(optional_tensor)
        dtype, layout, device = optional_tensor.dtype, optional_tensor.layout, optional_tensor.device()
        memory_config = optional_tensor.memory_config()
    config = tensor.memory_config() if memory_config is None else memory_config
    if not isinstance(config, MemoryConfig):
        raise TypeError(
            f"{operation}(): incompatible function arguments: memory_config must be a ttnn.MemoryConfig, got {config!r}"
        )
    if config.is_sharded() and config.shard_spec is None and config.nd_shard_spec is None:
        config = _tensor.elementwise_memory_config(config, tensor)
    made = _filled(
        tensor.shape,
        value,
        tensor.dtype if dtype is None else dtype,
        tensor.layout if layout is None else layout,
        tensor.device() if device is None else device,
        config,
        operation,
    )
    return _into(made, optional_tensor)


@_operation(name="ttnn.zeros_like")
def zeros_like(tensor, dtype=None, layout=None, device=None, memory_config=None, optional_tensor=None):
    """Zeros with the shape and, unless given, the dtype, layout and place of a tensor."""
    return _like(tensor, 0, dtype, layout, device, memory_config, optional_tensor, "ttnn.zeros_like")


@_operation(name="ttnn.ones_like")
def ones_like(tensor, dtype=None, layout=None, device=None, memory_config=None, optional_tensor=None):
    """Ones with the shape and, unless given, the dtype, layout and place of a tensor."""
    return _like(tensor, 1, dtype, layout, device, memory_config, optional_tensor, "ttnn.ones_like")


@_operation(name="ttnn.full_like")
def full_like(tensor, fill_value, dtype=None, layout=None, device=None, memory_config=None, optional_tensor=None):
    """fill_value with the shape and, unless given, the dtype, layout and place of a tensor."""
    return _like(tensor, fill_value, dtype, layout, device, memory_config, optional_tensor, "ttnn.full_like")


@_operation(name="ttnn.empty_like")
def empty_like(tensor, *, dtype=None, layout=None, device=None, memory_config=None):
    """Device memory with the shape and, unless given, the dtype, layout and place of a tensor; contents unspecified."""
    return _like(tensor, 0, dtype, layout, device, memory_config, None, "ttnn.empty_like")


@_operation(name="ttnn.arange")
def arange(
    *args, dtype=DataType.BFLOAT16, device=None, memory_config=DRAM_MEMORY_CONFIG, layout=Layout.ROW_MAJOR, **kwargs
):
    """The numbers from start (0) to end (exclusive) in steps of step (1), a vector."""
    names = ("end",) if len(args) == 1 and "end" not in kwargs else ("start", "end", "step")
    values = {"start": 0, "step": 1} | dict(zip(names, args)) | kwargs
    if set(values) != {"start", "end", "step"} or len(args) > 3 or any(isinstance(v, float) for v in values.values()):
        raise TypeError(
            f"ttnn.arange(): incompatible function arguments: expected (end) or (start, end, step) in whole numbers, got {args} {kwargs}"
        )
    start, end, step = (int(values[n]) for n in ("start", "end", "step"))
    if dtype not in (DataType.BFLOAT16, DataType.FLOAT32, *_NUMPY) or (dtype == DataType.UINT8):
        raise RuntimeError(
            f"Unsupported dtype: ttnn.arange makes bfloat16, float32, int32, uint32 and uint16, got {dtype}"
        )
    if step == 0:
        raise RuntimeError("ttnn.arange: Step value cannot be zero")
    if (step > 0 and start > end) or (step < 0 and start < end):
        raise RuntimeError(
            f"Invalid range: Step direction does not match range bounds: start {start}, end {end}, step {step}"
        )
    count = max(0, -(-(end - start) // step))
    if count > _MOST_NUMBERS or not all(-(2**63) <= v < 2**63 for v in (start, end, step)):
        raise RuntimeError(f"ttnn.arange: {count} numbers from {start} to {end} are more than a device holds")
    numbers = numpy.arange(start, end, step, numpy.int64)
    array = numbers.astype(_NUMPY[dtype]) if dtype in _NUMPY else numbers.astype(numpy.float32)
    return make_tensor(array, dtype, layout, None, memory_config, device, None, "ttnn.arange")


def _random(shape, device, dtype, layout, memory_config, sample, seed, operation):
    if device is None:
        raise TypeError(f"{operation}(): incompatible function arguments: device must be an open device, got None")
    if dtype == DataType.UINT8:
        raise RuntimeError(f"[{operation.replace('.', '::')}] Output dtype DataType::UINT8 is not supported.")
    if dtype in (DataType.BFLOAT8_B, DataType.BFLOAT4_B) and layout == Layout.ROW_MAJOR:
        raise RuntimeError(f"Only TILE layout is supported for {dtype.name} dtype!")
    array = sample(numpy.random.default_rng(seed or None), _dims(shape, operation)).astype(numpy.float32)
    if dtype in _NUMPY:
        array = array.astype(_NUMPY[dtype])
    return make_tensor(array, dtype, layout, None, memory_config, device, None, operation)


@_operation(name="ttnn.rand")
def rand(
    shape,
    device,
    *,
    dtype=DataType.BFLOAT16,
    layout=Layout.TILE,
    memory_config=DRAM_MEMORY_CONFIG,
    low=0.0,
    high=1.0,
    seed=0,
    mesh_mapper=None,
):
    """Uniform random numbers in [low, high); the same for the same seed, new ones for seed 0."""
    if not low < high:
        raise RuntimeError(f"[ttnn::rand] low ({low}) must be less than high ({high})")
    top = numpy.nextafter(numpy.float32(high), numpy.float32(low))
    if dtype == DataType.BFLOAT16:  # the largest below `high` that does not round up to it
        bits = top.view(numpy.int32)
        top = numpy.int32(bits & -65536 if bits > 0 else -(-bits & -65536)).view(numpy.float32) if high > 0 else top
    return _random(
        shape,
        device,
        dtype,
        layout,
        memory_config,
        lambda g, s: numpy.minimum(g.uniform(low, high, s), top),
        seed,
        "ttnn.rand",
    )


@_operation(name="ttnn.randn")
def randn(
    shape,
    device,
    *,
    dtype=DataType.BFLOAT16,
    layout=Layout.TILE,
    memory_config=DRAM_MEMORY_CONFIG,
    compute_kernel_config=None,
    seed=None,
):
    """Random numbers of the standard normal distribution."""
    if dtype not in (DataType.BFLOAT16, DataType.FLOAT32):
        raise RuntimeError(f"Randn: Output tensor must be Float32 or Bfloat16, got {dtype} [ttnn.randn]")
    return _random(shape, device, dtype, layout, memory_config, lambda g, s: g.standard_normal(s), seed, "ttnn.randn")


__all__ = [
    "zeros",
    "ones",
    "full",
    "empty",
    "zeros_like",
    "ones_like",
    "full_like",
    "empty_like",
    "arange",
    "rand",
    "randn",
]
