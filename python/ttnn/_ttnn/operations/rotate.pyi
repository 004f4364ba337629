import ttnn._ttnn.tensor


def rotate(input_tensor: ttnn._ttnn.tensor.Tensor, angle: float, *, center: tuple[float, float] | None = None, fill: float = 0.0, expand: bool = False, interpolation_mode: str = 'nearest', memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    [N, H, W, C] turned counter-clockwise by an angle in degrees around the centre; what comes from outside is fill.
    """
