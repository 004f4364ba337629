"""Golden functions of the operations of three operands."""


def _where(predicate, true_value, false_value, **_):
    import torch

    return torch.where(predicate != 0, true_value, false_value)


def _addcmul(input_a, input_b, input_c, *, value=1.0, **_):
    return input_a + value * input_b * input_c


def _addcdiv(input_a, input_b, input_c, *, value=1.0, **_):
    return input_a + value * input_b / input_c


def _lerp(input, end, weight, **_):
    return input + weight * (end - input)


def _mac(input_tensor_a, input_tensor_b, input_tensor_c, **_):
    return input_tensor_a * input_tensor_b + input_tensor_c


def _clamp(input_tensor, min=None, max=None, **_):
    import torch

    out = input_tensor
    if min is not None:
        out = torch.maximum(out, torch.as_tensor(min, dtype=out.dtype))
    if max is not None:
        out = torch.minimum(out, torch.as_tensor(max, dtype=out.dtype))
    return out


def _snake_beta(input_tensor, alpha, beta, **_):
    return input_tensor + (alpha * input_tensor).sin() ** 2 / beta


GOLDEN = {
    "ttnn.where": _where,
    "ttnn.addcmul": _addcmul,
    "ttnn.addcdiv": _addcdiv,
    "ttnn.lerp": _lerp,
    "ttnn.mac": _mac,
    "ttnn.clamp": _clamp,
    "ttnn.clip": _clamp,
    "ttnn.snake_beta": _snake_beta,
}
