"""Operations made of other element-wise ones, triangles, bit casts and closeness against torch."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden import binary as golden_binary
from ttnn.golden import ternary as golden_ternary
from ttnn.golden import unary as golden_unary
from values import CASES, check, integers, on_device, random


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int32"])
@pytest.mark.parametrize("name", ["addalpha", "subalpha"])
def test_alpha(name, dtype, device):
    make = integers if dtype == "int32" else random
    a, host_a = on_device(make((2, 33, 65), 1), dtype, device)
    b, host_b = on_device(make((1, 65), 2), dtype, device)
    product = (host_b * 3).to(getattr(torch, dtype)).to(host_b.dtype)  # rounded as the device packs it
    check(getattr(ttnn, name)(a, b, 3.0), golden_binary.GOLDEN[f"ttnn.{name}"](host_a, product, 1), dtype)


def test_alpha_of_integers_must_be_whole(device):
    a, _ = on_device(integers((32, 32), 1), "int32", device)
    with pytest.raises(RuntimeError, match="integer tensors take whole factors, got 0.5"):
        ttnn.addalpha(a, a, 0.5)


@pytest.mark.parametrize("coefficients", [[3.0], [2.0, 1.0], [0.5, -1.0, 2.0, 0.25]])
def test_polyval(coefficients, device):
    x, host = on_device(random((33, 65), 1), "float32", device)
    check(ttnn.polyval(x, coefficients), golden_binary._polyval(host, coefficients), "float32")
    with pytest.raises(RuntimeError, match="polyval requires at least one coefficient"):
        ttnn.polyval(x, [])


@pytest.mark.parametrize("weight", [0.25, [0.25]])
def test_prelu_with_a_number(weight, device):
    x, host = on_device(random((2, 3, 33, 65), 1), "float32", device)
    check(ttnn.prelu(x, weight), torch.nn.functional.prelu(host, torch.tensor([0.25], dtype=torch.float64)), "float32")


def test_prelu_with_a_weight_for_each_channel(device):
    x, host = on_device(random((2, 3, 33, 65), 1), "float32", device)
    weight, host_weight = on_device(random((3,), 2), "float32", device)
    check(ttnn.prelu(x, weight), torch.nn.functional.prelu(host, host_weight), "float32")


def test_outer(device):
    a, host_a = on_device(random((2, 64), 1), "float32", device)
    b, host_b = on_device(random((2, 32), 2), "float32", device)
    check(ttnn.outer(a, b), host_a[:, :, None] * host_b[:, None, :], "float32")


def test_isclose(device):
    values = torch.tensor([1.0, 1.0, 2.0, float("nan"), float("inf"), float("inf"), 0.0, -1.0]).repeat(4, 8)
    others = torch.tensor([1.0, 1.001, 2.1, float("nan"), float("inf"), 1.0, 1e-7, 1.0]).repeat(4, 8)
    (a, host_a), (b, host_b) = on_device(values, "float32", device), on_device(others, "float32", device)
    for keywords in ({}, {"rtol": 1e-2}, {"atol": 1e-6}, {"equal_nan": True}):
        check(ttnn.isclose(a, b, **keywords), torch.isclose(host_a, host_b, **keywords), "float32")


@pytest.mark.parametrize("dtype,layout", [c for c in CASES if c[1] == "TILE"])
@pytest.mark.parametrize("name", ["glu", "reglu", "geglu", "swiglu"])
def test_gated_linear_units(name, dtype, layout, device):
    x, host = on_device(random((2, 3, 40, 128), 1), dtype, device, layout)
    check(getattr(ttnn, name)(x, -1), golden_unary.GOLDEN[f"ttnn.{name}"](host), dtype, layout)


def test_gated_linear_units_refuse(device):
    x, _ = on_device(random((1, 1, 32, 96), 1), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Split tensor dimension should be in full tile"):
        ttnn.glu(x, -1)
    with pytest.raises(RuntimeError, match="glu-family ops only support the last dimension, got dim=1"):
        ttnn.glu(x, 1)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "bfloat8_b", "int32"])
@pytest.mark.parametrize("diagonal", [0, 1, -2, 40, -90])
@pytest.mark.parametrize("name", ["tril", "triu"])
def test_triangles(name, diagonal, dtype, device):
    values = integers((2, 33, 65), 1) if dtype == "int32" else random((2, 33, 65), 1)
    x, host = on_device(values, dtype, device)
    check(getattr(ttnn, name)(x, diagonal=diagonal), getattr(torch, name)(host, diagonal), dtype, "TILE")


def test_triangle_of_row_major_is_tiled(device):
    x, host = on_device(random((64, 96), 1), "bfloat16", device, "ROW_MAJOR")
    check(ttnn.tril(x), torch.tril(host), "bfloat16", "TILE")


@pytest.mark.parametrize("source,target", [("float32", "int32"), ("int32", "float32"), ("bfloat16", "uint16")])
def test_bitcast(source, target, device):
    values = integers((33, 66), 1, 0, 2**30) if source == "int32" else random((33, 66), 1)
    x, _ = on_device(values, source, device)
    own = {"bfloat16": values.to(torch.bfloat16)}.get(source, values)
    bits = own.view({"int32": torch.int32, "float32": torch.float32, "uint16": torch.int16}[target])
    got = ttnn.to_torch(ttnn.bitcast(x, getattr(ttnn, target)))
    assert (
        torch.equal(got.to(torch.int64) & 0xFFFF, bits.to(torch.int64) & 0xFFFF)
        if target == "uint16"
        else torch.equal(got, bits)
    )


def test_rotation_of_pairs(device):
    x, host = on_device(random((3, 33, 64), 1), "bfloat16", device)
    check(ttnn.alt_complex_rotate90(x), golden_unary._alt_complex_rotate90(host), "bfloat16")


def test_logical_not_in_place(device):
    x, host = on_device(random((33, 65), 1).round(), "bfloat16", device)
    address = x.buffer_address()
    assert ttnn.logical_not_(x).buffer_address() == address
    check(x, torch.logical_not(host), "bfloat16")


def test_snake_beta(device):
    x, host = on_device(random((2, 33, 64), 1), "float32", device)
    alpha, host_alpha = on_device(random((1, 64), 2, 0.5, 2), "float32", device)
    beta, host_beta = on_device(random((1, 64), 3, 0.5, 2), "float32", device)
    check(ttnn.snake_beta(x, alpha, beta), golden_ternary._snake_beta(host, host_alpha, host_beta), "float32")


@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("name", ["var_hw", "std_hw", "normalize_hw", "normalize_global"])
def test_matrix_statistics(name, dtype, layout, device):
    x, host = on_device(random((2, 3, 33, 65), 1), dtype, device, layout)
    tolerance = 0.03 if dtype == "bfloat16" else 2e-4
    check(getattr(ttnn, name)(x), golden_unary.GOLDEN[f"ttnn.{name}"](host), dtype, "TILE", tolerance)
    flat, _ = on_device(random((64, 64), 1), dtype, device)
    with pytest.raises(RuntimeError, match="Unsupported dim 2 at index 0|Cannot support non-rank 4 Tensor"):
        getattr(ttnn, name)(flat)
