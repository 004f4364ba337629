"""Meshes of devices as values: shapes, coordinates, placements, and how a tensor is dealt to the devices of a mesh and
put together again.

Mappers and composers divide and join by the shape of the mesh alone, so they hold for any mesh; what has to exist for
each coordinate is the device, and here a mesh has one."""

import itertools
import math

from .arrays import numpy


class _Extents:
    """Whole numbers, one a dimension of a mesh."""

    _least = 0

    def __init__(self, *numbers, **named):
        # A list has one name of its own, numbers those of their positions: MeshShape(shape=[1, 1]), MeshShape(s0=1, s1=1).
        places = [f"{self._letter}{i}" for i in range(len(numbers), 3)][: len(named)]
        if named and sorted(named) != places and (numbers or list(named) != [self._list]):
            raise TypeError(f"{type(self).__name__}(): incompatible function arguments: unknown names {sorted(named)}")
        numbers += tuple(named[name] for name in sorted(named))
        listed = len(numbers) == 1 and hasattr(numbers[0], "__iter__") and not isinstance(numbers[0], str)
        given = tuple(numbers[0]) if listed else numbers
        if not numbers or not all(hasattr(n, "__index__") for n in given):
            raise TypeError(
                f"{type(self).__name__}(): incompatible function arguments: expected whole numbers, got {numbers!r}"
            )
        self._numbers = tuple(int(n) for n in given)
        if any(n < self._least for n in self._numbers):
            raise RuntimeError(
                f"{type(self).__name__}: numbers must be at least {self._least}, got {list(self._numbers)}"
            )

    def dims(self):
        """Number of dimensions."""
        return len(self._numbers)

    def __len__(self):
        return len(self._numbers)

    def __getitem__(self, index):
        if not -len(self._numbers) <= index < len(self._numbers):
            raise IndexError(f"{type(self).__name__} index {index} is out of range for {len(self._numbers)} dimensions")
        return self._numbers[index]

    def __iter__(self):
        return iter(self._numbers)

    def __eq__(self, other):
        return self._numbers == other._numbers if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((type(self).__name__, self._numbers))

    def __repr__(self):
        return f"{type(self).__name__}({list(self._numbers)})"


class MeshShape(_Extents):
    """Devices of a mesh in each dimension: MeshShape(rows, columns), MeshShape(a, b, c) or MeshShape([...])."""

    _least = 1
    _list, _letter = "shape", "s"

    def mesh_size(self):
        """Number of devices."""
        return math.prod(self._numbers)


class MeshCoordinate(_Extents):
    """Place of a device in a mesh: MeshCoordinate(row, column), MeshCoordinate(a, b, c) or MeshCoordinate([...])."""

    _list, _letter = "coords", "c"


class MeshCoordinateRange:
    """All coordinates from `start` to `end`, both included, or all of a MeshShape; iterates row by row."""

    def __init__(self, start=None, end=None, *, shape=None):
        start = shape if start is None else start
        if isinstance(start, MeshShape) and end is None:
            start, end = MeshCoordinate([0] * start.dims()), MeshCoordinate([n - 1 for n in start])
        if not isinstance(start, MeshCoordinate) or not isinstance(end, MeshCoordinate):
            raise TypeError(
                "MeshCoordinateRange(): incompatible function arguments: expected two MeshCoordinates or a MeshShape"
            )
        if start.dims() != end.dims():
            raise RuntimeError(f"MeshCoordinateRange: start {start} and end {end} have different numbers of dimensions")
        if any(a > b for a, b in zip(start, end)):
            raise RuntimeError(f"MeshCoordinateRange: start {start} must not lie behind end {end}")
        self._start, self._end = start, end

    def __iter__(self):
        spans = (range(a, b + 1) for a, b in zip(self._start, self._end))
        return (MeshCoordinate(c) for c in itertools.product(*spans))

    def __eq__(self, other):
        if not isinstance(other, MeshCoordinateRange):
            return NotImplemented
        return (self._start, self._end) == (other._start, other._end)

    def __hash__(self):
        return hash((self._start, self._end))

    def __repr__(self):
        return f"MeshCoordinateRange(start={self._start!r}, end={self._end!r})"

    def _joined(self, other):
        """The range of both where they make one rectangle together, else None."""
        apart = [
            d for d in range(self._start.dims()) if (self._start[d], self._end[d]) != (other._start[d], other._end[d])
        ]
        if len(apart) > 1:
            inner = [r for r in (self, other) if all(c in set(r) for c in (self if r is other else other))]
            return inner[0] if inner else None
        if apart:
            d = apart[0]
            if max(self._start[d], other._start[d]) > min(self._end[d], other._end[d]) + 1:
                return None
        low = MeshCoordinate([min(a, b) for a, b in zip(self._start, other._start)])
        return MeshCoordinateRange(low, MeshCoordinate([max(a, b) for a, b in zip(self._end, other._end)]))


