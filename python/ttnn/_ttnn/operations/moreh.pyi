from collections.abc import Sequence
import enum

import ttnn._ttnn.multi_device
import ttnn._ttnn.operations.core
import ttnn._ttnn.tensor
import ttnn._ttnn.types


class MorehSoftmaxOp(enum.Enum):
    """Forms of softmax."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    SOFTMAX = 0

    SOFTMIN = 1

    LOGSOFTMAX = 2

class MorehSoftmaxBackwardOp(enum.Enum):
    """Forms of softmax."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    SOFTMAX = 0

    SOFTMIN = 1

    LOGSOFTMAX = 2

class MorehSoftmaxOpParallelizationStrategy(enum.Enum):
    """Division of a softmax over the card's cores."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    NONE = 0

    SMALL_W = 1

    SMALL_H = 2

    LARGE_W = 3

    LARGE_H = 4

    LARGE_C = 5

class MorehSoftmaxBackwardOpParallelizationStrategy(enum.Enum):
    """Division of a softmax over the card's cores."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    NONE = 0

    SMALL_W = 1

    SMALL_H = 2

    LARGE_W = 3

    LARGE_H = 4

    LARGE_C = 5

def moreh_sum(input: ttnn._ttnn.tensor.Tensor, dim: int | Sequence[int] | None = None, *, keepdim: bool = False, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Sum over dimensions."""

def moreh_sum_backward(output_grad: ttnn._ttnn.tensor.Tensor, *, input: ttnn._ttnn.tensor.Tensor | None = None, dim: int | Sequence[int] | None = None, keepdim: bool = False, input_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of moreh_sum: output_grad in the shape of the input."""

def moreh_mean(input: ttnn._ttnn.tensor.Tensor, *, dim: int | Sequence[int] | None = None, keepdim: bool = False, divisor: int | None = None, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Mean over dimensions, or their sum over divisor."""

def moreh_mean_backward(output_grad: ttnn._ttnn.tensor.Tensor, *, dim: int | Sequence[int] | None = None, keepdim: bool = False, input_grad_shape: ttnn._ttnn.types.Shape | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Gradient of moreh_mean: output_grad over the number of elements averaged.
    """

def moreh_norm(input: ttnn._ttnn.tensor.Tensor, p: float, *, dim: int | Sequence[int] | None = None, keepdim: bool = False, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    (sum |x|^p)^(1/p) over dimensions; the number of non-zeros for p = 0, the largest or smallest |x| for infinities.
    """

def moreh_norm_backward(input: ttnn._ttnn.tensor.Tensor, output: ttnn._ttnn.tensor.Tensor, output_grad: ttnn._ttnn.tensor.Tensor, p: float, *, dim: int | Sequence[int] | None = None, keepdim: bool = False, input_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Gradient of moreh_norm from its input, output and the output's gradient.
    """

def moreh_abs_pow(input: ttnn._ttnn.tensor.Tensor, p: float, *, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """|x|^p."""

def moreh_cumsum(input: ttnn._ttnn.tensor.Tensor, dim: int, *, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Running sums along a dimension."""

def moreh_cumsum_backward(output_grad: ttnn._ttnn.tensor.Tensor, dim: int, *, input_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of moreh_cumsum: running sums of output_grad from the end."""

def moreh_clip_grad_norm(inputs: Sequence[ttnn._ttnn.tensor.Tensor], max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = False, *, total_norm: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Scales gradients, in place, so that the norm of all of them is at most max_norm; gives the norm before.
    """

def moreh_softmax(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxOp = MorehSoftmaxOp.SOFTMAX, strategy: MorehSoftmaxOpParallelizationStrategy = MorehSoftmaxOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """exp(x) / sum(exp(x)) along a dimension."""

def moreh_softmin(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxOp = MorehSoftmaxOp.SOFTMIN, strategy: MorehSoftmaxOpParallelizationStrategy = MorehSoftmaxOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """exp(-x) / sum(exp(-x)) along a dimension."""

def moreh_logsoftmax(input_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxOp = MorehSoftmaxOp.LOGSOFTMAX, strategy: MorehSoftmaxOpParallelizationStrategy = MorehSoftmaxOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """x - log(sum(exp(x))) along a dimension."""

def moreh_softmax_backward(output_tensor: ttnn._ttnn.tensor.Tensor, output_grad_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, input_grad_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxBackwardOp = MorehSoftmaxBackwardOp.SOFTMAX, strategy: MorehSoftmaxBackwardOpParallelizationStrategy = MorehSoftmaxBackwardOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of the input from the output and the output's gradient."""

def moreh_softmin_backward(output_tensor: ttnn._ttnn.tensor.Tensor, output_grad_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, input_grad_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxBackwardOp = MorehSoftmaxBackwardOp.SOFTMIN, strategy: MorehSoftmaxBackwardOpParallelizationStrategy = MorehSoftmaxBackwardOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of the input from the output and the output's gradient."""

def moreh_logsoftmax_backward(output_tensor: ttnn._ttnn.tensor.Tensor, output_grad_tensor: ttnn._ttnn.tensor.Tensor, dim: int, *, input_grad_tensor: ttnn._ttnn.tensor.Tensor | None = None, op: MorehSoftmaxBackwardOp = MorehSoftmaxBackwardOp.LOGSOFTMAX, strategy: MorehSoftmaxBackwardOpParallelizationStrategy = MorehSoftmaxBackwardOpParallelizationStrategy.NONE, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of the input from the output and the output's gradient."""

def moreh_matmul(input: ttnn._ttnn.tensor.Tensor, other: ttnn._ttnn.tensor.Tensor, *, transpose_input: bool = False, transpose_other: bool = False, output: ttnn._ttnn.tensor.Tensor | None = None, bias: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Product of [..., M, K] and [..., K, N], whose leading dimensions broadcast, plus a bias row or scalar.
    """

def moreh_matmul_backward(output_grad: ttnn._ttnn.tensor.Tensor, input_a: ttnn._ttnn.tensor.Tensor, input_b: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], input_a_grad: ttnn._ttnn.tensor.Tensor | None = None, input_b_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """Gradients of both factors of moreh_matmul; None where not required."""

def moreh_bmm(input: ttnn._ttnn.tensor.Tensor, mat2: ttnn._ttnn.tensor.Tensor, *, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Products of the matrices of [B, M, K] and [B, K, N]."""

def moreh_bmm_backward(output_grad: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, mat2: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True], input_grad: ttnn._ttnn.tensor.Tensor | None = None, mat2_grad: ttnn._ttnn.tensor.Tensor | None = None, input_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, mat2_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """Gradients of both factors of moreh_bmm; None where not required."""

def moreh_linear(input: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor, *, bias: ttnn._ttnn.tensor.Tensor | None = None, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    x [..., in] times weight [out, in] transposed, plus bias [1, out] or [1, 1].
    """

def moreh_linear_backward(output_grad: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, weight: ttnn._ttnn.tensor.Tensor, *, are_required_outputs: Sequence[bool] = [True, True, True], bias: ttnn._ttnn.tensor.Tensor | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, weight_grad: ttnn._ttnn.tensor.Tensor | None = None, bias_grad: ttnn._ttnn.tensor.Tensor | None = None, input_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, weight_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, bias_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of input, weight and bias of moreh_linear; None where not required.
    """

def moreh_dot(input_tensor_a: ttnn._ttnn.tensor.Tensor, input_tensor_b: ttnn._ttnn.tensor.Tensor, *, output: ttnn._ttnn.tensor.Tensor | None = None, dtype: ttnn._ttnn.tensor.DataType | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Dot product of two vectors [1, 1, 1, n]: [1, 1, 1, 1]."""

def moreh_dot_backward(output_grad: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, other: ttnn._ttnn.tensor.Tensor, *, input_grad: ttnn._ttnn.tensor.Tensor | None = None, other_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of both vectors of moreh_dot, into input_grad and other_grad; None where these are absent.
    """

def moreh_layer_norm(input: ttnn._ttnn.tensor.Tensor, normalized_dims: int, eps: float = 9.999999747378752e-06, gamma: ttnn._ttnn.tensor.Tensor | None = None, beta: ttnn._ttnn.tensor.Tensor | None = None, *, output: ttnn._ttnn.tensor.Tensor | None = None, mean: ttnn._ttnn.tensor.Tensor | None = None, rstd: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Normalises over the last normalized_dims dimensions, times gamma plus beta: [output, mean, rstd], the last two where tensors for them are given.
    """

def moreh_layer_norm_backward(output_grad: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, mean: ttnn._ttnn.tensor.Tensor, rstd: ttnn._ttnn.tensor.Tensor, normalized_dims: int, *, gamma: ttnn._ttnn.tensor.Tensor | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, gamma_grad: ttnn._ttnn.tensor.Tensor | None = None, beta_grad: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of moreh_layer_norm: [input_grad, gamma_grad, beta_grad], the last two where tensors for them are given.
    """

def moreh_group_norm(input: ttnn._ttnn.tensor.Tensor, num_groups: int, eps: float = 9.999999747378752e-06, gamma: ttnn._ttnn.tensor.Tensor | None = None, beta: ttnn._ttnn.tensor.Tensor | None = None, *, are_required_outputs: Sequence[bool] = [True, False, False], output: ttnn._ttnn.tensor.Tensor | None = None, mean: ttnn._ttnn.tensor.Tensor | None = None, rstd: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, mean_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, rstd_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Normalises each group of channels of [N, C, H, W], times gamma plus beta [1, 1, 1, C]: [output, mean, rstd], None where not required; mean and rstd are [1, 1, N, groups].
    """

def moreh_group_norm_backward(output_grad: ttnn._ttnn.tensor.Tensor, input: ttnn._ttnn.tensor.Tensor, mean: ttnn._ttnn.tensor.Tensor, rstd: ttnn._ttnn.tensor.Tensor, num_groups: int, *, are_required_outputs: Sequence[bool] = [True, False, False], gamma: ttnn._ttnn.tensor.Tensor | None = None, input_grad: ttnn._ttnn.tensor.Tensor | None = None, gamma_grad: ttnn._ttnn.tensor.Tensor | None = None, beta_grad: ttnn._ttnn.tensor.Tensor | None = None, input_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, gamma_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, beta_grad_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    Gradients of moreh_group_norm: [input_grad, gamma_grad, beta_grad], None where not required.
    """

def moreh_nll_loss(input_tensor: ttnn._ttnn.tensor.Tensor, target_tensor: ttnn._ttnn.tensor.Tensor, reduction: str, *, weight_tensor: ttnn._ttnn.tensor.Tensor | None = None, divisor_tensor: ttnn._ttnn.tensor.Tensor | None = None, output_tensor: ttnn._ttnn.tensor.Tensor | None = None, ignore_index: int = -100, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Negative log likelihood of classes: input [N, C, ...] of log probabilities, target [N, ...]; "mean" (over the weights of the targets), "sum" or "none".
    """

def moreh_nll_loss_backward(target_tensor: ttnn._ttnn.tensor.Tensor, output_grad_tensor: ttnn._ttnn.tensor.Tensor, reduction_mean: bool, *, weight_tensor: ttnn._ttnn.tensor.Tensor | None = None, input_grad_tensor: ttnn._ttnn.tensor.Tensor | None = None, divisor_tensor: ttnn._ttnn.tensor.Tensor | None = None, ignore_index: int = -100, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Gradient of moreh_nll_loss with reduction mean (divided by divisor_tensor) or sum, into input_grad_tensor.
    """

def moreh_nll_loss_unreduced_backward(target_tensor: ttnn._ttnn.tensor.Tensor, output_grad_tensor: ttnn._ttnn.tensor.Tensor, *, weight_tensor: ttnn._ttnn.tensor.Tensor | None = None, input_grad_tensor: ttnn._ttnn.tensor.Tensor | None = None, ignore_index: int = -100, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """Gradient of moreh_nll_loss without reduction, into input_grad_tensor."""

def moreh_adam(param_in: ttnn._ttnn.tensor.Tensor, grad: ttnn._ttnn.tensor.Tensor, exp_avg_in: ttnn._ttnn.tensor.Tensor, exp_avg_sq_in: ttnn._ttnn.tensor.Tensor, *, lr: float | None = 0.0010000000474974513, beta1: float | None = 0.8999999761581421, beta2: float | None = 0.9990000128746033, eps: float | None = 9.99999993922529e-09, weight_decay: float | None = 0.0, step: int | None = 0, amsgrad: bool | None = False, max_exp_avg_sq_in: ttnn._ttnn.tensor.Tensor | None = None, param_out: ttnn._ttnn.tensor.Tensor | None = None, exp_avg_out: ttnn._ttnn.tensor.Tensor | None = None, exp_avg_sq_out: ttnn._ttnn.tensor.Tensor | None = None, max_exp_avg_sq_out: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    One step of Adam (decay adds weight_decay * param to the gradient): [param, exp_avg, exp_avg_sq, max_exp_avg_sq], the last one with amsgrad; `step` counts from 1.
    """

def moreh_adamw(param_in: ttnn._ttnn.tensor.Tensor, grad: ttnn._ttnn.tensor.Tensor, exp_avg_in: ttnn._ttnn.tensor.Tensor, exp_avg_sq_in: ttnn._ttnn.tensor.Tensor, lr: float | None = 0.0010000000474974513, beta1: float | None = 0.8999999761581421, beta2: float | None = 0.9990000128746033, eps: float | None = 9.99999993922529e-09, weight_decay: float | None = 0.009999999776482582, step: int | None = 0, amsgrad: bool | None = False, *, max_exp_avg_sq_in: ttnn._ttnn.tensor.Tensor | None = None, param_out: ttnn._ttnn.tensor.Tensor | None = None, exp_avg_out: ttnn._ttnn.tensor.Tensor | None = None, exp_avg_sq_out: ttnn._ttnn.tensor.Tensor | None = None, max_exp_avg_sq_out: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    One step of AdamW (decay shrinks the parameters first): [param, exp_avg, exp_avg_sq, max_exp_avg_sq], the last one with amsgrad; `step` counts from 1.
    """

def moreh_sgd(param_in: ttnn._ttnn.tensor.Tensor, grad: ttnn._ttnn.tensor.Tensor, momentum_buffer_in: ttnn._ttnn.tensor.Tensor | None = None, param_out: ttnn._ttnn.tensor.Tensor | None = None, momentum_buffer_out: ttnn._ttnn.tensor.Tensor | None = None, lr: float = 0.001, momentum: float = 0.0, dampening: float = 0.0, weight_decay: float = 0.0, nesterov: bool = False, *, momentum_initialized: bool, param_out_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, momentum_buffer_out_memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None, compute_kernel_config: ttnn._ttnn.operations.core.WormholeComputeKernelConfig | None = None) -> list[ttnn._ttnn.tensor.Tensor | None]:
    """
    One step of gradient descent with momentum: [param, momentum buffer or None].
    """

def moreh_getitem(input: ttnn._ttnn.tensor.Tensor | None, index_tensors: Sequence[ttnn._ttnn.tensor.Tensor], index_dims: Sequence[int], *, output: ttnn._ttnn.tensor.Tensor | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    input[..., index_0, index_1, ...] with vectors of positions for the neighbouring dimensions index_dims, which become one dimension of their length. Negative positions count from the end.
    """

def moreh_fold(input: ttnn._ttnn.tensor.Tensor, output: ttnn._ttnn.tensor.Tensor | None, output_size: Sequence[int], kernel_size: Sequence[int], dilation: Sequence[int] = [1, 1], padding: Sequence[int] = [0, 0], stride: Sequence[int] = [1, 1], memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    Sums of sliding blocks: [N, C * kernel height * kernel width, L] (N may be missing) to [N, C, H, W], the reverse of cutting images into columns.
    """

def moreh_full(shape: Sequence[int], fill_value: int | float, device: ttnn._ttnn.multi_device.MeshDevice, *, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, layout: ttnn._ttnn.tensor.Layout = ttnn._ttnn.tensor.Layout.TILE, memory_config: ttnn._ttnn.tensor.MemoryConfig = ...) -> ttnn._ttnn.tensor.Tensor:
    """A tensor whose elements are all fill_value."""

def moreh_full_like(input: ttnn._ttnn.tensor.Tensor, fill_value: int | float, dtype: ttnn._ttnn.tensor.DataType | None = None, layout: ttnn._ttnn.tensor.Layout | None = None, memory_config: ttnn._ttnn.tensor.MemoryConfig | None = None) -> ttnn._ttnn.tensor.Tensor:
    """
    fill_value with the shape and, unless given, dtype, layout and place of a tensor.
    """

def moreh_arange(start: float, end: float, step: float, device: ttnn._ttnn.multi_device.MeshDevice, *, output: ttnn._ttnn.tensor.Tensor | None = None, untilize_out: bool = False, dtype: ttnn._ttnn.tensor.DataType = ttnn._ttnn.tensor.DataType.BFLOAT16, memory_config: ttnn._ttnn.tensor.MemoryConfig = ...) -> ttnn._ttnn.tensor.Tensor:
    """The numbers from start to end (exclusive) in steps of step, a vector."""
