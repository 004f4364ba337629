"""Golden functions of the backward operations: torch's autograd on the forward function, in float64. Each returns the list of gradients."""


def _gradients(forward, grad, tensors, required=None):
    import torch

    leaves = [
        t.detach().to(torch.complex128 if t.is_complex() else torch.float64).clone().requires_grad_() for t in tensors
    ]
    with torch.enable_grad():
        output = forward(*leaves)
        wanted = [i for i in range(len(leaves)) if required is None or required[i]]
        found = torch.autograd.grad(
            output, [leaves[i] for i in wanted], grad.to(output.dtype).expand_as(output), allow_unused=True
        )
    out = [None] * len(leaves)
    for i, gradient in zip(wanted, found):
        gradient = torch.zeros_like(leaves[i]) if gradient is None else gradient
        out[i] = gradient if gradient.is_complex() else gradient.to(grad.dtype)
    return out


def _torch(name):
    """The function of torch by its dotted name, found when it is called."""

    def function(*args, **kwargs):
        import torch

        found = torch
        for part in name.split("."):
            found = getattr(found, part)
        return found(*args, **kwargs)

    return function


def _unary(forward):
    def golden(grad_tensor, input_tensor, **_):
        return _gradients(forward, grad_tensor, [input_tensor])

    return golden


def _unary_with(forward, **defaults):
    """`forward(x, **parameters)`; the parameters may be given by position, too."""

    def golden(grad_tensor, input_tensor, *args, **kwargs):
        parameters = {**defaults, **dict(zip(defaults, args)), **{k: v for k, v in kwargs.items() if k in defaults}}
        return _gradients(lambda x: forward(x, **parameters), grad_tensor, [input_tensor])

    return golden


def _binary(forward):
    """Two inputs; the second may be a number, then there is one gradient."""

    def golden(
        grad_tensor,
        input_tensor_a=None,
        input_tensor_b=None,
        *,
        input_tensor=None,
        other_tensor=None,
        scalar=None,
        are_required_outputs=None,
        **_,
    ):
        a = input_tensor_a if input_tensor_a is not None else input_tensor
        b = next((v for v in (input_tensor_b, other_tensor, scalar) if v is not None), None)
        if hasattr(b, "shape"):
            return _gradients(forward, grad_tensor, [a, b], are_required_outputs)
        return _gradients(lambda x: forward(x, b), grad_tensor, [a])

    return golden


def _sum(sign):
    """a + sign b, and of complex tensors a + sign alpha b."""

    def golden(grad_tensor, input_tensor_a=None, input_tensor_b=None, alpha=1.0, **kwargs):
        return _binary(lambda a, b: a + sign * alpha * b)(grad_tensor, input_tensor_a, input_tensor_b, **kwargs)

    return golden


def _polar(z):
    import torch

    return torch.polar(z.real, z.imag)


def _constant(x):
    return x * 0


def _ldexp(a, b):
    return a * 2**b


def _logaddexp2(a, b):
    import torch

    return torch.logaddexp2(a, torch.as_tensor(b, dtype=a.dtype))


def _gelu(x, variant=None, approximate=None):
    import torch

    tanh = approximate == "tanh" or str(variant).endswith("Tanh")
    return torch.nn.functional.gelu(x, approximate="tanh" if tanh else "none")


def _clamp(grad_tensor, input_tensor, min=None, max=None, **_):
    import torch

    inside = torch.ones_like(input_tensor, dtype=torch.bool)
    if min is not None:
        inside &= input_tensor >= min
    if max is not None:
        inside &= input_tensor <= max
    return [torch.where(inside, grad_tensor, 0)]


def _divide(grad_tensor, input_tensor_a=None, input_tensor_b=None, rounding_mode=None, **kwargs):
    import torch

    def forward(a, b):
        return torch.div(a, b, rounding_mode=rounding_mode)

    return _binary(forward)(grad_tensor, input_tensor_a, input_tensor_b, **kwargs)


def _rdiv(x, scalar, rounding_mode=None):
    import torch

    return torch.div(scalar, x, rounding_mode=rounding_mode)


