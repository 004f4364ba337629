"""Golden functions of pooling, on torch tensors."""

from ttnn.golden.pool import adaptive_avg_pool2d as golden_adaptive_avg_pool2d
from ttnn.golden.pool import adaptive_max_pool2d as golden_adaptive_max_pool2d
from ttnn.golden.pool import avg_pool2d as _avg_pool2d
from ttnn.golden.pool import global_avg_pool2d as golden_global_avg_pool2d
from ttnn.golden.pool import max_pool2d as _max_pool2d
from ttnn.operations.golden_common import golden_to_output_dtype


def golden_maxpool2d(
    input_tensor,
    batch_size,
    input_h,
    input_w,
    channels,
    kernel_size,
    stride,
    padding,
    dilation,
    ceil_mode=False,
    return_indices=False,
    dtype=None,
    **_,
):
    """Max pooling of [1, 1, N H W, C] or [N, H, W, C]; with return_indices also the positions, row by row in the image."""
    arguments = (batch_size, input_h, input_w, channels, kernel_size, stride, padding, dilation, ceil_mode)
    out = _max_pool2d(input_tensor, *arguments, return_indices=return_indices)
    if return_indices:
        return [golden_to_output_dtype(out[0], dtype), out[1]]
    return golden_to_output_dtype(out, dtype)


def golden_avg_pool2d(
    input_tensor,
    batch_size,
    input_h,
    input_w,
    channels,
    kernel_size,
    stride,
    padding,
    ceil_mode=False,
    count_include_pad=True,
    divisor_override=None,
    dtype=None,
    **_,
):
    """Average pooling of [1, 1, N H W, C] or [N, H, W, C]."""
    arguments = (batch_size, input_h, input_w, channels, kernel_size, stride, padding)
    return golden_to_output_dtype(
        _avg_pool2d(input_tensor, *arguments, ceil_mode, count_include_pad, divisor_override), dtype
    )


def golden_upsample(input_tensor, scale_factor, mode="nearest", **_):
    """An NHWC image enlarged by a factor, or one for height and one for width."""
    import torch

    factor = tuple(scale_factor) if hasattr(scale_factor, "__iter__") else (scale_factor, scale_factor)
    kind = {"mode": mode} | ({"align_corners": False} if mode == "bilinear" else {})
    image = input_tensor.permute(0, 3, 1, 2).float()
    return (
        torch.nn.functional.interpolate(image, scale_factor=factor, **kind).permute(0, 2, 3, 1).to(input_tensor.dtype)
    )


def golden_grid_sample(input_tensor, grid, mode="bilinear", padding_mode="zeros", align_corners=False, **_):
    """An NHWC image read at a grid of [N, H, W, 2] places from -1 to 1 (x, y)."""
    import torch

    image = input_tensor.permute(0, 3, 1, 2).float()
    out = torch.nn.functional.grid_sample(image, grid.float(), mode, padding_mode, align_corners)
    return out.permute(0, 2, 3, 1).to(input_tensor.dtype)


def __getattr__(name):
    """The operations themselves, beside their golden functions."""
    import ttnn

    if name not in ("global_avg_pool2d", "prepare_grid_sample_grid"):
        raise AttributeError(f"module 'ttnn.operations.pool' has no attribute '{name}'")
    return getattr(ttnn, name)


__all__ = [
    "golden_adaptive_avg_pool2d",
    "golden_adaptive_max_pool2d",
    "golden_avg_pool2d",
    "golden_global_avg_pool2d",
    "golden_grid_sample",
    "golden_maxpool2d",
    "golden_to_output_dtype",
    "golden_upsample",
]
