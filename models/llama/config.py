"""Sizes of a Llama model, read from the fields of its GGUF file.

Only what the forward pass needs. Values are checked against each other here, once, so that neither the references nor
the ttnn model meet an impossible combination later.
"""

from dataclasses import dataclass

from models.errors import ModelFileError


@dataclass(frozen=True)
class LlamaConfig:
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn: int
    vocab: int
    context: int
    rope_base: float
    epsilon: float

    @property
    def qkv_width(self):
        return (self.heads + 2 * self.kv_heads) * self.head_dim


def read_config(file):
    """LlamaConfig of an open GgufFile."""
    architecture = file.field("general.architecture", str)
    if architecture != "llama":
        raise ModelFileError(file.path, f"architecture is {architecture!r}", "give a model of architecture 'llama'")

    def count(key):
        value = file.field("llama." + key, int)
        if value <= 0:
            raise ModelFileError(file.path, f"field llama.{key} is {value}", "it must be positive")
        return value

    hidden, heads = count("embedding_length"), count("attention.head_count")
    config = LlamaConfig(
        layers=count("block_count"),
        hidden=hidden,
        heads=heads,
        kv_heads=count("attention.head_count_kv"),
        head_dim=file.fields.get("llama.attention.key_length", hidden // heads),
        ffn=count("feed_forward_length"),
        vocab=len(file.field("tokenizer.ggml.tokens", list)),
        context=count("context_length"),
        rope_base=file.fields.get("llama.rope.freq_base", 10000.0),
        epsilon=file.field("llama.attention.layer_norm_rms_epsilon", float),
    )
    check_heads(file, config)
    return config


def check_heads(file, config):
    if config.heads % config.kv_heads or config.heads * config.head_dim != config.hidden:
        what = f"{config.heads} query heads, {config.kv_heads} key heads and hidden size {config.hidden} do not fit"
        raise ModelFileError(file.path, what, "the file is damaged: download it again")
    rotated = file.fields.get("llama.rope.dimension_count", config.head_dim)
    if rotated != config.head_dim or config.head_dim % 2:
        what = f"rotary dimensions {rotated} of head size {config.head_dim}"
        raise ModelFileError(file.path, what, "only models that rotate whole heads are supported")
