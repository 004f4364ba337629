from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.operations.complex
import ttnn._ttnn.operations.unary
import ttnn._ttnn.tensor


def atan2_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def hypot_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def ldexp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def logaddexp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def logaddexp2_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def max_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def min_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def squared_difference_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def xlogy_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def fmod_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def fmod_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def remainder_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def remainder_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def add_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, other_tensor: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def add_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def add_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_a: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_b: ttnn._ttnn.operations.complex.ComplexTensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradients of both complex inputs."""

@overload
def sub_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, other_tensor: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def sub_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def sub_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_a: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_b: ttnn._ttnn.operations.complex.ComplexTensor, alpha: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradients of both complex inputs."""

@overload
def mul_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, other_tensor: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def mul_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def mul_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_a: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_b: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradients of both complex inputs."""

def rsub_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def assign_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_a_grad: ttnn._ttnn.tensor.Tensor | None = None, input_b_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def assign_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_a_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def div_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, scalar: float, rounding_mode: str | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def div_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, other_tensor: ttnn._ttnn.tensor.Tensor, *, rounding_mode: str | None = None, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def div_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_a: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor_b: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradients of both complex inputs."""

def addalpha_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, alpha: float = 1.0, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_a_grad: ttnn._ttnn.tensor.Tensor | None = None, input_b_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def subalpha_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, alpha: float = 1.0, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def concat_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, dim: int = 0, *, are_required_outputs: Sequence[bool] = [True, True], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_a_grad: ttnn._ttnn.tensor.Tensor | None = None, input_b_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of concat of two tensors of rank 4: the parts of the given one.
    """

@overload
def bias_gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, variant: ttnn._ttnn.operations.unary.GeluVariant = ttnn._ttnn.operations.unary.GeluVariant.Accurate, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def bias_gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, approximate: str, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def bias_gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, bias: float, *, variant: ttnn._ttnn.operations.unary.GeluVariant = ttnn._ttnn.operations.unary.GeluVariant.Accurate, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]: ...

@overload
def bias_gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, bias: float, *, approximate: str, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """
