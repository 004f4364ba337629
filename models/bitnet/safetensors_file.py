"""Reading .safetensors files as NumPy arrays, memory-mapped, and writing them.

NumPy has no bfloat16, so the `safetensors` package would need torch to read such a checkpoint; the format is a JSON
table and plain bytes. Every extent is checked when the file is opened, so that a cut file names the tensor that it cut.
"""

import json
import mmap
import os
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from models.errors import ModelFileError, open_regular

FETCH_AGAIN = "the file is damaged or incomplete: download it again"
FLOATS = {"F32": 4, "F16": 2, "BF16": 2}
WIDTHS = FLOATS | {"F64": 8, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1}


BLOCK = 1 << 20  # elements that are widened at once


def widen(raw, kind):
    """float32 values of little-endian bytes."""
    if kind == "BF16":
        return (raw.view("<u2").astype(np.uint32) << 16).view(np.float32)
    return raw.view("<f2" if kind == "F16" else "<f4").astype(np.float32)


@dataclass(frozen=True)
class Row:
    dtype: str
    shape: tuple
    begin: int  # in the file
    end: int


class SafetensorsFile:
    """One file: `table` (name -> Row), `metadata`, and tensors as float32 or raw."""

    def __init__(self, path):
        self.path = Path(path)
        try:
            with open_regular(self.path) as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise ModelFileError(self.path, f"cannot be read ({error})", "give a .safetensors file") from None
        length = struct.unpack("<Q", self._data[:8])[0] if len(self._data) >= 8 else 0
        if not 2 <= length <= len(self._data) - 8:
            what = f"a header of {length} bytes in a file of {len(self._data)}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        self.metadata, self.table = {}, {}
        self._read_table(8 + length)
        self.names = tuple(self.table)

    def _read_table(self, start):
        try:
            table = json.loads(self._data[8:start].decode("utf-8"))
            self.metadata = {str(k): str(v) for k, v in table.pop("__metadata__", {}).items()}
            rows = [(name, e["dtype"], tuple(e["shape"]), *e["data_offsets"]) for name, e in table.items()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ModelFileError(self.path, f"header is not a tensor table ({error})", FETCH_AGAIN) from None
        for row in rows:
            self._add_row(start, *row)

    def _add_row(self, start, name, dtype, shape, *offsets):
        numbers = (*shape, *offsets)
        if not isinstance(dtype, str) or dtype not in WIDTHS:
            raise ModelFileError(self.path, f"tensor {name} is stored as {dtype}", "give a file of plain numbers")
        whole = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers)
        room = len(self._data) - start
        nbytes = prod(shape) * WIDTHS[dtype] if whole else 0
        if not whole or len(offsets) != 2 or offsets[1] - offsets[0] != nbytes or offsets[1] > room:
            where = f"bytes {' to '.join(map(str, offsets))} of {room}"
            what = f"tensor {name} lies at {where}, needs {nbytes} for shape {list(shape)}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        self.table[name] = Row(dtype, shape, start + offsets[0], start + offsets[1])

    def check(self, name, shape, dtypes=tuple(FLOATS)):
        """Raises unless `name` is there with that shape and one of the dtypes."""
        if name not in self.table:
            raise ModelFileError(self.path, f"tensor {name} is missing", "give a complete BitNet b1.58 model")
        row = self.table[name]
        if row.shape != tuple(shape):
            what = f"tensor {name} has shape {list(row.shape)}, expected {list(shape)}"
            raise ModelFileError(self.path, what, "give a checkpoint whose tensors fit its config.json")
        if row.dtype not in dtypes:
            what = f"tensor {name} is stored as {row.dtype}, expected {' or '.join(dtypes)}"
            raise ModelFileError(self.path, what, "give a checkpoint whose config.json fits its tensors")

    def raw(self, name, shape, dtype):
        """Tensor `name` as it is stored: U8 or U32."""
        self.check(name, shape, (dtype,))
        row = self.table[name]
        return (
            np.frombuffer(self._data, np.uint8, row.end - row.begin, row.begin)
            .view("<u4" if dtype == "U32" else np.uint8)
            .reshape(shape)
        )

    def blocks(self, name, shape, count):
        """Tensor `name` as float32, `count` rows at a time; its values must be finite."""
        self.check(name, shape)
        row, width = self.table[name], prod(shape[1:])
        size = width * FLOATS[row.dtype]
        for first in range(0, shape[0] if shape else 1, count):
            rows = min(count, shape[0] - first) if shape else 1
            raw = np.frombuffer(self._data, np.uint8, rows * size, row.begin + first * size)
            values = widen(raw, row.dtype).reshape((rows, *shape[1:]))
            if not np.isfinite(values).all():
                raise ModelFileError(self.path, f"tensor {name} holds inf or NaN", FETCH_AGAIN)
            yield values

    def tensor(self, name, shape):
        """The whole of it; what widening takes besides is small."""
        out = np.empty(shape, np.float32)
        rows, at = out.reshape(shape or (1,)), 0
        for block in self.blocks(name, shape, max(1, BLOCK // max(1, prod(shape[1:])))):
            rows[at : at + len(block)] = block
            at += len(block)
        return out


class SafetensorsFolder:
    """All .safetensors files of a folder as one."""

    def __init__(self, folder):
        self.path = Path(folder)
        paths = sorted(self.path.glob("*.safetensors"))
        if not paths:
            raise ModelFileError(self.path, "no .safetensors file", "give the folder of a Hugging Face checkpoint")
        self._home = {}
        for file in map(SafetensorsFile, paths):
            for name in file.names:
                if name in self._home:
                    raise ModelFileError(file.path, f"tensor {name} is in two files", "remove one of them")
                self._home[name] = file

    def home(self, name):
        if name not in self._home:
            raise ModelFileError(self.path, f"tensor {name} is missing", "give a complete BitNet b1.58 checkpoint")
        return self._home[name]

    def check(self, name, shape, dtypes=tuple(FLOATS)):
        self.home(name).check(name, shape, dtypes)

    def raw(self, name, shape, dtype):
        return self.home(name).raw(name, shape, dtype)

    def tensor(self, name, shape):
        return self.home(name).tensor(name, shape)

    def blocks(self, name, shape, count):
        return self.home(name).blocks(name, shape, count)


def to_bf16(values):
    """bfloat16 bits of float32 values, rounded to nearest even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write_safetensors(path, rows, tensors, metadata=None):
    """Writes `tensors`, arrays in the order of `rows` (name, dtype, shape), which are asked for one at a time.

    float32 arrays of BF16 rows are rounded. The file has its name only when it is complete.
    """
    table, at = {"__metadata__": metadata} if metadata else {}, 0
    for name, dtype, shape in rows:
        end = at + prod(shape) * WIDTHS[dtype]
        table[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, end]}
        at = end
    header = json.dumps(table).encode()
    header += b" " * (-(len(header) + 8) % 64)  # tensors begin at a cache line
    part = Path(f"{path}.part")
    if os.path.exists(path) and not os.path.isfile(path):  # the part would take the place of a device
        raise ModelFileError(path, "cannot be written (it is no regular file)", "give another path")
    try:
        with open(part, "wb") as file:
            file.write(struct.pack("<Q", len(header)) + header)
            for (_, dtype, _), values in zip(rows, tensors, strict=True):
                file.write(to_bf16(values).tobytes() if dtype == "BF16" else np.ascontiguousarray(values).tobytes())
        os.replace(part, path)
    except OSError as error:
        raise ModelFileError(path, f"cannot be written ({error.strerror})", "give a path that can be") from None
    finally:
        part.unlink(missing_ok=True)
