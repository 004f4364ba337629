"""The .tensorbin format: 8 bytes with the length of a FlatBuffer, the FlatBuffer (what the tensor is), the contents.

The header is padded so that the contents begin at a multiple of 64 bytes, as readers map the file. Pickled tensors are the same bytes.
"""

import struct

import numpy

from ._ttnn import tensor as _tensor
from .flatbuffer import Builder, Corrupt, Table
from .types import (
    BufferType,
    CoreCoord,
    CoreRange,
    CoreRangeSet,
    DataType,
    Layout,
    MemoryConfig,
    NdShardSpec,
    ShardDistributionStrategy,
    ShardOrientation,
    ShardSpec,
    TensorMemoryLayout,
    TensorSpec,
    Tile,
)

_ALIGNMENT = 64
_LARGEST_HEADER = 1 << 26
_INLINE_FILE_STORAGE = _ROW_MAJOR_PAGE = _SHARD = 1
_TILE_PAGE = 2
_REPLICATE = 0


class Elsewhere(ValueError):
    """A sound file that this machine has no use for."""


# --- writing ----------------------------------------------------------------------------------------------------------


def _write_core(out, core):
    return out.table((0, "i", core.x), (1, "i", core.y))


def _write_grid(out, grid):
    ranges = []
    for r in grid.ranges():
        start, end = _write_core(out, r.start), _write_core(out, r.end)
        ranges.append(out.table((0, "ref", start), (1, "ref", end)))
    return out.table((0, "ref", out.references(ranges)))


def _write_memory_config(out, config):
    shards = nd_shards = None
    if config.shard_spec is not None:
        spec = config.shard_spec
        grid = _write_grid(out, spec.grid)
        shards = out.table(
            (0, "ref", grid), (1, "I", spec.shape[0]), (2, "I", spec.shape[1]), (3, "B", spec.orientation.value)
        )
    if config.nd_shard_spec is not None:
        spec = config.nd_shard_spec
        shape, grid = out.vector("I", list(spec.shard_shape)), _write_grid(out, spec.grid)
        strategy = spec.shard_distribution_strategy.value
        nd_shards = out.table((0, "ref", shape), (1, "ref", grid), (2, "B", spec.orientation.value), (3, "B", strategy))
    return out.table(
        (0, "H", config.memory_layout.value),
        (1, "H", config.buffer_type.value),
        (2, "ref", shards),
        (3, "ref", nd_shards),
        (4, "B", nd_shards is not None and shards is None),
    )


def _alignment(spec):
    """What the last dimensions are rounded up to: the tile, or one (row-major), unless the tensor is padded further."""
    if spec.layout == Layout.TILE:
        alignment = list(spec.tile.tile_shape)
    else:
        shards = spec.memory_config.shard_spec
        alignment = [1 if shards is None else shards.shape[1]]
    shape, padded = list(spec.shape), list(spec.padded_shape)
    if _padded(shape, alignment, spec.layout) == padded:
        return alignment
    return padded


