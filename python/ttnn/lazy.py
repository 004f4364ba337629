"""Public names that are made when first asked for, so that the import stays short: which module has them, and under which modules
of the extension (`ttnn._ttnn`) they also stand."""

import importlib
import importlib.util
import sys
import types

from . import _ttnn

# module of this package -> its public names
HOMES = {
    "enumerations": """BcastOpDim BcastOpMath BinaryOpType ChunkGdnWyInverse CoreType D2DStageGateMode DataMovementProcessor
        DispatchAlgorithm DispatchCoreAxis DispatchCoreType DistributedLayerNormStage DumpTensorMode EmbeddingsType FabricConfig
        FabricManagerMode FabricReliabilityMode FabricTensixConfig FabricType FabricUDMMode H2DMode LayerNormType LossReductionMode
        MMSignalAggregatorMode McastCoreOrder McastDataReady McastSenderPlacement NOC NOC_MODE RGBRange ReduceType
        RoutedExpertActivation SocketEndpoint SparseKVFormat TileReshapeMapMode Topology TransferMode
        UnpackToDestMode WorkerMode YUVColorSpace YUVFormat YUVRange MoEActivationFunction""",
    "mesh": """MeshCoordinate MeshCoordinateRange MeshCoordinateRangeSet MeshComposerConfig MeshMapperConfig MeshShape MeshToTensor
        PlacementReplicate PlacementShard TensorToMesh TensorTopology""",
    "distributed": """ConcatMesh2dToTensor ConcatMeshToTensor CppMeshToTensor CppTensorToMesh Rank ReplicateTensorToMesh
        ReplicateTensorToMeshWrapper ShardTensor2dMesh ShardTensorToMesh Size SubcontextId aggregate_tensor close_mesh_device
        combine_device_tensors compute_distribution_to_mesh_mapping concat_mesh_to_tensor_composer create_mesh_composer
        create_mesh_device create_mesh_mapper distribute distribute_tensor distributed_context_allgather_int
        distributed_context_barrier distributed_context_get_rank distributed_context_get_size distributed_context_is_initialized
        distributed_context_local_to_world_rank distributed_context_recv_bytes distributed_context_send_bytes
        distributed_context_subcontext_count distributed_context_subcontext_id distributed_context_subcontext_size
        distributed_context_subcontext_sizes distributed_context_world_rank distributed_context_world_size from_host_shards
        get_device_ids get_device_tensors get_num_devices get_num_pcie_devices get_pcie_device_ids init_distributed_context
        open_mesh_device replicate_tensor_to_mesh_mapper shard_tensor_to_mesh_mapper using_distributed_env visualize_mesh_device
        visualize_system_mesh visualize_tensor""",
    "program_descriptor": """CBDescriptor CBFormatDescriptor ComputeConfigDescriptor DataMovementConfigDescriptor FaceGeometry
        KernelDescriptor MeshProgramDescriptor ProgramDescriptor ReaderConfigDescriptor RuntimeArgs RuntimeArgsColProxy
        SemaphoreDescriptor TensorAccessorArgs TileDescriptor WriterConfigDescriptor cb_descriptor_from_sharded_tensor
        compute_program_descriptor_hash get_cb_address merge_program_descriptors""",
    "configs": """D2D_STAGE_GATE_UNGATED_SLOT LayerNormParams MatmulInputs MatmulParams SliceParams
        UNIFIED_ROUTED_EXPERT_CORE_GRID ChunkGdnFusedProgramConfig ChunkGdnMonoProgramConfig ChunkGdnPhasedProgramConfig Conv3dConfig
        D2DStageGateConfig IndexerScoreProgramConfig LayerNormInputs McastConfig McastExplicitFixedSenderConfig
        McastFixedSenderConfig McastRotatingSenderConfig MinimalMatmulConfig OverlappedTensor PagedCacheGeometryOverride
        QkvCausalConv1dSiluProgramConfig SliceInputs SlidingWindowParallelConfig YUVCoefficients yuv_bt601_coefficients
        yuv_bt709_coefficients""",
    "cores": """dump_stack_trace_on_segfault get_memory_config get_optimal_worker_cores_for_sharded_tensor grid_to_cores
        num_cores_to_corerangeset_in_subcoregrids split_work_to_cores""",
    "resources": """SubDevice SubDeviceId SubDeviceManagerId create_global_circular_buffer create_global_semaphore
        get_global_semaphore_address reset_global_semaphore_value""",
    "card": """D2DStageGateDescriptor D2DStreamService D2DStreamServiceReceiver D2DStreamServiceSender D2HSocket D2HStreamService
        FabricNodeId FabricRouterConfig H2DSocket H2DStreamService InterProcessCounterChannel LayerAckService LightMetalReplay Mcast
        MeshCoreCoord MeshId MeshSocket ReadDeviceProfiler SocketConfig SocketConnection SocketMemoryConfig apply_device_delay
        attach_absent_mcast compute_fabric_connection_rt_args create_socket_pair fabric_connection_rt_args
        fabric_connection_rt_args_size get_all_fabric_mesh_ids get_all_mgd_fabric_types get_eth_forwarding_direction
        get_fabric_config get_fabric_kernel_defines get_forwarding_link_indices get_num_links get_physical_mesh_shapes
        get_tt_fabric_max_payload_size_bytes get_tt_fabric_packet_header_size_bytes get_usable_topology light_metal_begin_capture
        light_metal_end_capture set_fabric_config setup_fabric_connection setup_routing_plane_connection""",
    "operations.normalization": """SoftmaxProgramConfig create_group_norm_input_mask create_group_norm_input_negative_mask
        create_group_norm_reciprocals create_group_norm_weight_bias_rm create_layer_norm_reciprocals
        create_layernorm_program_config determine_expected_group_norm_dram_grid_size
        determine_expected_group_norm_sharded_config_and_grid_size dram_group_norm_params_from_torch
        get_group_norm_cores_across_channel layernorm_default_compute_config rmsnorm_default_compute_config""",
    "profiler": """get_all_programs_perf_data get_latest_programs_perf_data start_tracy_zone stop_tracy_zone tracy_frame
        tracy_message""",
}
# modules of this package that are imported when first asked for
MODULES = """card cluster comparison configs cores database distributed enumerations graph_report graph_tracer_utils mesh
    model_preprocessing operations profiler program_descriptor reflection resources stack_trace_source
    torch_tracer tracer"""
