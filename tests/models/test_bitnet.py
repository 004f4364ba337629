"""BitNet on ttnn: each layer against NumPy, the mini model, and the full demo on a synthetic checkpoint."""

import dataclasses
import io
import os

import numpy as np
import pytest

from models.accuracy import pcc
from models.bitnet.checkpoint import write_checkpoint
from models.bitnet.config import MINI
from models.bitnet.reference import BitNetReference, quantised, rms_norm
from models.bitnet.text import Sampler
from models.bitnet.weights import RandomWeights, open_weights, ternary
from models.errors import ModelFileError

ttnn = pytest.importorskip("ttnn")
from models.bitnet import app, compare, demo_mini, layers, verify  # noqa: E402  (these import ttnn)
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
    levels, factor = (
        to_numpy(ttnn.typecast(t, ttnn.float32)) for t in layers.quantise(place, place.put(x, ttnn.float32))
    )
    assert np.array_equal(levels, np.rint(levels)) and np.abs(levels).max() == 127
    close = np.isclose(levels * factor, quantised(x[0, 0]), atol=1e-6)
    assert close.mean() > 0.999  # a tie may fall the other way
    np.testing.assert_allclose(levels * factor, quantised(x[0, 0]), atol=1.01 * factor.max())


def test_quantise_survives_zeros(place):
    levels, _ = layers.quantise(place, place.put(np.zeros((1, 1, 32, 64), np.float32), ttnn.float32))
    assert not to_numpy(ttnn.typecast(levels, ttnn.float32)).any()


@pytest.mark.parametrize("dtype", layers.WEIGHT_FORMATS)
def test_bit_linear(device, dtype):
    generator = np.random.default_rng(1)
    parts = [generator.standard_normal((n, 256)).astype(np.float32) * s for n, s in ((64, 1.0), (96, 0.2))]
    x = random_input(33, 256)
    place = layers.Placement(device, dtype)
    layer = layers.BitLinear(place, *map(ternary, parts))
    result = to_numpy(layer(layers.quantise(place, place.put(x, ttnn.float32))))
    exact = np.concatenate([quantised(x[0, 0]) @ (ternary(w).values * ternary(w).scale).T for w in parts], axis=-1)
    assert result.shape == (33, 160)
    assert pcc(result[:, :64], exact[:, :64]) > 0.9999 and pcc(result[:, 64:], exact[:, 64:]) > 0.9999


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


@pytest.mark.parametrize("dtype", layers.WEIGHT_FORMATS[1:])
def test_format_of_ternary_weights_changes_no_bit(mini, device, dtype):
    model, _ = mini
    model.reset()
    other = BitNetModel(RandomWeights(MINI), device, dtype, max_tokens=64)
    for ids in (IDS[:40], IDS[40:43]):
        assert np.array_equal(other.forward(ids), model.forward(ids))


@pytest.mark.parametrize("dtype", ["bf16", "bfp4", "two-bits"])
def test_bf16_activations_are_close(mini, device, dtype):
    _, expected = mini
    model = BitNetModel(RandomWeights(MINI), device, dtype, max_tokens=64, activations="bf16")
    assert pcc(model.forward(IDS), expected) > 0.98


def decoded(device, tokens=IDS[20:26], **options):
    """Logits of the last user's steps after a prompt."""
    model = BitNetModel(RandomWeights(MINI), device, "two-bits", max_tokens=64, **options)
    last = model.batch - 1
    model.prefill(IDS[:20], user=last)
    steps = [to_numpy(model.decode([5] * last + [token]))[last] for token in tokens]
    model.release()
    return np.stack(steps)


def test_recorded_and_paged_steps_give_the_same_bits():
    device = ttnn.open_device(device_id=0, trace_region_size=50_000_000)
    try:
        plain = decoded(device)
        assert np.array_equal(decoded(device, trace=True), plain)
        assert np.array_equal(decoded(device, paged=True), plain)
        assert pcc(decoded(device, batch=32, paged=True, trace=True), plain) > 0.999
    finally:
        ttnn.close_device(device)


