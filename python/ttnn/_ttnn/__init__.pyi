from ttnn._ttnn import (
    activation as activation,
    device as device,
    graph as graph,
    multi_device as multi_device,
    operations as operations,
    tensor as tensor,
    types as types
)


class OperationObject:
    """A callable operation."""

    def __call__(self, /, *args, **kwargs):
        """Call self as a function."""

    def __init__(self, function: object) -> None: ...

    @property
    def function(self) -> object: ...

    @function.setter
    def function(self, arg: object, /) -> None: ...

def set_operation_hook(hook: object | None) -> object:
    """Installs the hook of all operation objects and returns the one before."""

def operations_registry() -> list:
    """
    Names, fields and documentation of all operations, one entry for each overload.
    """
