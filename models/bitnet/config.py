"""Sizes of a BitNet model: the mini model of the demo, or those of a Hugging Face config.json.

Values that the forward pass cannot do without are required; a config that asks for something this model is not
(another activation, scaled rotary embedding) is an error, never ignored.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelFileError

GIVE_BITNET = "give a BitNet b1.58 model"
LARGEST, MOST_LAYERS = 1 << 24, 1024


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
FULL = BitNetConfig(hidden=2560, layers=30, heads=20, kv_heads=5, ffn=6912, vocab=128256)  # 2B-4T

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


GGUF_COUNTS = {
    "hidden": "embedding_length",
    "layers": "block_count",
    "heads": "attention.head_count",
    "kv_heads": "attention.head_count_kv",
    "ffn": "feed_forward_length",
    "context": "context_length",
}


def parse_json(path, text):
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(path, f"is not JSON ({error})", "the file is damaged: download it again") from None
    if not isinstance(value, dict):
        raise ModelFileError(path, f"holds a {type(value).__name__}, expected an object", GIVE_BITNET)
    return value


def read_json(path):
    try:
        return parse_json(path, Path(path).read_bytes())
    except OSError as error:
        raise ModelFileError(path, f"cannot be read ({error.strerror})", GIVE_BITNET) from None


def read_config(folder):
    """BitNetConfig of a Hugging Face checkpoint folder."""
    path = Path(folder) / "config.json"
    return config_of_fields(path, read_json(path))


def parse_config(path, text):
    """BitNetConfig of the text of a config.json."""
    return config_of_fields(path, parse_json(path, text))


def config_of_fields(path, fields):
    for key, expected in FIXED.items():
        if fields.get(key) != expected:
            raise ModelFileError(path, f"{key} is {fields.get(key)!r}, expected {expected!r}", GIVE_BITNET)
    if fields.get("rope_scaling") is not None:
        raise ModelFileError(path, f"rope_scaling is {fields['rope_scaling']!r}", "only plain rotary is supported")
    tied = fields.get("tie_word_embeddings", False)
    if not isinstance(tied, bool):
        raise ModelFileError(path, f"tie_word_embeddings is {tied!r}", "expected true or false")
    counts = {name: positive(path, fields, key, int) for name, key in COUNTS.items()}
    rope_base = positive(path, fields, "rope_theta", (int, float))
    epsilon = positive(path, fields, "rms_norm_eps", (int, float))
    return checked(path, BitNetConfig(**counts, rope_base=float(rope_base), epsilon=float(epsilon), tied=tied))


def read_form(folder):
    """How a Hugging Face folder stores its linear layers: "master" floats, or two bits with the scale of the weight
    "multiplied" or "divided"; quantization_config tells."""
    path = Path(folder) / "config.json"
    q = read_json(path).get("quantization_config")
    if q is None:
        return "master"
    if not isinstance(q, dict) or q.get("quant_method") != "bitnet" or q.get("use_rms_norm", False):
        raise ModelFileError(
            path, f"quantization_config is {q!r}", "expected quant_method bitnet without norms of its own"
        )
    mode, kind = q.get("quantization_mode", "offline"), q.get("linear_class", "bitlinear")
    if mode == "online":
        return "master"
    forms = {"autobitlinear": "multiplied", "bitlinear": "divided"}
    if mode != "offline" or not isinstance(kind, str) or kind not in forms:
        what = f"quantization_mode is {mode!r}, linear_class {kind!r}"
        raise ModelFileError(path, what, "expected online or offline, and bitlinear or autobitlinear")
    return forms[kind]


def config_of_gguf(file):
    """BitNetConfig of an open GgufFile."""
    architecture = file.field("general.architecture", str)
    if architecture not in ("bitnet", "bitnet-b1.58"):
        raise ModelFileError(file.path, f"general.architecture is {architecture!r}, expected 'bitnet'", GIVE_BITNET)
    fields = {COUNTS[name]: file.field(f"{architecture}.{key}", int) for name, key in GGUF_COUNTS.items()}
    vocab = f"{architecture}.vocab_size"
    tokens = "tokenizer.ggml.tokens"
    fields[COUNTS["vocab"]] = file.field(vocab, int) if vocab in file.fields else len(file.field(tokens, list))
    fields["rope"] = file.field(f"{architecture}.rope.freq_base", float)
    fields["epsilon"] = file.field(f"{architecture}.attention.layer_norm_rms_epsilon", float)
    if file.fields.get(f"{architecture}.rope.scaling.factor", 1.0) != 1.0:
        raise ModelFileError(file.path, "rope.scaling.factor is not 1", "only plain rotary is supported")
    counts = {name: positive(file.path, fields, key, int) for name, key in COUNTS.items()}
    rope_base, epsilon = (positive(file.path, fields, key, float) for key in ("rope", "epsilon"))
    tied = "output.weight" not in file.tensors
    return checked(file.path, BitNetConfig(**counts, rope_base=rope_base, epsilon=epsilon, tied=tied))


def positive(path, fields, key, kind):
    value = fields.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) or not 0 < value <= LARGEST:
        raise ModelFileError(path, f"{key} is {value!r}, expected a positive number up to {LARGEST}", GIVE_BITNET)
    return value


def checked(path, config):
    if config.layers > MOST_LAYERS:
        raise ModelFileError(path, f"num_hidden_layers is {config.layers}, expected 1 to {MOST_LAYERS}", GIVE_BITNET)
    if config.hidden % config.heads or config.heads % config.kv_heads or config.head_dim % 64:
        what = f"hidden size {config.hidden}, {config.heads} heads, {config.kv_heads} key heads"
        raise ModelFileError(path, what, "heads must divide the hidden size into multiples of 64, key heads the heads")
    if config.ffn % 32:
        what = f"intermediate_size is {config.ffn}"
        raise ModelFileError(path, what, "expected a multiple of 32: weights lie in tiles")
    return config


def config_fields(config):
    """The fields of a config.json."""
    return {
        "architectures": ["BitNetForCausalLM"],
        "model_type": "bitnet",
        "hidden_act": "relu2",
        **{key: getattr(config, name) for name, key in COUNTS.items()},
        "rope_theta": config.rope_base,
        "rms_norm_eps": config.epsilon,
        "tie_word_embeddings": config.tied,
        "torch_dtype": "bfloat16",
    }
