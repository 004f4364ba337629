"""Arguments of calls as observers see them: the tensors among them, and their text."""

import inspect

from ..types import Tensor

_LONGEST_TEXT = 4000


def tensors_in(value, found=None):
    """The tensors inside nested lists, tuples and dictionaries, in their order."""
    found = [] if found is None else found
    if isinstance(value, Tensor):
        found.append(value)
    elif isinstance(value, (list, tuple, set)):
        for item in value:
            tensors_in(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            tensors_in(item, found)
    return found


def argument_text(value):
    """An argument as text, without contents of tensors and arrays."""
    if isinstance(value, Tensor):
        return (
            f"ttnn.Tensor(tensor_id={value.tensor_id}, shape={value.shape}, dtype={value.dtype}, "
            f"layout={value.layout}, memory_config={value.memory_config()})"
        )
    if isinstance(value, (list, tuple)):
        inside = ", ".join(argument_text(v) for v in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {argument_text(v)}" for k, v in value.items()) + "}"
    if hasattr(value, "shape") and hasattr(value, "dtype") and hasattr(value, "__array__"):
        kind = "torch.Tensor" if type(value).__module__.startswith("torch") else type(value).__name__
        return f"{kind}(shape={tuple(value.shape)}, dtype={value.dtype})"
    text = str(value)
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "..."


def _fields_of_operations():
    from .. import _ttnn

    fields = {}
    for entry in _ttnn.operations_registry():
        names = [f["name"] for f in entry["fields"] if f["kind"] in ("arg", "opt")]
        fields.setdefault(entry["name"], []).append(names)
    return fields


_fields = None


def parameter_names(operation, count):
    """The names of the first `count` positional parameters of an operation; their positions where it does not say."""
    global _fields
    if _fields is None:
        _fields = _fields_of_operations()
    overloads = _fields.get(operation.python_fully_qualified_name)
    if overloads is None:
        try:
            parameters = inspect.signature(operation.function).parameters.values()
        except (TypeError, ValueError):
            parameters = ()
        overloads = [[p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]]
    names = next((names for names in overloads if len(names) >= count), overloads[0])
    return [names[i] if i < len(names) else str(i) for i in range(count)]


def named_arguments(operation, args, kwargs):
    """(name, value) of each argument of a call."""
    return [*zip(parameter_names(operation, len(args)), args), *kwargs.items()]
