"""Golden functions of the moreh family, on torch tensors; gradients come from torch's own differentiation."""

import math


def _torch():
    import torch

    return torch


def _dims(x, dim):
    if dim is None or dim == []:
        return list(range(x.dim()))
    return [dim] if isinstance(dim, int) else list(dim)


def _shaped(reduced, x, dims, keepdim):
    """Reduced dimensions go, but not the last two."""
    shape = [1 if i in dims else n for i, n in enumerate(x.shape) if keepdim or i not in dims or i >= x.dim() - 2]
    return reduced.reshape(shape)


def _gradients(function, inputs, grad):
    """Gradients of `inputs` where function(*inputs) has the gradient `grad`."""
    torch = _torch()
    leaves = [t.detach().clone().to(torch.float64).requires_grad_(True) for t in inputs]
    out = function(*leaves)
    out.backward(grad.to(torch.float64).reshape(out.shape))
    return [leaf.grad for leaf in leaves]


# --- reductions ---


def moreh_sum(x, dim=None, *, keepdim=False, **_):
    dims = _dims(x, dim)
    return _shaped(x.sum(dims, keepdim=True), x, dims, keepdim)


def moreh_sum_backward(grad, *, input=None, dim=None, keepdim=False, input_grad=None, **_):
    like = input if input is not None else input_grad
    return _gradients(lambda x: moreh_sum(x, dim, keepdim=keepdim), [like], grad)[0]


def moreh_mean(x, *, dim=None, keepdim=False, divisor=None, **_):
    dims = _dims(x, dim)
    count = math.prod(x.shape[d] for d in dims) if divisor is None else divisor
    return _shaped(x.sum(dims, keepdim=True) / count, x, dims, keepdim)


def moreh_mean_backward(grad, *, dim=None, keepdim=False, input_grad_shape=None, input_grad=None, **_):
    like = _torch().zeros(list(input_grad_shape)) if input_grad_shape is not None else input_grad
    return _gradients(lambda x: moreh_mean(x, dim=dim, keepdim=keepdim), [like], grad)[0]


def moreh_norm(x, p, *, dim=None, keepdim=False, **_):
    dims = _dims(x, dim)
    return _shaped(_torch().linalg.vector_norm(x, p, dims, keepdim=True), x, dims, keepdim)


def moreh_norm_backward(x, _output, grad, p, *, dim=None, keepdim=False, **_):
    return _gradients(lambda t: moreh_norm(t, p, dim=dim, keepdim=keepdim), [x], grad)[0]


def moreh_abs_pow(x, p, **_):
    return x.abs() ** p


def moreh_cumsum(x, dim, **_):
    return x.cumsum(dim)


def moreh_cumsum_backward(grad, dim, **_):
    return _gradients(lambda x: x.cumsum(dim), [grad], grad)[0]


def moreh_clip_grad_norm(inputs, max_norm, norm_type=2.0, error_if_nonfinite=False, **_):
    torch = _torch()
    norms = torch.stack([torch.linalg.vector_norm(t, norm_type) for t in inputs])
    return torch.linalg.vector_norm(norms, norm_type).reshape(1, 1)


# --- softmax ---


def moreh_softmax(x, dim, **_):
    return _torch().softmax(x, dim)


def moreh_softmin(x, dim, **_):
    return _torch().softmax(-x, dim)


def moreh_logsoftmax(x, dim, **_):
    return _torch().log_softmax(x, dim)


# Gradients from the outputs, as torch computes them itself.


def moreh_softmax_backward(y, grad, dim, **_):
    return _torch()._softmax_backward_data(grad, y, dim, y.dtype)


def moreh_softmin_backward(y, grad, dim, **_):
    return -moreh_softmax_backward(y, grad, dim)


def moreh_logsoftmax_backward(y, grad, dim, **_):
    return _torch()._log_softmax_backward_data(grad, y, dim, y.dtype)


# --- products ---


def _matrix(x):
    return x.reshape((1,) * (2 - x.dim()) + tuple(x.shape))


def moreh_matmul(a, b, *, transpose_input=False, transpose_other=False, bias=None, **_):
    vectors = a.dim() > 0 and a.shape == b.shape and a.numel() == a.shape[-1]
    if vectors and bias is None and not (transpose_input or transpose_other):
        return moreh_dot(a, b)
    a, b = _matrix(a), _matrix(b)
    a = a.transpose(-1, -2) if transpose_input else a
    b = b.transpose(-1, -2) if transpose_other else b
    return a @ b if bias is None else a @ b + bias


def moreh_matmul_backward(grad, a, b, *, are_required_outputs=(True, True), **_):
    grads = _gradients(moreh_matmul, [a, b], grad)
    return [g if wanted else None for g, wanted in zip(grads, are_required_outputs)]


def moreh_bmm(a, b, **_):
    return _torch().bmm(a, b)


