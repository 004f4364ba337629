"""Rules for arguments by name and by kind; see draw.py. Values are mostly right ones: the driver decides what is done with refusals."""

import math

import numpy as np
import ttnn
from draw import SKIP, by_kind, by_name
from places import FLOATS, LAYOUTS, sharded

ACTIVATIONS = ("relu", "gelu", "silu", "sigmoid")


def always(rule):
    """Marks a rule that is asked for optional arguments too, each time."""
    rule.always = True
    return rule


# --- tensors ---


def broadcast(d, shape):
    """`shape`, or one that broadcasts to it."""
    if not shape or d.chance(0.7):
        return shape
    if d.chance(0.5):
        i = d.rng.randrange(len(shape))
        return (*shape[:i], 1, *shape[i + 1 :])
    return shape[d.rng.randrange(len(shape)) :]


def like_main(d, shape=None, **how):
    shape = d.shape if shape is None else tuple(shape)
    dtype = how.pop("dtype", None) or (d.rng.choice(FLOATS) if d.is_float and d.chance(0.1) else d.dtype)
    same_place = shape == d.shape and d.chance(0.4)
    return d.tensor(shape, dtype, memory=d.memory if same_place else "DRAM", **how)


@by_kind("Tensor")
def _tensor(d, parameter):
    if parameter.name == d.overload.main:
        return d.tensor(d.shape, memory=d.memory)
    return like_main(d)


@by_kind("Tensor | int | float")
def _tensor_or_number(d, parameter):
    if parameter.name == d.overload.main:
        return d.tensor(d.shape, memory=d.memory)
    return like_main(d, broadcast(d, d.shape)) if d.chance(0.65) else number(d)


def number(d):
    if not d.is_float:
        return d.rng.randint(1, 3)
    return d.rng.choice((2, 0.5, 1.25, round(d.rng.uniform(max(d.limits[0], -2), min(d.limits[1], 2)), 3)))


@by_kind("ComplexTensor")
def _complex(d, _):
    if math.prod(d.shape) < 32:
        raise ValueError("real and imaginary part of a single number may cancel to nothing but rounding")
    d.dtype = d.dtype if d.dtype == "float32" else "bfloat16"  # block floats are too coarse, integers no parts
    real, imaginary = (d.tensor(d.shape, memory=d.memory) for _ in range(2))
    return ttnn.complex_tensor(real, imaginary)


@by_kind("Sequence[Tensor]")
def _tensors(d, _):
    return [d.tensor(d.shape, memory=d.memory if i == 0 else "DRAM") for i in range(d.rng.randint(1, 3))]


@by_name("real", "imag")
def _part(d, _):
    return d.tensor(d.shape, memory=d.memory)


# --- numbers ---


@by_kind("float")
def _float(d, _):
    return round(d.rng.uniform(0.3, 1.7), 3)


@by_kind("float | None")
def _float_or_none(d, _):
    return None if d.chance(0.3) else round(d.rng.uniform(0.1, 0.4), 3)


@by_kind("int | float", "int | float | None")
def _number(d, _):
    return number(d)


@by_name("exponent")
def _exponent(d, parameter):
    if "Tensor" in parameter.kind and d.chance(0.4):
        return like_main(d)
    return d.rng.choice((2.0, 3.0, 0.5, 1.5) if d.is_float else (2, 3))


@by_kind("bool", "bool | None")
def _flag(d, parameter):
    return not parameter.default if isinstance(parameter.default, bool) else d.chance(0.5)


@by_kind("Sequence[bool]")
def _flags(d, parameter):
    first = d.chance(0.5)
    return [first, not first or d.chance(0.5)]


@by_kind("Sequence[float]")
def _floats(d, _):
    count = d.rng.randint(1, 4)
    return [round(d.rng.uniform(-1.5, 1.5), 2) if d.is_float else float(d.rng.randint(0, 2)) for _ in range(count)]


@by_name("k", "n")
def _order(d, _):
    return d.rng.randint(1, 4)


@by_name("diagonal", "shifts", "decimals")
def _offset(d, parameter):
    one = d.rng.randint(-3, 5)
    return [one] if parameter.kind == "Sequence[int]" else max(one, 0) if parameter.name == "decimals" else one


# --- words and settings ---


@by_name("rounding_mode")
def _rounding(d, _):
    return d.rng.choice((None, "floor", "trunc"))


@by_name("approximate")
def _approximate(d, _):
    return d.rng.choice(("none", "tanh"))


@by_name("reduce")
def _reduce(d, _):
    return d.rng.choice((None, "add", "multiply", "amin", "amax"))


@by_name("activation")
def _activation(d, _):
    name = d.rng.choice(ACTIVATIONS)
    return name if d.chance(0.5) else ttnn.UnaryWithParam(getattr(ttnn.UnaryOpType, name.upper()))


@by_kind("Sequence[UnaryWithParam]")
def _chain(d, _):
    name = d.rng.choice(ACTIVATIONS) if d.is_float else "relu"
    return [ttnn.UnaryWithParam(getattr(ttnn.UnaryOpType, name.upper()))]


@by_kind("WormholeComputeKernelConfig | None")
def _compute(d, _):
    return ttnn.WormholeComputeKernelConfig(math_fidelity=ttnn.MathFidelity.HiFi4, math_approx_mode=False)


