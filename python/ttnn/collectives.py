"""Collectives: operations in which the devices of a mesh exchange parts. With one device every collective is defined: what would be
gathered, reduced or sent is the device's own tensor, and the output is a copy of it in the memory config asked for.

A call that names more than one device raises an error that says so. Arguments that divide the work among links and
workers are checked for nothing and have no effect."""

from .decorators import attach_golden_function
from .decorators import register_python_operation as _operation
from .types import Layout, MeshDevice, StorageType, Tensor


def _needs_devices(operation, count):
    from .mesh import needs_devices

    return needs_devices(operation, count)


def _check(operation, tensor, dim=None, cluster_axis=None):
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"ttnn.{operation}(): incompatible function arguments: input_tensor must be a Tensor, got {type(tensor).__name__}"
        )
    if tensor.storage_type() != StorageType.DEVICE or not tensor.is_allocated():
        raise RuntimeError(
            f"{operation}: input_tensor: expected a tensor on a device, got a host tensor or a freed one; use ttnn.to_device"
        )
    rank = len(tensor.shape)
    if dim is not None and (isinstance(dim, bool) or not hasattr(dim, "__index__")):
        raise TypeError(f"ttnn.{operation}(): incompatible function arguments: dim must be a whole number, got {dim!r}")
    if dim is not None and not -rank <= dim < rank:
        raise RuntimeError(
            f"{operation}: Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})"
        )
    if cluster_axis is not None and not 0 <= cluster_axis < tensor.device().shape.dims():
        raise RuntimeError(
            f"{operation}: cluster_axis: expected a dimension of the mesh {tensor.device().shape}, got {cluster_axis}"
        )


def _copied(tensor, memory_config=None, output_tensor=None):
    import ttnn

    if output_tensor is not None:
        if not isinstance(output_tensor, Tensor):
            raise TypeError(
                f"incompatible function arguments: output_tensor must be a ttnn.Tensor, got {output_tensor!r}"
            )
        if output_tensor.shape != tensor.shape or output_tensor.dtype != tensor.dtype:
            raise RuntimeError(
                f"output_tensor: expected shape {tensor.shape} and {tensor.dtype}, got {output_tensor.shape} and {output_tensor.dtype}"
            )
        ttnn.copy(tensor, output_tensor)
        return output_tensor
    if memory_config is None or memory_config == tensor.memory_config():
        return ttnn.clone(tensor)
    return ttnn.to_memory_config(tensor, memory_config)


def _check_coordinate(operation, tensor, coordinate):
    from .mesh import MeshCoordinate

    if not isinstance(coordinate, MeshCoordinate):
        raise TypeError(f"{operation}: expected a ttnn.MeshCoordinate, got {type(coordinate).__name__}")
    if not tensor.device().get_view().contains(coordinate):
        raise RuntimeError(f"{operation}: coordinate {coordinate} lies outside of the mesh {tensor.device().shape}")


@_operation(name="ttnn.all_gather")
def all_gather(
    input_tensor,
    dim,
    *,
    cluster_axis=None,
    memory_config=None,
    output_tensor=None,
    subdevice_id=None,
    sub_core_grids=None,
    num_links=None,
    topology=None,
    chunks_per_sync=None,
    num_workers_per_link=None,
    num_buffers_per_channel=None,
    use_l1_small_for_semaphores=False,
):
    """The devices' tensors joined along dimension `dim`: with one device a copy of the input, in `memory_config` (the input's)."""
    _check("all_gather", input_tensor, dim, cluster_axis)
    return _copied(input_tensor, memory_config, output_tensor)


@_operation(name="ttnn.reduce_scatter")
def reduce_scatter(
    input_tensor,
    dim,
    *,
    cluster_axis=None,
    subdevice_id=None,
    memory_config=None,
    intermediate_memory_config=None,
    output_tensor=None,
    num_links=None,
    topology=None,
    chunks_per_sync=None,
    num_workers_per_link=None,
    num_buffers_per_channel=None,
    compute_kernel_config=None,
    use_l1_small_for_semaphores=False,
):
    """The sum of the devices' tensors, divided among them along dimension `dim`: with one device a copy of the input."""
    _check("reduce_scatter", input_tensor, dim, cluster_axis)
    return _copied(input_tensor, memory_config, output_tensor)


