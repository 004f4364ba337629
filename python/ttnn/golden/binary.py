"""Golden functions of the binary operations on torch tensors and numbers, with their activations; shapes broadcast as in torch."""

from .unary import activated


def _binary(function):
    """`function(a, b)` with a or b a number, between the functions of `*_activations`."""

    def golden(
        input_tensor_a=None,
        input_tensor_b=None,
        *,
        activations=None,
        input_tensor_a_activations=None,
        input_tensor_b_activations=None,
        input_a=None,
        input_b=None,
        input_tensor=None,
        exponent=None,
        scalar=None,
        other=None,
        **_,
    ):
        a = next(v for v in (input_tensor_a, input_a, input_tensor) if v is not None)
        b = next(v for v in (input_tensor_b, input_b, exponent, scalar, other) if v is not None)
        a, b = _tensors(a, b)
        a, b = activated(a, input_tensor_a_activations), activated(b, input_tensor_b_activations)
        return activated(function(a, b), activations)

    return golden


def _tensors(a, b):
    """Numbers become tensors of rank 0 in the other operand's dtype; an integer tensor meets a float as a float."""
    import torch

    if not isinstance(a, torch.Tensor):
        return tuple(reversed(_tensors(b, a)))
    if not isinstance(b, torch.Tensor):
        fits = a.is_floating_point() or isinstance(b, int)
        return (a if fits else a.float()), torch.tensor(b, dtype=a.dtype if fits else torch.float32)
    return a, b


def _torch(name):
    def function(a, b):
        import torch

        return getattr(torch, name)(a, b)

    return function


def _gelu_of_sum(a, b):
    import torch

    return torch.nn.functional.gelu(a + b)


def _divide(a, b, *, rounding_mode=None, **kwargs):
    import torch

    return _binary(lambda x, y: torch.div(x, y, rounding_mode=rounding_mode))(a, b, **kwargs)


def _floor_div(a, b):
    import torch

    return torch.div(a, b, rounding_mode="floor")


def _div_no_nan(a, b):
    import torch

    return torch.where(b == 0, torch.zeros((), dtype=a.dtype), a / b)


def _ldexp(a, b):
    return a * 2.0**b


def _logical_right_shift(a, b):
    return (
        ((a & 0xFFFFFFFF) >> b).to(a.dtype)
        if a.element_size() > 4
        else ((a.long() & 0xFFFFFFFF) >> b.long()).to(a.dtype)
    )


def _addalpha(input_tensor_a, input_tensor_b, alpha, **_):
    return input_tensor_a + alpha * input_tensor_b


def _subalpha(input_tensor_a, input_tensor_b, alpha, **_):
    return input_tensor_a - alpha * input_tensor_b


def _isclose(input_tensor_a, input_tensor_b, *, rtol=1e-5, atol=1e-8, equal_nan=False, **_):
    import torch

    return torch.isclose(input_tensor_a, input_tensor_b, rtol=rtol, atol=atol, equal_nan=equal_nan)


def _outer(input_tensor_a, input_tensor_b, **_):
    return input_tensor_a.unsqueeze(-1) * input_tensor_b.unsqueeze(-2)


def _polyval(input_tensor_a, coeffs, **_):
    """Coefficients from the highest power down."""
    out = input_tensor_a * 0
    for c in coeffs:
        out = out * input_tensor_a + c
    return out


def _prelu(input_tensor_a, weight, **_):
    import torch

    if not isinstance(weight, torch.Tensor):
        weight = torch.as_tensor(weight, dtype=input_tensor_a.dtype)
    if weight.ndim == 1 and input_tensor_a.ndim > 2:  # a weight a channel
        weight = weight.reshape(-1, *[1] * (input_tensor_a.ndim - 2))
    out = torch.where(input_tensor_a >= 0, input_tensor_a, weight * input_tensor_a)
    return out.reshape(input_tensor_a.shape) if weight.ndim <= 1 else out


_FUNCTIONS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "sub": lambda a, b: a - b,
    "rsub": lambda a, b: b - a,
    "multiply": lambda a, b: a * b,
    "mul": lambda a, b: a * b,
    "bias_gelu": _gelu_of_sum,
    "squared_difference": lambda a, b: (a - b) ** 2,
    "ldexp": _ldexp,
    **{
        n: _torch(n)
        for n in (
            "maximum",
            "minimum",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "logical_and",
            "logical_or",
            "logical_xor",
            "logaddexp",
            "logaddexp2",
            "xlogy",
            "atan2",
            "hypot",
            "nextafter",
            "fmod",
            "remainder",
            "bitwise_and",
            "bitwise_or",
            "bitwise_xor",
            "bitwise_left_shift",
            "bitwise_right_shift",
            "gcd",
            "lcm",
            "pow",
        )
    },
    "logical_left_shift": _torch("bitwise_left_shift"),
    "logical_right_shift": _logical_right_shift,
    "floor_div": _floor_div,
    "div_no_nan": _div_no_nan,
}
_IN_PLACE = (
    "add",
    "subtract",
    "sub",
    "rsub",
    "multiply",
    "mul",
    "bias_gelu",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "logical_and",
    "logical_or",
    "logical_xor",
    "squared_difference",
    "ldexp",
    "logaddexp",
    "logaddexp2",
)

GOLDEN = {
    **{f"ttnn.{n}": _binary(f) for n, f in _FUNCTIONS.items()},
    **{f"ttnn.{n}_": _binary(_FUNCTIONS[n]) for n in _IN_PLACE},
    **{f"ttnn.{n}": _divide for n in ("div", "divide", "div_", "divide_")},
    "ttnn.addalpha": _addalpha,
    "ttnn.subalpha": _subalpha,
    "ttnn.isclose": _isclose,
    "ttnn.outer": _outer,
    "ttnn.polyval": _polyval,
    "ttnn.prelu": _prelu,
}
