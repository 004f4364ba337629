from collections.abc import Sequence, Set
from typing import overload

import ttnn._ttnn.activation
import ttnn._ttnn.multi_device
import ttnn._ttnn.operations.core
from ttnn._ttnn.operations.experimental import (
    ccl_experimental as ccl_experimental
)
import ttnn._ttnn.operations.normalization
import ttnn._ttnn.operations.sliding_window
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__
import ttnn.mesh


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

def paged_update_cache(cache_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, update_idxs: Sequence[int] = [], update_idxs_tensor: ttnn._ttnn.tensor.Tensor | None = None, share_cache: bool | None = None, page_table: ttnn._ttnn.tensor.Tensor | None = None, batch_offset: int = 0, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, mesh_coords: Set[ttnn.mesh.MeshCoordinate] | None = None, block_size: int | None = None, num_kv_heads: int | None = None, cache_position_modulo: int | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes one token of each user, input [1, b, heads, d], at position update_idxs[b] into the cache [b, heads, length, d], or into pages [blocks, heads, block_size, d] that a table [b, n] names; position -1 writes nothing. In place.
    """

def paged_fused_update_cache(cache_tensor1: ttnn._ttnn.tensor.Tensor, input_tensor1: ttnn._ttnn.tensor.Tensor, cache_tensor2: ttnn._ttnn.tensor.Tensor, input_tensor2: ttnn._ttnn.tensor.Tensor, *, update_idxs: Sequence[int] = [], update_idxs_tensor: ttnn._ttnn.tensor.Tensor | None = None, share_cache: bool | None = None, page_table: ttnn._ttnn.tensor.Tensor | None = None, batch_offset: int = 0, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, mesh_coords: Set[ttnn.mesh.MeshCoordinate] | None = None) -> tuple:
    """paged_update_cache of two caches (keys and values) in one call."""

def paged_fill_cache(cache_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, page_table: ttnn._ttnn.tensor.Tensor, *, batch_idx_tensor: ttnn._ttnn.tensor.Tensor | None = None, batch_idx: int = 0, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, mesh_coords: Set[ttnn.mesh.MeshCoordinate] | None = None, block_size: int | None = None, cache_position_modulo: int | None = None, valid_seq_len_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes a prompt of one user, input [1, heads, tokens, d], into the pages [blocks, heads, block_size, d] that row batch_idx of the table [b, n] names; tokens of absent pages (-1) are dropped. In place.
    """

def nlp_kv_cache_load_slice(input_tensor: ttnn._ttnn.tensor.Tensor, *, seq_len_start: int, seq_len_end: int, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Positions seq_len_start to seq_len_end (exclusive, multiples of 32) of a cache [b, heads, length, d], one head a core in L1 unless memory_config says otherwise.
    """

def ternary_matmul(input_tensor: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor, *, use_packed_ternary: bool = True, norm_weight: ttnn._ttnn.tensor.Tensor | None = None, norm_epsilon: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    x [..., M, K] times weights of -1, 0 and 1: [..., M, N] in TILE layout and x's dtype. The weights are uint32 [K / 32 * N / 32, 64], ROW_MAJOR, the mantissa words of pack_bfp2, tiles along N first; or uint8 [..., 208], five weights a byte. With norm_weight x is first divided by the root mean square of its rows and multiplied by norm_weight [K].
    """

def typecast(input_tensor: ttnn._ttnn.tensor.Tensor, dtype: ttnn._ttnn.tensor.DataType, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The tensor in another dtype; see ttnn.typecast."""

def where(predicate: ttnn._ttnn.tensor.Tensor, true_value: ttnn._ttnn.tensor.Tensor | int | float, false_value: ttnn._ttnn.tensor.Tensor | int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    true_value where predicate is not zero, else false_value; shapes broadcast.
    """

def gelu_bw(grad_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, *, approximate: str = 'none', memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of gelu: grad_tensor times its derivative at input_tensor."""

def broadcast_to(input: ttnn._ttnn.tensor.Tensor, output_shape: ttnn._ttnn.types.Shape, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Dimensions of extent 1 repeated to those of output_shape; TILE layout."""

def dit_layernorm_pre_allgather(input_tensor: ttnn._ttnn.tensor.Tensor, recip_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Sums over the last dimension, for a norm over several devices: [..., 32] with the sum of squares in column 0 (and, for layer norm, [..., 64] with the sum in column 32). A residual is added to the input, in place, first.
    """

def dit_layernorm_post_allgather(input_tensor: ttnn._ttnn.tensor.Tensor, stats: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-05, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The norm of rows [..., W] whose sums over all devices are in stats [..., 32 (64) * devices]; then times weight plus bias.
    """

def dit_rms_norm_unary_fused(input_tensor: ttnn._ttnn.tensor.Tensor, epsilon: float = 9.999999747378752e-06, weight: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, residual_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: ttnn._ttnn.operations.normalization.LayerNormDefaultProgramConfig | ttnn._ttnn.operations.normalization.LayerNormShardedMultiCoreProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, activation: str | ttnn._ttnn.activation.UnaryWithParam | None = None) -> ttnn._ttnn.tensor.Tensor:
    """rms_norm of [..., W], then an activation."""

def wan_fused_rmsnorm_pre_allgather(input_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Sums over the last dimension, for a norm over several devices: [..., 32] with the sum of squares in column 0 (and, for layer norm, [..., 64] with the sum in column 32). A residual is added to the input, in place, first.
    """

def wan_fused_rmsnorm_post_allgather(input_tensor: ttnn._ttnn.tensor.Tensor, stats: ttnn._ttnn.tensor.Tensor, *, epsilon: float = 1e-05, num_heads_per_device: int = 1, weight: ttnn._ttnn.tensor.Tensor | None = None, transformation_mat: ttnn._ttnn.tensor.Tensor | None = None, rope_cos: ttnn._ttnn.tensor.Tensor | None = None, rope_sin: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    RMS norm with gathered sums, then split into heads and rotary embedding: [b, 1, s, heads * d] becomes [b, heads, s, d].
    """

def dropout(input_tensor: ttnn._ttnn.tensor.Tensor, probability: float, scale: float, seed: int, *, use_per_device_seed: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Each element times scale, or 0 with the given probability."""

class MinimalMatmulConfig:
    """Blocks of minimal_matmul."""

    def __init__(self, *, M_block_size: int = 1, K_block_size: int = 1, N_block_size: int = 1, subblock_h: int = 1, subblock_w: int = 1, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord = ...) -> None: ...

    @property
    def M_block_size(self) -> int: ...

    @M_block_size.setter
    def M_block_size(self, arg: int, /) -> None: ...

    @property
    def K_block_size(self) -> int: ...

    @K_block_size.setter
    def K_block_size(self, arg: int, /) -> None: ...

    @property
    def N_block_size(self) -> int: ...

    @N_block_size.setter
    def N_block_size(self, arg: int, /) -> None: ...

    @property
    def subblock_h(self) -> int: ...

    @subblock_h.setter
    def subblock_h(self, arg: int, /) -> None: ...

    @property
    def subblock_w(self) -> int: ...

    @subblock_w.setter
    def subblock_w(self, arg: int, /) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    def __repr__(self) -> str: ...

def minimal_matmul(input_tensor: ttnn._ttnn.tensor.Tensor | Sequence[ttnn._ttnn.tensor.Tensor], weight_tensor: ttnn._ttnn.tensor.Tensor, *, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None, config: MinimalMatmulConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, fuse_swiglu: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    Product of [..., M, K] and [K, N] plus a bias row, then an activation. With fuse_swiglu the first half of the columns are gates of the second: [..., M, N / 2] of silu(gate) * value.
    """

def minimal_matmul_split(input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, *, chunks: int = 3, dim: int = -1, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, fused_activation: ttnn._ttnn.activation.UnaryWithParam | None = None, config: MinimalMatmulConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, fuse_swiglu: bool = False) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    minimal_matmul whose result is given in `chunks` equal parts of its columns.
    """

def attn_matmul(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Products of one token a user: [1, heads, users, K] with [users, kv_heads, K, N] gives [1, heads, users, N].
    """

def group_attn_matmul(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Products of one token a user: [1, heads, users, K] with [users, kv_heads, K, N] gives [1, heads, users, N].
    """

def attn_matmul_from_cache(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, num_tokens: int, transpose_hw: bool, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    attn_matmul with the first num_tokens rows of a cache [users, kv_heads, length, d], turned with transpose_hw.
    """

def dit_minimal_matmul_addcmul_fused(matmul_input_tensor: ttnn._ttnn.tensor.Tensor, matmul_weight_tensor: ttnn._ttnn.tensor.Tensor, scalar: float, addcmul_input_tensor1: ttnn._ttnn.tensor.Tensor, addcmul_input_tensor2: ttnn._ttnn.tensor.Tensor, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, *, config: MinimalMatmulConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    addcmul_input_tensor1 + scalar * (x @ w + bias) * addcmul_input_tensor2, with broadcasting.
    """

def fast_reduce_nc(input: ttnn._ttnn.tensor.Tensor, *, dims: Sequence[int] = [], output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig = ..., compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Sum over outer dimensions, which stay with extent 1."""

def fast_reduce_nc_split(input: ttnn._ttnn.tensor.Tensor, *, dim: int, split_output_width: int, memory_config: ttnn._ttnn.tensor.MemoryConfig = ..., compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> tuple:
    """
    Sum over an outer dimension, given in two parts: the first split_output_width columns, and the rest.
    """

def deepseek_moe_fast_reduce_nc(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, split_size: int, output_memory_config: ttnn._ttnn.tensor.MemoryConfig = ..., compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """Sum over an outer dimension, given in parts of split_size columns."""

def hc_sum_reduce(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, math_fidelity: ttnn._ttnn.tensor.MathFidelity | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Sums of 32 neighbouring columns: [1, 1, L, 32 n] to [1, 1, L, n]."""

def prefix_scan(a: ttnn._ttnn.tensor.Tensor, bx: ttnn._ttnn.tensor.Tensor, h_prev: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, math_fidelity: ttnn._ttnn.tensor.MathFidelity | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    h[t] = a[t] * h[t - 1] + bx[t] down the rows of [1, 1, L, n], from the row h_prev [1, 1, 1, n], which receives the last one.
    """

def repeat_and_interleave_eltwise_mul(a: ttnn._ttnn.tensor.Tensor, b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, math_fidelity: ttnn._ttnn.tensor.MathFidelity | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    a * b over columns, where 32 columns of a are repeated and each column of b counts for 32 neighbours.
    """

def intimg(input_tensor: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """
    Integral image of [1, H, W, C]: each element is the sum of those above and left of it, itself included.
    """

def deepseek_grouped_gate(scores: ttnn._ttnn.tensor.Tensor, bias: ttnn._ttnn.tensor.Tensor, *, n_groups: int = 8, summed_experts_per_group: int = 2, topk_groups: int = 4, n_activated_experts: int = 8, route_scale: float = 1.0, epsilon: float = 9.999999682655225e-21, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    Experts of each token by groups. Of sigmoid(scores) + bias the groups with the largest sums of their summed_experts_per_group best remain, and the n_activated_experts best of these: [weights, indices], the weights being sigmoid(scores) divided by their sum (plus epsilon) and times route_scale.
    """

def padded_slice(input_tensor: ttnn._ttnn.tensor.Tensor, padded_slice_start: Sequence[int], padded_slice_end: Sequence[int], padded_slice_step: Sequence[int] | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, pad_value: float | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The region from start to end (exclusive) in steps, in shards of memory_config.
    """

def convert_to_chw(input: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    [1, 1, HW, C] in height shards becomes [1, 1, C, HW], ROW_MAJOR, in width shards.
    """

def convert_to_hwc(input: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    [1, B, C, HW], ROW_MAJOR, becomes [1, 1, B * HW, C] in height shards: of memory_config, or on the input's cores.
    """

def transpose_rm(input: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """
    The last two dimensions of a ROW_MAJOR float32 or bfloat16 tensor swapped; both are multiples of 32.
    """

def isin(elements: ttnn._ttnn.tensor.Tensor, test_elements: ttnn._ttnn.tensor.Tensor, *, assume_unique: bool = False, invert: bool = False, out: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    1 where the element is among test_elements, else 0 (the reverse with invert), as uint8 in ROW_MAJOR layout.
    """

@overload
def fft(input_real: ttnn._ttnn.tensor.Tensor, precision: str = 'precise') -> tuple:
    """
    Discrete Fourier transform of the rows of a real tensor: (real, imaginary), both of its shape.
    """

@overload
def fft(input_real: ttnn._ttnn.tensor.Tensor, input_imag: ttnn._ttnn.tensor.Tensor, precision: str = 'precise') -> tuple:
    """The same of rows of complex numbers."""

def ifft(spectrum_real: ttnn._ttnn.tensor.Tensor, spectrum_imag: ttnn._ttnn.tensor.Tensor, precision: str = 'precise') -> tuple:
    """
    Inverse discrete Fourier transform of rows, with 1 / N: (real, imaginary), both of the spectrum's shape.
    """

def complex_mul(a_real: ttnn._ttnn.tensor.Tensor, a_imag: ttnn._ttnn.tensor.Tensor, b_real: ttnn._ttnn.tensor.Tensor, b_imag: ttnn._ttnn.tensor.Tensor) -> tuple:
    """Product of complex numbers, element by element: (real, imaginary)."""

class Conv3dConfig:
    """Blocks of conv3d."""

    def __init__(self, *, weights_dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, output_layout: ttnn._ttnn.tensor.Layout = ttnn._ttnn.tensor.Layout.ROW_MAJOR, T_out_block: int = 1, W_out_block: int = 1, H_out_block: int = 1, C_out_block: int = 0, C_in_block: int = 0, dilation: Sequence[int] = [1, 1, 1], alignment: int = 32, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord = ..., enable_fp32_operand_split: bool = False) -> None: ...

    @property
    def weights_dtype(self) -> ttnn._ttnn.tensor.DataType: ...

    @weights_dtype.setter
    def weights_dtype(self, arg: ttnn._ttnn.tensor.DataType, /) -> None: ...

    @property
    def output_layout(self) -> ttnn._ttnn.tensor.Layout: ...

    @output_layout.setter
    def output_layout(self, arg: ttnn._ttnn.tensor.Layout, /) -> None: ...

    @property
    def T_out_block(self) -> int: ...

    @T_out_block.setter
    def T_out_block(self, arg: int, /) -> None: ...

    @property
    def W_out_block(self) -> int: ...

    @W_out_block.setter
    def W_out_block(self, arg: int, /) -> None: ...

    @property
    def H_out_block(self) -> int: ...

    @H_out_block.setter
    def H_out_block(self, arg: int, /) -> None: ...

    @property
    def C_out_block(self) -> int: ...

    @C_out_block.setter
    def C_out_block(self, arg: int, /) -> None: ...

    @property
    def C_in_block(self) -> int: ...

    @C_in_block.setter
    def C_in_block(self, arg: int, /) -> None: ...

    @property
    def dilation(self) -> list[int]: ...

    @dilation.setter
    def dilation(self, arg: Sequence[int], /) -> None: ...

    @property
    def alignment(self) -> int: ...

    @alignment.setter
    def alignment(self, arg: int, /) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def enable_fp32_operand_split(self) -> bool: ...

    @enable_fp32_operand_split.setter
    def enable_fp32_operand_split(self, arg: bool, /) -> None: ...

    def __repr__(self) -> str: ...

def conv3d(*, input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, device: ttnn._ttnn.multi_device.MeshDevice | None = None, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, config: Conv3dConfig | None = None, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, output_channels: int, kernel_size: Sequence[int], stride: Sequence[int] = [1, 1, 1], padding: Sequence[int] = [0, 0, 0], dilation: Sequence[int] = [1, 1, 1], padding_mode: str = 'zeros', groups: int = 1, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, halo_buffer: ttnn._ttnn.tensor.Tensor | None = None, logical_h_mask: int = 0, logical_w_mask: int = 0, pad_offset_tensor: ttnn._ttnn.tensor.Tensor | None = None, output_pad_h: int = 0, output_pad_w: int = 0, weight_lo_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Convolution of [N, T, H, W, C] with weights [kT * kH * kW * C_in, C_out] (rows by kernel position, then channel; blocks of config.C_in_block channels first where it is set): [N, T', H', W', C_out].
    """

def adaptive_avg_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, output_size: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, deallocate_input: bool = False, reallocate_output: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """Averages over output_size windows: [1, 1, N x output_size, C]."""

def adaptive_max_pool2d(input_tensor: ttnn._ttnn.tensor.Tensor, batch_size: int, input_h: int, input_w: int, channels: int, output_size: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, applied_shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, deallocate_input: bool = False, reallocate_output: bool = True) -> ttnn._ttnn.tensor.Tensor:
    """Maxima over output_size windows: [1, 1, N x output_size, C]."""
