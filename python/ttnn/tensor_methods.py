"""Methods of Tensor for copies, pickling and raw contents."""

from . import _ttnn
from .arrays import numpy
from .types import StorageType, Tensor


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


Tensor.host_buffer = _host_buffer
Tensor.__reduce__ = _reduce
Tensor.__copy__ = _copy
Tensor.__deepcopy__ = _deepcopy
Tensor.tensor_id = property(_tensor_id, _set_tensor_id)

__all__ = []
