"""Reading a GGUF file: its fields and, tensor by tensor, float32 arrays.

The header is walked here rather than by `gguf.GGUFReader` for two reasons: a cut or damaged file can then be reported
with the tensor and offset concerned, and 49,000 vocabulary strings take 0.1 s instead of 1.5 s. The data stay
memory-mapped; formats and dequantisation are those of the `gguf` package. This is not a writer.
"""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

from models.errors import ModelFileError, open_regular

FETCH_AGAIN = "the file is damaged or incomplete: download it again"
LONGEST = 1 << 32  # no string or array of a sane header is longer

# GGUF value types (the numbers of the format) -> struct codes; 8 is a string, 9 an array
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9


@dataclass(frozen=True)
class TensorInfo:
    name: str
    shape: tuple  # NumPy order: slowest dimension first
    kind: GGMLQuantizationType
    offset: int  # bytes from the start of the file
    nbytes: int


class Cursor:
    """A position in the mapped header; every read is checked against the end of the file."""

    def __init__(self, data, path):
        self.data, self.path, self.at = data, path, 0

    def take(self, nbytes, what):
        if nbytes > len(self.data) - self.at:
            missing = f"{what} at byte {self.at} needs {nbytes} bytes, the file has {len(self.data)}"
            raise ModelFileError(self.path, missing, FETCH_AGAIN)
        self.at += nbytes
        return self.data[self.at - nbytes : self.at]

    def scalar(self, code, what):
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code), what))[0]

    def length(self, what):
        value = self.scalar("Q", what)
        if value > LONGEST:
            raise ModelFileError(self.path, f"length of {what} at byte {self.at - 8} is {value}", FETCH_AGAIN)
        return value

    def string(self, what):
        raw = self.take(self.length(what), what)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ModelFileError(self.path, f"{what} is not UTF-8 ({error})", FETCH_AGAIN) from None

    def value(self, kind, what):
        if kind in SCALARS:
            return self.scalar(SCALARS[kind], what)
        if kind == STRING:
            return self.string(what)
        if kind == ARRAY:
            return self.array(what)
        raise ModelFileError(self.path, f"field {what} has unknown value type {kind}", FETCH_AGAIN)

    def array(self, what):
        kind, count = self.scalar("I", what), self.length(what)
        if kind == ARRAY:
            raise ModelFileError(self.path, f"field {what} is a list of lists", FETCH_AGAIN)
        if kind not in SCALARS:
            return [self.value(kind, what) for _ in range(count)]
        code = SCALARS[kind]
        return list(struct.unpack(f"<{count}{code}", self.take(count * struct.calcsize("<" + code), what)))


class GgufFile:
    """An open GGUF file: `fields` by key, `tensors` by name, `tensor(name)` as float32."""

    def __init__(self, path):
        self.path = Path(path)
        self._data = self._map()
        cursor = Cursor(self._data, self.path)
        tensor_count, field_count = self._preamble(cursor)
        self.fields = self._read_fields(cursor, field_count)
        self.tensors = self._read_table(cursor, tensor_count)

    def _map(self):
        try:
            with open_regular(self.path) as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise ModelFileError(self.path, "no such file", "give the path of a GGUF file") from None
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise ModelFileError(self.path, f"cannot be read ({error})", "give a readable GGUF file") from None

    def _preamble(self, cursor):
        magic = cursor.take(4, "magic")
        if magic != b"GGUF":
            raise ModelFileError(self.path, f"starts with {magic!r}, not b'GGUF'", "give a GGUF file")
        version = cursor.scalar("I", "version")
        if version not in (2, 3):
            raise ModelFileError(self.path, f"GGUF version {version}", "convert it to version 2 or 3, little endian")
        return cursor.length("tensor count"), cursor.length("field count")

    @staticmethod
    def _read_fields(cursor, count):
        fields = {}
        for index in range(count):
            key = cursor.string(f"name of field {index}")
            fields[key] = cursor.value(cursor.scalar("I", key), key)
        return fields

    def _read_table(self, cursor, count):
        rows = [self._read_row(cursor, index) for index in range(count)]
        alignment = self.fields.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment <= 0:
            raise ModelFileError(self.path, f"general.alignment is {alignment!r}", FETCH_AGAIN)
        start = -(-cursor.at // alignment) * alignment
        table = {name: TensorInfo(name, shape, kind, start + offset, n) for name, shape, kind, offset, n in rows}
        for info in table.values():
            self._check_extent(info)
        return table

    def _read_row(self, cursor, index):
        name = cursor.string(f"name of tensor {index}")
        rank = cursor.scalar("I", name)
        if rank > 8:
            raise ModelFileError(self.path, f"tensor {name} has {rank} dimensions", FETCH_AGAIN)
        shape = tuple(cursor.scalar("Q", name) for _ in range(rank))[::-1]
        number, offset = cursor.scalar("I", name), cursor.scalar("Q", name)
        try:
            kind = GGMLQuantizationType(number)
        except ValueError:
            raise ModelFileError(self.path, f"tensor {name} has unknown format {number}", "update gguf") from None
        return name, shape, kind, offset, self._size(name, shape, kind)

    def _size(self, name, shape, kind):
        block, nbytes = GGML_QUANT_SIZES[kind]
        count = 1
        for extent in shape:
            count *= extent
        if not shape or count == 0 or shape[-1] % block:
            what = f"tensor {name} of shape {list(shape)} does not divide into {kind.name} blocks of {block}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        return count // block * nbytes

    def _check_extent(self, info):
        end = info.offset + info.nbytes
        if end > len(self._data):
            what = f"tensor {info.name} ends at byte {end}, the file has {len(self._data)}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)

    def field(self, key, kind):
        """The field `key`, which must be of Python type `kind`."""
        if key not in self.fields:
            raise ModelFileError(self.path, f"field {key} is missing", "give a GGUF file of the right model")
        value = self.fields[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ModelFileError(self.path, f"field {key} is {value!r}, not {kind.__name__}", FETCH_AGAIN)
        return value

    def check(self, name, shape):
        """The row of tensor `name` in the table; raises unless it is there with that shape."""
        if name not in self.tensors:
            raise ModelFileError(self.path, f"tensor {name} is missing", "give a GGUF file of the right model")
        info = self.tensors[name]
        if info.shape != tuple(shape):
            what = f"tensor {name} has shape {list(info.shape)}, expected {list(shape)}"
            raise ModelFileError(self.path, what, "give a file whose tensors fit its metadata")
        return info

    def tensor(self, name, shape):
        """Tensor `name` as float32, dequantised; its shape must be `shape`, its values finite."""
        values = self._dequantised(self.check(name, shape))
        if not np.isfinite(values).all():
            bad = int(np.flatnonzero(~np.isfinite(values.reshape(-1)))[0])
            what = f"tensor {name} holds {values.reshape(-1)[bad]} at element {bad}"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        return values

    def _dequantised(self, info):
        raw = np.frombuffer(self._data, np.uint8, info.nbytes, info.offset)
        try:
            return np.asarray(dequantize(raw, info.kind), np.float32).reshape(info.shape)
        except NotImplementedError:
            what = f"tensor {info.name} is stored as {info.kind.name}, which gguf cannot dequantise"
            raise ModelFileError(self.path, what, "convert it to F16, Q8_0 or Q4_1") from None
