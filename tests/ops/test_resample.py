"""Upsampling, rotation and sampling by a grid, against torch."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.resample import GOLDEN
from values import check, on_device, random


@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize("scale", [2, (2, 3), (1, 1)])
def test_upsample(scale, mode, dtype, device):
    tensor, x = on_device(random((2, 5, 7, 32), 1), dtype, device, "ROW_MAJOR")
    got = ttnn.upsample(tensor, scale, mode=mode)
    check(got, GOLDEN["ttnn.upsample"](x, scale, mode=mode), dtype, "ROW_MAJOR")
    with pytest.raises(RuntimeError, match="mode"):
        ttnn.upsample(tensor, scale, mode="cubic")


def test_upsample_refuses(device):
    tensor, _ = on_device(random((1, 5, 7, 33), 1), "bfloat16", device, "ROW_MAJOR")
    with pytest.raises(RuntimeError, match="divisible by 32"):
        ttnn.upsample(tensor, 2, mode="bilinear")
    with pytest.raises(RuntimeError, match="4D"):
        ttnn.upsample(on_device(random((5, 7), 1), "bfloat16", device, "ROW_MAJOR")[0], 2)


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize("angle", [0.0, 90.0, 33.0, -117.0])
@pytest.mark.parametrize("center", [None, (2.0, 3.0)])
def test_rotate(center, angle, mode, device):
    tensor, x = on_device(random((2, 9, 9, 5), 1), "float32", device, "ROW_MAJOR")
    keywords = {"center": center, "fill": 0.5, "interpolation_mode": mode}
    got = ttnn.rotate(tensor, angle, **keywords)
    check(got, GOLDEN["ttnn.rotate"](x, angle, **keywords), "float32", "ROW_MAJOR", 1e-3)
    if angle == 90.0 and center is None:
        assert torch.equal(ttnn.to_torch(got), torch.rot90(x, 1, (1, 2)).float()) or mode == "bilinear"


@pytest.mark.parametrize("align", [False, True])
@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize("points", [1, 3])
def test_grid_sample(points, mode, align, device):
    tensor, x = on_device(random((2, 9, 11, 5), 1), "float32", device, "ROW_MAJOR")
    grid, g = on_device(random((2, 4, 6, 2 * points), 2, -1.3, 1.3), "float32", device, "ROW_MAJOR")
    for batched in (False, True):
        keywords = {"mode": mode, "align_corners": align, "batch_output_channels": batched}
        got = ttnn.grid_sample(tensor, grid, **keywords)
        check(got, GOLDEN["ttnn.grid_sample"](x, g, **keywords), "float32", "ROW_MAJOR", 1e-3)
    with pytest.raises(RuntimeError, match="grid"):
        ttnn.grid_sample(tensor, tensor)


@pytest.mark.parametrize("mode", ["zeros", "replicate"])
@pytest.mark.parametrize("block", [0, 4])
def test_conv3d(block, mode, device):
    tensor, x = on_device(random((2, 4, 5, 6, 8), 1), "float32", device, "ROW_MAJOR")
    weight, w = on_device(random((2 * 3 * 3 * 8, 16), 2), "float32", device)
    bias, b = on_device(random((1, 16), 3), "float32", device)
    config = ttnn.Conv3dConfig(C_in_block=block)
    keywords = {
        "output_channels": 16,
        "kernel_size": (2, 3, 3),
        "stride": (1, 2, 1),
        "padding": (0, 1, 1),
        "padding_mode": mode,
        "config": config,
    }
    got = ttnn.experimental.conv3d(
        input_tensor=tensor, weight_tensor=weight, bias_tensor=bias, dtype=ttnn.float32, **keywords
    )
    want = GOLDEN["ttnn.experimental.conv3d"](input_tensor=x, weight_tensor=w, bias_tensor=b, **keywords)
    check(got, want, "float32", "ROW_MAJOR", 1e-4)
    with pytest.raises(RuntimeError, match="weight_tensor"):
        ttnn.experimental.conv3d(input_tensor=tensor, weight_tensor=bias, dtype=ttnn.float32, **keywords)


@pytest.mark.parametrize("groups, block", [(1, 0), (1, 32), (2, 0), (2, 32)])
def test_prepared_weights_of_conv3d(groups, block, device):
    tensor, x = on_device(random((1, 3, 5, 6, 40), 1), "float32", device, "ROW_MAJOR")
    w, (bias, b) = random((6, 40 // groups, 2, 3, 1), 2), on_device(random((1, 6), 3), "float32", device)
    weight = ttnn.experimental.prepare_conv3d_weights(
        weight_tensor=ttnn.from_torch(w.float()), groups=groups, C_in_block=block, device=device
    )
    assert tuple(weight.shape) == (2 * 3 * 1 * 64, 6)
    want = torch.nn.functional.conv3d(
        x.permute(0, 4, 1, 2, 3).float(), w.float(), b.float().flatten(), padding=(1, 1, 0), groups=groups
    )
    for weights in (weight, ttnn.from_torch(w.float())):
        got = ttnn.experimental.conv3d(
            input_tensor=tensor,
            weight_tensor=weights,
            bias_tensor=bias,
            dtype=ttnn.float32,
            output_channels=6,
            kernel_size=(2, 3, 1),
            padding=(1, 1, 0),
            groups=groups,
            config=ttnn.Conv3dConfig(C_in_block=block),
        )
        check(got, want.permute(0, 2, 3, 4, 1), "float32", "ROW_MAJOR", 1e-3)
    with pytest.raises(RuntimeError, match="weight_tensor"):
        ttnn.experimental.prepare_conv3d_weights(weight_tensor=ttnn.from_torch(w[0].float()))


@pytest.mark.parametrize("mode", ["bilinear", "nearest"])
@pytest.mark.parametrize("align", [False, True])
def test_prepared_grid(align, mode, device):
    tensor, x = on_device(random((1, 9, 11, 32), 1), "float32", device, "ROW_MAJOR")
    host = random((1, 4, 6, 2), 2, -1.2, 1.2)
    grid = ttnn.prepare_grid_sample_grid(
        ttnn.from_torch(host, dtype=ttnn.float32), [1, 9, 11, 32], mode=mode, padding_mode="zeros", align_corners=align
    )
    assert tuple(grid.shape) == (1, 4, 6, 6 if mode == "bilinear" else 2) and grid.dtype == ttnn.bfloat16
    keywords = {"mode": mode, "align_corners": align}
    got = ttnn.grid_sample(tensor, ttnn.to_device(grid, device), use_precomputed_grid=True, **keywords)
    want = GOLDEN["ttnn.grid_sample"](x, host.double(), **keywords)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.03)  # weights are bfloat16


def test_golden_rotation_of_bfloat16_reads_the_same_places(device):
    tensor, x = on_device(random((1, 16, 16, 32), 1), "bfloat16", device, "ROW_MAJOR")
    got = ttnn.rotate(tensor, 45, center=(3.0, 4.0))
    assert torch.equal(ttnn.to_torch(got), GOLDEN["ttnn.rotate"](x.bfloat16(), 45, center=(3.0, 4.0)))
