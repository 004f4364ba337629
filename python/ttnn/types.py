"""Types and constants under their official names."""

import enum

from ._ttnn import activation as _activation
from ._ttnn import device as _device
from ._ttnn import multi_device as _multi_device
from ._ttnn import operations as _operations
from ._ttnn import tensor as _tensor
from ._ttnn import types as _types

DataType = _tensor.DataType
Layout = _tensor.Layout
StorageType = _tensor.StorageType
BufferType = _tensor.BufferType
TensorMemoryLayout = _tensor.TensorMemoryLayout
ShardOrientation = _tensor.ShardOrientation
ShardDistributionStrategy = _tensor.ShardDistributionStrategy
MathFidelity = _tensor.MathFidelity
Arch = _device.Arch
Shape = _types.Shape
CoreGrid = _types.CoreGrid
CoreCoord = _tensor.CoreCoord
CoreRange = _tensor.CoreRange
CoreRangeSet = _tensor.CoreRangeSet
ShardSpec = _tensor.ShardSpec
NdShardSpec = _tensor.NdShardSpec
MemoryConfig = _tensor.MemoryConfig
Tile = _tensor.Tile
TensorSpec = _tensor.TensorSpec
Tensor = _tensor.Tensor
MeshDevice = _multi_device.MeshDevice
Device = MeshDevice
UnaryOpType = _activation.UnaryOpType
UnaryWithParam = _activation.UnaryWithParam
EltwiseUnaryWithParam = UnaryWithParam
GeluVariant = _operations.unary.GeluVariant
SigmoidMode = _operations.unary.SigmoidMode
WormholeComputeKernelConfig = _operations.core.WormholeComputeKernelConfig
GrayskullComputeKernelConfig = WormholeComputeKernelConfig
BlackholeComputeKernelConfig = WormholeComputeKernelConfig  # missing in 0.81.1, but clients name it
DeviceComputeKernelConfig = WormholeComputeKernelConfig
ThrottleLevel = _operations.core.ThrottleLevel

for _name in (
    "MatmulMultiCoreProgramConfig",
    "MatmulMultiCoreReuseProgramConfig",
    "MatmulMultiCoreReuseMultiCastProgramConfig",
    "MatmulMultiCoreReuseMultiCast1DProgramConfig",
    "MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig",
    "MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig",
):
    globals()[_name] = getattr(_operations.matmul, _name)

for _name in (
    "LayerNormDefaultProgramConfig",
    "LayerNormShardedMultiCoreProgramConfig",
    "SoftmaxDefaultProgramConfig",
    "SoftmaxShardedMultiCoreProgramConfig",
):
    globals()[_name] = getattr(_operations.normalization, _name)

SDPAProgramConfig = _operations.transformer.SDPAProgramConfig


class QueueId(int):
    """Number of a command queue."""

    def __repr__(self):
        return f"QueueId({int(self)})"


class ShardStrategy(enum.Enum):
    """How create_sharded_memory_config divides a tensor over cores."""

    HEIGHT = 1
    WIDTH = 2
    BLOCK = 3


class ShardShapeAlignment(enum.Enum):
    """How far a shard shape may be rounded up."""

    NONE = 0
    REQUIRED = 1
    RECOMMENDED = 2

    def __repr__(self):
        return f"ShardShapeAlignment.{self.name}"

    __str__ = __repr__


uint8, uint16, uint32 = DataType.UINT8, DataType.UINT16, DataType.UINT32
int32, int8 = DataType.INT32, DataType.INT8
float32, bfloat16, fp8_e4m3 = DataType.FLOAT32, DataType.BFLOAT16, DataType.FP8_E4M3
bfloat8_b, bfloat4_b = DataType.BFLOAT8_B, DataType.BFLOAT4_B

ROW_MAJOR_LAYOUT, TILE_LAYOUT = Layout.ROW_MAJOR, Layout.TILE
DEVICE_STORAGE_TYPE = StorageType.DEVICE
TILE_SIZE = 32

DRAM_MEMORY_CONFIG = MemoryConfig(TensorMemoryLayout.INTERLEAVED, BufferType.DRAM)
L1_MEMORY_CONFIG = MemoryConfig(TensorMemoryLayout.INTERLEAVED, BufferType.L1)
L1_HEIGHT_SHARDED_MEMORY_CONFIG = MemoryConfig(TensorMemoryLayout.HEIGHT_SHARDED, BufferType.L1)
L1_WIDTH_SHARDED_MEMORY_CONFIG = MemoryConfig(TensorMemoryLayout.WIDTH_SHARDED, BufferType.L1)
L1_BLOCK_SHARDED_MEMORY_CONFIG = MemoryConfig(TensorMemoryLayout.BLOCK_SHARDED, BufferType.L1)

element_size = _tensor.element_size
tile_size = _tensor.tile_size
corerange_to_cores = _tensor.corerange_to_cores
num_cores_to_corerangeset = _tensor.num_cores_to_corerangeset


def init_device_compute_kernel_config(
    arch,
    device_kernel_config=None,
    *,
    math_fidelity=MathFidelity.LoFi,
    math_approx_mode=True,
    fp32_dest_acc_en=False,
    packer_l1_acc=False,
    dst_full_sync_en=False,
    throttle_level=ThrottleLevel.NO_THROTTLE,
):
    """The given configuration, or one made from the keywords."""
    if device_kernel_config is not None:
        return device_kernel_config
    return WormholeComputeKernelConfig(
        math_fidelity=math_fidelity,
        math_approx_mode=math_approx_mode,
        fp32_dest_acc_en=fp32_dest_acc_en,
        packer_l1_acc=packer_l1_acc,
        dst_full_sync_en=dst_full_sync_en,
        throttle_level=throttle_level,
    )


__all__ = [name for name in globals() if not name.startswith("_") and name not in ("enum",)]
