"""Rules for heads, rotary embedding, caches, attention, convolutions and pooling; see draw.py."""

import numpy as np
import ttnn
from arguments import always
from draw import SKIP, shapes_of, special

# --- heads: the first tensor is made to fit the numbers of heads ---

HEADS = "nlp_create_qkv_heads|nlp_create_qkv_heads_boltz|create_qkv_heads"
shapes_of(f"{HEADS}|nlp_create_qkv_heads_decode", (1, 1, 32, 32), (2, 1, 33, 32), (1, 1, 7, 64), (3, 1, 64, 32))
shapes_of("create_qkv_heads_from_separate_tensors|nlp_create_q_heads_split", (1, 1, 32, 64), (2, 1, 64, 32))
shapes_of("nlp_create_qkv_heads_(vit|segformer|falcon7b)", (1, 1, 32, 64), (1, 1, 64, 64))
shapes_of("nlp_concat_heads|nlp_concat_heads_boltz|concatenate_heads", (1, 4, 32, 64), (2, 3, 33, 32), (3, 2, 64, 32))
shapes_of("nlp_concat_heads_decode", (1, 4, 32, 32), (1, 8, 32, 64), (1, 1, 32, 64))
shapes_of("split_query_key_value_and_split_heads", (2, 32, 32), (1, 64, 64), (2, 33, 32))
# [..., tokens, head size] above; the width follows from the heads.


def counts(d):
    """(query heads, key heads)."""
    return d.once("heads", lambda: d.rng.choice(((4, 4), (4, 2), (2, 1), (8, 4))))


@special("nlp_create_qkv_heads(_boltz|_decode)?|split_query_key_value_and_split_heads", "input", "input_tensor")
def _projected(d, parameter):
    q, kv = counts(d)
    if d.overload.name == "ttnn.experimental.split_query_key_value_and_split_heads":
        return d.tensor((d.shape[0], 1, d.shape[-2], 48 * 32))
    # Shards of blocks hold q, k and v group by group, as those of create_qkv_heads.
    memory = "DRAM" if d.overload.short.startswith("split") and d.memory == "BLOCK" else d.memory
    return d.tensor((*d.shape[:-1], (q + 2 * kv) * d.shape[-1]), memory=memory)


@special("create_qkv_heads_from_separate_tensors|nlp_create_q_heads_split", "input", "input_kv", "input_tensor")
def _parts(d, parameter):
    q, kv = counts(d)
    heads = 2 * kv if parameter.name == "input_kv" else q
    memory = "DRAM" if d.overload.short.startswith("nlp") else "BLOCK" if d.chance(0.8) else d.memory
    return d.tensor((*d.shape[:-1], heads * d.shape[-1]), memory=memory, parts=(1, kv))


@special("create_qkv_heads", "input")
def _in_blocks(d, _):
    q, kv = counts(d)
    memory = "BLOCK" if d.chance(0.8) else d.memory
    return d.tensor((*d.shape[:-1], (q + 2 * kv) * d.shape[-1]), memory=memory, parts=(1, kv))


@special("create_qkv_heads.*", "memory_config")
@always
def _in_rows(d, _):
    return ttnn.L1_HEIGHT_SHARDED_MEMORY_CONFIG


@special("nlp_concat_heads_decode", "input_tensor")
def _user_a_core(d, _):
    return d.tensor(d.shape, memory="HEIGHT" if d.chance(0.8) else d.memory, parts=(d.shape[1] or 1, 1))


@special("rotary_embedding_llama_fused_qk", "q_input_tensor", "k_input_tensor")
def _fused(d, parameter):
    start = 0 if parameter.name.startswith("q") else d.shape[1]
    return d.tensor(
        d.shape, memory="HEIGHT" if d.chance(0.8) else d.memory, parts=(d.shape[1] or 1, 1), row=start and 1
    )


@special("nlp_create_qkv_heads_(vit|segformer|falcon7b)", "input", "input_tensor")
def _fixed_width(d, _):
    width = {"vit": 2304, "segformer": 32, "falcon7b": 4672}[d.overload.short.rpartition("_")[2]]
    return d.tensor((*d.shape[:-1], width), memory=d.memory)


