from typing import overload

import ttnn._ttnn.operations.complex
import ttnn._ttnn.operations.unary
import ttnn._ttnn.tensor
import ttnn._ttnn.types


@overload
def abs_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def abs_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def acos_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def acosh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def asin_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def asinh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def atan_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def atanh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def ceil_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def cos_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def cosh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def deg2rad_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def digamma_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def erf_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def erfc_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def erfinv_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def exp2_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def expm1_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def fill_zero_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def floor_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def frac_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def hardsigmoid_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def hardswish_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def i0_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def lgamma_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def log10_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def log1p_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def log2_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def log_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def log_sigmoid_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def logit_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def multigammaln_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def rad2deg_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def reciprocal_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

@overload
def reciprocal_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def relu6_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def relu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def round_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def selu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def sigmoid_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def sign_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def sin_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def sinh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def softsign_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def square_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def tan_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def tanhshrink_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def trunc_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def exp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def fill_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def neg_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def rsqrt_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def silu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def sqrt_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def tanh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def celu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, alpha: float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def elu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, alpha: float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def leaky_relu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, negative_slope: float = 0.009999999776482582, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def hardshrink_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, lambd: float = 0.5, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def softshrink_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, lambd: float = 0.5, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def logiteps_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, eps: float = 0.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def div_no_nan_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, scalar: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def rpow_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, exponent: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def clamp_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, min: ttnn._ttnn.tensor.Tensor | int | float | None = None, max: ttnn._ttnn.tensor.Tensor | int | float | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """Gradient of the input where it lies within the limits, else 0; a list."""

def clip_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, min: ttnn._ttnn.tensor.Tensor | int | float | None = None, max: ttnn._ttnn.tensor.Tensor | int | float | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """Gradient of the input where it lies within the limits, else 0; a list."""

def hardtanh_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, min: float = -1.0, max: float = 1.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def softplus_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, beta: float = 1.0, threshold: float = 20.0, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def threshold_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, min: float, max: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def polygamma_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, n: int, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def pow_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, exponent: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def rdiv_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, scalar: float, *, rounding_mode: str | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, variant: ttnn._ttnn.operations.unary.GeluVariant = ttnn._ttnn.operations.unary.GeluVariant.Accurate, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.
    """

def prod_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, dim: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    Gradient of the product of all elements, or of those along `dim`: that of the output times the product of the other elements.
    """

def repeat_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, shape: ttnn._ttnn.types.Shape, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """Gradient of repeat: the sum over the copies."""
