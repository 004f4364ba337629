from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.operations.core
from ttnn._ttnn.operations.experimental import (
    ccl_experimental as ccl_experimental
)
import ttnn._ttnn.operations.sliding_window
import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


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

def nlp_create_qkv_heads(input: ttnn._ttnn.tensor.Tensor, input_kv: ttnn._ttnn.tensor.Tensor | None = None, *, num_heads: int, num_kv_heads: int | None = None, transpose_k_heads: bool = True, kv_tied: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k and v [batch, kv_heads, tokens, head_dim]; k transposed unless told otherwise. With input_kv, q comes from the first tensor alone. The width of a width-sharded input is grouped: each shard has the q heads of a kv head, then k, then v.
    """

def nlp_create_qkv_heads_boltz(input: ttnn._ttnn.tensor.Tensor, input_kv: ttnn._ttnn.tensor.Tensor | None = None, *, num_heads: int, num_kv_heads: int | None = None, transpose_k_heads: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits [1, rows, tokens, (q + 2 kv heads) * head_dim] into q [heads, rows, tokens, head_dim], k and v [kv_heads, rows, tokens, head_dim]: heads come first.
    """

def nlp_create_qkv_heads_falcon7b(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, 4672] into q [batch, 71, tokens, 64], k and v [batch, 1, tokens, 64].
    """

def nlp_create_qkv_heads_vit(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, 2304] into q, k and v [batch, 12, tokens, 64].
    """

def nlp_create_qkv_heads_segformer(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, heads * 32] into [batch, heads, tokens, 32]; all three outputs are that split.
    """

def nlp_create_q_heads_split(input: ttnn._ttnn.tensor.Tensor, *, num_heads: int, split_head_dim: int, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, heads * head_dim] into heads, and each head at split_head_dim into two: [batch, heads, tokens, split_head_dim] and [batch, heads, tokens, head_dim - split_head_dim].
    """

def nlp_create_qkv_heads_decode(input_tensor: ttnn._ttnn.tensor.Tensor, *, num_heads: int, num_kv_heads: int | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None, overlap_qk_coregrid: bool | None = True, batch_offset: ttnn._ttnn.tensor.Tensor | None = None, slice_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> tuple:
    """
    Splits [1, 1, batch, (q + 2 kv heads) * head_dim] into q [1, batch, heads, head_dim], k and v [1, batch, kv_heads, head_dim], height-sharded with one user a core. With batch_offset, only slice_size users from there on.
    """

def nlp_concat_heads(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].
    """

def nlp_concat_heads_boltz(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the heads of [heads, rows, tokens, head_dim] side by side: [1, rows, tokens, heads * head_dim].
    """

def nlp_concat_heads_decode(input_tensor: ttnn._ttnn.tensor.Tensor, *, num_heads: int, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts num_heads heads of each user side by side: height-sharded [1, batch, 32 or more, head_dim] to width-sharded [1, 1, 32, num_heads * head_dim] with one head a core. Rows past the batch are zero.
    """

def concatenate_heads(input_tensor: ttnn._ttnn.tensor.Tensor, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].
    """

def split_query_key_value_and_split_heads(input_tensor: ttnn._ttnn.tensor.Tensor, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, num_heads: int = 16, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits [batch, 1, tokens, 3 * heads * head_dim] into q and v [batch, heads, tokens, head_dim] and k [batch, heads, head_dim, tokens].
    """

def create_qkv_heads(input: ttnn._ttnn.tensor.Tensor, *, num_heads: int, num_kv_heads: int | None = None, transpose_k_heads: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    Splits a block-sharded [batch, 1, tokens, width] into height-sharded q [batch, heads, tokens, head_dim], k and v [batch, kv_heads, tokens, head_dim]. The columns come in groups of one key head: its query heads, its key, its value.
    """

def create_qkv_heads_from_separate_tensors(input: ttnn._ttnn.tensor.Tensor, input_kv: ttnn._ttnn.tensor.Tensor, *, num_heads: int, num_kv_heads: int | None = None, transpose_k_heads: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensors: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> tuple:
    """
    As create_qkv_heads, from queries [batch, 1, tokens, heads * head_dim] and, for each key head, a key and a value in [batch, 1, kv tokens, 2 * kv_heads * head_dim].
    """

def rotary_embedding(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, token_index: int | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by row t of the caches [1, 1, length, head_dim]; with token_index, every row of [1, heads, rows, head_dim] by that row. The output's rows are rounded up to a tile.
    """

def rotary_embedding_hf(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, *, is_decode_mode: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by its row: row t of the caches [1, 1, length, head_dim]. In decode mode the input is [1, batch, heads, head_dim] and the caches [1, batch, 1, head_dim] hold each user's position.
    """

def rotary_embedding_llama(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, trans_mat: ttnn._ttnn.tensor.Tensor, *, is_decode_mode: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by its row: row t of the caches [1, 1 or heads, length, head_dim]. In decode mode the height-sharded input is [1, batch, heads, head_dim], and the first row of each matrix of the caches [1, batch, 1, head_dim] is a user's position.
    """

def rotary_embedding_llama_fused_qk(q_input_tensor: ttnn._ttnn.tensor.Tensor, k_input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, trans_mat: ttnn._ttnn.tensor.Tensor, *, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> tuple:
    """
    rotary_embedding_llama in decode mode for queries [1, batch, heads, head_dim] and keys [1, batch, kv_heads, head_dim] at once; the caches [1, 2 * batch, 1, head_dim] hold the positions of all queries, then of all keys.
    """

def rotate_half(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the negated second half of each row before the first. Halves are of the width rounded up to tiles; a ROW_MAJOR tensor is tilized first.
    """

def adaptive_avg_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, output_size: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, deallocate_input: bool = False, reallocate_output: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """Averages over equal windows: [1, 1, N x output_size, C]."""

def adaptive_max_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, output_size: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, deallocate_input: bool = False, reallocate_output: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """Maxima over equal windows: [1, 1, N x output_size, C]."""