class MeshCoordinateRangeSet:
    """Ranges of coordinates; `merge` joins a range with those it makes a rectangle with."""

    def __init__(self, range=None):
        self._ranges = [] if range is None else [range]

    def merge(self, range):
        """Adds a range."""
        for known in self._ranges:
            joined = known._joined(range)
            if joined is not None:
                self._ranges.remove(known)
                return self.merge(joined)
        self._ranges.append(range)

    def ranges(self):
        """The ranges."""
        return list(self._ranges)

    def __repr__(self):
        return f"MeshCoordinateRangeSet({', '.join(map(repr, self._ranges))})"


class PlacementReplicate:
    """Every device along a dimension of the mesh has the same contents."""

    def __eq__(self, other):
        return isinstance(other, PlacementReplicate)

    def __hash__(self):
        return hash("PlacementReplicate")

    def __repr__(self):
        return "PlacementReplicate()"


class PlacementShard:
    """The devices along a dimension of the mesh have parts along dimension `dim` of the tensor."""

    def __init__(self, dim):
        if not hasattr(dim, "__index__"):
            raise TypeError(
                f"PlacementShard(): incompatible function arguments: dim must be a whole number, got {dim!r}"
            )
        self._dim = int(dim)

    @property
    def dim(self):
        """Dimension of the tensor."""
        return self._dim

    def __eq__(self, other):
        return isinstance(other, PlacementShard) and self._dim == other._dim

    def __hash__(self):
        return hash(("PlacementShard", self._dim))

    def __repr__(self):
        return f"PlacementShard({self._dim})"


_NO_OFFSET = MeshCoordinate([])


def _check_override(shape, offset):
    if shape is not None and not isinstance(shape, MeshShape):
        raise TypeError(f"mesh_shape_override must be a MeshShape or None, got {type(shape).__name__}")
    if not isinstance(offset, MeshCoordinate):
        raise TypeError(f"mesh_offset_override must be a MeshCoordinate, got {type(offset).__name__}")


class MeshMapperConfig:
    """How a tensor is dealt: one placement a dimension of the mesh, as MeshMapperConfig([placements]) or by the tensor's dimensions
    that rows and columns of the mesh divide (None: replicated). mesh_shape_override deals to another shape than the mesh's."""

    def __init__(
        self,
        placements=None,
        mesh_shape_override=None,
        mesh_offset_override=_NO_OFFSET,
        *,
        row_dim=None,
        col_dim=None,
    ):
        if placements is None or hasattr(placements, "__index__"):
            row_dim = row_dim if placements is None else placements
            if hasattr(mesh_shape_override, "__index__"):
                col_dim, mesh_shape_override = mesh_shape_override, None
            placements = [PlacementReplicate() if d is None else PlacementShard(d) for d in (row_dim, col_dim)]
        placements = list(placements)
        if not all(isinstance(p, (PlacementReplicate, PlacementShard)) for p in placements):
            raise TypeError(
                "MeshMapperConfig(): incompatible function arguments: placements must be PlacementReplicate or PlacementShard"
            )
        _check_override(mesh_shape_override, mesh_offset_override)
        self._placements, self.mesh_shape_override, self.mesh_offset_override = (
            placements,
            mesh_shape_override,
            mesh_offset_override,
        )

    @property
    def placements(self):
        """A placement a dimension of the mesh."""
        return list(self._placements)

    def __repr__(self):
        return f"MeshMapperConfig(placements={self._placements}, mesh_shape_override={self.mesh_shape_override})"


