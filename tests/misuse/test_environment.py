"""Wrong values of environment variables, and files of models that are none: named in the error, with what would help."""

import os
import struct
import subprocess
import sys

import pytest

USE = """
import ttnn
device = ttnn.open_device(device_id=0)
ttnn.exp(ttnn.zeros([64, 64], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)).cpu()
"""


@pytest.mark.parametrize(
    "variable, value, error, words",
    [
        ("TESSERA_DEVICE", "n1500", "RuntimeError", ["TESSERA_DEVICE", "n1500", "n150, n300, p100, p150"]),
        ("TESSERA_DEVICE", "N150", "RuntimeError", ["TESSERA_DEVICE", "N150"]),
        ("TESSERA_ISA", "sse9", "RuntimeError", ["TESSERA_ISA", "sse9", "portable"]),
        ("TESSERA_THREADS", "many", "RuntimeError", ["TESSERA_THREADS", "1 to 1024", "many"]),
        ("TESSERA_THREADS", "-3", "RuntimeError", ["TESSERA_THREADS", "-3"]),
        ("TESSERA_THREADS", "0", "RuntimeError", ["TESSERA_THREADS", "0"]),
        ("TESSERA_THREADS", "99999999999999999999", "RuntimeError", ["TESSERA_THREADS", "1 to 1024"]),
        ("TTNN_CONFIG_OVERRIDES", "{", "ValueError", ["TTNN_CONFIG_OVERRIDES", "JSON object"]),
        ("TTNN_CONFIG_OVERRIDES", "[1]", "ValueError", ["TTNN_CONFIG_OVERRIDES", "JSON object"]),
        (
            "TTNN_CONFIG_OVERRIDES",
            '{"enable_nothing": true}',
            "ValueError",
            ["TTNN_CONFIG_OVERRIDES", "enable_nothing", "enable_logging"],
        ),
        (
            "TTNN_CONFIG_OVERRIDES",
            '{"enable_logging": "yes"}',
            "ValueError",
            ["enable_logging", "True or False", "yes"],
        ),
        (
            "TTNN_CONFIG_OVERRIDES",
            '{"comparison_mode_pcc": "high"}',
            "ValueError",
            ["comparison_mode_pcc", "number", "high"],
        ),
        ("TTNN_CONFIG_PATH", "/no/such/file.json", "ValueError", ["TTNN_CONFIG_PATH", "/no/such/file.json"]),
    ],
)
def test_environment(variable, value, error, words):
    result = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, timeout=120, env=os.environ | {variable: value}
    )
    last = result.stderr.strip().splitlines()[-1]
    assert result.returncode == 1 and last.startswith(error + ": "), result.stderr
    assert not [w for w in words if w not in last], last


def test_empty_values_are_no_values():
    empty = {
        v: "" for v in ("TESSERA_DEVICE", "TESSERA_ISA", "TESSERA_THREADS", "TTNN_CONFIG_OVERRIDES", "TTNN_CONFIG_PATH")
    }
    result = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, timeout=120, env=os.environ | empty
    )
    assert result.returncode == 0, result.stderr


GGUF = {
    "empty": b"",
    "of another kind": b"PK\x03\x04" + bytes(100),
    "of version 9": b"GGUF" + struct.pack("<IQQ", 9, 0, 0),
    "with many fields": b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60),
    "with many tensors": b"GGUF" + struct.pack("<IQQ", 3, 2**60, 0),
    "with a long key": b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**62) + b"x" * 40,
    "with an unknown type": b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 99),
}


@pytest.mark.parametrize("name", GGUF)
def test_gguf_files(tmp_path, name):
    from models.gguf_file import GgufFile

    file = tmp_path / "model.gguf"
    file.write_bytes(GGUF[name])
    with pytest.raises(RuntimeError, match="model.gguf"):
        GgufFile(file)


def safetensors(header, data=b""):
    return struct.pack("<Q", len(header)) + header + data


SAFETENSORS = {
    "empty": b"",
    "with a long header": struct.pack("<Q", 2**62) + b"{}",
    "without JSON": safetensors(b"{not json"),
    "with a list": safetensors(b"[1, 2]"),
    "with a tensor beyond the end": safetensors(
        b'{"a": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]}}', bytes(4)
    ),
    "with a tensor of another size": safetensors(
        b'{"a": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [0, 8]}}', bytes(8)
    ),
    "with offsets backwards": safetensors(b'{"a": {"dtype": "BF16", "shape": [2], "data_offsets": [8, 4]}}', bytes(8)),
    "with an unknown dtype": safetensors(b'{"a": {"dtype": "Q4", "shape": [8], "data_offsets": [0, 8]}}', bytes(8)),
}


@pytest.mark.parametrize("name", SAFETENSORS)
def test_safetensors_files(tmp_path, name):
    from models.bitnet.safetensors_file import SafetensorsFile

    file = tmp_path / "model.safetensors"
    file.write_bytes(SAFETENSORS[name])
    with pytest.raises(RuntimeError, match="model.safetensors"):
        SafetensorsFile(file).tensor("a", (2, 2))
