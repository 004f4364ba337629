import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor


def bernoulli(input: ttnn._ttnn.tensor.Tensor, seed: int = 0, *, output: ttnn._ttnn.tensor.Tensor | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    1 with the probability that the element has, else 0; seed 0 takes another one at every call.
    """
