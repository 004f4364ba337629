"""The statements of the guide that are not code, one test each; docs/guide.md says which is which."""

import re
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import numpy as np
import torch
import ttnn

ROOT = Path(__file__).resolve().parents[2]
L1, DRAM = ttnn.L1_MEMORY_CONFIG, ttnn.DRAM_MEMORY_CONFIG


def put(device, *shape, seed=0, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, memory_config=DRAM):
    values = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    return ttnn.from_torch(values, dtype=dtype, layout=layout, device=device, memory_config=memory_config)


def host(tensor):
    return ttnn.to_torch(tensor).float()


def allocated(device, kind):
    return ttnn.get_memory_view(device, kind).total_bytes_allocated_per_bank


def test_every_row_of_the_table_names_a_test():
    rows = re.findall(r"`(tests/[\w/]+\.py)::(\w+)", (ROOT / "docs" / "guide.md").read_text())
    assert len(rows) >= 40
    for path, name in rows:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), f"{path}::{name}"


# --- 1 and 2: devices and tensors ---


def test_a_device_is_opened_and_closed():
    device = ttnn.open_device(device_id=0)
    ttnn.close_device(device)
    with pytest.raises(RuntimeError, match="closed"):
        ttnn.zeros([32, 32], device=device, layout=ttnn.TILE_LAYOUT)


def test_numpy_without_torch(device):
    array = np.arange(15, dtype=np.float32).reshape(3, 5)
    assert np.array_equal(ttnn.from_torch(array, device=device).to_numpy(), array)
    assert np.array_equal(ttnn.to_torch(ttnn.Tensor(array)).numpy(), array)


def test_direct_creation(device):
    where = {"layout": ttnn.TILE_LAYOUT, "device": device}
    assert float(host(ttnn.zeros([3, 5], **where)).abs().sum()) == 0
    assert float(host(ttnn.ones([3, 5], **where)).sum()) == 15
    assert float(host(ttnn.full([3, 5], 2.5, **where)).sum()) == 37.5
    assert host(ttnn.arange(0, 7, device=device)).tolist() == [0, 1, 2, 3, 4, 5, 6]
    random = host(ttnn.rand([64, 65], device))
    assert 0 <= float(random.min()) and float(random.max()) < 1 and 0.45 < float(random.mean()) < 0.55


def test_row_major_of_odd_width(device):
    tensor = put(device, 3, 5, layout=ttnn.ROW_MAJOR_LAYOUT)
    assert tensor.layout == ttnn.ROW_MAJOR_LAYOUT and list(tensor.padded_shape) == [3, 5]
    assert torch.equal(host(tensor + tensor), 2 * host(tensor))


def test_tiles_pad_automatically(device):
    tensor = put(device, 2, 33, 65)
    assert list(tensor.padded_shape) == [2, 64, 96] and list(tensor.shape) == [2, 33, 65]
    assert tensor.tile.tile_shape == [32, 32] and tensor.tile.face_shape == [16, 16]


def test_products_need_tiles(device):
    a = put(device, 32, 32, layout=ttnn.ROW_MAJOR_LAYOUT)
    with pytest.raises(RuntimeError, match="must be tilized"):
        ttnn.matmul(a, a)


def test_dtypes(device):
    for dtype, error in ((ttnn.float32, 0), (ttnn.bfloat16, 2**-8), (ttnn.bfloat8_b, 2**-6)):
        values = torch.randn(32, 64, generator=torch.Generator().manual_seed(3))
        got = host(ttnn.from_torch(values, dtype=dtype, layout=ttnn.TILE_LAYOUT, device=device))
        assert float((got - values).abs().max()) <= error * float(values.abs().max())


def test_block_floats_halve_memory_and_need_tiles(device):
    sizes = []
    for dtype in (ttnn.bfloat16, ttnn.bfloat8_b):
        before = allocated(device, ttnn.BufferType.DRAM)
        held = put(device, 1024, 1024, dtype=dtype)
        sizes.append(allocated(device, ttnn.BufferType.DRAM) - before)
        ttnn.deallocate(held)
    assert 1.8 < sizes[0] / sizes[1] < 1.95
    assert put(device, 32, 32, dtype=ttnn.bfloat8_b, layout=ttnn.ROW_MAJOR_LAYOUT).layout == ttnn.TILE_LAYOUT


