"""Devices: opening, closing, memory views, queues and traces."""

import atexit
import contextlib

from . import _ttnn
from ._ttnn import device as _device
from ._ttnn import multi_device as _multi_device
from ._ttnn.operations import trace as _trace
from .types import Arch, MeshShape

DEFAULT_L1_SMALL_SIZE = 0
DEFAULT_TRACE_REGION_SIZE = 0
MeshEvent = _multi_device.MeshEvent
MeshTraceId = _trace.MeshTraceId
MemoryView = _device.MemoryView
record_event = _multi_device.record_event
wait_for_event = _multi_device.wait_for_event
event_synchronize = _multi_device.event_synchronize
begin_trace_capture = _trace.begin_trace_capture
end_trace_capture = _trace.end_trace_capture
execute_trace = _trace.execute_trace
release_trace = _trace.release_trace
is_trace_capture_active = _trace.is_trace_capture_active
get_memory_view = _device.get_memory_view
get_allocator_base_address = _device.get_allocator_base_address
_default_device = None

# An open device must never keep the process alive.
atexit.register(_device.abandon_devices)


class DispatchCoreType:
    """Which cores dispatch commands; of no effect here."""

    WORKER, ETH = 0, 1


class DispatchCoreAxis:
    """Where the dispatch cores lie; of no effect here."""

    ROW, COL = 0, 1


class DispatchCoreConfig:
    """Type and axis of the dispatch cores; accepted and kept, of no effect on what a program computes."""

    def __init__(self, type=None, axis=None, fabric_tensix_config=None):
        self.type, self.axis = type, axis


def open_device(
    *,
    device_id=0,
    l1_small_size=DEFAULT_L1_SMALL_SIZE,
    trace_region_size=DEFAULT_TRACE_REGION_SIZE,
    dispatch_core_config=None,
    worker_l1_size=0,
    num_command_queues=1,
):
    """Opens the device `device_id` (0); sizes in bytes. The card model is that of the environment variable TESSERA_DEVICE (n150)."""
    for name, value in (
        ("device_id", device_id),
        ("l1_small_size", l1_small_size),
        ("trace_region_size", trace_region_size),
        ("worker_l1_size", worker_l1_size),
        ("num_command_queues", num_command_queues),
    ):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise TypeError(
                f"open_device(): incompatible function arguments: {name} must be a whole number >= 0, got {value!r}"
            )
    return _device.open(
        device_id=device_id,
        l1_small_size=l1_small_size,
        trace_region_size=trace_region_size,
        num_command_queues=num_command_queues,
        worker_l1_size=worker_l1_size,
    )


def close_device(device):
    """Waits for the device's queues and closes it. Twice is silent."""
    global _default_device
    if device is _default_device:
        _default_device = None
    _device.close(device)


@contextlib.contextmanager
def manage_device(device_id):
    """A device for the length of a with block."""
    device = open_device(device_id=device_id)
    try:
        yield device
    finally:
        close_device(device)


def CreateDevice(
    device_id,
    num_command_queues=1,
    l1_small_size=0,
    trace_region_size=0,
    dispatch_core_config=None,
    *,
    worker_l1_size=0,
):
    """Positional form of open_device."""
    return open_device(
        device_id=device_id,
        num_command_queues=num_command_queues,
        l1_small_size=l1_small_size,
        trace_region_size=trace_region_size,
        worker_l1_size=worker_l1_size,
    )


def CreateDevices(
    device_ids,
    num_command_queues=1,
    l1_small_size=0,
    trace_region_size=0,
    dispatch_core_config=None,
    *,
    worker_l1_size=0,
):
    """A dictionary of open devices by their ids."""
    return {
        i: CreateDevice(i, num_command_queues, l1_small_size, trace_region_size, worker_l1_size=worker_l1_size)
        for i in device_ids
    }


def CloseDevice(device):
    """The same as close_device."""
    close_device(device)


def CloseDevices(devices):
    """Closes all devices of a dictionary."""
    for device in devices.values():
        close_device(device)


