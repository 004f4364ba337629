"""Where tensors of a call lie and what they hold: memory configs by kind for any shape, and arrays of values by dtype."""

import math

import numpy as np
import ttnn

DTYPES = ("bfloat16", "float32", "bfloat8_b", "bfloat4_b", "int32", "uint32", "uint16", "uint8")
FLOATS = DTYPES[:4]
LAYOUTS = ("TILE", "ROW_MAJOR")
MEMORIES = ("DRAM", "L1", "HEIGHT", "WIDTH", "BLOCK")
# Ranks 0 to 5, primes, ones, one below and above a tile, no elements.
SHAPES = (
    (32, 64),
    (2, 3, 17, 37),
    (33,),
    (31, 33),
    (1, 1, 64, 96),
    (),
    (1,),
    (3, 31, 65),
    (1, 2, 1, 3, 65),
    (2, 1, 32, 32),
    (0, 5),
    (2, 1, 1, 7),
    (1, 1),
    (2, 0, 32),
    (64, 128),
)
ONE_BYTE = 16  # alignment of a row-major shard in L1, bytes


def divided(n, parts, unit):
    """Extent of a part when n positions are divided into at most `parts`, in multiples of `unit`."""
    return max(unit, math.ceil(math.ceil(n / parts) / unit) * unit)


def sharded(shape, layout, dtype, kind, rng, parts=None, row=0):
    """A memory config of height, width or block shards that fits the shape: `parts` (rows, columns) of it, on cores from `row` on."""
    tile = layout == "TILE" or dtype.endswith("_b")
    full = [1] * (2 - len(shape)) + list(shape)
    unit = 32 if tile else 1
    width_unit = 32 if tile else ONE_BYTE // {"float32": 4, "int32": 4, "uint32": 4, "uint8": 1}.get(dtype, 2)
    height = math.prod(full[:-2]) * (math.ceil(full[-2] / unit) * unit)
    rows, columns = parts or (rng.choice((1, 2, 4)), rng.choice((1, 2, 3)))
    rows, columns = rows if kind in ("HEIGHT", "BLOCK") else 1, columns if kind in ("WIDTH", "BLOCK") else 1
    shard = [divided(height, rows, unit), divided(full[-1], columns, width_unit)]
    if kind == "HEIGHT":
        columns_of_cores, rows_of_cores = rows, 1
        if not tile:
            shard[1] = max(1, full[-1])
    else:
        columns_of_cores, rows_of_cores = columns, rows
    end = ttnn.CoreCoord(columns_of_cores - 1, row + rows_of_cores - 1)
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, row), end)})
    layout_of_shards = getattr(ttnn.TensorMemoryLayout, f"{kind}_SHARDED")
    spec = ttnn.ShardSpec(cores, shard, ttnn.ShardOrientation.ROW_MAJOR)
    return ttnn.MemoryConfig(layout_of_shards, ttnn.BufferType.L1, spec)


def memory_config(shape, layout, dtype, kind, rng, **shards):
    if kind in ("DRAM", "L1"):
        return getattr(ttnn, f"{kind}_MEMORY_CONFIG")
    return sharded(shape, layout, dtype, kind, rng, **shards)


def values(shape, dtype, limits, numbers):
    """An array for from_torch: uniform between the limits, whole for integers (not negative when unsigned)."""
    low, high = limits
    if dtype in FLOATS:
        return numbers.uniform(low, high, shape).astype(np.float32)
    low = math.ceil(max(low, 0) if dtype.startswith("u") else low)
    high = max(math.floor(high), low)
    kind = {"int32": np.int32, "uint32": np.uint32, "uint16": np.uint16, "uint8": np.uint8}[dtype]
    return numbers.integers(low, high + 1, shape).astype(kind)
