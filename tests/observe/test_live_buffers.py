"""What the device's memories hold now, and which line of the program made it."""

import inspect

import numpy as np
import pytest
import ttnn


def line():
    """The caller's line, as reports name it."""
    frame = inspect.currentframe().f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def sources(device):
    return {b["address"]: b["source"] for b in ttnn.tessera.buffers(device)}


def test_each_buffer_names_the_programs_line(device):
    host = ttnn.from_torch(np.ones((32, 32), np.float32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT)
    a, of_a = ttnn.from_torch(np.ones((32, 32), np.float32), layout=ttnn.TILE_LAYOUT, device=device), line()
    b, of_b = ttnn.to_device(host, device), line()
    c, of_c = ttnn.zeros([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device), line()
    d, of_d = a + 1.0, line()
    found = sources(device)
    for tensor, want in ((a, of_a), (b, of_b), (c, of_c), (d, of_d)):
        assert found[tensor.buffer_address()] == want


def test_running_out_of_memory_names_who_holds_it(device):
    shape, dtype, layout = [64, 8192, 512], ttnn.bfloat16, ttnn.TILE_LAYOUT
    held, of_held = ttnn.zeros(shape, dtype, layout, device), line()
    with pytest.raises(RuntimeError, match="Out of Memory") as raised:
        ttnn.empty([1 << 20, 1 << 14], dtype, layout, device)
    assert of_held in str(raised.value) and "Shape([64, 8192, 512])" in str(raised.value)
    del held


def test_reports_of_one_device_and_of_several(device):
    a = ttnn.from_torch(np.ones((32, 64), np.float32), layout=ttnn.TILE_LAYOUT, device=device)
    reports = ttnn._ttnn.reports
    one, several = reports.get_buffers(device), reports.get_buffers([device, device])
    assert len(several) == 2 * len(one)
    (info,) = [b for b in one if b.address == a.buffer_address()]
    assert (info.device_id, info.buffer_type, info.max_size_per_bank) == (device.id(), ttnn.BufferType.DRAM, 4096)
    assert info.buffer_layout == ttnn.TensorMemoryLayout.INTERLEAVED


def test_pages_of_an_interleaved_buffer_go_round_the_cores(device):
    a = ttnn.zeros([32, 32 * 70], ttnn.bfloat16, ttnn.TILE_LAYOUT, device, ttnn.L1_MEMORY_CONFIG)
    pages = [p for p in ttnn._ttnn.reports.get_buffer_pages(device) if p.address == a.buffer_address()]
    assert [p.page_index for p in pages] == list(range(70))
    assert [(p.core_x, p.core_y, p.bank_id) for p in pages] == [(i % 8, i // 8 % 8, i % 64) for i in range(70)]
    assert [p.page_address for p in pages] == [a.buffer_address() + i // 64 * 2048 for i in range(70)]


def test_device_info(device):
    info = ttnn._ttnn.reports.get_device_info(device)
    assert (info.worker_l1_size, info.l1_num_banks, info.l1_bank_size) == (1499136, 64, 1393312)
    assert (info.address_at_first_l1_bank, info.address_at_first_l1_cb_buffer) == (0, 105824)
    assert (info.num_x_cores, info.num_y_cores, info.num_x_compute_cores, info.num_y_compute_cores) == (8, 10, 8, 8)
    assert (info.total_l1_memory, info.total_l1_for_sharded_buffers) == (95944704, 89171968)
