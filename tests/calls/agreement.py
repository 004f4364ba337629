"""Whether an operation's outputs agree with its golden function's: what torch sees of the inputs, and the tolerances.

TOLERANCES is the one table: how far a value may be from the golden one, relative to the larger of it and a share of the largest value
of the output (block floats: of the 16 values that share its exponent)."""

import re

import torch
import ttnn
from ttnn.golden.unary import activated

# dtype of the output: (relative error, share of the largest value below which errors count as relative to it)
TOLERANCES = {
    "FLOAT32": (3e-5, 0.01),
    "BFLOAT16": (1 / 100, 0.01),
    "BFLOAT8_B": (1 / 50, 1.0),
    "BFLOAT4_B": (1 / 6, 1.0),
}
# Unsigned results are those of the whole numbers modulo the dtype's range.
UNSIGNED = {"UINT32": 0xFFFFFFFF, "UINT16": 0xFFFF, "UINT8": 0xFF}
# Operations that are less exact: (expression on the name, {dtype: (relative error, share)}, why). Errors of block floats count
# here relative to the largest value of the whole output.
_STEPS = {"BFLOAT16": (0.05, 1.0), "BFLOAT8_B": (0.2, 1.0), "BFLOAT4_B": (0.6, 1.0), "FLOAT32": (1e-4, 0.01)}
WIDER = (
    (
        ".* of complex numbers",
        {"BFLOAT16": (0.2, 1.0), "BFLOAT8_B": (0.5, 1.0), "BFLOAT4_B": (1.0, 1.0), "FLOAT32": (1e-4, 0.1)},
        "made of several operations on real and imaginary parts, which may cancel",
    ),
    (
        "(add|sub)alpha|polyval|(|re|ge|swi|situ_)glu|abs|abs_bw|angle_bw",
        _STEPS,
        "made of several operations, each of which rounds to the dtype, as on the card",
    ),
    (
        "moreh_(matmul|linear)_backward",
        {"BFLOAT16": (0.01, 1.0), "BFLOAT8_B": (0.2, 1.0), "BFLOAT4_B": (0.6, 1.0)},
        "the products of a batch are rounded to the dtype before they are summed",
    ),
    ("multigammaln|normalize_hw|normalize_global|(std|var)_hw", _STEPS, "made of several operations"),
    (
        "fill_implicit_tile_padding",
        {"BFLOAT8_B": (0.3, 1.0), "BFLOAT4_B": (1.0, 1.0)},
        "the padding, which may be larger than all elements, shares the exponent of its block",
    ),
    ("prelu", {"BFLOAT4_B": (0.26, 1.0)}, "ties between two of the few values of a block"),
    ("round", {"FLOAT32": (1e-4, 0.01)}, "ties at the fifth digit, which float32 has not exactly"),
    ("addmm", _STEPS, "a product, which rounds to the dtype, then its scale and a sum"),
    ("dit_(rms|layer)_?norm.*", _STEPS, "rows that round to the dtype before the activation"),
    ("bias_gelu|bias_gelu_bw", {"FLOAT32": (5e-4, 0.01)}, "one minus erf in float32, where gelu is all but 0"),
    ("minimal_matmul.*|dit_minimal.*", _STEPS, "a product, then activations or a sum that round to the dtype"),
    (
        ".*_mla_prefill",
        {"FLOAT32": (3e-4, 0.01), "BFLOAT16": (0.01, 0.2), "BFLOAT8_B": (0.05, 1.0), "BFLOAT4_B": (0.2, 1.0)},
        "scores of wide heads: their rounding in float32 is that of the weights; see the next row",
    ),
    (
        "ternary_matmul",
        {"FLOAT32": (1e-4, 0.01), "BFLOAT16": (0.01, 1.0), "BFLOAT8_B": (0.02, 1.0)},
        "rows that are normalised first are rounded to bfloat16 before they are multiplied",
    ),
    ("remainder|fmod", {"FLOAT32": (3e-4, 0.01)}, "the rounding of an activated divisor counts as often as it fits"),
    (
        ".*scaled_dot_product_attention.*",
        {"FLOAT32": (3e-4, 0.01), "BFLOAT16": (0.01, 0.2), "BFLOAT8_B": (0.05, 1.0), "BFLOAT4_B": (0.2, 1.0)},
        "weights round to bfloat16 before the second product where the processor multiplies bfloat16, as on the card",
    ),
    (
        ".*latent_attention_decode|conv.*|.*matmul|linear",
        {"FLOAT32": (1e-4, 0.01)},
        "sums in float32, by blocks",
    ),
)

# Results that may be far smaller than the terms they are made of: errors below the share of the largest input count, too.
CANCELLING = "tanhshrink|xielu|polyval|multiply"


def seen_by_torch(value, operation=""):
    """Arguments as golden functions take them: float64, int64, complex128; NumPy arrays are tensors too. The bits themselves
    for a bitcast."""
    if isinstance(value, ttnn.Tensor):
        out = ttnn.to_torch(value)
        if operation == "ttnn.bitcast":
            return out
        return out.to(torch.float64 if out.is_floating_point() else torch.int64)
    if isinstance(value, (list, tuple)):
        return type(value)(seen_by_torch(v, operation) for v in value)
    if hasattr(value, "__array__") and hasattr(value, "dtype"):
        out = torch.from_numpy(value)
        return out.to(torch.float64 if out.is_floating_point() else torch.int64)
    if type(value).__name__ == "ComplexTensor":
        return torch.complex(*(seen_by_torch(part).to(torch.float64) for part in (value.real, value.imag)))
    return value


