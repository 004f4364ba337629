"""Members of the extension's classes that are made in Python: what a device says of its mesh and its sub-devices, how tensors lie on
a mesh, and values as JSON."""

import json

from . import _ttnn
from .types import (
    Arch,
    BufferType,
    CoreCoord,
    CoreRange,
    CoreRangeSet,
    MemoryConfig,
    MeshDevice,
    NdShardSpec,
    ShardDistributionStrategy,
    ShardOrientation,
    ShardSpec,
    Tensor,
    TensorMemoryLayout,
    TensorSpec,
    UnaryOpType,
    UnaryWithParam,
)

# --- meshes ---------------------------------------------------------------------------------------------------------


class MeshDeviceView:
    """Rows and columns of a mesh and the devices in them."""

    def __init__(self, device):
        self._device = device

    def shape(self):
        """The MeshShape."""
        return self._device.shape

    def size(self):
        """Number of devices."""
        return self._device.get_num_devices()

    def num_rows(self):
        """Rows of a two-dimensional mesh."""
        return self._device.shape[0]

    def num_cols(self):
        """Columns of a two-dimensional mesh."""
        return self._device.shape[-1]

    def contains(self, coordinate):
        """Whether the mesh has a device there."""
        shape = self._device.shape
        return coordinate.dims() == shape.dims() and all(c < n for c, n in zip(coordinate, shape))

    def get_device_id(self, coordinate):
        """Id of the device there."""
        return self._device.get_device_id(coordinate)


def _shape(self):
    """MeshShape of the mesh."""
    from .mesh import MeshShape

    return getattr(self, "_shape", None) or MeshShape(1, 1)


def _reshape(self, new_shape):
    """Puts the devices into another shape of as many devices."""
    if new_shape.mesh_size() != self.get_num_devices():
        raise RuntimeError(
            f"MeshDevice.reshape: new_shape {new_shape} has {new_shape.mesh_size()} devices, the mesh has {self.get_num_devices()}"
        )
    self._shape = new_shape


def _check_coordinate(self, coordinate):
    if not self.get_view().contains(coordinate):
        raise RuntimeError(f"MeshDevice: coordinate {coordinate} lies outside of the mesh {self.shape}")


def _get_device_id(self, coordinate):
    """Id of the device at a MeshCoordinate."""
    _check_coordinate(self, coordinate)
    return self.get_device_ids()[0]


def _get_fabric_node_id(self, coord):
    """FabricNodeId of the device at a MeshCoordinate."""
    from .card import FabricNodeId, MeshId

    return FabricNodeId(MeshId(0), self.get_device_id(coord))


def _create_submesh(self, submesh_shape, offset=None):
    """A device of its own on a part of the mesh: own memories, queues and program cache. Closed with the mesh, or before."""
    from .mesh import MeshShape

    if not isinstance(submesh_shape, MeshShape):
        raise TypeError(
            f"create_submesh(): incompatible function arguments: submesh_shape must be a MeshShape, got {submesh_shape!r}"
        )
    if submesh_shape.dims() != self.shape.dims() or any(a > b for a, b in zip(submesh_shape, self.shape)):
        raise RuntimeError(f"create_submesh: submesh_shape {submesh_shape} does not fit on the mesh {self.shape}")
    if offset is not None and any(o + n > m for o, n, m in zip(offset, submesh_shape, self.shape)):
        raise RuntimeError(
            f"create_submesh: offset {offset} and submesh_shape {submesh_shape} lie outside of the mesh {self.shape}"
        )
    submesh = _ttnn.device.open(**self._options)
    submesh._options, submesh._shape = self._options, submesh_shape
    self._submeshes = [*getattr(self, "_submeshes", ()), submesh]
    return submesh


def _create_submeshes(self, submesh_shape):
    """The parts of that shape that cover the mesh."""
    if any(b % a for a, b in zip(submesh_shape, self.shape)):
        raise RuntimeError(f"create_submeshes: the mesh {self.shape} is not a multiple of {submesh_shape}")
    return [self.create_submesh(submesh_shape)]


def _get_submeshes(self):
    """What create_submesh made, and is open still."""
    return [s for s in getattr(self, "_submeshes", ()) if s._is_open()]


