"""Descriptions of programs for the card's cores: kernels with their arguments, circular buffers, semaphores.

They can be filled, changed and merged here; running them needs the card's processors (ttnn.generic_op says so)."""

import copy
import hashlib

from .enumerations import NOC, NOC_MODE, CoreType, DataMovementProcessor, KernelBuildOptLevel, SourceType
from .mesh import MeshCoordinateRange
from .records import REQUIRED, Record, a, flag, optional, record, several, text, whole
from .types import CoreCoord, CoreRangeSet, DataType, MathFidelity, Tensor, Tile

_words = several(whole)


class VectorUInt32(list):
    """A list of 32-bit words."""

    def __init__(self, values=()):
        super().__init__(_words(values))


class RuntimeArgsColProxy:
    """The cores of one column: `args[x][y]` is the list of words of core (x, y)."""

    def __init__(self, owner, x):
        self._owner, self._x = owner, x

    def __getitem__(self, y):
        return self._owner._words_of(self._x, y)

    def __setitem__(self, y, values):
        self._owner._words_of(self._x, y)[:] = _words(values)

    def append(self, y, value):
        """Adds a word."""
        self[y].append(whole(value))

    def extend(self, y, values):
        """Adds several words."""
        self[y].extend(_words(values))


class RuntimeArgs:
    """Words for each core, which may change from call to call: `args[x][y] = [...]`, or append(core, words)."""

    def __init__(self, pairs=()):
        self._cores = {}
        for core, values in pairs:
            self.append(core, values)

    def _words_of(self, x, y):
        return self._cores.setdefault((whole(x), whole(y)), VectorUInt32())

    def __getitem__(self, x):
        return RuntimeArgsColProxy(self, whole(x))

    def append(self, coord, values):
        """The words of one core."""
        core = a(CoreCoord)(coord)
        self._words_of(core.x, core.y)[:] = _words(values)

    def clear(self):
        """Forgets all words."""
        self._cores.clear()

    def get(self, idx):
        """(core, words) of entry `idx`."""
        return self.to_list()[idx]

    def to_list(self):
        """(core, words) of all cores, in the order of entry."""
        return [(CoreCoord(*core), words) for core, words in self._cores.items()]

    def __iter__(self):
        return iter(self.to_list())

    def __len__(self):
        return len(self._cores)

    def __eq__(self, other):
        return self._cores == other._cores if isinstance(other, RuntimeArgs) else NotImplemented

    __hash__ = None

    def __repr__(self):
        return f"RuntimeArgs({self.to_list()})"


def _runtime_args(value):
    if isinstance(value, RuntimeArgs):
        return copy.deepcopy(value)
    pairs = list(value)
    if pairs and not isinstance(pairs[0][0], (CoreCoord, tuple)):  # nested lists: [x][y] -> words
        pairs = [((x, y), words) for x, column in enumerate(pairs) for y, words in enumerate(column)]
    return RuntimeArgs(pairs)


def _pairs(value):
    return [(text(k), v) for k, v in value]


class TileDescriptor(Record):
    """Height and width of a tile, and whether it is transposed; also from a Tile."""

    FIELDS = {"height": (whole, 32), "width": (whole, 32), "transpose": (flag, False)}

    def __init__(self, *args, **kwargs):
        source = args[0] if args else kwargs.get("tile", kwargs.get("other"))
        if isinstance(source, Tile):
            super().__init__(*source.tile_shape, bool(source.transpose_of_faces))
        elif isinstance(source, TileDescriptor):
            super().__init__(source.height, source.width, source.transpose)
        else:
            super().__init__(*args, **kwargs)


FaceGeometry = record(
    "FaceGeometry",
    __name__,
    "Rows of a face and faces of a tile.",
    {"face_r_dim": (whole, 16), "num_faces": (whole, 4)},
    keywords_only=False,
)


