import ttnn._ttnn.tensor


class ComplexTensor:
    """A real and an imaginary part of one shape."""

    @property
    def real(self) -> ttnn._ttnn.tensor.Tensor: ...

    @property
    def imag(self) -> ttnn._ttnn.tensor.Tensor: ...

    def deallocate(self) -> None: ...

    def __repr__(self) -> str: ...

def complex_tensor(real: ttnn._ttnn.tensor.Tensor, imag: ttnn._ttnn.tensor.Tensor) -> ComplexTensor:
    """A complex tensor of a real and an imaginary part."""