@_operation(name="ttnn.all_reduce")
def all_reduce(
    input_tensor, *, cluster_axis=None, subdevice_id=None, memory_config=None, num_links=None, topology=None
):
    """The sum of the devices' tensors: with one device a copy of the input."""
    _check("all_reduce", input_tensor, None, cluster_axis)
    return _copied(input_tensor, memory_config)


@_operation(name="ttnn.all_broadcast")
def all_broadcast(
    input_tensor,
    *,
    cluster_axis=None,
    subdevice_id=None,
    memory_config=None,
    num_links=1,
    topology=None,
    use_l1_small_for_semaphores=False,
):
    """A list of all devices' tensors: with one device, of a copy of the input."""
    _check("all_broadcast", input_tensor, None, cluster_axis)
    return [_copied(input_tensor, memory_config)]


@_operation(name="ttnn.broadcast")
def broadcast(
    input_tensor,
    sender_coord,
    *,
    num_links=None,
    memory_config=None,
    topology=None,
    cluster_axis=None,
    subdevice_id=None,
):
    """The tensor of the device at `sender_coord`: with one device a copy of the input."""
    _check("broadcast", input_tensor, None, cluster_axis)
    _check_coordinate("broadcast", input_tensor, sender_coord)
    return _copied(input_tensor, memory_config)


@_operation(name="ttnn.mesh_partition")
def mesh_partition(input_tensor, dim, cluster_axis=None, *, memory_config=None):
    """The device's part of a tensor that all devices have, along dimension `dim`: with one device a copy of the whole."""
    _check("mesh_partition", input_tensor, dim, cluster_axis)
    return _copied(input_tensor, memory_config)


@_operation(name="ttnn.point_to_point")
def point_to_point(
    input_tensor, sender_coord, receiver_coord, *, output_tensor=None, intermediate_tensor=None, topology=None
):
    """Sends one device's tensor to another device, which must be a different one: raises RuntimeError with one device."""
    _check("point_to_point", input_tensor)
    for coordinate in (sender_coord, receiver_coord):
        _check_coordinate("point_to_point", input_tensor, coordinate)
    raise _needs_devices("point_to_point", 2)


@_operation(name="ttnn.reduce_to_root")
def reduce_to_root(
    input_tensor_l,
    input_tensor_s,
    input_tensor_m,
    root_coord,
    *,
    scale_fp32=1.0,
    topology=None,
    output_tensor_l=None,
    output_tensor_s=None,
    output_tensor_m=None,
    intermediate_tensor=None,
    input_mux_cores=None,
):
    """Joins partial attention of the devices of a column of four on one of them: raises RuntimeError with one device."""
    for tensor in (input_tensor_l, input_tensor_s, input_tensor_m):
        _check("reduce_to_root", tensor)
    _check_coordinate("reduce_to_root", input_tensor_l, root_coord)
    raise _needs_devices("reduce_to_root", 4)


def _expert_shapes(operation, tokens, indices, mapping):
    for tensor in (tokens, indices, mapping):
        _check(operation, tensor)
        if tensor.layout != Layout.ROW_MAJOR:
            raise RuntimeError(f"{operation}: expected ROW_MAJOR tensors, got {tensor.layout}; use ttnn.to_layout")
        if len(tensor.shape) != 4:
            raise RuntimeError(f"{operation}: expected tensors of rank 4, got {tensor.shape}")
    if mapping.shape[-1] != 1:
        raise _needs_devices(operation, mapping.shape[-1])