def functions_done(args, kwargs, seen):
    """`seen` with the functions of bf16 operands of a binary operation done already: the device packs what they give into the
    operand's format, so it is rounded before the operation."""
    seen_args, seen_kwargs = list(seen[0]), dict(seen[1])
    for side, place in (("a", 0), ("b", 1)):
        functions = kwargs.get(f"input_tensor_{side}_activations")
        name = next((n for n in (f"input_tensor_{side}", f"input_{side}") if n in kwargs), None)
        operand = kwargs[name] if name else args[place] if place < len(args) else None
        if not functions or not isinstance(operand, ttnn.Tensor) or operand.dtype != ttnn.bfloat16:
            continue
        del seen_kwargs[f"input_tensor_{side}_activations"]
        holder, key = (seen_kwargs, name) if name else (seen_args, place)
        holder[key] = activated(holder[key], functions).to(torch.bfloat16).to(torch.float64)
    return seen_args, seen_kwargs


def outputs(value):
    """A flat list of an operation's or golden function's outputs."""
    if isinstance(value, (list, tuple)):
        return [one for v in value for one in outputs(v)]
    return [value]


def _scale(want, share, block):
    """What errors are relative to: inf where a block of floats has one, whose exponent the others share."""
    size = want.abs()
    finite = torch.where(size.isfinite(), size, float("inf") if block else 0)
    if not block or want.dim() == 0:
        return torch.maximum(finite, share * finite.max())
    width = finite.shape[-1]
    padded = torch.nn.functional.pad(finite, (0, -width % 16))
    floor = 1e-5 * torch.where(padded.isfinite(), padded, 0).max()
    groups = padded.unflatten(-1, (-1, 16)).amax(-1, keepdim=True).expand(*padded.shape[:-1], -1, 16)
    return groups.flatten(-2)[..., :width].clamp(min=float(floor))


def tolerance(name, dtype):
    """(relative error, share, whether the largest value is that of each block)"""
    for pattern, wider, _ in WIDER:
        if dtype in wider and re.fullmatch(pattern, name):
            return *wider[dtype], False
    return *TOLERANCES[dtype], dtype.endswith("_B")


def largest_input(values):
    """Of the numbers in lists of arguments."""
    if isinstance(values, torch.Tensor):
        finite = values.flatten()[values.flatten().isfinite()].abs()
        return float(finite.max()) if values.is_floating_point() and finite.numel() else 0.0
    if isinstance(values, (list, tuple)):
        return max(map(largest_input, values), default=0.0)
    return 0.0


def differs(got, want, name, inputs=()):
    """Empty, or how an output differs from the golden one, which was computed from `inputs`."""
    dtype = str(got.dtype).rpartition(".")[2]
    values = ttnn.to_torch(got)
    if tuple(values.shape) != tuple(want.shape):
        return f"shape {tuple(values.shape)}, golden {tuple(want.shape)}"
    if want.numel() == 0:
        return ""
    if dtype not in TOLERANCES:
        values, want = values.to(torch.int64), want.to(torch.int64) & UNSIGNED.get(dtype, -1)
        return "" if torch.equal(values, want) else _worst(values, want, (values - want).abs(), "integers differ")
    values, want = values.to(torch.float64), want.to(torch.float64)
    relative, share, block = tolerance(name, dtype)
    largest = {"BFLOAT16": 3.39e38, "FLOAT32": 3.4e38}.get(dtype, 3.3e38)
    want = torch.where(want.abs() > largest, want.sign() * float("inf"), want)
    least = share * largest_input(inputs) if re.fullmatch(CANCELLING, name) else 0.0
    scale = _scale(want, share, block).clamp(min=max(1e-30, least))
    unequal = (values != want) & ~(values.isnan() & want.isnan()) & ~scale.isinf()
    strange = unequal & ~(values.isfinite() & want.isfinite())
    if strange.any():
        return _worst(values, want, strange.to(torch.float64), "NaN or infinity")
    error = torch.where(unequal, (values - want).abs() / scale, 0)
    if float(error.max()) <= relative:
        return ""
    return _worst(values, want, error, f"{dtype} relative error {float(error.max()):.2g} (allowed {relative:.2g})")


def _worst(values, want, error, what):
    at = int(error.flatten().argmax())
    return f"{what}: {values.flatten()[at].item():.6g}, golden {want.flatten()[at].item():.6g} at {at}"


def ordered_differs(got, want, source, axis):
    """For outputs of positions: equal elements may change places, so the elements at the positions are compared."""
    chosen = ttnn.to_torch(got).to(torch.int64)
    if tuple(chosen.shape) != tuple(want.shape):
        return f"shape {tuple(chosen.shape)}, golden {tuple(want.shape)}"
    if chosen.numel() == 0:
        return ""
    flat = source.flatten() if axis is None else source
    take = (lambda i: flat[i]) if axis is None else (lambda i: torch.gather(flat, axis, _kept(i, flat, axis)))
    return "" if torch.equal(take(chosen), take(want.to(torch.int64))) else "positions of other elements"


def _kept(index, source, axis):
    return index if index.dim() == source.dim() else index.unsqueeze(axis)
