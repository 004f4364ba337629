"""Each signature of the official operations can be called as it stands: names, places and what may be left out."""

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import ttnn
from overloads import from_extension, overloads_of

# Operations of another generation of cards, which stand for those of the same names here.
OTHERS = {"ttnn.experimental.quasar.fold", "ttnn.experimental.quasar.typecast"}


def found(name):
    """The operation of a qualified name, or None."""
    at = ttnn
    for part in name.split(".")[1:]:
        at = getattr(at, part, None)
    return at if isinstance(at, ttnn.FastOperation) and hasattr(at.function, "__nb_signature__") else None


def differences(official, ours, other_names):
    """What a call by the official parameters would trip over in ours."""
    own = [(p, other_names.get(p.name, p.name)) for p in official]
    parameters = {p.name: p for p in ours}
    places = [p.name for p in ours if not p.keyword]
    for i, (parameter, name) in enumerate(own):
        if name not in parameters:
            yield f"no {parameter.name}"
        elif not parameter.keyword and (i >= len(places) or places[i] != name):
            yield f"{parameter.name} is not at place {i}"
        elif not parameter.required and parameters[name].required:
            yield f"{parameter.name} is required"
    yield from (f"{p.name} is required too" for p in ours if p.required and p.name not in {name for _, name in own})


def test_signatures(facts):
    wrong, seen = [], 0
    for row in json.loads((facts / "facts" / "api.json").read_text()):
        operation = found(row["name"]) if row["kind"] == "op" and row["name"] not in OTHERS else None
        for signature in row.get("signatures", ()) if operation else ():
            official = from_extension((signature, ""))
            each = (differences(official, o.parameters, operation.other_names or {}) for o in overloads_of(operation))
            best = min((list(d) for d in each), key=len)
            wrong += [f"{row['name']}: {', '.join(best)}"] if best else []
            seen += 1
    assert not wrong and seen > 750
