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


def _mac(
    input_tensor_a, *operands, input_tensor_b=None, input_tensor_c=None, value=None, value1=None, value2=None, **_
):
    named = (input_tensor_b, value1, value if input_tensor_b is None else None)
    others = (input_tensor_c, value2, value if input_tensor_c is None else None)
    second, third = [
        *operands,
        *(next((v for v in n if v is not None), None) for n in (named, others)[len(operands) :]),
    ]
    return input_tensor_a * second + third


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
