"""Records: classes of named, checked fields, declared as a list of them. Configurations and descriptors of programs are such.

A field is a function that checks and converts a value, and a default (REQUIRED: none). A wrong type raises TypeError when the record is
made and when the field is assigned, as in the extension's own classes."""

REQUIRED = object()


def _refuse(expected, value):
    raise TypeError(f"expected {expected}, got {type(value).__name__}")


def whole(value):
    """A whole number that fits in 32 bits, unsigned."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        _refuse("a whole number", value)
    if not 0 <= int(value) < 1 << 32:
        raise TypeError(f"expected a whole number from 0 to 4294967295, got {int(value)}")
    return int(value)


def signed(value):
    """A whole number of either sign."""
    return value if isinstance(value, int) and not isinstance(value, bool) else _refuse("a whole number", value)


def flag(value):
    """True or False."""
    return value if isinstance(value, bool) else _refuse("a bool", value)


def number(value):
    """A number."""
    return (
        float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else _refuse("a number", value)
    )


def text(value):
    """A string."""
    return value if isinstance(value, str) else _refuse("a string", value)


def anything(value):
    """Any object."""
    return value


def a(*kinds):
    """An instance of one of the classes; pairs become CoreCoords where that is one of them."""

    def check(value):
        if isinstance(value, kinds):
            return value
        if kinds[0].__name__ == "CoreCoord" and isinstance(value, (tuple, list)) and len(value) == 2:
            return kinds[0](*value)
        return _refuse(" or ".join(k.__name__ for k in kinds), value)

    return check


def optional(check):
    """None, or what `check` takes."""
    return lambda value: None if value is None else check(value)


def several(check):
    """A sequence; kept as a list."""

    def convert(value):
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            _refuse("a sequence", value)
        return [check(v) for v in value]

    return convert


def _shown(value):
    if value is None:
        return "std::nullopt"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value).replace(".", "::") if hasattr(type(value), "__members__") else str(value)


class Record:
    """Base of all records; FIELDS maps names to (check, default)."""

    FIELDS = {}
    KEYWORDS_ONLY = False
    MAY_BE_EMPTY = False  # whether a record without arguments exists though some fields have no default

    def __init__(self, *args, **kwargs):
        names = list(self.FIELDS)
        if args and (self.KEYWORDS_ONLY or len(args) > len(names)):
            self._mismatch("too many positional arguments")
        given = dict(zip(names, args))
        if double := given.keys() & kwargs.keys():
            self._mismatch(f"{', '.join(sorted(double))} given twice")
        given |= kwargs
        if unknown := given.keys() - self.FIELDS.keys():
            self._mismatch(f"unknown argument {', '.join(sorted(unknown))}")
        empty = self.MAY_BE_EMPTY and not given
        for name, (_, default) in self.FIELDS.items():
            if name in given:
                setattr(self, name, given[name])
            elif default is REQUIRED and not empty:
                self._mismatch(f"missing argument {name}")
            else:
                value = None if default is REQUIRED else default
                object.__setattr__(self, name, list(value) if isinstance(value, list) else value)

    def _mismatch(self, reason):
        signature = ", ".join(n if d is REQUIRED else f"{n}={_shown(d)}" for n, (_, d) in self.FIELDS.items())
        raise TypeError(
            f"__init__(): incompatible function arguments: {reason}; expected {type(self).__name__}({signature})"
        )

    def __setattr__(self, name, value):
        if name in self.FIELDS:
            try:
                value = self.FIELDS[name][0](value)
            except TypeError as error:
                raise TypeError(f"{type(self).__name__}.{name}: incompatible function arguments: {error}") from None
        elif not hasattr(self, name):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in self.FIELDS)

    def __hash__(self):
        return hash((type(self).__name__, *(_shown(getattr(self, n)) for n in self.FIELDS)))

    def __repr__(self):
        return f"{type(self).__name__}({','.join(f'{n}={_shown(getattr(self, n))}' for n in self.FIELDS)})"


def record(name, module, doc, fields, keywords_only=True, may_be_empty=False, base=Record):
    """A record class of `fields`."""
    attributes = {
        "FIELDS": fields,
        "KEYWORDS_ONLY": keywords_only,
        "MAY_BE_EMPTY": may_be_empty,
        "__doc__": doc,
        "__module__": module,
    }
    return type(name, (base,), attributes)