class MeshComposerConfig:
    """How parts are joined: the tensor's dimension along which each dimension of the mesh is concatenated, as MeshComposerConfig([dims]) or
    MeshComposerConfig(row_dim, col_dim)."""

    def __init__(
        self,
        dims=None,
        mesh_shape_override=None,
        mesh_offset_override=_NO_OFFSET,
        *,
        row_dim=None,
        col_dim=None,
    ):
        if dims is None or hasattr(dims, "__index__"):
            row_dim = row_dim if dims is None else dims
            if hasattr(mesh_shape_override, "__index__"):
                col_dim, mesh_shape_override = mesh_shape_override, None
            if row_dim is None or col_dim is None:
                raise TypeError(
                    "MeshComposerConfig(): incompatible function arguments: expected dims, or row_dim and col_dim"
                )
            dims = (row_dim, col_dim)
        _check_override(mesh_shape_override, mesh_offset_override)
        self.dims = [int(d) for d in dims]
        self.mesh_shape_override, self.mesh_offset_override = mesh_shape_override, mesh_offset_override

    def __repr__(self):
        return f"MeshComposerConfig(dims={self.dims}, mesh_shape_override={self.mesh_shape_override})"


class TensorTopology:
    """How a tensor lies on a mesh: the shape it was dealt to, a placement for each of its dimensions, and the devices."""

    def __init__(self, distribution_shape, placements, mesh_coords):
        self._shape, self._placements, self._coords = distribution_shape, list(placements), list(mesh_coords)
        if distribution_shape.dims() != len(self._placements):
            raise RuntimeError(
                f"TensorTopology: {len(self._placements)} placements for a distribution of {distribution_shape.dims()} dimensions"
            )

    def distribution_shape(self):
        """The MeshShape that the tensor was dealt to."""
        return self._shape

    def placements(self):
        """A placement a dimension."""
        return list(self._placements)

    def mesh_coords(self):
        """MeshCoordinates of the devices that have a part."""
        return list(self._coords)

    def __eq__(self, other):
        if not isinstance(other, TensorTopology):
            return NotImplemented
        return (self._shape, self._placements, self._coords) == (other._shape, other._placements, other._coords)

    __hash__ = None

    def __repr__(self):
        return (
            f"TensorTopology(distribution_shape={self._shape!r}, placements=SmallVector([{', '.join(map(repr, self._placements))}]), "
            f"mesh_coords={', '.join(map(repr, self._coords))})"
        )


def mesh_shape_of(mesh):
    """The MeshShape of a device, or the shape itself."""
    if isinstance(mesh, MeshShape):
        return mesh
    shape = getattr(mesh, "shape", None)
    if not isinstance(shape, MeshShape):
        raise TypeError(f"expected a MeshDevice or a MeshShape, got {type(mesh).__name__}")
    return shape


def _distribution(operation, mesh, config, count):
    """The shape that a configuration deals to; the override must fit on the mesh."""
    shape = config.mesh_shape_override or mesh
    if shape.mesh_size() > mesh.mesh_size():
        raise RuntimeError(
            f"{operation}: mesh_shape_override {shape} needs {shape.mesh_size()} devices, the mesh {mesh} has {mesh.mesh_size()}"
        )
    if shape.dims() != count:
        raise RuntimeError(
            f"{operation}: The number of dimensions in the mesh shape {shape} does not match the number of placements {count}"
        )
    return shape


