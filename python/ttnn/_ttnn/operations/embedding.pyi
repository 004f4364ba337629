import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


def embedding(input_tensor: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor, *, padding_idx: int | None = None, layout: ttnn._ttnn.tensor.Layout | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rows of `weight` [rows, width] for indices of any rank: shape of the indices plus [width].
    """
