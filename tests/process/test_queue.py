"""The asynchronous queue as a program sees it: barriers, errors that come later, host threads and several devices."""

import threading

import numpy as np
import pytest

ttnn = pytest.importorskip("ttnn")


def put(device, array, dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT):
    return ttnn.from_torch(np.ascontiguousarray(array), dtype=dtype, layout=layout, device=device)


def wrong_embedding(device):
    """Its indices are looked at when it runs: beyond the table."""
    ids = put(device, np.array([[0, 99]], np.uint32), ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT)
    return ttnn.embedding(ids, put(device, np.ones((4, 32), np.float32), ttnn.bfloat16))


@pytest.mark.parametrize("barrier", ["to_numpy", "cpu", "synchronize"])
def test_errors_come_at_the_barrier(barrier, device):
    out = wrong_embedding(device)
    with pytest.raises(RuntimeError, match="ttnn.embedding"):
        {"to_numpy": out.to_numpy, "cpu": out.cpu, "synchronize": lambda: ttnn.synchronize_device(device)}[barrier]()
    ones = put(device, np.ones((3, 5), np.float32))
    assert (ones + ones).to_numpy().tolist() == [[2.0] * 5] * 3


def test_an_error_is_raised_once(device):
    wrong_embedding(device)
    with pytest.raises(RuntimeError, match="ttnn.embedding"):
        ttnn.synchronize_device(device)
    ttnn.synchronize_device(device)


def test_host_threads(device):
    """Each thread has tensors of its own and gets its own results."""
    failures = []

    def work(number):
        try:
            rng = np.random.default_rng(number)
            for _ in range(25):
                x, y = (rng.standard_normal((33, 65)).astype(np.float32) for _ in range(2))
                a, b = put(device, x), put(device, y)
                np.testing.assert_allclose(((a + b) * 2.0).to_numpy(), (x + y) * 2, rtol=1e-6)
                np.testing.assert_allclose((a @ ttnn.transpose(b, 0, 1)).to_numpy(), x @ y.T, rtol=1e-3, atol=1e-3)
                ttnn.deallocate(a)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert failures == [] and not any(thread.is_alive() for thread in threads)


def test_threads_open_devices_of_their_own():
    results = {}

    def work(number):
        device = ttnn.open_device(device_id=0)
        x = put(device, np.full((32, 32), number, np.float32))
        for _ in range(10):
            x = x + 1.0
        results[number] = float(x.to_numpy()[0, 0])
        ttnn.close_device(device)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert results == {i: i + 10.0 for i in range(4)}


def test_two_queues():
    device = ttnn.open_device(device_id=0, num_command_queues=2)
    try:
        x = put(device, np.ones((64, 64), np.float32))
        with ttnn.command_queue(1):
            y = x + 1.0
            event = ttnn.record_event(device, 1)
        ttnn.wait_for_event(0, event)
        assert float((y + 1.0).to_numpy().max()) == 3.0
    finally:
        ttnn.close_device(device)


def test_tensors_of_two_devices_do_not_mix(device):
    other = ttnn.open_device(device_id=0)
    try:
        with pytest.raises(RuntimeError, match="ttnn.add"):
            ttnn.add(put(device, np.ones((32, 32), np.float32)), put(other, np.ones((32, 32), np.float32)))
    finally:
        ttnn.close_device(other)
