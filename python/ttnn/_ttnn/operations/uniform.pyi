import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


def uniform(input: ttnn._ttnn.tensor.Tensor, from: float = 0.0, to: float = 1.0, seed: int = 0, *, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Fills the tensor with uniform numbers in [from, to), in place; seed 0 takes another one at every call.
    """
