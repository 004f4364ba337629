"""Texts of tensors, letter by letter as the official module prints them."""

import numpy as np
import pytest
import ttnn

TWELVE = np.arange(12, dtype=np.float32).reshape(3, 4) * 1.5
ROWS = """[[ 0.0000,  1.5000,  3.0000,  4.5000],
             [ 6.0000,  7.5000,  9.0000, 10.5000],
             [12.0000, 13.5000, 15.0000, 16.5000]]"""


def tensor(array, dtype=None, layout=ttnn.ROW_MAJOR_LAYOUT, **kwargs):
    return ttnn.from_torch(np.asarray(array), dtype=dtype, layout=layout, **kwargs)


def text(body, shape, dtype, layout="ROW_MAJOR"):
    return f"ttnn.Tensor({body}, shape=Shape({shape}), dtype=DataType::{dtype}, layout=Layout::{layout})"


@pytest.mark.parametrize(
    "dtype, layout, place",
    [
        (ttnn.float32, ttnn.ROW_MAJOR_LAYOUT, "host"),
        (ttnn.bfloat16, ttnn.TILE_LAYOUT, "host"),
        (ttnn.bfloat8_b, ttnn.TILE_LAYOUT, "host"),
        (ttnn.bfloat16, ttnn.TILE_LAYOUT, "device"),
        (ttnn.float32, ttnn.ROW_MAJOR_LAYOUT, "device"),
    ],
)
def test_a_small_matrix(device, dtype, layout, place):
    t = tensor(TWELVE, dtype, layout, device=device if place == "device" else None)
    assert repr(t) == str(t) == text(ROWS, "[3, 4]", dtype.name, layout.name)


def test_block_floats_of_a_file(facts):
    t = ttnn.load_tensor(facts / "golden" / "dump_bfp8.tensorbin")
    body = """[[-1.1250, -1.1562,  ...,  1.8125, -0.5625],
             [-0.5625,  0.9062,  ...,  0.9375,  1.3750],
             ...,
             [-0.9219, -0.7031,  ..., -0.9219, -0.5781],
             [ 0.7188, -0.9375,  ..., -1.6719,  1.0938]]"""
    assert repr(t) == text(body, "[32, 64]", "BFLOAT8_B", "TILE")


def test_scientific_form_and_dots():
    t = tensor(np.arange(2 * 64 * 128, dtype=np.float32).reshape(1, 2, 64, 128), ttnn.bfloat16)
    body = """[[[[ 0.0000e+00,  1.0000e+00,  ...,  1.2600e+02,  1.2700e+02],
               [ 1.2800e+02,  1.2900e+02,  ...,  2.5400e+02,  2.5500e+02],
               ...,
               [ 7.9360e+03,  7.9360e+03,  ...,  8.0640e+03,  8.0640e+03],
               [ 8.0640e+03,  8.0640e+03,  ...,  8.1920e+03,  8.1920e+03]],

              [[ 8.1920e+03,  8.1920e+03,  ...,  8.3200e+03,  8.3200e+03],
               [ 8.3200e+03,  8.3200e+03,  ...,  8.4480e+03,  8.4480e+03],
               ...,
               [ 1.6128e+04,  1.6128e+04,  ...,  1.6256e+04,  1.6256e+04],
               [ 1.6256e+04,  1.6256e+04,  ...,  1.6384e+04,  1.6384e+04]]]]"""
    assert repr(t) == text(body, "[1, 2, 64, 128]", "BFLOAT16")


def test_infinities_have_no_say_in_the_form():
    t = tensor(np.array([1, -2, 1e-3, 1e4, 0, 5, np.inf, -np.inf], np.float32), ttnn.bfloat16)
    assert repr(t) == text("[ 1.0000e+00, -2.0000e+00,  ...,         inf,        -inf]", "[8]", "BFLOAT16")
    t = tensor(np.array([1, np.nan, 2, -np.inf], np.float32))
    assert repr(t) == text("[ 1.0000,     nan,  2.0000,    -inf]", "[4]", "FLOAT32")


@pytest.mark.parametrize(
    "element, dtype",
    [(np.int32, "INT32"), (np.uint32, "UINT32"), (np.uint8, "UINT8"), (np.uint16, "UINT16"), (np.int64, "UINT32")],
)
def test_integers(element, dtype):
    body = """[[    0,     1,     2],
             [    3,     4,     5]]"""
    assert repr(tensor(np.arange(6, dtype=element).reshape(2, 3))) == text(body, "[2, 3]", dtype)


def test_bool_and_wide_integers():
    assert repr(tensor(np.array([True, False]))) == text("[    1,     0]", "[2]", "UINT8")
    values = np.array([[0, -1, 2, 3, 4], [100000, -(2**31), 6, 7, 8]], np.int32)
    body = """[[    0,    -1,  ...,     3,     4],
             [100000, -2147483648,  ...,     7,     8]]"""
    assert repr(tensor(values)) == text(body, "[2, 5]", "INT32")


