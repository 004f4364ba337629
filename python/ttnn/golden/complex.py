"""Golden functions of complex tensors, which are complex tensors of torch here."""

from .unary import torch_function


def _complex(real, imag):
    import torch

    return torch.complex(real.float(), imag.float())


def _is_real(z, **_):
    return z.imag == 0


def _is_imag(z, **_):
    return z.real == 0


def _polar(z, **_):
    import torch

    return torch.polar(z.real, z.imag)


GOLDEN = {
    "ttnn.complex_tensor": _complex,
    "ttnn.real": torch_function("real"),
    "ttnn.imag": torch_function("imag"),
    "ttnn.angle": torch_function("angle"),
    "ttnn.conj": torch_function("conj_physical"),
    "ttnn.is_real": _is_real,
    "ttnn.is_imag": _is_imag,
    "ttnn.polar": _polar,
}
