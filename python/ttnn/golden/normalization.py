"""Golden functions of softmax and the normalisations, on torch tensors; the device's keywords are ignored."""


def _torch():
    import torch

    return torch


def softmax(x, dim=-1, **_):
    return _torch().softmax(x, dim)


def scale_mask_softmax(x, scale=None, mask=None, **_):
    scaled = x if scale is None else x * scale
    return _torch().softmax(scaled if mask is None else (scaled + mask).reshape(x.shape), -1)


def _with_residual(x, residual):
    return x if residual is None else x + residual


def _affine(x, weight, bias):
    scaled = x if weight is None else x * weight.reshape(-1)[: x.shape[-1]]
    return scaled if bias is None else scaled + bias.reshape(-1)[: x.shape[-1]]


def layer_norm(x, *, epsilon=1e-12, weight=None, bias=None, residual_input_tensor=None, **_):
    x = _with_residual(x, residual_input_tensor)
    return _affine(_torch().nn.functional.layer_norm(x, x.shape[-1:], eps=epsilon), weight, bias)


def rms_norm(x, *, epsilon=1e-12, weight=None, bias=None, residual_input_tensor=None, **_):
    x = _with_residual(x, residual_input_tensor)
    return _affine(x * (x.square().mean(-1, keepdim=True) + epsilon).rsqrt(), weight, bias)


def group_norm(x, *, num_groups, epsilon=1e-12, weight=None, bias=None, **_):
    channels_first = x.permute(0, 3, 1, 2)
    normalised = _torch().nn.functional.group_norm(channels_first, num_groups, eps=epsilon).permute(0, 2, 3, 1)
    return _affine(normalised, weight, bias)


def batch_norm(
    x, *, running_mean=None, running_var=None, training=False, eps=1e-5, momentum=0.1, weight=None, bias=None, **_
):
    flat = [None if t is None else t.reshape(-1) for t in (running_mean, running_var, weight, bias)]
    return _torch().nn.functional.batch_norm(x, *flat, training, momentum, eps)


GOLDEN = {
    "ttnn.softmax": softmax,
    "ttnn.softmax_in_place": softmax,
    "ttnn.scale_mask_softmax": scale_mask_softmax,
    "ttnn.scale_mask_softmax_in_place": scale_mask_softmax,
    "ttnn.layer_norm": layer_norm,
    "ttnn.rms_norm": rms_norm,
    "ttnn.group_norm": group_norm,
    "ttnn.batch_norm": batch_norm,
}
