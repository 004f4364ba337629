from collections.abc import Sequence

import ttnn._ttnn.activation
import ttnn._ttnn.device
import ttnn._ttnn.global_circular_buffer
import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.members import from_json as from_json, to_json as to_json


class MatmulMultiCoreProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self) -> None: ...

    def __repr__(self) -> str: ...

class MatmulMultiCoreReuseProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, in0_block_w: int, out_subblock_h: int, out_subblock_w: int, per_core_M: int, per_core_N: int, allowed_worker_cores: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def in0_block_w(self) -> int: ...

    @in0_block_w.setter
    def in0_block_w(self, arg: int, /) -> None: ...

    @property
    def out_subblock_h(self) -> int: ...

    @out_subblock_h.setter
    def out_subblock_h(self, arg: int, /) -> None: ...

    @property
    def out_subblock_w(self) -> int: ...

    @out_subblock_w.setter
    def out_subblock_w(self, arg: int, /) -> None: ...

    @property
    def per_core_M(self) -> int: ...

    @per_core_M.setter
    def per_core_M(self, arg: int, /) -> None: ...

    @property
    def per_core_N(self) -> int: ...

    @per_core_N.setter
    def per_core_N(self, arg: int, /) -> None: ...

    @property
    def allowed_worker_cores(self) -> ttnn._ttnn.tensor.CoreRangeSet | None: ...

    @allowed_worker_cores.setter
    def allowed_worker_cores(self, value: ttnn._ttnn.tensor.CoreRangeSet | None) -> None: ...

class MatmulMultiCoreReuseMultiCastProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, in0_block_w: int, out_subblock_h: int, out_subblock_w: int, out_block_h: int | None = None, out_block_w: int | None = None, per_core_M: int, per_core_N: int, transpose_mcast: bool, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None, fuse_batch: bool = True, allowed_worker_cores: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def transpose_mcast(self) -> bool: ...

    @transpose_mcast.setter
    def transpose_mcast(self, arg: bool, /) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def in0_block_w(self) -> int: ...

    @in0_block_w.setter
    def in0_block_w(self, arg: int, /) -> None: ...

    @property
    def out_subblock_h(self) -> int: ...

    @out_subblock_h.setter
    def out_subblock_h(self, arg: int, /) -> None: ...

    @property
    def out_subblock_w(self) -> int: ...

    @out_subblock_w.setter
    def out_subblock_w(self, arg: int, /) -> None: ...

    @property
    def out_block_h(self) -> int: ...

    @out_block_h.setter
    def out_block_h(self, arg: int, /) -> None: ...

    @property
    def out_block_w(self) -> int: ...

    @out_block_w.setter
    def out_block_w(self, arg: int, /) -> None: ...

    @property
    def per_core_M(self) -> int: ...

    @per_core_M.setter
    def per_core_M(self, arg: int, /) -> None: ...

    @property
    def per_core_N(self) -> int: ...

    @per_core_N.setter
    def per_core_N(self, arg: int, /) -> None: ...

    @property
    def fuse_batch(self) -> bool: ...

    @fuse_batch.setter
    def fuse_batch(self, arg: bool, /) -> None: ...

    @property
    def fused_activation(self) -> ttnn._ttnn.activation.UnaryWithParam | None: ...

    @fused_activation.setter
    def fused_activation(self, value: ttnn._ttnn.activation.UnaryWithParam | None) -> None: ...

    @property
    def allowed_worker_cores(self) -> ttnn._ttnn.tensor.CoreRangeSet | None: ...

    @allowed_worker_cores.setter
    def allowed_worker_cores(self, value: ttnn._ttnn.tensor.CoreRangeSet | None) -> None: ...

