import ttnn._ttnn.tensor


def quantize(input_tensor: ttnn._ttnn.tensor.Tensor, scale: ttnn._ttnn.tensor.Tensor | int | float, zero_point: ttnn._ttnn.tensor.Tensor | int | float, *, axis: int | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """round(x / scale) + zero_point, as int32 or (saturating) uint8."""

def dequantize(input_tensor: ttnn._ttnn.tensor.Tensor, scale: ttnn._ttnn.tensor.Tensor | int | float, zero_point: ttnn._ttnn.tensor.Tensor | int | float, *, axis: int | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """(x - zero_point) * scale, in bfloat16 unless dtype says otherwise."""

def requantize(input_tensor: ttnn._ttnn.tensor.Tensor, in_scale: ttnn._ttnn.tensor.Tensor | int | float, in_zero_point: ttnn._ttnn.tensor.Tensor | int | float, out_scale: ttnn._ttnn.tensor.Tensor | int | float, out_zero_point: ttnn._ttnn.tensor.Tensor | int | float, *, axis: int | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Whole numbers of one scale and zero point in those of another."""
