"""Rules of the operations whose arguments depend on each other, and the shapes and values that these take."""

import math

import numpy as np
import ttnn
from arguments import always, like_main, number
from draw import LIMITS, SKIP, shapes_of, special
from places import memory_config

# Values that the functions are defined for, by expressions on the operations' names.
LIMITS |= {
    r"(abs|angle|div|mul|reciprocal|atan2)_bw|reciprocal": (0.5, 2.5),
    r"(acosh|acosh_bw)": (1.05, 6),
    r"(acos|asin|atanh|erfinv|acos_bw|asin_bw|atanh_bw|erfinv_bw)": (-0.95, 0.95),
    r"(log|log2|log10|log_bw|log2_bw|log10_bw|sqrt|sqrt_bw|rsqrt|rsqrt_bw|rpow.*|pow|pow_bw|xlogy.*|lgamma.*|digamma.*|polygamma.*)": (
        0.1,
        5,
    ),
    r"(log1p|log1p_bw)": (-0.9, 5),
    r"multigammaln.*": (3, 6),
    r"logit.*": (0.05, 0.95),
    r"(div|divide|div_|divide_|floor_div|fmod|remainder|div_no_nan|rdiv|addcdiv)(_bw)?": (0.3, 4),
    r"(tan|tan_bw)": (-1.3, 1.3),
    r"(cumprod|prod|prod_bw)": (0.7, 1.3),
    r"snake_beta": (0.3, 2),
    r"(polar|polar_bw)": (0.3, 2.5),
    r"(gcd|lcm)": (1, 20),
    r"(bitwise|logical)_(left|right)_shift": (1, 7),
    r"(i0|i1|i0_bw|cosh|sinh|cosh_bw|sinh_bw|rpow.*|ldexp.*)": (0.1, 3),
}

# --- matrix products ---

shapes_of(
    "matmul|linear",
    *((33, 64), (2, 31, 65), (1, 1, 32, 32), (2, 3, 7, 33), (1, 64), (64, 32), (128, 96), (64,), (), (0, 32)),
)


@special("matmul|linear", "input_tensor_b")
def _factor(d, _):
    if len(d.shape) < 2:
        d.fixed["transpose_a"] = d.fixed["transpose_b"] = False
        return like_main(d)
    transposed = d.fixed["transpose_b"] = d.chance(0.15)
    d.fixed["transpose_a"] = d.chance(0.1)
    inner = d.shape[-2] if d.fixed["transpose_a"] else d.shape[-1]
    columns = d.notes["columns"] = d.rng.choice((32, 33, 64, 1))
    matrix = (columns, inner) if transposed else (inner, columns)
    batch = d.shape[:-2] if d.chance(0.4) else (1,) * (len(d.shape) - 2) if d.chance(0.5) else ()
    return like_main(d, (*batch, *matrix))


@special("linear", "bias")
def _bias(d, _):
    return d.tensor((1, d.notes["columns"])) if "columns" in d.notes else SKIP


# --- normalisation ---

shapes_of("batch_norm", (2, 3, 17, 33), (1, 1, 32, 32), (3, 5, 1, 7), (2, 32, 4, 64), (3, 7))
shapes_of("group_norm", (1, 1, 64, 64), (2, 1, 32, 128), (1, 1, 32, 320), (1, 1, 33, 64), (32, 64))


@special("layer_norm|rms_norm", "weight", "bias")
def _row(d, _):
    width = d.shape[-1] if d.shape else 1
    return d.tensor((width,) if d.chance(0.4) else (1, width))


@special("layer_norm|rms_norm", "residual_input_tensor")
def _residual(d, _):
    return d.tensor(d.shape)


@special("batch_norm", "running_mean", "running_var")
@always
def _statistics(d, parameter):
    limits = (0.2, 2) if parameter.name == "running_var" else None
    return d.tensor((1, d.shape[1] if len(d.shape) > 1 else 1, 1, 1), limits=limits)


