"""What a program holds on cores beside tensors: sub-devices, global semaphores, global circular buffers.

Semaphores and circular buffers lie in real device memory, as sharded tensors of words, so that they count in the device's ledger."""

import weakref

from ._ttnn import device as _device
from ._ttnn import global_circular_buffer as _global_circular_buffer
from .arrays import numpy
from .records import a, several, whole
from .transfer import make_tensor
from .types import (
    BufferType,
    CoreCoord,
    CoreRange,
    CoreRangeSet,
    DataType,
    Layout,
    MemoryConfig,
    MeshDevice,
    ShardOrientation,
    ShardSpec,
    TensorMemoryLayout,
    TensorSpec,
)


def _cores_of(core_ranges):
    return [
        (x, y)
        for r in core_ranges.ranges()
        for y in range(r.start.y, r.end.y + 1)
        for x in range(r.start.x, r.end.x + 1)
    ]


def _check_cores(operation, device, cores):
    grid = device.compute_with_storage_grid_size()
    outside = [c for c in cores if c[0] >= grid.x or c[1] >= grid.y]
    if outside:
        raise RuntimeError(
            f"{operation}: core {outside[0]} lies outside of the device's grid of {grid.x}x{grid.y} cores"
        )


def _check_device(operation, device):
    if not isinstance(device, MeshDevice):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a MeshDevice, got {type(device).__name__}"
        )


# --- sub-devices ----------------------------------------------------------------------------------------------------


class SubDevice:
    """Worker cores that programs may be kept to: a CoreRangeSet for each kind of core (workers alone here)."""

    def __init__(self, cores):
        self.cores = several(a(CoreRangeSet))(cores)
        if not self.cores or len(self.cores) > 2:
            raise RuntimeError(f"SubDevice: cores: expected a CoreRangeSet of worker cores, got {len(self.cores)} sets")


SubDeviceId = _device.SubDeviceId


class SubDeviceManagerId:
    """A set of sub-devices that create_sub_device_manager made."""

    def __init__(self, number):
        self._number = number


class _SubDevices:
    """Sets of sub-devices of one device; none loaded means one sub-device of all cores."""

    def __init__(self):
        self.managers, self.next, self.loaded, self.stall_group = {}, 1, None, None


_SUB_DEVICES = weakref.WeakKeyDictionary()


def _state(device):
    return _SUB_DEVICES.setdefault(device, _SubDevices())


def _manager(operation, device, manager_id):
    number = a(SubDeviceManagerId)(manager_id)._number
    if number not in _state(device).managers:
        raise RuntimeError(
            f"{operation}: sub_device_manager_id: this manager does not exist on the device, or was removed"
        )
    return number


def create_sub_device_manager(device, sub_devices, local_l1_size):
    """A set of disjoint sub-devices; local_l1_size: bytes of L1 that each core keeps for them (0: none)."""
    sub_devices, state = several(a(SubDevice))(sub_devices), _state(device)
    cores = [c for s in sub_devices for ranges in s.cores for c in _cores_of(ranges)]
    _check_cores("create_sub_device_manager", device, cores)
    if len(set(cores)) != len(cores):
        raise RuntimeError("create_sub_device_manager: SubDevices specified for SubDeviceManager intersect")
    whole(local_l1_size)
    number, state.next = state.next, state.next + 1
    state.managers[number] = sub_devices
    return SubDeviceManagerId(number)


def load_sub_device_manager(device, sub_device_manager_id):
    """Makes a set of sub-devices the current one; waits for the device first."""
    number = _manager("load_sub_device_manager", device, sub_device_manager_id)
    device.quiesce_devices()
    _state(device).loaded, _state(device).stall_group = number, None


def clear_loaded_sub_device_manager(device):
    """Goes back to one sub-device of all cores."""
    _state(device).loaded = _state(device).stall_group = None


def remove_sub_device_manager(device, sub_device_manager_id):
    """Forgets a set of sub-devices, which must not be the current one."""
    number = _manager("remove_sub_device_manager", device, sub_device_manager_id)
    if _state(device).loaded == number:
        raise RuntimeError("remove_sub_device_manager: Cannot remove active sub device manager")
    del _state(device).managers[number]


def set_sub_device_stall_group(device, sub_device_ids):
    """Sub-devices that waiting waits for; the queues here wait for all in any case."""
    ids, state = several(a(SubDeviceId))(sub_device_ids), _state(device)
    count = len(state.managers[state.loaded]) if state.loaded else 1
    if bad := [i for i in ids if int(i) >= count]:
        raise RuntimeError(f"set_sub_device_stall_group: {bad[0]} does not exist; there are {count} sub-devices")
    if not ids:
        raise RuntimeError("set_sub_device_stall_group: sub_device_ids: expected at least one, got none")
    state.stall_group = ids


def reset_sub_device_stall_group(device):
    """Waits for all sub-devices again."""
    _state(device).stall_group = None


# --- memory on cores ------------------------------------------------------------------------------------------------


