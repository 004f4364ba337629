"""Wrong arguments: of another type, rank, dtype, layout, place, size, or contents that are no numbers."""

import numpy as np
import ttnn
from places import DTYPES, LAYOUTS

HUGE = (2**45, 2**62, 2**63 - 1, 2**63, 2**64, -(2**63), 10**30)
SMALL = (-1, 0, 1, 2, 5, 31, 33, -7, 257)
WORDS = ("", "relu", "no such thing", "\0", "ttnn.add" * 50)


class Stranger:
    """An object of no use to anyone."""


def number(rng):
    floats = (0.5, -0.0, float("nan"), float("inf"), -1e300, 1e-320)
    return rng.choice(rng.choice((HUGE, SMALL, floats)))


def thing(rng, tensors):
    """A value of any type."""
    kind = rng.randrange(9)
    if kind == 0:
        return None
    if kind == 1:
        return rng.choice(WORDS)
    if kind == 2:
        return number(rng)
    if kind == 3:
        return [number(rng) for _ in range(rng.randrange(10))]
    if kind == 4:
        return rng.choice((Stranger(), Stranger, {}, b"", object, ttnn, len, 1j, slice(None)))
    if kind == 5:
        return rng.choice((ttnn.bfloat16, ttnn.bfloat8_b, ttnn.int8, ttnn.TILE_LAYOUT, ttnn.L1_MEMORY_CONFIG, True))
    if kind == 6:
        return rng.choice((np.zeros((3, 4), np.float32), np.float64(2.5), np.int64(-3), np.zeros((), np.uint8)))
    if kind == 7:
        return rng.choice((ttnn.L1_WIDTH_SHARDED_MEMORY_CONFIG, ttnn.CoreGrid(y=1, x=1), ttnn.CoreCoord(99, 99)))
    return tensors()


def contents(rng, shape):
    """Floats among which some are no numbers, infinite, tiny or huge."""
    array = np.asarray(np.random.default_rng(rng.randrange(2**32)).standard_normal(shape), np.float32)
    special = np.array([np.nan, np.inf, -np.inf, 3.4e38, -3.4e38, 1e-45, -0.0, 65504.0, 2.0**127], np.float32)
    flat = array.reshape(-1)
    for _ in range(min(len(flat), rng.randint(1, 6))):
        flat[rng.randrange(len(flat))] = rng.choice(special)
    return array


def shape(rng, like=()):
    """Extents near those given, or none of them."""
    if like and rng.random() < 0.7:
        out = list(like)
        out[rng.randrange(len(out))] = rng.choice((0, 1, 2, 31, 33, 40))
        if rng.random() < 0.4:
            out.insert(rng.randrange(len(out) + 1), rng.choice((1, 2)))
        elif rng.random() < 0.3:
            out.pop(rng.randrange(len(out)))
        return small(out)
    return small([rng.choice((0, 1, 2, 3, 7, 17, 32, 33)) for _ in range(rng.randrange(9))])


def small(extents):
    """The extents, with ones instead of those that make more than some thousand elements."""
    volume, out = 1, []
    for n in reversed(extents):
        n = n if volume * n <= 5000 else 1
        volume *= max(1, n)
        out.insert(0, n)
    return tuple(out)


def tensor(rng, device, like=()):
    """A tensor that another one was expected for: any shape, dtype, layout and place, often with strange contents."""
    dims, dtype = shape(rng, like), rng.choice(DTYPES)
    floats = "float" in dtype
    array = contents(rng, dims) if floats else np.full(dims, rng.choice((0, 1, 200, 255)), np.uint8).astype(np.int32)
    config = None if device is None else rng.choice((ttnn.DRAM_MEMORY_CONFIG, ttnn.L1_MEMORY_CONFIG))
    layout = getattr(ttnn, f"{rng.choice(LAYOUTS)}_LAYOUT")
    return ttnn.from_torch(array, dtype=getattr(ttnn, dtype), layout=layout, device=device, memory_config=config)
