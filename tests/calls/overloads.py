"""The registered operations and their parameters, read from the signatures that the extension gives and, for operations in Python, from
their functions. Everything that calls "every operation" starts here, so that a new operation is covered by being registered."""

import ast
import inspect
import re
from dataclasses import dataclass, field

import ttnn

REQUIRED = object()
# Operations in Python have no annotations: the kinds of their parameters by name.
_PYTHON_KINDS = {
    "shape": "Sequence[int]",
    "fill_value": "int | float",
    "dtype": "DataType | None",
    "layout": "Layout | None",
    "device": "MeshDevice",
    "memory_config": "MemoryConfig | None",
    "tensor": "Tensor",
    "input_tensor": "Tensor",
    "dim": "int",
    "root_coord": "MeshCoordinate",
    "sender_coord": "MeshCoordinate",
    "optional_tensor": "Tensor | None",
    "mesh_device": "MeshDevice",
    "start": "int",
    "end": "int",
    "step": "int",
}
# What several cards or programs for the card's own processors need: tests/api/test_collectives.py shows their refusals and, for one
# card, their results.
OF_SEVERAL_CARDS = re.compile(
    r"ttnn\.(point_to_point|reduce_to_root|generic_op|all_to_all_\w+|experimental\.\w+_(async|minimal_direct|async_\w+))"
)
# What the operations that take *args mean by them.
_NAMES_OF_ARGS = {
    "ttnn.arange": ("start", "end", "step"),
    "ttnn.allocate_tensor_on_device": ("shape", "dtype", "layout", "mesh_device"),
    "ttnn.allocate_tensor_on_host": ("shape", "dtype", "layout", "mesh_device"),
}


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str  # the annotation, without the modules' names
    default: object = field(default=REQUIRED, compare=False)
    keyword: bool = False

    @property
    def required(self):
        return self.default is REQUIRED

    @property
    def is_tensor(self):
        return self.kind.startswith("Tensor")


@dataclass(frozen=True)
class Overload:
    name: str  # ttnn.add
    operation: object = field(compare=False)
    parameters: tuple = field(compare=False)
    index: int = 0

    @property
    def short(self):
        """The name after the last point."""
        return self.name.rpartition(".")[2]

    @property
    def main(self):
        """Name of the first tensor parameter, or None."""
        return next((p.name for p in self.parameters if "Tensor" in p.kind), None)


def _top_level_parts(text):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "[({") - (c in "])}")
        if c == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    return [*parts, text[start:].strip()] if text.strip() else []


def _plain(annotation):
    """`collections.abc.Sequence[ttnn._ttnn.tensor.Tensor]` becomes `Sequence[Tensor]`."""
    out, word = "", ""
    for c in annotation + " ":
        if c.isalnum() or c in "_.":
            word += c
        else:
            out += word.rpartition(".")[2] + c
            word = ""
    return out.strip()


def _default(text, table):
    if text.startswith("\\"):
        return table[int(text[1:])]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def from_extension(signature):
    """The parameters of a signature as the extension gives it: (text, documentation, defaults that the text numbers)."""
    text, _, *rest = signature
    table = rest[0] if rest else ()
    inside = text[text.index("(") + 1 : text.rindex(") ->")]
    keyword, out = False, []
    for part in _top_level_parts(inside):
        if part == "*":
            keyword = True
            continue
        declared, _, default = part.partition(" = ")
        name, _, annotation = declared.partition(": ")
        value = _default(default, table) if default else REQUIRED
        out.append(Parameter(name.strip(), _plain(annotation), value, keyword))
    return tuple(out)


def _from_python(function, names_of_args):
    out = [Parameter(name, _PYTHON_KINDS[name]) for name in names_of_args]
    for p in inspect.signature(function).parameters.values():
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        default = REQUIRED if p.default is p.empty else p.default
        out.append(Parameter(p.name, _PYTHON_KINDS.get(p.name, "object"), default, p.kind == p.KEYWORD_ONLY))
    return tuple(out)


def overloads_of(operation):
    """One Overload for each signature of an operation."""
    signatures = getattr(operation.function, "__nb_signature__", None)
    name = operation.python_fully_qualified_name
    found = (
        [from_extension(s) for s in signatures]
        if signatures
        else [_from_python(operation.function, _NAMES_OF_ARGS.get(name, ()))]
    )
    return [Overload(name, operation, parameters, i) for i, parameters in enumerate(found)]


def all_operations():
    """The registered operations, experimental ones too, by name; without those of several cards."""
    found = {o.python_fully_qualified_name: o for o in ttnn.query_registered_operations(include_experimental=True)}
    return {name: o for name, o in found.items() if not OF_SEVERAL_CARDS.fullmatch(name)}
