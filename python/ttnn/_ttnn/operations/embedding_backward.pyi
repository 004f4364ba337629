import ttnn._ttnn.tensor


def embedding_bw(input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, output_gradient_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Gradient of the table of an embedding, [1, 1, rows, width]: for each row the sum of the gradients where its index occurs.
    """
