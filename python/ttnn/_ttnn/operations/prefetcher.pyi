from collections.abc import Sequence

import ttnn._ttnn.global_circular_buffer
import ttnn._ttnn.tensor


def dram_prefetcher(tensors: Sequence[ttnn._ttnn.tensor.Tensor], num_layers: int, global_cb: ttnn._ttnn.global_circular_buffer.global_circular_buffer | None = None, *, enable_performance_mode: bool = False, prefetcher_pipes: Sequence[object] = []) -> ttnn._ttnn.tensor.Tensor:
    """
    Prefetches weights for products with `global_cb`: on the card, reader cores stream them from DRAM layer after layer while other programs run. Here products read their weights in place, so this checks its arguments and moves nothing. Returns a tensor without meaning: a tile of zeros [32, 32] of the first weight's dtype, in DRAM.
    """