def _dram_readers(self, noc, coord=None):
    """The worker core that reads each DRAM bank: a list, or with a MeshCoordinate a dictionary by bank. Cores lie apart evenly."""
    grid, banks = self.compute_with_storage_grid_size(), self.dram_grid_size().x
    places = [i * grid.x * grid.y // banks for i in range(banks)]
    cores = [CoreCoord(p % grid.x, p // grid.x) for p in places]
    if coord is None:
        return cores
    _check_coordinate(self, coord)
    return dict(enumerate(cores))


def _dram_core(self, logical_core):
    """Place of a DRAM bank; banks are addressed by their numbers."""
    if logical_core.x >= self.dram_grid_size().x or logical_core.y:
        raise RuntimeError(
            f"dram_core_from_logical_core: logical_core {logical_core} lies outside of the DRAM grid {self.dram_grid_size()}"
        )
    return logical_core


def _of_resources(name):
    def method(self, *args, **kwargs):
        from . import resources

        return getattr(resources, name)(self, *args, **kwargs)

    method.__name__ = name
    return method


for _name, _function in {
    "get_view": lambda self: MeshDeviceView(self),
    "reshape": _reshape,
    "get_device_id": _get_device_id,
    "get_fabric_node_id": _get_fabric_node_id,
    "get_system_mesh_id": lambda self: 0,
    "create_submesh": _create_submesh,
    "create_submeshes": _create_submeshes,
    "get_submeshes": _get_submeshes,
    "get_optimal_dram_bank_to_logical_worker_assignment": _dram_readers,
    "dram_core_from_logical_core": _dram_core,
}.items():
    setattr(MeshDevice, _name, _function)
for _name in (
    "create_sub_device_manager",
    "load_sub_device_manager",
    "clear_loaded_sub_device_manager",
    "remove_sub_device_manager",
    "set_sub_device_stall_group",
    "reset_sub_device_stall_group",
):
    setattr(MeshDevice, _name, _of_resources(_name))
MeshDevice.shape = property(_shape)


def _tensor_topology(self):
    """How the tensor lies on its mesh."""
    from .mesh import default_topology

    return getattr(self, "_topology", None) or default_topology()


def _update_tensor_topology(self, topology):
    """Says how the tensor lies on its mesh."""
    from .mesh import TensorTopology

    if not isinstance(topology, TensorTopology):
        raise TypeError(
            f"update_tensor_topology(): incompatible function arguments: expected a TensorTopology, got {type(topology).__name__}"
        )
    self._topology = topology


def _device_coords(self):
    """Coordinates of the devices that have a part of the tensor."""
    return self.tensor_topology().mesh_coords() if self.device() else []


def _extract_shard(self, core=None, *, core_id=None):
    """The part of a sharded tensor on one core (a CoreCoord, or its number among the shards' cores), as a host tensor."""
    from . import shards

    return shards.extract(self, core_id if core is None else core)


Tensor.extract_shard = _extract_shard
# Every core has a tensor's memory at the same address here.
Tensor.is_per_core_allocated = lambda self: False
Tensor.is_range_lockstep_allocated = lambda self: False
Tensor.experimental_per_core_buffer_address = lambda self, device_coord, core: self.buffer_address()
Tensor.tensor_topology = _tensor_topology
Tensor.update_tensor_topology = _update_tensor_topology
Tensor.device_coords = _device_coords


def _specs(name):
    def method(self, *args, **kwargs):
        from . import shards

        return getattr(shards, name)(self, *args, **kwargs)

    method.__name__ = name
    return method


for _name in (
    "height_sharded",
    "width_sharded",
    "block_sharded",
    "sharded",
    "sharded_across_dims",
    "sharded_across_dims_except",
):
    setattr(TensorSpec, _name, _specs(_name))

# Not a member: a card that no device is any more, for programs that ask whether theirs is one.
Arch.GRAYSKULL = type("Grayskull", (), {"name": "GRAYSKULL", "value": 1, "__repr__": lambda self: "Arch.GRAYSKULL"})()


def _at_one_address(name):
    def method(self, enable):
        if enable:
            raise RuntimeError(f"MemoryConfig.{name}: a tensor has the same address on every core here; pass False")

    method.__name__ = name
    method.__doc__ = "Whether each core has an address of its own: only False. Raises RuntimeError for True."
    return method


for _name in ("experimental_set_per_core_allocation", "experimental_set_range_lockstep_allocation"):
    setattr(MemoryConfig, _name, _at_one_address(_name))

# --- JSON -----------------------------------------------------------------------------------------------------------


def _enum(value):
    return None if value is None else f"{type(value).__name__}::{value.name}"


def _member(kind, text):
    return kind.__members__[text.rpartition("::")[2]]


def _coord(c):
    return {"x": c.x, "y": c.y}


def _range(r):
    return {"start": _coord(r.start), "end": _coord(r.end)}


def _ranges(s):
    return [_range(r) for r in s.ranges()]


def _shard_spec(s):
    return {"grid": _ranges(s.grid), "shape": list(s.shape), "orientation": _enum(s.orientation)}


def _nd_shard_spec(s):
    return {
        "shard_shape": list(s.shard_shape),
        "grid": _ranges(s.grid),
        "orientation": _enum(s.orientation),
        "shard_distribution_strategy": _enum(s.shard_distribution_strategy),
    }


def _memory_config(c):
    by_nd = "created_with_nd_shard_spec=1" in repr(c)
    return {
        "memory_layout": _enum(c.memory_layout),
        "buffer_type": _enum(c.buffer_type),
        "shard_spec": _shard_spec(c.shard_spec) if c.shard_spec else None,
        "nd_shard_spec": _nd_shard_spec(c.nd_shard_spec) if c.nd_shard_spec else None,
        "created_with_nd_shard_spec": by_nd,
    }


def _to_coord(d):
    return CoreCoord(d["x"], d["y"])


def _to_range(d):
    return CoreRange(_to_coord(d["start"]), _to_coord(d["end"]))


def _to_ranges(d):
    return CoreRangeSet([_to_range(r) for r in d])


def _to_shard_spec(d):
    return ShardSpec(_to_ranges(d["grid"]), d["shape"], _member(ShardOrientation, d["orientation"]))


def _to_nd_shard_spec(d):
    strategy = _member(ShardDistributionStrategy, d["shard_distribution_strategy"])
    return NdShardSpec(d["shard_shape"], _to_ranges(d["grid"]), _member(ShardOrientation, d["orientation"]), strategy)


def _to_memory_config(d):
    buffer_type = _member(BufferType, d["buffer_type"])
    if d["created_with_nd_shard_spec"]:
        return MemoryConfig(buffer_type, _to_nd_shard_spec(d["nd_shard_spec"]))
    spec = _to_shard_spec(d["shard_spec"]) if d["shard_spec"] else None
    return MemoryConfig(_member(TensorMemoryLayout, d["memory_layout"]), buffer_type, spec)


def _json(kind, write, read):
    def from_json(text):
        if not isinstance(text, str):
            raise TypeError(
                f"from_json(): incompatible function arguments: expected a string, got {type(text).__name__}"
            )
        try:
            return read(json.loads(text))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise RuntimeError(f"{kind.__name__}.from_json: not the JSON of a {kind.__name__}: {error!r}") from error

    def to_json(self):
        return json.dumps(write(self))

    to_json.__doc__, from_json.__doc__ = "The value as JSON.", f"The {kind.__name__} that to_json wrote."
    kind.to_json, kind.from_json = to_json, staticmethod(from_json)


_json(CoreCoord, _coord, _to_coord)
_json(CoreRange, _range, _to_range)
_json(CoreRangeSet, _ranges, _to_ranges)
_json(ShardSpec, _shard_spec, _to_shard_spec)
_json(NdShardSpec, _nd_shard_spec, _to_nd_shard_spec)
_json(MemoryConfig, _memory_config, _to_memory_config)


def _field(value):
    """A member of a program configuration as JSON."""
    if isinstance(value, CoreCoord):
        return {"core": _coord(value)}
    if isinstance(value, CoreRangeSet):
        return {"cores": _ranges(value)}
    if isinstance(value, UnaryWithParam):
        return {"activation": _enum(value.op_type), "params": list(value.params)}
    return value


def _to_field(d):
    if not isinstance(d, dict):
        return d
    if "core" in d:
        return _to_coord(d["core"])
    return (
        _to_ranges(d["cores"]) if "cores" in d else UnaryWithParam(_member(UnaryOpType, d["activation"]), *d["params"])
    )


_BLOCKS = "compute_with_storage_grid_size in0_block_w out_subblock_h out_subblock_w per_core_M per_core_N allowed_worker_cores"
for _name, _fields in (
    ("ReuseProgramConfig", _BLOCKS),
    ("ReuseMultiCastProgramConfig", f"{_BLOCKS} out_block_h out_block_w transpose_mcast fused_activation fuse_batch"),
    (
        "ReuseMultiCast1DProgramConfig",
        f"{_BLOCKS} out_block_h out_block_w fuse_batch fused_activation mcast_in0 gather_in0 hop_cores num_global_cb_receivers "
        "untilize_out stream_in1",
    ),
    (
        "ReuseMultiCastDRAMShardedProgramConfig",
        "in0_block_w per_core_M per_core_N fused_activation num_workers_per_dram_bank",
    ),
    ("ReuseMultiCastBatchedDRAMShardedProgramConfig", "in0_block_w per_core_M per_core_N fused_activation"),
):
    _kind = getattr(_ttnn.operations.matmul, f"MatmulMultiCore{_name}")
    _json(
        _kind,
        lambda c, names=_fields: {n: _field(getattr(c, n)) for n in names.split()},
        lambda d, kind=_kind: kind(**{n: _to_field(v) for n, v in d.items()}),
    )
