"""Arguments of calls."""


def pop_argument(name, args, kwargs):
    """(value, args, kwargs) with the keyword argument `name` taken out of kwargs; raises ValueError where it is missing."""
    if name not in kwargs:
        raise ValueError(f"missing keyword argument: {name}")
    rest = dict(kwargs)
    return rest.pop(name), args, rest