def test_memory_configs(device):
    for config, kind in ((DRAM, ttnn.BufferType.DRAM), (L1, ttnn.BufferType.L1)):
        before = allocated(device, kind)
        tensor = put(device, 256, 256, memory_config=config)
        assert tensor.memory_config() == config and allocated(device, kind) > before
        ttnn.deallocate(tensor)
        assert allocated(device, kind) == before


def test_l1_is_about_a_megabyte_a_core(device):
    view = ttnn.get_memory_view(device, ttnn.BufferType.L1)
    assert 2**20 < view.total_bytes_per_bank < 1.5 * 2**20
    with pytest.raises(RuntimeError, match="Out of Memory"):
        ttnn.zeros([1, 1, 2**13, 2**13], layout=ttnn.TILE_LAYOUT, device=device, memory_config=L1)


# --- 3: operations ---


def test_products_in_l1_and_on_a_grid(device):
    a, b = put(device, 2, 33, 64), put(device, 64, 70, seed=1)
    want = host(a) @ host(b)
    for got in (
        ttnn.matmul(a, b),
        a @ b,
        ttnn.matmul(a, b, memory_config=L1),
        ttnn.matmul(a, b, memory_config=L1, core_grid=ttnn.CoreGrid(y=8, x=8)),
    ):
        assert ttnn.pearson_correlation_coefficient(want, host(got)) > 0.9999
    assert ttnn.matmul(a, b, memory_config=L1).memory_config() == L1


UNARY = {
    "relu": torch.relu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "exp": torch.exp,
    "log": torch.log,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "reciprocal": torch.reciprocal,
}


