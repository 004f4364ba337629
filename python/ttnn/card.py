"""Names that mean something on a card alone: its fabric, sockets, profiler and kernels. What has a sensible answer for one device
answers; the rest raises an error that says what is missing."""

from .distributed import _Number
from .enumerations import FabricConfig, FabricManagerMode, FabricReliabilityMode, FabricTensixConfig, FabricUDMMode
from .mesh import MeshCoordinate
from .records import REQUIRED, Record, a, flag, optional, record, several, whole
from .types import BufferType, CoreCoord, MeshDevice


def no_card(operation, what):
    """The error of a name that needs a card."""
    return RuntimeError(f"{operation}: {what} a card, and this device is software on a CPU")


def _absent(name, what, doc):
    def function(*args, **kwargs):
        raise no_card(name, what)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{doc} Raises RuntimeError: {what} a card."
    return function


def _absent_class(name, what, doc, *methods):
    def refuse(self, *args, **kwargs):
        raise no_card(name, what)

    members = {m: staticmethod(_absent(f"{name}.{m}", what, doc)) for m in methods}
    return type(
        name,
        (),
        {
            "__init__": refuse,
            "__doc__": f"{doc} Raises RuntimeError: {what} a card.",
            "__module__": __name__,
            **members,
        },
    )


# --- fabric ---------------------------------------------------------------------------------------------------------

_fabric = {"config": FabricConfig.DISABLED}


def set_fabric_config(
    config,
    reliability_mode=FabricReliabilityMode.STRICT_INIT,
    num_planes=None,
    fabric_tensix_config=FabricTensixConfig.DISABLED,
    fabric_udm_mode=FabricUDMMode.DISABLED,
    fabric_manager_mode=FabricManagerMode.DEFAULT,
    router_config=None,
):
    """Keeps how devices are to be connected; with one device nothing is connected."""
    if not isinstance(config, FabricConfig):
        raise TypeError(
            f"set_fabric_config(): incompatible function arguments: config must be a FabricConfig, got {type(config).__name__}"
        )
    _fabric["config"] = config


def get_fabric_config():
    """What set_fabric_config has set; DISABLED at first."""
    return _fabric["config"]


class MeshId(_Number):
    """Number of a mesh."""


FabricNodeId = record(
    "FabricNodeId",
    __name__,
    "A card by its mesh and its number in it.",
    {"mesh_id": (a(MeshId), REQUIRED), "chip_id": (whole, REQUIRED)},
    keywords_only=False,
)


class FabricRouterConfig(Record):
    """Packets of the fabric; sizes in bytes."""

    FIELDS = {"max_packet_payload_size_bytes": (optional(whole), None)}


def get_all_fabric_mesh_ids():
    """Meshes of this machine: one."""
    return [MeshId(0)]


def get_physical_mesh_shapes():
    """Shape of each mesh."""
    return {0: [1, 1]}


def get_all_mgd_fabric_types():
    """Kinds of the meshes' fabrics: none, since one device has no neighbour."""
    return []


def get_num_links(mesh_device, cluster_axis=None):
    """Links to neighbours: none, since the mesh has one device."""
    return 0


def get_usable_topology(tensor, topology=None, cluster_axis=None):
    """The topology that a collective would use: a line, since one device makes no ring."""
    from .enumerations import Topology

    return Topology.Linear


def get_eth_forwarding_direction(src_fabric_node_id, dst_fabric_node_id):
    """Direction from one device to another: None, since they are the same."""
    return None


def get_forwarding_link_indices(src_fabric_node_id, dst_fabric_node_id):
    """Links from one device to another: none."""
    return []


for _name, _doc in (
    ("compute_fabric_connection_rt_args", "Arguments of a kernel's connection."),
    ("fabric_connection_rt_args", "Arguments of a kernel's connection."),
    ("fabric_connection_rt_args_size", "Words of a connection."),
    ("get_fabric_kernel_defines", "Definitions for kernels."),
    ("get_tt_fabric_max_payload_size_bytes", "Bytes of a packet."),
    ("get_tt_fabric_packet_header_size_bytes", "Bytes of a packet's header."),
    ("setup_fabric_connection", "Connects a core."),
    ("setup_routing_plane_connection", "Connects a core."),
):
    globals()[_name] = _absent(_name, "the fabric needs", _doc)

# --- kernels, recordings, sockets -----------------------------------------------------------------------------------

for _name, _doc in (
    ("light_metal_begin_capture", "Begins to record a program for replay without Python."),
    ("light_metal_end_capture", "Ends a recording for replay without Python."),
):
    globals()[_name] = _absent(_name, "recordings of device commands need", _doc)
