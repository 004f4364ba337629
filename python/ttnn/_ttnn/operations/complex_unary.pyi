import ttnn._ttnn.operations.complex
import ttnn._ttnn.tensor


def real(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The real part."""

def imag(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The imaginary part."""

def angle(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The argument, from -pi to pi."""

def is_real(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """1 where the imaginary part is 0, else 0."""

def is_imag(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """1 where the real part is 0, else 0."""

def conj(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.operations.complex.ComplexTensor:
    """The complex conjugate."""

def polar(input_tensor: ttnn._ttnn.operations.complex.ComplexTensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.operations.complex.ComplexTensor:
    """
    The complex numbers whose magnitudes are in the real part and whose angles are in the imaginary one.
    """
