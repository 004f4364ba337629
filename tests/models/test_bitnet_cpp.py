"""The C++ programs beside the Python ones: the same tokens, the same files, errors that say what is wrong."""

import dataclasses
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("ttnn")
pytest.importorskip("tokenizers")

from bitnet_files import CONFIG, KINDS, Weights, write_model  # noqa: E402

from models.bitnet import app  # noqa: E402
from models.bitnet.checkpoint import convert, write_checkpoint  # noqa: E402
from models.bitnet.config import MINI  # noqa: E402
from models.bitnet.train.data import train_tokenizer  # noqa: E402
from models.bitnet.weights import RandomWeights, open_weights  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "release" / "models" / "bitnet" / "cpp" / "bitnet"
pytestmark = pytest.mark.skipif(not PROGRAM.is_file(), reason="no build of the C++ models (MODELS=ON ./dev build)")


def errors(*arguments):
    return subprocess.run([str(a) for a in (PROGRAM, *arguments)], capture_output=True, text=True, check=True).stderr


def bitnet(*arguments, status=0):
    result = subprocess.run([str(a) for a in (PROGRAM, *arguments)], capture_output=True, text=True, check=False)
    assert result.returncode == status, result.stderr
    return result.stdout if status == 0 else result.stderr


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    write_checkpoint(folder, RandomWeights(dataclasses.replace(MINI, layers=2, vocab=300, tied=True)))
    return folder


def test_the_same_tokens_for_256_steps(checkpoint, capsys):
    arguments = ("generate", checkpoint, "-p", "To be, or not", "-n", "256", "--context", "512", "--greedy")
    mine = bitnet(*arguments)
    app.main([str(a) for a in arguments])
    assert mine == capsys.readouterr().out
    assert bitnet(*arguments, "--weights", "bfp8", "--paged", "--untraced") == mine


@pytest.mark.parametrize("activations", [[], ["--bf16-activations"]], ids=["int8", "bf16"])
@pytest.mark.parametrize("form", app.FORMATS)
def test_every_format_gives_the_same_tokens(checkpoint, capsys, form, activations):
    """256 steps of the model that ships, 32 of random weights."""
    shipped = ROOT / "models" / "bitnet" / "shakespeare" / "model.packed"
    for model, steps in ((shipped, 256), (checkpoint, 32)):
        arguments = ("generate", model, "-p", "To be, or not", "-n", steps, "--context", 512, "--greedy")
        arguments += ("--weights", form, *activations)
        mine = bitnet(*arguments)
        app.main([str(a) for a in arguments])
        assert mine == capsys.readouterr().out
        assert len(mine) > len("To be, or not") + steps


class WithMerges(RandomWeights):
    """With a byte-pair tokenizer of English text."""

    def tokenizer(self):
        return train_tokenizer([(ROOT / "ARCHITECTURE.md").read_text()], self.config.vocab).to_str()


@pytest.mark.parametrize(
    "prompt", ["The way of a matmul: it's 1024 x 32, isn't it?", "  Two\n\nlines \u00e9\u20ac \t end "]
)
def test_the_same_words_with_merges(tmp_path, capsys, prompt):
    weights = WithMerges(dataclasses.replace(MINI, layers=1, vocab=600, tied=True))
    convert(weights, tmp_path / "model")
    arguments = ("generate", tmp_path / "model", "-p", prompt, "-n", "24", "--context", "128", "--greedy")
    mine = bitnet(*arguments)
    app.main([str(a) for a in arguments])
    assert mine == capsys.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_each_reads_what_the_other_writes(tmp_path, kind):
    pytest.importorskip("gguf")
    path, written = write_model(tmp_path / "model", kind), Weights()
    for packing in ("two-bits", "five-digits"):
        bitnet("convert", path, "-o", tmp_path / packing, "--packing", packing)
        read = open_weights(tmp_path / packing)
        assert dataclasses.replace(read.config, epsilon=1e-5) == CONFIG and read.tokenizer()
        for name in written.linears:
            assert np.array_equal(read.ternary(name).words, written.ternary(name).words)
            assert read.ternary(name).scale == open_weights(path).ternary(name).scale
    assert "layers 1, hidden 256" in bitnet("inspect", path)


def test_what_is_wrong_is_said(checkpoint, tmp_path):
    assert "nowhere: cannot be read" in bitnet("generate", "nowhere", status=1)
    assert "give a file or folder, or --random" in bitnet("generate", status=1)
    assert "the prompt has 41 tokens, the cache room for 32" in bitnet(
        "generate", checkpoint, "-p", "x" * 40, "--context", 32, status=1
    )
    assert "temperature: expected 0 or more" in bitnet("generate", checkpoint, "-p", "x", "-t", -1, status=1)
    assert "cannot be written" in bitnet("convert", checkpoint, "-o", tmp_path / "no" / "where", status=1)
    os.mkfifo(tmp_path / "pipe")
    for action in (["generate", tmp_path / "pipe", "-p", "x"], ["convert", checkpoint, "-o", tmp_path / "pipe"]):
        assert "it is no regular file" in bitnet(*action, status=1)
    most = open_weights(checkpoint).config.context
    printed = errors("generate", checkpoint, "-p", "x", "-n", 1, "--context", most + 1)
    assert f"--context {most + 1}: this model knows {most} positions" in printed
    data = bytearray((checkpoint / "model.safetensors").read_bytes())
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((checkpoint / name).read_bytes())
    (tmp_path / "model.safetensors").write_bytes(data[:-100])
    assert "down_proj.weight of shape [256, 512] lies at" in bitnet("inspect", tmp_path, status=1)


def test_random_weights_of_the_full_shape():
    printed = bitnet("inspect", "--random", "--layers", 1)
    assert "hidden 2560, heads 20 (5 key heads of 128), feed-forward 6912, vocabulary 128256" in printed
