// Weights and bias of convolutions in the form that the product takes: [1, 1, kernel height x width x in_channels /
// groups, out_channels] in tiles, so that a program can prepare them once.
#pragma once
#include "tensor/tensor.hpp"

namespace ttnn {

/// True for what prepare_conv_weights gave.
bool is_prepared(const Tensor& weight);

/// weight [out_channels, in_channels / groups, kernel height, kernel width], or [in_channels, out_channels / groups,
/// ...] of a transposed convolution, whose taps `mirror` reverses; on the host or a device. The result is on the host.
Tensor prepare_weights(const Tensor& weight, DataType dtype);
Tensor prepare_transposed_weights(const Tensor& weight, DataType dtype, int64_t groups, bool mirror);

/// weight [out_channels, in_channels / groups, depth, height, width] of conv3d as [taps x in_channels, out_channels] on
/// the host: zeros where a channel is of another group and in channels that fill up a multiple of `alignment`; channels
/// in blocks of `block` (0: all), the taps of a block after those of the one before.
Tensor prepare_volume_weights(const Tensor& weight, int64_t groups, int64_t block, int64_t alignment);

/// [1, 1, 1, out_channels] in tiles on the host.
Tensor prepare_bias(const Tensor& bias, DataType dtype);

}  // namespace ttnn
