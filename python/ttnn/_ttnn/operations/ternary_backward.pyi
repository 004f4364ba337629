from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.tensor


def addcmul_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, input_tensor_c: ttnn._ttnn.tensor.Tensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def addcdiv_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, input_tensor_c: ttnn._ttnn.tensor.Tensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def lerp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, input_tensor_c: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def lerp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def where_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, input_tensor_c: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, are_required_outputs: Sequence[bool] = [True, True], input_a_grad: ttnn._ttnn.tensor.Tensor | None = None, input_b_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """
