from collections.abc import Sequence
from typing import Annotated, overload

import numpy
from numpy.typing import NDArray


@overload
def pack_bfp2(fp32_vec: Annotated[NDArray[numpy.float32], dict(shape=(None,), order='C', device='cpu', writable=False)], row_major_input: bool = True, is_exp_a: bool = False) -> list[int]: ...

@overload
def pack_bfp2(fp32_vec: Sequence[float], row_major_input: bool = True, is_exp_a: bool = False) -> list[int]:
    """
    Packs tiles of 1024 floats into block floats of two bits: a list of 80 words a tile, 16 of exponents and 64 of codes (bit 0 the magnitude, bit 1 the sign; the first element in the lowest bits).
    """
