import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__


class SoftmaxDefaultProgramConfig:
    def __init__(self) -> None: ...

class SoftmaxShardedMultiCoreProgramConfig:
    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, subblock_w: int, block_h: int, block_w: int) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def subblock_w(self) -> int: ...

    @subblock_w.setter
    def subblock_w(self, arg: int, /) -> None: ...

    @property
    def block_h(self) -> int: ...

    @block_h.setter
    def block_h(self, arg: int, /) -> None: ...

    @property
    def block_w(self) -> int: ...

    @block_w.setter
    def block_w(self, arg: int, /) -> None: ...

    def __repr__(self) -> str: ...

class LayerNormDefaultProgramConfig:
    def __init__(self, *, legacy_reduction: bool = False, legacy_rsqrt: bool = False, use_welford: bool = False) -> None: ...

    @property
    def legacy_reduction(self) -> bool: ...

    @legacy_reduction.setter
    def legacy_reduction(self, arg: bool, /) -> None: ...

    @property
    def legacy_rsqrt(self) -> bool: ...

    @legacy_rsqrt.setter
    def legacy_rsqrt(self, arg: bool, /) -> None: ...

    @property
    def use_welford(self) -> bool: ...

    @use_welford.setter
    def use_welford(self, arg: bool, /) -> None: ...

    def __repr__(self) -> str: ...

class LayerNormShardedMultiCoreProgramConfig:
    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, subblock_w: int, block_h: int, block_w: int, inplace: bool, legacy_reduction: bool = False, legacy_rsqrt: bool = False, use_welford: bool = False) -> None: ...

    @property
    def block_w(self) -> int: ...

    @block_w.setter
    def block_w(self, arg: int, /) -> None: ...

    @property
    def block_h(self) -> int: ...

    @block_h.setter
    def block_h(self, arg: int, /) -> None: ...

    @property
    def subblock_w(self) -> int: ...

    @subblock_w.setter
    def subblock_w(self, arg: int, /) -> None: ...

    @property
    def inplace(self) -> bool: ...

    @inplace.setter
    def inplace(self, arg: bool, /) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def legacy_reduction(self) -> bool: ...

    @legacy_reduction.setter
    def legacy_reduction(self, arg: bool, /) -> None: ...

    @property
    def legacy_rsqrt(self) -> bool: ...

    @legacy_rsqrt.setter
    def legacy_rsqrt(self, arg: bool, /) -> None: ...

    @property
    def use_welford(self) -> bool: ...

    @use_welford.setter
    def use_welford(self, arg: bool, /) -> None: ...

    def __repr__(self) -> str: ...

def softmax(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int = -1, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, numeric_stable: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """
    exp(x) / sum(exp(x)) along a dimension; shape and dtype are the input's.
    """

def softmax_in_place(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int = -1, *, program_config: SoftmaxDefaultProgramConfig | SoftmaxShardedMultiCoreProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, numeric_stable: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """softmax along the last dimension, into the input."""

def scale_mask_softmax(input_tensor: ttnn._ttnn.tensor.Tensor, scale: float | None = None, mask: ttnn._ttnn.tensor.Tensor | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, is_causal_mask: bool = False, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, numeric_stable: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """softmax(scale * x + mask) along the last dimension."""

def scale_mask_softmax_in_place(input_tensor: ttnn._ttnn.tensor.Tensor, scale: float | None = None, mask: ttnn._ttnn.tensor.Tensor | None = None, *, program_config: SoftmaxDefaultProgramConfig | SoftmaxShardedMultiCoreProgramConfig | None = None, is_causal_mask: bool = False, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, numeric_stable: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """softmax(scale * x + mask) along the last dimension, into the input."""

def layer_norm(input_tensor: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-12, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, residual_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, recip_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    (x - mean) / sqrt(variance + epsilon) along the last dimension, times weight plus bias.
    """

def rms_norm(input_tensor: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-12, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, residual_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    x / sqrt(mean(x^2) + epsilon) along the last dimension, times weight plus bias.
    """

def group_norm(input_tensor: ttnn._ttnn.tensor.Tensor, *, num_groups: int, epsilon: float = 1e-12, input_mask: ttnn._ttnn.tensor.Tensor | None = None, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, inplace: bool | None = True, output_layout: ttnn._ttnn.tensor.Layout | None = None, num_out_blocks: int | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, negative_mask: ttnn._ttnn.tensor.Tensor | None = None, use_welford: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    Normalises groups of channels of [N, 1, H*W, C] to mean 0 and variance 1, then scales and shifts each channel.
    """

def batch_norm(input: ttnn._ttnn.tensor.Tensor, *, running_mean: ttnn._ttnn.tensor.Tensor | None = None, running_var: ttnn._ttnn.tensor.Tensor | None = None, training: bool = False, eps: float = 1e-05, momentum: float = 0.1, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Normalises each channel of [N, C, H, W] by the running statistics, or in training by its own, which then update the running ones.
    """

def layer_norm_pre_all_gather(input_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, residual_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, recip_tensor: ttnn._ttnn.tensor.Tensor | None = None, fast_and_approximate_mode: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    Sums over the last dimension, for a norm over several devices: [..., 32] with the sum of squares in column 0 (and, for layer norm, [..., 64] with the sum in column 32). A residual is added to the input, in place, first.
    """

def layer_norm_post_all_gather(input_tensor: ttnn._ttnn.tensor.Tensor, stats: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-12, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The norm of rows [..., W] whose sums over all devices are in stats [..., 32 (64) * devices]; then times weight plus bias.
    """

def rms_norm_pre_all_gather(input_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, residual_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, use_2d_core_grid: bool | None = None, fast_and_approximate_mode: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    Sums over the last dimension, for a norm over several devices: [..., 32] with the sum of squares in column 0 (and, for layer norm, [..., 64] with the sum in column 32). A residual is added to the input, in place, first.
    """

def rms_norm_post_all_gather(input_tensor: ttnn._ttnn.tensor.Tensor, stats: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-12, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, program_config: LayerNormDefaultProgramConfig | LayerNormShardedMultiCoreProgramConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, use_2d_core_grid: bool | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The norm of rows [..., W] whose sums over all devices are in stats [..., 32 (64) * devices]; then times weight plus bias.
    """

def scale_causal_mask_hw_dims_softmax_in_place(input_tensor: ttnn._ttnn.tensor.Tensor, scale: float | None = None, mask: ttnn._ttnn.tensor.Tensor | None = None, *, program_config: SoftmaxDefaultProgramConfig | SoftmaxShardedMultiCoreProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, numeric_stable: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    softmax(scale * x + mask) along the last dimension, into the input, which is sharded; the mask is [1, 1, H, W].
    """
