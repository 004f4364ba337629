"""Convolution types under their official names, and the preparation of weights ahead of a convolution."""

from . import _ttnn

Conv2dConfig = _ttnn.operations.conv.Conv2dConfig
Conv1dConfig = Conv2dConfig
PaddingMode = _ttnn.operations.conv.PaddingMode
Op2DSliceConfig = _ttnn.operations.sliding_window.Op2DSliceConfig
Conv2dSliceConfig = Op2DSliceConfig
Op2DL1Full = Conv2dL1Full = Op2DSliceConfig.SliceTypeEnum.L1Full
Op2DDRAMSliceHeight = Conv2dDRAMSliceHeight = Op2DSliceConfig.SliceTypeEnum.DRAMSliceHeight
Op2DDRAMSliceWidth = Conv2dDRAMSliceWidth = Op2DSliceConfig.SliceTypeEnum.DRAMSliceWidth
Op2DL1FullSliceConfig = Conv2dL1FullSliceConfig = Op2DSliceConfig(slice_type=Conv2dL1Full)


def _weights_dtype(tensor, conv_config):
    return (
        conv_config.weights_dtype if conv_config is not None and conv_config.weights_dtype is not None else tensor.dtype
    )


def _placed(tensor, device):
    return tensor if device is None else tensor.to(device)


def prepare_conv_weights(*, weight_tensor, device=None, groups=1, conv_config=None, **geometry):
    """Weights [out_channels, in_channels / groups, height, width] (ROW_MAJOR) as conv2d takes them: [1, 1, taps x in_channels / groups,
    out_channels] in TILE layout, in `conv_config.weights_dtype` where given. The geometry keywords of the official call are accepted; the
    prepared form does not depend on them."""
    return _placed(
        _ttnn.operations.conv.prepare_weights(weight_tensor, _weights_dtype(weight_tensor, conv_config)), device
    )


def prepare_conv_transpose2d_weights(
    *, weight_tensor, device=None, groups=1, mirror_kernel=True, conv_config=None, **geometry
):
    """Weights [in_channels, out_channels / groups, height, width] (ROW_MAJOR) as conv_transpose2d takes them; see prepare_conv_weights."""
    dtype = _weights_dtype(weight_tensor, conv_config)
    return _placed(
        _ttnn.operations.conv.prepare_transposed_weights(weight_tensor, dtype, groups, mirror_kernel), device
    )


def prepare_conv3d_weights(*, weight_tensor, groups=1, C_in_block=0, alignment=32, device=None):
    """Weights [out_channels, in_channels / groups, depth, height, width] (ROW_MAJOR) as experimental.conv3d takes them: [taps x
    in_channels, out_channels] in TILE layout, zeros between groups and in channels that fill up a multiple of `alignment`."""
    return _placed(_ttnn.operations.conv.prepare_volume_weights(weight_tensor, groups, C_in_block, alignment), device)


def prepare_conv_bias(*, bias_tensor, device=None, conv_config=None, **geometry):
    """Bias of out_channels elements as conv2d takes it: [1, 1, 1, out_channels] in TILE layout."""
    return _placed(_ttnn.operations.conv.prepare_bias(bias_tensor, _weights_dtype(bias_tensor, conv_config)), device)


prepare_conv_transpose2d_bias = prepare_conv_bias


def get_conv_output_dim(input, window, stride=1, pad=0, dilation=1):
    """Positions of a window of `window` elements, `dilation` apart, that moves by `stride` over `input` elements with `pad` more on both
    sides."""
    return (input + 2 * pad - dilation * (window - 1) - 1) // stride + 1


# Official as ttnn.experimental.prepare_conv3d_weights.
__all__ = [name for name in globals() if not name.startswith("_") and name != "prepare_conv3d_weights"]
