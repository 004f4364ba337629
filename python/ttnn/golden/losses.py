"""Golden functions of losses, gated units, older forms of element-wise calls, quantization and random numbers."""


def _torch():
    import torch

    return torch


def _reduced(x, reduction):
    name = "NONE" if reduction is None else reduction.name
    return {"NONE": lambda: x, "MEAN": x.mean, "SUM": x.sum}[name]()


def l1_loss(reference, prediction, *, reduction=None, **_):
    return _reduced((reference - prediction).abs(), reduction)


def mse_loss(reference, prediction, *, reduction=None, **_):
    return _reduced((reference - prediction).square(), reduction)


def clamped_silu_glu(gate, up, limit, **_):
    return _torch().nn.functional.silu(gate.clamp(max=limit)) * up.clamp(-limit, limit)


def situ_glu(gate, up, beta1, beta2, **_):
    return beta1 * (gate / beta1).tanh() * gate.sigmoid() * beta2 * (up / beta2).tanh()


def bcast(a, b, math_op, dim, **_):
    return {"ADD": a.add, "SUB": a.sub, "MUL": a.mul}[math_op.name](b)


def addmm(x, mat1, mat2, *, alpha=1.0, beta=1.0, **_):
    product = alpha * (mat1 @ mat2)
    return product if beta == 0 else beta * x + product


def where(predicate, true_value, false_value, **_):
    return _torch().where(predicate != 0, true_value, false_value)


def gelu_bw(grad, x, *, approximate="none", **_):
    torch = _torch()
    x = x.detach().clone().requires_grad_(True)
    torch.nn.functional.gelu(x, approximate=approximate).backward(grad)
    return x.grad


def broadcast_to(x, output_shape, **_):
    return x.broadcast_to(list(output_shape))


def composite_example(x):
    return x.clone()


def composite_example_multiple_return(x, return_output1=True, return_output2=True):
    return [x.clone() if return_output1 else None, x.clone() if return_output2 else None]


# --- quantization ---


def _along(parameter, x, axis):
    if not hasattr(parameter, "shape") or axis is None or parameter.numel() == 1:
        return parameter
    shape = [1] * x.dim()
    shape[axis] = -1
    return parameter.reshape(shape)


def quantize(x, scale, zero_point, *, axis=None, **_):
    torch = _torch()
    levels = torch.round(x / _along(scale, x, axis)) + _along(zero_point, x, axis)
    return levels.double().nan_to_num(0.0).clamp(-(2**31), 2**31 - 1).to(torch.int32)


def dequantize(x, scale, zero_point, *, axis=None, **_):
    return (x.float() - _along(zero_point, x, axis)) * _along(scale, x, axis)


def requantize(x, in_scale, in_zero_point, out_scale, out_zero_point, *, axis=None, **_):
    return quantize(dequantize(x, in_scale, in_zero_point, axis=axis), out_scale, out_zero_point, axis=axis)


# --- random numbers: of the same distribution, not the same numbers ---


def uniform(x, low=0.0, high=1.0, seed=0, **_):
    return low + (high - low) * _torch().rand(x.shape)


def bernoulli(x, seed=0, **_):
    return _torch().bernoulli(x.clamp(0, 1))


def dropout(x, probability, scale, seed, **_):
    return x * scale * (_torch().rand(x.shape) >= probability)


def sampling(values, indices, k, p, temp, **_):
    torch, chosen = _torch(), []
    for user in range(values.shape[2]):
        order = values[0, 0, user].argsort(descending=True, stable=True)[: int(k.reshape(-1)[user])]
        weights = torch.softmax(values[0, 0, user, order].double() * float(temp.reshape(-1)[user]), -1)
        before = weights.cumsum(-1) - weights
        weights = weights * ((before < float(p.reshape(-1)[user])) | (torch.arange(len(order)) == 0))
        chosen.append(indices[0, 0, user, order[torch.multinomial(weights, 1)[0]]])
    return torch.stack(chosen).reshape(1, 1, 1, -1)


def manual_seed(seeds=0, **_):
    return seeds


GOLDEN = {
    **{
        f"ttnn.{f.__name__}": f
        for f in (
            l1_loss,
            mse_loss,
            clamped_silu_glu,
            situ_glu,
            bcast,
            addmm,
            composite_example,
            composite_example_multiple_return,
            quantize,
            dequantize,
            requantize,
            uniform,
            bernoulli,
            sampling,
            manual_seed,
        )
    },
    **{f"ttnn.experimental.{f.__name__}": f for f in (where, gelu_bw, broadcast_to, dropout)},
}