@special("batch_norm", "weight", "bias")
def _channels(d, _):
    return d.tensor((1, d.shape[1] if len(d.shape) > 1 else 1, 1, 1))


@special("batch_norm", "training")
def _evaluation(d, _):
    return False  # training is tests/ops/test_normalization.py's: it changes its inputs


@special("group_norm", "inplace")
@always
def _not_in_place(d, _):
    return False


@special("group_norm", "num_groups")
def _groups(d, _):
    return d.rng.choice((1, 2, 4))


@special("group_norm", "weight", "bias")
def _rows_of_32(d, _):
    return d.tensor((1, 1, max(1, d.shape[-1] // 32), 32), layout="ROW_MAJOR")


@special("scale_mask_softmax|scale_mask_softmax_in_place", "mask")
def _mask(d, _):
    return d.tensor(d.shape) if d.chance(0.5) else d.tensor((*d.shape[:1], *(1,) * (len(d.shape) - 2), *d.shape[-1:]))


@special("scale_mask_softmax.*|softmax_in_place", "is_causal_mask")
def _not_causal(d, _):
    return False


@special("softmax_in_place", "dim")
def _last(d, _):
    return -1


# --- positions: embedding, gather, scatter, fill ---

shapes_of("embedding", (1, 7), (2, 33), (3, 1, 1, 32), (2, 64), (32,), (2, 0))
shapes_of("embedding_bw", (1, 32), (2, 64), (1, 96))
shapes_of("index_fill", (3, 7), (32, 64), (5,), (2, 3, 4, 32), (2, 33, 5))
shapes_of("indexed_fill", (4, 1, 32, 32), (3, 2, 17, 33), (2, 1, 5, 64))
ROWS = 41


def positions(d, shape, extent, dtype="uint32", layout=None):
    array = d.numbers.integers(0, max(1, extent), shape).astype(np.uint32)
    return d.tensor(shape, dtype, layout, array=array)


@special("embedding|embedding_bw", "input_tensor")
def _ids(d, _):
    layout = "ROW_MAJOR" if d.overload.short == "embedding_bw" else d.layout
    return positions(d, d.shape, ROWS, layout=layout)


@special("embedding|embedding_bw", "weight", "weight_tensor")
def _table(d, _):
    width = d.once("width", lambda: d.rng.choice((32, 64, 33)))
    return d.tensor((ROWS, width), memory=d.memory if d.memory in ("DRAM", "L1") else "DRAM")


@special("embedding_bw", "output_gradient_tensor")
def _gradient(d, _):
    return d.tensor((1, 1, math.prod(d.shape), d.notes["width"]))


@special("embedding", "padding_idx", "layout")
def _no_padding(d, parameter):
    return SKIP if parameter.name == "padding_idx" else ttnn.TILE_LAYOUT


@special("gather|scatter|scatter_add", "index")
def _index(d, _):
    axis = d.once("dim", d.axis)
    extent = d.shape[axis] if d.shape else 1
    shape = d.notes["index shape"] = tuple(max(1, n - 1) if n and d.chance(0.3) else n for n in d.shape)
    dtype = d.rng.choice(("uint32", "uint16")) if d.overload.short == "gather" else "int32"
    if d.overload.short == "gather" or not d.shape:
        return positions(d, shape, extent, dtype)
    order = np.argsort(d.numbers.random((*shape[: axis % len(shape)], extent, *shape[axis % len(shape) + 1 :])), axis)
    return d.tensor(shape, dtype, array=np.take(order, range(shape[axis]), axis).astype(np.int32))


@special("scatter|scatter_add", "src")
def _source(d, _):
    return d.tensor(d.notes["index shape"])


@special("scatter", "reduce")
def _unreduced(d, _):
    return d.rng.choice((None, "add", "multiply", "amin", "amax"))


@special("index_fill", "dim")
def _counted_from_front(d, _):
    return d.once("dim", lambda: d.rng.randrange(max(1, len(d.shape))))


@special("index_fill", "index")
def _some_positions(d, _):
    extent = d.shape[d.once("dim", lambda: 0)]
    return positions(d, (min(2, extent),), extent, layout="ROW_MAJOR")


@special("indexed_fill", "batch_id")
def _batches(d, _):
    chosen = d.notes["batches"] = d.rng.sample(range(d.shape[0]), d.rng.randint(1, d.shape[0]))
    array = np.array(chosen, np.uint32).reshape(1, 1, 1, -1)
    return d.tensor(array.shape, "uint32", "ROW_MAJOR", array=array)


@special("indexed_fill", "input_tensor_a")
def _filled(d, _):
    return d.tensor(d.shape, memory=d.memory)


@special("indexed_fill", "input_tensor_b")
def _slices(d, _):
    return d.tensor((len(d.notes["batches"]), *d.shape[1:]))


@special("indexed_fill", "dim")
def _first_dimension(d, _):
    return 0


# --- data movement ---

shapes_of("nonzero", (1, 1, 1, 32), (1, 1, 1, 7), (1, 1, 4, 33), (2, 3, 5, 7))
shapes_of("plus_one", (7,), (1, 1, 1, 32), (2, 3))
shapes_of("unsqueeze_to_4D", (7,), (31, 33), (2, 3, 5), (1, 2, 32, 64), (), (1, 1, 2, 3, 4))
shapes_of("fold", (1, 4, 6, 32), (2, 8, 8, 5), (1, 4, 4, 64), (2, 4, 6, 3))
shapes_of("slice_write", (1, 4, 7, 32), (2, 3, 5, 64), (1, 1, 2, 3))
shapes_of("tilize", (32, 64), (2, 64, 32), (1, 1, 32, 96), (31, 33))
shapes_of("(concat|prod|repeat)_bw", (1, 1, 32, 32), (2, 3, 17, 33), (1, 2, 31, 64))
shapes_of("(glu|reglu|geglu|swiglu)", (1, 1, 32, 64), (2, 3, 17, 128), (1, 1, 7, 256), (32, 64))
shapes_of("(std_hw|var_hw|normalize_hw|normalize_global)", (1, 1, 32, 32), (2, 3, 17, 33), (1, 2, 31, 64), (31, 33))
shapes_of("alt_complex_rotate90", (2, 32), (1, 1, 3, 64), (1, 1, 32, 32), (31, 34))


@special("plus_one", "input_tensor")
def _counters(d, _):
    dtype = d.dtype if d.dtype in ("uint32", "int32") or d.chance(0.3) else "int32"
    return d.tensor(d.shape, dtype, "ROW_MAJOR" if d.chance(0.8) else d.layout)


@special("bitwise_not", "input_tensor")
def _bits(d, _):
    return d.tensor(
        d.shape, "int32" if d.is_float else d.dtype, memory=d.memory
    )  # of floats: see the sweep's exceptions


@special("outer", "input_tensor_b")
def _vector(d, _):
    return d.tensor((*d.shape[:-1], 33) if d.shape else ())


@special("fold", "stride_h", "stride_w")
def _window(d, _):
    return 2


@special("fold", "padding", "override_memory_config", "output_shape")
def _unpadded(d, parameter):
    return [0, 0] if parameter.name == "padding" else SKIP


@special("pad", "output_padded_shape", "input_tensor_start")
def _placed(d, parameter):
    if parameter.name == "input_tensor_start":
        return [0] * len(d.shape)
    return [n + d.rng.randint(0, 3) if i < len(d.shape) - 2 else -(-n // 32) * 32 for i, n in enumerate(d.shape)]


@special("view", "shape")
def _same_rows(d, _):
    if len(d.shape) < 2 or d.overload.name == "ttnn.experimental.view":
        return [1, *d.shape]
    return d.rng.choice([[1, *d.shape], [-1, *d.shape[-2:]], list(d.shape)] if math.prod(d.shape) else [list(d.shape)])


@special("view", "N", "C", "H", "W")
def _four(d, parameter):
    full = (1,) * (4 - len(d.shape)) + d.shape
    return full["NCHW".index(parameter.name)] if len(full) == 4 else 1


@special("tilize_with_val_padding", "output_tensor_shape")
def _whole_tiles(d, _):
    return ttnn.Shape([n if i < len(d.shape) - 2 else max(32, -(-n // 32) * 32) for i, n in enumerate(d.shape)])


@special("untilize_with_unpadding", "output_tensor_end")
def _last_position(d, _):
    return ttnn.Shape([max(0, n - 1) for n in d.shape])


@special("slice_write", "output_tensor")
def _larger(d, _):
    return d.tensor([n + 2 if i == 1 else n for i, n in enumerate(d.shape)])


@special("slice_write", "start", "end", "step")
def _region(d, parameter):
    first = d.once("first", lambda: d.rng.randint(0, 2))
    at = [first if i == 1 else 0 for i in range(len(d.shape))]
    return {"start": at, "end": [a + n for a, n in zip(at, d.shape)], "step": [1] * len(d.shape)}[parameter.name]


@special("concat", "tensors")
def _joined(d, _):
    axis = d.once("dim", d.axis)
    others = [d.tensor(d.shape) for _ in range(d.rng.randint(0, 2))]
    if d.shape and d.chance(0.5):
        shape = list(d.shape)
        shape[axis] = d.rng.choice((1, 5, 32))
        others.append(d.tensor(shape))
    return [d.tensor(d.shape, memory=d.memory), *others]


@special("concat|concat_bw", "dim")
@always
def _joined_along(d, _):
    return d.once("dim", d.axis)


@special("concat", "groups")
def _one_group(d, _):
    return 1


@special("concat_bw", "grad_tensor")
def _joined_gradient(d, _):
    axis = d.once("dim", d.axis)
    return d.tensor([2 * n if i == axis % len(d.shape) else n for i, n in enumerate(d.shape)])


@special("prod_bw", "dim")
@always
def _product_of(d, _):
    return d.once("dim", lambda: d.rng.choice((None, 0, 1, 2, 3, -1)))


@special("prod_bw", "grad_tensor")
def _product_gradient(d, _):
    axis = d.once("dim", lambda: d.rng.choice((None, 0, 1, 2, 3, -1)))
    if axis is None:
        return d.tensor((1, 1, 1, 1))
    return d.tensor([1 if i == axis % 4 else n for i, n in enumerate(d.shape)])


@special("repeat_bw", "grad_tensor", "shape")
def _repeated(d, parameter):
    times = d.once("times", lambda: [d.rng.choice((1, 2, 3)), *d.rng.choice(([1, 1, 1], [2, 1, 1]))])
    return ttnn.Shape(times) if parameter.name == "shape" else d.tensor([n * t for n, t in zip(d.shape, times)])


@special("repeat_bw", "input_tensor")
def _unrepeated(d, _):
    return d.tensor(d.shape)


@special("unsqueeze|stack", "dim")
def _new_dimension(d, _):
    return d.rng.randint(-len(d.shape) - 1, len(d.shape))


@special("sum|max|min|mean|std|var", "scalar")
def _factor_of_result(d, _):
    return round(d.rng.uniform(0.3, 1.7), 3) if d.is_float else 2.0


@special("topk", "k")
@always
def _how_many(d, _):
    extent = d.shape[d.once("dim", d.axis)] if d.shape else 1
    return d.rng.randint(1, max(1, extent))


@special("topk", "dim")
@always
def _ordered_along(d, _):
    return d.once("dim", d.axis)


@special("roll", "dim")
@always
def _rolled_along(d, parameter):
    return [d.axis()] if parameter.kind == "Sequence[int]" else d.axis()


@special("bitcast", "input_tensor")
def _elements(d, _):
    d.dtype = "float32" if d.dtype.endswith("_b") else d.dtype  # of block floats: see the sweep's exceptions
    return d.tensor(d.shape, memory=d.memory)


@special("bitcast", "dtype")
def _same_size(d, _):
    sizes = (("bfloat16", "uint16"), ("float32", "int32", "uint32"))
    return getattr(ttnn, d.rng.choice(next((s for s in sizes if d.dtype in s), ("uint8",))))


@special("polygamma(_bw)?", "k", "n")
def _derivative(d, _):
    return d.rng.randint(1, 5)


@special("clamp(_bw)?|clip(_bw)?", "min", "max")
@always
def _limit(d, parameter):
    both_tensors = d.once("tensors", lambda: d.chance(0.25))
    limits = (-1.5, -0.2) if parameter.name == "min" else (0.2, 1.5)
    if both_tensors:
        return d.tensor(d.shape, limits=limits if d.is_float else (1, 1) if parameter.name == "min" else (2, 3))
    return round(d.rng.uniform(*limits), 2) if d.is_float else (1 if parameter.name == "min" else 2)


@special("(hardtanh|threshold)(_bw)?", "min", "max", "min_val", "max_val")
def _range(d, parameter):
    return round(d.rng.uniform(*((-1.5, -0.2) if "min" in parameter.name else (0.2, 1.5))), 2)


@special("prelu", "weight")
def _slope(d, parameter):
    if "Sequence" in parameter.kind:
        return [0.25]
    channels = d.shape[1] if len(d.shape) > 1 else 1
    return number(d) if d.chance(0.5) else d.tensor((1, channels, 1, 1)[: max(2, len(d.shape))])


# --- collectives of one card ---


@special("broadcast", "root_coord", "sender_coord")
def _only_card(d, _):
    return ttnn.MeshCoordinate(0, 0)


# --- made from nothing, transfers ---


@special("from_torch|to_device", "tensor")
def _on_host(d, _):
    if d.overload.short == "from_torch":
        return d.array(d.shape)
    return d.tensor(d.shape, device=None)


@special("from_torch", "layout", "dtype", "spec", "memory_config")
@always
def _made_as(d, parameter):
    if parameter.name == "spec":
        return SKIP
    if parameter.name == "memory_config":
        return memory_config(d.shape, d.layout, d.dtype, d.memory, d.rng)
    return getattr(ttnn, d.dtype if parameter.name == "dtype" else f"{d.layout}_LAYOUT")


@special("to_device", "memory_config")
@always
def _placed_as(d, _):
    return memory_config(d.shape, d.layout, d.dtype, d.memory, d.rng)


@special("to_torch", "dtype", "device")
def _torch_dtype(d, _):
    return SKIP


@special("arange", "start", "end", "step")
def _numbers(d, parameter):
    return {"start": 2, "end": d.rng.choice((2, 9, 40, 67)), "step": d.rng.choice((1, 3))}[parameter.name]


@special("arange", "memory_config", "layout", "dtype")
@always
def _made_vector(d, parameter):
    if parameter.name == "memory_config":
        return ttnn.DRAM_MEMORY_CONFIG
    return getattr(ttnn, d.dtype if parameter.name == "dtype" else f"{d.layout}_LAYOUT")


@special("allocate_tensor_on_(device|host)", "dtype", "layout")
def _allocated(d, parameter):
    return getattr(ttnn, d.dtype if parameter.name == "dtype" else f"{d.layout}_LAYOUT")


@special("from_device|to_torch|deallocate|.*_like", "tensor")
def _to_fetch(d, _):
    return d.tensor(d.shape, memory=d.memory)


@special("zeros|ones|full|empty|rand|randn", "dtype", "layout", "memory_config")
@always
def _place_made(d, parameter):
    if parameter.name == "memory_config":
        return memory_config(d.shape, d.layout, d.dtype, d.memory, d.rng)
    return getattr(ttnn, d.dtype if parameter.name == "dtype" else f"{d.layout}_LAYOUT")


@special("full", "optional_tensor")
def _none(d, _):
    return SKIP
