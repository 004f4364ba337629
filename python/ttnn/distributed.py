"""Devices as meshes, and tensors dealt over them: opening, mappers and composers under their short names, pictures of a mesh, and the
context of several processes (of which there is one here)."""

import contextlib

from . import device as _devices
from .device import open_device
from .enumerations import DispatchCoreType  # noqa: F401
from .mesh import (
    MeshComposerConfig,
    MeshCoordinateRange,
    MeshMapperConfig,
    MeshShape,
    MeshToTensor,
    PlacementReplicate,
    PlacementShard,
    TensorToMesh,
    check_mapper,
    composed,
    mesh_shape_of,
    needs_devices,
    placed,
)
from .types import MeshDevice, StorageType, Tensor

CppTensorToMesh, CppMeshToTensor = TensorToMesh, MeshToTensor

# --- opening --------------------------------------------------------------------------------------------------------


def open_mesh_device(
    mesh_shape=None,
    l1_small_size=_devices.DEFAULT_L1_SMALL_SIZE,
    trace_region_size=_devices.DEFAULT_TRACE_REGION_SIZE,
    num_command_queues=1,
    dispatch_core_config=None,
    offset=None,
    physical_device_ids=(),
    worker_l1_size=0,
):
    """Opens a mesh of `mesh_shape` devices; this machine has meshes of one. Sizes in bytes."""
    shape = MeshShape(1, 1) if mesh_shape is None else mesh_shape
    shape = shape if isinstance(shape, MeshShape) else MeshShape(list(shape))
    if shape.mesh_size() > 1:
        raise RuntimeError(
            f"open_mesh_device: mesh_shape {shape} needs {shape.mesh_size()} cards, and there is one; use MeshShape(1, 1)"
        )
    if offset is not None and any(offset):
        raise RuntimeError(f"open_mesh_device: offset {offset} lies outside of the system mesh {MeshShape(1, 1)}")
    ids = list(physical_device_ids) or [0]
    if len(ids) != 1:
        raise RuntimeError(f"open_mesh_device: physical_device_ids names {len(ids)} cards for a mesh of one")
    device = open_device(
        device_id=ids[0],
        l1_small_size=l1_small_size,
        trace_region_size=trace_region_size,
        num_command_queues=num_command_queues,
        dispatch_core_config=dispatch_core_config,
        worker_l1_size=worker_l1_size,
    )
    if shape.dims() != 2:
        device.reshape(shape)
    return device


def close_mesh_device(mesh_device):
    """Closes a mesh; the same as close_device."""
    _devices.close_device(mesh_device)


@contextlib.contextmanager
def create_mesh_device(*args, **kwargs):
    """A mesh for the length of a with block; arguments of open_mesh_device."""
    device = open_mesh_device(*args, **kwargs)
    try:
        yield device
    finally:
        close_mesh_device(device)


def get_num_devices():
    """Number of cards: one."""
    return 1


def get_device_ids():
    """Ids that open_device takes."""
    return [0]


get_num_pcie_devices = get_num_devices
get_pcie_device_ids = get_device_ids

# --- mappers and composers ------------------------------------------------------------------------------------------


def create_mesh_mapper(mesh_device=None, config=None, *, mesh_shape=None):
    """A mapper for a MeshDevice (or a MeshShape) from a MeshMapperConfig."""
    if not isinstance(config, MeshMapperConfig):
        raise TypeError(
            f"create_mesh_mapper(): incompatible function arguments: config must be a MeshMapperConfig, got {type(config).__name__}"
        )
    return TensorToMesh(mesh_device if mesh_shape is None else mesh_shape, config)


def create_mesh_composer(mesh_device, config):
    """A composer for a MeshDevice from a MeshComposerConfig."""
    if not isinstance(config, MeshComposerConfig):
        raise TypeError(
            f"create_mesh_composer(): incompatible function arguments: config must be a MeshComposerConfig, got {type(config).__name__}"
        )
    return MeshToTensor(mesh_device, config)


def _flat(mesh_device):
    return MeshShape([mesh_shape_of(mesh_device).mesh_size()])


def replicate_tensor_to_mesh_mapper(mesh_device):
    """A mapper that gives every device the whole tensor."""
    return TensorToMesh(mesh_device, MeshMapperConfig([PlacementReplicate()], _flat(mesh_device)))