def test_users_without_a_prompt_wait(device):
    model = BitNetModel(RandomWeights(MINI), device, "two-bits", max_tokens=64, batch=3)
    model.prefill(IDS[:5], user=1)
    model.decode([1, 2, 3])
    assert model.positions == [0, 6, 0]


def test_wrong_arguments(mini, device):
    model, _ = mini
    model.reset()
    with pytest.raises(ValueError, match="expected 0 to 999, got 1000"):
        model.forward([1000])
    with pytest.raises(ValueError, match="the prompt has 65 tokens, the cache room for 64"):
        model.forward([0] * 65)
    with pytest.raises(ValueError, match="expected one of bf16, bfp8, bfp4, two-bits, five-digits, got 'int2'"):
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


def test_generating_from_a_synthetic_checkpoint(checkpoint, capsys):
    app.main(["generate", str(checkpoint), "-p", "Hello", "-n", "5"])
    printed = capsys.readouterr()
    assert printed.out.startswith("Hello") and "tokens, " in printed.err and "two-bits weights" in printed.err


def test_prefill_decode_and_replay_give_the_same_tokens(checkpoint, capsys):
    texts = set()
    for extra in ([], ["--untraced"], ["--weights", "bfp4", "--paged"], ["--weights", "five-digits"]):
        app.main(["generate", str(checkpoint), "-p", "Once upon a time", "-n", "40", "--greedy", *extra])
        texts.add(capsys.readouterr().out)
    assert len(texts) == 1


def test_the_end_of_the_cache_is_said(checkpoint, capsys):
    app.main(["generate", str(checkpoint), "-p", "Hello", "-n", "50", "--context", "32", "--greedy"])
    assert "the cache of 32 tokens is full" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="the prompt has 41 tokens, the cache room for 32"):
        app.main(["generate", str(checkpoint), "-p", "x" * 40, "--context", "32"])


def test_what_is_wrong_is_said(checkpoint, capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for action in (["generate", tmp_path / "pipe", "-p", "x"], ["convert", checkpoint, "-o", tmp_path / "pipe"]):
        with pytest.raises(SystemExit, match="it is no regular file"):
            app.main([str(a) for a in action])
    with pytest.raises(SystemExit, match="not UTF-8"):
        app.main(["generate", str(checkpoint), "-p", os.fsdecode(b"\xff\xfe")])
    most = open_weights(checkpoint).config.context
    app.main(["generate", str(checkpoint), "-p", "x", "-n", "1", "--context", str(most + 1)])
    assert f"--context {most + 1}: this model knows {most} positions" in capsys.readouterr().err


def test_chat_and_inspect_and_convert(checkpoint, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello\n\nAnd now?\n"))
    app.main(["chat", str(checkpoint), "-n", "3", "--seed", "4"])
    assert capsys.readouterr().out.count("\n") >= 2
    app.main(["convert", str(checkpoint), "-o", str(tmp_path / "m"), "--packing", "five-digits"])
    capsys.readouterr()
    app.main(["inspect", str(tmp_path / "m")])
    printed = capsys.readouterr().out
    assert (
        "packed file, five digits a byte" in printed
        and "layers 2, hidden 256" in printed
        and "tokenizer yes" in printed
    )


def test_bench(checkpoint, capsys):
    app.main(["bench", str(checkpoint), "-n", "3", "--prompt-tokens", "9", "--batch", "2", "--context", "32"])
    printed = capsys.readouterr().out
    assert "batch 2, median" in printed and "prompt        9 tokens" in printed


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["generate"], "give a file or folder, or --random"),
        (["generate", "nowhere"], "nowhere: cannot be read"),
        (["generate", "{0}", "-p", "a", "--top-p", "0"], "top-p: expected above 0 up to 1, got 0.0"),
        (["bench", "{0}", "--batch", "40"], "batch: expected 1 to 32, got 40"),
        (["convert", "{0}", "-o", "no/where"], "no/where: cannot be written"),
    ],
)
def test_wrong_commands_are_answered(checkpoint, arguments, text):
    with pytest.raises(SystemExit, match=text):
        app.main([a.format(checkpoint) for a in arguments])


