from ttnn._ttnn import (
    activation as activation,
    bfp_utils as bfp_utils,
    cluster as cluster,
    core as core,
    device as device,
    events as events,
    fabric as fabric,
    global_circular_buffer as global_circular_buffer,
    global_semaphore as global_semaphore,
    graph as graph,
    mcast_host as mcast_host,
    mesh_socket as mesh_socket,
    multi_device as multi_device,
    operations as operations,
    program_descriptor as program_descriptor,
    reports as reports,
    tensor as tensor,
    tensor_accessor_args as tensor_accessor_args,
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

    @property
    def other_names(self) -> object: ...

    @other_names.setter
    def other_names(self, value: object | None) -> None: ...

def set_operation_hook(hook: object | None) -> object:
    """Installs the hook of all operation objects and returns the one before."""

def operations_registry() -> list:
    """
    Names, fields and documentation of all operations, one entry for each overload.
    """