@pytest.mark.parametrize("name", UNARY)
def test_unary(name, device):
    x = ttnn.from_torch(torch.rand(3, 33, 65) + 0.5, dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT, device=device)
    torch.testing.assert_close(host(getattr(ttnn, name)(x)), UNARY[name](host(x)), rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div"])
def test_binary_broadcasts(name, device):
    x = put(device, 2, 33, 65, dtype=ttnn.float32)
    for shape in ((2, 33, 65), (1, 65), (33, 1), (1, 1)):
        y = ttnn.add(ttnn.abs(put(device, *shape, seed=1, dtype=ttnn.float32)), 0.5)
        torch.testing.assert_close(host(getattr(ttnn, name)(x, y)), getattr(torch, name)(host(x), host(y)))


def test_norms(device):
    x = put(device, 2, 33, 96, dtype=ttnn.float32)
    weight, bias = (put(device, 1, 96, seed=i, dtype=ttnn.float32) for i in (1, 2))
    w, b = (host(t).flatten() for t in (weight, bias))
    want = torch.nn.functional.layer_norm(host(x), (96,), w, b, 1e-5)
    torch.testing.assert_close(
        host(ttnn.layer_norm(x, weight=weight, bias=bias, epsilon=1e-5)), want, rtol=1e-4, atol=1e-5
    )
    want = host(x) * (host(x).square().mean(-1, keepdim=True) + 1e-5).rsqrt() * w
    torch.testing.assert_close(host(ttnn.rms_norm(x, weight=weight, epsilon=1e-5)), want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("dim", [-1, 1, 0])
def test_softmax(dim, device):
    x = put(device, 3, 33, 65, dtype=ttnn.float32)
    torch.testing.assert_close(host(ttnn.softmax(x, dim=dim)), host(x).softmax(dim), rtol=1e-4, atol=1e-6)


# --- 4: models' components ---


def test_rotary_embedding(device):
    x = put(device, 1, 4, 33, 64, dtype=ttnn.float32)
    angles = torch.rand(1, 1, 64, 32).repeat(1, 1, 1, 2)
    cos, sin = (
        ttnn.from_torch(f(angles), dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT, device=device)
        for f in (torch.cos, torch.sin)
    )
    first, second = host(x).chunk(2, -1)
    want = host(x) * angles.cos()[:, :, :33] + torch.cat([-second, first], -1) * angles.sin()[:, :, :33]
    torch.testing.assert_close(host(ttnn.transformer.rotary_embedding(x, cos, sin)), want, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("causal", [True, False])
def test_attention(causal, device):
    q, k, v = (put(device, 1, heads, 70, 64, seed=i, dtype=ttnn.float32) for i, heads in enumerate((4, 2, 2)))
    got = ttnn.transformer.scaled_dot_product_attention(q, k, v, is_causal=causal)
    keys, values = (host(t).repeat_interleave(2, 1) for t in (k, v))
    want = torch.nn.functional.scaled_dot_product_attention(host(q), keys, values, is_causal=causal)
    torch.testing.assert_close(host(got), want, rtol=1e-3, atol=1e-4)


def test_conv2d_with_its_configuration(device):
    x = torch.randn(1, 3, 8, 9)
    weight = ttnn.from_torch(torch.randn(5, 3, 3, 3), dtype=ttnn.bfloat16)
    image = ttnn.from_torch(x.permute(0, 2, 3, 1), dtype=ttnn.bfloat16, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    shape = {"in_channels": 3, "out_channels": 5, "batch_size": 1, "input_height": 8, "input_width": 9}
    out, (height, width) = ttnn.conv2d(
        input_tensor=image,
        weight_tensor=weight,
        device=device,
        kernel_size=(3, 3),
        stride=(2, 1),
        conv_config=ttnn.Conv2dConfig(weights_dtype=ttnn.bfloat16),
        return_output_dim=True,
        **shape,
    )
    want = torch.nn.functional.conv2d(host(image).permute(0, 3, 1, 2), host(weight), stride=(2, 1))
    assert (height, width) == tuple(want.shape[2:])
    got = host(out).reshape(1, height, width, 5).permute(0, 3, 1, 2)
    torch.testing.assert_close(got, want, rtol=0.02, atol=0.05)


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
def test_embedding(layout, device):
    ids = torch.tensor([[3, 0, 40, 7, 7]], dtype=torch.int32)
    table = put(device, 41, 64, layout=layout)
    indices = ttnn.from_torch(ids, dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    assert torch.equal(host(ttnn.embedding(indices, table)), host(table)[ids.long()])


# --- 5: practice ---


def test_layouts_are_converted_and_kept(device):
    tensor = put(device, 3, 33, 65)
    rows = ttnn.to_layout(tensor, ttnn.ROW_MAJOR_LAYOUT)
    assert rows.layout == ttnn.ROW_MAJOR_LAYOUT and torch.equal(host(rows), host(tensor))
    assert ttnn.exp(tensor).layout == ttnn.TILE_LAYOUT


def test_programs_are_cached(device):
    device.clear_program_cache()
    for _ in range(3):
        ttnn.exp(put(device, 64, 64))
        assert device.num_program_cache_entries() == 1
    ttnn.exp(put(device, 64, 96))
    assert device.num_program_cache_entries() == 2


def test_a_chain_in_l1_leaves_dram_alone(device):
    x = put(device, 64, 64, memory_config=L1)
    before = allocated(device, ttnn.BufferType.DRAM)
    y = ttnn.silu(ttnn.add(x, x, memory_config=L1), memory_config=L1)
    assert y.memory_config() == L1 and allocated(device, ttnn.BufferType.DRAM) == before


def test_barriers_wait_for_operations(device):
    x = put(device, 512, 512)
    y = x
    for _ in range(20):
        y = ttnn.mul(ttnn.add(y, 1.0), 0.5)
    ttnn.synchronize_device(device)
    assert ttnn.pearson_correlation_coefficient(host(y) - 1, (host(x) - 1)) > -2  # finished, whatever the rounding
    assert float((host(y) - 1).abs().max()) < 0.02


# --- 6: debugging ---


def test_printing(device):
    tensor = ttnn.arange(0, 64, dtype=ttnn.float32, device=device)
    try:
        ttnn.set_printoptions(profile="short")
        assert "..." in str(tensor) and len(str(tensor)) < 200
        ttnn.set_printoptions(profile="full")
        assert "..." not in str(tensor) and "63.0000" in str(tensor)
        ttnn.set_printoptions(profile="empty")
        assert str(tensor).startswith("ttnn.Tensor(..., shape=Shape([64])")
    finally:
        ttnn.set_printoptions(profile="short")


def test_golden_functions(device):
    x = put(device, 33, 65)
    want = ttnn.get_golden_function(ttnn.gelu)(host(x))
    assert ttnn.pearson_correlation_coefficient(want, host(ttnn.gelu(x))) > 0.999


def test_a_graph_is_captured(device):
    x = put(device, 32, 32)
    ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NORMAL)
    ttnn.exp(x)
    nodes = ttnn.graph.end_graph_capture()
    assert any("exp" in str(node).lower() for node in nodes)
