"""One random call of an operation: each argument is made from its name and kind, knowing those before it.

The rules are in arguments.py (by name and by kind) and special.py (the operations whose arguments depend on each other)."""

import random
import re

import numpy as np
import ttnn
from places import FLOATS, memory_config, values

SKIP = object()  # a rule's answer: leave this optional argument out
_by_name, _by_kind, _special, _shapes = {}, {}, [], []
LIMITS = {}  # values that operations are defined for: (low, high) by expressions on their names


def by_name(*names):
    """Decorator: the rule for arguments with these names."""
    return lambda rule: [_by_name.__setitem__(n, rule) for n in names] and rule


def by_kind(*kinds):
    """Decorator: the rule for arguments of these kinds (annotations)."""
    return lambda rule: [_by_kind.__setitem__(k, rule) for k in kinds] and rule


def special(operations, *names):
    """Decorator: the rule for these arguments of the operations that match the expression."""
    return lambda rule: _special.append((re.compile(operations), names, rule)) or rule


def shapes_of(operations, *shapes):
    """Shapes of the first tensor that the operations matching the expression take."""
    _shapes.append((re.compile(operations), shapes))


def usual_shapes(overload, general):
    """The shapes for an operation's first tensor: its own, or the general ones."""
    return next((shapes for pattern, shapes in _shapes if pattern.fullmatch(overload.short)), general)


class Draw:
    """Arguments of one call in the making. dtype, layout and memory ("DRAM", "HEIGHT", ...) are those of the first tensor."""

    def __init__(self, overload, device, seed, dtype, layout, memory, shape, optional=0.2):
        self.overload, self.device = overload, device
        self.rng, self.numbers = random.Random(seed), np.random.default_rng(seed)
        self.dtype, self.layout, self.memory, self.shape = dtype, layout, memory, tuple(shape)
        self.optional = optional
        self.values, self.notes, self.fixed = {}, {}, {}
        self.limits = next((v for k, v in LIMITS.items() if re.fullmatch(k, overload.short)), (-2.5, 2.5))

    def chance(self, p):
        return self.rng.random() < p

    def once(self, key, make):
        """A decision that several arguments share: made by the first of them."""
        if key not in self.notes:
            self.notes[key] = make()
        return self.notes[key]

    def array(self, shape, dtype=None, limits=None):
        dtype, (low, high) = dtype or self.dtype, limits or self.limits
        low = max(low, high / 4) if dtype.endswith("_b") and low > 0 else low  # small block floats become 0
        return values(tuple(shape), dtype, (low, high), self.numbers)

    def tensor(self, shape, dtype=None, layout=None, memory="DRAM", limits=None, array=None, device=SKIP, **shards):
        """A tensor on the device (or where told) with random values, or those of `array`; `shards`: see places.sharded."""
        dtype, layout = dtype or self.dtype, layout or self.layout
        array = self.array(shape, dtype, limits) if array is None else array
        return ttnn.from_torch(
            array,
            dtype=getattr(ttnn, dtype),
            layout=getattr(ttnn, f"{layout}_LAYOUT"),
            device=self.device if device is SKIP else device,
            memory_config=memory_config(tuple(shape), layout, dtype, memory, self.rng, **shards),
        )

    @property
    def is_float(self):
        return self.dtype in FLOATS

    def axis(self):
        """A dimension of the first tensor, counted from either end."""
        rank = len(self.shape)
        return self.rng.randrange(-rank, rank) if rank else 0

    def _rule(self, parameter):
        short = self.overload.short
        for pattern, names, rule in _special:
            if parameter.name in names and pattern.fullmatch(short):
                return rule
        return _by_name.get(parameter.name) or _by_kind.get(parameter.kind)

    def argument(self, parameter):
        if parameter.name in self.fixed:
            return self.fixed[parameter.name]
        rule = self._rule(parameter)
        if rule is None:
            if parameter.required:
                raise NotImplementedError(f"{self.overload.name}: no rule for {parameter.name}: {parameter.kind}")
            return SKIP
        needed = parameter.required or getattr(rule, "always", False)
        return rule(self, parameter) if needed or self.chance(self.optional) else SKIP

    def call(self):
        """(args, kwargs) of the call."""
        args, kwargs, by_place = [], {}, True
        for parameter in self.overload.parameters:
            value = self.argument(parameter)
            if value is SKIP:
                by_place = False
                continue
            self.values[parameter.name] = value
            if parameter.required and not parameter.keyword and by_place and not kwargs:
                args.append(value)
            else:
                kwargs[parameter.name] = value
        return args, kwargs