def moreh_linear(x, weight, *, bias=None, **_):
    out = _matrix(x) @ _matrix(weight).transpose(-1, -2)
    return out if bias is None else out + bias


def moreh_linear_backward(grad, x, weight, *, are_required_outputs=(True, True, True), bias=None, **_):
    torch = _torch()
    bias = torch.zeros(1, _matrix(weight).shape[-2]) if bias is None else bias
    grads = _gradients(lambda a, w, b: moreh_linear(a, w, bias=b), [x, weight, bias], grad)
    return [g if wanted else None for g, wanted in zip(grads, are_required_outputs)]


def moreh_dot(a, b, **_):
    return (a * b).sum(-1, keepdim=True)


def moreh_dot_backward(grad, a, b, *, input_grad=None, other_grad=None, **_):
    return [None if input_grad is None else grad * b, None if other_grad is None else grad * a]


# --- norms ---


def _layer_norm(x, normalized_dims, eps, gamma, beta):
    shape = x.shape[x.dim() - normalized_dims :]
    flat = [None if t is None else t.reshape(shape).to(x.dtype) for t in (gamma, beta)]
    return _torch().nn.functional.layer_norm(x, shape, *flat, eps)


def _moments(x, eps):
    mean, variance = x.mean(-1), x.var(-1, unbiased=False)
    return mean, (variance + eps).rsqrt()


def moreh_layer_norm(x, normalized_dims, eps=1e-5, gamma=None, beta=None, *, mean=None, rstd=None, **_):
    moments = _moments(x.flatten(x.dim() - normalized_dims), eps)
    found = [None if t is None else m.reshape(t.shape) for t, m in zip((mean, rstd), moments)]
    return [_layer_norm(x, normalized_dims, eps, gamma, beta), *found]


def _eps_of(x, mean, rstd, groups):
    """The epsilon with which rstd was computed."""
    flat = x.reshape(groups, -1)
    return float((rstd.reshape(-1) ** -2 - flat.var(-1, unbiased=False)).mean().clamp(min=0))


def moreh_layer_norm_backward(
    grad, x, mean, rstd, normalized_dims, *, gamma=None, gamma_grad=None, beta_grad=None, **_
):
    torch = _torch()
    shape = x.shape[x.dim() - normalized_dims :]
    eps = _eps_of(x, mean, rstd, math.prod(x.shape[: x.dim() - normalized_dims]))
    gamma = torch.ones(shape) if gamma is None else gamma
    grads = _gradients(lambda a, g, b: _layer_norm(a, normalized_dims, eps, g, b), [x, gamma, torch.zeros(shape)], grad)
    given = [None if t is None else g.reshape(t.shape) for t, g in zip((gamma_grad, beta_grad), grads[1:])]
    return [grads[0], *given]


def _group_norm(x, groups, eps, gamma, beta):
    flat = [None if t is None else t.reshape(-1).to(x.dtype) for t in (gamma, beta)]
    return _torch().nn.functional.group_norm(x, groups, *flat, eps)


def moreh_group_norm(x, num_groups, eps=1e-5, gamma=None, beta=None, *, are_required_outputs=(True, False, False), **_):
    moments = _moments(x.reshape(1, 1, x.shape[0], num_groups, -1), eps)
    out = [_group_norm(x, num_groups, eps, gamma, beta), *moments]
    return [t if wanted else None for t, wanted in zip(out, are_required_outputs)]


def moreh_group_norm_backward(
    grad, x, mean, rstd, num_groups, *, are_required_outputs=(True, False, False), gamma=None, **_
):
    torch = _torch()
    eps, channels = _eps_of(x, mean, rstd, x.shape[0] * num_groups), x.shape[1]
    gamma = torch.ones(1, 1, 1, channels) if gamma is None else gamma
    grads = _gradients(
        lambda a, g, b: _group_norm(a, num_groups, eps, g, b), [x, gamma, torch.zeros(1, 1, 1, channels)], grad
    )
    return [g if wanted else None for g, wanted in zip(grads, are_required_outputs)]


# --- losses and optimizers ---


def moreh_nll_loss(x, target, reduction, *, weight_tensor=None, ignore_index=-100, **_):
    weight = None if weight_tensor is None else weight_tensor.reshape(-1)
    classes = target.reshape(x.shape[0], *x.shape[2:]).long()
    loss = _torch().nn.functional.nll_loss(x, classes, weight, reduction=reduction, ignore_index=ignore_index)
    return loss.reshape(target.shape if reduction == "none" else (1,) * min(target.dim(), 2))


def moreh_nll_loss_backward(
    target, grad, reduction_mean, *, weight_tensor=None, input_grad_tensor=None, ignore_index=-100, **_
):
    reduction = "mean" if reduction_mean else "sum"
    keywords = {"weight_tensor": weight_tensor, "ignore_index": ignore_index}
    weight = None if weight_tensor is None else weight_tensor.double()
    keywords["weight_tensor"] = weight
    return _gradients(lambda x: moreh_nll_loss(x, target, reduction, **keywords), [input_grad_tensor], grad)[0]


