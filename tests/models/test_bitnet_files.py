"""BitNet's configuration, checkpoint files, ternary weights and reference; nothing here needs ttnn."""

import dataclasses
import json
import struct

import numpy as np
import pytest
from bitnet_files import CONFIG, KINDS, Weights, read_damaged, write_model

from models.bitnet import packing
from models.bitnet.checkpoint import convert, write_checkpoint
from models.bitnet.config import MINI, read_config
from models.bitnet.reference import BitNetReference, quantised
from models.bitnet.safetensors_file import SafetensorsFile, to_bf16, write_safetensors
from models.bitnet.weights import CheckpointWeights, RandomWeights, open_weights, tensor_shapes, ternary
from models.errors import ModelFileError

SMALL = dataclasses.replace(MINI, layers=2, vocab=300, tied=True)


@pytest.fixture
def folder(tmp_path):
    write_checkpoint(tmp_path, RandomWeights(SMALL))
    return tmp_path


def test_names_and_shapes_of_the_published_checkpoint():
    config = dataclasses.replace(MINI, hidden=2560, layers=30, heads=20, kv_heads=5, ffn=6912, vocab=128256, tied=True)
    shapes = tensor_shapes(config)
    assert shapes["model.layers.29.self_attn.k_proj.weight"] == (640, 2560)
    assert shapes["model.layers.0.mlp.down_proj.weight"] == (2560, 6912)
    assert shapes["model.layers.7.mlp.ffn_sub_norm.weight"] == (6912,) and "lm_head.weight" not in shapes
    assert sum(int(np.prod(s, dtype=np.int64)) for s in shapes.values()) == pytest.approx(2412.4e6, rel=1e-3)


def test_ternary_weights():
    matrix = np.array([[0.9, -0.1, -2.0], [0.3, 0.29, 0.0]], np.float32)  # mean of magnitudes 0.598
    result = ternary(matrix)
    assert result.values.tolist() == [[1, 0, -1], [1, 0, 0]] and result.scale == pytest.approx(0.598333)
    assert ternary(np.zeros((2, 2), np.float32)).values.tolist() == [[0, 0], [0, 0]]


def test_activations_have_eight_bits():
    x = np.array([[1.0, -0.5, 0.25, 0.003], [0, 0, 0, 0]], np.float32)
    levels = quantised(x) * 127
    np.testing.assert_allclose(levels, [[127, -64, 32, 0], [0, 0, 0, 0]], atol=1e-4)


def test_checkpoint_round_trip(folder):
    written, read = RandomWeights(SMALL), CheckpointWeights(folder)
    assert read.config == SMALL
    for name in written.shapes:
        np.testing.assert_allclose(read.tensor(name), written.tensor(name), rtol=2**-8)


def test_safetensors_package_reads_what_we_write(folder):
    torch = pytest.importorskip("torch")
    load_file = pytest.importorskip("safetensors.torch").load_file
    theirs, ours = load_file(str(folder / "model.safetensors")), CheckpointWeights(folder)
    assert set(theirs) == set(ours.shapes)
    for name, tensor in theirs.items():
        assert tensor.dtype == torch.bfloat16
        np.testing.assert_array_equal(tensor.float().numpy(), ours.tensor(name))


def test_bf16_rounds_to_even():
    bits = to_bf16(np.array([1.0, 1 + 2**-8, 1 + 3 * 2**-8, -2.5], np.float32))
    assert bits.tolist() == [0x3F80, 0x3F80, 0x3F82, 0xC020]


def test_reference_is_causal():
    reference = BitNetReference(RandomWeights(SMALL))
    whole = reference.forward([1, 2, 3, 4, 5])
    np.testing.assert_allclose(reference.forward([1, 2, 3]), whole[:3], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"model_type": "llama"}, "model_type is 'llama', expected 'bitnet'"),
        ({"hidden_act": "silu"}, "hidden_act is 'silu'"),
        ({"hidden_size": None}, "hidden_size is None"),
        ({"num_hidden_layers": -1}, "num_hidden_layers is -1"),
        ({"num_key_value_heads": 3}, "heads must divide"),
        ({"rope_scaling": {"type": "yarn"}}, "rope_scaling"),
        ({"rope_theta": "big"}, "rope_theta is 'big'"),
        ({"num_hidden_layers": 3}, "tensor model.layers.2.input_layernorm.weight is missing"),
        ({"intermediate_size": 256}, r"mlp.ffn_sub_norm.weight has shape \[512\], expected \[256\]"),
    ],
)
def test_config_that_does_not_fit(folder, change, text):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ModelFileError, match=text):
        CheckpointWeights(folder)


@pytest.mark.parametrize("contents", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_config_that_is_not_json(folder, contents):
    (folder / "config.json").write_bytes(contents)
    with pytest.raises(ModelFileError, match="config.json"):
        read_config(folder)


def test_missing_files(tmp_path, folder):
    with pytest.raises(ModelFileError, match="config.json: cannot be read"):
        CheckpointWeights(tmp_path / "nowhere")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelFileError, match="no .safetensors file"):
        CheckpointWeights(folder)


@pytest.mark.parametrize("size", [0, 5, 8, 100, 2000])
def test_cut_in_the_header(folder, size):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ModelFileError, match="model.safetensors"):
        CheckpointWeights(folder)


def test_cut_in_the_data_names_the_tensor(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelFileError, match="tensor model.layers.1.mlp.down_proj.weight lies at bytes"):
        CheckpointWeights(folder)


