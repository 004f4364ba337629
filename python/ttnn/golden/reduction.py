"""Golden functions of reductions, running totals and the order of elements, on torch tensors; the device's keywords are ignored."""


def _dims(x, dim):
    if dim is None or (not isinstance(dim, int) and len(dim) == 0):
        return tuple(range(x.dim()))
    return (dim,) if isinstance(dim, int) else tuple(dim)


def _reduction(reduce):
    def golden(x, dim=None, keepdim=False, *, scalar=1.0, **_):
        return reduce(x, _dims(x, dim), keepdim) * (scalar if x.is_floating_point() else int(scalar))

    return golden


def _spread(root):
    def golden(x, dim=None, keepdim=False, *, scalar=1.0, correction=None, **_):
        variance = x.var(_dims(x, dim), correction=1 if correction is None else int(correction), keepdim=keepdim)
        return (variance.sqrt() if root else variance) * scalar

    return golden


def prod(x, dim=None, keepdim=False, *, dims=None, **_):
    for d in dims or ():
        x = x.prod(d, keepdim=True)
    if dims:
        return x
    if dim is not None:
        return x.prod(dim, keepdim=keepdim)
    return x.prod().reshape([1] * x.dim()) if keepdim else x.prod()


def argmax(x, dim=None, keepdim=False, **_):
    return x.argmax(dim, keepdim=keepdim)


def topk(x, k=32, dim=-1, largest=True, sorted=True, **_):
    values, order = x.sort(dim=dim, descending=largest, stable=True)
    if x.dim() == 0:
        return values, order
    return values.narrow(dim, 0, k), order.narrow(dim, 0, k)


def sort(x, dim=-1, descending=False, stable=False, **_):
    return tuple(x.sort(dim=dim, descending=descending, stable=True))


def _running(total):
    def golden(x, dim, *, reverse_order=False, **_):
        return total(x.flip(dim), dim).flip(dim) if reverse_order else total(x, dim)

    return golden


GOLDEN = {
    "ttnn.sum": _reduction(lambda x, d, k: x.sum(d, keepdim=k)),
    "ttnn.mean": _reduction(lambda x, d, k: x.mean(d, keepdim=k)),
    "ttnn.max": _reduction(lambda x, d, k: x.amax(d, keepdim=k)),
    "ttnn.min": _reduction(lambda x, d, k: x.amin(d, keepdim=k)),
    "ttnn.std": _spread(True),
    "ttnn.var": _spread(False),
    "ttnn.prod": prod,
    "ttnn.argmax": argmax,
    "ttnn.topk": topk,
    "ttnn.sort": sort,
    "ttnn.cumsum": _running(lambda x, d: x.cumsum(d)),
    "ttnn.cumprod": _running(lambda x, d: x.cumprod(d)),
}
