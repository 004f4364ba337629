"""The short form of the fuzzer: 2,000 random calls; `./dev fuzz` makes 100,000 under the address sanitizer."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ttnn")
pytest.importorskip("torch")
ROOT = Path(__file__).resolve().parents[2]


def test_random_calls():
    command = [sys.executable, str(ROOT / "tools" / "fuzz.py"), "2000", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    print(done.stdout)
