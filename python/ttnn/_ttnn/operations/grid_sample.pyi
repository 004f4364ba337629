import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


def grid_sample(input_tensor: ttnn._ttnn.tensor.Tensor, grid: ttnn._ttnn.tensor.Tensor, *, mode: str = 'bilinear', padding_mode: str = 'zeros', align_corners: bool = False, use_precomputed_grid: bool = False, batch_output_channels: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    [N, H, W, C] at the positions of a grid [N, h, w, 2 K] of (x, y) from -1 to 1, zeros outside: [N, h, w K, C], or [N, h, w, K C] with batch_output_channels. A grid of prepare_grid_sample_grid has 6 numbers a position (2 for nearest).
    """
