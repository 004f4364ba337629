from typing import overload

import ttnn._ttnn.tensor


@overload
def typecast(input_tensor: ttnn._ttnn.tensor.Tensor, dtype: ttnn._ttnn.tensor.DataType, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The tensor in another dtype. Floats round to nearest even; floats to integers truncate and saturate. Host tensors too.
    """

@overload
def typecast(input_tensor: ttnn._ttnn.tensor.Tensor, input_dtype: ttnn._ttnn.tensor.DataType, output_dtype: ttnn._ttnn.tensor.DataType, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The same with the input's dtype named too."""
