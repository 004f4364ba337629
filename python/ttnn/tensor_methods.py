"""Methods of Tensor for shards, copies and pickling, and answers that are the same for every tensor of this machine."""

import numpy

from . import _ttnn
from .operators import as_array
from .transfer import make_tensor
from .types import CoreCoord, Layout, ShardOrientation, StorageType, Tensor, TensorMemoryLayout


def _core_position(spec, layout, core):
    """(shards down, shards to the right) before the shard of a core of a two-dimensional shard spec."""
    row_major = spec.orientation == ShardOrientation.ROW_MAJOR
    if layout == TensorMemoryLayout.BLOCK_SHARDED:
        box = spec.grid.bounding_box()
        x, y = core.x - box.start.x, core.y - box.start.y
        return (y, x) if row_major else (x, y)
    cores = _ttnn.tensor.corerange_to_cores(spec.grid, None, row_major)
    index = cores.index(core)
    return (index, 0) if layout == TensorMemoryLayout.HEIGHT_SHARDED else (0, index)


def _sharded_core(tensor, core):
    """The core, checked, for a CoreCoord or a number in the order of the shards."""
    config = tensor.memory_config()
    if tensor.storage_type() != StorageType.DEVICE or config.shard_spec is None:
        raise RuntimeError(
            f"Tensor.extract_shard: expected a tensor in two-dimensional shards on a device, got {config}; "
            "use ttnn.to_memory_config first"
        )
    spec = config.shard_spec
    cores = _ttnn.tensor.corerange_to_cores(spec.grid, None, spec.orientation == ShardOrientation.ROW_MAJOR)
    if isinstance(core, CoreCoord):
        if core not in cores:
            raise RuntimeError(f"Tensor.extract_shard: core {core} holds no shard; the shards are on {spec.grid}")
        return core
    if isinstance(core, bool) or not isinstance(core, int):
        raise TypeError(f"extract_shard(): incompatible function arguments: expected a CoreCoord or int, got {core!r}")
    if not 0 <= core < len(cores):
        raise RuntimeError(f"Tensor.extract_shard: core_id must be from 0 to {len(cores) - 1}, got {core}")
    return cores[core]


def _extract_shard(self, core=None, core_id=None):
    """The shard of a core (or of the core_id-th core) as a host tensor of the shard's shape; elements outside the tensor are 0."""
    core = _sharded_core(self, core_id if core is None else core)
    config = self.memory_config()
    height, width = config.shard_spec.shape
    down, right = _core_position(config.shard_spec, config.memory_layout, core)
    array = as_array(self, padded=True)
    rows = array.reshape(-1, array.shape[-1])
    part = rows[down * height : (down + 1) * height, right * width : (right + 1) * width]
    shard = numpy.zeros((height, width), array.dtype)
    shard[: part.shape[0], : part.shape[1]] = part
    tile = self.tile if self.layout == Layout.TILE else None
    return make_tensor(shard, self.dtype, self.layout, tile, None, None, None, "Tensor.extract_shard")


def _reduce(self):
    """Pickled as the bytes of its .tensorbin file: a host tensor comes out, with the memory config it had."""
    from .tensorbin import dumps, loads

    return loads, (dumps(self),)


def _copy(self):
    return Tensor(self)


def _deepcopy(self, memo):
    """A copy with memory of its own, where the tensor is."""
    import ttnn

    return ttnn.clone(self) if self.storage_type() == StorageType.DEVICE else _reduce(self)[0](_reduce(self)[1][0])


_id_of_contents = Tensor.tensor_id


def _tensor_id(self):
    """Number of the tensor; assignable, as programs mark tensors with it."""
    return self.__dict__.get("_tensor_id", _id_of_contents.__get__(self))


def _set_tensor_id(self, value):
    self.__dict__["_tensor_id"] = int(value)


class DistributedHostBuffer:
    """Contents of a host tensor, one part a device of the mesh, which has one."""

    def __init__(self, tensor):
        self._tensor = tensor

    def shape(self):
        """MeshShape of the parts."""
        from .types import MeshShape

        return MeshShape(1, 1)

    def is_local(self, coordinate):
        """Whether this process has the part of a MeshCoordinate."""
        return not any(coordinate)

    def get_shard(self, coordinate):
        """The part of a MeshCoordinate as an array of uint8, in the order of the card (tiles in faces); None where there is none."""
        return (
            numpy.frombuffer(_ttnn.tensor.get_bytes(self._tensor), numpy.uint8) if self.is_local(coordinate) else None
        )


def _host_buffer(self):
    """The contents of a host tensor as a DistributedHostBuffer."""
    if self.storage_type() != StorageType.HOST:
        raise RuntimeError("Tensor.host_buffer: the tensor is on a device; bring it to the host first (Tensor.cpu)")
    return DistributedHostBuffer(self)


def _per_core_address(self, device_coord, core):
    """Address of the shard on a core: all cores hold theirs at the same one."""
    return self.buffer_address()


Tensor.extract_shard = _extract_shard
Tensor.host_buffer = _host_buffer
Tensor.__reduce__ = _reduce
Tensor.__copy__ = _copy
Tensor.__deepcopy__ = _deepcopy
Tensor.tensor_id = property(_tensor_id, _set_tensor_id)
Tensor.is_per_core_allocated = lambda self: False
Tensor.is_range_lockstep_allocated = lambda self: False
Tensor.experimental_per_core_buffer_address = _per_core_address

__all__ = []
