"""What the element-wise tests share: tensors on the device with the values that torch sees, and the comparison."""

import torch
import ttnn

TOLERANCE = {"float32": 3e-5, "bfloat16": 1 / 100, "bfloat8_b": 1 / 20}
CASES = [
    ("bfloat16", "TILE"),
    ("float32", "TILE"),
    ("bfloat8_b", "TILE"),
    ("bfloat16", "ROW_MAJOR"),
    ("float32", "ROW_MAJOR"),
]


def random(shape, seed, low=-2.0, high=2.0):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) * (high - low) + low


def integers(shape, seed, low=-100, high=100):
    return torch.randint(low, high, shape, generator=torch.Generator().manual_seed(seed), dtype=torch.int32)


def on_device(values, dtype, device, layout="TILE", memory_config=None):
    """The tensor, and its values after rounding to the dtype."""
    tensor = ttnn.from_torch(
        values,
        dtype=getattr(ttnn, dtype),
        layout=getattr(ttnn, f"{layout}_LAYOUT"),
        device=device,
        memory_config=memory_config,
    )
    return tensor, ttnn.to_torch(tensor).to(torch.float64 if "float" in dtype else torch.int64)


def check(got, want, dtype, layout=None, tolerance=None):
    """Values within the dtype's tolerance (relative, with a floor), integers exactly; NaN and infinity in the same places."""
    assert str(got.dtype).rpartition(".")[2].lower() == dtype
    assert layout is None or str(got.layout) == f"Layout.{layout}"
    assert tuple(got.shape) == tuple(want.shape)
    values, want = ttnn.to_torch(got).to(torch.float64), want.to(torch.float64)
    if "float" not in dtype:
        assert torch.equal(values, want)
        return
    assert torch.equal(values.isnan(), want.isnan())
    finite = want.isfinite()
    assert torch.equal(values[~finite & ~want.isnan()], want[~finite & ~want.isnan()])
    floor = max(0.05, float(want[finite].abs().max()) if dtype == "bfloat8_b" and finite.any() else 0.0)
    error = (values - want).abs() / want.abs().clamp(min=floor)
    worst = float(error[finite].max()) if finite.any() else 0.0
    assert worst <= (tolerance or TOLERANCE[dtype]), f"largest relative error {worst}"
