"""BitNet's configuration, checkpoint files, ternary weights and reference; nothing here needs ttnn."""

import dataclasses
import json
import struct

import numpy as np
import pytest

from models.bitnet.checkpoint import to_bf16, write_checkpoint, write_safetensors
from models.bitnet.config import MINI, read_config
from models.bitnet.reference import BitNetReference, quantised
from models.bitnet.safetensors_file import SafetensorsFile
from models.bitnet.weights import CheckpointWeights, RandomWeights, tensor_shapes, ternary
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
        ({"intermediate_size": 256}, r"mlp.gate_proj.weight has shape \[512, 256\], expected \[256, 256\]"),
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
    with pytest.raises(ModelFileError, match="tensor model.layers.1.mlp.ffn_sub_norm.weight lies at bytes"):
        CheckpointWeights(folder)


def test_other_formats(tmp_path):
    path = tmp_path / "a.safetensors"
    header = json.dumps({"w": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0\0\0\0")
    with pytest.raises(ModelFileError, match="tensor w is stored as U8; give the bf16 form"):
        SafetensorsFile(path).tensor("w", (4,))
    write_safetensors(path, [("w", np.array([1.0, np.nan], np.float32))])
    with pytest.raises(ModelFileError, match="tensor w holds inf or NaN"):
        SafetensorsFile(path).tensor("w", (2,))
