from collections.abc import Sequence

import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


def upsample(input_tensor: ttnn._ttnn.tensor.Tensor, scale_factor: int | float | Sequence[float], *, mode: str = 'nearest', memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    [N, H, W, C] enlarged to [N, H * scale_h, W * scale_w, C]: each element repeated (nearest), or interpolated between the centres of elements (bilinear).
    """
