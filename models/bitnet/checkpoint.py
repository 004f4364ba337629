"""Writes a BitNet checkpoint in Hugging Face's form: config.json, model.safetensors, tokenizer.json.

For tests and for trying the full demo without 5 GB of download: names, shapes' meaning, bf16 format and files are those
of the 2B-4T checkpoint, sizes are the caller's. The tokenizer knows single bytes only.
"""

import json
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

SPECIAL = ("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>")


def to_bf16(values):
    """bfloat16 bits of float32 values, rounded to nearest even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write_safetensors(path, tensors):
    """`tensors`: pairs of name and float32 array, written as BF16."""
    table, blobs, offset = {}, [], 0
    for name, values in tensors:
        blob = to_bf16(values).tobytes()
        table[name] = {"dtype": "BF16", "shape": list(values.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    header = json.dumps(table).encode()
    header += b" " * (-len(header) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(header)) + header + b"".join(blobs))


def config_fields(config):
    return {
        "architectures": ["BitNetForCausalLM"],
        "model_type": "bitnet",
        "hidden_act": "relu2",
        "hidden_size": config.hidden,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.kv_heads,
        "intermediate_size": config.ffn,
        "vocab_size": config.vocab,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_base,
        "rms_norm_eps": config.epsilon,
        "tie_word_embeddings": config.tied,
        "torch_dtype": "bfloat16",
    }


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


def write_checkpoint(folder, weights):
    """Writes `weights` (BitNetWeights) into `folder`, which is made where needed."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config_fields(weights.config), indent=2))
    byte_tokenizer().save(str(folder / "tokenizer.json"))
    write_safetensors(folder / "model.safetensors", ((name, weights.tensor(name)) for name in weights.shapes))