LightMetalReplay = _absent_class(
    "LightMetalReplay", "replays of device commands need", "Replays a recording.", "create", "run"
)
create_socket_pair = _absent("create_socket_pair", "sockets between devices need", "Two connected sockets.")
_STREAMS = "streams between host, devices and processes need"
_ENDS = """
MeshSocket get_active_cores get_config_buffer_address get_connection_config get_fabric_node_id get_mesh_device
    get_socket_endpoint_type
H2DSocket connect barrier export_descriptor get_active_cores get_config_buffer_address get_h2d_mode get_mesh_device get_page_size
    set_page_size write write_tensor
D2HSocket connect barrier discard_pending_pages export_descriptor get_active_cores get_config_buffer_address get_mesh_device
    get_page_size has_data read read_tensor set_page_size
H2DStreamService connect barrier export_descriptor forward_to_tensor forward_to_tensor_bytes get_backing_tensor
    get_consumed_counter_addr get_data_ready_sem_addr get_metadata_addr get_per_shard_spec get_service_core get_sockets
    get_worker_cores metadata_size_bytes payload_size_bytes
D2HStreamService connect barrier export_descriptor get_backing_tensor get_metadata_addr get_metadata_input_addr
    get_metadata_master_core get_metadata_ring_slots get_per_shard_spec get_service_core get_slot_count get_sockets
    get_transfer_done_sem_addr get_worker_cores get_worker_metadata_addr get_write_ack_counter_addr metadata_size_bytes
    notify_backing_ready payload_size_bytes read_from_tensor read_from_tensor_bytes read_from_tensor_bytes_with_metadata
    read_metadata
D2DStreamService create_pair create_receiver create_sender
D2DStreamServiceSender get_backing_tensor get_consumed_sem_addr get_data_ready_counter_addr get_metadata_addr get_per_shard_spec
    get_service_core get_worker_cores release_fabric_links wait_for_fabric_links
D2DStreamServiceReceiver get_backing_tensor get_consumed_counter_addr get_data_ready_sem_addr get_metadata_addr
    get_num_stage_gates get_per_shard_spec get_service_core get_stage_gate_descriptor get_worker_cores is_stage_gate_open
    release_fabric_links set_stage_gate wait_for_fabric_links
D2DStageGateDescriptor fabric_node_id gate_addr gate_base_addr service_core_noc
InterProcessCounterChannel connect had_clean_prior_shutdown inject pending shm_name shutdown try_consume_all
LayerAckService check start stop
LayerCompletionQueue connect create completions_per_chunk shm_name shutdown try_pop try_push
LayerCompletionRouter is_master processed stop
PrefetcherPipe all_cores buffer_address config_address config_page_size initial_entry_size receiver_cores ring_size sender_core
    sender_core_type sender_cores
PrefetcherPipeSpace buffer_address config_address config_page_size create_pipe create_pipes max_receivers_per_pipe
    num_dram_senders receiver_domain reservation_cores ring_size sender_cores unclaimed_cores
Mcast attach next_semaphore_id participating_cores sender_only_cores"""
for _line in _ENDS.replace("\n    ", " ").split("\n")[1:]:
    _name, *_methods = _line.split()
    globals()[_name] = _absent_class(_name, _STREAMS, "A stream or its end.", *_methods)
create_prefetcher_pipe_space = _absent("create_prefetcher_pipe_space", _STREAMS, "Memory of prefetching pipes.")
attach_absent_mcast = _absent("attach_absent_mcast", "kernels need", "Marks a kernel without multicast.")

MeshCoreCoord = record(
    "MeshCoreCoord",
    __name__,
    "A core of a device of a mesh.",
    {"device_coord": (a(MeshCoordinate), REQUIRED), "core_coord": (a(CoreCoord), REQUIRED)},
    keywords_only=False,
)
SocketConnection = record(
    "SocketConnection",
    __name__,
    "Sending and receiving core.",
    {"sender_core": (a(MeshCoreCoord), REQUIRED), "receiver_core": (a(MeshCoreCoord), REQUIRED)},
    keywords_only=False,
)
SocketMemoryConfig = record(
    "SocketMemoryConfig",
    __name__,
    "Memory of a socket; fifo_size in bytes.",
    {
        "socket_storage_type": (a(BufferType), REQUIRED),
        "fifo_size": (whole, REQUIRED),
        "sender_sub_device": (optional(lambda v: v), None),
        "receiver_sub_device": (optional(lambda v: v), None),
        "per_core_allocation": (flag, False),
    },
    keywords_only=False,
)
SocketConfig = record(
    "SocketConfig",
    __name__,
    "Connections and memory of a socket.",
    {
        "connections": (several(a(SocketConnection)), REQUIRED),
        "memory_config": (a(SocketMemoryConfig), REQUIRED),
        "sender_rank": (optional(whole), None),
        "receiver_rank": (optional(whole), None),
        "sender_mesh_id": (optional(whole), None),
        "receiver_mesh_id": (optional(whole), None),
    },
    keywords_only=False,
)

# --- profiler and debugging -----------------------------------------------------------------------------------------


def ReadDeviceProfiler(device):
    """Reads the card's profiler; there is none, so that nothing is read. Raises TypeError for what is no device."""
    if not isinstance(device, MeshDevice):
        raise TypeError(
            f"ReadDeviceProfiler(): incompatible function arguments: expected a MeshDevice, got {type(device).__name__}"
        )


def IsProgramRealtimeProfilerActive():
    """Whether the card reports times: no."""
    return False


RegisterProgramRealtimeProfilerCallback = _absent(
    "RegisterProgramRealtimeProfilerCallback", "times of programs need", "Calls back with times."
)
UnregisterProgramRealtimeProfilerCallback = _absent(
    "UnregisterProgramRealtimeProfilerCallback", "times of programs need", "Ends calling back."
)
apply_device_delay = _absent("apply_device_delay", "delays of cores need", "Delays the devices of a mesh.")
