"""Weights of a BitNet model: random ones, or those of a Hugging Face folder, a GGUF file or a packed file.

All answer with Hugging Face's names: `tensor(name)` gives embeddings and norms as float32 arrays, `layer_ternary` the
matrices of the linear layers as values of -1, 0 and 1, kept apart from their scale because ternary values are exact in
every format of the device. Names, shapes and formats are checked when a source is opened, values when they are read.
"""

from functools import cached_property
from pathlib import Path

import numpy as np

from models.bitnet import packing
from models.bitnet.config import FULL, config_of_gguf, parse_config, read_config, read_form
from models.bitnet.safetensors_file import FETCH_AGAIN, SafetensorsFile, SafetensorsFolder
from models.errors import ModelFileError, open_regular

SMALLEST = np.float32(1e-5)
PACKED_FORMAT = "tessera-bitnet 1"


class Ternary:
    """A matrix (out, in) of -1, 0, 1; the weight is values * scale. Given as values or as words of packing.py."""

    def __init__(self, values=None, scale=1.0, words=None, shape=None):
        self.scale, self.shape = float(scale), tuple(shape or values.shape)
        if values is not None:
            self.values = values
        if words is not None:
            self.words = words

    @cached_property
    def values(self):
        return packing.values_of(self.words, self.shape)

    @cached_property
    def words(self):
        return packing.words_of(self.values)

    def weight(self):
        return self.values * np.float32(self.scale)


def ternary(matrix):
    """s = mean|W| over the whole matrix, values clamp(round(W / s), -1, 1)."""
    scale = np.maximum(np.abs(matrix).mean(dtype=np.float64).astype(np.float32), SMALLEST)
    return Ternary(np.clip(np.rint(matrix / scale), -1, 1).astype(np.float32), float(scale))


def linear_shapes(config):
    """Name -> shape (out, in) of the ternary matrices of a layer."""
    h, f, kv = config.hidden, config.ffn, config.kv_heads * config.head_dim
    attention = {f"self_attn.{name}_proj": (rows, h) for name, rows in (("q", h), ("k", kv), ("v", kv), ("o", h))}
    return attention | {"mlp.gate_proj": (f, h), "mlp.up_proj": (f, h), "mlp.down_proj": (h, f)}


def float_shapes(config):
    """Name -> shape of the float tensors of the whole model."""
    h = config.hidden
    shapes = {"model.embed_tokens": (config.vocab, h), "model.norm": (h,)}
    if not config.tied:
        shapes["lm_head"] = (config.vocab, h)
    norms = {"input_layernorm": h, "post_attention_layernorm": h, "self_attn.attn_sub_norm": h}
    norms["mlp.ffn_sub_norm"] = config.ffn
    for layer in range(config.layers):
        shapes.update({f"model.layers.{layer}.{name}": (size,) for name, size in norms.items()})
    return shapes


def all_linear_shapes(config):
    layers = range(config.layers)
    return {f"model.layers.{i}.{name}": shape for i in layers for name, shape in linear_shapes(config).items()}


def tensor_shapes(config):
    """Name -> shape of every tensor of a float checkpoint."""
    return {f"{n}.weight": s for n, s in (float_shapes(config) | all_linear_shapes(config)).items()}


class BitNetWeights:
    """What the sources share. A source has `kind`, `tensor(name)` with or without ".weight", `ternary(name)`."""

    def __init__(self, config, path):
        self.config, self.path = config, path
        self.shapes = tensor_shapes(config)
        self.linears, self.floats = all_linear_shapes(config), float_shapes(config)

    def embedding(self):
        return self.tensor("model.embed_tokens.weight")

    def head(self):
        return self.tensor(self.head_name())

    def head_name(self):
        return "model.embed_tokens.weight" if self.config.tied else "lm_head.weight"

    def head_blocks(self, count):
        """`count` rows of the output matrix at a time; sources that can, read no more of it at once."""
        matrix = self.head()
        for first in range(0, len(matrix), count):
            yield matrix[first : first + count]

    def final_norm(self):
        return self.tensor("model.norm.weight")

    def layer_tensor(self, layer, name):
        return self.tensor(f"model.layers.{layer}.{name}.weight")

    def layer_ternary(self, layer, name):
        return self.ternary(f"model.layers.{layer}.{name}")

    def tokenizer(self):
        """The text of a tokenizer.json, None where there is none."""
        return None

    def _positive(self, path, name, scale):
        if not scale > 0:
            raise ModelFileError(path, f"tensor {name} is {scale}", "expected a positive scale")
        return scale


