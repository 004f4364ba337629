"""Fixtures of the operation tests: ttnn from the tree where it is not installed, an open device."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("ttnn") is None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))


@pytest.fixture(scope="session")
def device():
    ttnn = pytest.importorskip("ttnn")
    device = ttnn.open_device(device_id=0)
    yield device
    ttnn.close_device(device)
