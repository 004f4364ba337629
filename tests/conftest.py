"""What all tests share: ttnn from the tree where it is not installed, an open device, the facts where they are at hand."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "calls")]
if find_spec("ttnn") is None:
    sys.path.insert(0, str(ROOT / "python"))


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="all cases of the sweeps instead of samples")


@pytest.fixture(scope="module")
def device():
    ttnn = pytest.importorskip("ttnn")
    device = ttnn.open_device(device_id=0)
    yield device
    ttnn.close_device(device)


@pytest.fixture(scope="session")
def facts():
    """Folder with what was observed of the official module: TESSERA_FACTS, or ../shared beside the repository."""
    folder = Path(os.environ.get("TESSERA_FACTS", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no folder of facts (TESSERA_FACTS)")
    return folder
