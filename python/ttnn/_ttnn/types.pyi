from collections.abc import Iterator, Sequence
import enum
from typing import overload

from ttnn.lazy import get as __getattr__


class Shape:
    """Extent of a tensor in each dimension."""

    def __init__(self, shape: Sequence[int]) -> None: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, arg: int, /) -> int: ...

    @overload
    def __getitem__(self, arg: slice, /) -> list[int]: ...

    def __iter__(self) -> Iterator: ...

    @overload
    def __eq__(self, arg: Shape, /) -> bool: ...

    @overload
    def __eq__(self, arg: Sequence[int], /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: Shape, /) -> bool: ...

    @overload
    def __ne__(self, arg: Sequence[int], /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

    @property
    def rank(self) -> int: ...

    def to_rank(self, arg: int, /) -> Shape: ...

class CoreGrid:
    """A grid of x columns and y rows of worker cores."""

    def __init__(self, *, x: int, y: int) -> None: ...

    @property
    def x(self) -> int: ...

    @property
    def y(self) -> int: ...

    @property
    def num_cores(self) -> int: ...

    @overload
    def __eq__(self, arg: CoreGrid, /) -> bool: ...

    @overload
    def __eq__(self, arg: object, /) -> bool: ...

    @overload
    def __ne__(self, arg: CoreGrid, /) -> bool: ...

    @overload
    def __ne__(self, arg: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

class BcastOpMath(enum.Enum):
    """Operation of bcast."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    ADD = 0

    SUB = 1

    MUL = 2

class BcastOpDim(enum.Enum):
    """Extents that are 1 in the second operand of bcast."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    H = 0

    W = 1

    HW = 2
