"""Writes a small Llama with random weights as GGUF, in the format and with the row order of real files."""

import numpy as np
from gguf import GGMLQuantizationType as Kind
from gguf import GGUFWriter
from gguf.quants import quantize
from tokenizers import pre_tokenizers

HIDDEN, LAYERS, HEADS, KV_HEADS, FFN, CONTEXT = 256, 2, 4, 2, 256, 1024
HEAD_DIM = HIDDEN // HEADS
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def vocabulary():
    return [*SPECIAL, *sorted(pre_tokenizers.ByteLevel.alphabet()), "ab"]


def write_fields(writer, **changes):
    tokens = vocabulary()
    writer.add_block_count(LAYERS)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(FFN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(changes.get("kv_heads", KV_HEADS))
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(changes.get("pre", "smollm"))
    writer.add_token_list(tokens)
    writer.add_token_merges(changes.get("merges", ["a b"]))
    writer.add_token_types([3] * len(SPECIAL) + [1] * (len(tokens) - len(SPECIAL)))
    writer.add_eos_token_id(2)


def random_matrix(generator, rows, columns):
    return (generator.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)


def add(writer, name, values, kind):
    stored = values if kind == Kind.F32 else values.astype(np.float16) if kind == Kind.F16 else quantize(values, kind)
    writer.add_tensor(name, stored, raw_dtype=None if kind in (Kind.F32, Kind.F16) else kind)


def write_tiny_llama(path, architecture="llama", leave_out=(), spoil=None, **changes):
    """`leave_out`: tensors to omit; `spoil`: a tensor that gets a NaN; `changes`: see write_fields."""
    writer, generator = GGUFWriter(str(path), architecture), np.random.default_rng(7)
    write_fields(writer, **changes)
    matrices = {
        "attn_q": (HIDDEN, HIDDEN),
        "attn_k": (KV_HEADS * HEAD_DIM, HIDDEN),
        "attn_v": (KV_HEADS * HEAD_DIM, HIDDEN),
    }
    matrices |= {
        "attn_output": (HIDDEN, HIDDEN),
        "ffn_gate": (FFN, HIDDEN),
        "ffn_up": (FFN, HIDDEN),
        "ffn_down": (HIDDEN, FFN),
    }
    kinds = [Kind.Q4_1, Kind.Q8_0, Kind.F16]
    tensors = [("token_embd.weight", random_matrix(generator, len(vocabulary()), HIDDEN) * 8, Kind.Q8_0)]
    for layer in range(LAYERS):
        for number, (name, shape) in enumerate(matrices.items()):
            tensors.append((f"blk.{layer}.{name}.weight", random_matrix(generator, *shape), kinds[number % 3]))
        for name in ("attn_norm", "ffn_norm"):
            weight = (1 + 0.1 * generator.standard_normal(HIDDEN)).astype(np.float32)
            tensors.append((f"blk.{layer}.{name}.weight", weight, Kind.F32))
    tensors.append(("output_norm.weight", np.ones(HIDDEN, np.float32), Kind.F32))
    for name, values, kind in tensors:
        if name == spoil:
            values.reshape(-1)[5] = np.nan
        if name not in leave_out:
            add(writer, name, values, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