def shard_tensor_to_mesh_mapper(mesh_device, dim):
    """A mapper that divides dimension `dim` among all devices."""
    return TensorToMesh(mesh_device, MeshMapperConfig([PlacementShard(dim)], _flat(mesh_device)))


def concat_mesh_to_tensor_composer(mesh_device, dim):
    """A composer that joins the parts of all devices along dimension `dim`."""
    return MeshToTensor(mesh_device, MeshComposerConfig([dim], _flat(mesh_device)))


class ReplicateTensorToMeshWrapper:
    """A mapper as ReplicateTensorToMesh gives it."""

    def __init__(self, mapper):
        self._mapper = mapper

    def unwrap(self):
        """The mapper."""
        return self._mapper


def ReplicateTensorToMesh(mesh_device):
    """Mapper: every device has the whole tensor."""
    return ReplicateTensorToMeshWrapper(replicate_tensor_to_mesh_mapper(mesh_device))


def ShardTensorToMesh(mesh_device, dim):
    """Mapper: dimension `dim` is divided among the devices."""
    return shard_tensor_to_mesh_mapper(mesh_device, dim)


def ConcatMeshToTensor(mesh_device, dim):
    """Composer: the devices' parts are joined along dimension `dim`."""
    return concat_mesh_to_tensor_composer(mesh_device, dim)


def _pair(operation, mesh_device, mesh_shape, dims):
    if len(tuple(mesh_shape)) != 2 or len(tuple(dims)) != 2:
        raise ValueError(
            f"{operation}: mesh_shape and dims must have two entries, got {tuple(mesh_shape)} and {tuple(dims)}"
        )
    shape, whole = MeshShape(*mesh_shape), mesh_shape_of(mesh_device)
    if any(a > b for a, b in zip(shape, whole)):
        raise ValueError(f"{operation}: mesh_shape {tuple(shape)} does not fit on the mesh {tuple(whole)}")
    return shape


def ShardTensor2dMesh(mesh_device, mesh_shape, dims):
    """Mapper: `dims` are the tensor's dimensions that rows and columns of the mesh divide; None replicates."""
    shape = _pair("ShardTensor2dMesh", mesh_device, mesh_shape, dims)
    return create_mesh_mapper(
        mesh_device, MeshMapperConfig(row_dim=dims[0], col_dim=dims[1], mesh_shape_override=shape)
    )


def ConcatMesh2dToTensor(mesh_device, mesh_shape, dims):
    """Composer: parts are joined along dims[0] over the rows of the mesh and along dims[1] over its columns."""
    shape = _pair("ConcatMesh2dToTensor", mesh_device, mesh_shape, dims)
    if dims[0] == dims[1]:
        raise ValueError(f"ConcatMesh2dToTensor: both dimensions in dims must be different, got {tuple(dims)}")
    return create_mesh_composer(
        mesh_device, MeshComposerConfig(row_dim=dims[0], col_dim=dims[1], mesh_shape_override=shape)
    )


@contextlib.contextmanager
def distribute(default):
    """Inside the with block from_torch uses the mapper, or to_torch the composer, where none is given."""
    import ttnn

    name, keyword = (
        ("to_torch", "mesh_composer") if isinstance(default, MeshToTensor) else ("from_torch", "mesh_mapper")
    )
    if keyword == "mesh_mapper":
        check_mapper("distribute", default)
    before = getattr(ttnn, name)
    setattr(ttnn, name, lambda *args, **kwargs: before(*args, **{keyword: default, **kwargs}))
    try:
        yield
    finally:
        setattr(ttnn, name, before)


def _check_tensors(operation, tensors):
    tensors = list(tensors)
    if not all(isinstance(t, Tensor) for t in tensors):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected tensors, got {[type(t).__name__ for t in tensors]}"
        )
    if not tensors:
        raise RuntimeError(f"{operation}: tensors: expected at least one tensor, got none")
    return tensors


def distribute_tensor(tensor, mapper, mesh_device=None):
    """The host tensor as `mapper` deals it; on `mesh_device` where given."""
    (tensor,) = _check_tensors("distribute_tensor", [tensor])
    if tensor.storage_type() != StorageType.HOST:
        raise RuntimeError(
            "distribute_tensor: tensor: expected a host tensor, got one on a device; use ttnn.from_device"
        )
    out = placed("distribute_tensor", tensor, mapper)
    if mesh_device is None:
        return out
    moved = out.to(mesh_device)
    moved.update_tensor_topology(out.tensor_topology())
    return moved


