"""where, addcmul, addcdiv, lerp, mac and clamp with tensors against torch."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden import ternary as golden_ternary
from values import CASES, check, integers, on_device, random

SHAPES = [((2, 33, 65),) * 3, ((2, 33, 65), (1, 65), (33, 1)), ((2, 1, 1), (1, 33, 65), (1, 1)), ((64, 64),) * 3]


def _three(shapes, dtype, device, layout="TILE", condition=False):
    values = [random(s, i, 0.5, 2.0) for i, s in enumerate(shapes)]
    if condition:
        values[0] = (values[0] > 1.2).float()
    pairs = [on_device(v, dtype, device, layout) for v in values]
    return [p[0] for p in pairs], [p[1] for p in pairs]


@pytest.mark.parametrize("dtype,layout", [c for c in CASES if c[1] == "TILE"])
@pytest.mark.parametrize("name", ["where", "addcmul", "addcdiv", "lerp", "mac"])
def test_values(name, dtype, layout, device):
    tensors, host = _three(SHAPES[0], dtype, device, layout, name == "where")
    check(getattr(ttnn, name)(*tensors), golden_ternary.GOLDEN[f"ttnn.{name}"](*host), dtype, layout)


@pytest.mark.parametrize("name", ["addcmul", "addcdiv", "lerp", "mac"])
def test_row_major_is_refused(name, device):
    tensors, _ = _three(SHAPES[3], "bfloat16", device, "ROW_MAJOR")
    with pytest.raises(RuntimeError, match="Ternary operation requires tensor to be in Tile layout"):
        getattr(ttnn, name)(*tensors)


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("name", ["where", "addcmul", "addcdiv"])
def test_broadcast(name, shapes, device):
    tensors, host = _three(shapes, "float32", device, condition=name == "where")
    check(getattr(ttnn, name)(*tensors), golden_ternary.GOLDEN[f"ttnn.{name}"](*host), "float32")


@pytest.mark.parametrize("name", ["addcmul", "addcdiv"])
def test_factor(name, device):
    tensors, host = _three(SHAPES[0], "float32", device)
    check(
        getattr(ttnn, name)(*tensors, value=0.25), golden_ternary.GOLDEN[f"ttnn.{name}"](*host, value=0.25), "float32"
    )


@pytest.mark.parametrize("numbers", [(1.5, None), (None, -2.0), (1.5, -2.0)])
def test_where_with_numbers(numbers, device):
    tensors, host = _three(SHAPES[0], "float32", device, condition=True)
    got = ttnn.where(tensors[0], *(t if n is None else n for t, n in zip(tensors[1:], numbers)))
    check(
        got,
        torch.where(
            host[0] != 0, *(h if n is None else torch.tensor(n, dtype=h.dtype) for h, n in zip(host[1:], numbers))
        ),
        "float32",
    )


def test_where_of_integers(device):
    a, host_a = on_device(integers((33, 65), 1, -(2**30), 2**30), "int32", device)
    b, host_b = on_device(integers((33, 65), 2, -(2**30), 2**30), "int32", device)
    condition, host = on_device(integers((33, 65), 3, 0, 2), "int32", device)
    check(ttnn.where(condition, a, b), torch.where(host != 0, host_a, host_b), "int32")


@pytest.mark.parametrize("limits", [(-0.5, 0.75), (None, 0.25), (-0.25, None), (0.5, 0.25)])
@pytest.mark.parametrize("name", ["clamp", "clip"])
def test_clamp_with_numbers(name, limits, device):
    tensor, host = on_device(random((2, 33, 65), 1), "float32", device)
    check(getattr(ttnn, name)(tensor, *limits), golden_ternary._clamp(host, *limits), "float32")


def test_clamp_with_tensors(device):
    tensor, host = on_device(random((33, 65), 1), "float32", device)
    low, host_low = on_device(random((33, 65), 2, -1, 0), "float32", device)
    high, host_high = on_device(random((33, 65), 3, 0, 1), "float32", device)
    check(ttnn.clamp(tensor, low, high), torch.clamp(host, host_low, host_high), "float32")


def test_lerp_with_number(device):
    tensors, host = _three(SHAPES[0], "float32", device)
    check(ttnn.lerp(*tensors[:2], 0.25), torch.lerp(*host[:2], 0.25), "float32")


def test_memory_config(device):
    tensors, host = _three(SHAPES[3], "bfloat16", device, condition=True)
    got = ttnn.where(*tensors, memory_config=ttnn.L1_MEMORY_CONFIG)
    assert got.memory_config() == ttnn.L1_MEMORY_CONFIG
    check(got, torch.where(host[0] != 0, host[1], host[2]), "bfloat16")