class RandomWeights(BitNetWeights):
    """Reproducible random weights that keep activations near 1, so that neither epsilons nor saturation matter."""

    kind = "random weights"

    def __init__(self, config, seed=0):
        super().__init__(config, "random weights")
        self.seed = seed

    def tensor(self, name):
        shape = self.shapes[name]
        generator = np.random.default_rng([self.seed, *name.encode()])
        noise = generator.standard_normal(shape, dtype=np.float32)
        if len(shape) == 1:
            return 1 + np.float32(0.1) * noise
        return noise if "embed" in name else noise / np.float32(np.sqrt(shape[1]))

    def ternary(self, name):
        return ternary(self.tensor(name + ".weight"))


class RandomTernaryWeights(RandomWeights):
    """The same without float matrices behind the ternary ones, fast enough for the full size; half are zero."""

    def __init__(self, config=FULL, seed=0):
        super().__init__(config, seed)

    def ternary(self, name):
        shape = self.linears[name]
        generator = np.random.default_rng([self.seed, *name.encode()])
        bits = generator.integers(0, 1 << 32, (2, packing.tiles_of(shape), packing.TILE_WORDS), dtype=np.uint32)
        magnitude = bits[0] & np.uint32(0x55555555)
        words = magnitude | (bits[1] & magnitude) << 1
        return Ternary(words=words, scale=np.sqrt(2 / shape[1]), shape=shape)


