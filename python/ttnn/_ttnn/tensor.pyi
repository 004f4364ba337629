from collections.abc import Sequence, Set
import enum
from typing import Annotated, overload

import numpy
from numpy.typing import NDArray

import ttnn._ttnn.multi_device
import ttnn._ttnn.types
from ttnn.lazy import get as __getattr__
from ttnn.members import (
    <lambda> as experimental_per_core_buffer_address,
    <lambda> as is_per_core_allocated,
    <lambda> as is_range_lockstep_allocated,
    _device_coords as device_coords,
    _extract_shard as extract_shard,
    _tensor_topology as tensor_topology,
    _update_tensor_topology as update_tensor_topology,
    block_sharded as block_sharded,
    experimental_set_per_core_allocation as experimental_set_per_core_allocation,
    experimental_set_range_lockstep_allocation as experimental_set_range_lockstep_allocation,
    from_json as from_json,
    height_sharded as height_sharded,
    sharded as sharded,
    sharded_across_dims as sharded_across_dims,
    sharded_across_dims_except as sharded_across_dims_except,
    to_json as to_json,
    width_sharded as width_sharded
)
from ttnn.operators import (
    <lambda> as __dlpack_device__,
    <lambda> as to_numpy,
    __add__ as __add__,
    __eq__ as __eq__,
    __ge__ as __ge__,
    __gt__ as __gt__,
    __le__ as __le__,
    __lt__ as __lt__,
    __matmul__ as __matmul__,
    __mul__ as __mul__,
    __ne__ as __ne__,
    __radd__ as __radd__,
    __rmul__ as __rmul__,
    __rsub__ as __rsub__,
    __sub__ as __sub__,
    __truediv__ as __truediv__,
    _array as __array__,
    _dlpack as __dlpack__,
    _getitem as __getitem__,
    _pad as pad,
    _pad_to_tile as pad_to_tile,
    _reshape as reshape,
    _to as to,
    _to_torch as to_torch,
    _to_torch_padded as to_torch_with_padded_shape,
    _unpad as unpad,
    _unpad_from_tile as unpad_from_tile
)
from ttnn.tensor_methods import (
    _copy as __copy__,
    _deepcopy as __deepcopy__,
    _host_buffer as host_buffer,
    _reduce as __reduce__,
    _set_tensor_id as tensor_id
)


class DataType(enum.Enum):
    """Element type of a tensor."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    BFLOAT16 = 0

    FLOAT32 = 1

    UINT32 = 2

    BFLOAT8_B = 3

    BFLOAT4_B = 4

    UINT8 = 5

    UINT16 = 6

    INT32 = 7

    FP8_E4M3 = 8

    INT8 = 9

    INVALID = 10

class Layout(enum.Enum):
    """Order of elements: rows, or tiles of 32x32."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    ROW_MAJOR = 0

    TILE = 1

    INVALID = 2

class StorageType(enum.Enum):
    """Where the contents are."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    HOST = 0

    DEVICE = 1

class BufferType(enum.Enum):
    """Memory of the device."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    DRAM = 0

    L1 = 1

    L1_SMALL = 3

    TRACE = 4

class TensorMemoryLayout(enum.Enum):
    """How a tensor is spread over banks."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    INTERLEAVED = 0

    HEIGHT_SHARDED = 2

    WIDTH_SHARDED = 3

    BLOCK_SHARDED = 4

    ND_SHARDED = 5

class ShardOrientation(enum.Enum):
    """Order in which cores take shards."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    ROW_MAJOR = 0

    COL_MAJOR = 1

class ShardDistributionStrategy(enum.Enum):
    """How N-dimensional shards are dealt over cores."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    ROUND_ROBIN_1D = 0

    GRID_2D = 1

class MathFidelity(enum.Enum):
    """Passes of the matrix engine over the significands."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    LoFi = 0

    HiFi2 = 2

    HiFi3 = 3

    HiFi4 = 4

    Invalid = 255

