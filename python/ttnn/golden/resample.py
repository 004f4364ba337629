"""Golden functions of upsampling, rotation, grid sampling and convolution of volumes, on torch tensors with channels last."""

import math


def _torch():
    import torch

    return torch


def _channels_first(function, x):
    return function(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


def upsample(x, scale_factor, *, mode="nearest", **_):
    scale = tuple(scale_factor) if hasattr(scale_factor, "__iter__") else scale_factor
    corners = {"align_corners": False} if mode == "bilinear" else {}
    interpolate = _torch().nn.functional.interpolate
    return _channels_first(lambda t: interpolate(t, scale_factor=scale, mode=mode, **corners), x)


def _sampled(x, grid, mode, align_corners):
    """In double precision: places that bfloat16 holds are places of other elements."""

    def sample(t):
        sampler = _torch().nn.functional.grid_sample
        out = sampler(t.double(), grid.double(), mode=mode, padding_mode="zeros", align_corners=align_corners)
        return out.to(t.dtype)

    return _channels_first(sample, x)


def rotate(x, angle, *, center=None, fill=0.0, interpolation_mode="nearest", **_):
    """Each output element looks up the input at its place turned back; x to the right, y down."""
    torch = _torch()
    height, width = x.shape[1:3]
    cx, cy = center if center is not None else ((width - 1) / 2, (height - 1) / 2)
    turn = math.radians(angle)
    rows, columns = torch.meshgrid(
        torch.arange(height, dtype=torch.float64) - cy, torch.arange(width, dtype=torch.float64) - cx, indexing="ij"
    )
    at_x = math.cos(turn) * columns - math.sin(turn) * rows + cx
    at_y = math.sin(turn) * columns + math.cos(turn) * rows + cy
    grid = torch.stack([(2 * at_x + 1) / width - 1, (2 * at_y + 1) / height - 1], -1)
    grid = grid.expand(x.shape[0], -1, -1, -1)
    inside = _sampled(torch.ones_like(x), grid, interpolation_mode, False)
    return _sampled(x, grid, interpolation_mode, False) + (1 - inside) * fill


def _prepared(x, points):
    """Row and column as 16-bit integers in the bits of bfloat16: of the element, or of the first of four corners, whose
    weights follow."""
    torch = _torch()
    places = (points[..., :2].float().contiguous().view(torch.int32) >> 16).long()
    weights = points[..., 2:] if points.shape[-1] == 6 else torch.tensor([1, 0, 0, 0]).expand(*points.shape[:-1], 4)
    image = torch.nn.functional.pad(x, (0, 0, 1, 1, 1, 1))  # a border of zeros stands for all that is outside
    batch = torch.arange(x.shape[0]).reshape(-1, 1, 1)
    out = 0
    for corner in range(4):
        row, column = places[..., 0] + corner // 2, places[..., 1] + corner % 2
        corners = image[batch, (row + 1).clamp(0, x.shape[1] + 1), (column + 1).clamp(0, x.shape[2] + 1)]
        out = out + corners * weights[..., corner, None]
    return out


def grid_sample(
    x, grid, *, mode="bilinear", align_corners=False, use_precomputed_grid=False, batch_output_channels=False, **_
):
    points = grid.unflatten(-1, (-1, 6 if use_precomputed_grid and mode == "bilinear" else 2)).flatten(2, 3)
    out = _prepared(x, points) if use_precomputed_grid else _sampled(x, points, mode, align_corners)
    return out.reshape(*grid.shape[:3], -1) if batch_output_channels else out


def conv3d(
    *,
    input_tensor,
    weight_tensor,
    bias_tensor=None,
    output_channels,
    kernel_size,
    stride=(1, 1, 1),
    padding=(0, 0, 0),
    dilation=(1, 1, 1),
    padding_mode="zeros",
    config=None,
    **_,
):
    torch = _torch()
    channels, block = weight_tensor.shape[0] // math.prod(kernel_size), config.C_in_block if config else 0
    block = block or channels
    weights = weight_tensor.reshape(channels // block, *kernel_size, block, -1).permute(5, 0, 4, 1, 2, 3)
    weights = weights.flatten(1, 2)[:output_channels, : input_tensor.shape[-1]]
    x = input_tensor.permute(0, 4, 1, 2, 3)
    if padding_mode == "replicate":
        x = torch.nn.functional.pad(x, [p for d in reversed(padding) for p in (d, d)], mode="replicate")
        padding = (0, 0, 0)
    bias = None if bias_tensor is None else bias_tensor.reshape(-1)[:output_channels]
    out = torch.nn.functional.conv3d(x, weights, bias, tuple(stride), tuple(padding), tuple(dilation))
    return out.permute(0, 2, 3, 4, 1)


GOLDEN = {f"ttnn.{f.__name__}": f for f in (upsample, rotate, grid_sample)}
GOLDEN["ttnn.experimental.conv3d"] = conv3d