class CBFormatDescriptor(Record):
    """Number, data format and page size in bytes of a circular buffer."""

    FIELDS = {
        "buffer_index": (whole, REQUIRED),
        "data_format": (a(DataType), REQUIRED),
        "page_size": (whole, REQUIRED),
        "tile": (optional(a(TileDescriptor)), None),
    }
    MAY_BE_EMPTY = True
    face_geometry = None

    @property
    def data_format_as_uint8(self):
        """The data format as the card numbers it."""
        names = (
            "FLOAT32",
            "",
            "BFLOAT8_B",
            "BFLOAT4_B",
            "",
            "BFLOAT16",
            "",
            "",
            "INT32",
            "UINT16",
            "",
            "",
            "",
            "",
            "INT8",
        )
        numbers = {n: i for i, n in enumerate(names) if n} | {"UINT32": 24, "UINT8": 30, "FP8_E4M3": 26}
        return numbers[self.data_format.name]


class CBDescriptor(Record):
    """A circular buffer: total size in bytes a core, its cores and formats; may lie in a sharded tensor's memory."""

    FIELDS = {
        "total_size": (whole, REQUIRED),
        "core_ranges": (a(CoreRangeSet), REQUIRED),
        "format_descriptors": (several(a(CBFormatDescriptor)), REQUIRED),
    }
    MAY_BE_EMPTY = True
    address_offset = 0
    remote_format_descriptors = ()
    _tensor = None
    _global = None

    def __init__(self, *args, **kwargs):
        object.__setattr__(self, "remote_format_descriptors", [])
        super().__init__(*args, **kwargs)

    def has_buffer(self):
        """Whether it lies in a tensor's memory."""
        return self._tensor is not None

    def buffer_address(self):
        """Address of that memory, or None."""
        return None if self._tensor is None else self._tensor.buffer_address() + self.address_offset

    def set_buffer_from_cb(self, other):
        """Lies where `other` lies."""
        self._tensor = other._tensor

    def has_global_circular_buffer(self):
        """Whether a global circular buffer stands behind it."""
        return self._global is not None

    def set_global_circular_buffer(self, global_circular_buffer):
        """Puts a global circular buffer behind it."""
        self._global = global_circular_buffer

    def set_global_circular_buffer_from_cb(self, other):
        """Has the global circular buffer of `other`."""
        self._global = other._global