def _padded(shape, alignment, layout):
    """The padded shape: the last dimensions rounded up; tiles have at least two dimensions."""
    rank = max(len(shape), 2 if layout == Layout.TILE else 1)
    dims = [1] * (rank - len(shape)) + list(shape)
    aligned = ([1] * (rank - len(alignment)) + list(alignment))[-rank:]
    return [-(-d // a) * a for d, a in zip(dims, aligned)]


def _write_spec(out, spec):
    shape, alignment = out.vector("I", list(spec.shape)), out.vector("I", _alignment(spec))
    if spec.layout == Layout.TILE:
        height, width = spec.tile.tile_shape
        tile = out.table((0, "I", height), (1, "I", width), (2, "B", spec.tile.transpose_tile))
        kind, page = _TILE_PAGE, out.table((0, "ref", tile))
    else:
        kind, page = _ROW_MAJOR_PAGE, out.table()
    config = _write_memory_config(out, spec.memory_config)
    layout = out.table(
        (0, "B", spec.dtype.value), (1, "B", kind), (2, "ref", page), (3, "ref", config), (4, "ref", alignment)
    )
    return out.table((0, "ref", shape), (1, "ref", layout))


def _write_topology(out):
    """One card holds the whole tensor."""
    distribution = out.table((0, "ref", out.vector("I", [1])))
    placement = out.table((0, "B", _REPLICATE), (1, "i", -1))
    placements = out.references([placement])
    coordinates = out.references([out.table((0, "ref", out.vector("I", [0, 0])))])
    return out.table((0, "ref", distribution), (1, "ref", placements), (2, "ref", coordinates))


def header(spec, size):
    """Everything before the contents of `size` bytes."""
    out = Builder()
    what = _write_spec(out, spec)
    coordinate = out.table((0, "ref", out.vector("I", [0, 0])))
    storage = out.struct("QQ", 8, 0, size)
    shard = out.table((0, "B", _INLINE_FILE_STORAGE), (1, "ref", storage), (2, "ref", coordinate))
    shards = out.references([shard])
    mesh = out.table((0, "ref", out.vector("I", [1, 1])))
    topology = _write_topology(out)
    root = out.table((0, "ref", what), (1, "ref", mesh), (2, "ref", shards), (3, "ref", topology))
    buffer = out.finish(root, 8)
    buffer += b"\0" * (-(8 + len(buffer)) % _ALIGNMENT)
    return struct.pack("<Q", len(buffer)) + buffer


def dumps(tensor):
    """The tensor as bytes."""
    data = _tensor.get_bytes(tensor)
    return header(tensor.spec, len(data)) + data


# --- reading ----------------------------------------------------------------------------------------------------------


def _enum(kind, value, what):
    try:
        return kind(value)
    except ValueError:
        raise Corrupt(f"{what} {value} does not exist") from None


def _read_core(table):
    return CoreCoord(table.scalar(0, "i"), table.scalar(1, "i"))


def _read_grid(table):
    ranges = []
    for r in table.tables(0):
        ranges.append(CoreRange(_read_core(r.required(0, "start of cores")), _read_core(r.required(1, "end of cores"))))
    return CoreRangeSet(ranges)


def _read_memory_config(table):
    layout = _enum(TensorMemoryLayout, table.scalar(0, "H"), "memory layout")
    kind = _enum(BufferType, table.scalar(1, "H"), "buffer type")
    shards, nd_shards = table.table(2), table.table(3)
    if table.scalar(4, "B") or (shards is None and nd_shards is not None):
        spec = table.required(3, "N-dimensional shard spec")
        strategy = _enum(ShardDistributionStrategy, spec.scalar(3, "B"), "shard distribution strategy")
        return MemoryConfig(
            kind,
            NdShardSpec(
                list(spec.vector(0, "I")),
                _read_grid(spec.required(1, "shard grid")),
                _enum(ShardOrientation, spec.scalar(2, "B"), "shard orientation"),
                strategy,
            ),
        )
    if shards is None:
        return MemoryConfig(layout, kind)
    shape = [shards.scalar(1, "I"), shards.scalar(2, "I")]
    orientation = _enum(ShardOrientation, shards.scalar(3, "B"), "shard orientation")
    return MemoryConfig(layout, kind, ShardSpec(_read_grid(shards.required(0, "shard grid")), shape, orientation))


def _read_spec(table):
    shape, layout = list(table.vector(0, "I")), table.required(1, "tensor layout")
    dtype = _enum(DataType, layout.scalar(0, "B"), "data type")
    config = _read_memory_config(layout.required(3, "memory config"))
    alignment, page = list(layout.vector(4, "I")), layout.scalar(1, "B")
    if page not in (_ROW_MAJOR_PAGE, _TILE_PAGE):
        raise Corrupt(f"page config {page} does not exist")
    kind, tile = Layout.ROW_MAJOR, None
    if page == _TILE_PAGE:
        sizes = layout.required(2, "page config").required(0, "tile")
        kind, tile = Layout.TILE, Tile([sizes.scalar(0, "I"), sizes.scalar(1, "I")], bool(sizes.scalar(2, "B")))
    if 0 in alignment:
        raise Corrupt("an alignment of 0")
    spec = TensorSpec(shape, dtype, kind, config, tile)
    if not alignment or _padded(shape, alignment, kind) == list(spec.padded_shape):
        return spec
    return _tensor.with_padded_shape(spec, _padded(shape, alignment, kind))


def _read_storage(root):
    """(offset, bytes) of the contents, from the start of the data."""
    shards, topology = root.tables(2), root.table(3)
    if not shards:
        raise Corrupt("no shard")
    if len(shards) > 1:
        placements = topology.tables(1) if topology is not None else []
        if not placements or any(p.scalar(0, "B") == _SHARD for p in placements):
            raise Elsewhere(
                f"it holds {len(shards)} parts, one a device, and this mesh has one device; dump the parts alone"
            )
    if shards[0].scalar(0, "B") != _INLINE_FILE_STORAGE:
        raise Corrupt("the contents are not in the file")
    return shards[0].struct(1, "QQ", "storage")


def read_header(read, size):
    """(spec, offset, bytes) from `read`, a function that gives the next n bytes, of a file of `size` bytes."""
    if size < 8:
        raise Corrupt(f"{size} bytes are too few")
    (length,) = struct.unpack("<Q", read(8))
    if length > min(size - 8, _LARGEST_HEADER):
        raise Corrupt(f"a header of {length} bytes in a file of {size}")
    root = Table.root(read(length))
    spec = _read_spec(root.required(0, "tensor spec"))
    offset, nbytes = _read_storage(root)
    if nbytes != _tensor.host_bytes(spec):
        raise Corrupt(
            f"{nbytes} bytes of contents, where {spec.shape} {spec.dtype.name} has {_tensor.host_bytes(spec)}"
        )
    if offset + nbytes > size - 8 - length:
        raise Corrupt(f"it ends {offset + nbytes - (size - 8 - length)} bytes too early")
    return spec, offset, nbytes


def read(stream, size):
    """The host tensor in a binary stream of `size` bytes."""
    spec, offset, nbytes = read_header(stream.read, size)
    stream.read(offset) if offset <= _ALIGNMENT else stream.seek(offset, 1)
    data = numpy.empty(nbytes, numpy.uint8)
    if stream.readinto(data) != nbytes:
        raise Corrupt("it ends too early")
    return _tensor.from_bytes(spec, data)


def loads(data):
    """The host tensor that dumps made into bytes."""
    import io

    return read(io.BytesIO(data), len(data))