@by_kind("MemoryConfig", "MemoryConfig | None")
def _place(d, _):
    return d.rng.choice((ttnn.DRAM_MEMORY_CONFIG, ttnn.L1_MEMORY_CONFIG))


@by_name("sharded_memory_config", "output_memory_config")
def _shards(d, _):
    return sharded(d.shape, d.layout, d.dtype, d.rng.choice(("HEIGHT", "WIDTH", "BLOCK")), d.rng)


@by_kind("DataType")
def _dtype(d, parameter):
    if not parameter.required:
        return parameter.default
    return getattr(ttnn, d.rng.choice(("bfloat16", "float32", "bfloat8_b", "int32", "uint32", "uint16")))


@by_kind("DataType | None")
def _other_dtype(d, _):
    return getattr(ttnn, d.rng.choice(("bfloat16", "float32") if d.is_float else (d.dtype, "int32")))


@by_kind("Layout", "Layout | None")
def _layout(d, _):
    return getattr(ttnn, f"{d.rng.choice(LAYOUTS)}_LAYOUT")


@by_kind("CoreGrid | None")
def _grid(d, _):
    return ttnn.CoreGrid(y=d.rng.randint(1, 4), x=d.rng.randint(1, 4))


@by_kind("CoreCoord")
def _cores(d, _):
    return ttnn.CoreCoord(8, 8)


@by_kind("CoreRangeSet | None")
def _core_ranges(d, _):
    end = ttnn.CoreCoord(d.rng.randint(3, 6), d.rng.randint(3, 6))
    return ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), end)})


@by_kind("int")
def _whole(d, parameter):
    return d.rng.randint(1, 3) if parameter.required else parameter.default


@by_kind("MeshDevice", "MeshDevice | None")
@always
def _device(d, _):
    return d.device


@by_kind("GeluVariant", "SigmoidMode")
def _mode(d, parameter):
    return parameter.default


# --- dimensions and shapes ---


@by_name("dim", "dim1", "dim2")
def _dim(d, parameter):
    if parameter.kind == "Sequence[int]":
        return [d.axis()]
    if "Sequence" in parameter.kind and d.chance(0.3) and d.shape:
        return sorted(d.rng.sample(range(len(d.shape)), d.rng.randint(1, len(d.shape))))
    return d.once(parameter.name, d.axis)


@by_name("dims")
def _dims(d, _):
    return d.rng.sample(range(len(d.shape)), len(d.shape))


@by_name("shape")
def _shape(d, parameter):
    if d.overload.main in (None, "shape"):  # a tensor made from nothing
        return list(d.shape)
    volume = math.prod(d.shape)
    forms = [[-1], [volume], [1, *d.shape], list(d.shape), list(reversed(d.shape))]
    if len(d.shape) > 1:
        forms += [[d.shape[0] * d.shape[1], *d.shape[2:]], [-1, d.shape[-1]]]
    form = d.rng.choice([f for f in forms if volume or -1 not in f])
    return ttnn.Shape(form) if "Shape" in parameter.kind else form


@by_name("chunks", "repeats", "split_size")
def _parts(d, parameter):
    extent = d.shape[d.once("dim", d.axis)] if d.shape else 1
    if parameter.name != "split_size":
        return d.rng.randint(1, 3)
    return d.rng.choice((32, max(1, extent // 2), max(1, extent)))


@by_name("split_output_width")
def _split_output_width(d, _):
    return d.rng.choice((32, 32, 64))


@by_name("start")
def _start(d, _):
    extent = d.shape[d.once("dim", d.axis)] if d.shape else 1
    return d.once("start", lambda: d.rng.randrange(max(1, extent)))


@by_name("length")
def _length(d, parameter):
    extent = d.shape[d.once("dim", d.axis)] if d.shape else 1
    return d.rng.randint(0 if extent == 0 else 1, max(0, extent - d.notes["start"]))


@by_name("repeat_dims")
def _times(d, _):
    return [d.rng.choice((1, 1, 2, 3)) for _ in d.shape] or [1]


@by_name("output_shape")
def _expanded(d, parameter):
    out = [d.rng.choice((n, 3)) if n == 1 else d.rng.choice((n, -1)) for n in d.shape]
    return out if "Sequence" in parameter.kind else SKIP


def region(d):
    """[(begin, end, step)] of a region of the first tensor."""
    aligned = d.chance(0.5)
    out = []
    for n in d.shape:
        begin = d.rng.choice((0, 0, n // 2 // 32 * 32 if aligned else n // 3))
        out.append((begin, d.rng.choice((n, max(begin, n - 1), n)), 1 if d.chance(0.8) else 2))
    return out


@by_name("slice_start", "slice_end")
def _slice_limit(d, parameter):
    limits = [r[parameter.name == "slice_end"] for r in d.once("region", lambda: region(d))]
    if parameter.kind != "Tensor":
        return limits
    return d.tensor((len(limits),), "int32", "ROW_MAJOR", array=np.array(limits, np.int32))


@by_name("slice_step")
@always
def _slice_step(d, _):
    return [r[2] for r in d.once("region", lambda: region(d))]


@by_name("padding")
def _padding(d, parameter):
    if "tuple" in parameter.kind:
        return [(0 if d.chance(0.6) else d.rng.randint(0, 3), d.rng.randint(0, 5)) for _ in d.shape]
    return SKIP
