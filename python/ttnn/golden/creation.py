"""Golden functions of the tensors made from nothing; what is random or unspecified (rand, randn, empty) has none."""


def _filled(fixed=None):
    def golden(shape, *args, fill_value=None, **_):
        import torch

        value = fixed if fixed is not None else args[0] if args else fill_value
        return torch.full([int(n) for n in shape], float(value), dtype=torch.float64)

    return golden


def _filled_like(fixed=None):
    made = _filled(fixed)
    return lambda tensor, *args, **keywords: made(tensor.shape, *args, **keywords)


def _arange(*args, start=0, end=None, step=1, **_):
    import torch

    if len(args) == 1:
        end = args[0]
    elif args:
        start, end, step = (*args, step)[:3]
    return torch.arange(start, end, step)


GOLDEN = {
    "ttnn.zeros": _filled(0),
    "ttnn.ones": _filled(1),
    "ttnn.full": _filled(),
    "ttnn.zeros_like": _filled_like(0),
    "ttnn.ones_like": _filled_like(1),
    "ttnn.full_like": _filled_like(),
    "ttnn.arange": _arange,
}
