import enum

import ttnn._ttnn.tensor


class EmbeddingsType(enum.Enum):
    """What is known of a table."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    GENERIC = 0

    PADDED = 1

    BINARY = 2

def embedding(input_tensor: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor, *, padding_idx: int | None = None, layout: ttnn._ttnn.tensor.Layout | None = None, embeddings_type: EmbeddingsType = EmbeddingsType.GENERIC, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rows of `weight` [rows, width] for indices of any rank: shape of the indices plus [width].
    """
