import enum

from ttnn.lazy import get as __getattr__


class Op2DSliceConfig:
    """Slices of the output that the card computes one by one."""

    def __init__(self, *, slice_type: Op2DSliceConfig.SliceTypeEnum, num_slices: int = 0) -> None: ...

    class SliceTypeEnum(enum.Enum):
        """Where the slices are cut."""

        L1Full = 0

        DRAMSliceHeight = 1

        DRAMSliceWidth = 2

    @property
    def slice_type(self) -> Op2DSliceConfig.SliceTypeEnum: ...

    @slice_type.setter
    def slice_type(self, arg: Op2DSliceConfig.SliceTypeEnum, /) -> None: ...

    @property
    def num_slices(self) -> int: ...

    @num_slices.setter
    def num_slices(self, arg: int, /) -> None: ...

    def __repr__(self) -> str: ...