@_operation(name="ttnn.all_to_all_dispatch")
def all_to_all_dispatch(
    input_tensor,
    expert_indices_tensor,
    expert_mapping_tensor,
    *,
    cluster_axis=None,
    output_tensors=None,
    num_links=None,
    topology=None,
    memory_config=None,
    subdevice_id=None,
    output_concat_dim=1,
):
    """Sends tokens [B, 1, S, H] to the devices of their experts ([B, 1, S, K]; mapping [1, 1, E, devices]). Returns [tokens, indices]
    as [1, B, S, H] and [1, B, S, K]; with one device all tokens arrive."""
    import ttnn

    _expert_shapes("all_to_all_dispatch", input_tensor, expert_indices_tensor, expert_mapping_tensor)
    if output_concat_dim not in (1, 2):
        raise RuntimeError(f"all_to_all_dispatch: output_concat_dim must be 1 or 2, got {output_concat_dim}")
    sent = []
    for i, tensor in enumerate((input_tensor, expert_indices_tensor)):
        batch, _, length, width = tensor.shape
        arrived = ttnn.reshape(tensor, [1, batch, length, width])
        sent.append(_copied(arrived, memory_config, output_tensors[i] if output_tensors else None))
    return sent


@_operation(name="ttnn.all_to_all_combine")
def all_to_all_combine(
    input_tensor,
    expert_metadata_tensor,
    expert_mapping_tensor,
    *,
    local_reduce=False,
    output_shard_dim=1,
    cluster_axis=None,
    subdevice_id=None,
    memory_config=None,
    output_tensor=None,
    num_links=None,
    topology=None,
):
    """Brings the experts' results [E, B, S, H] (local_reduce: their sums, [1, B, S, H]) back to their tokens, whose experts are
    [1, B, S, K]: [K, B, S, H], row k for the token's k-th expert. local_reduce has the sum in row 0 and zeros in the others."""
    import numpy

    from .transfer import as_array, make_tensor

    _expert_shapes("all_to_all_combine", input_tensor, expert_metadata_tensor, expert_mapping_tensor)
    experts, batch, length, width = input_tensor.shape
    choice = as_array(expert_metadata_tensor)[0].astype(numpy.int64)
    if choice.shape[:2] != (batch, length):
        raise RuntimeError(
            f"all_to_all_combine: expert_metadata_tensor: expected [1, {batch}, {length}, K], got {expert_metadata_tensor.shape}"
        )
    if not local_reduce and choice.max(initial=0) >= experts:
        raise RuntimeError(
            f"all_to_all_combine: expert_metadata_tensor: names expert {choice.max()}, input_tensor has {experts}"
        )
    values = as_array(input_tensor)
    out = numpy.zeros((choice.shape[-1], batch, length, width), values.dtype)
    if local_reduce:
        out[0] = values[0]
    else:
        rows, columns = numpy.ogrid[:batch, :length]
        for k in range(choice.shape[-1]):
            out[k] = values[choice[..., k], rows, columns]
    device, config = input_tensor.device(), memory_config or input_tensor.memory_config()
    made = make_tensor(out, input_tensor.dtype, Layout.ROW_MAJOR, None, config, device, None, "all_to_all_combine")
    return made if output_tensor is None else _copied(made, None, output_tensor)


# --- forms with the caller's semaphores -----------------------------------------------------------------------------


def _async_form(operation, args, kwargs):
    """(input, dim, output buffer) of the forms of an asynchronous collective: (input, dim, ...), (input, buffer, dim, ...), with
    the rest by keyword or position."""
    rest = list(args)
    tensor = rest.pop(0) if rest else kwargs.get("input_tensor")
    buffer = next(
        (
            kwargs[k]
            for k in ("persistent_output_buffer", "persistent_output_buffers", "persistent_output_tensor")
            if k in kwargs
        ),
        None,
    )
    if rest and (rest[0] is None or isinstance(rest[0], (Tensor, list, tuple))):
        buffer = rest.pop(0)
    dim = rest.pop(0) if rest else kwargs.get("dim")
    if dim is None:
        raise TypeError(f"ttnn.experimental.{operation}(): incompatible function arguments: dim is missing")
    if isinstance(buffer, (list, tuple)):  # intermediate and output
        buffer = buffer[-1] if buffer else None
    _check(operation, tensor, dim, kwargs.get("cluster_axis"))
    return tensor, buffer


