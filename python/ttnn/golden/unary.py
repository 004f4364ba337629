"""Golden functions of the unary operations, and the functions that `activations` of other operations name."""


def torch_function(name):
    """The function of torch by its dotted name, found when it is called; keywords of the device are dropped."""

    def golden(x, **_):
        import torch

        found = torch
        for part in name.split("."):
            found = getattr(found, part)
        return found(x)

    golden.__name__ = name.rpartition(".")[2]
    return golden


def activated(output, activations=()):
    """`output` through functions given as strings, UnaryOpType, UnaryWithParam or pairs of type and parameter."""
    for activation in activations or ():
        if isinstance(activation, (tuple, list)):
            kind, *params = activation
        else:
            kind, params = getattr(activation, "op_type", activation), getattr(activation, "params", ())
        name = str(kind).rpartition(".")[2].lower()
        output = output.double() if str(output.dtype) == "torch.bool" else output
        output = _activation(name)(output, *params)
    return output


def _activation(name):
    name = _ACTIVATION_NAMES.get(name, name)
    if f"ttnn.{name}" in GOLDEN:
        return GOLDEN[f"ttnn.{name}"]
    if name in _SCALAR_ACTIVATIONS:
        return _SCALAR_ACTIVATIONS[name]
    raise RuntimeError(f"golden function: unknown activation {name!r}")


def _nn(name):
    return torch_function(f"nn.functional.{name}")


def _gelu(x, *args, variant=None, approximate="none", **_):
    import torch

    tanh = approximate == "tanh" or str(variant).endswith("Tanh")
    return torch.nn.functional.gelu(x, approximate="tanh" if tanh else "none")


def _gelu_tanh(x, **_):
    return _gelu(x, approximate="tanh")


def _sigmoid(x, *args, **_):
    import torch

    return torch.sigmoid(x)


def _celu(x, alpha=1.0, **_):
    import torch

    return torch.nn.functional.celu(x, alpha)


def _elu(x, alpha=1.0, **_):
    import torch

    return torch.nn.functional.elu(x, alpha)


def _selu(x, scale=1.0507009873554805, alpha=1.6732632423543772, **_):
    import torch

    return scale * torch.where(x > 0, x, alpha * torch.expm1(x))


def _hardshrink(x, lambd=0.5, **_):
    import torch

    return torch.nn.functional.hardshrink(x, lambd)


def _softshrink(x, lambd=0.5, **_):
    import torch

    return torch.nn.functional.softshrink(x, lambd)


def _hardtanh(x, min_val=-1.0, max_val=1.0, **_):
    import torch

    return torch.clamp(x, min_val, max_val)


def _hardmish(x, **_):
    return x * (x + 2.8).clamp(0, 5) / 5


def _heaviside(x, value, **_):
    import torch

    return torch.heaviside(x, torch.tensor(value, dtype=x.dtype))


def _leaky_relu(x, negative_slope=0.01, **_):
    import torch

    return torch.nn.functional.leaky_relu(x if x.is_floating_point() else x.double(), negative_slope)


def _relu_max(x, upper_limit, **_):
    return x.clamp(max=upper_limit).clamp(min=0)


def _relu_min(x, lower_limit, **_):
    return x.clamp(min=lower_limit)


def _round(x, decimals=0, **_):
    import torch

    return torch.round(x, decimals=int(decimals or 0))


def _rpow(x, exponent, **_):
    return exponent**x


def _rdiv(x, value, rounding_mode=None, **_):
    import torch

    return torch.div(torch.full_like(x, value), x, rounding_mode=rounding_mode)


def _softcap(x, beta, **_):
    import torch

    return beta * torch.tanh(x / beta)


def _softplus(x, beta=1.0, threshold=20.0, **_):
    import torch

    return torch.nn.functional.softplus(x, beta=beta, threshold=threshold)


def _threshold(x, threshold, value, **_):
    import torch

    return torch.threshold(x, threshold, value)


def _xielu(x, alpha_p=0.8, alpha_n=0.8, **_):
    import torch

    beta, below = 0.5, x.clamp(max=-1e-6)
    return torch.where(x > 0, alpha_p * x * x + beta * x, alpha_n * (torch.expm1(below) - x) + beta * x)


def _fill(x, fill_value, **_):
    import torch

    return torch.full_like(x, fill_value)


def _logit(x, eps=None, **_):
    import torch

    return torch.logit(x, eps=None if eps is not None and eps < 0 else eps)


def _polygamma(x, k, **_):
    import torch

    return torch.polygamma(int(k), x)


def _multigammaln(x, **_):
    import torch

    return torch.special.multigammaln(x, 4)


def _cbrt(x, **_):
    return x.sign() * x.abs() ** (1 / 3)


def _glu(gate):
    def golden(x, dim=-1, variant=None, **_):
        a, b = x.chunk(2, dim)
        return a * (gate(b) if variant is None else gate(b, variant=variant))

    return golden


def _triangle(name):
    def golden(x, diagonal=0, **_):
        import torch

        return getattr(torch, name)(torch.atleast_2d(x), diagonal).reshape(x.shape)

    return golden


def _alt_complex_rotate90(x, **_):
    import torch

    if x.dim() == 0:
        return -0 * x
    even = torch.nn.functional.pad(x, (0, x.shape[-1] % 2))  # an odd last element has 0 for its partner
    return torch.stack([-even[..., 1::2], even[..., 0::2]], -1).flatten(-2)[..., : x.shape[-1]]


