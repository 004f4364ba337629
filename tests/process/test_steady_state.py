"""In their steady state programs ask neither the heap nor the system for memory: counted by a malloc of our own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNTER = ROOT / "build" / "release" / "libttnn_count_allocations.so"
# NumPy makes the angles of each BitNet token; a replay may wait for blocks that its thread gave to others.
MOST = {"BitNet mini decode, a token": 2.5}


@pytest.mark.skipif(not COUNTER.exists(), reason="the counting malloc is built with the module in place")
@pytest.mark.parametrize("word", ["32x32", "BitNet"])
def test_nothing_is_allocated(word):
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "steady_state.py", word],
        env=os.environ | {"LD_PRELOAD": os.fspath(COUNTER), "PYTHONPATH": f"{ROOT}/python:{ROOT}"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    counts = json.loads(run.stdout)
    assert counts
    for name, (heap, pool) in counts.items():
        assert heap <= MOST.get(name, 0.5), name
        assert pool == 0, name