def open_mesh_device(
    mesh_shape=None,
    l1_small_size=DEFAULT_L1_SMALL_SIZE,
    trace_region_size=DEFAULT_TRACE_REGION_SIZE,
    num_command_queues=1,
    dispatch_core_config=None,
    offset=None,
    physical_device_ids=(),
    worker_l1_size=0,
):
    """Opens a mesh; this machine has meshes of one card."""
    shape = (
        MeshShape(1, 1)
        if mesh_shape is None
        else mesh_shape
        if isinstance(mesh_shape, MeshShape)
        else MeshShape(list(mesh_shape))
    )
    if list(shape) != [1, 1]:
        raise RuntimeError(
            f"open_mesh_device: mesh_shape {shape} needs {shape[0] * shape[1]} cards, and there is one; use MeshShape(1, 1)"
        )
    return open_device(
        l1_small_size=l1_small_size,
        trace_region_size=trace_region_size,
        num_command_queues=num_command_queues,
        worker_l1_size=worker_l1_size,
    )


def close_mesh_device(mesh_device):
    """The same as close_device."""
    close_device(mesh_device)


@contextlib.contextmanager
def create_mesh_device(mesh_shape, **kwargs):
    """A mesh for the length of a with block."""
    device = open_mesh_device(mesh_shape, **kwargs)
    try:
        yield device
    finally:
        close_device(device)


def synchronize_device(device, cq_id=None, sub_device_ids=()):
    """Waits until the device's queues (or one of them) are empty; raises what failed on them."""
    _device.synchronize(device, cq_id)


def SetDefaultDevice(device=None):
    """Sets the device that operations without a device use."""
    global _default_device
    _default_device = device


def GetDefaultDevice():
    """The default device, or None."""
    return _default_device


def GetNumAvailableDevices():
    """Number of cards: one."""
    return 1


GetNumPCIeDevices = GetNumAvailableDevices
get_num_devices = GetNumAvailableDevices


def get_device_ids():
    """Ids that open_device takes."""
    return [0]


def get_arch_name():
    """Architecture of the card model, "wormhole_b0" or "blackhole"."""
    return _device.card()["arch"]


def is_wormhole_b0(device=None):
    """Whether the device (or the card model) is a Wormhole."""
    return device.arch() == Arch.WORMHOLE_B0 if device is not None else get_arch_name() == "wormhole_b0"


def is_blackhole(device=None):
    """Whether the device (or the card model) is a Blackhole."""
    return device.arch() == Arch.BLACKHOLE if device is not None else get_arch_name() == "blackhole"


def get_dram_alignment():
    """Alignment of DRAM buffers in bytes."""
    return _device.card()["dram_alignment"]


def get_l1_alignment():
    """Alignment of L1 buffers in bytes."""
    return _device.card()["l1_alignment"]


def get_max_worker_l1_unreserved_size():
    """Largest worker_l1_size that open_device takes."""
    return _device.card()["max_worker_l1_size"]


def dump_device_memory_state(device, prefix=""):
    """Prints the state of the device's memories and who holds them."""
    from .types import BufferType

    for kind in (BufferType.DRAM, BufferType.L1, BufferType.L1_SMALL):
        view = get_memory_view(device, kind)
        if not view.num_banks:
            continue
        print(
            f"{prefix}{kind}: {view.num_banks} banks, {view.total_bytes_per_bank} B a bank, "
            f"{view.total_bytes_allocated_per_bank} allocated, "
            f"largest free block {view.largest_contiguous_bytes_free_per_bank}"
        )
    for buffer in _device.buffers(device):
        print(
            f"{prefix}  {buffer['buffer_type']} {buffer['address']}: {buffer['owner']}, "
            f"{buffer['max_size_per_bank']} B a bank {buffer['source']}"
        )


@contextlib.contextmanager
def command_queue(cq_id):
    """Operations inside the with block go to command queue `cq_id`."""
    before = _device.current_queue()
    _device.set_current_queue(int(cq_id))
    try:
        yield
    finally:
        _device.set_current_queue(before)


def get_current_command_queue_id_for_thread():
    """The command queue of this thread's operations."""
    return _device.current_queue()


class cluster:
    """What kind of machine this is."""

    class ClusterType:
        """Names of machines."""

        N150, N300, P100, P150 = "ClusterType.N150", "ClusterType.N300", "ClusterType.P100", "ClusterType.P150"

    @staticmethod
    def get_cluster_type():
        """The card model's cluster type."""
        return getattr(cluster.ClusterType, _device.card()["cluster_type"])


__all__ = [name for name in globals() if not name.startswith("_") and name not in ("atexit", "contextlib", "MeshShape")]
_ = _ttnn