def _asynchronous(name, doc):
    def function(*args, memory_config=None, **kwargs):
        tensor, buffer = _async_form(name, args, kwargs)
        return _copied(tensor, memory_config, buffer)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{doc} With one device a copy of the input; semaphores are accepted and not needed."
    return _operation(name=f"ttnn.experimental.{name}", is_experimental=True)(function)


_ASYNCHRONOUS = {
    "all_gather_async": "ttnn.all_gather with the caller's semaphores and buffers.",
    "all_gather_async_reversed": "ttnn.all_gather with the devices in reversed order.",
    "strided_all_gather_async": "ttnn.all_gather in the order of a matmul's blocks.",
    "reduce_scatter_minimal_async": "ttnn.reduce_scatter with the caller's semaphores and buffers.",
    "reduce_scatter_minimal_direct": "ttnn.reduce_scatter with the caller's buffers.",
    "strided_reduce_scatter_async": "ttnn.reduce_scatter in the order of a matmul's blocks.",
}
for _name, _doc in _ASYNCHRONOUS.items():
    _asynchronous(_name, _doc)


@_operation(name="ttnn.experimental.all_reduce_async", is_experimental=True)
def all_reduce_async(input_tensor, *args, memory_config=None, dtype=None, **kwargs):
    """ttnn.all_reduce with the caller's semaphores and buffers. With one device a copy of the input, in `dtype` where given."""
    import ttnn

    _check("all_reduce_async", input_tensor, None, kwargs.get("cluster_axis"))
    named_mesh = "mesh_device" in kwargs or any(isinstance(a, MeshDevice) for a in args)
    devices = kwargs.get("num_devices", args[0] if args and isinstance(args[0], int) and not named_mesh else 1)
    if devices > 1:
        raise _needs_devices("all_reduce_async", devices)
    out = _copied(input_tensor, memory_config)
    return out if dtype in (None, out.dtype) else ttnn.typecast(out, dtype)


@_operation(name="ttnn.experimental.ring_attention_all_gather_async", is_experimental=True)
def ring_attention_all_gather_async(
    input_tensor, persistent_output_buffer, dim, *, multi_device_global_semaphore=None, memory_config=None, **kwargs
):
    """ttnn.all_gather of several tensors into buffers. With one device copies of the inputs."""
    for tensor in input_tensor:
        _check("ring_attention_all_gather_async", tensor, dim)
    buffers = list(persistent_output_buffer or [None] * len(input_tensor))
    if len(buffers) != len(input_tensor):
        raise RuntimeError(f"ring_attention_all_gather_async: {len(buffers)} buffers for {len(input_tensor)} tensors")
    return [_copied(t, memory_config, b) for t, b in zip(input_tensor, buffers)]


_MATMUL = (
    "bias",
    "transpose_a",
    "transpose_b",
    "dtype",
    "program_config",
    "activation",
    "compute_kernel_config",
    "core_grid",
)


def _product(tensor, weight, memory_config, options):
    import ttnn

    return ttnn.linear(tensor, weight, memory_config=memory_config, **{k: options[k] for k in _MATMUL if k in options})


@_operation(name="ttnn.experimental.all_gather_matmul_async", is_experimental=True)
def all_gather_matmul_async(
    input_tensor,
    weight_tensor,
    persistent_output_buffer=None,
    dim=None,
    multi_device_global_semaphore=None,
    all_gather_core_grid_offset=None,
    *,
    memory_config_ag=None,
    memory_config_mm=None,
    **options,
):
    """[gathered input, its product with the weight]: ttnn.all_gather, then ttnn.linear with the options of that."""
    _check("all_gather_matmul_async", input_tensor, dim)
    gathered = _copied(input_tensor, memory_config_ag, persistent_output_buffer)
    return [gathered, _product(gathered, weight_tensor, memory_config_mm, options)]


