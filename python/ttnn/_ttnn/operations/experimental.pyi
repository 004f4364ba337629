from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


@overload
def view(input_tensor: ttnn._ttnn.tensor.Tensor, shape: Sequence[int]) -> ttnn._ttnn.tensor.Tensor:
    """
    The same memory read as another shape of the same volume, whatever its layout makes of that.
    """

@overload
def view(input_tensor: ttnn._ttnn.tensor.Tensor, N: int, C: int, H: int, W: int) -> ttnn._ttnn.tensor.Tensor:
    """The same memory read as shape [N, C, H, W]."""

def plus_one(input_tensor: ttnn._ttnn.tensor.Tensor, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, skip_negative_entries: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """One added to each element, in place; for positions of a cache."""

def slice_write(input_tensor: ttnn._ttnn.tensor.Tensor, output_tensor: ttnn._ttnn.tensor.Tensor, start: Sequence[int], end: Sequence[int], step: Sequence[int]) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes the input into the region of output_tensor from start to end (exclusive) in steps; returns output_tensor.
    """

def nlp_create_qkv_heads(input: ttnn._ttnn.tensor.Tensor, input_kv: ttnn._ttnn.tensor.Tensor | None = None, *, num_heads: int, num_kv_heads: int | None = None, transpose_k_heads: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    Splits [batch, 1, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k and v [batch, kv_heads, tokens, head_dim]; k transposed unless told otherwise. With input_kv, q comes from the first tensor alone.
    """

def nlp_concat_heads(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].
    """

def rotary_embedding(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, token_index: int | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by row t of the caches [1, 1, length, head_dim]; with token_index, every row of [1, heads, rows, head_dim] by that row. The output's rows are rounded up to a tile.
    """

def rotary_embedding_hf(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, *, is_decode_mode: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by its row: row t of the caches [1, 1, length, head_dim]. In decode mode the input is [1, batch, heads, head_dim] and the caches [1, batch, 1, head_dim] hold each user's position.
    """