def _memory_on_cores(operation, device, cores, words, value, buffer_type):
    """A tensor of `words` 32-bit words of `value` on each core of a CoreRangeSet, at one address on all of them."""
    if buffer_type not in (BufferType.L1, BufferType.L1_SMALL):
        raise RuntimeError(
            f"{operation}: buffer_type: Global semaphore and circular buffer can only be created for L1 buffer types, got {buffer_type}"
        )
    count = cores.num_cores()
    if not count:
        raise RuntimeError(f"{operation}: cores: expected at least one core, got none")
    _check_cores(operation, device, _cores_of(cores))
    shards = ShardSpec(cores, [1, words], ShardOrientation.ROW_MAJOR)
    config = MemoryConfig(TensorMemoryLayout.HEIGHT_SHARDED, buffer_type, shards)
    if value is None:
        import ttnn

        return ttnn.allocate_tensor_on_device(
            TensorSpec([count, words], DataType.UINT32, Layout.ROW_MAJOR, config), device
        )
    array = numpy.full((count, words), value, numpy.uint32)
    return make_tensor(array, DataType.UINT32, Layout.ROW_MAJOR, None, config, device, None, operation)


class global_semaphore:
    """A 32-bit counter at one address on several cores; its memory is given back with it."""

    def __init__(self, device, cores, initial_value, buffer_type):
        self._device, self._cores, self._buffer_type = device, cores, buffer_type
        self._words = _memory_on_cores("create_global_semaphore", device, cores, 4, initial_value, buffer_type)


def create_global_semaphore(mesh_device, cores, initial_value, buffer_type=BufferType.L1):
    """A semaphore on `cores` with a first value (32 bits)."""
    _check_device("create_global_semaphore", mesh_device)
    return global_semaphore(mesh_device, a(CoreRangeSet)(cores), whole(initial_value), a(BufferType)(buffer_type))


def get_global_semaphore_address(global_semaphore):
    """Its address in L1."""
    return _semaphore("get_global_semaphore_address", global_semaphore)._words.buffer_address()


def reset_global_semaphore_value(global_semaphore, reset_value):
    """Sets it on all cores."""
    import ttnn

    words = _semaphore("reset_global_semaphore_value", global_semaphore)._words
    array = numpy.full(tuple(words.shape), whole(reset_value), numpy.uint32)
    config = words.memory_config()
    value = make_tensor(
        array, words.dtype, words.layout, None, config, words.device(), None, "reset_global_semaphore_value"
    )
    ttnn.copy(value, words)


def _semaphore(operation, value):
    if not isinstance(value, global_semaphore):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a global semaphore, got {type(value).__name__}"
        )
    return value


global_circular_buffer = _global_circular_buffer.global_circular_buffer


def _cores_of_mapping(mapping):
    """Senders and receivers as a CoreRangeSet, row by row; each core must be one of them, once."""
    senders = [(s.x, s.y) for s, _ in mapping]
    receivers = [c for _, ranges in mapping for c in _cores_of(ranges)]
    for kind, cores in (("sender", senders), ("receiver", receivers)):
        if len(set(cores)) != len(cores):
            raise RuntimeError(
                f"create_global_circular_buffer: sender_receiver_core_mapping: Duplicate {kind} cores found"
            )
    if set(senders) & set(receivers):
        raise RuntimeError("create_global_circular_buffer: sender_receiver_core_mapping: a core is sender and receiver")
    cores = sorted(senders + receivers, key=lambda c: c[::-1])
    return CoreRangeSet([CoreRange(CoreCoord(*c), CoreCoord(*c)) for c in cores])


def create_global_circular_buffer(mesh_device, sender_receiver_core_mapping, size, buffer_type=BufferType.L1):
    """A global circular buffer of `size` bytes a core (a multiple of 4) on pairs of a sender core and its receivers."""
    operation = "create_global_circular_buffer"
    _check_device(operation, mesh_device)
    mapping = [(a(CoreCoord)(s), a(CoreRangeSet)(r)) for s, r in sender_receiver_core_mapping]
    if not mapping or any(not r.num_cores() for _, r in mapping):
        raise RuntimeError(f"{operation}: sender_receiver_core_mapping: expected senders with receivers, got none")
    if whole(size) == 0 or size % 4:
        raise RuntimeError(f"{operation}: size must be a positive multiple of 4 bytes, got {size}")
    cores, buffer_type = _cores_of_mapping(mapping), a(BufferType)(buffer_type)
    contents = _memory_on_cores(operation, mesh_device, cores, size // 4, None, buffer_type)
    # Eight words of state, and for each receiver its place and two aligned counters.
    most = max(r.num_cores() for _, r in mapping)
    state = _memory_on_cores(operation, mesh_device, cores, 8 + 10 * most, 0, buffer_type)
    return global_circular_buffer(mapping, size, contents, state)


# What collectives take as semaphores: one, or several.
GlobalSemaphoreArg = (global_semaphore, list)
