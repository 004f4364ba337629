"""Writes BitNet models: a Hugging Face checkpoint for tests and trials, and the packed file.

`write_checkpoint` makes names, shapes' meaning, formats and files of the 2B-4T checkpoint in the caller's sizes, as bf16
master weights or in the packed form; its tokenizer knows single bytes only. `convert` writes any weights as one packed
file.
"""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

from models.bitnet import packing
from models.bitnet.config import config_fields
from models.bitnet.safetensors_file import write_safetensors
from models.bitnet.weights import PACKED_FORMAT

SPECIAL = ("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>")
LINEAR_CLASSES = {"multiplied": "autobitlinear", "divided": "bitlinear"}


def byte_tokenizer():
    """A tokenizer of single bytes that puts the begin token first, as the real one does."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={char: i for i, char in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    begin = tokenizer.token_to_id(SPECIAL[0])
    tokenizer.post_processor = processors.TemplateProcessing(f"{SPECIAL[0]} $A", special_tokens=[(SPECIAL[0], begin)])
    return tokenizer


def strided_bytes(values):
    """Four rows of codes in a byte row: r, r + out / 4, r + 2 out / 4, r + 3 out / 4."""
    codes = (values + 1).astype(np.uint8).reshape(4, -1, values.shape[1])
    return np.bitwise_or.reduce(codes << np.array([0, 2, 4, 6], np.uint8)[:, None, None])


def packed_rows(weights, form):
    """Rows and arrays of a Hugging Face checkpoint with uint8 linear layers."""
    for name, shape in weights.floats.items():
        yield (name + ".weight", "BF16", shape), weights.tensor(name + ".weight")
    for name, (out, inputs) in weights.linears.items():
        matrix = weights.ternary(name)
        scale = matrix.scale if form == "multiplied" else 1 / matrix.scale
        yield (name + ".weight", "U8", (out // 4, inputs)), strided_bytes(matrix.values)
        yield (name + ".weight_scale", "BF16", (1,)), np.array([scale], np.float32)


def write_checkpoint(folder, weights, form="master"):
    """Writes `weights` (BitNetWeights) into `folder`, which is made where needed."""
    folder, fields = Path(folder), config_fields(weights.config)
    folder.mkdir(parents=True, exist_ok=True)
    if form in LINEAR_CLASSES:
        q = {"quant_method": "bitnet", "quantization_mode": "offline", "linear_class": LINEAR_CLASSES[form]}
        fields["quantization_config"] = q
        rows, tensors = zip(*packed_rows(weights, form), strict=True)
    else:
        rows = [(name, "BF16", shape) for name, shape in weights.shapes.items()]
        tensors = (weights.tensor(name) for name in weights.shapes)
    (folder / "config.json").write_text(json.dumps(fields, indent=2))
    byte_tokenizer().save(str(folder / "tokenizer.json"))
    write_safetensors(folder / "model.safetensors", rows, tensors)


def convert(weights, path, form="two-bits", advance=lambda: None):
    """Writes a packed file; `advance()` is called after each tensor."""
    words = form == "two-bits"
    width = packing.TILE_WORDS if words else packing.TILE_DIGIT_BYTES
    rows = [(name, "BF16", shape) for name, shape in weights.floats.items()]
    for name, shape in weights.linears.items():
        rows += [(name, "U32" if words else "U8", (packing.tiles_of(shape), width)), (name + ".scale", "F32", (1,))]

    def tensors():
        for name in weights.floats:
            yield weights.tensor(name + ".weight")
            advance()
        for name in weights.linears:
            matrix = weights.ternary(name)
            yield matrix.words if words else packing.digits_of(matrix.words)
            yield np.array([matrix.scale], np.float32)
            advance()

    metadata = {"format": PACKED_FORMAT, "packing": form, "config": json.dumps(config_fields(weights.config))}
    if weights.tokenizer():
        metadata["tokenizer"] = weights.tokenizer()
    write_safetensors(path, rows, tensors(), metadata)