def test_other_formats(tmp_path):
    path = tmp_path / "a.safetensors"
    write_safetensors(path, [("w", "U8", (4,)), ("v", "BF16", (2,))], [np.zeros(4, np.uint8), np.array([1.0, np.nan])])
    with pytest.raises(ModelFileError, match="tensor w is stored as U8, expected F32 or F16 or BF16"):
        SafetensorsFile(path).tensor("w", (4,))
    with pytest.raises(ModelFileError, match="tensor v holds inf or NaN"):
        SafetensorsFile(path).tensor("v", (2,))
    header = json.dumps({"w": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0\0\0\0")
    with pytest.raises(ModelFileError, match="tensor w is stored as F8_E4M3"):
        SafetensorsFile(path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_weights(tmp_path, kind):
    pytest.importorskip("gguf")
    written, read = Weights(), open_weights(write_model(tmp_path, kind))
    assert dataclasses.replace(read.config, epsilon=1e-5) == CONFIG and read.config.epsilon == pytest.approx(1e-5)
    assert read.path.is_relative_to(tmp_path)
    for name in written.linears:
        assert np.array_equal(read.ternary(name).words, written.ternary(name).words), name
        scale = 0.0625 if kind == "master" else 0.125  # half of the master weights are 0.125
        assert read.ternary(name).scale == pytest.approx(scale, rel=0.02)
    for name in written.floats:
        np.testing.assert_allclose(read.tensor(name + ".weight"), written.tensor(name + ".weight"), rtol=2**-8)


def test_reading_of_the_scale_follows_the_configuration(tmp_path):
    folder = write_model(tmp_path, "multiplied")
    config = folder / "config.json"
    config.write_text(config.read_text().replace("autobitlinear", "bitlinear"))
    assert open_weights(folder).layer_ternary(0, "mlp.up_proj").scale == 8
    config.write_text(config.read_text().replace("offline", "online"))
    with pytest.raises(ModelFileError, match="stored as U8|has shape"):
        open_weights(folder)


def test_words_and_digits():
    values = np.random.default_rng(3).integers(-1, 2, (96, 160)).astype(np.float32)
    words = packing.words_of(values)
    assert words.shape == (15, 64) and words.dtype == np.uint32 and packing.first_bad_word(words) is None
    assert np.array_equal(packing.values_of(words, (96, 160)), values)
    digits = packing.digits_of(words)
    assert digits.shape == (15, 208) and np.array_equal(packing.words_of_digits(digits), words)
    one = np.zeros((96, 64), np.float32)
    one[21, 40] = -1  # output 21, input 40: tile (1, 0) of two by three, face row 8 of face 1, code 5
    assert np.flatnonzero(packing.words_of(one)).tolist() == [3 * 64 + 16 + 8]
    assert packing.words_of(one).reshape(-1)[3 * 64 + 16 + 8] == 3 << 10


@pytest.mark.parametrize(
    ("kind", "old", "new", "text"),
    [
        ("two-bits", b"tessera-bitnet 1", b"tessera-bitnet 9", "metadata names the format"),
        ("two-bits", b'"packing": "two-bits"', b'"packing": "ten-bits"', "packing is 'ten-bits'"),
        ("two-bits", b'"packing"', b'"packung"', "metadata has no packing"),
        ("five-digits", b'"dtype": "U8"', b'"dtype": "I8"', "stored as I8, expected U8"),
        ("TQ1_0", b"blk.0.attn_q.weight", b"blk.0.attn_x.weight", "tensor blk.0.attn_q.weight is missing"),
        ("TQ2_0", b"bitnet.block_count", b"bitnet.block_kount", "field bitnet.block_count is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, kind, old, new, text):
    pytest.importorskip("gguf")
    path = write_model(tmp_path, kind)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    with pytest.raises(ModelFileError, match=text):
        open_weights(path)


def test_codes_and_scales_that_are_none(tmp_path):
    folder = write_model(tmp_path / "a", "divided")
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-3] = 0xFF  # before the scale of down_proj
    (folder / "model.safetensors").write_bytes(data)
    with pytest.raises(ModelFileError, match="down_proj.weight: row 63, column 255 is 2"):
        open_weights(folder).layer_ternary(0, "mlp.down_proj")
    path = write_model(tmp_path / "b", "two-bits")
    data = bytearray(path.read_bytes())
    data[-8], data[-4:] = 0xAA, bytes(4)
    path.write_bytes(data)
    with pytest.raises(ModelFileError, match="down_proj.scale is 0"):
        open_weights(path).layer_ternary(0, "mlp.down_proj")
    data[-4:] = struct.pack("<f", 1)
    path.write_bytes(data)
    with pytest.raises(ModelFileError, match="word 4095 holds a code"):
        open_weights(path).layer_ternary(0, "mlp.down_proj")


def test_converting_keeps_everything(tmp_path):
    weights, path = Weights(), tmp_path / "model.packed"
    steps = []
    convert(weights, path, "five-digits", lambda: steps.append(1))
    assert len(steps) == len(weights.floats) + len(weights.linears)
    assert open_weights(path).tokenizer() == weights.tokenizer()
    with pytest.raises(ModelFileError, match="cannot be written"):
        convert(weights, tmp_path / "no" / "where")


def test_damaged_files_never_crash():
    pytest.importorskip("gguf")
    for kind, (tried, past, loaded) in read_damaged(350, seed=1).items():
        assert tried == 50 and past >= 10 and 0 < loaded < 50, kind