def aggregate_tensor(tensor, composer):
    """One host tensor from the parts on the devices."""
    (tensor,) = _check_tensors("aggregate_tensor", [tensor])
    return Tensor(composed("aggregate_tensor", tensor, composer).cpu())


def get_device_tensors(tensor):
    """A tensor for each device of the mesh (one)."""
    return _check_tensors("get_device_tensors", [tensor])


def combine_device_tensors(*args, tensors=None):
    """One tensor from those of the single devices; the devices must be different."""
    if args and tensors is None:
        (tensors,) = args
    tensors = _check_tensors("combine_device_tensors", tensors or ())
    if any(t.storage_type() != StorageType.DEVICE for t in tensors):
        raise RuntimeError("combine_device_tensors: tensors: expected tensors on a device, got a host tensor")
    if len(tensors) > 1:
        raise RuntimeError("combine_device_tensors: tensors: two of them lie on the same device of the mesh")
    return tensors[0]


def from_host_shards(tensors, mesh_shape):
    """One host tensor from a tensor for each device of a mesh of `mesh_shape`."""
    tensors, shape = _check_tensors("from_host_shards", tensors), mesh_shape_of(mesh_shape)
    if any(t.storage_type() != StorageType.HOST for t in tensors):
        raise RuntimeError("from_host_shards: All tensor shards must be on host")
    if any(t.spec != tensors[0].spec for t in tensors):
        raise RuntimeError("from_host_shards: All tensor shards must have the same tensor spec")
    if len(tensors) != shape.mesh_size():
        raise RuntimeError(
            f"from_host_shards: expected {shape.mesh_size()} tensors for the mesh {shape}, got {len(tensors)}"
        )
    if len(tensors) > 1:
        raise needs_devices("from_host_shards", len(tensors))
    out = Tensor(tensors[0])
    out.update_tensor_topology(TensorToMesh(shape, MeshMapperConfig([PlacementReplicate()] * shape.dims())).topology())
    return out


def compute_distribution_to_mesh_mapping(distribution_shape, mesh_shape):
    """The mesh coordinate of each coordinate of a distribution, row by row."""
    if distribution_shape.mesh_size() > mesh_shape.mesh_size():
        raise RuntimeError(
            f"compute_distribution_to_mesh_mapping: {distribution_shape} has more devices than the mesh {mesh_shape}"
        )
    fits = distribution_shape.dims() == mesh_shape.dims() and all(
        a <= b for a, b in zip(distribution_shape, mesh_shape)
    )
    inside = MeshCoordinateRange(distribution_shape if fits else mesh_shape)
    return list(inside)[: distribution_shape.mesh_size()]


# --- pictures -------------------------------------------------------------------------------------------------------


class ColorPalette:
    """Colours of the parts of a tensor."""

    DEFAULT_COLOR = "#4a4a4a"

    @staticmethod
    def hsv_to_hex(h, s, v):
        """`#rrggbb` of hue, saturation and value from 0 to 1."""
        import colorsys

        return "#" + "".join(f"{round(255 * c):02x}" for c in colorsys.hsv_to_rgb(h, s, v))

    @staticmethod
    def generate_muted_colors(n):
        """n colours of different hue."""
        return [ColorPalette.hsv_to_hex(i / max(n, 1), 0.4, 0.7) for i in range(n)]


def _table(title, shape, cell):
    """A table of the cells' lines, one column a device of a row of the mesh."""
    rows, columns = (1, *shape)[-2:]
    cells = [[cell(r, c) for c in range(columns)] for r in range(rows)]
    width = max(len(line) for row in cells for lines in row for line in lines) + 2
    rule = "+" + ("-" * width + "+") * columns
    text = [title, rule]
    for row in cells:
        for lines in zip(*row):
            text.append("|" + "|".join(line.center(width) for line in lines) + "|")
        text.append(rule)
    return "\n".join(text)


def create_system_mesh_table():
    """The devices of this machine as a table (text)."""
    return _table("SystemMesh", MeshShape(1, 1), lambda r, c: ["Dev. ID: 0", f"({r}, {c})"])


def visualize_system_mesh():
    """Prints the devices of this machine."""
    print(create_system_mesh_table())


