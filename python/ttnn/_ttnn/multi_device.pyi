import ttnn._ttnn.device
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__
from ttnn.members import (
    <lambda> as get_system_mesh_id,
    <lambda> as get_view,
    _create_submesh as create_submesh,
    _create_submeshes as create_submeshes,
    _dram_core as dram_core_from_logical_core,
    _dram_readers as get_optimal_dram_bank_to_logical_worker_assignment,
    _get_device_id as get_device_id,
    _get_fabric_node_id as get_fabric_node_id,
    _get_submeshes as get_submeshes,
    _reshape as reshape,
    _shape as shape,
    clear_loaded_sub_device_manager as clear_loaded_sub_device_manager,
    create_sub_device_manager as create_sub_device_manager,
    load_sub_device_manager as load_sub_device_manager,
    remove_sub_device_manager as remove_sub_device_manager,
    reset_sub_device_stall_group as reset_sub_device_stall_group,
    set_sub_device_stall_group as set_sub_device_stall_group
)


class MeshDevice:
    """A device: a card, or a mesh of cards."""

    def id(self) -> int: ...

    def get_device_ids(self) -> list[int]: ...

    def get_num_devices(self) -> int: ...

    def arch(self) -> ttnn._ttnn.device.Arch: ...

    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @property
    def core_grid(self) -> ttnn._ttnn.types.CoreGrid: ...

    def dram_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    def sfpu_eps(self) -> float: ...

    def sfpu_nan(self) -> float: ...

    def sfpu_inf(self) -> float: ...

    def worker_core_from_logical_core(self, logical_core: ttnn._ttnn.tensor.CoreCoord) -> ttnn._ttnn.tensor.CoreCoord: ...

    def logical_core_from_worker_core(self, virtual_core: ttnn._ttnn.tensor.CoreCoord) -> ttnn._ttnn.tensor.CoreCoord: ...

    def enable_program_cache(self) -> None: ...

    def clear_program_cache(self) -> None: ...

    def disable_and_clear_program_cache(self) -> None: ...

    def num_program_cache_entries(self) -> int: ...

    def set_program_cache_misses_allowed(self, arg: bool, /) -> None: ...

    def quiesce_devices(self) -> None: ...

    def __repr__(self) -> str: ...

    @property
class MeshEvent:
    """A point in a command queue."""

def record_event(mesh_device: MeshDevice, cq_id: int | None = None, *args) -> MeshEvent: ...

def wait_for_event(cq_id: int, mesh_event: MeshEvent) -> None: ...

def event_synchronize(mesh_event: MeshEvent) -> None: ...
