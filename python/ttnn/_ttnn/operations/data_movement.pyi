from collections.abc import Sequence
import enum
from typing import overload

import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__


class TileReshapeMapMode(enum.Enum):
    """When the card makes a reshape's map of pages."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    CACHE = 0

    RECREATE = 1

def permute(input_tensor: ttnn._ttnn.tensor.Tensor, dims: Sequence[int], pad_value: float = 0.0, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Dimensions in another order: output dimension i is input dimension dims[i].
    """

def transpose(input_tensor: ttnn._ttnn.tensor.Tensor, dim1: int, dim2: int, pad_value: float = 0.0, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Two dimensions swapped."""

def reshape(input_tensor: ttnn._ttnn.tensor.Tensor, shape: Sequence[int], padded_shape: Sequence[int] | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, pad_value: int | float | None = None, reshape_tile_mode: TileReshapeMapMode = TileReshapeMapMode.CACHE, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, skip_padding_fill: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    The elements in another shape of the same volume; one extent may be -1. A view where the layout allows.
    """

@overload
def slice(input_tensor: ttnn._ttnn.tensor.Tensor, slice_start: Sequence[int], slice_end: Sequence[int], slice_step: Sequence[int] | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, pad_value: float | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The region from slice_start to slice_end (exclusive) in steps of slice_step; negative positions count from the end.
    """

@overload
def slice(input_tensor: ttnn._ttnn.tensor.Tensor, slice_start: ttnn._ttnn.tensor.Tensor, slice_end: ttnn._ttnn.tensor.Tensor, slice_step: Sequence[int] | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, pad_value: float | None = None, slice_dim: int | None = None, num_devices: int | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The region whose first positions and positions after the last are in two integer tensors of one dimension, which are read back first: the call waits for the device.
    """

def concat(tensors: Sequence[ttnn._ttnn.tensor.Tensor], dim: int = 0, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, groups: int = 1, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Tensors one after another along a dimension; the other extents, dtype and device must agree.
    """

@overload
def pad(input_tensor: ttnn._ttnn.tensor.Tensor, padding: Sequence[tuple[int, int]], value: float, *, use_multicore: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The tensor with `value` around it: padding gives (before, after) for each dimension, or for the last ones.
    """

@overload
def pad(input_tensor: ttnn._ttnn.tensor.Tensor, output_padded_shape: Sequence[int], input_tensor_start: Sequence[int], value: float, *, use_multicore: bool = True, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The tensor inside one of shape output_padded_shape, from input_tensor_start on, with `value` around it.
    """

def repeat(input_tensor: ttnn._ttnn.tensor.Tensor, repeat_dims: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, optional_output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The tensor repeat_dims[i] times along dimension i, as torch.Tensor.repeat.
    """

def repeat_interleave(input_tensor: ttnn._ttnn.tensor.Tensor, repeats: int, dim: int, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Each slice along a dimension `repeats` times in a row, as torch.repeat_interleave.
    """

def view(input_tensor: ttnn._ttnn.tensor.Tensor, shape: Sequence[int]) -> ttnn._ttnn.tensor.Tensor:
    """
    The same memory in another shape of the same volume. The last dimension stays, and in tiles the last but one or its multiple of 32.
    """

def unsqueeze(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int) -> ttnn._ttnn.tensor.Tensor:
    """A dimension of extent 1 inserted at `dim`."""

def squeeze(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Without the dimensions of extent 1: all of them, or those in `dim` that have it.
    """

def narrow(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int, start: int, length: int) -> ttnn._ttnn.tensor.Tensor:
    """
    `length` positions of a dimension from `start`, without moving elements: they must lie together in memory.
    """

def expand(input_tensor: ttnn._ttnn.tensor.Tensor, output_shape: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Dimensions of extent 1 repeated to those of output_shape, and new ones put in front; -1 keeps an extent.
    """

def stack(input_tensors: Sequence[ttnn._ttnn.tensor.Tensor], dim: int) -> ttnn._ttnn.tensor.Tensor:
    """Tensors of one shape side by side along a new dimension."""

def split(input_tensor: ttnn._ttnn.tensor.Tensor, split_size: int | Sequence[int], dim: int = 0, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    Parts of `split_size` positions along a dimension (the last may be shorter), or of the sizes given.
    """

def chunk(input_tensor: ttnn._ttnn.tensor.Tensor, chunks: int, dim: int) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    At most `chunks` parts of equal extent along a dimension; the last may be smaller.
    """

@overload
def roll(input_tensor: ttnn._ttnn.tensor.Tensor, shifts: Sequence[int], dim: Sequence[int], *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Positions moved on by `shifts` along a dimension, those past the end to its beginning; each of a list in its dimension.
    """

@overload
def roll(input_tensor: ttnn._ttnn.tensor.Tensor, shifts: int, dim: int | None = None, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Positions moved on by `shifts` along one dimension; without a dimension along the flattened tensor.
    """

def gather(input: ttnn._ttnn.tensor.Tensor, dim: int, index: ttnn._ttnn.tensor.Tensor, *, sparse_grad: bool = False, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, out: ttnn._ttnn.tensor.Tensor | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    For each position of `index` the element of the input with that coordinate replaced in `dim`, as torch.gather.
    """

def scatter(input: ttnn._ttnn.tensor.Tensor, dim: int, index: ttnn._ttnn.tensor.Tensor, src: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, reduce: str | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The input with the elements of `src` put where `index` says in `dim`; `reduce` combines them with what is there.
    """

def scatter_add(input: ttnn._ttnn.tensor.Tensor, dim: int, index: ttnn._ttnn.tensor.Tensor, src: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    The input with the elements of `src` added where `index` says in `dim`.
    """

def indexed_fill(batch_id: ttnn._ttnn.tensor.Tensor, input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dim: int = 0) -> ttnn._ttnn.tensor.Tensor:
    """
    input_tensor_a with slice batch_id[i] along `dim` replaced by slice i of input_tensor_b.
    """

def nonzero(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    [count, coordinates]: how many elements are not zero (first element, [1, 1, 1, 8]) and four coordinates for each of them one after another.
    """

def moe_expert_token_remap(topk_tensor: ttnn._ttnn.tensor.Tensor, expert_mapping_tensor: ttnn._ttnn.tensor.Tensor, expert_metadata_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, optional_output_mapping_tensor: ttnn._ttnn.tensor.Tensor | None = None, optional_output_reduced_tensor: ttnn._ttnn.tensor.Tensor | None = None, reduction_size: int = 16) -> list[ttnn._ttnn.tensor.Tensor]:
    """
    Scores of a device's own experts for each token, after all_to_all_dispatch. Returns [scores, used]: scores [D, B, S, L] has a token's score for each of the L = E / devices local experts that it chose, otherwise 0; used [D, 1, ceil(B * S / reduction_size), L] (uint16) is 1 where a token of the chunk chose the expert, whatever its score, otherwise 0. Local experts are those of the device's column of expert_mapping_tensor that are not 0, in their order; places that this leaves over are 0. One device has one column.
    """

@overload
def assign(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig, dtype: ttnn._ttnn.tensor.DataType | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """A copy of the tensor in another place, or of another dtype."""

@overload
def assign(input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """Copies input_a into input_b, converting to its dtype; returns input_b."""

def fill_implicit_tile_padding(input_tensor: ttnn._ttnn.tensor.Tensor, fill_value: int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The tensor with its tile padding set to a value."""

def fold(input: ttnn._ttnn.tensor.Tensor, stride_h: int, stride_w: int, use_transpose_as_fold: bool = False, output_shape: ttnn._ttnn.types.Shape | None = None, padding: Sequence[int] = [0, 0], grid_size: ttnn._ttnn.tensor.CoreRangeSet | None = None, override_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, collapse_output: bool = False) -> ttnn._ttnn.tensor.Tensor:
    """
    [N, H, W, C] to [N, H / stride_h, W / stride_w, stride_h * stride_w * C]: each window of pixels becomes one with their channels in a row.
    """

def clone(input_tensor: ttnn._ttnn.tensor.Tensor, *, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    A copy of the tensor. Shape, dtype, layout and memory config are the input's unless given.
    """

def tilize(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, use_multicore: bool = True, use_low_perf: bool = False, tile: ttnn._ttnn.tensor.Tile = ..., sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    ROW_MAJOR to TILE layout; height and width must be multiples of the tile's.
    """

def tilize_with_zero_padding(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_dtype: ttnn._ttnn.tensor.DataType | None = None, use_multicore: bool = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """ROW_MAJOR to TILE layout, padded with zeros to whole tiles."""

def tilize_with_val_padding(input_tensor: ttnn._ttnn.tensor.Tensor, output_tensor_shape: ttnn._ttnn.types.Shape, pad_value: int | float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, use_multicore: bool = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """ROW_MAJOR to TILE layout, padded to output_tensor_shape."""

def untilize(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, use_multicore: bool = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """TILE to ROW_MAJOR layout; block floats become bfloat16."""

def untilize_with_unpadding(input_tensor: ttnn._ttnn.tensor.Tensor, output_tensor_end: ttnn._ttnn.types.Shape, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, use_multicore: bool = True, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    TILE to ROW_MAJOR layout, cut after the positions of output_tensor_end (inclusive).
    """

@overload
def interleaved_to_sharded(input_tensor: ttnn._ttnn.tensor.Tensor, sharded_memory_config: ttnn._ttnn.tensor.MemoryConfig, output_dtype: ttnn._ttnn.tensor.DataType | None = None, *, keep_l1_aligned: bool | None = False, preallocated_output: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """An interleaved tensor in shards."""

@overload
def interleaved_to_sharded(input_tensor: ttnn._ttnn.tensor.Tensor, grid: ttnn._ttnn.tensor.CoreCoord | ttnn._ttnn.tensor.CoreRangeSet, shard_shape: Sequence[int], shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout, shard_orientation: ttnn._ttnn.tensor.ShardOrientation, output_dtype: ttnn._ttnn.tensor.DataType | None = None, *, keep_l1_aligned: bool | None = False) -> ttnn._ttnn.tensor.Tensor:
    """An interleaved tensor in shards in L1, by their extents and cores."""

def sharded_to_interleaved(input_tensor: ttnn._ttnn.tensor.Tensor, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """A sharded tensor interleaved over banks (DRAM unless given)."""

def reshard(input_tensor: ttnn._ttnn.tensor.Tensor, output_memory_config: ttnn._ttnn.tensor.MemoryConfig, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """A sharded tensor in other shards."""

def move(input_tensor: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """A copy of the tensor, which is deallocated."""

def copy(input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """Copies the elements of input_a into input_b, converting its dtype."""

def sort(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int = -1, descending: bool = False, stable: bool = False, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, out: Sequence[ttnn._ttnn.tensor.Tensor | None] | None = None) -> list[ttnn._ttnn.tensor.Tensor]:
    """The elements along a dimension in order, and their positions."""

def bcast(input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor, math_op: ttnn._ttnn.types.BcastOpMath, dim: ttnn._ttnn.types.BcastOpDim, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    input_a (+, -, *) input_b, which has a height of 1 (H), a width of 1 (W) or both (HW).
    """

def tosa_gather(input: ttnn._ttnn.tensor.Tensor, index: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    out[n, w, c] = input[n, index[n, w], c]: [N, K, C] by [N, W] to [N, W, C].
    """

def tosa_scatter(input: ttnn._ttnn.tensor.Tensor, index: ttnn._ttnn.tensor.Tensor, src: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """input [N, K, C] with out[n, index[n, w], c] = src[n, w, c]."""

def fill_rm(N: int, C: int, H: int, W: int, hOnes: int, wOnes: int, any: ttnn._ttnn.tensor.Tensor, val_hi: float, val_lo: float, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    A ROW_MAJOR tensor [N, C, H, W]: val_hi in the first hOnes rows and wOnes columns, val_lo elsewhere; dtype and device are those of `any`.
    """

def fill_ones_rm(N: int, C: int, H: int, W: int, hOnes: int, wOnes: int, any: ttnn._ttnn.tensor.Tensor, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """fill_rm with ones inside and zeros outside."""

def reshape_on_device(input_tensor: ttnn._ttnn.tensor.Tensor, W: int, Z: int, Y: int, X: int, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The elements in the shape [W, Z, Y, X]; one extent may be -1."""

def interleaved_to_sharded_partial(input_tensor: ttnn._ttnn.tensor.Tensor, grid: ttnn._ttnn.tensor.CoreCoord | ttnn._ttnn.tensor.CoreRangeSet, shard_shape: Sequence[int], num_slices: int, slice_index: int, shard_scheme: ttnn._ttnn.tensor.TensorMemoryLayout, shard_orientation: ttnn._ttnn.tensor.ShardOrientation, *, output_dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    One of num_slices equal parts of the rows of an interleaved tensor, in shards: [1, 1, rows / num_slices, W].
    """

def sharded_to_interleaved_partial(input_tensor: ttnn._ttnn.tensor.Tensor, cache_tensor: ttnn._ttnn.tensor.Tensor, num_slices: int, slice_index: int, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, output_dtype: ttnn._ttnn.tensor.DataType | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes a sharded tensor into one of num_slices equal parts of the rows of cache_tensor, in place; gives cache_tensor.
    """