def cb_descriptor_from_sharded_tensor(cb_index, tensor, address_offset=0, total_size=0, core_ranges=None):
    """A circular buffer in the memory of a sharded tensor in L1; total_size 0: a whole shard, in bytes."""
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"cb_descriptor_from_sharded_tensor(): incompatible function arguments: tensor must be a Tensor, got {type(tensor).__name__}"
        )
    config = tensor.memory_config()
    if not tensor.is_sharded() or config.shard_spec is None:
        raise RuntimeError(
            "cb_descriptor_from_sharded_tensor: tensor: expected a sharded tensor, got an interleaved one"
        )
    page, cores = tensor.buffer_page_size(), config.shard_spec.num_cores()
    out = CBDescriptor(
        total_size or -(-tensor.buffer_num_pages() // cores) * page,
        core_ranges or config.shard_spec.grid,
        [CBFormatDescriptor(cb_index, tensor.dtype, page)],
    )
    out._tensor, out.address_offset = tensor, whole(address_offset)
    return out


def get_cb_address(descriptor):
    """Address of a circular buffer in a tensor's memory; raises RuntimeError for another one."""
    if not descriptor.has_buffer():
        raise RuntimeError(
            "get_cb_address: descriptor: its circular buffer has no address before the program runs; use one from a sharded tensor"
        )
    return descriptor.buffer_address()


SemaphoreDescriptor = record(
    "SemaphoreDescriptor",
    __name__,
    "A semaphore on each core of core_ranges.",
    {
        "id": (whole, REQUIRED),
        "core_type": (a(CoreType), CoreType.WORKER),
        "core_ranges": (a(CoreRangeSet), REQUIRED),
        "initial_value": (whole, REQUIRED),
    },
    keywords_only=False,
    may_be_empty=True,
)
ReaderConfigDescriptor = record("ReaderConfigDescriptor", __name__, "A kernel that reads.", {})
WriterConfigDescriptor = record("WriterConfigDescriptor", __name__, "A kernel that writes.", {})
DataMovementConfigDescriptor = record(
    "DataMovementConfigDescriptor",
    __name__,
    "A kernel that moves data, by processor and network.",
    {
        "processor": (a(DataMovementProcessor), DataMovementProcessor.RISCV_0),
        "noc": (a(NOC), NOC.RISCV_0_default),
        "noc_mode": (a(NOC_MODE), NOC_MODE.DM_DEDICATED_NOC),
    },
    keywords_only=False,
)


class ComputeConfigDescriptor(Record):
    """A kernel that computes, and how its engine is set up."""

    FIELDS = {
        "math_fidelity": (a(MathFidelity), MathFidelity.HiFi4),
        "math_approx_mode": (flag, False),
        "fp32_dest_acc_en": (flag, False),
        "dst_full_sync_en": (flag, False),
        "bfp8_pack_precise": (flag, False),
    }
    enable_trisc2_rvv = False
    unpack_to_dest_mode = ()

    def __init__(self, *args, **kwargs):
        object.__setattr__(self, "unpack_to_dest_mode", [])
        super().__init__(*args, **kwargs)


_ANY_CONFIG = (ReaderConfigDescriptor, WriterConfigDescriptor, DataMovementConfigDescriptor, ComputeConfigDescriptor)


class KernelDescriptor(Record):
    """A kernel: its source (a file's path or the text itself), cores, arguments and kind."""

    SourceType = SourceType
    FIELDS = {
        "kernel_source": (text, REQUIRED),
        "source_type": (a(SourceType), SourceType.FILE_PATH),
        "core_ranges": (a(CoreRangeSet), REQUIRED),
        "compile_time_args": (VectorUInt32, []),
        "named_compile_time_args": (_pairs, []),
        "defines": (_pairs, []),
        "runtime_args": (_runtime_args, []),
        "common_runtime_args": (VectorUInt32, []),
        "opt_level": (optional(a(KernelBuildOptLevel)), None),
        "config": (a(*_ANY_CONFIG), REQUIRED),
        "compiler_include_paths": (list, []),
        "blaze_named_compile_time_args": (_pairs, []),
        "blaze_named_common_runtime_args": (list, []),
        "blaze_named_common_runtime_arg_arrays": (list, []),
        "blaze_named_per_core_runtime_args": (list, []),
        "blaze_named_per_core_runtime_arg_arrays": (list, []),
    }
    MAY_BE_EMPTY = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not isinstance(self.runtime_args, RuntimeArgs):
            self.runtime_args = RuntimeArgs()
        for name in ("compile_time_args", "common_runtime_args"):
            setattr(self, name, VectorUInt32(getattr(self, name)))

    def clear_runtime_args(self):
        """Forgets the words of all cores."""
        self.runtime_args.clear()

    def extend_runtime_args_uniform(self, values):
        """Adds the same words to every core that has some."""
        for _, words in self.runtime_args:
            words.extend(_words(values))

    def append_runtime_args_from(self, other):
        """Adds another kernel's words, core by core."""
        for core, words in other.runtime_args:
            self.runtime_args[core.x].extend(core.y, words)

    def append_common_runtime_args_from(self, other):
        """Adds another kernel's common words."""
        self.common_runtime_args.extend(other.common_runtime_args)


class ProgramDescriptor(Record):
    """A program: kernels, semaphores and circular buffers."""

    FIELDS = {
        "kernels": (several(a(KernelDescriptor)), []),
        "semaphores": (several(a(SemaphoreDescriptor)), []),
        "cbs": (several(a(CBDescriptor)), []),
    }
    custom_program_hash = None
    reload_table_addr = None
    reload_core_ranges = CoreRangeSet([])


class MeshProgramDescriptor:
    """Programs for ranges of a mesh: `descriptor[MeshCoordinateRange] = program`."""

    def __init__(self, mesh_programs=None):
        self._programs = {}
        for key, program in (mesh_programs or {}).items():
            self[key] = program

    def __getitem__(self, key):
        return self._programs[key]

    def __setitem__(self, key, program):
        self._programs[a(MeshCoordinateRange)(key)] = a(ProgramDescriptor)(program)

    def __iter__(self):
        return iter(list(self._programs.items()))

    def __len__(self):
        return len(self._programs)


def _check_program(operation, program):
    if not isinstance(program, (ProgramDescriptor, MeshProgramDescriptor)):
        raise TypeError(
            f"{operation}(): incompatible function arguments: expected a ProgramDescriptor, got {type(program).__name__}"
        )


def merge_program_descriptors(descriptors):
    """One program of all parts; cores of different parts must be disjoint."""
    merged, taken = ProgramDescriptor(), set()
    for part in descriptors:
        _check_program("merge_program_descriptors", part)
        cores = {(c.x, c.y) for k in part.kernels for r in k.core_ranges.ranges() for c in _cores(r)}
        if cores & taken:
            raise RuntimeError(
                f"merge_program_descriptors: descriptors overlap on cores {sorted(cores & taken)}; give them disjoint core ranges"
            )
        taken |= cores
        for name in ("kernels", "semaphores", "cbs"):
            getattr(merged, name).extend(getattr(part, name))
    return merged


def _cores(r):
    return [CoreCoord(x, y) for y in range(r.start.y, r.end.y + 1) for x in range(r.start.x, r.end.x + 1)]


def compute_program_descriptor_hash(program_descriptor):
    """A number that is equal for programs that can share compiled kernels: runtime arguments do not count."""
    _check_program("compute_program_descriptor_hash", program_descriptor)
    if program_descriptor.custom_program_hash is not None:
        return program_descriptor.custom_program_hash
    kernels = [[repr(getattr(k, n)) for n in k.FIELDS if "runtime_arg" not in n] for k in program_descriptor.kernels]
    rest = (kernels, program_descriptor.semaphores, program_descriptor.cbs)
    return int.from_bytes(hashlib.blake2b(repr(rest).encode(), digest_size=8).digest(), "little")


class TensorAccessorArgs:
    """Words with which a kernel finds the pages of a tensor in device memory."""

    _SHARDED, _DRAM = 1, 2

    def __init__(self, tensor):
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"__init__(): incompatible function arguments: tensor must be a Tensor, got {type(tensor).__name__}"
            )
        tensor.buffer_address()  # raises for host tensors and freed ones
        self._tensor = tensor

    def get_compile_time_args(self):
        """Flags (1 sharded, 2 in DRAM) and the aligned page size in bytes; sharded: ranks, banks, shapes and the cores' coordinates too."""
        from .types import BufferType

        tensor, config = self._tensor, self._tensor.memory_config()
        flags = self._DRAM if config.buffer_type == BufferType.DRAM else 0
        if not config.is_sharded():
            return [flags, tensor.buffer_aligned_page_size()]
        spec = config.shard_spec or config.nd_shard_spec
        shard = list(spec.shape if config.shard_spec else spec.shard_shape)
        shape, cores = list(tensor.padded_shape), [c for r in spec.grid.ranges() for c in _cores(r)]
        places = [(c.x << 8) | c.y for c in cores]
        packed = [p | (q << 16) for p, q in zip(places[::2], [*places[1::2], 0][: len(places[::2])])]
        return [
            flags | self._SHARDED,
            tensor.buffer_aligned_page_size(),
            len(shape),
            len(cores),
            *shape,
            *shard,
            *packed,
        ]

    def get_common_runtime_args(self):
        """Words that change from call to call: none, since all are known beforehand."""
        return []
