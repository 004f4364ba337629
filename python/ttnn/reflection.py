"""Arguments of a call by their names."""


def pop_argument(name, args, kwargs):
    """Takes the keyword argument `name` out: (its value, args, the other keywords); KeyError when it is not there."""
    if name not in kwargs:
        raise KeyError(f"pop_argument: no keyword argument is called '{name}'")
    kwargs = dict(kwargs)
    return kwargs.pop(name), args, kwargs
