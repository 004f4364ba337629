"""Rules for special forms of products, norms in halves, scans, parts of tensors, files, and attention against paged caches; see draw.py."""

import math
import tempfile
from pathlib import Path

import numpy as np
import special_paged  # noqa: F401
import ttnn
from arguments import always, like_main
from draw import LIMITS, SKIP, shapes_of, special
from places import FLOATS, sharded

# Operations that the sweep of every operation leaves out, and why.
PENDING = {}

LIMITS |= {"bernoulli": (0.05, 0.95), "prefix_scan": (-1, 1)}

# --- products ---

shapes_of("minimal_matmul|minimal_matmul_split|dit_minimal.*", (33, 64), (2, 31, 65), (1, 1, 32, 32), (64, 96))
shapes_of("attn_matmul|group_attn_matmul", (1, 4, 8, 64), (1, 6, 32, 33), (1, 3, 32, 32))
shapes_of("attn_matmul_from_cache", (1, 4, 8, 32), (1, 6, 32, 64))
shapes_of("ternary_matmul", (1, 1, 5, 96), (1, 1, 32, 64), (3, 7, 32))
MINIMAL = "minimal_matmul|minimal_matmul_split|dit_minimal_matmul_addcmul_fused"
COLUMNS = 96


@special(MINIMAL, "input_tensor", "matmul_input_tensor")
def _left(d, parameter):
    if "Sequence" in parameter.kind and d.shape and d.chance(0.3):
        half = d.shape[-1] // 2
        return [d.tensor((*d.shape[:-1], n)) for n in (half, d.shape[-1] - half)]
    return d.tensor(d.shape, memory=d.memory)


@special(MINIMAL, "weight_tensor", "matmul_weight_tensor")
def _right(d, _):
    return like_main(d, (d.shape[-1], COLUMNS))


@special(MINIMAL, "bias_tensor")
def _bias(d, _):
    return d.tensor((1, COLUMNS))


@special(MINIMAL, "fused_activation")
def _activation(d, _):
    return ttnn.UnaryWithParam(getattr(ttnn.UnaryOpType, d.rng.choice(("RELU", "GELU", "SILU"))))


@special("situ_glu", "up")
def _like_the_gate(d, _):
    """Each part rounds to its operand's dtype, which shall be the output's."""
    return d.tensor(d.shape, memory=d.memory)


@special("minimal_matmul_split", "dim")
def _columns(d, _):
    return -1


@special(MINIMAL, "addcmul_input_tensor1", "addcmul_input_tensor2")
def _addend(d, parameter):
    row = parameter.name.endswith("2") and d.chance(0.5)
    return d.tensor((*((1,) * (len(d.shape) - 1) if row else d.shape[:-1]), COLUMNS))


@special("(group_)?attn_matmul(_from_cache)?", "input_tensor_b")
def _cache_of_users(d, _):
    _, heads, users, inner = d.shape
    kv = d.rng.choice([n for n in (1, 2, heads) if n and heads % n == 0])
    if not d.overload.short.endswith("from_cache"):
        return d.tensor((users, kv, inner, d.rng.choice((32, 40))))
    turned = d.once("turned", lambda: d.chance(0.5))
    return d.tensor((users, kv, 96, inner if turned else 40))


@special("attn_matmul_from_cache", "num_tokens", "transpose_hw")
def _tokens(d, parameter):
    turned = d.once("turned", lambda: d.chance(0.5))
    return turned if parameter.name == "transpose_hw" else 64 if turned else d.shape[-1]