class CheckpointWeights(BitNetWeights):
    """A Hugging Face folder with config.json and .safetensors files: float master weights, or packed ones."""

    def __init__(self, folder):
        super().__init__(read_config(folder), Path(folder))
        self.form = read_form(folder)
        self.kind = f"Hugging Face checkpoint, {'float master' if self.form == 'master' else 'packed'} weights"
        self._files = SafetensorsFolder(folder)
        for name, shape in self.floats.items():
            self._files.check(name + ".weight", shape)
        for name, (rows, columns) in self.linears.items():
            if self.form == "master":
                self._files.check(name + ".weight", (rows, columns))
            else:
                self._files.check(name + ".weight", (rows // 4, columns), ("U8",))
                self._files.check(name + ".weight_scale", self._scale_shape(name))

    def _scale_shape(self, name):
        stored = self._files.home(name + ".weight_scale").table[name + ".weight_scale"].shape
        return () if stored == () else (1,)

    def tokenizer(self):
        path = self.path / "tokenizer.json"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def tensor(self, name):
        return self._files.tensor(name, self.shapes[name])

    def head_blocks(self, count):
        return self._files.blocks(self.head_name(), self.shapes[self.head_name()], count)

    def ternary(self, name):
        if self.form == "master":
            return ternary(self.tensor(name + ".weight"))
        stored, (rows, columns) = name + ".weight", self.linears[name]
        scale_name = name + ".weight_scale"
        scale = self._files.tensor(scale_name, self._scale_shape(name)).reshape(-1)[0]
        self._positive(self._files.home(scale_name).path, scale_name, scale)
        # byte row r holds rows r, r + out / 4, r + 2 out / 4 and r + 3 out / 4 in its bit pairs, as value + 1
        data = self._files.raw(stored, (rows // 4, columns), "U8")
        codes = np.concatenate([data >> shift & 3 for shift in (0, 2, 4, 6)])
        if (codes == 3).any():
            row, column = np.argwhere(codes == 3)[0]
            what = f"tensor {stored}: row {row}, column {column} is 2, not -1, 0 or 1"
            raise ModelFileError(self._files.home(stored).path, what, FETCH_AGAIN)
        return Ternary(codes.astype(np.float32) - 1, 1 / scale if self.form == "divided" else scale)


class PackedWeights(BitNetWeights):
    """A packed file (`convert`): safetensors whose linear layers are words or digits of packing.py."""

    def __init__(self, path):
        self._file = SafetensorsFile(path)
        if self._metadata("format") != PACKED_FORMAT:
            what = f"metadata names the format {self._metadata('format')!r}"
            raise ModelFileError(path, what, "write it anew with: convert")
        super().__init__(parse_config(path, self._metadata("config")), Path(path))
        self.packing = self._metadata("packing")
        if self.packing not in ("two-bits", "five-digits"):
            raise ModelFileError(path, f"packing is {self.packing!r}", "expected two-bits or five-digits")
        self.kind = "packed file, " + ("two bits a weight" if self.packing == "two-bits" else "five digits a byte")
        for name, shape in self.floats.items():
            self._file.check(name, shape, ("BF16", "F32"))
        for name in self.linears:
            self._file.check(name, *self._stored(name))
            self._file.check(name + ".scale", (1,), ("F32",))

    def _metadata(self, key):
        if key not in self._file.metadata:
            raise ModelFileError(self._file.path, f"metadata has no {key}", "give a file that convert wrote")
        return self._file.metadata[key]

    def _stored(self, name):
        words = self.packing == "two-bits"
        tiles = packing.tiles_of(self.linears[name])
        return (tiles, packing.TILE_WORDS if words else packing.TILE_DIGIT_BYTES), ("U32" if words else "U8",)

    def tokenizer(self):
        return self._file.metadata.get("tokenizer")

    def tensor(self, name):
        name = name.removesuffix(".weight")
        return self._file.tensor(name, self.floats[name])

    def head_blocks(self, count):
        name = self.head_name().removesuffix(".weight")
        return self._file.blocks(name, self.floats[name], count)

    def ternary(self, name):
        shape, (stored, (dtype,)) = self.linears[name], self._stored(name)
        scale = self._file.tensor(name + ".scale", (1,))[0]
        self._positive(self.path, name + ".scale", scale)
        data = self._file.raw(name, stored, dtype)
        if dtype == "U8":
            return Ternary(words=packing.words_of_digits(data), scale=scale, shape=shape)
        bad = packing.first_bad_word(data)
        if bad is not None:
            what = f"tensor {name}: word {bad} holds a code that is not -1, 0 or 1"
            raise ModelFileError(self.path, what, FETCH_AGAIN)
        return Ternary(words=data, scale=scale, shape=shape)


GGUF_NAMES = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.attn_sub_norm": "attn_sub_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "mlp.ffn_sub_norm": "ffn_sub_norm",
}


def gguf_name(name):
    if not name.startswith("model.layers."):
        return GGUF_NAMES[name] + ".weight"
    layer, rest = name.removeprefix("model.layers.").split(".", 1)
    return f"blk.{layer}.{GGUF_NAMES[rest]}.weight"


class GgufWeights(BitNetWeights):
    """A GGUF file with ternary blocks (TQ1_0, TQ2_0); rows of q and k are in half-split order for this architecture."""

    kind = "GGUF file, ternary blocks"

    def __init__(self, path):
        from models.gguf_file import GgufFile  # needs the package gguf, which other sources do without

        self._file = GgufFile(path)
        super().__init__(config_of_gguf(self._file), Path(path))
        for name, shape in (self.floats | self.linears).items():
            info = self._file.check(gguf_name(name), shape)
            allowed = ("TQ1_0", "TQ2_0") if name in self.linears else ("F32", "F16", "BF16")
            if info.kind.name not in allowed:
                what = f"tensor {info.name} is stored as {info.kind.name}"
                raise ModelFileError(path, what, f"convert it to {' or '.join(allowed)}")

    def tensor(self, name):
        name = name.removesuffix(".weight")
        return self._file.tensor(gguf_name(name), self.floats[name])

    def ternary(self, name):
        stored = gguf_name(name)
        matrix = self._file.tensor(stored, self.linears[name])
        scale = np.abs(matrix).max() or np.float32(1)
        values = matrix / scale
        if not np.isin(values, (-1, 0, 1)).all():
            found = values[~np.isin(values, (-1, 0, 1))][0] * scale
            what = f"tensor {stored} holds {found} beside {scale}"
            raise ModelFileError(self.path, what, "a BitNet matrix has -1, 0 and 1 times one scale")
        return Ternary(values, scale)


def open_weights(path):
    """The weights behind a path: a Hugging Face folder, a GGUF file or a packed file."""
    path = Path(path)
    if path.is_dir():
        return CheckpointWeights(path)
    try:
        with open_regular(path) as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelFileError(path, f"cannot be read ({error.strerror})", "give a model's file or folder") from None
    return GgufWeights(path) if magic == b"GGUF" else PackedWeights(path)
