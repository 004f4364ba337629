"""Enumerations that no kernel reads: one row each, members in order of their values; `NAME=n` where a number is not the next.

They are made when first asked for (ttnn/lazy.py), since hundreds of members would slow the import down."""

import enum

from . import _ttnn

EmbeddingsType = _ttnn.operations.embedding.EmbeddingsType
TileReshapeMapMode = _ttnn.operations.data_movement.TileReshapeMapMode

_ROWS = """
BcastOpDim H W HW
BcastOpMath ADD SUB MUL
BinaryOpType ADD SUB MUL GT LT LE GE EQ NE SQUARED_DIFFERENCE BIAS_GELU LOGADDEXP LOGICAL_AND LOGICAL_OR LOGICAL_XOR LDEXP
BinaryOpType LOGADDEXP2 DIV DIV_FLOOR DIV_TRUNC REMAINDER FMOD RSUB POWER BITWISE_XOR BITWISE_AND BITWISE_OR LEFT_SHIFT
BinaryOpType RIGHT_SHIFT LOGICAL_RIGHT_SHIFT QUANT REQUANT DEQUANT MAXIMUM MINIMUM GCD LCM ADDALPHA SUBALPHA XLOGY HYPOT
BinaryOpType ATAN2 NEXTAFTER WHERE_TST WHERE_TTS ISCLOSE SITU_GLU
ChannelType FULL_SIZE HEADER_ONLY
ChunkCompression UNROLLED STRIDED_ROWS
ChunkGdnWyInverse AUTO HORNER FORWARD_SUBSTITUTION
ClusterType INVALID N150 N300 T3K GALAXY TG P100 P150 P150_X2 P150_X4 P150_X8=13 SIMULATOR_WORMHOLE_B0=10 SIMULATOR_BLACKHOLE
ClusterType N300_2x2 P300=14 SIMULATOR_QUASAR BLACKHOLE_GALAXY P300_X2 CUSTOM
CoreType ARC DRAM ACTIVE_ETH IDLE_ETH PCIE TENSIX ROUTER_ONLY SECURITY L2CPU DISPATCH HARVESTED ETH WORKER COUNT UNSPECIFIED
D2DStageGateMode KeepOpen CloseOnTransit
DataMovementProcessor RISCV_0 RISCV_1 RISCV_2 RISCV_3 RISCV_4 RISCV_5 RISCV_6 RISCV_7
DispatchAlgorithm BROADCAST SPARSE_UNICAST SPARSE_MCAST_LINEAR SPARSE_MCAST_SHORTEST_PATH SPARSE_MCAST_SPLIT_BW
DispatchCoreAxis ROW COL
DispatchCoreType WORKER ETH
DistributedLayerNormStage NOT_DISTRIBUTED PRE_ALL_GATHER POST_ALL_GATHER
DumpTensorMode DISTRIBUTED_GATHER LOCAL
FabricConfig DISABLED FABRIC_1D=2 FABRIC_1D_RING FABRIC_1D_NEIGHBOR_EXCHANGE=1 FABRIC_2D=4 FABRIC_2D_TORUS_XY=7
FabricConfig FABRIC_2D_TORUS_X=5 FABRIC_2D_TORUS_Y CUSTOM=8
FabricManagerMode DEFAULT=3 ENABLED=0 INIT_FABRIC TERMINATE_FABRIC
FabricReliabilityMode STRICT_INIT RELAXED_INIT DYNAMIC_RECONFIG
FabricTensixConfig DISABLED MUX
FabricType MESH=1 TORUS_X TORUS_Y=4 TORUS_XY=6
FabricUDMMode DISABLED ENABLED
H2DMode HOST_PUSH DEVICE_PULL
KernelBuildOptLevel O1 O2 O3 O0 Os Ofast Oz
KvChunkTensorType Kv Snapshot
LayerNormType LAYERNORM RMSNORM
LossReductionMode NONE MEAN SUM
MMSignalAggregatorMode Auto On Off
McastCoreOrder RowMajor ColumnMajor
McastDataReady Flag Counter
McastSenderPlacement Uniform Staggered
MoEActivationFunction SILU SWIGLU GELU CLAMPED_SILU
NOC RISCV_0_default RISCV_1_default NOC_0=0 NOC_1
NOC_MODE DM_DEDICATED_NOC DM_DYNAMIC_NOC
RGBRange MinusOneToOne ZeroToOne
ReduceType Sum Mean Max Min Std Var Prod
RoutedExpertActivation Silu SwiGluOai SituGlu ClampedSiluGlu
SocketEndpoint SENDER RECEIVER
SourceType FILE_PATH SOURCE_CODE
SparseKVFormat BF16 FP8_E4M3 SCALED_FP8
Topology Ring=2 Linear=1 Mesh=3 Torus
TransferMode Multicast ChainUnicast
UnpackToDestMode UnpackToDestFp32 Default
WorkerMode DIRECT MUX_TOKEN_SPLIT MUX_PAYLOAD_SPLIT
YUVColorSpace BT601 BT709 BT2020
YUVFormat YUV420Planar
YUVRange Full Limited
"""


class Enumeration(enum.Enum):
    """An enumeration that prints as `Topology.Ring`, for str and repr."""

    def __repr__(self):
        return f"{type(self).__name__}.{self.name}"

    __str__ = __repr__


def _numbered(texts):
    """(name, value) of each member; a value is the one before plus one unless given."""
    value = -1
    for text in texts:
        name, _, given = text.partition("=")
        value = int(given) if given else value + 1
        yield name, value


def _members():
    rows = {}
    for line in _ROWS.split("\n"):
        name, *texts = line.split() or [None]
        if name:
            rows.setdefault(name, []).extend(texts)
    return rows


MEMBERS = _members()


def __getattr__(name):
    if name not in MEMBERS:
        raise AttributeError(f"module 'ttnn.enumerations' has no attribute '{name}'")
    made = Enumeration(name, list(_numbered(MEMBERS[name])), module=__name__)
    globals()[name] = made
    return made