class CoreCoord:
    """A worker core by column x and row y."""

    @overload
    def __init__(self, x: int, y: int) -> None: ...

    @overload
    def __init__(self, arg: tuple[int, int], /) -> None: ...

    @property
    def x(self) -> int: ...

    @property
    def y(self) -> int: ...

    @overload
    def __eq__(self, arg: CoreCoord, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: CoreCoord, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

class CoreRange:
    """A rectangle of worker cores, both corners included."""

    def __init__(self, start: CoreCoord, end: CoreCoord) -> None: ...

    @property
    def start(self) -> CoreCoord: ...

    @property
    def end(self) -> CoreCoord: ...

    def grid_size(self) -> CoreCoord: ...

    @overload
    def contains(self, core: CoreCoord) -> bool: ...

    @overload
    def contains(self, core_range: CoreRange) -> bool: ...

    @overload
    def contains(self, core_range_set: CoreRangeSet) -> bool: ...

    @overload
    def __eq__(self, arg: CoreRange, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: CoreRange, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

class CoreRangeSet:
    """A set of disjoint rectangles of worker cores."""

    @overload
    def __init__(self, core_ranges: Sequence[CoreRange]) -> None: ...

    @overload
    def __init__(self, arg: Set[CoreRange], /) -> None: ...

    @overload
    def __init__(self, arg: CoreRange, /) -> None: ...

    def ranges(self) -> list[CoreRange]: ...

    def bounding_box(self) -> CoreRange: ...

    def num_cores(self) -> int: ...

    def size(self) -> int: ...

    def empty(self) -> bool: ...

    @overload
    def contains(self, core: CoreCoord) -> bool: ...

    @overload
    def contains(self, core_range: CoreRange) -> bool: ...

    @overload
    def contains(self, core_range_set: CoreRangeSet) -> bool: ...

    def merge(self, other: CoreRangeSet) -> CoreRangeSet: ...

    def subtract(self, arg: CoreRangeSet, /) -> CoreRangeSet: ...

    @overload
    def __eq__(self, arg: CoreRangeSet, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: CoreRangeSet, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

def num_cores_to_corerangeset(target_num_cores: int, grid_size: CoreCoord, row_wise: bool = False) -> CoreRangeSet: ...

def corerange_to_cores(core_range_set: CoreRangeSet, max_cores: int | None = None, row_wise: bool = False) -> list[CoreCoord]: ...

class ShardSpec:
    """
    Two-dimensional shards, one a core of `grid`; `shape` is [height, width] in elements.
    """

    def __init__(self, grid: CoreRangeSet, shard_shape: Sequence[int], shard_orientation: ShardOrientation = ShardOrientation.ROW_MAJOR) -> None: ...

    @property
    def grid(self) -> CoreRangeSet: ...

    @grid.setter
    def grid(self, arg: CoreRangeSet, /) -> None: ...

    @property
    def shape(self) -> list[int]: ...

    @shape.setter
    def shape(self, arg: Sequence[int], /) -> None: ...

    @property
    def orientation(self) -> ShardOrientation: ...

    @orientation.setter
    def orientation(self, arg: ShardOrientation, /) -> None: ...

    def num_cores(self) -> int: ...

    @overload
    def __eq__(self, arg: ShardSpec, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: ShardSpec, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

class NdShardSpec:
    """Shards of any rank, dealt over the cores of `grid`."""

    def __init__(self, shard_shape: ttnn._ttnn.types.Shape, grid: CoreRangeSet, orientation: ShardOrientation = ShardOrientation.ROW_MAJOR, shard_distribution_strategy: ShardDistributionStrategy = ShardDistributionStrategy.ROUND_ROBIN_1D) -> None: ...

    @property
    def shard_shape(self) -> ttnn._ttnn.types.Shape: ...

    @shard_shape.setter
    def shard_shape(self, arg: ttnn._ttnn.types.Shape, /) -> None: ...

    @property
    def grid(self) -> CoreRangeSet: ...

    @grid.setter
    def grid(self, arg: CoreRangeSet, /) -> None: ...

    @property
    def orientation(self) -> ShardOrientation: ...

    @orientation.setter
    def orientation(self, arg: ShardOrientation, /) -> None: ...

    @property
    def shard_distribution_strategy(self) -> ShardDistributionStrategy: ...

    @shard_distribution_strategy.setter
    def shard_distribution_strategy(self, arg: ShardDistributionStrategy, /) -> None: ...

    def num_cores(self) -> int: ...

    def __eq__(self, arg: NdShardSpec, /) -> bool: ...

    def __ne__(self, arg: NdShardSpec, /) -> bool: ...

    def __repr__(self) -> str: ...

class MemoryConfig:
    """Where a tensor goes and how it is spread over banks."""

    @overload
    def __init__(self, memory_layout: TensorMemoryLayout = TensorMemoryLayout.INTERLEAVED, buffer_type: BufferType = BufferType.DRAM, shard_spec: ShardSpec | None = None) -> None: ...

    @overload
    def __init__(self, buffer_type: BufferType, nd_shard_spec: NdShardSpec) -> None: ...

    @property
    def memory_layout(self) -> TensorMemoryLayout: ...

    @property
    def buffer_type(self) -> BufferType: ...

    @property
    def shard_spec(self) -> ShardSpec | None: ...

    @property
    def nd_shard_spec(self) -> NdShardSpec | None: ...

    @property
    def interleaved(self) -> bool: ...

    def is_sharded(self) -> bool: ...

    @overload
    def __eq__(self, arg: MemoryConfig, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: MemoryConfig, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

class Tile:
    """Shape of the tiles of a tensor."""

    def __init__(self, tile_shape: Sequence[int] = [32, 32], transpose_tile: bool = False) -> None: ...

    @property
    def tile_shape(self) -> list[int]: ...

    @property
    def face_shape(self) -> list[int]: ...

    @property
    def num_faces(self) -> int: ...

    @property
    def narrow_tile(self) -> int: ...

    @property
    def partial_face(self) -> int: ...

    @property
    def transpose_tile(self) -> bool: ...

    @property
    def transpose_within_face(self) -> bool: ...

    @property
    def transpose_of_faces(self) -> bool: ...

    def get_tile_size(self, dtype: DataType) -> int: ...

    def __eq__(self, arg: Tile, /) -> bool: ...

    def __repr__(self) -> str: ...

def element_size(dtype: DataType) -> int:
    """Bytes of one element."""

def tile_size(dtype: DataType) -> int:
    """Bytes of a 32x32 tile."""

class TensorSpec:
    """Shape, dtype, layout and place of a tensor, without contents."""

    @overload
    def __init__(self, shape: ttnn._ttnn.types.Shape, dtype: DataType, layout: Layout, buffer_type: BufferType = BufferType.DRAM, tile: Tile | None = None) -> None: ...

    @overload
    def __init__(self, shape: ttnn._ttnn.types.Shape, dtype: DataType, layout: Layout, memory_layout: TensorMemoryLayout, shard_spec: ShardSpec | None = None, buffer_type: BufferType = BufferType.DRAM, tile: Tile | None = None) -> None: ...

    @overload
    def __init__(self, shape: ttnn._ttnn.types.Shape, dtype: DataType, layout: Layout, nd_shard_spec: NdShardSpec, buffer_type: BufferType = BufferType.DRAM, tile: Tile | None = None) -> None: ...

    @overload
    def __init__(self, shape: ttnn._ttnn.types.Shape, dtype: DataType, layout: Layout, memory_config: MemoryConfig, tile: Tile | None = None) -> None: ...

    @property
    def shape(self) -> ttnn._ttnn.types.Shape: ...

    @property
    def padded_shape(self) -> ttnn._ttnn.types.Shape: ...

    @property
    def dtype(self) -> DataType: ...

    @property
    def layout(self) -> Layout: ...

    @property
    def memory_config(self) -> MemoryConfig: ...

    @property
    def tile(self) -> Tile: ...

    def with_memory_config(self, arg: MemoryConfig, /) -> TensorSpec: ...

    def __eq__(self, arg: TensorSpec, /) -> bool: ...

    def __ne__(self, arg: TensorSpec, /) -> bool: ...

class Tensor:
    """A tensor on the host or on a device."""

    def __init__(self, *args, **kwargs) -> None: ...

    @property
    def shape(self) -> ttnn._ttnn.types.Shape:
        """logical shape"""

    @property
    def padded_shape(self) -> ttnn._ttnn.types.Shape:
        """shape with the padding of the layout"""

    @property
    def dtype(self) -> DataType: ...

    @property
    def layout(self) -> Layout: ...

    @property
    def spec(self) -> TensorSpec: ...

    @property
    def tile(self) -> Tile: ...

    @property
    @tensor_id.setter
    def get_dtype(self) -> DataType: ...

    def get_layout(self) -> Layout: ...

    def get_tile(self) -> Tile: ...

    def device(self) -> ttnn._ttnn.multi_device.MeshDevice:
        """the device, or None for host tensors and deallocated ones"""

    def devices(self) -> list[ttnn._ttnn.multi_device.MeshDevice]: ...

    def storage_type(self) -> StorageType: ...

    def memory_config(self) -> MemoryConfig: ...

    def is_sharded(self) -> bool: ...

    def is_allocated(self) -> bool: ...

    def volume(self) -> int:
        """elements including padding"""

    def logical_volume(self) -> int: ...

    def physical_volume(self) -> int: ...

    def element_size(self) -> int: ...

    def buffer_address(self) -> int: ...

    def buffer_unique_id(self) -> int: ...

    def buffer_page_size(self) -> int: ...

    def buffer_num_pages(self) -> int: ...

    def buffer_aligned_page_size(self) -> int: ...

    def deallocate(self, force: bool = False) -> None:
        """gives the device memory back"""

    def cpu(self, blocking: bool = True, cq_id: int | None = None) -> Tensor:
        """a copy on the host; waits for the device"""

    def to_list(self) -> object:
        """nested lists of the elements"""

    def item(self) -> object:
        """the only element as a Python number"""

    def __repr__(self) -> str: ...

    def __str__(self) -> str: ...

    def __hash__(self, /):
        """Return hash(self)."""

def set_printoptions(profile: str, sci_mode: bool | None, precision: int | None) -> None: ...

def from_array(array: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], bfloat16: bool, dtype: DataType | None, layout: Layout, tile: Tile | None, memory_config: MemoryConfig | None, device: ttnn._ttnn.multi_device.MeshDevice | None) -> Tensor:
    """A tensor from an array; uint16 elements are bfloat16 when `bfloat16`."""

def to_array(tensor: Tensor, padded: bool = False) -> object:
    """
    A NumPy array of the logical (or padded) elements; bfloat16 as uint16, block floats as float32.
    """

def empty_host(spec: TensorSpec) -> Tensor: ...

def empty_device(spec: TensorSpec, device: ttnn._ttnn.multi_device.MeshDevice) -> Tensor: ...

def full(spec: TensorSpec, device: ttnn._ttnn.multi_device.MeshDevice | None, value: float) -> Tensor: ...

def elementwise_memory_config(arg0: MemoryConfig, arg1: Tensor, /) -> MemoryConfig: ...

def get_bytes(tensor: Tensor) -> object:
    """The contents in the card's order: rows, or tiles in faces."""

def from_bytes(spec: TensorSpec, data: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> Tensor:
    """A host tensor from contents in the card's order, as a uint8 array."""

def with_padded_shape(spec: TensorSpec, padded: ttnn._ttnn.types.Shape) -> TensorSpec: ...

def host_bytes(spec: TensorSpec) -> int:
    """Bytes of the contents."""

def copy_host_to_device(host_tensor: Tensor, device_tensor: Tensor, cq_id: int | None) -> None: ...

def copy_device_to_host(device_tensor: Tensor, host_tensor: Tensor, cq_id: int | None) -> None: ...
