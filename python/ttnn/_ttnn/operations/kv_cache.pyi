import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


def fill_cache(cache_tensor: ttnn._ttnn.tensor.Tensor, input_tensor: ttnn._ttnn.tensor.Tensor, batch_idx: int, *, update_idx: int = 0) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes input [1, heads, tokens, head_dim] into a user's rows of the cache, in place, from row update_idx on.
    """

def update_cache(cache: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, update_idx: int, batch_offset: int = 0, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Writes one token of each user, input [1, heads, batch, head_dim], into row update_idx of the cache, in place.
    """
