"""Configurations of operations that the kernels here do not need: they are checked and kept, so that programs can make and read them."""

from .enumerations import (
    NOC,
    DistributedLayerNormStage,
    LayerNormType,
    McastCoreOrder,
    McastDataReady,
    McastSenderPlacement,
    TransferMode,
)
from .records import REQUIRED, a, anything, flag, number, optional, record, several, signed, whole
from .types import (
    DRAM_MEMORY_CONFIG,
    CoreCoord,
    CoreRangeSet,
    DataType,
    LayerNormDefaultProgramConfig,
    Layout,
    MemoryConfig,
    Shape,
    ShardOrientation,
    Tensor,
    TensorMemoryLayout,
    WormholeComputeKernelConfig,
)

_count, _counts, _grid = optional(whole), several(whole), a(CoreCoord)
_tensor = a(Tensor)


def _shape(value):
    return value if isinstance(value, Shape) else Shape(several(signed)(value))


def _config(name, doc, keywords_only=True, may_be_empty=False, **fields):
    globals()[name] = record(name, __name__, doc, fields, keywords_only, may_be_empty)


_config(
    "Conv3dConfig",
    "How a 3-D convolution is carried out.",
    weights_dtype=(a(DataType), DataType.BFLOAT16),
    output_layout=(a(Layout), Layout.ROW_MAJOR),
    T_out_block=(whole, 1),
    W_out_block=(whole, 1),
    H_out_block=(whole, 1),
    C_out_block=(whole, 0),
    C_in_block=(whole, 0),
    dilation=(_counts, [1, 1, 1]),
    alignment=(whole, 32),
    compute_with_storage_grid_size=(_grid, CoreCoord(1, 1)),
    enable_fp32_operand_split=(flag, False),
)
_config(
    "MinimalMatmulConfig",
    "Blocks, in tiles, of the minimal matmul.",
    M_block_size=(whole, 1),
    K_block_size=(whole, 1),
    N_block_size=(whole, 1),
    subblock_h=(whole, 1),
    subblock_w=(whole, 1),
    compute_with_storage_grid_size=(_grid, CoreCoord(1, 1)),
)
_config(
    "SlidingWindowParallelConfig",
    "Cores and sharding of a sliding window.",
    grid=(a(CoreRangeSet), REQUIRED),
    shard_scheme=(a(TensorMemoryLayout), REQUIRED),
    shard_orientation=(a(ShardOrientation), REQUIRED),
)
_config(
    "IndexerScoreProgramConfig",
    "Chunks of the indexer's scores.",
    q_chunk_size=(whole, 32),
    k_chunk_size=(whole, 32),
    head_group_size=(whole, 1),
)
_config("ChunkGdnMonoProgramConfig", "Gated delta rule in one kernel.")
_config(
    "ChunkGdnPhasedProgramConfig",
    "Gated delta rule in phases.",
    use_mcast=(flag, True),
    scan_serial=(flag, False),
    prep_serial=(flag, False),
)
_config(
    "ChunkGdnFusedProgramConfig",
    "Gated delta rule with producers and receivers.",
    num_producers=(_count, None),
    num_receivers=(_count, None),
    row_local=(optional(flag), None),
    handoff_depth=(_count, None),
    unicast=(flag, True),
    posted=(flag, False),
    producer_pool=(optional(flag), None),
    pool_extra_share=(optional(number), None),
    handoff_checks=(flag, False),
    handoff_fault=(signed, 0),
)
_config("QkvCausalConv1dSiluProgramConfig", "Channels of a chunk.", channel_chunk_size=(whole, REQUIRED))
_config(
    "YUVCoefficients",
    "Rows of a colour conversion: weights of red, green and blue in y, cb and cr.",
    keywords_only=False,
    may_be_empty=True,
    y=(several(number), REQUIRED),
    cb=(several(number), REQUIRED),
    cr=(several(number), REQUIRED),
)
_config(
    "McastConfig",
    "How data are sent to several cores.",
    noc=(a(NOC), NOC.RISCV_0_default),
    handshake=(flag, True),
    handshake_cores=(optional(a(CoreRangeSet)), None),
    data_ready=(a(McastDataReady), McastDataReady.Flag),
    irregular_receiver_set_mode=(a(TransferMode), TransferMode.Multicast),
)
_config(
    "McastExplicitFixedSenderConfig",
    "The sender of each group.",
    keywords_only=False,
    senders_per_group=(several(_grid), REQUIRED),
)
_config(
    "McastFixedSenderConfig",
    "One sender a group, by its index.",
    sender_index=(whole, 0),
    placement=(a(McastSenderPlacement), McastSenderPlacement.Uniform),
)
_config(
    "McastRotatingSenderConfig",
    "Senders that take turns.",
    keywords_only=False,
    sender_cores=(optional(a(CoreRangeSet)), None),
    sender_order=(optional(a(McastCoreOrder)), None),
)
_config(
    "D2DStageGateConfig",
    "Gates of a stream between devices.",
    keywords_only=False,
    num_gates=(whole, REQUIRED),
    slot_id_offset_bytes=(whole, REQUIRED),
    gate_mode_offset_bytes=(whole, REQUIRED),
)
_config(
    "SliceInputs",
    "Tensors of a slice.",
    keywords_only=False,
    input=(_tensor, REQUIRED),
    preallocated_output=(optional(_tensor), None),
)
_config(
    "LayerNormInputs",
    "Tensors of a layer norm.",
    keywords_only=False,
    input=(_tensor, REQUIRED),
    residual_input_tensor=(optional(_tensor), None),
    weight=(optional(_tensor), None),
    bias=(optional(_tensor), None),
    stats=(optional(_tensor), None),
    recip_tensor=(optional(_tensor), None),
)
_config(
    "SliceParams",
    "What a slice is asked for.",
    may_be_empty=True,
    slice_start=(_shape, REQUIRED),
    slice_end=(_shape, REQUIRED),
    step=(_shape, REQUIRED),
    output_mem_config=(a(MemoryConfig), DRAM_MEMORY_CONFIG),
    output_mem_config_inherited=(flag, False),
    sub_core_grids=(optional(a(CoreRangeSet)), None),
)
_config(
    "LayerNormParams",
    "What a layer norm is asked for.",
    norm_type=(a(LayerNormType), LayerNormType.LAYERNORM),
    distributed_norm_stage=(a(DistributedLayerNormStage), DistributedLayerNormStage.NOT_DISTRIBUTED),
    eps=(number, 0.0),
    output_mem_config=(a(MemoryConfig), DRAM_MEMORY_CONFIG),
    program_config=(anything, LayerNormDefaultProgramConfig()),
    compute_kernel_config=(anything, WormholeComputeKernelConfig()),
    dtype=(optional(a(DataType)), None),
)
_config(
    "MatmulParams",
    "What a matmul is asked for.",
    program_config=(anything, None),
    bcast_batch=(optional(flag), None),
    output_mem_config=(a(MemoryConfig), DRAM_MEMORY_CONFIG),
    output_dtype=(optional(a(DataType)), None),
    compute_kernel_config=(anything, None),
    untilize_out=(flag, False),
    transpose_a=(flag, False),
    transpose_b=(flag, False),
)
_config(
    "MatmulInputs",
    "Tensors of a matmul.",
    input_tensors=(several(_tensor), []),
    optional_input_tensors=(several(optional(_tensor)), []),
    optional_output_tensors=(several(optional(_tensor)), []),
)
_config(
    "OverlappedTensor",
    "A part of a fused tensor: its own shape, shards and dtype from an offset in bytes on.",
    keywords_only=False,
    fused_tensor=(_tensor, REQUIRED),
    tensor_shape=(lambda v: tuple(_counts(v)), REQUIRED),
    shard_shape=(lambda v: tuple(_counts(v)), REQUIRED),
    core_range_set=(a(CoreRangeSet), REQUIRED),
    dtype=(a(DataType), REQUIRED),
    tile_shape=(lambda v: tuple(_counts(v)), REQUIRED),
    byte_offset=(whole, 0),
    total_size=(whole, 0),
)
_config(
    "PagedCacheGeometryOverride",
    "Block size and heads of a paged cache where they differ from the tensor's; 0: the tensor's.",
    block_size=(whole, 0),
    num_kv_heads=(whole, 0),
)
PagedCacheGeometryOverride.active = lambda self: bool(self.block_size or self.num_kv_heads)  # noqa: F821
OverlappedTensor.get_tile = lambda self: __import__("ttnn").Tile(self.tile_shape)  # noqa: F821


UNIFIED_ROUTED_EXPERT_CORE_GRID = CoreCoord(11, 8)
D2D_STAGE_GATE_UNGATED_SLOT = 0xFFFFFFFF


def yuv_bt601_coefficients():
    """Weights of ITU-R BT.601: luma 0.299, 0.587, 0.114."""
    return _coefficients(0.299, 0.114)


def yuv_bt709_coefficients():
    """Weights of ITU-R BT.709: luma 0.2126, 0.7152, 0.0722."""
    return _coefficients(0.2126, 0.0722)


def _coefficients(red, blue):
    """cb and cr are (blue - y) and (red - y), scaled to the range from -0.5 to 0.5."""
    y = [red, 1 - red - blue, blue]
    cb = [(float(i == 2) - w) / (2 * (1 - blue)) for i, w in enumerate(y)]
    cr = [(float(i == 0) - w) / (2 * (1 - red)) for i, w in enumerate(y)]
    return YUVCoefficients(y, cb, cr)  # noqa: F821
