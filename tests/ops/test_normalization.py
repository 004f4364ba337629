"""softmax, layer, rms, group and batch norm against torch: dtypes, layouts, odd shapes, weights."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.normalization import GOLDEN
from values import check, on_device, random

FLOATS = ["bfloat16", "float32", "bfloat8_b"]


def _golden(name, *args, **kwargs):
    return GOLDEN[f"ttnn.{name}"](*args, **kwargs)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("dim", [-1, -2, 0])
@pytest.mark.parametrize("shape", [(3, 5), (2, 33, 65), (1, 2, 32, 64)])
def test_softmax(shape, dim, dtype, device):
    tensor, host = on_device(random(shape, 1), dtype, device)
    check(
        ttnn.softmax(tensor, dim), _golden("softmax", host, dim), dtype, tolerance=1e-4 if dtype == "float32" else None
    )


def test_softmax_tilizes_rows_of_four_dimensions_only(device):
    tensor, host = on_device(random((1, 2, 33, 65), 2), "bfloat16", device, "ROW_MAJOR")
    check(ttnn.softmax(tensor, -1), _golden("softmax", host), "bfloat16", "TILE")
    with pytest.raises(RuntimeError, match="Inputs to softmax must be tilized"):
        ttnn.softmax(tensor, 1)


@pytest.mark.parametrize("shape, dim", [((4160, 32), -2), ((4160, 32), 0)])
def test_softmax_of_lines_that_no_core_holds(shape, dim, device):
    tensor, host = on_device(random(shape, 4), "bfloat16", device)
    check(ttnn.softmax(tensor, dim), _golden("softmax", host, dim), "bfloat16")


def test_softmax_of_large_values(device):
    tensor, host = on_device(random((2, 65), 3) * 1000, "float32", device)
    check(ttnn.softmax(tensor, -1, numeric_stable=True), _golden("softmax", host), "float32", tolerance=1e-3)


def test_masks_of_one_row_in_tiles_and_in_pieces(device):
    tensor, host = on_device(random((2, 3, 33, 96), 1), "bfloat16", device)
    pieces, mask = on_device(random((2, 1, 3, 32), 2) * 9, "bfloat16", device, "ROW_MAJOR")
    want = _golden("scale_mask_softmax", host, 0.5, mask.reshape(2, 1, 1, 96))
    check(ttnn.scale_mask_softmax(tensor, 0.5, pieces), want, "bfloat16")
    rows = torch.cat(
        [mask.reshape(2, 1, 1, 96), torch.full((2, 1, 31, 96), 7.0)], 2
    ).float()  # of a row of tiles the first counts
    tiles, _ = on_device(rows, "bfloat16", device)
    check(ttnn.scale_mask_softmax(tensor, 0.5, tiles), want, "bfloat16")
    check(ttnn.scale_mask_softmax_in_place(tensor, 0.5, pieces), want, "bfloat16")


def test_softmax_in_place(device):
    tensor, host = on_device(random((1, 1, 33, 65), 4), "bfloat16", device)
    assert ttnn.softmax_in_place(tensor).buffer_address() == tensor.buffer_address()
    check(tensor, _golden("softmax", host), "bfloat16")


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(3, 5), (2, 33, 65), (1, 1, 32, 128)])
@pytest.mark.parametrize("name", ["layer_norm", "rms_norm"])
def test_norm_of_rows(name, shape, dtype, device):
    tensor, host = on_device(random(shape, 5), dtype, device)
    (weight, w), (bias, b) = (on_device(random((1, shape[-1]), s, 0.5, 1.5), dtype, device) for s in (6, 7))
    (residual, r) = on_device(random(shape, 8), dtype, device)
    keywords = {"weight": weight, "bias": bias, "residual_input_tensor": residual, "epsilon": 1e-5}
    want = _golden(name, host, weight=w, bias=b, residual_input_tensor=r, epsilon=1e-5)
    check(getattr(ttnn, name)(tensor, **keywords), want, dtype, tolerance=2e-4 if dtype == "float32" else None)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("groups", [1, 8, 96])
@pytest.mark.parametrize("area", [64, 50])
def test_group_norm(area, groups, dtype, device):
    tensor, host = on_device(random((2, 1, area, 96), 9), dtype, device)
    (weight, w), (bias, b) = (
        on_device(random((1, 1, 3, 32), s, 0.5, 1.5), dtype, device, "ROW_MAJOR") for s in (10, 11)
    )
    got = ttnn.group_norm(tensor, num_groups=groups, epsilon=1e-5, weight=weight, bias=bias, inplace=False)
    check(
        got,
        _golden("group_norm", host, num_groups=groups, epsilon=1e-5, weight=w, bias=b),
        dtype,
        tolerance=3e-4 if dtype == "float32" else 0.05,
    )


@pytest.mark.parametrize("training", [False, True])
def test_batch_norm(training, device):
    tensor, host = on_device(random((3, 5, 33, 7), 12), "float32", device)
    names = ["running_mean", "running_var", "weight", "bias"]
    given = {n: on_device(random((1, 5, 1, 1), s, 0.5, 1.5), "float32", device) for s, n in enumerate(names, 13)}
    want = {n: pair[1].clone() for n, pair in given.items()}
    check(
        ttnn.batch_norm(tensor, training=training, **{n: p[0] for n, p in given.items()}),
        _golden("batch_norm", host, training=training, **want),
        "float32",
        tolerance=3e-4,
    )
    for n in names[:2]:  # torch updated its own in training
        check(given[n][0], want[n], "float32")
        assert torch.equal(want[n], given[n][1]) is not training


@pytest.mark.parametrize(
    "keywords,message",
    [({"num_groups": 5}, "divisible by num_groups"), ({"num_groups": 1}, "In-place operation not supported")],
)
def test_group_norm_refusals(keywords, message, device):
    with pytest.raises(RuntimeError, match=message):
        ttnn.group_norm(on_device(random((1, 1, 32, 64), 17), "bfloat16", device)[0], **keywords)