class TensorToMesh:
    """Deals a tensor to the devices of a mesh; made by create_mesh_mapper and its short forms."""

    def __init__(self, mesh, config):
        self.mesh_shape, self._config = mesh_shape_of(mesh), config
        self.distribution_shape = _distribution("create_mesh_mapper", self.mesh_shape, config, len(config.placements))

    def config(self):
        """The MeshMapperConfig."""
        return self._config

    def check(self, shape):
        """Raises RuntimeError where a placement names a dimension that the tensor does not have."""
        for p in self._config.placements:
            if isinstance(p, PlacementShard) and not -len(shape) <= p.dim < len(shape):
                raise RuntimeError(f"mesh mapper: dimension {p.dim} is out of range for a tensor of rank {len(shape)}")

    def shards(self, array):
        """The part of each coordinate of the distribution, row by row. Parts are of ceil(extent / devices) elements; the last ones may be
        smaller, or missing (None) where the extent has run out."""
        array = numpy.asarray(array)
        self.check(array.shape)
        return [self._part(array, c) for c in MeshCoordinateRange(self.distribution_shape)]

    def _part(self, array, coordinate):
        for placement, at, count in zip(self._config.placements, coordinate, self.distribution_shape):
            if isinstance(placement, PlacementReplicate):
                continue
            size = -(-array.shape[placement.dim] // count)
            if at and at * size >= array.shape[placement.dim]:
                return None
            index = [slice(None)] * array.ndim
            index[placement.dim] = slice(at * size, (at + 1) * size)
            array = array[tuple(index)]
        return array

    def topology(self):
        """The TensorTopology of what this deals."""
        coordinates = itertools.islice(MeshCoordinateRange(self.mesh_shape), self.distribution_shape.mesh_size())
        return TensorTopology(self.distribution_shape, self._config.placements, coordinates)


class MeshToTensor:
    """Joins the parts on the devices of a mesh; made by create_mesh_composer and its short forms."""

    def __init__(self, mesh, config):
        self.mesh_shape, self.dims = mesh_shape_of(mesh), list(config.dims)
        self.distribution_shape = _distribution("create_mesh_composer", self.mesh_shape, config, len(self.dims))
        if len(set(self.dims)) != len(self.dims):
            raise RuntimeError(f"create_mesh_composer: dims must be different from each other, got {self.dims}")

    def check(self, shape):
        """Raises RuntimeError where a dimension is not one of the tensor."""
        for d in self.dims:
            if not -len(shape) <= d < len(shape):
                raise RuntimeError(f"mesh composer: dimension {d} is out of range for a tensor of rank {len(shape)}")

    def compose(self, parts):
        """One array from the parts of all coordinates, row by row."""
        parts = [numpy.asarray(p) for p in parts]
        if len(parts) != self.distribution_shape.mesh_size():
            raise RuntimeError(f"mesh composer: expected {self.distribution_shape.mesh_size()} parts, got {len(parts)}")
        self.check(parts[0].shape)
        for dim, count in reversed(list(zip(self.dims, self.distribution_shape))):
            parts = [numpy.concatenate(parts[i : i + count], dim) for i in range(0, len(parts), count)]
        return parts[0]


def default_topology():
    """The TensorTopology of a tensor that no mapper dealt."""
    return TensorTopology(MeshShape([1]), [PlacementReplicate()], [MeshCoordinate([0, 0])])


def needs_devices(operation, count):
    """The error of what needs a mesh of several devices."""
    return RuntimeError(f"{operation}: needs {count} devices, and a mesh has one here; use MeshShape(1, 1)")


def check_mapper(operation, mapper):
    """The TensorToMesh behind a mapper argument."""
    mapper = mapper.unwrap() if hasattr(mapper, "unwrap") else mapper
    if not isinstance(mapper, TensorToMesh):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a mesh mapper, got {type(mapper).__name__}"
        )
    return mapper


def placed(operation, tensor, mapper):
    """The tensor as a mapper deals it."""
    mapper = check_mapper(operation, mapper)
    mapper.check(tensor.shape)
    if mapper.distribution_shape.mesh_size() > 1:
        raise needs_devices(operation, mapper.distribution_shape.mesh_size())
    out = type(tensor)(tensor)
    out.update_tensor_topology(mapper.topology())
    return out


def composed(operation, tensor, composer):
    """Checks a composer against a tensor; with one device the tensor is whole already."""
    if not isinstance(composer, MeshToTensor):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a mesh composer, got {type(composer).__name__}"
        )
    composer.check(tensor.shape)
    if composer.distribution_shape.mesh_size() > 1:
        raise needs_devices(operation, composer.distribution_shape.mesh_size())
    return tensor