# module of this package -> public names of others that stand there too
_FORWARDS = {
    "core": """BufferType CoreGrid CoreRangeSet DEVICE_STORAGE_TYPE MemoryConfig Shape ShardOrientation ShardStrategy Tensor
        TensorMemoryLayout create_sharded_memory_config create_sharded_memory_config_ get_current_command_queue_id_for_thread
        get_memory_config grid_to_cores light_metal_begin_capture light_metal_end_capture num_cores_to_corerangeset
        num_cores_to_corerangeset_in_subcoregrids split_work_to_cores LightMetalReplay""",
    "device": """Device DispatchCoreAxis DispatchCoreType IsProgramRealtimeProfilerActive ReadDeviceProfiler
        RegisterProgramRealtimeProfilerCallback UnregisterProgramRealtimeProfilerCallback SubDevice SubDeviceId SubDeviceManagerId
        init_device_compute_kernel_config""",
    "experimental": """PrefetcherPipe PrefetcherPipeSpace RGBRange YUVCoefficients YUVColorSpace YUVFormat YUVRange
        create_prefetcher_pipe_space yuv_bt601_coefficients yuv_bt709_coefficients""",
    "transformer": "SparseKVFormat",
    "types": """BcastOpDim BcastOpMath BinaryOpType CBDescriptor CBFormatDescriptor ComputeConfigDescriptor CoreType
        DataMovementConfigDescriptor DataMovementProcessor DumpTensorMode FaceGeometry KernelDescriptor Mcast McastConfig
        McastCoreOrder McastDataReady McastExplicitFixedSenderConfig McastFixedSenderConfig McastRotatingSenderConfig
        McastSenderPlacement MeshCoordinate MeshCoordinateRange MeshCoordinateRangeSet MeshProgramDescriptor MeshShape NOC NOC_MODE
        OverlappedTensor ProgramDescriptor ReaderConfigDescriptor RuntimeArgs RuntimeArgsColProxy SemaphoreDescriptor
        TensorAccessorArgs TileDescriptor TransferMode UnpackToDestMode WriterConfigDescriptor attach_absent_mcast
        cb_descriptor_from_sharded_tensor compute_program_descriptor_hash get_cb_address
        get_optimal_worker_cores_for_sharded_tensor merge_program_descriptors""",
}

