from collections.abc import Sequence

import ttnn._ttnn.tensor
from ttnn.lazy import get as __getattr__


class global_circular_buffer:
    """
    A circular buffer of `size` bytes on each of its cores, filled by sender cores from outside of a program.
    """

    def __init__(self, mapping: Sequence[tuple[ttnn._ttnn.tensor.CoreCoord, ttnn._ttnn.tensor.CoreRangeSet]], size: int, contents: ttnn._ttnn.tensor.Tensor, state: ttnn._ttnn.tensor.Tensor) -> None: ...

    @property
    def mapping(self) -> list[tuple[ttnn._ttnn.tensor.CoreCoord, ttnn._ttnn.tensor.CoreRangeSet]]:
        """Pairs of a sender core and its receivers."""

    @property
    def size(self) -> int: ...

    @property
    def cores(self) -> ttnn._ttnn.tensor.CoreRangeSet: ...

    def buffer_address(self) -> int:
        """Address of the contents in L1."""

    def config_address(self) -> int:
        """Address of the state in L1."""

    def __repr__(self) -> str: ...
