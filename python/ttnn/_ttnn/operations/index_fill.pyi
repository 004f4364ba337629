import ttnn._ttnn.tensor


def index_fill(input: ttnn._ttnn.tensor.Tensor, dim: int, index: ttnn._ttnn.tensor.Tensor, value: int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The input with `value` at the positions `index` of dimension `dim`."""
