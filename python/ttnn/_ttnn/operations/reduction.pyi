from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.multi_device
import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__


def sum(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Sum over dimensions."""

def mean(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Mean over dimensions."""

def max(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Largest element over dimensions."""

def min(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Smallest element over dimensions."""

def std(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Standard deviation over dimensions, of a sample unless correction is False.
    """

def var(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, scalar: float = 1.0, correction: bool | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, fast_and_approximate_mode: bool = False, output_layout: ttnn._ttnn.tensor.Layout | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Variance over dimensions, of a sample unless correction is False."""

@overload
def prod(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | None = None, keepdim: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Product over a dimension, or of all elements."""

@overload
def prod(input_tensor: ttnn._ttnn.tensor.Tensor, output_tensor: ttnn._ttnn.tensor.Tensor, *, dims: Sequence[int], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Product over dimensions, which stay with extent 1, written into output_tensor and returned.
    """

def argmax(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | None = None, keepdim: bool = False, *, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, use_multicore: bool = False, enable_secondary_dm: bool | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Position of the largest element along a dimension (the first of equal ones), or in the whole tensor.
    """

def topk(input_tensor: ttnn._ttnn.tensor.Tensor, k: int = 32, dim: int = -1, largest: bool = True, sorted: bool = True, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, indices_tensor: ttnn._ttnn.tensor.Tensor | None = None, output_tensor: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None, stable: bool = False) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    The k largest (or smallest) elements along a dimension in order, and their positions.
    """

def cumsum(input: ttnn._ttnn.tensor.Tensor, dim: int, *, dtype: ttnn._ttnn.tensor.DataType | None = None, reverse_order: bool = False, out: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, disable_compensated_sum: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """Running sums along a dimension."""

def cumprod(input: ttnn._ttnn.tensor.Tensor, dim: int, *, dtype: ttnn._ttnn.tensor.DataType | None = None, reverse_order: bool = False, out: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Running products along a dimension."""

def sampling(input_values_tensor: ttnn._ttnn.tensor.Tensor, input_indices_tensor: ttnn._ttnn.tensor.Tensor, k: ttnn._ttnn.tensor.Tensor, p: ttnn._ttnn.tensor.Tensor, temp: ttnn._ttnn.tensor.Tensor, *, seed: int | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    A token for each of the users: of values [1, 1, users, n] the k largest times temp go through a softmax, the fewest whose probabilities reach p remain, and one of them is drawn; its entry of input_indices is the result, uint32 [1, 1, 1, users] in ROW_MAJOR layout.
    """

def manual_seed(seeds: ttnn._ttnn.tensor.Tensor | int | float = 0, *, device: ttnn._ttnn.multi_device.MeshDevice | None = None, user_ids: ttnn._ttnn.tensor.Tensor | int | float | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Seeds the draws of ttnn.sampling: of all users, or of those in user_ids; with tensors a seed each. Gives the seeds as a uint32 tensor.
    """

def ema(input_tensor: ttnn._ttnn.tensor.Tensor, alpha: float, *, out: ttnn._ttnn.tensor.Tensor | None = None, core_grid: ttnn._ttnn.types.CoreGrid | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Exponential moving average along the last dimension of [1, B, C, T]: out[0] = x[0], out[t] = alpha * out[t - 1] + (1 - alpha) * x[t].
    """

def moe(input_tensor: ttnn._ttnn.tensor.Tensor, expert_mask_tensor: ttnn._ttnn.tensor.Tensor, topk_mask_tensor: ttnn._ttnn.tensor.Tensor, k: int = 32, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Weight of expert 0: with the k largest of input + expert_mask and the softmax of them plus topk_mask, the sum of what lies at index 0: [N, C, H, 1].
    """
