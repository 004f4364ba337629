import ttnn._ttnn.operations.complex
import ttnn._ttnn.tensor


def real_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def imag_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def angle_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def conj_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""

def polar_bw(grad_tensor: ttnn._ttnn.operations.complex.ComplexTensor, input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig) -> list[ttnn._ttnn.operations.complex.ComplexTensor]:
    """Gradient of the complex input; a list of one."""
