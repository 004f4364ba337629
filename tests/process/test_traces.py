"""Traces and bursts of operations: whatever runs together or on another thread, the bits are those of one after the other."""

import numpy as np
import pytest

ttnn = pytest.importorskip("ttnn")

SHAPES = [(32, 32), (3, 70), (256, 512), (2, 130, 300)]


def put(device, shape, seed=0, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
    values = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    return ttnn.from_torch(values, dtype=dtype, layout=layout, device=device)


def chain(x, y, barrier=lambda: None):
    """Element-wise operations, some with results that are used later or twice."""
    kept = ttnn.add(x, y)
    barrier()
    z = kept
    for _ in range(3):
        z = ttnn.relu(z)
        barrier()
        z = ttnn.multiply(ttnn.subtract(z, y), ttnn.gelu(z))
        barrier()
    return ttnn.add(z, kept)


def capture(device, work):
    number = ttnn.begin_trace_capture(device, cq_id=0)
    out = work()
    ttnn.end_trace_capture(device, number, cq_id=0)
    return number, out


@pytest.mark.parametrize("dtype", [ttnn.bfloat16, ttnn.float32, ttnn.bfloat8_b], ids=lambda d: d.name)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_bits_of_bursts_and_traces(device, shape, dtype):
    x, y = put(device, shape, 0, dtype), put(device, shape, 1, dtype)
    alone = chain(x, y, lambda: ttnn.synchronize_device(device)).to_numpy()
    np.testing.assert_array_equal(chain(x, y).to_numpy(), alone)
    number, out = capture(device, lambda: chain(x, y))
    np.testing.assert_array_equal(out.to_numpy(), alone)  # capture executes as well as records
    for _ in range(2):
        ttnn.execute_trace(device, number, cq_id=0, blocking=False)
        np.testing.assert_array_equal(out.to_numpy(), alone)
    ttnn.release_trace(device, number)


def test_traces_read_their_inputs_anew(device):
    x, y = put(device, (256, 512)), put(device, (256, 512), 1)
    number, out = capture(device, lambda: chain(x, y))
    host = ttnn.from_torch(np.full((256, 512), 0.5, np.float32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT)
    ttnn.copy_host_to_device_tensor(host, x)
    ttnn.execute_trace(device, number, cq_id=0, blocking=True)
    np.testing.assert_array_equal(out.to_numpy(), chain(x, y).to_numpy())
    ttnn.release_trace(device, number)


@pytest.mark.parametrize("shape", [(32, 32), (512, 512)], ids=str)
def test_state_inside_a_trace_goes_on(device, shape):
    """What a trace changes in place stands when it is replayed, though no tensor holds it any more."""

    def captured():
        zero = np.zeros(shape, np.float32)
        total, one = (
            ttnn.from_torch(a, dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT, device=device) for a in (zero, zero + 1)
        )

        def step():
            ttnn.add_(total, one)
            return ttnn.multiply(ttnn.add(total, 0.0), 2.0)

        return capture(device, step)

    number, out = captured()
    for count in (2, 3, 4):
        ttnn.execute_trace(device, number, cq_id=0, blocking=False)
        assert out.to_numpy().min() == out.to_numpy().max() == 2.0 * count
    ttnn.release_trace(device, number)


def test_views_and_results_of_a_burst_stay_whole(device):
    """Results that somebody holds are written, also through a view of them, whatever runs beside them."""
    x = put(device, (512, 512))
    middle = ttnn.relu(x)
    view = ttnn.reshape(middle, (1, 512, 512))
    last = ttnn.neg(ttnn.abs(ttnn.neg(middle)))
    del middle
    expected = np.maximum(x.to_numpy(), 0)
    np.testing.assert_array_equal(view.to_numpy()[0], expected)
    np.testing.assert_array_equal(last.to_numpy(), -expected)


def test_intermediates_that_lie_in_one_place_stay_apart(device):
    """What a trace alone knows of shares memory by lifetime: in place, through views, across sizes and kinds of operation."""
    x, w = put(device, (256, 256)), put(device, (256, 256), 1)

    def block(x):
        scores = ttnn.softmax(ttnn.matmul(x, w), dim=-1)
        view = ttnn.reshape(scores, (4, 64, 256))
        ttnn.add_(scores, 1.0)  # also seen through the view
        half = ttnn.slice(view, [0, 0, 0], [4, 64, 128])
        wide = ttnn.concat([half, half, half], dim=-1)
        rows = ttnn.sum(ttnn.reshape(wide, (256, 384)), dim=-1, keepdim=True)
        return ttnn.multiply(ttnn.tanh(ttnn.matmul(scores, w)), ttnn.rsqrt(rows)), view

    def layers():
        first, view = block(x)
        second, _ = block(first)
        third, _ = block(ttnn.add(second, x))
        return third, view

    number, (out, view) = capture(device, layers)
    for seed in (0, 2, 3):
        host = put(None, (256, 256), seed)
        ttnn.copy_host_to_device_tensor(host, x)
        ttnn.execute_trace(device, number, cq_id=0, blocking=False)
        traced = out.to_numpy(), view.to_numpy()
        for got, want in zip(traced, layers()):
            np.testing.assert_array_equal(got, want.to_numpy())
    ttnn.release_trace(device, number)


def test_errors_of_a_trace_name_the_operation(device):
    table = ttnn.from_torch(np.ones((4, 32), np.float32), dtype=ttnn.bfloat16, device=device)
    good, bad = (
        ttnn.from_torch(np.array([[0, n]], np.int32), dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT) for n in (1, 99)
    )
    ids = ttnn.to_device(good, device)
    number, out = capture(device, lambda: ttnn.relu(ttnn.embedding(ids, table, layout=ttnn.TILE_LAYOUT)))
    ttnn.copy_host_to_device_tensor(bad, ids)
    with pytest.raises(RuntimeError, match="ttnn.embedding"):
        ttnn.execute_trace(device, number, cq_id=0, blocking=True)
    ttnn.copy_host_to_device_tensor(good, ids)
    ttnn.execute_trace(device, number, cq_id=0, blocking=True)
    assert (out.to_numpy() == 1).all()
    ttnn.release_trace(device, number)


def test_small_errors_come_at_the_barrier_too(device):
    """An operation that runs on the caller's thread raises where one on the queue's thread would."""
    table = ttnn.from_torch(np.ones((4, 32), np.float32), dtype=ttnn.bfloat16, device=device)
    ids = ttnn.from_torch(np.array([[99]], np.int32), dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    ttnn.synchronize_device(device)
    small = ttnn.relu(ttnn.embedding(ids, table, layout=ttnn.TILE_LAYOUT))
    with pytest.raises(RuntimeError, match="ttnn.embedding"):
        small.to_numpy()
    ttnn.synchronize_device(device)


def test_misuse_of_traces(device):
    number = ttnn.begin_trace_capture(device, cq_id=0)
    with pytest.raises(RuntimeError, match="already being captured"):
        ttnn.begin_trace_capture(device, cq_id=0)
    ttnn.end_trace_capture(device, number, cq_id=0)
    with pytest.raises(RuntimeError, match="no trace is being captured"):
        ttnn.end_trace_capture(device, number, cq_id=0)
    ttnn.release_trace(device, number)
    with pytest.raises(RuntimeError, match="does not exist"):
        ttnn.execute_trace(device, number, cq_id=0)


def test_a_trace_of_another_queue(device):
    other = ttnn.open_device(device_id=0, num_command_queues=2)
    try:
        x = put(other, (256, 256))
        number, out = capture(other, lambda: ttnn.exp(ttnn.relu(x)))
        ttnn.execute_trace(other, number, cq_id=1, blocking=False)
        event = ttnn.record_event(other, 1)
        ttnn.wait_for_event(0, event)
        np.testing.assert_array_equal(ttnn.neg(out).to_numpy(), -np.asarray(out.to_numpy()))
    finally:
        ttnn.close_device(other)


def test_checks_are_made_once_and_again_for_other_tensors(device):
    """A call that passed its checks is not checked again; one that differs in what they look at is."""
    x, y = put(device, (32, 64)), put(device, (64, 32))
    for _ in range(2):
        ttnn.matmul(x, y)
        for a, b in ((x, x), (x, ttnn.to_layout(y, ttnn.ROW_MAJOR_LAYOUT)), (x, ttnn.from_device(y))):
            with pytest.raises(RuntimeError):
                ttnn.matmul(a, b)
        gone = put(device, (64, 32))
        ttnn.matmul(x, gone)
        ttnn.deallocate(gone)
        with pytest.raises(RuntimeError, match="not allocated"):
            ttnn.matmul(x, gone)
        out = put(device, (32, 32))
        ttnn.matmul(x, y, optional_output_tensor=out)
        with pytest.raises(RuntimeError):
            ttnn.matmul(x, y, optional_output_tensor=put(device, (64, 64)))
