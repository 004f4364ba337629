from collections.abc import Sequence

import ttnn._ttnn.operations.core
import ttnn._ttnn.operations.sliding_window
import ttnn._ttnn.tensor


def max_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, kernel_size: Sequence[int], stride: Sequence[int], padding: Sequence[int], dilation: Sequence[int], ceil_mode: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, deallocate_input: bool = False, reallocate_halo_output: bool = True, return_indices: bool = False, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, output_layout: ttnn._ttnn.tensor.Layout = ttnn._ttnn.tensor.Layout.ROW_MAJOR, config_tensor_in_dram: bool = False) -> ttnn._ttnn.tensor.Tensor | list[ttnn._ttnn.tensor.Tensor]:
    """
    Maxima over windows of an NHWC image: [1, 1, N x out height x out width, C]. With return_indices also the UINT16 positions in the image (row x width + column).
    """

def avg_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, kernel_size: Sequence[int], stride: Sequence[int], padding: Sequence[int], ceil_mode: bool = False, count_include_pad: bool = True, divisor_override: int | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, deallocate_input: bool = False, reallocate_halo_output: bool = True, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, output_layout: ttnn._ttnn.tensor.Layout = ttnn._ttnn.tensor.Layout.ROW_MAJOR, config_tensor_in_dram: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    Averages over windows of an NHWC image: [1, 1, N x out height x out width, C].
    """

def global_avg_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Average of each channel over the image: [N, H, W, C] to [N, 1, 1, C] in TILE layout.
    """