def test_ranks_zero_and_empty():
    assert repr(tensor(np.float32(3.5))) == text(" 3.5000", "[]", "FLOAT32")
    assert repr(tensor(np.float32(2.5))).startswith("ttnn.Tensor( 2.5000, shape=Shape([]), ")
    assert repr(tensor(np.zeros((0, 4), np.float32))) == text("[]", "[0, 4]", "FLOAT32")
    assert repr(tensor(np.zeros((2, 0), np.float32))) == text("[[],\n             []]", "[2, 0]", "FLOAT32")
    body = "[[],\n             []]"
    three = repr(tensor(np.zeros((2, 0, 3), np.float32)))
    assert three == text(body.replace(",\n", ",\n\n"), "[2, 0, 3]", "FLOAT32")


def test_matrices_are_separated_by_a_blank_line(device):
    values = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4) * 1.5 - 7
    body = """[[[[-7.0000, -5.5000, -4.0000, -2.5000],
               [-1.0000,  0.5000,  2.0000,  3.5000],
               [ 5.0000,  6.5000,  8.0000,  9.5000],
               [11.0000, 12.5000, 14.0000, 15.5000]]]]"""
    t = tensor(values, ttnn.bfloat16, ttnn.TILE_LAYOUT, device=device)
    assert repr(t) == text(body, "[1, 1, 4, 4]", "BFLOAT16", "TILE")
    values = np.arange(24, dtype=np.float32).reshape(2, 3, 4)[:, :2]
    body = """[[[ 0.0000,  1.0000,  2.0000,  3.0000],
              [ 4.0000,  5.0000,  6.0000,  7.0000]],

             [[12.0000, 13.0000, 14.0000, 15.0000],
              [16.0000, 17.0000, 18.0000, 19.0000]]]"""
    assert repr(tensor(values)) == text(body, "[2, 2, 4]", "FLOAT32")


def test_elided_matrices():
    printed = repr(tensor(np.zeros((6, 1, 1), np.float32)))
    dots = "[[[ 0.0000]],\n\n             [[ 0.0000]],\n\n             ...,\n\n             [[ 0.0000]],\n\n             [[ 0.0000]]]"
    assert printed == text(dots, "[6, 1, 1]", "FLOAT32")


@pytest.mark.parametrize(
    "values, scientific",
    [([1, 1000], False), ([1, 1001], True), ([1e8], False), ([1.01e8], True), ([1.01e-4], False), ([0.99e-4], True)],
)
def test_limits_of_the_fixed_form(values, scientific):
    assert (
        "e+" in repr(tensor(np.array(values, np.float32))) or "e-" in repr(tensor(np.array(values, np.float32)))
    ) == scientific


def test_elided_elements_have_a_say():
    values = np.ones(9, np.float32)
    values[4] = 2000
    assert "1.0000e+00" in repr(tensor(values))


def test_forms_by_option():
    t = tensor(np.array([0, 1e5, 123456.7891, 1e-3], np.float32))
    ttnn.set_printoptions(profile="short", sci_mode=False)
    assert repr(t) == text("[ 0.0000, 100000.0000, 123456.7891,  0.0010]", "[4]", "FLOAT32")
    for value in (True, "true", "TRUE"):
        ttnn.set_printoptions(profile="short", sci_mode=value, precision=2)
        assert repr(tensor(np.ones(1, np.float32))) == text("[ 1.00e+00]", "[1]", "FLOAT32")
    ttnn.set_printoptions(profile="short")
    assert repr(tensor(np.ones(1, np.float32))) == text("[ 1.0000]", "[1]", "FLOAT32")  # reset by the call
    ttnn.set_printoptions(profile="short", precision=0)
    assert repr(tensor(np.ones(1, np.float32))) == text("[  1]", "[1]", "FLOAT32")


@pytest.mark.parametrize("profile", ["full", "FULL"])
def test_full(profile):
    ttnn.set_printoptions(profile=profile)
    printed = repr(tensor(np.zeros((5, 40), np.float32)))
    assert "..." not in printed and printed.count(" 0.0000") == 200 and printed.count("\n") == 4


def test_empty_profile():
    ttnn.set_printoptions(profile="empty")
    assert repr(tensor(np.zeros((5, 6), np.float32))) == text("...", "[5, 6]", "FLOAT32")


@pytest.mark.parametrize(
    "options, error, words",
    [
        ({"profile": "default"}, RuntimeError, "profile must be one of"),
        ({"profile": "short", "sci_mode": 1}, ValueError, "sci_mode must be None, bool, or str (true, false, default)"),
        (
            {"profile": "short", "sci_mode": "no"},
            ValueError,
            "sci_mode must be None, bool, or str (true, false, default)",
        ),
        ({"profile": "short", "precision": 1.5}, ValueError, "precision must be None or int"),
        ({"profile": "short", "threshold": 5}, TypeError, "threshold"),
        ({"profile": "short", "edgeitems": 5}, TypeError, "edgeitems"),
        ({}, TypeError, "profile"),
    ],
)
def test_refused_options(options, error, words):
    with pytest.raises(error) as raised:
        ttnn.set_printoptions(**options)
    assert words in str(raised.value)


def test_options_are_keywords():
    with pytest.raises(TypeError):
        ttnn.set_printoptions("short")


def test_deallocated(device):
    t = tensor(np.zeros((32, 64), np.float32), ttnn.bfloat16, ttnn.TILE_LAYOUT, device=device)
    ttnn.deallocate(t)
    assert repr(t) == text("<buffer is not allocated>", "[32, 64]", "BFLOAT16", "TILE")
