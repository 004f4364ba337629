"""Golden functions of activations that are fused into other operations."""

import functools

from ttnn.decorators import get_golden_function

# Activations whose operation has another name.
_OPERATION = {
    "recip": "reciprocal",
    "power": "pow",
    "neg": "neg",
    "gelu_tanh": "gelu",
    "isinf": "isinf",
    "logical_not_unary": "logical_not",
    "unary_ne": "ne",
    "unary_eq": "eq",
    "unary_gt": "gt",
    "unary_lt": "lt",
    "unary_ge": "ge",
    "unary_le": "le",
    "add_unary_sfpu": "add",
    "sub_unary_sfpu": "subtract",
    "mul_unary_sfpu": "multiply",
    "div_unary_sfpu": "divide",
}


def get_golden_function_for_activation(activation):
    """The golden function of an activation on torch tensors, given as a name, a UnaryOpType or a UnaryWithParam; None for None."""
    import ttnn

    if activation is None:
        return None
    params = []
    if isinstance(activation, ttnn.UnaryWithParam):
        params, activation = list(activation.params), activation.op_type
    name = activation if isinstance(activation, str) else getattr(activation, "name", None)
    if not isinstance(name, str):
        raise TypeError(
            f"get_golden_function_for_activation: expected a name, UnaryOpType or UnaryWithParam, got {type(activation).__name__}"
        )
    name = _OPERATION.get(name.lower(), name.lower())
    operation = getattr(ttnn, name, None)
    if not isinstance(operation, ttnn.FastOperation):
        raise RuntimeError(f"get_golden_function_for_activation: activation {name!r} is not known")
    golden = get_golden_function(operation)
    if name in ("gelu", "sigmoid", "exp"):  # their parameter is how the card approximates, not the function
        return lambda tensor: golden(tensor)
    return golden if not params else functools.partial(_with, golden, params)


def _with(golden, params, tensor):
    return golden(tensor, *params)


__all__ = ["get_golden_function", "get_golden_function_for_activation"]
