"""The Llama of models/llama on ttnn: a tiny one in every way of calling it, the real one on figures and answer."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.accuracy import compare, pcc
from models.llama.reference import LlamaReference
from models.llama.tokenizer import LlamaTokenizer
from models.llama.weights import LlamaWeights

pytest.importorskip("ttnn")
from models.decoding import greedy, padded_length, to_numpy  # noqa: E402  (these import ttnn)
from models.llama.model import LlamaModel  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
IDS = np.random.default_rng(3).integers(0, 260, 50).tolist()
# Of a format: PCC and share of positions that agree at least, loss of one short window at most.
REACHED = {"bf16": (0.9995, 0.96, 0.03), "bfp8": (0.998, 0.9, 0.03), "mixed4": (0.96, 0.7, 0.2)}


@pytest.fixture(scope="module")
def tiny(tiny_llama, device):
    weights = LlamaWeights(tiny_llama)
    return LlamaModel(weights, device, max_tokens=64), LlamaReference(weights).forward(IDS)


def test_padded_lengths():
    assert [padded_length(n) for n in (1, 32, 33, 64, 65, 200)] == [32, 32, 64, 64, 128, 256]


@pytest.mark.parametrize("count", [1, 31, 32, 33, 50])
def test_prefill_of_any_length(tiny, count):
    model, expected = tiny
    model.reset()
    logits = model.forward(IDS[:count])
    assert logits.shape == (count, 260) and logits.dtype == np.float32
    assert pcc(logits, expected[:count]) > 0.9995


@pytest.mark.parametrize("prompt", [1, 20, 32, 40])
def test_decode_continues_prefill(tiny, prompt):
    model, expected = tiny
    model.reset()
    model.forward(IDS[:prompt])
    assert pcc(model.forward(IDS[prompt:]), expected[prompt:]) > 0.9995


def test_last_only_is_the_last_row(tiny):
    model, _ = tiny
    model.reset()
    whole = model.forward(IDS[:37])
    model.reset()
    last = model.forward(IDS[:37], last_only=True)  # one row may be summed in another order than many
    np.testing.assert_allclose(last, whole[-1:], rtol=1e-3, atol=1e-4)


def test_an_earlier_conversation_leaves_no_trace(tiny):
    model, _ = tiny
    model.reset()
    first = model.forward(IDS[:10])
    model.reset()
    model.forward(IDS[::-1])
    model.reset()
    np.testing.assert_array_equal(model.forward(IDS[:10]), first)


def test_block_float_weights(tiny_llama, device, tiny):
    bf16, expected = tiny
    bf16.reset()
    logits = LlamaModel(LlamaWeights(tiny_llama), device, dtype="bfp8", max_tokens=64).forward(IDS)
    assert pcc(logits, expected) > 0.998 and not np.array_equal(logits, bf16.forward(IDS))


def test_greedy_stops_at_token_and_limit(tiny):
    model, _ = tiny
    tokens = list(greedy(model, IDS[:5], 12))
    assert len(tokens) == 12 and all(0 <= t < 260 for t in tokens)
    stop = tokens[4]
    assert list(greedy(model, IDS[:5], 12, {stop})) == tokens[: tokens.index(stop)]
    assert len(list(greedy(model, IDS[:50], 100))) == 14  # the context is full at 64


def test_decoding_builds_no_more_programs(tiny_llama, device):
    device.clear_program_cache()
    model = LlamaModel(LlamaWeights(tiny_llama), device, max_tokens=64)
    model.forward(IDS[:20])
    model.forward(IDS[20:22])
    before = device.num_program_cache_entries()
    model.forward(IDS[22:40])
    assert before > 0 and device.num_program_cache_entries() == before


def test_replayed_steps_are_the_steps_themselves(tiny, monkeypatch):
    model, _ = tiny

    def run():
        model.reset()
        rows = [model.forward(IDS[:5], last_only=True)] + [model.forward([token]) for token in IDS[5:20]]
        return np.concatenate(rows), list(greedy(model, IDS[:5], 20))

    logits, tokens = run()
    monkeypatch.setattr(model, "_replay", model._decode_step)
    untraced_logits, untraced_tokens = run()
    np.testing.assert_array_equal(logits, untraced_logits)
    assert tokens == untraced_tokens and len(tokens) == 20


def test_wrong_arguments(tiny, tiny_llama, device):
    model, _ = tiny
    model.reset()
    for ids, text in (
        ([], "got 0 after 0"),
        ([0] * 65, "expected 1 to 64 tokens"),
        ([260], "expected 0 to 259, got 260"),
    ):
        with pytest.raises(ValueError, match=text):
            model.forward(ids)
    with pytest.raises(ValueError, match="dtype: expected one of bf16, bfp8, mixed4, got 'fp8'"):
        LlamaModel(LlamaWeights(tiny_llama), device, dtype="fp8")


@pytest.mark.parametrize("dtype", REACHED)
def test_real_model_reads_text_like_the_reference(smollm, device, dtype):
    weights = LlamaWeights(smollm)
    text = (ROOT / "models" / "llama" / "verify.py").read_text()
    ids = LlamaTokenizer(weights.file).encode(text)[:128]
    expected = LlamaReference(weights).forward(ids)
    figures = compare(LlamaModel(weights, device, dtype, max_tokens=128).forward(ids), expected, ids)
    pcc, agreeing, loss = REACHED[dtype]
    assert figures.pcc >= pcc and figures.agreeing >= agreeing * figures.positions
    assert figures.sure_errors == 0 or dtype != "bf16"
    assert abs(figures.loss - figures.reference_loss) < loss


def test_demo_answers_without_torch(smollm):
    code = "import sys; from models.llama.demo import main; main([]); assert 'torch' not in sys.modules"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'python'}", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert "The capital of France is Paris." in run.stdout
    for label in ("tokens/s", "cold program cache", "warm one", "recording", "DRAM", "PCC"):
        assert label in run.stdout


def test_demo_names_a_missing_file(device):
    from models.llama.demo import main

    with pytest.raises(SystemExit, match="nowhere.gguf: no such file"):
        main(["--model", "nowhere.gguf"])


def test_verify_prints_figures(tiny_llama, tmp_path, capsys):
    from models.llama.verify import main

    text = tmp_path / "text.txt"
    text.write_text("A ball that turned when steam escaped. " * 14)  # 546 bytes: two windows
    status = main(["--text", str(text), "--model", str(tiny_llama), "--no-torch", "--dtype", "bfp8"])
    printed = capsys.readouterr().out
    assert "2 windows of 256 tokens" in printed and printed.count("PCC") == 3
    assert status in (0, 1) and ("all limits are met" in printed) == (status == 0)


@pytest.mark.parametrize("number", range(7))
def test_benchmark_cases(smollm, device, number):
    """Each does what it is timed for."""
    pytest.importorskip("torch")
    from tests.model_cases import MODEL_CASES

    assert len(MODEL_CASES) == 7
    logits = to_numpy(MODEL_CASES[number].prepare(device, True).ours())
    assert logits.shape == (1, 49152) and np.isfinite(logits).all()
