"""Sizes of a BitNet model: the mini model of the demo, or those of a Hugging Face config.json.

Values that the forward pass cannot do without are required; a config that asks for something this model is not
(another activation, scaled rotary embedding) is an error, never ignored.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelFileError

GIVE_BITNET = "give the folder of a BitNet b1.58 checkpoint (bf16)"


@dataclass(frozen=True)
class BitNetConfig:
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    ffn: int
    vocab: int
    context: int = 4096
    rope_base: float = 500000.0
    epsilon: float = 1e-5
    tied: bool = True

    @property
    def head_dim(self):
        return self.hidden // self.heads


MINI = BitNetConfig(hidden=256, layers=4, heads=4, kv_heads=2, ffn=512, vocab=1000, tied=False)

COUNTS = {
    "hidden": "hidden_size",
    "layers": "num_hidden_layers",
    "heads": "num_attention_heads",
    "kv_heads": "num_key_value_heads",
    "ffn": "intermediate_size",
    "vocab": "vocab_size",
    "context": "max_position_embeddings",
}
FIXED = {"model_type": "bitnet", "hidden_act": "relu2"}


def read_json(path):
    try:
        value = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelFileError(path, f"cannot be read ({error.strerror})", GIVE_BITNET) from None
    except ValueError as error:
        raise ModelFileError(path, f"is not JSON ({error})", "the file is damaged: download it again") from None
    if not isinstance(value, dict):
        raise ModelFileError(path, f"holds a {type(value).__name__}, expected an object", GIVE_BITNET)
    return value


def read_config(folder):
    """BitNetConfig of a Hugging Face checkpoint folder."""
    path = Path(folder) / "config.json"
    fields = read_json(path)
    for key, expected in FIXED.items():
        if fields.get(key) != expected:
            raise ModelFileError(path, f"{key} is {fields.get(key)!r}, expected {expected!r}", GIVE_BITNET)
    if fields.get("rope_scaling") is not None:
        raise ModelFileError(path, f"rope_scaling is {fields['rope_scaling']!r}", "only plain rotary is supported")
    counts = {name: positive(path, fields, key, int) for name, key in COUNTS.items()}
    config = BitNetConfig(
        **counts,
        rope_base=positive(path, fields, "rope_theta", (int, float)),
        epsilon=positive(path, fields, "rms_norm_eps", (int, float)),
        tied=bool(fields.get("tie_word_embeddings", False)),
    )
    check_heads(path, config)
    return config


def positive(path, fields, key, kind):
    value = fields.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) or value <= 0:
        raise ModelFileError(path, f"{key} is {value!r}, expected a positive number", GIVE_BITNET)
    return value


def check_heads(path, config):
    if config.hidden % config.heads or config.heads % config.kv_heads or config.head_dim % 32:
        what = f"hidden size {config.hidden}, {config.heads} heads, {config.kv_heads} key heads"
        raise ModelFileError(path, what, "heads must divide the hidden size into multiples of 32, key heads the heads")