def _bitcast(x, dtype, **_):
    """`dtype` a torch dtype of the same width, or a ttnn one."""
    import torch

    if not isinstance(dtype, torch.dtype):
        dtype = getattr(torch, str(dtype).rpartition(".")[2].lower())
    return x.view(dtype)


def _var_hw(x, **_):
    return x.var((-2, -1), keepdim=True, correction=0)


def _std_hw(x, **_):
    return x.std((-2, -1), keepdim=True, correction=0)


def _normalize_hw(x, **_):
    return (x - x.mean((-2, -1), keepdim=True)) / _std_hw(x)


def _normalize_global(x, **_):
    return (x - x.mean()) / x.std(correction=0)


def _compared_with_zero(name):
    def golden(x, **_):
        import torch

        return getattr(torch, name)(x, 0)

    return golden


def _unary_chain(x, ops_chain, **_):
    return activated(x, ops_chain)


def _identity(x, **_):
    return x.clone()


_SAME_NAME = (
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "bitwise_not",
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
    "isfinite",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "logical_not",
    "neg",
    "rad2deg",
    "reciprocal",
    "relu",
    "rsqrt",
    "sign",
    "signbit",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "tan",
    "tanh",
    "trunc",
)
_FUNCTIONAL = {
    "hardsigmoid": "hardsigmoid",
    "hardswish": "hardswish",
    "log_sigmoid": "logsigmoid",
    "mish": "mish",
    "relu6": "relu6",
    "silu": "silu",
    "swish": "silu",
    "softsign": "softsign",
    "tanhshrink": "tanhshrink",
}

GOLDEN = {
    **{f"ttnn.{n}": torch_function(n) for n in _SAME_NAME},
    **{f"ttnn.{n}": _nn(f) for n, f in _FUNCTIONAL.items()},
    **{
        f"ttnn.{n}": _compared_with_zero(f)
        for n, f in (("eqz", "eq"), ("nez", "ne"), ("gtz", "gt"), ("ltz", "lt"), ("gez", "ge"), ("lez", "le"))
    },
    "ttnn.i1": torch_function("special.i1"),
    "ttnn.logical_not_": torch_function("logical_not"),
    "ttnn.identity": _identity,
    "ttnn.cbrt": _cbrt,
    "ttnn.celu": _celu,
    "ttnn.elu": _elu,
    "ttnn.selu": _selu,
    "ttnn.gelu": _gelu,
    "ttnn.sigmoid": _sigmoid,
    "ttnn.sigmoid_accurate": _sigmoid,
    "ttnn.hardmish": _hardmish,
    "ttnn.hardshrink": _hardshrink,
    "ttnn.softshrink": _softshrink,
    "ttnn.hardtanh": _hardtanh,
    "ttnn.heaviside": _heaviside,
    "ttnn.leaky_relu": _leaky_relu,
    "ttnn.logit": _logit,
    "ttnn.multigammaln": _multigammaln,
    "ttnn.polygamma": _polygamma,
    "ttnn.rdiv": _rdiv,
    "ttnn.relu_max": _relu_max,
    "ttnn.relu_min": _relu_min,
    "ttnn.round": _round,
    "ttnn.rpow": _rpow,
    "ttnn.softcap": _softcap,
    "ttnn.softplus": _softplus,
    "ttnn.threshold": _threshold,
    "ttnn.xielu": _xielu,
    "ttnn.fill": _fill,
    "ttnn.unary_chain": _unary_chain,
    "ttnn.tril": _triangle("tril"),
    "ttnn.triu": _triangle("triu"),
    "ttnn.alt_complex_rotate90": _alt_complex_rotate90,
    "ttnn.bitcast": _bitcast,
    "ttnn.var_hw": _var_hw,
    "ttnn.std_hw": _std_hw,
    "ttnn.normalize_hw": _normalize_hw,
    "ttnn.normalize_global": _normalize_global,
    "ttnn.glu": _glu(torch_function("sigmoid")),
    "ttnn.reglu": _glu(torch_function("relu")),
    "ttnn.geglu": _glu(_gelu),
    "ttnn.swiglu": _glu(_nn("silu")),
}

_ACTIVATION_NAMES = {
    "recip": "reciprocal",
    "logical_not_unary": "logical_not",
    "logsigmoid": "log_sigmoid",
    "abs_int32": "abs",
}
_SCALAR_ACTIVATIONS = {
    "gelu_tanh": _gelu_tanh,
    "power": lambda x, p: x**p,
    "power_iterative": lambda x, p: x**p,
    "rsub": lambda x, p: p - x,
    "add_unary_sfpu": lambda x, p: x + p,
    "sub_unary_sfpu": lambda x, p: x - p,
    "mul_unary_sfpu": lambda x, p: x * p,
    "div_unary_sfpu": lambda x, p: x / p,
    "unary_eq": lambda x, p: (x == p).to(x.dtype),
    "unary_ne": lambda x, p: (x != p).to(x.dtype),
    "unary_gt": lambda x, p: (x > p).to(x.dtype),
    "unary_lt": lambda x, p: (x < p).to(x.dtype),
    "unary_ge": lambda x, p: (x >= p).to(x.dtype),
    "unary_le": lambda x, p: (x <= p).to(x.dtype),
    "remainder": lambda x, p: x % p,
    "fmod": lambda x, p: x.fmod(p),
    "maximum": lambda x, p: x.clamp(min=p),
    "minimum": lambda x, p: x.clamp(max=p),
    "prelu_sfpu": _leaky_relu,
    "clamp_tss": lambda x, low, high: x.clamp(low, high),
}