def _div_no_nan(x, scalar):
    return x * 0 if scalar == 0 else x / scalar


def _rpow(x, exponent):
    import torch

    return torch.pow(torch.tensor(float(exponent), dtype=x.dtype), x)


def _threshold(x, min, max):
    import torch

    return torch.threshold(x, min, max)


def _polygamma(x, n):
    import torch

    return torch.polygamma(n, x)


def _multigammaln(x):
    import torch

    return torch.special.multigammaln(x, 4)


def _addalpha(sign):
    def golden(grad_tensor, input_tensor_a, input_tensor_b, alpha=1.0, *, are_required_outputs=None, **_):
        return _gradients(
            lambda a, b: a + sign * alpha * b, grad_tensor, [input_tensor_a, input_tensor_b], are_required_outputs
        )

    return golden


def _addc(forward):
    def golden(grad_tensor, input_tensor_a, input_tensor_b, input_tensor_c, alpha=1.0, **_):
        return _gradients(
            lambda a, b, c: forward(a, b, c, alpha), grad_tensor, [input_tensor_a, input_tensor_b, input_tensor_c]
        )

    return golden


def _lerp(grad_tensor, input_tensor_a, input_tensor_b, input_tensor_c=None, *, scalar=None, **_):
    weight = input_tensor_c if input_tensor_c is not None else scalar
    if hasattr(weight, "shape"):
        return _gradients(lambda a, b, w: a + w * (b - a), grad_tensor, [input_tensor_a, input_tensor_b, weight])
    return _gradients(lambda a, b: a + weight * (b - a), grad_tensor, [input_tensor_a, input_tensor_b])


def _where(grad_tensor, input_tensor_a, input_tensor_b, input_tensor_c, *, are_required_outputs=None, **_):
    import torch

    condition = input_tensor_a.detach().bool()
    return _gradients(
        lambda b, c: torch.where(condition, b, c), grad_tensor, [input_tensor_b, input_tensor_c], are_required_outputs
    )


def _concat(grad_tensor, input_tensor_a, input_tensor_b, dim=0, *, are_required_outputs=None, **_):
    import torch

    return _gradients(
        lambda a, b: torch.cat([a, b], dim), grad_tensor, [input_tensor_a, input_tensor_b], are_required_outputs
    )


def _bias_gelu(
    grad_tensor,
    input_tensor_a=None,
    input_tensor_b=None,
    *,
    input_tensor=None,
    bias=None,
    variant=None,
    approximate=None,
    **_,
):
    a = input_tensor_a if input_tensor_a is not None else input_tensor
    b = input_tensor_b if input_tensor_b is not None else bias
    return _binary(lambda x, y: _gelu(x + y, variant, approximate))(grad_tensor, a, b)


def _prod(grad_tensor, input_tensor, dim=None, **_):
    import torch

    if dim is None:
        return _gradients(torch.prod, grad_tensor.flatten()[0], [input_tensor])
    return _gradients(lambda x: torch.prod(x, dim, keepdim=True), grad_tensor, [input_tensor])


def _repeat(grad_tensor, input_tensor, shape, **_):
    return _gradients(lambda x: x.repeat(*[int(n) for n in shape]), grad_tensor, [input_tensor])


def _embedding(input_tensor, weight_tensor, output_gradient_tensor, **_):
    import torch

    vocabulary, width = weight_tensor.shape[-2:]
    weight = torch.zeros(vocabulary, width, requires_grad=True)
    torch.nn.functional.embedding(input_tensor.to(torch.int64), weight).reshape(-1, width).backward(
        output_gradient_tensor.to(torch.float32).reshape(-1, width)
    )
    return weight.grad.reshape(1, 1, vocabulary, width).to(output_gradient_tensor.dtype)


