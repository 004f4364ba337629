import ttnn._ttnn.tensor


def composite_example(input_tensor: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """A copy of the tensor: the example of an operation made of others."""

def composite_example_multiple_return(input_tensor: ttnn._ttnn.tensor.Tensor, return_output1: bool = True, return_output2: bool = True) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """Copies of the tensor, None where not asked for."""
