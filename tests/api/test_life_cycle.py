"""Devices and tensors from opening to the end of the process."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import ttnn


def placed(device, shape=(32, 32), **kwargs):
    return ttnn.from_torch(
        np.ones(shape, np.float32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device, **kwargs
    )


def run(code, **options):
    environment = os.environ | options.pop("env", {})
    start = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, env=environment)
    return result, time.monotonic() - start


@pytest.mark.parametrize(
    "model, arch, grid, dram",
    [
        ("p150", "Arch.BLACKHOLE", (13, 10), 8),
        ("n150", "Arch.WORMHOLE_B0", (8, 8), 12),
        ("n300", "Arch.WORMHOLE_B0", (8, 7), 12),
    ],
)
def test_what_a_device_says(open_card, model, arch, grid, dram):
    device = open_card(model)
    assert repr(device) == "MeshDevice(1x1 grid, 1 devices)" and repr(device.arch()) == arch
    x, y = grid
    assert (
        repr(device.compute_with_storage_grid_size()) == f"{x}-{y}"
        and repr(device.core_grid) == f"ttnn.CoreGrid(x={x}, y={y})"
    )
    assert (
        repr(device.dram_grid_size()) == f"{dram}-1"
        and device.get_num_devices() == 1
        and repr(device.shape) == "MeshShape([1, 1])"
    )
    t = placed(device)
    assert repr(t.device()) == repr(device) and repr(t.memory_config()) == repr(ttnn.DRAM_MEMORY_CONFIG)


def test_sfpu_numbers(p150):
    assert (p150.sfpu_eps(), p150.sfpu_nan(), p150.sfpu_inf()) == (
        1.1920899822825959e-07,
        7.0039998997052e19,
        1.7013999693950742e38,
    )


def test_closing_twice_is_silent(open_card):
    device = open_card("n150")
    t, other = placed(device), placed(device)
    address = t.buffer_address()
    assert ttnn.close_device(device) is None and ttnn.close_device(device) is None
    assert repr(device).startswith("MeshDevice") and repr(device.arch()) == "Arch.WORMHOLE_B0"
    assert device.compute_with_storage_grid_size().x == 8 and isinstance(device.id(), int) and device.core_grid.x == 8
    assert t.shape == (32, 32) and t.buffer_address() == address and t.is_allocated()
    ttnn.deallocate(other)
    assert not other.is_allocated()


@pytest.mark.parametrize(
    "call",
    [
        lambda t, d: ttnn.add(t, t),
        lambda t, d: t + 1.0,
        lambda t, d: ttnn.gelu(t),
        lambda t, d: t @ t,
        lambda t, d: ttnn.zeros([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, d),
        lambda t, d: placed(d),
        lambda t, d: t.cpu(),
        lambda t, d: t.to_list(),
        lambda t, d: ttnn.to_memory_config(t, ttnn.L1_MEMORY_CONFIG),
        lambda t, d: ttnn.copy_host_to_device_tensor(ttnn.zeros([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT), t),
        lambda t, d: ttnn.synchronize_device(d),
        lambda t, d: ttnn.begin_trace_capture(d, cq_id=0),
    ],
)
def test_a_closed_device_says_so(open_card, call):
    device = open_card("n150")
    t = placed(device)
    ttnn.close_device(device)
    with pytest.raises(RuntimeError, match="closed"):
        call(t, device)


def test_deallocating_twice_is_silent(device):
    t = placed(device, (32, 64))
    view = ttnn.reshape(t, [64, 32])
    assert ttnn.deallocate(t) is None and t.is_allocated() is False
    assert ttnn.deallocate(t) is None and t.deallocate(True) is None
    assert (
        t.shape == (32, 64)
        and t.dtype == ttnn.bfloat16
        and t.memory_config() == ttnn.DRAM_MEMORY_CONFIG
        and t.device() is None
    )
    with pytest.raises(RuntimeError, match="Tensor is not allocated."):
        t.buffer_address()
    assert view.to_numpy().sum() == 2048


def test_a_view_outlives_its_tensor(device):
    t = placed(device, (2, 32, 64))
    view = ttnn.reshape(t, [64, 64])
    assert view.buffer_address() == t.buffer_address()
    ttnn.deallocate(t)
    assert view.is_allocated() and ttnn.add(view, 1.0).to_numpy().sum() == 2 * 64 * 64


def test_deallocating_a_host_tensor_does_nothing():
    t = ttnn.from_torch(np.ones((3, 4), np.float32))
    assert ttnn.deallocate(t) is None and t.is_allocated() is True and t.to_numpy().sum() == 12


def test_a_second_opening_is_a_second_object(open_card):
    a, b = open_card("n150"), open_card("n150")
    assert a is not b
    with pytest.raises(RuntimeError, match="device"):
        ttnn.add(placed(a), placed(b))


def test_the_same_addresses_after_opening_again(open_card):
    device = open_card("n150")
    first = [placed(device).buffer_address(), placed(device, memory_config=ttnn.L1_MEMORY_CONFIG).buffer_address()]
    old = placed(device)
    ttnn.close_device(device)
    device = open_card("n150")
    t = placed(device)
    assert [t.buffer_address(), placed(device, memory_config=ttnn.L1_MEMORY_CONFIG).buffer_address()] == first
    with pytest.raises(RuntimeError):
        ttnn.add(t, old)


def test_manage_device_closes():
    with ttnn.manage_device(device_id=0) as device:
        t = placed(device)
    with pytest.raises(RuntimeError, match="closed"):
        ttnn.exp(t)
    with pytest.raises(ZeroDivisionError):
        with ttnn.manage_device(device_id=0) as device:
            raise ZeroDivisionError
    with pytest.raises(RuntimeError, match="closed"):
        ttnn.synchronize_device(device)


OPEN = "import ttnn, sys, numpy; d = ttnn.open_device(device_id=0); t = ttnn.ones([512, 512], ttnn.bfloat16, ttnn.TILE_LAYOUT, d)\n"


@pytest.mark.parametrize(
    "code, status, error",
    [
        ("", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("raise ValueError('mine')", 1, "ValueError: mine\n"),
        ("for _ in range(300): u = t @ t", 0, ""),
        ("for _ in range(300): u = t @ t\nsys.exit(4)", 4, ""),
    ],
)
def test_the_end_of_a_process_with_an_open_device(code, status, error):
    result, seconds = run(OPEN + code)
    assert result.returncode == status and result.stdout == "" and result.stderr.endswith(error)
    if not error:
        assert result.stderr == ""
    assert seconds < 60


def test_ctrl_c_ends_a_process_that_waits():
    # A background job ignores interrupts, and so would its children.
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code = listen + OPEN + "print('ready', flush=True)\nfor _ in range(100000): t = t @ t\nttnn.synchronize_device(d)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in error and process.returncode != 0
