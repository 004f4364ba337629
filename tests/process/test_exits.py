"""What a process with an open device does at its end: it ends, with the status that Python would give."""

import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip("ttnn")

OPEN = "import ttnn, sys, time; device = ttnn.open_device(device_id=0)\n"
BUSY = """
a = ttnn.zeros([1, 1, 1024, 1024], layout=ttnn.TILE_LAYOUT, device=device)
for _ in range(400): b = ttnn.matmul(a, a)
"""


def run(code, timeout=60):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=timeout)


@pytest.mark.parametrize("work", ["", BUSY], ids=["idle", "busy"])
@pytest.mark.parametrize(
    "end,status,error", [("", 0, ""), ("sys.exit(3)", 3, ""), ("raise ValueError('thrown')", 1, "ValueError: thrown")]
)
def test_an_open_device_does_not_keep_the_process(work, end, status, error):
    start = time.monotonic()
    result = run(OPEN + work + end)
    print(f"ended after {time.monotonic() - start:.2f} s")
    assert (result.returncode, result.stdout) == (status, "")
    assert result.stderr.strip().endswith(error) and bool(result.stderr) == bool(error)


@pytest.mark.parametrize("work", ["", BUSY], ids=["idle", "busy"])
def test_an_interrupt_ends_the_process(work):
    # A background job ignores interrupts, and so would its children.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        + OPEN
        + work
        + "print('ready', flush=True)\n"
        + ("time.sleep(60)" if not work else "ttnn.synchronize_device(device)")
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        print(f"ended {time.monotonic() - start:.2f} s after the interrupt")
    assert process.returncode in (-signal.SIGINT, 130, 1)
    assert "KeyboardInterrupt" in said


def test_a_process_without_interpreter_exit():
    assert run(OPEN + BUSY + "import os; os._exit(5)").returncode == 5


def test_import_without_torch():
    code = (
        "import time; t = time.perf_counter(); import ttnn, sys; print(time.perf_counter() - t, 'torch' in sys.modules)"
    )
    times, with_torch = zip(*(run(code).stdout.split() for _ in range(7)))
    print(f"import ttnn: median {sorted(map(float, times))[3]:.3f} s")
    assert set(with_torch) == {"False"}


def test_closing_twice_and_opening_again():
    code = OPEN + (
        "ttnn.close_device(device); ttnn.close_device(device)\n"
        "again = ttnn.open_device(device_id=0)\n"
        "t = ttnn.ones([32, 32], layout=ttnn.TILE_LAYOUT, device=again); print(ttnn.exp(t).shape); ttnn.close_device(again)"
    )
    result = run(code)
    assert (result.returncode, result.stdout.strip()) == (0, "Shape([32, 32])"), result.stderr
