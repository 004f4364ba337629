"""What golden functions share: the output's dtype, and gradients by torch."""


def golden_to_output_dtype(tensor, dtype):
    """The torch tensor in the torch dtype that a ttnn dtype has; None leaves it."""
    if dtype is None:
        return tensor
    from ttnn.transfer import torch_dtype

    return tensor.to(torch_dtype(dtype))


def golden_prepare_grad_inputs(*inputs):
    """Copies of torch tensors that gather gradients."""
    return tuple(t.detach().clone().requires_grad_(True) for t in inputs)


def golden_compute_gradients(output, inputs, grad_output):
    """Gradients of the inputs where the output's is `grad_output`; zeros for an input that has none."""
    import torch

    grads = torch.autograd.grad(output, inputs, grad_output, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for x, g in zip(inputs, grads)]