_SAME_NAME = (
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "ceil",
    "cos",
    "cosh",
    "deg2rad",
    "digamma",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "frac",
    "i0",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "neg",
    "rad2deg",
    "reciprocal",
    "relu",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "tan",
    "tanh",
    "trunc",
    "selu",
    "logit",
)
_FUNCTIONAL = {
    "hardsigmoid": "hardsigmoid",
    "hardswish": "hardswish",
    "log_sigmoid": "logsigmoid",
    "relu6": "relu6",
    "silu": "silu",
    "softsign": "softsign",
    "tanhshrink": "tanhshrink",
}
_PARAMETERS = {
    "celu": (_torch("nn.functional.celu"), {"alpha": 1.0}),
    "elu": (_torch("nn.functional.elu"), {"alpha": 1.0}),
    "gelu": (_gelu, {"variant": None, "approximate": None}),
    "hardshrink": (_torch("nn.functional.hardshrink"), {"lambd": 0.5}),
    "softshrink": (_torch("nn.functional.softshrink"), {"lambd": 0.5}),
    "leaky_relu": (_torch("nn.functional.leaky_relu"), {"negative_slope": 0.01}),
    "logiteps": (_torch("logit"), {"eps": 0.0}),
    "softplus": (_torch("nn.functional.softplus"), {"beta": 1.0, "threshold": 20.0}),
    "hardtanh": (lambda x, min, max: _torch("nn.functional.hardtanh")(x, min, max), {"min": -1.0, "max": 1.0}),
    "threshold": (_threshold, {"min": 0.0, "max": 0.0}),
    "pow": (_torch("pow"), {"exponent": 1.0}),
    "rpow": (_rpow, {"exponent": 1.0}),
    "rdiv": (_rdiv, {"scalar": 1.0, "rounding_mode": None}),
    "div_no_nan": (_div_no_nan, {"scalar": 1.0}),
    "polygamma": (_polygamma, {"n": 1}),
}
_TWO_INPUTS = {
    "rsub": lambda a, b: b - a,
    "mul": lambda a, b: a * b,
    "assign": lambda a, b: a + (0 if b is None else b),
    "atan2": _torch("atan2"),
    "hypot": _torch("hypot"),
    "ldexp": _ldexp,
    "logaddexp": _torch("logaddexp"),
    "logaddexp2": _logaddexp2,
    "max": _torch("max"),
    "min": _torch("min"),
    "squared_difference": lambda a, b: (a - b) ** 2,
    "xlogy": _torch("xlogy"),
    "fmod": _torch("fmod"),
    "remainder": _torch("remainder"),
}

GOLDEN = {
    **{f"ttnn.{n}_bw": _unary(_torch(n)) for n in _SAME_NAME},
    **{f"ttnn.{n}_bw": _unary(_torch(f"nn.functional.{f}")) for n, f in _FUNCTIONAL.items()},
    **{f"ttnn.{n}_bw": _unary_with(forward, **defaults) for n, (forward, defaults) in _PARAMETERS.items()},
    **{f"ttnn.{n}_bw": _binary(forward) for n, forward in _TWO_INPUTS.items()},
    "ttnn.add_bw": _sum(1),
    "ttnn.sub_bw": _sum(-1),
    **{f"ttnn.{n}_bw": _unary(_torch(n)) for n in ("real", "imag", "angle")},
    "ttnn.conj_bw": _unary(_torch("conj_physical")),
    "ttnn.polar_bw": _unary(_polar),
    "ttnn.fill_bw": _unary(_constant),
    "ttnn.fill_zero_bw": _unary(_constant),
    "ttnn.multigammaln_bw": _unary(_multigammaln),
    "ttnn.clamp_bw": _clamp,
    "ttnn.clip_bw": _clamp,
    "ttnn.div_bw": _divide,
    "ttnn.addalpha_bw": _addalpha(1),
    "ttnn.subalpha_bw": _addalpha(-1),
    "ttnn.addcmul_bw": _addc(lambda a, b, c, alpha: a + alpha * b * c),
    "ttnn.addcdiv_bw": _addc(lambda a, b, c, alpha: a + alpha * b / c),
    "ttnn.lerp_bw": _lerp,
    "ttnn.where_bw": _where,
    "ttnn.concat_bw": _concat,
    "ttnn.bias_gelu_bw": _bias_gelu,
    "ttnn.prod_bw": _prod,
    "ttnn.repeat_bw": _repeat,
    "ttnn.embedding_bw": _embedding,
}
