"""BitNet on ttnn: each layer against NumPy, the mini model, and the full demo on a synthetic checkpoint."""

import dataclasses

import numpy as np
import pytest

from models.accuracy import pcc
from models.bitnet.checkpoint import write_checkpoint
from models.bitnet.config import MINI
from models.bitnet.reference import BitNetReference, quantised, rms_norm
from models.bitnet.weights import RandomWeights, ternary
from models.errors import ModelFileError

ttnn = pytest.importorskip("ttnn")
from models.bitnet import demo_2b4t, demo_mini, layers, verify  # noqa: E402  (these import ttnn)
from models.bitnet.model import BitNetModel  # noqa: E402
from models.decoding import to_numpy  # noqa: E402

IDS = np.random.default_rng(5).integers(0, MINI.vocab, 48).tolist()


@pytest.fixture(scope="module")
def place(device):
    return layers.Placement(device, "bf16")


def random_input(rows, columns):
    return np.random.default_rng(rows).standard_normal((1, 1, rows, columns)).astype(np.float32)


def test_quantise_gives_whole_numbers(place):
    x = random_input(40, 256)
    levels, factor = (to_numpy(ttnn.typecast(t, ttnn.float32)) for t in layers.quantise(place.put(x, ttnn.float32)))
    assert np.array_equal(levels, np.rint(levels)) and np.abs(levels).max() == 127
    close = np.isclose(levels * factor, quantised(x[0, 0]), atol=1e-6)
    assert close.mean() > 0.999  # a tie may fall the other way
    np.testing.assert_allclose(levels * factor, quantised(x[0, 0]), atol=1.01 * factor.max())


def test_quantise_survives_zeros(place):
    levels, _ = layers.quantise(place.put(np.zeros((1, 1, 32, 64), np.float32), ttnn.float32))
    assert not to_numpy(ttnn.typecast(levels, ttnn.float32)).any()


@pytest.mark.parametrize("dtype", ["bf16", "bfp8", "bfp4"])
def test_bit_linear(device, dtype):
    generator = np.random.default_rng(1)
    parts = [generator.standard_normal((n, 256)).astype(np.float32) * s for n, s in ((64, 1.0), (96, 0.2))]
    x = random_input(33, 256)
    layer = layers.BitLinear(layers.Placement(device, dtype), *map(ternary, parts))
    result = to_numpy(layer(layer_input(device, x)))
    exact = np.concatenate([quantised(x[0, 0]) @ (ternary(w).values * ternary(w).scale).T for w in parts], axis=-1)
    assert result.shape == (33, 160)
    assert pcc(result[:, :64], exact[:, :64]) > 0.9999 and pcc(result[:, 64:], exact[:, 64:]) > 0.9999


def layer_input(device, x):
    return layers.Placement(device, "bf16").put(x, ttnn.float32)


def test_norm(place):
    x, weight = random_input(35, 256) * 3, np.linspace(0.5, 2, 256, dtype=np.float32)
    result = to_numpy(layers.RMSNorm(place, weight, 1e-5)(place.put(x, ttnn.float32)))
    assert pcc(result, rms_norm(x[0, 0], weight, 1e-5)) > 0.99998


def test_ffn(place):
    weights, x = RandomWeights(MINI), random_input(32, MINI.hidden)
    result = to_numpy(layers.FFN(place, MINI, weights, 1)(place.put(x, ttnn.float32)))
    assert pcc(result, BitNetReference(weights)._ffn(x[0, 0], 1)) > 0.9995


@pytest.fixture(scope="module")
def mini(device):
    weights = RandomWeights(MINI)
    return BitNetModel(weights, device, max_tokens=64), BitNetReference(weights).forward(IDS)


@pytest.mark.parametrize("prompt", [1, 17, 32, 47])
def test_mini_model_prefill_and_decode(mini, prompt):
    model, expected = mini
    model.reset()
    logits = np.concatenate([model.forward(IDS[:prompt]), model.forward(IDS[prompt:])])
    assert logits.shape == (48, MINI.vocab)
    assert pcc(logits, expected) > 0.998


@pytest.mark.parametrize("dtype", ["bfp8", "bfp4"])
def test_format_of_ternary_weights_changes_nothing(mini, device, dtype):
    model, _ = mini
    model.reset()
    other = BitNetModel(RandomWeights(MINI), device, dtype, max_tokens=64)
    np.testing.assert_allclose(other.forward(IDS), model.forward(IDS), rtol=1e-3, atol=1e-3)


def test_wrong_arguments(mini, device):
    model, _ = mini
    model.reset()
    with pytest.raises(ValueError, match="expected 0 to 999, got 1000"):
        model.forward([1000])
    with pytest.raises(ValueError, match="expected 1 to 64 tokens in all, got 65 after 0"):
        model.forward([0] * 65)
    with pytest.raises(ValueError, match="expected one of bf16, bfp8, bfp4, got 'int2'"):
        BitNetModel(RandomWeights(MINI), device, "int2")


def test_mini_demo(capsys):
    demo_mini.main(["--tokens", "6"])
    printed = capsys.readouterr().out
    assert "PCC        0.99" in printed and "tokens/s" in printed


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    write_checkpoint(folder, RandomWeights(dataclasses.replace(MINI, layers=2, vocab=300, tied=True)))
    return folder


def test_full_demo_on_a_synthetic_checkpoint(checkpoint, capsys):
    demo_2b4t.main([str(checkpoint), "Hello", "--tokens", "5"])
    printed = capsys.readouterr().out
    assert printed.startswith("Hello") and "tokens, " in printed and "bfp4 weights" in printed


def test_verify_on_a_synthetic_checkpoint(checkpoint, capsys):
    assert verify.main(["--checkpoint", str(checkpoint), "--tokens", "32"]) == 0
    assert capsys.readouterr().out.count("PCC") == 2


def test_full_demo_without_files(tmp_path, checkpoint):
    with pytest.raises(SystemExit, match="config.json: cannot be read"):
        demo_2b4t.main([str(tmp_path)])
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((checkpoint / name).read_bytes())
    with pytest.raises(SystemExit, match="tokenizer.json: no such file"):
        demo_2b4t.main([str(tmp_path)])
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(SystemExit, match="is not a tokenizer"):
        demo_2b4t.main([str(tmp_path)])


def test_errors_name_the_file():
    with pytest.raises(ModelFileError, match="x.bin: too short; get another"):
        raise ModelFileError("x.bin", "too short", "get another")
