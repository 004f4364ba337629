"""Every code block of the guide runs as written; only the variables that a block takes for granted are made first."""

import re
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn

TEXT = Path(__file__).with_name("guide.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def tiles(device, *shape, seed=0, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
    values = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    return ttnn.from_torch(values, dtype=dtype, layout=layout, device=device)


def host(tensor):
    return ttnn.to_torch(tensor).float()


def near(got, want, tolerance=0.02):
    assert tuple(got.shape) == tuple(want.shape)
    assert float((host(got) - want).abs().max()) <= tolerance * float(want.abs().max())


def of_devices(device):
    def check(names):
        assert names["device"].get_num_devices() == 1

    return {}, check


def of_tensors(device):
    def check(names):
        assert names["tt_tensor"].memory_config() == ttnn.DRAM_MEMORY_CONFIG
        assert torch.equal(names["output_torch"], names["torch_tensor"].to(torch.bfloat16))

    return {"device": device}, check


def of_products(device):
    a, b = tiles(device, 33, 64), tiles(device, 64, 96, seed=1)
    given = {"a": a, "b": b, "input": a, "weight": b, "bias": tiles(device, 1, 96, seed=2)}

    def check(names):
        near(names["output"], host(a) @ host(b) + host(given["bias"]))

    return given, check


def of_elements(device):
    x, y = tiles(device, 2, 33, 65), tiles(device, 33, 65, seed=1)
    return {"x": x, "y": y}, lambda names: near(names["z"], host(x) * host(y))


def of_norms(device):
    x, scale = tiles(device, 4, 33, 96), tiles(device, 1, 96, seed=1)

    def check(names):
        values = host(x)
        near(names["out"], values * (values.square().mean(-1, keepdim=True) + 1e-5).rsqrt() * host(scale).flatten())

    return {"x": x, "scale": scale}, check


def of_convolutions(device):
    image = tiles(device, 2, 16, 9, 10)
    weight, bias = (
        tiles(None, *s, seed=i, layout=ttnn.ROW_MAJOR_LAYOUT) for i, s in enumerate([(24, 16, 3, 3), (1, 1, 1, 24)])
    )
    given = {"input_tensor": image, "weight": weight, "bias": bias, "in_channels": 16, "out_channels": 24}

    def check(names):
        want = torch.nn.functional.conv2d(host(image), host(weight), host(bias).flatten(), padding=1)
        near(names["output"], want.permute(0, 2, 3, 1).reshape(1, 1, -1, 24))

    return given, check


# By a line of the block: the variables before it, and what must hold after it.
SURROUNDINGS = {
    "# Basic usage": of_devices,
    "# From PyTorch (Recommended)": of_tensors,
    "# Linear (Matmul + Bias)": of_products,
    "z = ttnn.mul(x, y)": of_elements,
    "# RMS Norm": of_norms,
    "# Run Conv2d": of_convolutions,
}


def test_each_block_is_known():
    assert len(BLOCKS) == len(SURROUNDINGS) == 6
    assert all(sum(line in block for block in BLOCKS) == 1 for line in SURROUNDINGS)


@pytest.mark.parametrize("line", SURROUNDINGS)
def test_block(line, device):
    block = next(b for b in BLOCKS if line in b)
    given, check = SURROUNDINGS[line](device)
    names = {"ttnn": ttnn, "torch": torch, **given}
    exec(compile(block, f"guide: {line}", "exec"), names)  # noqa: S102
    check(names)
    if line == "# Basic usage":  # the second device of the block stays open
        reserved = ttnn.get_memory_view(names["device"], ttnn.BufferType.L1_SMALL)
        assert reserved.total_bytes_per_bank == 8192
        ttnn.close_device(names["device"])
