from collections.abc import Sequence
import enum

import ttnn._ttnn.activation
import ttnn._ttnn.multi_device
import ttnn._ttnn.operations.core
import ttnn._ttnn.operations.sliding_window
import ttnn._ttnn.tensor


class PaddingMode(enum.Enum):
    """What stands around the image."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    Zeros = 0

    Replicate = 1

class Conv2dConfig:
    """How a convolution is carried out."""

    def __init__(self, *, weights_dtype: ttnn._ttnn.tensor.DataType | None = None, activation: ttnn._ttnn.activation.UnaryWithParam | None = None, deallocate_activation: bool = False, reallocate_halo_output: bool = True, config_tensors_in_dram: bool = False, act_block_h_override: int = 0, act_block_w_div: int = 1, reshard_if_not_optimal: bool = False, override_sharding_config: bool = False, shard_layout: ttnn._ttnn.tensor.TensorMemoryLayout | None = None, core_grid: ttnn._ttnn.tensor.CoreRangeSet | None = None, transpose_shards: bool = False, output_layout: ttnn._ttnn.tensor.Layout = ttnn._ttnn.tensor.Layout.TILE, enable_act_double_buffer: bool = False, enable_weights_double_buffer: bool = False, full_inner_dim: bool = False, enable_kernel_stride_folding: bool | None = None, enable_activation_reuse: bool = False, force_split_reader: bool | None = None, override_output_sharding_config: bool = False, padding_mode: PaddingMode = PaddingMode.Zeros) -> None: ...

    @property
    def weights_dtype(self) -> ttnn._ttnn.tensor.DataType | None: ...

    @weights_dtype.setter
    def weights_dtype(self, value: ttnn._ttnn.tensor.DataType | None) -> None: ...

    @property
    def activation(self) -> ttnn._ttnn.activation.UnaryWithParam | None: ...

    @activation.setter
    def activation(self, value: ttnn._ttnn.activation.UnaryWithParam | None) -> None: ...

    @property
    def deallocate_activation(self) -> bool: ...

    @deallocate_activation.setter
    def deallocate_activation(self, arg: bool, /) -> None: ...

    @property
    def reallocate_halo_output(self) -> bool: ...

    @reallocate_halo_output.setter
    def reallocate_halo_output(self, arg: bool, /) -> None: ...

    @property
    def config_tensors_in_dram(self) -> bool: ...

    @config_tensors_in_dram.setter
    def config_tensors_in_dram(self, arg: bool, /) -> None: ...

    @property
    def act_block_h_override(self) -> int: ...

    @act_block_h_override.setter
    def act_block_h_override(self, arg: int, /) -> None: ...

    @property
    def act_block_w_div(self) -> int: ...

    @act_block_w_div.setter
    def act_block_w_div(self, arg: int, /) -> None: ...

    @property
    def reshard_if_not_optimal(self) -> bool: ...

    @reshard_if_not_optimal.setter
    def reshard_if_not_optimal(self, arg: bool, /) -> None: ...

    @property
    def override_sharding_config(self) -> bool: ...

    @override_sharding_config.setter
    def override_sharding_config(self, arg: bool, /) -> None: ...

    @property
    def shard_layout(self) -> ttnn._ttnn.tensor.TensorMemoryLayout | None: ...

    @shard_layout.setter
    def shard_layout(self, value: ttnn._ttnn.tensor.TensorMemoryLayout | None) -> None: ...

    @property
    def core_grid(self) -> ttnn._ttnn.tensor.CoreRangeSet | None: ...

    @core_grid.setter
    def core_grid(self, value: ttnn._ttnn.tensor.CoreRangeSet | None) -> None: ...

    @property
    def transpose_shards(self) -> bool: ...

    @transpose_shards.setter
    def transpose_shards(self, arg: bool, /) -> None: ...

    @property
    def output_layout(self) -> ttnn._ttnn.tensor.Layout: ...

    @output_layout.setter
    def output_layout(self, arg: ttnn._ttnn.tensor.Layout, /) -> None: ...

    @property
    def enable_act_double_buffer(self) -> bool: ...

    @enable_act_double_buffer.setter
    def enable_act_double_buffer(self, arg: bool, /) -> None: ...

    @property
    def enable_weights_double_buffer(self) -> bool: ...

    @enable_weights_double_buffer.setter
    def enable_weights_double_buffer(self, arg: bool, /) -> None: ...

    @property
    def full_inner_dim(self) -> bool: ...

    @full_inner_dim.setter
    def full_inner_dim(self, arg: bool, /) -> None: ...

    @property
    def enable_kernel_stride_folding(self) -> bool | None: ...

    @enable_kernel_stride_folding.setter
    def enable_kernel_stride_folding(self, value: bool | None) -> None: ...

    @property
    def enable_activation_reuse(self) -> bool: ...

    @enable_activation_reuse.setter
    def enable_activation_reuse(self, arg: bool, /) -> None: ...

    @property
    def force_split_reader(self) -> bool | None: ...

    @force_split_reader.setter
    def force_split_reader(self, value: bool | None) -> None: ...

    @property
    def override_output_sharding_config(self) -> bool: ...

    @override_output_sharding_config.setter
    def override_output_sharding_config(self, arg: bool, /) -> None: ...

    @property
    def padding_mode(self) -> PaddingMode: ...

    @padding_mode.setter
    def padding_mode(self, arg: PaddingMode, /) -> None: ...

    def __repr__(self) -> str: ...

def conv2d(*, input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, device: ttnn._ttnn.multi_device.MeshDevice | None = None, in_channels: int, out_channels: int, batch_size: int | None = None, input_height: int | None = None, input_width: int | None = None, kernel_size: Sequence[int], stride: Sequence[int] = [1, 1], padding: Sequence[int] = [0, 0], dilation: Sequence[int] = [1, 1], slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, groups: int = 1, dtype: ttnn._ttnn.tensor.DataType | None = None, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, conv_config: Conv2dConfig | None = None, compute_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, return_output_dim: bool = False, return_weights_and_bias: bool = False) -> ttnn._ttnn.tensor.Tensor | tuple:
    """
    2-D convolution of an NHWC input: [1, 1, N x out height x out width, out_channels] in TILE layout. Device and sizes follow from a 4-D input when they are not given.
    """

def conv1d(*, input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, device: ttnn._ttnn.multi_device.MeshDevice | None = None, in_channels: int, out_channels: int, batch_size: int | None = None, input_length: int | None = None, kernel_size: int, stride: int = 1, padding: int | Sequence[int] = 0, dilation: int = 1, slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, groups: int = 1, dtype: ttnn._ttnn.tensor.DataType | None = None, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, conv_config: Conv2dConfig | None = None, compute_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, return_output_dim: bool = False, return_weights_and_bias: bool = False) -> ttnn._ttnn.tensor.Tensor | tuple:
    """
    1-D convolution of [N, L, C]: [1, 1, N x out length, out_channels] in TILE layout.
    """

def conv_transpose2d(*, input_tensor: ttnn._ttnn.tensor.Tensor, weight_tensor: ttnn._ttnn.tensor.Tensor, device: ttnn._ttnn.multi_device.MeshDevice | None = None, in_channels: int, out_channels: int, batch_size: int | None = None, input_height: int | None = None, input_width: int | None = None, kernel_size: Sequence[int], stride: Sequence[int] = [1, 1], padding: Sequence[int] = [0, 0], output_padding: Sequence[int] = [0, 0], dilation: Sequence[int] = [1, 1], dram_slice_config: ttnn._ttnn.operations.sliding_window.Op2DSliceConfig | None = None, mirror_kernel: bool = True, groups: int = 1, dtype: ttnn._ttnn.tensor.DataType | None = None, bias_tensor: ttnn._ttnn.tensor.Tensor | None = None, conv_config: Conv2dConfig | None = None, compute_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, return_output_dim: bool = False, return_weights_and_bias: bool = False) -> ttnn._ttnn.tensor.Tensor | tuple:
    """
    Transposed 2-D convolution of an NHWC input with weights [in_channels, out_channels / groups, kernel height, kernel width]: [1, 1, N x out height x out width, out_channels].
    """

def prepare_weights(weight: ttnn._ttnn.tensor.Tensor, dtype: ttnn._ttnn.tensor.DataType) -> ttnn._ttnn.tensor.Tensor: ...

def prepare_transposed_weights(weight: ttnn._ttnn.tensor.Tensor, dtype: ttnn._ttnn.tensor.DataType, groups: int, mirror: bool) -> ttnn._ttnn.tensor.Tensor: ...

def prepare_volume_weights(weight: ttnn._ttnn.tensor.Tensor, groups: int, block: int, alignment: int) -> ttnn._ttnn.tensor.Tensor: ...

def prepare_bias(bias: ttnn._ttnn.tensor.Tensor, dtype: ttnn._ttnn.tensor.DataType) -> ttnn._ttnn.tensor.Tensor: ...
