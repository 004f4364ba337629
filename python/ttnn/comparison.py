"""How close two tensors are: Pearson's correlation coefficient (PCC) and units in the last place (ULP)."""

import math

from .core import pearson_correlation_coefficient
from .types import Tensor


def comp_pcc(golden, calculated, pcc=0.99, rtol=1e-05, atol=1e-04):
    """(whether the PCC is at least `pcc`, the PCC) of two tensors or arrays of the same shape.

    Equal contents give 1.0, NaN and infinities at the same places included; at different places 0.0. Where one side is
    constant and there is no correlation: 1.0 if all are close within rtol and atol, else 0.0."""
    import numpy

    from .transfer import as_float_array

    a, b = as_float_array(golden), as_float_array(calculated)
    if a.shape != b.shape:
        raise RuntimeError(f"comp_pcc: golden has shape {list(a.shape)}, calculated {list(b.shape)}")
    a, b = a.ravel(), b.ravel()
    finite = numpy.isfinite(a) & numpy.isfinite(b)
    x, y = a[finite], b[finite]
    constant = x.size and (x.min() == x.max() or y.min() == y.max())
    if constant and numpy.array_equal(a[~finite], b[~finite], equal_nan=True):
        value = float(numpy.allclose(x, y, rtol=rtol, atol=atol))
    else:
        value = pearson_correlation_coefficient(a, b)
    return value >= pcc, value


def ulp(x):
    """The distance from each |x| to the next larger number of its dtype, as a tensor of the same kind.

    For the largest number it is the distance to the next smaller one; NaN for infinities and NaN."""
    import torch

    if isinstance(x, Tensor):
        import ttnn

        return ttnn.from_torch(ulp(ttnn.to_torch(x)), dtype=x.dtype, layout=x.layout)
    if not x.is_floating_point():
        return torch.ones_like(x)
    info = torch.finfo(x.dtype)
    exponent = torch.frexp(x.double().abs())[1] - 1  # |x| = m 2^exponent with 1 <= m < 2
    smallest = math.frexp(info.smallest_normal)[1] - 1
    exponent = exponent.clamp(min=smallest)
    step = torch.ldexp(torch.full_like(exponent, info.eps, dtype=torch.float64), exponent)
    step = torch.where(x == 0, torch.tensor(info.eps * info.smallest_normal, dtype=torch.float64), step)
    return torch.where(torch.isfinite(x), step, math.nan).to(x.dtype)


def comp_ulp(golden, calculated, ulp_threshold, allow_nonfinite=False):
    """(whether no element differs by more than `ulp_threshold` ULP of calculated's dtype, a message with the largest).

    Elements that are not finite must be equal, and are refused at all unless allow_nonfinite."""
    import torch

    golden, calculated = (_torch(t, "comp_ulp") for t in (golden, calculated))
    if golden.shape != calculated.shape:
        raise RuntimeError(f"comp_ulp: golden has shape {list(golden.shape)}, calculated {list(calculated.shape)}")
    reference = golden.to(calculated.dtype)
    finite = torch.isfinite(reference) & torch.isfinite(calculated)
    if not bool(finite.all()):
        if not allow_nonfinite:
            return False, "elements are not finite (allow_nonfinite is False)"
        a, b = reference[~finite].double(), calculated[~finite].double()
        if not bool(((a == b) | (a.isnan() & b.isnan())).all()):
            return False, "elements that are not finite differ"
    distance = (calculated.double() - golden.double()).abs() / ulp(reference).double()
    distance = torch.where(finite, distance, 0.0).flatten()
    if distance.numel() == 0:
        return True, "Max ULP Delta: 0.0"
    at = int(distance.argmax())
    worst = float(distance[at])
    message = f"Max ULP Delta: {worst} at element {at}: {golden.flatten()[at]} and {calculated.flatten()[at]}"
    return worst <= ulp_threshold, message


def _torch(value, name):
    import torch

    if isinstance(value, Tensor):
        import ttnn

        return ttnn.to_torch(value)
    if isinstance(value, torch.Tensor):
        return value
    raise TypeError(f"{name}: expected a torch tensor or a ttnn.Tensor, got {type(value).__name__}")
