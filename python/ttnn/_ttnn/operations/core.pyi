import enum

import ttnn._ttnn.tensor


class ThrottleLevel(enum.Enum):
    """How far the card's matmul is slowed down."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    NO_THROTTLE = 0

    LEVEL_1 = 1

    LEVEL_2 = 2

    LEVEL_3 = 3

    LEVEL_4 = 4

    LEVEL_5 = 5

class WormholeComputeKernelConfig:
    """How the card's compute engine is set up."""

    def __init__(self, *, math_fidelity: ttnn._ttnn.tensor.MathFidelity = ttnn._ttnn.tensor.MathFidelity.LoFi, math_approx_mode: bool = True, fp32_dest_acc_en: bool = False, packer_l1_acc: bool = False, dst_full_sync_en: bool = False, throttle_level: ThrottleLevel | int = ThrottleLevel.NO_THROTTLE) -> None: ...

    @property
    def math_fidelity(self) -> ttnn._ttnn.tensor.MathFidelity: ...

    @math_fidelity.setter
    def math_fidelity(self, arg: ttnn._ttnn.tensor.MathFidelity, /) -> None: ...

    @property
    def math_approx_mode(self) -> bool: ...

    @math_approx_mode.setter
    def math_approx_mode(self, arg: bool, /) -> None: ...

    @property
    def fp32_dest_acc_en(self) -> bool: ...

    @fp32_dest_acc_en.setter
    def fp32_dest_acc_en(self, arg: bool, /) -> None: ...

    @property
    def packer_l1_acc(self) -> bool: ...

    @packer_l1_acc.setter
    def packer_l1_acc(self, arg: bool, /) -> None: ...

    @property
    def dst_full_sync_en(self) -> bool: ...

    @dst_full_sync_en.setter
    def dst_full_sync_en(self, arg: bool, /) -> None: ...

    @property
    def throttle_level(self) -> ThrottleLevel: ...

    @throttle_level.setter
    def throttle_level(self, arg: ThrottleLevel | int, /) -> None: ...

    def __eq__(self, arg: WormholeComputeKernelConfig, /) -> bool: ...

def unsqueeze_to_4D(tensor: ttnn._ttnn.tensor.Tensor) -> ttnn._ttnn.tensor.Tensor:
    """Dimensions of extent 1 in front until there are four."""

def to_layout(tensor: ttnn._ttnn.tensor.Tensor, layout: ttnn._ttnn.tensor.Layout, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, sub_core_grids: ttnn._ttnn.tensor.CoreRangeSet | None = None, pad_value: float = 0.0) -> ttnn._ttnn.tensor.Tensor:
    """
    The tensor in ROW_MAJOR or TILE layout; block floats become bfloat16 when they leave tiles. Host tensors too.
    """

def to_memory_config(tensor: ttnn._ttnn.tensor.Tensor, memory_config: ttnn._ttnn.tensor.MemoryConfig, dtype: ttnn._ttnn.tensor.DataType | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None) -> ttnn._ttnn.tensor.Tensor:
    """The tensor in another memory config, and dtype if asked."""

def reallocate(tensor: ttnn._ttnn.tensor.Tensor, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Moves the tensor to the best free place of its memory; the old one is deallocated.
    """
