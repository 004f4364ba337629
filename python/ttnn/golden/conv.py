"""Golden functions of convolutions: torch's own, in float32. Inputs are NHWC or [1, 1, N H W, C]; the output is [1, 1, N H W, C]."""


def _image(input_tensor, in_channels, batch_size, height, width):
    shape = (batch_size, height, width, in_channels) if batch_size is not None else tuple(input_tensor.shape)
    return input_tensor.reshape(shape).permute(0, 3, 1, 2).float()


def _flat(output):
    return output.permute(0, 2, 3, 1).reshape(1, 1, -1, output.shape[1])


def _bias(bias_tensor):
    return None if bias_tensor is None else bias_tensor.float().flatten()


def _padded(image, padding):
    import torch

    top, bottom, left, right = padding if len(padding) == 4 else (padding[0], padding[0], padding[1], padding[1])
    return torch.nn.functional.pad(image, (left, right, top, bottom))


def _conv2d(
    *,
    input_tensor,
    weight_tensor,
    in_channels,
    out_channels,
    kernel_size,
    device=None,
    batch_size=None,
    input_height=None,
    input_width=None,
    stride=(1, 1),
    padding=(0, 0),
    dilation=(1, 1),
    groups=1,
    bias_tensor=None,
    **_,
):
    import torch

    image = _padded(_image(input_tensor, in_channels, batch_size, input_height, input_width), padding)
    return _flat(
        torch.nn.functional.conv2d(
            image, weight_tensor.float(), _bias(bias_tensor), tuple(stride), 0, tuple(dilation), groups
        )
    )


def _conv1d(
    *,
    input_tensor,
    weight_tensor,
    in_channels,
    out_channels,
    kernel_size,
    device=None,
    batch_size=None,
    input_length=None,
    stride=1,
    padding=0,
    dilation=1,
    groups=1,
    bias_tensor=None,
    **_,
):
    import torch

    shape = (batch_size, input_length, in_channels) if batch_size is not None else tuple(input_tensor.shape)
    before, after = (padding, padding) if isinstance(padding, int) else padding
    line = torch.nn.functional.pad(input_tensor.reshape(shape).permute(0, 2, 1).float(), (before, after))
    output = torch.nn.functional.conv1d(
        line, weight_tensor.float().reshape(weight_tensor.shape[:3]), _bias(bias_tensor), stride, 0, dilation, groups
    )
    return output.permute(0, 2, 1).reshape(1, 1, -1, out_channels)


def _conv_transpose2d(
    *,
    input_tensor,
    weight_tensor,
    in_channels,
    out_channels,
    kernel_size,
    device=None,
    batch_size=None,
    input_height=None,
    input_width=None,
    stride=(1, 1),
    padding=(0, 0),
    output_padding=(0, 0),
    dilation=(1, 1),
    groups=1,
    bias_tensor=None,
    mirror_kernel=True,
    **_,
):
    import torch

    weight = weight_tensor.float() if mirror_kernel else weight_tensor.float().flip(-1, -2)
    image = _image(input_tensor, in_channels, batch_size, input_height, input_width)
    output = torch.nn.functional.conv_transpose2d(
        image, weight, _bias(bias_tensor), tuple(stride), tuple(padding), tuple(output_padding), groups, tuple(dilation)
    )
    return _flat(output)


GOLDEN = {"ttnn.conv2d": _conv2d, "ttnn.conv1d": _conv1d, "ttnn.conv_transpose2d": _conv_transpose2d}