class MatmulMultiCoreReuseMultiCast1DProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, in0_block_w: int, out_subblock_h: int, out_subblock_w: int, out_block_h: int | None = None, out_block_w: int | None = None, per_core_M: int, per_core_N: int, fuse_batch: bool, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None, mcast_in0: bool, gather_in0: bool = False, hop_cores: ttnn._ttnn.tensor.CoreRangeSet = ..., num_global_cb_receivers: int = 1, untilize_out: bool = False, allowed_worker_cores: ttnn._ttnn.tensor.CoreRangeSet | None = None, stream_in1: bool = False) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def mcast_in0(self) -> bool: ...

    @mcast_in0.setter
    def mcast_in0(self, arg: bool, /) -> None: ...

    @property
    def gather_in0(self) -> bool: ...

    @gather_in0.setter
    def gather_in0(self, arg: bool, /) -> None: ...

    @property
    def hop_cores(self) -> ttnn._ttnn.tensor.CoreRangeSet: ...

    @hop_cores.setter
    def hop_cores(self, arg: ttnn._ttnn.tensor.CoreRangeSet, /) -> None: ...

    @property
    def num_global_cb_receivers(self) -> int: ...

    @num_global_cb_receivers.setter
    def num_global_cb_receivers(self, arg: int, /) -> None: ...

    @property
    def untilize_out(self) -> bool: ...

    @untilize_out.setter
    def untilize_out(self, arg: bool, /) -> None: ...

    @property
    def stream_in1(self) -> bool: ...

    @stream_in1.setter
    def stream_in1(self, arg: bool, /) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def in0_block_w(self) -> int: ...

    @in0_block_w.setter
    def in0_block_w(self, arg: int, /) -> None: ...

    @property
    def out_subblock_h(self) -> int: ...

    @out_subblock_h.setter
    def out_subblock_h(self, arg: int, /) -> None: ...

    @property
    def out_subblock_w(self) -> int: ...

    @out_subblock_w.setter
    def out_subblock_w(self, arg: int, /) -> None: ...

    @property
    def out_block_h(self) -> int: ...

    @out_block_h.setter
    def out_block_h(self, arg: int, /) -> None: ...

    @property
    def out_block_w(self) -> int: ...

    @out_block_w.setter
    def out_block_w(self, arg: int, /) -> None: ...

    @property
    def per_core_M(self) -> int: ...

    @per_core_M.setter
    def per_core_M(self, arg: int, /) -> None: ...

    @property
    def per_core_N(self) -> int: ...

    @per_core_N.setter
    def per_core_N(self, arg: int, /) -> None: ...

    @property
    def fuse_batch(self) -> bool: ...

    @fuse_batch.setter
    def fuse_batch(self, arg: bool, /) -> None: ...

    @property
    def fused_activation(self) -> ttnn._ttnn.activation.UnaryWithParam | None: ...

    @fused_activation.setter
    def fused_activation(self, value: ttnn._ttnn.activation.UnaryWithParam | None) -> None: ...

    @property
    def allowed_worker_cores(self) -> ttnn._ttnn.tensor.CoreRangeSet | None: ...

    @allowed_worker_cores.setter
    def allowed_worker_cores(self, value: ttnn._ttnn.tensor.CoreRangeSet | None) -> None: ...

class MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self, *, in0_block_w: int, per_core_M: int, per_core_N: int, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None, num_workers_per_dram_bank: int = 1) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def in0_block_w(self) -> int: ...

    @in0_block_w.setter
    def in0_block_w(self, arg: int, /) -> None: ...

    @property
    def per_core_M(self) -> int: ...

    @per_core_M.setter
    def per_core_M(self, arg: int, /) -> None: ...

    @property
    def per_core_N(self) -> int: ...

    @per_core_N.setter
    def per_core_N(self, arg: int, /) -> None: ...

    @property
    def fused_activation(self) -> ttnn._ttnn.activation.UnaryWithParam | None: ...

    @fused_activation.setter
    def fused_activation(self, value: ttnn._ttnn.activation.UnaryWithParam | None) -> None: ...

    @property
    def num_workers_per_dram_bank(self) -> int: ...

    @num_workers_per_dram_bank.setter
    def num_workers_per_dram_bank(self, arg: int, /) -> None: ...

class MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig:
    """Division of a matrix product over the card's cores."""

    def __init__(self, *, in0_block_w: int, per_core_M: int, per_core_N: int, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def in0_block_w(self) -> int: ...

    @in0_block_w.setter
    def in0_block_w(self, arg: int, /) -> None: ...

    @property
    def per_core_M(self) -> int: ...

    @per_core_M.setter
    def per_core_M(self, arg: int, /) -> None: ...

    @property
    def per_core_N(self) -> int: ...

    @per_core_N.setter
    def per_core_N(self, arg: int, /) -> None: ...

    @property
    def fused_activation(self) -> ttnn._ttnn.activation.UnaryWithParam | None: ...

    @fused_activation.setter
    def fused_activation(self, value: ttnn._ttnn.activation.UnaryWithParam | None) -> None: ...

def matmul(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, transpose_a: bool = False, transpose_b: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, program_config: MatmulMultiCoreProgramConfig | MatmulMultiCoreReuseProgramConfig | MatmulMultiCoreReuseMultiCastProgramConfig | MatmulMultiCoreReuseMultiCast1DProgramConfig | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig | None = None, activation: str | ttnn._ttnn.activation.UnaryWithParam | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, output_tile: ttnn._ttnn.tensor.Tile | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None, global_cb: ttnn._ttnn.global_circular_buffer.global_circular_buffer | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None, prefetcher_pipes: Sequence[object] = []) -> ttnn._ttnn.tensor.Tensor:
    """
    Matrix product of [..., M, K] and [..., K, N]: [..., M, N]. The second tensor's leading dimensions are 1, or equal to the first's.
    """

def linear(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, bias: ttnn._ttnn.tensor.Tensor | None = None, transpose_a: bool = False, transpose_b: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, program_config: MatmulMultiCoreProgramConfig | MatmulMultiCoreReuseProgramConfig | MatmulMultiCoreReuseMultiCastProgramConfig | MatmulMultiCoreReuseMultiCast1DProgramConfig | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig | None = None, activation: str | ttnn._ttnn.activation.UnaryWithParam | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, output_tile: ttnn._ttnn.tensor.Tile | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None, global_cb: ttnn._ttnn.global_circular_buffer.global_circular_buffer | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None, prefetcher_pipes: Sequence[object] = [], in0_column_offset: int | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Matrix product plus a bias row: [..., M, K] x [K, N] + [N] -> [..., M, N], then an activation.
    """

def addmm(input_tensor: ttnn._ttnn.tensor.Tensor, mat1_tensor: ttnn._ttnn.tensor.Tensor, mat2_tensor: ttnn._ttnn.tensor.Tensor, *, alpha: float = 1.0, beta: float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, program_config: MatmulMultiCoreProgramConfig | MatmulMultiCoreReuseProgramConfig | MatmulMultiCoreReuseMultiCastProgramConfig | MatmulMultiCoreReuseMultiCast1DProgramConfig | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, output_tile: ttnn._ttnn.tensor.Tile | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    beta * input_tensor + alpha * (mat1_tensor @ mat2_tensor): [M, N] of [M, K] and [K, N]; input_tensor is [M, N] or broadcasts to it.
    """

def sparse_matmul(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, sparsity: ttnn._ttnn.tensor.Tensor, program_config: MatmulMultiCoreProgramConfig | MatmulMultiCoreReuseProgramConfig | MatmulMultiCoreReuseMultiCastProgramConfig | MatmulMultiCoreReuseMultiCast1DProgramConfig | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig | None = None, nnz: int | None = None, is_input_a_sparse: bool = False, is_input_b_sparse: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, output_tile: ttnn._ttnn.tensor.Tile | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None, indices: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, global_cb: ttnn._ttnn.global_circular_buffer.global_circular_buffer | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Products with E experts where sparsity is not zero; the others give zeros. Dense a [A, B, M, K] and b [1, E, K, N] with sparsity [A, B, 1, E]: [A, B, 1, E, M, N]. Sparse a [1, E, M, K] and b: sparsity [1, 1, 1, E], [1, E, M, N]. Sparse a [A, E, M, K] and dense b: sparsity [1, 1, A, E], [A, E, M, N].
    """

def matmul_batched_weights(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensors_b: Sequence[ttnn._ttnn.tensor.Tensor], *, transpose_a: bool = False, transpose_b: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, program_config: MatmulMultiCoreProgramConfig | MatmulMultiCoreReuseProgramConfig | MatmulMultiCoreReuseMultiCastProgramConfig | MatmulMultiCoreReuseMultiCast1DProgramConfig | MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig | MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig | None = None, activation: str | ttnn._ttnn.activation.UnaryWithParam | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, output_tile: ttnn._ttnn.tensor.Tile | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None, global_cb: ttnn._ttnn.global_circular_buffer.global_circular_buffer | None = None, sub_device_id: ttnn._ttnn.device.SubDeviceId | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """The products of one tensor with each of several weights: a list."""
