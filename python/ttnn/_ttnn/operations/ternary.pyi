from typing import overload

import ttnn._ttnn.tensor


def where(predicate: ttnn._ttnn.tensor.Tensor, true_value: ttnn._ttnn.tensor.Tensor | int | float, false_value: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    true_value where predicate is not zero, else false_value; shapes broadcast.
    """

def addcmul(input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor, input_c: ttnn._ttnn.tensor.Tensor, *, value: int | float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """input_a + value * input_b * input_c."""

def addcdiv(input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor, input_c: ttnn._ttnn.tensor.Tensor, *, value: int | float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """input_a + value * input_b / input_c."""

def lerp(input: ttnn._ttnn.tensor.Tensor, end: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """input + weight * (end - input)."""

@overload
def mac(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_c: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor: ...

@overload
def mac(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor | int | float, value: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor: ...

@overload
def mac(input_tensor_a: ttnn._ttnn.tensor.Tensor, value: ttnn._ttnn.tensor.Tensor | int | float, input_tensor_c: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor: ...

@overload
def mac(input_tensor_a: ttnn._ttnn.tensor.Tensor, value1: ttnn._ttnn.tensor.Tensor | int | float, value2: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The first operand times the second plus the third; shapes broadcast."""

def snake_beta(input_tensor: ttnn._ttnn.tensor.Tensor, alpha: ttnn._ttnn.tensor.Tensor, beta: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """x + sin(alpha x)^2 / beta."""