@_operation(name="ttnn.experimental.matmul_reduce_scatter_async", is_experimental=True)
def matmul_reduce_scatter_async(
    input_tensor,
    weight_tensor,
    persistent_intermediate_buffer=None,
    persistent_output_buffer=None,
    dim=None,
    multi_device_global_semaphore=None,
    reduce_scatter_core_grid_offset=None,
    *,
    memory_config_rs=None,
    memory_config_mm=None,
    **options,
):
    """[product with the weight, its part after the reduction]: ttnn.linear with the options of that, then ttnn.reduce_scatter."""
    _check("matmul_reduce_scatter_async", input_tensor)
    product = _product(input_tensor, weight_tensor, memory_config_mm, options)
    _check("matmul_reduce_scatter_async", product, dim)
    return [product, _copied(product, memory_config_rs, persistent_output_buffer)]


def _socket_operation(name):
    def function(*args, **kwargs):
        from .card import no_card

        raise no_card(f"experimental.{name}", "sockets between devices need")

    function.__name__ = function.__qualname__ = name
    function.__doc__ = "Sends or receives over a socket; raises RuntimeError: sockets need a card."
    _operation(name=f"ttnn.experimental.{name}", is_experimental=True)(function)


for _name in ("send_async", "recv_async", "send_direct_async", "recv_direct_async", "send_async_d2h", "recv_async_h2d"):
    _socket_operation(_name)


@_operation(name="ttnn.generic_op")
def generic_op(io_tensors, program_descriptor=None, *, mesh_program_descriptor=None):
    """Runs a ProgramDescriptor (or MeshProgramDescriptor) of kernels for the card's cores on tensors, inputs first and the output last.

    Such kernels are programs for the card's own processors, so this checks the arguments and raises RuntimeError."""
    from .program_descriptor import MeshProgramDescriptor, ProgramDescriptor

    tensors = list(io_tensors)
    program_descriptor = mesh_program_descriptor if program_descriptor is None else program_descriptor
    if not all(isinstance(t, Tensor) for t in tensors) or not isinstance(
        program_descriptor, (ProgramDescriptor, MeshProgramDescriptor)
    ):
        raise TypeError(
            "ttnn.generic_op(): incompatible function arguments: expected a list of tensors and a ProgramDescriptor"
        )
    if len(tensors) < 2:
        raise RuntimeError(f"generic_op: io_tensors: expected inputs and an output, got {len(tensors)} tensors")
    raise RuntimeError(
        "generic_op: program_descriptor: its kernels are programs for the processors of a card's cores and cannot run on this CPU; "
        "use operations of ttnn, or a card"
    )


def _golden_copy(input_tensor, *args, **kwargs):
    return input_tensor.clone()


def _attach_goldens():
    import ttnn

    for name in ("all_gather", "reduce_scatter", "all_reduce", "broadcast", "mesh_partition"):
        attach_golden_function(getattr(ttnn, name), _golden_copy)
    for name in (*_ASYNCHRONOUS, "all_reduce_async"):
        attach_golden_function(getattr(ttnn.experimental, name), _golden_copy)
    attach_golden_function(
        ttnn.experimental.ring_attention_all_gather_async,
        lambda input_tensor, *_, **__: [t.clone() for t in input_tensor],
    )
    attach_golden_function(ttnn.all_broadcast, lambda input_tensor, **_: [input_tensor.clone()])
    attach_golden_function(ttnn.all_to_all_dispatch, lambda x, i, m, **_: [x.transpose(0, 1), i.transpose(0, 1)])
    attach_golden_function(ttnn.all_to_all_combine, _golden_combine)


def _golden_combine(input_tensor, expert_metadata_tensor, expert_mapping_tensor, *, local_reduce=False, **_):
    import torch

    count = expert_metadata_tensor.shape[-1]
    if local_reduce:
        return torch.cat([input_tensor, input_tensor.new_zeros(count - 1, *input_tensor.shape[1:])])
    index = expert_metadata_tensor[0].long().permute(2, 0, 1).unsqueeze(-1).expand(-1, -1, -1, input_tensor.shape[-1])
    return torch.gather(input_tensor, 0, index)