def moreh_nll_loss_unreduced_backward(
    target, grad, *, weight_tensor=None, input_grad_tensor=None, ignore_index=-100, **_
):
    weight = None if weight_tensor is None else weight_tensor.double()
    return _gradients(
        lambda x: moreh_nll_loss(x, target, "none", weight_tensor=weight, ignore_index=ignore_index),
        [input_grad_tensor],
        grad,
    )[0]


def _adam(optimizer):
    """One step of torch's optimizer from the given state."""

    def step_of(
        param,
        grad,
        average,
        squares,
        lr=0.001,
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        weight_decay=None,
        step=0,
        amsgrad=False,
        *,
        max_exp_avg_sq_in=None,
        **_,
    ):
        torch = _torch()
        p = param.detach().clone().double().requires_grad_(True)
        p.grad = grad.double()
        decay = {} if weight_decay is None else {"weight_decay": weight_decay}
        engine = getattr(torch.optim, optimizer)(
            [p], lr=lr, betas=(beta1, beta2), eps=eps, amsgrad=amsgrad, foreach=False, **decay
        )
        state = {"step": torch.tensor(float(step - 1)), "exp_avg": average.double(), "exp_avg_sq": squares.double()}
        if amsgrad:
            state["max_exp_avg_sq"] = max_exp_avg_sq_in.double()
        engine.state[p] = {k: v.clone() for k, v in state.items()}
        engine.step()
        after = engine.state[p]
        return [p.detach(), after["exp_avg"], after["exp_avg_sq"], after.get("max_exp_avg_sq")]

    return step_of


def moreh_sgd(
    param,
    grad,
    momentum_buffer_in=None,
    _param_out=None,
    _momentum_out=None,
    lr=0.001,
    momentum=0,
    dampening=0,
    weight_decay=0,
    nesterov=False,
    *,
    momentum_initialized,
    **_,
):
    torch = _torch()
    p = param.detach().clone().double().requires_grad_(True)
    p.grad = grad.double()
    engine = torch.optim.SGD(
        [p], lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, foreach=False
    )
    engine.param_groups[0]["nesterov"] = nesterov  # torch's constructor refuses it with dampening or without momentum
    if momentum and momentum_initialized:
        engine.state[p]["momentum_buffer"] = momentum_buffer_in.double().clone()
    engine.step()
    return [p.detach(), engine.state[p].get("momentum_buffer") if momentum else None]


# --- indexing, folding, tensors from nothing ---


def moreh_getitem(input, index_tensors, index_dims, **_):
    index = [slice(None)] * input.dim()
    for d, t in zip(index_dims, index_tensors):
        index[d] = t.reshape(-1).long()
    return input[tuple(index)]


def moreh_fold(
    x, output=None, output_size=None, kernel_size=None, dilation=(1, 1), padding=(0, 0), stride=(1, 1), *_, **__
):
    return _torch().nn.functional.fold(x, output_size, kernel_size, dilation, padding, stride)


def moreh_full(shape, fill_value, *_, **__):
    return _torch().full(list(shape), fill_value)


def moreh_full_like(x, fill_value, *_, **__):
    return _torch().full_like(x, fill_value)


def moreh_arange(start=0, end=None, step=1, *_, **__):
    return _torch().arange(start, end, step)


_FUNCTIONS = (
    moreh_sum,
    moreh_sum_backward,
    moreh_mean,
    moreh_mean_backward,
    moreh_norm,
    moreh_norm_backward,
    moreh_abs_pow,
    moreh_cumsum,
    moreh_cumsum_backward,
    moreh_clip_grad_norm,
    moreh_softmax,
    moreh_softmin,
    moreh_logsoftmax,
    moreh_softmax_backward,
    moreh_softmin_backward,
    moreh_logsoftmax_backward,
    moreh_matmul,
    moreh_matmul_backward,
    moreh_bmm,
    moreh_linear,
    moreh_linear_backward,
    moreh_dot,
    moreh_dot_backward,
    moreh_layer_norm,
    moreh_layer_norm_backward,
    moreh_group_norm,
    moreh_group_norm_backward,
    moreh_nll_loss,
    moreh_nll_loss_backward,
    moreh_nll_loss_unreduced_backward,
    moreh_sgd,
    moreh_getitem,
    moreh_fold,
    moreh_full,
    moreh_full_like,
    moreh_arange,
)
GOLDEN = {
    **{f"ttnn.{f.__name__}": f for f in _FUNCTIONS},
    "ttnn.moreh_bmm_backward": moreh_matmul_backward,
    "ttnn.moreh_adam": _adam("Adam"),
    "ttnn.moreh_adamw": _adam("AdamW"),
}
