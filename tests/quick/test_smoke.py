"""The way through the whole library in a few seconds: what `./dev check` runs of the Python tests."""

import subprocess
import sys
import time

import numpy as np
import pytest
import ttnn


def tensor(device, array, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, memory_config=ttnn.DRAM_MEMORY_CONFIG):
    return ttnn.from_torch(array, dtype=dtype, layout=layout, device=device, memory_config=memory_config)


def correlation(a, b):
    return np.corrcoef(np.ravel(a).astype(np.float64), np.ravel(b).astype(np.float64))[0, 1]


@pytest.mark.parametrize("dtype", [ttnn.float32, ttnn.bfloat16, ttnn.bfloat8_b, ttnn.bfloat4_b], ids=str)
def test_matmul_of_odd_shapes(device, dtype):
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((3, 45, 70), np.float32), rng.standard_normal((70, 33), np.float32)
    out = (tensor(device, a, dtype) @ tensor(device, b, dtype)).to_numpy()
    assert out.shape == (3, 45, 33)
    assert correlation(out, a @ b) > (0.96 if dtype == ttnn.bfloat4_b else 0.999)


def test_a_chain_of_operations(device):
    x = np.random.default_rng(1).standard_normal((2, 5, 70), np.float32)
    t = tensor(device, x, ttnn.float32)
    out = ttnn.softmax(ttnn.permute(ttnn.silu(t * 2.0 + 1.0), (0, 2, 1)), dim=-1).to_numpy()
    y = x * 2 + 1
    y = np.exp((y / (1 + np.exp(-y))).transpose(0, 2, 1))
    np.testing.assert_allclose(out, y / y.sum(-1, keepdims=True), rtol=1e-5)


def test_capacity_is_the_cards_and_nothing_changes_when_it_is_exceeded(device):
    before = ttnn.get_memory_view(device, ttnn.BufferType.L1).total_bytes_allocated_per_bank
    with pytest.raises(RuntimeError, match="Out of Memory"):
        ttnn.zeros(
            [1, 1, 32 * 1024, 32 * 1024],
            dtype=ttnn.bfloat16,
            layout=ttnn.TILE_LAYOUT,
            device=device,
            memory_config=ttnn.L1_MEMORY_CONFIG,
        )
    assert ttnn.get_memory_view(device, ttnn.BufferType.L1).total_bytes_allocated_per_bank == before


def test_a_second_call_finds_its_program(device):
    a = tensor(device, np.ones((64, 64), np.float32))
    ttnn.exp(a)
    entries = device.num_program_cache_entries()
    ttnn.exp(a)
    assert device.num_program_cache_entries() == entries


def test_import_is_quick_and_without_torch():
    code = (
        "import time; t = time.perf_counter(); import ttnn, sys; print(time.perf_counter() - t, 'torch' in sys.modules)"
    )
    _, torch = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert torch == "False"


def test_an_open_device_does_not_keep_the_process():
    code = "import ttnn, sys; d = ttnn.open_device(device_id=0); sys.stdout.write('open'); raise SystemExit(3)"
    start = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stdout) == (3, "open")
    assert time.monotonic() - start < 30