@special(f"{HEADS}.*|nlp_create_q.*|split_query.*", "num_heads")
@always
def _query_heads(d, _):
    if d.overload.name == "ttnn.experimental.split_query_key_value_and_split_heads":
        return 16
    return counts(d)[0]


@special(f"{HEADS}.*|nlp_create_q.*|split_query.*", "num_kv_heads")
@always
def _key_heads(d, _):
    return counts(d)[1]


@special(
    f"{HEADS}.*|nlp_create_q.*|split_query.*",
    *(
        "input_kv",
        "kv_input_tensor",
        "kv_tied",
        "batch_offset",
        "slice_size",
        "use_falcon7b_backend",
        "overlap_qk_coregrid",
    ),
)
def _plain_form(d, parameter):
    return SKIP


@special("nlp_create_q_heads_split", "split_head_dim")
def _split_at(d, _):
    return max(32, d.shape[-1] // 2)


@special("nlp_concat_heads_decode", "num_heads")
def _concatenated(d, _):
    return max(1, d.shape[1] // 2)


# --- rotary embedding ---

shapes_of("rotary_embedding|rotary_embedding_hf", (1, 2, 32, 64), (1, 3, 33, 64), (2, 1, 64, 128), (1, 1, 7, 64))
shapes_of("rotary_embedding_llama", (1, 2, 32, 64), (1, 4, 64, 32), (1, 1, 33, 64))
shapes_of("rotary_embedding_llama_fused_qk", (1, 2, 4, 64), (1, 8, 8, 32))
shapes_of("rotate_half", (1, 2, 32, 64), (2, 3, 33, 128), (1, 1, 7, 64))


@special("rotary_embedding.*", "cos_cache", "sin_cache")
def _cache(d, _):
    rows = -(-d.shape[-2] // 32) * 32
    if d.overload.short.endswith("fused_qk"):
        return d.tensor((1, 2 * d.shape[1], 1, d.shape[-1]), limits=(-1, 1))
    return d.tensor((1, 1, rows, d.shape[-1]), limits=(-1, 1))


@special("rotary_embedding_llama.*", "trans_mat")
def _transformation(d, _):
    matrix = np.zeros((1, 1, 32, 32), np.float32)
    matrix[..., np.arange(0, 32, 2), np.arange(1, 32, 2)] = 1
    matrix[..., np.arange(1, 32, 2), np.arange(0, 32, 2)] = -1
    return d.tensor(matrix.shape, array=matrix)


@special("rotate_half", "input")
def _signed(d, _):
    if d.shape and d.shape[-1] % 2:
        raise IndexError("halves of an odd width")
    dtype = "int32" if d.dtype.startswith("u") and d.chance(0.7) else d.dtype
    return d.tensor(d.shape, dtype, memory=d.memory, limits=(0, 0) if dtype.startswith("u") else None)


@special("rotary_embedding.*", "is_decode_mode")
def _prefill(d, _):
    return False


@special("rotary_embedding", "token_index")
def _token(d, _):
    return d.rng.randrange(d.shape[-2]) if d.shape[0] == 1 else SKIP


# --- caches ---

shapes_of(".*_cache.*", (2, 3, 64, 32), (4, 1, 32, 64), (1, 2, 96, 64))


@special("(fill|update)_cache.*", "input")
def _new_tokens(d, _):
    _, heads, length, size = d.shape
    tokens = d.notes["tokens"] = d.rng.choice((32, 7, 1))
    rows = tokens if d.overload.short.startswith("fill") else 32
    return d.tensor((1, heads, rows, size))


@special("(fill|update)_cache.*", "batch_idx", "batch_index", "update_idx", "update_index", "batch_offset")
def _where(d, parameter):
    if parameter.name.startswith("batch_i"):
        return d.rng.randrange(d.shape[0])
    if parameter.name == "batch_offset":
        return d.rng.randint(0, 3)
    last = d.shape[2] - d.notes["tokens"] if d.overload.short.startswith("fill") else d.shape[2] - 1
    return d.rng.randint(0, max(0, last))


# --- attention ---

shapes_of("scaled_dot_product_attention", (1, 4, 32, 64), (2, 2, 33, 32), (1, 8, 64, 32), (2, 4, 7, 64))
shapes_of("scaled_dot_product_attention_decode", (1, 2, 4, 64), (1, 1, 8, 32), (1, 3, 32, 64))
ATTENTION = "scaled_dot_product_attention.*"


@special(ATTENTION, "input_tensor_k", "input_tensor_v")
def _keys(d, _):
    decode = d.overload.short.endswith("decode")
    heads = d.shape[2 if decode else 1]
    shared = d.once("kv heads", lambda: d.rng.choice([n for n in (1, 2, heads) if n and heads % n == 0]))
    length = 64 if decode else d.shape[2]
    return d.tensor((d.shape[1] if decode else d.shape[0], shared, length, d.shape[3]))


@special(ATTENTION, "cur_pos")
@always
def _current(d, _):
    return [d.rng.randrange(64) for _ in range(d.shape[1])]


@special(ATTENTION, "is_causal")
@always
def _causal(d, _):
    return d.once("causal", lambda: d.chance(0.6))


@special("scaled_dot_product_attention", "attn_mask")
@always
def _attention_mask(d, _):
    if d.once("causal", lambda: d.chance(0.6)) or d.chance(0.4):
        return SKIP
    return d.tensor((d.shape[0], 1, d.shape[2], d.shape[2]))


@special("scaled_dot_product_attention", "cu_window_seqlens")
@always
def _windows(d, _):
    if d.notes["causal"] or {"attn_mask", "sliding_window_size"} & set(d.values) or d.chance(0.4):
        return SKIP
    ends = [0, *sorted(d.rng.randint(0, d.shape[2]) for _ in range(d.rng.randint(0, 3))), d.shape[2]]
    return d.tensor((len(ends),), "int32", "ROW_MAJOR", array=np.array(ends, np.int32))


@special(
    "scaled_dot_product_attention",
    "windowed_q_token_offset",  # tests/ops/test_keywords.py: it has to leave each query a key
    "windowed_q_token_offset_tensor",
    "attn_mask_block_map",
)
def _refused_alone(d, _):
    return SKIP


@special(ATTENTION, "sliding_window_size")
def _window(d, _):
    return d.rng.choice((1, 8, 32))


@special(ATTENTION, "share_cache", "cur_pos_tensor", "attention_sink", "attn_mask", "program_config")
def _other_forms(d, _):
    return SKIP


# --- convolutions and pooling ---

IMAGES = ((1, 6, 7, 32), (2, 5, 5, 3), (1, 8, 8, 16), (1, 9, 4, 64))
shapes_of("conv2d|conv_transpose2d|.*pool2d", *IMAGES)
shapes_of("conv1d", (1, 9, 32), (2, 7, 3), (1, 16, 16))
CONV = "conv1d|conv2d|conv_transpose2d"


def taps(d):
    return d.once("taps", lambda: d.rng.choice(((3, 3), (1, 1), (2, 3))))


def outputs(d):
    return d.once("outputs", lambda: d.rng.choice((32, 5, 16)))


@special(CONV, "weight_tensor")
def _weights(d, _):
    channels, window = d.shape[-1], taps(d)
    shape = (channels, outputs(d)) if d.overload.short == "conv_transpose2d" else (outputs(d), channels)
    window = window[1:] if d.overload.short == "conv1d" else window
    return d.tensor((*shape, *window), _host_dtype(d), "ROW_MAJOR", device=None)


def _host_dtype(d):
    return "float32" if d.dtype == "float32" else "bfloat16"


@special(CONV, "bias_tensor")
def _bias(d, _):
    return d.tensor((1, 1, 1, outputs(d)), _host_dtype(d), "ROW_MAJOR", device=None)


@special(f"{CONV}|.*pool2d", "kernel_size")
def _kernel(d, parameter):
    return list(taps(d)) if "Sequence" in parameter.kind else taps(d)[1]


@special(f"{CONV}|.*pool2d", "stride", "padding", "dilation", "output_padding", "groups")
def _geometry(d, parameter):
    if parameter.name in ("dilation", "groups", "output_padding"):
        return SKIP if not parameter.required else [1, 1]
    window = taps(d)
    one = [d.rng.choice((1, 2)) if parameter.name == "stride" else d.rng.randint(0, n // 2) for n in window]
    return one if "Sequence" in parameter.kind and "int |" not in parameter.kind else one[1]


@special(f"{CONV}|.*pool2d", "in_channels", "channels", "out_channels")
def _channels(d, parameter):
    return outputs(d) if parameter.name == "out_channels" else d.shape[-1]


@special(f"{CONV}|.*pool2d", "batch_size", "input_height", "input_width", "input_length", "input_h", "input_w")
@always
def _extents(d, parameter):
    name = parameter.name
    return d.shape[0 if name == "batch_size" else 2 if name.endswith(("width", "w")) else 1]


@special(".*pool2d", "output_size")
def _output_size(d, _):
    return [d.rng.choice([n for n in range(1, extent + 1) if extent % n == 0]) for extent in d.shape[1:3]]


@special("max_pool2d|avg_pool2d|adaptive.*", "input_tensor")
def _image(d, _):
    n, h, w, c = d.shape
    return d.tensor((1, 1, n * h * w, c), memory=d.memory)


@special(
    f"{CONV}|.*pool2d",
    *("return_output_dim", "return_weights_and_bias", "return_indices", "deallocate_input", "mirror_kernel"),
    *("divisor_override", "ceil_mode", "count_include_pad", "reallocate_output", "reallocate_halo_output", "dtype"),
)
def _usual(d, parameter):
    return SKIP


@special("(std|var)", "correction")
def _correction(d, _):
    return d.chance(0.5)


# --- experts, weights on their way ---

shapes_of("moe_expert_token_remap", (1, 2, 5, 8), (1, 1, 1, 3), (2, 3, 17, 33), (1, 33, 1, 64), (1, 0, 4, 8))


@special("moe_expert_token_remap", "topk_tensor", "expert_mapping_tensor", "expert_metadata_tensor")
def _of_experts(d, parameter):
    experts = d.shape[-1]
    if parameter.name == "topk_tensor":
        return d.tensor(d.shape, "bfloat16", "ROW_MAJOR", memory=d.memory)
    if parameter.name == "expert_mapping_tensor":
        return d.tensor((1, 1, experts, 1), "uint16", "ROW_MAJOR", limits=(0, 1))
    return d.tensor((*d.shape[:-1], d.rng.randint(1, 4)), "uint16", "ROW_MAJOR", limits=(0, experts))


@special("moe_expert_token_remap", "reduction_size")
def _chunk_of_tokens(d, _):
    return d.rng.choice((1, 4, 7, 32))


SENDERS = 2  # of the buffer, and banks of the weights


@special("dram_prefetcher", "tensors")
def _prefetched(d, _):
    banks = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(SENDERS - 1, 0))})
    shards = ttnn.ShardSpec(banks, [64, 32 * d.rng.randint(1, 3)], ttnn.ShardOrientation.ROW_MAJOR)
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.WIDTH_SHARDED, ttnn.BufferType.DRAM, shards)
    count = d.rng.randint(1, 3)
    weights = [ttnn.to_memory_config(d.tensor((64, SENDERS * shards.shape[1])), config) for _ in range(count)]
    return [*weights, d.tensor((SENDERS, 4 * count), "uint32", "ROW_MAJOR")]


@special("dram_prefetcher", "num_layers")
def _layers(d, _):
    return d.rng.randint(1, 4)


@special("dram_prefetcher", "global_cb")
@always
def _global_buffer(d, _):
    cores = [ttnn.CoreCoord(x, y) for y in range(SENDERS) for x in range(2)]
    pairs = [(s, ttnn.CoreRangeSet({ttnn.CoreRange(r, r)})) for s, r in zip(cores[::2], cores[1::2])]
    return ttnn.create_global_circular_buffer(d.device, pairs, 4096)
