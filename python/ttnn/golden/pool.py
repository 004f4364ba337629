"""Golden functions of pooling: torch's own, in float32. Inputs are NHWC or [1, 1, N H W, C]; the output is [1, 1, N H W, C]."""


def _image(input_tensor, batch_size, height, width, channels, padding, value):
    import torch

    top, bottom, left, right = padding if len(padding) == 4 else (padding[0], padding[0], padding[1], padding[1])
    image = input_tensor.reshape(batch_size, height, width, channels).permute(0, 3, 1, 2).float()
    return torch.nn.functional.pad(image, (left, right, top, bottom), value=value)


def _flat(output):
    return output.permute(0, 2, 3, 1).reshape(1, 1, -1, output.shape[1])


def max_pool2d(
    input_tensor,
    batch_size,
    input_h,
    input_w,
    channels,
    kernel_size,
    stride,
    padding,
    dilation=(1, 1),
    ceil_mode=False,
    *,
    return_indices=False,
    **_,
):
    import torch

    if return_indices:  # torch's own padding, so that positions are those in the image
        image = _image(input_tensor, batch_size, input_h, input_w, channels, (0, 0), 0)
        out, indices = torch.nn.functional.max_pool2d(
            image, tuple(kernel_size), tuple(stride), tuple(padding), tuple(dilation), ceil_mode, True
        )
        return [_flat(out), _flat(indices)]
    if ceil_mode and len(padding) == 2:
        image = _image(input_tensor, batch_size, input_h, input_w, channels, (0, 0), 0)
        return _flat(
            torch.nn.functional.max_pool2d(
                image, tuple(kernel_size), tuple(stride), tuple(padding), tuple(dilation), True
            )
        )
    image = _image(input_tensor, batch_size, input_h, input_w, channels, padding, float("-inf"))
    return _flat(
        torch.nn.functional.max_pool2d(image, tuple(kernel_size), tuple(stride), 0, tuple(dilation), ceil_mode)
    )


def avg_pool2d(
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
    **_,
):
    import torch

    if len(padding) == 4 and padding[0] == padding[1] and padding[2] == padding[3]:
        padding = (padding[0], padding[2])
    image = _image(input_tensor, batch_size, input_h, input_w, channels, (0, 0) if len(padding) == 2 else padding, 0)
    own = tuple(padding) if len(padding) == 2 else 0
    return _flat(
        torch.nn.functional.avg_pool2d(
            image, tuple(kernel_size), tuple(stride), own, ceil_mode, count_include_pad, divisor_override
        )
    )


def adaptive_avg_pool2d(input_tensor, batch_size, input_h, input_w, channels, output_size, **_):
    import torch

    image = _image(input_tensor, batch_size, input_h, input_w, channels, (0, 0), 0)
    return _flat(torch.nn.functional.adaptive_avg_pool2d(image, tuple(output_size)))


def adaptive_max_pool2d(input_tensor, batch_size, input_h, input_w, channels, output_size, **_):
    import torch

    image = _image(input_tensor, batch_size, input_h, input_w, channels, (0, 0), 0)
    return _flat(torch.nn.functional.adaptive_max_pool2d(image, tuple(output_size)))


def global_avg_pool2d(input_tensor, **_):
    return input_tensor.float().mean((1, 2), keepdim=True)


GOLDEN = {
    "ttnn.max_pool2d": max_pool2d,
    "ttnn.avg_pool2d": avg_pool2d,
    "ttnn.adaptive_avg_pool2d": adaptive_avg_pool2d,
    "ttnn.adaptive_max_pool2d": adaptive_max_pool2d,
    "ttnn.global_avg_pool2d": global_avg_pool2d,
}
