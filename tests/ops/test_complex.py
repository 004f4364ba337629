"""Complex tensors and their gradients against torch."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from values import check, on_device, random

MEMORY = {"memory_config": ttnn.DRAM_MEMORY_CONFIG}


def _complex(seed, device):
    (real, a), (imag, b) = (on_device(random((2, 33, 65), seed + i, 0.25, 2), "float32", device) for i in range(2))
    return ttnn.complex_tensor(real, imag), torch.complex(a, b)


def _check(got, want):
    if want.is_complex():
        check(got.real, want.real, "float32", tolerance=2e-4)
        check(got.imag, want.imag, "float32", tolerance=2e-4)
    else:
        check(got, want, "float32", tolerance=2e-4)


@pytest.mark.parametrize("name", ["real", "imag", "angle", "is_real", "is_imag", "conj", "polar", "abs", "reciprocal"])
def test_values(name, device):
    z, host = _complex(1, device)
    _check(getattr(ttnn, name)(z, **MEMORY), ttnn.get_golden_function(getattr(ttnn, name))(host))


@pytest.mark.parametrize("name", ["real", "imag", "angle", "abs", "conj", "polar", "reciprocal"])
def test_gradients(name, device):
    z, host = _complex(1, device)
    if name in ("conj", "polar", "reciprocal"):
        grad, host_grad = _complex(3, device)
    else:
        grad, host_grad = on_device(random((2, 33, 65), 3), "float32", device)
    operation = getattr(ttnn, f"{name}_bw")
    got, want = operation(grad, z, **MEMORY), ttnn.get_golden_function(operation)(host_grad, host)
    assert len(got) == len(want) == 1
    _check(got[0], want[0])


@pytest.mark.parametrize("name,arguments", [("add", (0.5,)), ("sub", (0.5,)), ("mul", ()), ("div", ())])
def test_gradients_of_two_inputs(name, arguments, device):
    (grad, host_grad), (a, host_a), (b, host_b) = (_complex(seed, device) for seed in (1, 3, 5))
    operation = getattr(ttnn, f"{name}_bw")
    got, want = (
        operation(grad, a, b, *arguments),
        ttnn.get_golden_function(operation)(host_grad, host_a, host_b, *arguments),
    )
    assert len(got) == len(want) == 2
    for g, w in zip(got, want):
        _check(g, w)


def test_gradients_at_zero_are_zero(device):
    zero, _ = on_device(torch.zeros(32, 32), "float32", device)
    grad, _ = on_device(torch.ones(32, 32), "float32", device)
    for name in ("abs", "angle"):
        got = getattr(ttnn, f"{name}_bw")(grad, ttnn.complex_tensor(zero, zero), **MEMORY)[0]
        assert not ttnn.to_torch(got.real).any() and not ttnn.to_torch(got.imag).any()


def test_parts_must_have_one_shape(device):
    a, _ = on_device(torch.zeros(32, 32), "float32", device)
    b, _ = on_device(torch.zeros(32, 64), "float32", device)
    with pytest.raises(RuntimeError, match="expected the shape of real"):
        ttnn.complex_tensor(a, b)