def visualize_mesh_device(mesh_device):
    """Prints the devices of a mesh, in their rows and columns."""
    if not isinstance(mesh_device, MeshDevice):
        raise TypeError(f"visualize_mesh_device: expected a MeshDevice, got {type(mesh_device).__name__}")
    ids, shape = mesh_device.get_device_ids(), tuple(mesh_device.shape)
    title = f"MeshDevice(rows={(1, *shape)[-2]}, cols={shape[-1]}):"
    print(_table(title, shape, lambda r, c: [f"Dev. ID: {ids[r * shape[-1] + c]}", f"({r}, {c})"]))


class TensorShardingInfo:
    """Which part of a tensor each device of its mesh has."""

    def __init__(self, tensor, shards):
        self.tensor, self.shards = tensor, shards
        self.topology = tensor.tensor_topology()
        self.global_shape = list(tensor.shape)
        for placement, count in zip(self.topology.placements(), self.topology.distribution_shape()):
            if isinstance(placement, PlacementShard):
                self.global_shape[placement.dim] *= count


def visualize_tensor(tensor):
    """Prints which part of a tensor each device has."""
    import ttnn

    info = TensorShardingInfo(tensor, get_device_tensors(tensor))
    device = tensor.device()
    shape = tuple(device.shape) if device else (1, 1)
    where = [f"{ttnn.DataType(tensor.dtype)}, {tensor.layout}"]
    title = f"Tensor {info.global_shape} {where[0]} placements={info.topology.placements()}"
    print(_table(title, shape, lambda r, c: [f"({r}, {c})", f"Shape: {list(tensor.shape)}"]))


# --- processes ------------------------------------------------------------------------------------------------------


class _Number:
    """A whole number of its own kind; compares with its kind alone."""

    def __init__(self, value):
        self._value = int(value)

    def __int__(self):
        return self._value

    __index__ = __int__

    def __str__(self):
        return str(self._value)

    def __repr__(self):
        return f"{type(self).__name__}({self._value})"

    def __eq__(self, other):
        return self._value == other._value if type(self) is type(other) else NotImplemented

    def __lt__(self, other):
        return self._value < other._value if type(self) is type(other) else NotImplemented

    def __le__(self, other):
        return self._value <= other._value if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((type(self).__name__, self._value))


class Rank(_Number):
    """Number of a process."""


class Size(_Number):
    """Count of processes."""


class SubcontextId(_Number):
    """Number of a group of processes."""


_context = {"initialized": False}


def init_distributed_context():
    """Joins the processes of a run; here there is one."""
    _context["initialized"] = True


def distributed_context_is_initialized():
    """Whether init_distributed_context was called."""
    return _context["initialized"]


def using_distributed_env():
    """Whether several processes take part: no."""
    return False


def distributed_context_get_rank():
    """This process's number: 0."""
    return Rank(0)


def distributed_context_get_size():
    """Count of processes: 1."""
    return Size(1)


distributed_context_world_rank = distributed_context_get_rank
distributed_context_world_size = distributed_context_get_size


def distributed_context_barrier():
    """Waits for the other processes, of which there are none."""


def distributed_context_allgather_int(value):
    """The value of each process."""
    return [int(value)]


def distributed_context_subcontext_count():
    """Groups of processes: one."""
    return 1


def distributed_context_subcontext_id():
    """The group of this process, or None without groups."""
    return None


def distributed_context_subcontext_size(subcontext_id):
    """Processes of a group."""
    if int(subcontext_id) != 0:
        raise RuntimeError(
            f"distributed_context_subcontext_size: subcontext_id {int(subcontext_id)} does not exist; there is one, 0"
        )
    return Size(1)


def distributed_context_subcontext_sizes():
    """Processes of each group."""
    return [1]


def distributed_context_local_to_world_rank(subcontext_id, local_rank):
    """Number among all processes of a process of a group."""
    if int(subcontext_id) != 0 or int(local_rank) != 0:
        raise RuntimeError(
            f"distributed_context_local_to_world_rank: there is one process, 0 of group 0, got {int(local_rank)} of {int(subcontext_id)}"
        )
    return Rank(0)


def _no_other_process(operation, rank):
    raise RuntimeError(f"{operation}: process {int(rank)} does not exist; this run has one process")


def distributed_context_send_bytes(data, dest, tag=0):
    """Sends bytes to another process; there is none, so this raises."""
    _no_other_process("distributed_context_send_bytes", dest)


def distributed_context_recv_bytes(size, source, tag=0):
    """Receives bytes from another process; there is none, so this raises."""
    _no_other_process("distributed_context_recv_bytes", source)
