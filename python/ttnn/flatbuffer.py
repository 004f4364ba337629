"""FlatBuffers, as much as tensor files need: tables written from the end of the buffer towards its start, and read with
every offset checked. Written here because the module needs nothing but NumPy, and because the PyPI reader trusts its input."""

import struct


class Corrupt(ValueError):
    """An offset or a length points outside the buffer."""


class Builder:
    """Positions are counted from the end of the buffer, as those of what stands already do not change when more is put in front.
    Equal vtables are shared. Children are written before the tables that hold them."""

    def __init__(self):
        self._data, self._vtables, self._alignment = b"", {}, 1

    def align(self, size, following=0):
        """Pads so that what begins `following` bytes further in front is a multiple of `size` from the end."""
        self._alignment = max(self._alignment, size)
        self._data = b"\0" * (-(len(self._data) + following) % size) + self._data

    def _push(self, form, value):
        self.align(struct.calcsize("<" + form))
        self._data = struct.pack("<" + form, value) + self._data

    def _push_reference(self, position):
        self.align(4)
        self._push("I", len(self._data) + 4 - position)

    def vector(self, form, values):
        """Position of a vector of scalars."""
        body = b"".join(struct.pack("<" + form, v) for v in values)
        self.align(4, len(body))
        self.align(struct.calcsize("<" + form), len(body))
        self._data = body + self._data
        self._push("I", len(values))
        return len(self._data)

    def references(self, positions):
        """Position of a vector of tables."""
        self.align(4, 4 * len(positions))
        for position in reversed(positions):
            self._push_reference(position)
        self._push("I", len(positions))
        return len(self._data)

    def struct(self, form, alignment, *values):
        """Position of a struct outside of a table (the value of a union)."""
        self.align(alignment, struct.calcsize("<" + form))
        self._data = struct.pack("<" + form, *values) + self._data
        return len(self._data)

    def table(self, *fields):
        """Position of a table; a field is (slot, format or "ref", value), and None or 0 are defaults, which are left out.

        The fields are laid out by size, the largest last in memory, and among equals the highest slot last, as flatc does."""
        start, places = len(self._data), {}
        sized = [(4 if form == "ref" else struct.calcsize("<" + form), slot, form, v) for slot, form, v in fields]
        for _, slot, form, value in sorted(sized, key=lambda f: (-f[0], -f[1])):
            if not value:
                continue
            self._push_reference(value) if form == "ref" else self._push(form, value)
            places[slot] = len(self._data)
        self._push("i", 0)
        table = len(self._data)
        slots = [table - places[s] if s in places else 0 for s in range(max(places, default=-1) + 1)]
        vtable = struct.pack(f"<{len(slots) + 2}H", 4 + 2 * len(slots), table - start, *slots)
        if vtable not in self._vtables:
            self._data = vtable + self._data
            self._vtables[vtable] = len(self._data)
        at = len(self._data) - table
        distance = struct.pack("<i", self._vtables[vtable] - table)
        self._data = self._data[:at] + distance + self._data[at + 4 :]
        return table

    def finish(self, root, alignment):
        """The buffer."""
        self.align(alignment)
        self.align(self._alignment, 4)
        self._push_reference(root)
        return self._data


class Table:
    """A table of `buffer` (bytes) at `position`."""

    def __init__(self, buffer, position):
        self._buffer, self._position = buffer, position
        vtable = position - _read(buffer, "i", position)
        size = _read(buffer, "H", vtable)
        if size < 4 or size % 2:
            raise Corrupt(f"a vtable of {size} bytes")
        self._slots = _read_many(buffer, "H", vtable + 4, size // 2 - 2)

    @staticmethod
    def root(buffer):
        """The buffer's root table."""
        return Table(buffer, _read(buffer, "I", 0))

    def _place(self, slot):
        offset = self._slots[slot] if slot < len(self._slots) else 0
        return self._position + offset if offset else None

    def _target(self, slot):
        place = self._place(slot)
        return None if place is None else place + _read(self._buffer, "I", place)

    def scalar(self, slot, form, default=0):
        """A scalar field."""
        place = self._place(slot)
        return default if place is None else _read(self._buffer, form, place)

    def table(self, slot):
        """A table field, or None."""
        target = self._target(slot)
        return None if target is None else Table(self._buffer, target)

    def required(self, slot, what):
        """A table field that must be there."""
        found = self.table(slot)
        if found is None:
            raise Corrupt(f"no {what}")
        return found

    def struct(self, slot, form, what):
        """The struct that a field refers to (the value of a union)."""
        target = self._target(slot)
        if target is None:
            raise Corrupt(f"no {what}")
        return tuple(_read_many(self._buffer, form, target))

    def vector(self, slot, form):
        """A vector of scalars; empty when absent."""
        target = self._target(slot)
        if target is None:
            return ()
        return _read_many(self._buffer, form, target + 4, _read(self._buffer, "I", target))

    def tables(self, slot):
        """A vector of tables; empty when absent."""
        target = self._target(slot)
        if target is None:
            return []
        offsets = _read_many(self._buffer, "I", target + 4, _read(self._buffer, "I", target))
        return [Table(self._buffer, target + 4 + 4 * i + o) for i, o in enumerate(offsets)]


def _read(buffer, form, position):
    return _read_many(buffer, form, position)[0]


def _read_many(buffer, form, position, count=1):
    size = struct.calcsize("<" + form) * count
    if position < 0 or position + size > len(buffer):
        raise Corrupt(f"an offset points to byte {position} of {len(buffer)}")
    return struct.unpack_from("<" + form * count if len(form) > 1 else f"<{count}{form}", buffer, position)
