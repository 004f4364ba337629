from collections.abc import Sequence

import ttnn._ttnn.multi_device
import ttnn._ttnn.tensor


class DeviceInfo:
    """Sizes of a device in bytes, cores and banks."""

    @property
    def device_id(self) -> int: ...

    @property
    def num_y_cores(self) -> int: ...

    @property
    def num_x_cores(self) -> int: ...

    @property
    def num_y_compute_cores(self) -> int: ...

    @property
    def num_x_compute_cores(self) -> int: ...

    @property
    def worker_l1_size(self) -> int: ...

    @property
    def l1_num_banks(self) -> int: ...

    @property
    def l1_bank_size(self) -> int: ...

    @property
    def address_at_first_l1_bank(self) -> int: ...

    @property
    def address_at_first_l1_cb_buffer(self) -> int: ...

    @property
    def num_banks_per_storage_core(self) -> int: ...

    @property
    def num_compute_cores(self) -> int: ...

    @property
    def num_storage_cores(self) -> int: ...

    @property
    def total_l1_memory(self) -> int: ...

    @property
    def total_l1_for_tensors(self) -> int: ...

    @property
    def total_l1_for_interleaved_buffers(self) -> int: ...

    @property
    def total_l1_for_sharded_buffers(self) -> int: ...

    @property
    def cb_limit(self) -> int: ...

def get_device_info(device: ttnn._ttnn.multi_device.MeshDevice) -> DeviceInfo: ...

class BufferInfo:
    """A live buffer; sizes in bytes."""

    @property
    def device_id(self) -> int: ...

    @property
    def address(self) -> int: ...

    @property
    def max_size_per_bank(self) -> int: ...

    @property
    def buffer_type(self) -> ttnn._ttnn.tensor.BufferType: ...

    @property
    def buffer_layout(self) -> ttnn._ttnn.tensor.TensorMemoryLayout: ...

class BufferPageInfo:
    """A page of an L1 buffer; sizes in bytes."""

    @property
    def device_id(self) -> int: ...

    @property
    def address(self) -> int: ...

    @property
    def core_y(self) -> int: ...

    @property
    def core_x(self) -> int: ...

    @property
    def bank_id(self) -> int: ...

    @property
    def page_index(self) -> int: ...

    @property
    def page_address(self) -> int: ...

    @property
    def page_size(self) -> int: ...

    @property
    def buffer_type(self) -> ttnn._ttnn.tensor.BufferType: ...

def get_buffers(devices: ttnn._ttnn.multi_device.MeshDevice | Sequence[ttnn._ttnn.multi_device.MeshDevice]) -> list[BufferInfo]:
    """Live buffers of a device, or of several, oldest first."""

def get_buffer_pages(devices: ttnn._ttnn.multi_device.MeshDevice | Sequence[ttnn._ttnn.multi_device.MeshDevice]) -> list[BufferPageInfo]:
    """Pages of the live L1 buffers of a device, or of several."""

def buffer_rows(arg: ttnn._ttnn.multi_device.MeshDevice, /) -> list: ...

def chunk_rows(arg: ttnn._ttnn.multi_device.MeshDevice, /) -> list: ...

def page_rows(arg: ttnn._ttnn.multi_device.MeshDevice, /) -> list: ...