def test_drawing_follows_the_options():
    logits = np.array([0.0, 2.0, 1.0, 2.0, -3.0], np.float32)
    assert Sampler()(logits) == 1
    draws = [Sampler(1.0, top_k=3, seed=seed)(logits) for seed in range(200)]
    assert set(draws) == {1, 2, 3}
    assert {Sampler(1.0, top_p=0.3, seed=seed)(logits) for seed in range(50)} == {1}
    assert [Sampler(1.0, seed=7)(logits) for _ in range(3)] == [Sampler(1.0, seed=7)(logits)] * 3


def test_verify_on_a_synthetic_checkpoint(checkpoint, capsys):
    assert verify.main(["--checkpoint", str(checkpoint), "--tokens", "32"]) == 0
    assert capsys.readouterr().out.count("PCC") == 2


def test_missing_and_wrong_files(tmp_path, checkpoint):
    with pytest.raises(SystemExit, match="config.json: cannot be read"):
        app.main(["generate", str(tmp_path)])
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((checkpoint / name).read_bytes())
    with pytest.raises(SystemExit, match="the model has no tokenizer"):
        app.main(["generate", str(tmp_path), "-p", "Hello"])
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(SystemExit, match="has no tokenizer"):
        app.main(["generate", str(tmp_path)])


def test_errors_name_the_file():
    with pytest.raises(ModelFileError, match="x.bin: too short; get another"):
        raise ModelFileError("x.bin", "too short", "get another")


def test_comparing_formats_writes_the_page(checkpoint, tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{compare.BEGIN}\nold\n{compare.END}\nafter\n")
    rows = compare.main([str(checkpoint), "--page", str(page)])
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert text.count("| int8 |") == text.count("| bf16 | 0.9") == len(layers.WEIGHT_FORMATS) == len(rows) // 2
    assert len({row["pcc"] for row in rows if row["activations"] == "int8"}) == 1  # the same bits


@pytest.mark.parametrize("number", range(5))
def test_benchmark_cases(device, number):
    """Each does what it is timed for; so does the peer, where it is installed."""
    pytest.importorskip("torch")
    from tests.bitnet_cases import BITNET_CASES, CONTEXT, SMALL, llama_cpp

    assert len(BITNET_CASES) == 5
    case = BITNET_CASES[number]
    pair = case.prepare(device, True)
    logits = to_numpy(pair.ours())
    assert logits.shape == (1, SMALL.vocab) and np.isfinite(logits).all() and logits.std() > 0
    if not pair.torch:
        return
    logits = pair.torch()
    if case.peer == "litespark":
        assert logits.shape == (SMALL.vocab,) and np.isfinite(logits).all() and logits.std() > 0
    else:
        peer = llama_cpp(SMALL)
        assert peer.n_vocab() == SMALL.vocab and peer.n_tokens in (33, 128, 512) and peer.n_ctx() == CONTEXT


def test_the_peer_of_the_benchmark_has_the_shape(tmp_path):
    """The file that llama.cpp times: the sizes of the config, ternary values, an output matrix of 8 bits."""
    pytest.importorskip("torch")
    gguf = pytest.importorskip("gguf")
    from models.bitnet.config import config_of_gguf
    from models.gguf_file import GgufFile
    from tests.bitnet_cases import SMALL, write_peer_file

    path = tmp_path / "peer.gguf"
    write_peer_file(path, SMALL)
    config = config_of_gguf(GgufFile(path))
    assert config.epsilon == np.float32(SMALL.epsilon)
    assert dataclasses.replace(config, epsilon=SMALL.epsilon) == SMALL
    tensors = {t.name: t for t in gguf.GGUFReader(path).tensors}
    ternary_names = [name for name, t in tensors.items() if t.tensor_type.name == "TQ2_0"]
    assert len(ternary_names) == 7 * SMALL.layers and tensors["token_embd.weight"].tensor_type.name == "Q8_0"
    down = tensors["blk.3.ffn_down.weight"]
    values = gguf.quants.dequantize(down.data, down.tensor_type)
    assert values.shape == (SMALL.hidden, SMALL.ffn) and set(np.unique(values)) == {-1, 0, 1}