# module of the extension -> names that stand there too
_EXTENSION = {
    "types": "BcastOpDim BcastOpMath CoreType DataMovementProcessor NOC NOC_MODE QueueId",
    "device": "DispatchCoreAxis DispatchCoreType SubDevice SubDeviceManagerId",
    "tensor": "DumpTensorMode OverlappedTensor",
    "multi_device": """CppMeshToTensor CppTensorToMesh MeshComposerConfig MeshCoordinate MeshCoordinateRange MeshCoordinateRangeSet
        MeshMapperConfig MeshToTensor PlacementReplicate PlacementShard Rank Size SubcontextId TensorToMesh TensorTopology
        aggregate_tensor combine_device_tensors create_mesh_composer create_mesh_mapper distribute_tensor from_host_shards
        get_device_tensors""",
    "fabric": """FabricConfig FabricManagerMode FabricNodeId FabricReliabilityMode FabricRouterConfig FabricTensixConfig FabricType
        FabricUDMMode MeshId get_fabric_config set_fabric_config""",
    "program_descriptor": """CBDescriptor CBFormatDescriptor ComputeConfigDescriptor DataMovementConfigDescriptor FaceGeometry
        KernelDescriptor MeshProgramDescriptor ProgramDescriptor ReaderConfigDescriptor RuntimeArgs RuntimeArgsColProxy
        SemaphoreDescriptor TileDescriptor UnpackToDestMode VectorUInt32 WriterConfigDescriptor""",
    "tensor_accessor_args": "TensorAccessorArgs",
    "global_semaphore": "create_global_semaphore get_global_semaphore_address global_semaphore reset_global_semaphore_value",
    "global_circular_buffer": "create_global_circular_buffer",
    "mesh_socket": "MeshCoreCoord MeshSocket SocketConfig SocketConnection SocketEndpoint SocketMemoryConfig",
    "mcast_host": """Mcast McastConfig McastCoreOrder McastDataReady McastExplicitFixedSenderConfig McastFixedSenderConfig
        McastRotatingSenderConfig McastSenderPlacement TransferMode""",
    "events": "MeshEvent event_synchronize record_event wait_for_event",
    "cluster": "ClusterType get_cluster_type",
    "core": "LightMetalReplay get_memory_config",
    "operations.binary": "BinaryOpType",
    "operations.ccl": "Topology get_num_links get_usable_topology",
    "operations.data_movement": "SliceInputs",
    "operations.loss": "LossReductionMode",
    "operations.normalization": "DistributedLayerNormStage LayerNormInputs LayerNormType",
    "operations.reduction": "ReduceType",
    "operations.sliding_window": "SlidingWindowParallelConfig",
    "operations.transformer": """ChunkGdnFusedProgramConfig ChunkGdnMonoProgramConfig ChunkGdnPhasedProgramConfig ChunkGdnWyInverse
        PagedCacheGeometryOverride SparseKVFormat""",
    "operations.experimental": """Conv3dConfig IndexerScoreProgramConfig MinimalMatmulConfig RGBRange RoutedExpertActivation
        YUVCoefficients YUVColorSpace YUVFormat YUVRange""",
    "operations.experimental.ccl_experimental": "DispatchAlgorithm GlobalSemaphoreArg MMSignalAggregatorMode WorkerMode",
}
# names of the extension that the package itself does not have
_ELSEWHERE = {
    "global_semaphore": "resources",
    "VectorUInt32": "program_descriptor",
    "ClusterType": "enumerations",
    "GlobalSemaphoreArg": "resources",
    "PrefetcherPipe": "card",
    "PrefetcherPipeSpace": "card",
    "create_prefetcher_pipe_space": "card",
    "IsProgramRealtimeProfilerActive": "card",
    "RegisterProgramRealtimeProfilerCallback": "card",
    "UnregisterProgramRealtimeProfilerCallback": "card",
}
_HOME = {name: module for module, names in HOMES.items() for name in names.split()}


def find(name):
    """The object behind a public name; raises AttributeError for another one."""
    if name in _HOME:
        return getattr(importlib.import_module(f"ttnn.{_HOME[name]}"), name)
    if name in MODULES.split() and _exists(name):
        return importlib.import_module(f"ttnn.{name}")
    raise AttributeError(f"module 'ttnn' has no attribute '{name}'")


def home(name):
    """The module of this package that makes a name, or None."""
    return f"ttnn.{_HOME[name]}" if name in _HOME else None


def names():
    """All names that `find` knows."""
    return [*_HOME, *filter(_exists, MODULES.split())]


def _exists(module):
    return importlib.util.find_spec(f"ttnn.{module}") is not None


def forward(module, names):
    """Lets a module answer for public names of the package, beside its own."""
    known = frozenset(names.split())

    def get(name):
        if name not in known:
            raise AttributeError(f"module '{module.__name__}' has no attribute '{name}'")
        source = importlib.import_module(f"ttnn.{_ELSEWHERE[name]}") if name in _ELSEWHERE else sys.modules["ttnn"]
        value = getattr(source, name)
        setattr(module, name, value)
        return value

    module.__getattr__ = get


def _extension_module(path):
    at = _ttnn
    for part in path.split("."):
        if not hasattr(at, part):
            made = types.ModuleType(f"{at.__name__}.{part}")
            sys.modules[made.__name__] = made
            setattr(at, part, made)
        at = getattr(at, part)
    return at


def extend():
    """Gives the extension's and the package's modules the names that are made elsewhere."""
    for path, listed in _EXTENSION.items():
        forward(_extension_module(path), listed)
    for name, listed in _FORWARDS.items():
        forward(sys.modules[f"ttnn.{name}"], listed)
