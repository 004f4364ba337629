"""NumPy, imported when first used: `import ttnn` itself must be quick, and a program of torch alone may never need it."""


class _Numpy:
    def __getattr__(self, name):
        import numpy

        value = getattr(numpy, name)
        setattr(self, name, value)  # the next look-up finds it without this function
        return value


numpy = _Numpy()
