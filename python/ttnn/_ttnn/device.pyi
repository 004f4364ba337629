import enum
from typing import overload

import ttnn._ttnn.multi_device
import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__
import ttnn.members


class Arch(enum.Enum):
    """Architecture of the card."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    WORMHOLE_B0 = 2

    BLACKHOLE = 3

    QUASAR = 4

    GRAYSKULL: ttnn.members.Grayskull = ...

def open(*, device_id: int, l1_small_size: int, trace_region_size: int, num_command_queues: int, worker_l1_size: int, model: str | None = None) -> ttnn._ttnn.multi_device.MeshDevice: ...

def close(device: ttnn._ttnn.multi_device.MeshDevice) -> None: ...

def abandon_devices() -> None: ...

def open_devices() -> list[ttnn._ttnn.multi_device.MeshDevice]: ...

def synchronize(device: ttnn._ttnn.multi_device.MeshDevice, cq_id: int | None) -> None: ...

def card(name: str | None = None) -> dict:
    """What is known of a card model."""

def host_memory() -> dict:
    """
    Host memory of tensors: bytes in use, kept for reuse and at most in use; blocks that were not recycled.
    """

def set_num_threads(n: int) -> None: ...

def num_threads() -> int: ...

def kernels() -> str:
    """
    Instruction set of the kernels, and how bfloat16 matrices are multiplied.
    """

def current_queue() -> int: ...

def set_current_queue(arg: int, /) -> None: ...

class MemoryView:
    """State of one memory; sizes in bytes a bank."""

    @property
    def num_banks(self) -> int: ...

    @property
    def total_bytes_per_bank(self) -> int: ...

    @property
    def total_bytes_allocated_per_bank(self) -> int: ...

    @property
    def total_bytes_free_per_bank(self) -> int: ...

    @property
    def largest_contiguous_bytes_free_per_bank(self) -> int: ...

    @property
    def block_table(self) -> list: ...

def get_memory_view(device: ttnn._ttnn.multi_device.MeshDevice, buffer_type: ttnn._ttnn.tensor.BufferType) -> MemoryView: ...

def get_allocator_base_address(device: ttnn._ttnn.multi_device.MeshDevice, buffer_type: ttnn._ttnn.tensor.BufferType) -> int: ...

def buffers(device: ttnn._ttnn.multi_device.MeshDevice) -> list:
    """Live buffers, oldest first."""

class SubDeviceId:
    """Number of a sub-device among those of the loaded manager."""

    def __init__(self, id: int) -> None: ...

    @overload
    def __eq__(self, arg: SubDeviceId, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __index__(self) -> int: ...

    def __repr__(self) -> str: ...