@special("ternary_matmul", "weight")
def _codes(d, _):
    tiles = max(1, d.shape[-1] // 32) * 2
    if d.chance(0.3):
        digits = (d.numbers.integers(0, 243, (tiles, 208)) * 256 + 242) // 243
        return d.tensor(digits.shape, "uint8", "ROW_MAJOR", array=digits.astype(np.uint8))
    codes = d.numbers.choice((0, 1, 3), (tiles, 64, 16)).astype(np.uint64)
    words = (codes << (2 * np.arange(16, dtype=np.uint64))).sum(-1).astype(np.uint32)
    return d.tensor(words.shape, "uint32", d.rng.choice(("TILE", "ROW_MAJOR")), array=words)


@special("ternary_matmul", "use_packed_ternary")
@always
def _packed(d, _):
    return True


@special("ternary_matmul", "norm_weight")
def _norm_row(d, _):
    return d.tensor((1, d.shape[-1]), "bfloat16", "TILE")


# --- norms in halves ---

HALVES = "(layer|rms)_norm_post_all_gather|dit_layernorm_post_allgather|wan_fused_rmsnorm_post_allgather"
shapes_of("wan_fused_rmsnorm_post_allgather", (1, 1, 32, 128), (2, 1, 7, 64), (1, 1, 40, 192))
shapes_of(f"{HALVES}|(layer|rms)_norm_pre_all_gather", (1, 1, 32, 64), (2, 3, 17, 37), (31, 33), (3, 31, 65))


@special(HALVES, "input_tensor")
def _halved(d, _):
    d.notes["values"] = array = d.array(d.shape)
    return d.tensor(d.shape, memory=d.memory, array=array)


@special(HALVES, "stats")
def _sums_of_devices(d, _):
    x = d.notes["values"].astype(np.float64)
    parts = [np.square(x).sum(-1, keepdims=True)]
    if "layer" in d.overload.short:
        parts.append(x.sum(-1, keepdims=True))
    columns = [np.concatenate([p, np.zeros((*p.shape[:-1], 31))], -1) for p in parts]
    array = np.concatenate(columns * d.rng.choice((1, 2)), -1).astype(np.float32)
    return d.tensor(array.shape, "float32", "TILE", array=array)


@special(HALVES, "weight", "bias")
def _row(d, _):
    return d.tensor((1, d.shape[-1]) if d.shape else (1, 1))


@special("(layer|rms)_norm_pre_all_gather", "residual_input_tensor")
def _residual(d, _):
    return d.tensor(d.shape)


@special("wan_fused_rmsnorm_post_allgather", "transformation_mat", "rope_cos", "rope_sin")
def _unturned(d, _):
    return SKIP


@special("wan_fused_rmsnorm_post_allgather", "num_heads_per_device")
@always
def _heads_of_device(d, _):
    return d.rng.choice((1, 2))


# --- softmax of attention scores ---

shapes_of("attention_softmax_?", (1, 2, 32, 64), (2, 3, 32, 32), (1, 1, 64, 96))
shapes_of("scale_causal_mask_hw_dims_softmax_in_place", (1, 2, 32, 64), (1, 4, 32, 32))


@special("attention_softmax_?", "attention_mask")
@always
def _mask(d, _):
    full = (1,) * (4 - len(d.shape)) + d.shape
    if d.overload.short == "attention_softmax" and d.chance(0.3):
        return SKIP
    return d.tensor((full[0], 1, 1, full[-1]))


@special("attention_softmax_?", "causal_mask")
def _not_causal(d, _):
    return False


@special("attention_softmax_?", "head_size")
def _head_size(d, _):
    return d.rng.choice((32, 64, 80))


@special("scale_causal_mask_hw_dims_softmax_in_place", "input_tensor")
def _scores(d, _):
    if len(d.shape) != 4 or not d.is_float or not math.prod(d.shape):
        raise IndexError("scores of floats are [b, heads, rows, columns]")
    return d.tensor(d.shape, layout="TILE", memory="HEIGHT", parts=(d.shape[1], 1))


@special("scale_causal_mask_hw_dims_softmax_in_place", "mask")
@always
def _square(d, _):
    return d.tensor((1, 1, *d.shape[2:]), layout="TILE")


@special("scale_causal_mask_hw_dims_softmax_in_place", "program_config")
@always
def _program_of_shards(d, _):
    return ttnn.SoftmaxShardedMultiCoreProgramConfig(
        compute_with_storage_grid_size=ttnn.CoreCoord(d.shape[1], 1),
        subblock_w=1,
        block_h=-(-d.shape[2] // 32),
        block_w=-(-d.shape[3] // 32),
    )


# --- reductions, scans, gates ---

shapes_of("fast_reduce_nc", (2, 3, 33, 64), (3, 31, 65), (1, 2, 32, 32))
shapes_of("hc_sum_reduce", (1, 1, 40, 1024), (1, 1, 32, 2048), (1, 1, 7, 1024))
shapes_of("prefix_scan", (1, 1, 40, 64), (1, 1, 32, 32), (1, 1, 7, 96))
shapes_of("repeat_and_interleave_eltwise_mul", (1, 1, 40, 32), (1, 1, 7, 96), (1, 1, 32, 64))
shapes_of("ema", (1, 2, 33, 65), (1, 1, 32, 32))
shapes_of("intimg", (1, 9, 33, 5), (1, 3, 32, 64))
shapes_of("deepseek_grouped_gate", (1, 1, 32, 64), (1, 1, 7, 128))


@special("fast_reduce_nc", "dims")
@always
def _outer(d, _):
    outer = max(1, len(d.shape) - 2)
    return d.rng.sample(range(outer), d.rng.randint(1, outer))


@special("prefix_scan", "bx", "h_prev")
def _state(d, parameter):
    return d.tensor(d.shape if parameter.name == "bx" else (1, 1, 1, d.shape[-1]))


@special("repeat_and_interleave_eltwise_mul", "b")
def _factors(d, _):
    narrow = d.shape[-1] == 32
    return d.tensor((*d.shape[:-1], d.rng.choice((1, 3)) if narrow else d.shape[-1] // 32))


@special("ema", "input_tensor")
def _series(d, _):
    return d.tensor(d.shape, "bfloat16" if d.is_float else d.dtype, memory=d.memory)


@special("ema", "alpha")
def _share(d, _):
    return round(d.rng.uniform(0.1, 0.9), 2)


@special("deepseek_grouped_gate", "scores", "bias")
def _untied(d, parameter):
    """Equal scores may be chosen in any order, so there are none."""
    d.dtype = d.dtype if d.dtype not in FLOATS else "float32"
    return d.tensor(d.shape if parameter.name == "scores" else (1, 1, 1, d.shape[-1]))


@special("isin", "test_elements")
def _known(d, _):
    return d.tensor((9, 33), array=None if d.is_float else d.array((9, 33)) // 2 * 2)


@special("dropout", "probability")
def _probability(d, _):
    return round(d.rng.uniform(0, 1), 2)


# --- element-wise ---


@special("bcast", "input_b", "dim")
def _spread(d, parameter):
    name = d.once("spread", lambda: d.rng.choice("H W HW".split()))
    if parameter.name == "dim":
        return getattr(ttnn.BcastOpDim, name)
    rows, columns = d.shape[-2:]
    return d.tensor((*d.shape[:-2], 1 if "H" in name else rows, 1 if "W" in name else columns))


@special("bcast", "math_op")
def _operator(d, _):
    return getattr(ttnn.BcastOpMath, d.rng.choice(("ADD", "SUB", "MUL")))


@special("dequantize", "input_tensor")
def _quantized(d, _):
    return d.tensor(d.shape, "int32" if d.is_float else d.dtype, memory=d.memory, limits=(-100, 100))


@special("dequantize", "scale", "zero_point", "axis")
def _quantum(d, parameter):
    return {"scale": round(d.rng.uniform(0.01, 0.5), 3), "zero_point": d.rng.randint(-20, 20), "axis": SKIP}[
        parameter.name
    ]


@special("broadcast_to", "output_shape")
def _broadcast_shape(d, _):
    return ttnn.Shape([d.rng.choice((n, 3, 33)) if n == 1 else n for n in d.shape])


# --- volumes, images, parts of tensors ---

shapes_of("conv3d", (2, 4, 5, 6, 8), (1, 3, 4, 4, 32), (1, 2, 3, 5, 16))
shapes_of("convert_to_chw", (1, 1, 128, 32), (1, 1, 256, 8))
shapes_of("convert_to_hwc", (1, 1, 32, 128), (1, 1, 8, 64), (1, 2, 8, 128))
shapes_of("transpose_rm", (2, 64, 96), (32, 32), (1, 1, 96, 32))
shapes_of("padded_slice", (1, 8, 8, 32), (2, 4, 6, 16))
shapes_of("interleaved_to_sharded_partial", (1, 1, 256, 64), (1, 2, 128, 32))
shapes_of("sharded_to_interleaved_partial", (1, 1, 128, 64), (1, 2, 64, 32))
TAPS = (2, 3, 3)


@special("conv3d", "input_tensor")
def _volume(d, _):
    return d.tensor(d.shape, layout="ROW_MAJOR")


@special("conv3d", "weight_tensor", "bias_tensor")
def _matrix(d, parameter):
    rows = math.prod(TAPS) * d.shape[-1] if parameter.name == "weight_tensor" else 1
    return d.tensor((rows, 32), layout="TILE")


@special(
    "conv3d",
    *("kernel_size", "output_channels", "stride", "padding", "dilation", "padding_mode", "groups"),
    *("halo_buffer", "logical_h_mask", "logical_w_mask", "pad_offset_tensor", "output_pad_h", "output_pad_w"),
    "weight_lo_tensor",
)
def _geometry(d, parameter):
    return {
        "kernel_size": TAPS,
        "output_channels": 32,
        "stride": d.rng.choice(((1, 1, 1), (1, 2, 1))),
        "padding": (0, 1, 1),
        "padding_mode": d.rng.choice(("zeros", "replicate")),
    }.get(parameter.name, SKIP)


@special("convert_to_chw|convert_to_hwc", "input")
def _shards_of_pixels(d, _):
    first = d.overload.short == "convert_to_hwc"
    layout, kind = ("ROW_MAJOR", "WIDTH") if first else ("TILE", "HEIGHT")
    cores = d.rng.choice((1, 2))
    return d.tensor(d.shape, layout=layout, memory=kind, parts=(1, cores) if first else (cores, 1))


@special("convert_to_chw|convert_to_hwc", "memory_config")
def _inferred(d, _):
    return SKIP


@special("transpose_rm|padded_slice", "input", "input_tensor")
def _in_rows(d, _):
    return d.tensor(d.shape, layout="ROW_MAJOR" if d.chance(0.9) else d.layout)


@special("padded_slice", "padded_slice_start", "padded_slice_end", "padded_slice_step")
def _second_half(d, parameter):
    half = [n // 2 if i == 1 else 0 for i, n in enumerate(d.shape)]
    return {"start": half, "end": list(d.shape), "step": [1] * len(d.shape)}[parameter.name.rpartition("_")[2]]


@special("padded_slice", "memory_config")
def _rows_of_half(d, _):
    shape = [n - n // 2 if i == 1 else n for i, n in enumerate(d.shape)]
    return sharded(shape, "ROW_MAJOR", d.dtype, "HEIGHT", d.rng)


@special("interleaved_to_sharded_partial|sharded_to_interleaved_partial", "num_slices", "slice_index")
def _half(d, parameter):
    return 2 if parameter.name == "num_slices" else d.rng.randint(0, 1)


@special("prod", "dims", "output_tensor")
def _several(d, parameter):
    dims = d.once("dims", lambda: d.rng.sample(range(len(d.shape)), d.rng.randint(min(1, len(d.shape)), len(d.shape))))
    if parameter.name == "dims":
        return dims
    return d.tensor([1 if i in dims else n for i, n in enumerate(d.shape)], layout="TILE")


@special("slice", "slice_dim", "num_devices")  # tests/ops/test_keywords.py: they depend on the positions
def _parts(d, _):
    return SKIP


@special("interleaved_to_sharded", "grid", "shard_shape", "shard_scheme", "shard_orientation")
def _in_shards(d, parameter):
    rows = math.prod(d.shape[:-2]) * math.ceil(d.shape[-2] / 32) * 32 if len(d.shape) > 1 else 32
    width = math.ceil(d.shape[-1] / 32) * 32 if d.shape else 32
    return {
        "grid": ttnn.CoreCoord(2, 2),
        "shard_shape": [max(32, math.ceil(rows / 4 / 32) * 32), max(32, width)],
        "shard_scheme": ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
        "shard_orientation": ttnn.ShardOrientation.ROW_MAJOR,
    }[parameter.name]


@special("interleaved_to_sharded_partial", "input_tensor", "grid", "shard_shape", "shard_scheme", "shard_orientation")
def _half_in_shards(d, parameter):
    return {
        "input_tensor": lambda: d.tensor(d.shape),
        "grid": lambda: ttnn.CoreCoord(4, 1),
        "shard_shape": lambda: [max(32, math.prod(d.shape[:-1]) // 8), d.shape[-1]],
        "shard_scheme": lambda: ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
        "shard_orientation": lambda: ttnn.ShardOrientation.ROW_MAJOR,
    }[parameter.name]()


@special("sharded_to_interleaved_partial", "input_tensor", "cache_tensor")
def _part_and_whole(d, parameter):
    if parameter.name == "input_tensor":
        return d.tensor(d.shape, memory="HEIGHT", parts=(4, 1))
    return d.tensor([2 * n if i == len(d.shape) - 2 else n for i, n in enumerate(d.shape)])


# --- files, buffers, conversions on the host ---


@special("as_tensor", "tensor")
def _array(d, _):
    return d.array(d.shape)


@special("as_tensor", "cache_file_name", "preprocess", "mesh_mapper", "cache_dump_mode", "memory_config")
def _uncached(d, _):
    return SKIP


@special("as_tensor", "layout", "dtype")
@always
def _made_as(d, parameter):
    return getattr(ttnn, d.dtype if parameter.name == "dtype" else f"{d.layout}_LAYOUT")


@special("from_buffer", "buffer")
def _numbers(d, _):
    return d.array(d.shape).flatten().tolist()


@special("from_buffer", "dtype")
def _of_numbers(d, _):
    return getattr(ttnn, d.dtype)


FOLDER = tempfile.TemporaryDirectory()  # goes at the end of the process


@special("dump_tensor|load_tensor", "file_name")
def _file(d, _):
    path = Path(FOLDER.name) / f"{d.rng.getrandbits(32):08x}.tensorbin"
    if d.overload.short == "load_tensor":
        ttnn.dump_tensor(path, d.tensor(d.shape, memory=d.memory))
    return path


@special("to_dtype|copy_host_to_device_tensor|copy_device_to_host_tensor", "tensor", "host_tensor")
def _on_host(d, _):
    return d.tensor(d.shape, device=None)


@special("copy_host_to_device_tensor|copy_device_to_host_tensor", "device_tensor")
def _on_device(d, _):
    return d.tensor(d.shape, memory=d.memory)


@special("reshape_on_device", "W", "Z", "Y", "X")
def _extents_in_order(d, parameter):
    """Those of the tensor itself, or its rows joined or parted."""
    forms = [[1] * (4 - len(d.shape)) + list(d.shape) if len(d.shape) <= 4 else [1, 1, 1, math.prod(d.shape)]]
    forms += [[1, 1, math.prod(d.shape[:-1]), d.shape[-1]] if d.shape else [1, 1, 1, 1], [1, 1, -1, 1]]
    form = d.once("extents", lambda: d.rng.choice(forms))
    return form["WZYX".index(parameter.name)]


shapes_of("rotate", (1, 4, 8, 32), (2, 5, 7, 16), (1, 1, 3, 8))
shapes_of("addmm", (32, 32), (64, 64), (32, 64))


@special("rotate", "input_tensor")
def _image_in_rows(d, _):
    return d.tensor(d.shape, layout="ROW_MAJOR" if d.chance(0.8) else d.layout, memory=d.memory)


shapes_of("bias_gelu|bias_gelu_bw", (33, 64), (2, 31, 65), (1, 1, 32, 32), (33,))
