from collections.abc import Sequence
from typing import overload

import ttnn._ttnn.operations.core
import ttnn._ttnn.operations.normalization
import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


def concatenate_heads(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, tokens, heads * head_dim].
    """

def split_query_key_value_and_split_heads(input_tensor: ttnn._ttnn.tensor.Tensor, kv_input_tensor: ttnn._ttnn.tensor.Tensor | None = None, *, num_heads: int, num_kv_heads: int | None = None, transpose_key: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, use_falcon7b_backend: bool = False) -> tuple:
    """
    Splits [batch, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k (transposed unless told otherwise) and v [batch, kv_heads, tokens, head_dim]. With kv_input_tensor, q comes from the first alone.
    """

def rotary_embedding(input_tensor: ttnn._ttnn.tensor.Tensor, cos_cache: ttnn._ttnn.tensor.Tensor, sin_cache: ttnn._ttnn.tensor.Tensor, token_index: int | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Rotates [batch, heads, tokens, head_dim] by row t of the caches [1, 1, length, head_dim]; with token_index, every row of [1, heads, rows, head_dim] by that row.
    """

class SDPAProgramConfig:
    def __init__(self, *, compute_with_storage_grid_size: ttnn._ttnn.tensor.CoreCoord, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, q_chunk_size: int, k_chunk_size: int, exp_approx_mode: bool | None = None, max_cores_per_head_batch: int = 16, max_k_splits: int = 1, matmul_math_fidelity: ttnn._ttnn.tensor.MathFidelity | None = None, segmented_accumulation: bool = False) -> None: ...

    @property
    def compute_with_storage_grid_size(self) -> ttnn._ttnn.tensor.CoreCoord: ...

    @compute_with_storage_grid_size.setter
    def compute_with_storage_grid_size(self, arg: ttnn._ttnn.tensor.CoreCoord, /) -> None: ...

    @property
    def sub_core_grids(self) -> ttnn._ttnn.tensor.CoreRangeSet | None: ...

    @sub_core_grids.setter
    def sub_core_grids(self, value: ttnn._ttnn.tensor.CoreRangeSet | None) -> None: ...

    @property
    def q_chunk_size(self) -> int: ...

    @q_chunk_size.setter
    def q_chunk_size(self, arg: int, /) -> None: ...

    @property
    def k_chunk_size(self) -> int: ...

    @k_chunk_size.setter
    def k_chunk_size(self, arg: int, /) -> None: ...

    @property
    def exp_approx_mode(self) -> bool | None: ...

    @exp_approx_mode.setter
    def exp_approx_mode(self, value: bool | None) -> None: ...

    @property
    def max_cores_per_head_batch(self) -> int: ...

    @max_cores_per_head_batch.setter
    def max_cores_per_head_batch(self, arg: int, /) -> None: ...

    @property
    def max_k_splits(self) -> int: ...

    @max_k_splits.setter
    def max_k_splits(self, arg: int, /) -> None: ...

    @property
    def matmul_math_fidelity(self) -> ttnn._ttnn.tensor.MathFidelity | None: ...

    @matmul_math_fidelity.setter
    def matmul_math_fidelity(self, value: ttnn._ttnn.tensor.MathFidelity | None) -> None: ...

    @property
    def segmented_accumulation(self) -> bool: ...

    @segmented_accumulation.setter
    def segmented_accumulation(self, arg: bool, /) -> None: ...

    def __repr__(self) -> str: ...

def scaled_dot_product_attention(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, *, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, is_causal: bool = True, scale: float | None = None, sliding_window_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None, cu_window_seqlens: ttnn._ttnn.tensor.Tensor | None = None, windowed_q_token_offset: int = 0, windowed_q_token_offset_tensor: ttnn._ttnn.tensor.Tensor | None = None, output_concat_heads: bool = False, attn_mask_block_map: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    softmax(q k^T scale + mask) v. q [b, heads, sq, d], k and v [b, kv_heads, sk, d] with heads a multiple of kv_heads; scale is 1 / sqrt(d) unless given. With cu_window_seqlens each query sees the keys of its window.
    """

def scaled_dot_product_attention_decode(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, *, is_causal: bool = True, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, cur_pos: Sequence[int] = [], cur_pos_tensor: ttnn._ttnn.tensor.Tensor | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None, scale: float | None = None, sliding_window_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, share_cache: bool | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    One token a user against its cache: q [1, b, heads, d], k and v [b, kv_heads, s, d]; user i sees positions 0 to cur_pos[i]. Positions beyond the cache are clamped.
    """

class PagedCacheGeometryOverride:
    """Another geometry of the same pages."""

    def __init__(self, *, block_size: int = 0, num_kv_heads: int = 0) -> None: ...

    @property
    def block_size(self) -> int: ...

    @block_size.setter
    def block_size(self, arg: int, /) -> None: ...

    @property
    def num_kv_heads(self) -> int: ...

    @num_kv_heads.setter
    def num_kv_heads(self, arg: int, /) -> None: ...

    def __repr__(self) -> str: ...

def paged_scaled_dot_product_attention_decode(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, page_table_tensor: ttnn._ttnn.tensor.Tensor, *, is_causal: bool = True, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, cur_pos_tensor: ttnn._ttnn.tensor.Tensor | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None, scale: float | None = None, sliding_window_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, paged_cache_geometry: PagedCacheGeometryOverride | None = None, cache_position_modulo: int | None = None, spec_multi_pos_tiles: int = 0) -> ttnn._ttnn.tensor.Tensor:
    """
    One token a user against a paged cache: q [1, b, heads, d], k and v [blocks, kv_heads, block_size, d], page table [b, n]; user i sees positions 0 to cur_pos[i] (-1: skipped), or all with is_causal False.
    """

def chunked_scaled_dot_product_attention(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, page_table_tensor: ttnn._ttnn.tensor.Tensor, chunk_start_idx: int | None = None, *, chunk_start_idx_tensor: ttnn._ttnn.tensor.Tensor | None = None, scale: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, paged_cache_geometry: PagedCacheGeometryOverride | None = None, sliding_window_size: int | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    A chunk of a prompt against a paged cache that holds all before it: q [b, heads, s, d] at positions chunk_start_idx onwards, k and v [blocks, kv_heads, block_size, d], page table [b, n]; causal.
    """

def joint_scaled_dot_product_attention(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, joint_tensor_q: ttnn._ttnn.tensor.Tensor, joint_tensor_k: ttnn._ttnn.tensor.Tensor, joint_tensor_v: ttnn._ttnn.tensor.Tensor, *, joint_strategy: str, program_config: SDPAProgramConfig, scale: float | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> tuple:
    """
    Non-causal attention over two sequences at once (the joint one behind the other): all queries see all keys. Gives the outputs of both, [b, heads, n, d] and [b, heads, l, d].
    """

def ring_distributed_scaled_dot_product_attention(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, ring_size: int, ring_id: int | None = None, *, scale: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, page_table: ttnn._ttnn.tensor.Tensor | None = None, chunk_start_idx: int | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The part of a causal attention that device ring_id of ring_size computes: of 2 * ring_size chunks of the queries [b, heads, s, d] the ones ring_id and 2 * ring_size - 1 - ring_id, one behind the other: [b, heads, s / ring_size, d].
    """

@overload
def flash_mla_prefill(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, head_dim_v: int, *, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, is_causal: bool = True, scale: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor: ...

@overload
def flash_mla_prefill(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor, *, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, is_causal: bool = True, scale: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Latent attention over a prompt: q [b, heads, s, d], k [b, kv_heads, s, d]; the values are the first head_dim_v columns of k. Gives [b, heads, s, head_dim_v].
    """

def chunked_flash_mla_prefill(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, head_dim_v: int, page_table_tensor: ttnn._ttnn.tensor.Tensor, chunk_start_idx: int, *, scale: float | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    A chunk of a prompt against a paged latent cache k [blocks, kv_heads, block_size, d], whose first head_dim_v columns are the values: q [b, heads, s, d] at positions chunk_start_idx onwards; causal.
    """

def flash_multi_latent_attention_decode(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor | None, head_dim_v: int, *, is_causal: bool = True, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, cur_pos: Sequence[int] = [], cur_pos_tensor: ttnn._ttnn.tensor.Tensor | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None, scale: float | None = None, sliding_window_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Latent attention of one token a user: q [1, b, heads, d], k [b, kv_heads, s, d]; the values are v, or the first head_dim_v columns of k. Gives [1, b, heads, head_dim_v].
    """

def paged_flash_multi_latent_attention_decode(input_tensor_q: ttnn._ttnn.tensor.Tensor, input_tensor_k: ttnn._ttnn.tensor.Tensor, input_tensor_v: ttnn._ttnn.tensor.Tensor | None, head_dim_v: int, page_table_tensor: ttnn._ttnn.tensor.Tensor, *, is_causal: bool = True, attn_mask: ttnn._ttnn.tensor.Tensor | None = None, cur_pos_tensor: ttnn._ttnn.tensor.Tensor | None = None, attention_sink: ttnn._ttnn.tensor.Tensor | None = None, scale: float | None = None, sliding_window_size: int | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, program_config: SDPAProgramConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Latent attention of one token a user against a paged cache k [blocks, kv_heads, block_size, d]; the values are v, or the first head_dim_v columns of k. q and output [1, b, heads, d or head_dim_v].
    """

def attention_softmax(tensor: ttnn._ttnn.tensor.Tensor, *, head_size: int | None = None, attention_mask: ttnn._ttnn.tensor.Tensor | None = None, program_config: ttnn._ttnn.operations.normalization.SoftmaxDefaultProgramConfig | ttnn._ttnn.operations.normalization.SoftmaxShardedMultiCoreProgramConfig | None = None, causal_mask: bool | None = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    softmax(x / sqrt(head_size) + attention_mask) along the last dimension.
    """
