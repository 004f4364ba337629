"""Devices: opening, closing, memory views, queues and traces."""

import atexit
import contextlib
import os

from . import _ttnn
from ._ttnn import device as _device
from ._ttnn import multi_device as _multi_device
from ._ttnn.operations import trace as _trace
from .types import Arch, MeshDevice, QueueId, Tensor

DEFAULT_L1_SMALL_SIZE = 0
DEFAULT_TRACE_REGION_SIZE = 0
MeshEvent = _multi_device.MeshEvent
MeshTraceId = _trace.MeshTraceId
MemoryView = _device.MemoryView
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


class DispatchCoreConfig:
    """Type and axis of the dispatch cores; accepted and kept, of no effect on what a program computes."""

    def __init__(self, type=None, axis=None, fabric_tensix_config=None):
        from .enumerations import DispatchCoreAxis, DispatchCoreType

        if type is not None and not isinstance(type, DispatchCoreType):
            raise TypeError(
                f"DispatchCoreConfig(): incompatible function arguments: type must be a DispatchCoreType, got {type!r}"
            )
        if axis is not None and not isinstance(axis, DispatchCoreAxis):
            raise TypeError(
                f"DispatchCoreConfig(): incompatible function arguments: axis must be a DispatchCoreAxis, got {axis!r}"
            )
        self.type = DispatchCoreType.WORKER if type is None else type
        self.axis = get_dispatch_core_axis() if axis is None else axis
        self.fabric_tensix_config = fabric_tensix_config


def get_dispatch_core_axis(device=None):
    """Where the dispatch cores of the card model lie: a row (Wormhole) or a column (Blackhole)."""
    from .enumerations import DispatchCoreAxis

    return DispatchCoreAxis.ROW if is_wormhole_b0(device) else DispatchCoreAxis.COL


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
    if dispatch_core_config is not None and not isinstance(dispatch_core_config, DispatchCoreConfig):
        raise TypeError(
            "open_device(): incompatible function arguments: dispatch_core_config must be a DispatchCoreConfig, "
            f"got {dispatch_core_config!r}"
        )
    options = {
        "device_id": device_id,
        "l1_small_size": l1_small_size,
        "trace_region_size": trace_region_size,
        "num_command_queues": num_command_queues,
        "worker_l1_size": worker_l1_size,
    }
    device = _device.open(**options)
    device._options = options
    return device


def close_device(device):
    """Waits for the device's queues and closes it. Twice is silent."""
    global _default_device
    if device is _default_device:
        _default_device = None
    for submesh in device.get_submeshes() if isinstance(device, MeshDevice) else ():
        close_device(submesh)
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


def GetPCIeDeviceID(device_id):
    """The PCIe id of a card: its own."""
    if device_id != 0:
        raise RuntimeError(f"GetPCIeDeviceID: device_id {device_id} does not exist; there is one card, 0")
    return 0


def SetRootDir(root_dir):
    """Where sources of the card's kernels are looked for; kept, of no effect."""
    os.environ["TT_METAL_HOME"] = os.fspath(root_dir)


def get_arch_name():
    """Architecture of the card model, "wormhole_b0" or "blackhole"."""
    return _device.card()["arch"]


def is_wormhole_b0(device=None):
    """Whether the device (or the card model) is a Wormhole."""
    return device.arch() == Arch.WORMHOLE_B0 if device is not None else get_arch_name() == "wormhole_b0"


def is_grayskull(device=None):
    """Whether the device is a Grayskull: never."""
    return False


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


def record_event(mesh_device, cq_id=None, sub_device_ids=(), device_range=None):
    """A MeshEvent after what is in a command queue now (this thread's where cq_id is None); sub-devices share the queue."""
    return _multi_device.record_event(mesh_device, cq_id)


def wait_for_event(cq_id=None, mesh_event=None):
    """What enters a command queue from now on (this thread's where cq_id is None) waits for an event of another queue."""
    if not isinstance(mesh_event, MeshEvent):
        raise TypeError(
            f"wait_for_event(): incompatible function arguments: mesh_event must be a MeshEvent, got {type(mesh_event).__name__}"
        )
    _multi_device.wait_for_event(_device.current_queue() if cq_id is None else cq_id, mesh_event)


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
    return QueueId(_device.current_queue())


def DeallocateBuffers(device):
    """Gives the device memory of all live tensors of a device back; their contents are lost."""
    import gc

    _device.synchronize(device, None)
    for tensor in [o for o in gc.get_objects() if issubclass(type(o), Tensor) and o.device() is device]:
        tensor.deallocate(True)


def ClearKernelCache():
    """Forgets compiled kernels of the card; there are none."""


def EnableMemoryReports():
    """Has the card's allocator write reports; `dump_device_memory_state` prints the memory here."""


DisableMemoryReports = EnableMemoryReports


def setup_fast_dispatch(device, *, allow_destructive=False):
    """Commands go through queues already."""


def initialize_fast_dispatch(device, allow_destructive=False):
    """Commands go through queues already."""


def terminate_fast_dispatch(device):
    """Ends dispatch through queues, which is the only way here: raises RuntimeError."""
    raise RuntimeError(
        "terminate_fast_dispatch: this device has no slow dispatch; its command queues are always in use"
    )


def enable_asynchronous_slow_dispatch(device):
    """Slow dispatch does not exist here; kept without effect."""


def disable_asynchronous_slow_dispatch(device):
    """Slow dispatch does not exist here; kept without effect."""


def is_asynchronous_slow_dispatch_enabled(device):
    """Whether slow dispatch is asynchronous: no."""
    return False


def get_optimal_dram_bank_to_logical_worker_assignment(device, noc):
    """For each DRAM bank the worker core that reads it."""
    return device.get_optimal_dram_bank_to_logical_worker_assignment(noc)


__all__ = [name for name in globals() if not name.startswith("_") and name not in ("atexit", "contextlib", "os")]
_ = _ttnn
