"""Makes the operation objects from the extension's registry."""

from . import _ttnn
from .decorators import FastOperation, register_operation
from .parameter_names import OTHER_NAMES


def attach_operations():
    """One object for each qualified name; overloads share it."""
    seen = set()
    for entry in _ttnn.operations_registry():
        name = entry["name"]
        if name in seen:
            continue
        seen.add(name)
        scope = _ttnn.operations
        for part in entry["category"].split("."):
            scope = getattr(scope, part)
        operation = FastOperation(
            name, getattr(scope, name.rpartition(".")[2]), is_experimental=".experimental." in name
        )
        operation.other_names = OTHER_NAMES.get(name)
        register_operation(operation)
