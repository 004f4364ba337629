"""Reading float tensors of .safetensors files into float32 NumPy arrays, memory-mapped.

NumPy has no bfloat16, so the `safetensors` package would need torch to read such a checkpoint; the format is a JSON
table and plain bytes. Every extent is checked before use, so that a cut file names the tensor that it cut.
"""

import json
import mmap
import struct
from pathlib import Path

import numpy as np

from models.errors import ModelFileError

FETCH_AGAIN = "the file is damaged or incomplete: download it again"
WIDTHS = {"F32": 4, "F16": 2, "BF16": 2}


def widen(raw, kind):
    """float32 values of little-endian bytes."""
    if kind == "BF16":
        return (raw.view("<u2").astype(np.uint32) << 16).view(np.float32)
    return raw.view("<f2" if kind == "F16" else "<f4").astype(np.float32)


class SafetensorsFile:
    """One file: `names`, and `tensor(name, shape)` as float32."""

    def __init__(self, path):
        self.path = Path(path)
        try:
            with open(self.path, "rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise ModelFileError(self.path, f"cannot be read ({error})", "give a .safetensors file") from None
        self._table = self._read_table()
        self.names = tuple(self._table)

    def _read_table(self):
        length = struct.unpack("<Q", self._data[:8])[0] if len(self._data) >= 8 else 0
        if not 2 <= length <= len(self._data) - 8:
            what = f"a header of {length} bytes in a file of {len(self._data)}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        self._start = 8 + length
        try:
            table = json.loads(self._data[8 : self._start].decode("utf-8"))
            table.pop("__metadata__", None)
            return {name: (e["dtype"], tuple(e["shape"]), *e["data_offsets"]) for name, e in table.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelFileError(self.path, f"header is not a tensor table ({error})", FETCH_AGAIN) from None

    def check(self, name, shape):
        """Raises unless `name` has that shape, a float format, and lies inside the file."""
        kind, found, begin, end = self._table[name]
        if found != tuple(shape):
            what = f"tensor {name} has shape {list(found)}, expected {list(shape)}"
            raise ModelFileError(self.path, what, "give a checkpoint whose tensors fit its config.json")
        if kind not in WIDTHS:
            raise ModelFileError(
                self.path, f"tensor {name} is stored as {kind}", "give the bf16 form of the checkpoint"
            )
        nbytes = int(np.prod(shape)) * WIDTHS[kind]
        if begin < 0 or end - begin != nbytes or self._start + end > len(self._data):
            what = f"tensor {name} lies at bytes {begin} to {end} of {len(self._data) - self._start}, needs {nbytes}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)

    def tensor(self, name, shape):
        self.check(name, shape)
        kind, _, begin, end = self._table[name]
        values = widen(np.frombuffer(self._data, np.uint8, end - begin, self._start + begin), kind).reshape(shape)
        if not np.isfinite(values).all():
            raise ModelFileError(self.path, f"tensor {name} holds inf or NaN", FETCH_AGAIN)
        return values


class SafetensorsFolder:
    """All .safetensors files of a folder as one."""

    def __init__(self, folder):
        self.folder = Path(folder)
        paths = sorted(self.folder.glob("*.safetensors"))
        if not paths:
            raise ModelFileError(self.folder, "no .safetensors file", "give the folder of a Hugging Face checkpoint")
        self._home = {name: file for file in map(SafetensorsFile, paths) for name in file.names}

    def check(self, name, shape):
        if name not in self._home:
            raise ModelFileError(self.folder, f"tensor {name} is missing", "give a complete BitNet b1.58 checkpoint")
        self._home[name].check(name, shape)

    def tensor(self, name, shape):
        self.check(name, shape)
        return self._home[name].tensor(name, shape)
