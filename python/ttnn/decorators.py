"""Operations as objects: a qualified name, the function, and the golden function that a comparison uses."""

import csv
import importlib
import sys
import threading
import types

from . import _ttnn

DEFAULT_OUTPUT_TENSOR_KWARG_NAMES = (
    "output_tensor",
    "optional_tensor",
    "optional_output_tensor",
    "out",
    "output",
    "output_tensors",
    "optional_output_tensors",
)
REGISTERED_OPERATIONS = {}
PRE_OPERATION_HOOKS = []
POST_OPERATION_HOOKS = []
_OBSERVERS = ()
# Families with golden functions; each module of ttnn.golden has a dict GOLDEN from qualified names to functions.
_GOLDEN_MODULES = (
    "unary",
    "binary",
    "ternary",
    "complex",
    "backward",
    "matmul",
    "transformer",
    "normalization",
    "reduction",
    "creation",
    "layout",
    "data_movement",
    "conv",
    "pool",
    "paged",
    "losses",
    "forms",
    "moreh",
    "resample",
)


def default_preprocess_golden_function_inputs(function_args, function_kwargs):
    """Brings the tensors among the arguments to torch."""
    import torch

    import ttnn

    def convert(value):
        if isinstance(value, ttnn.Tensor):
            out = ttnn.to_torch(value)
            return out.to(torch.int64) if out.dtype in (torch.uint32, torch.uint16) else out
        if isinstance(value, (list, tuple)):
            return type(value)(convert(v) for v in value)
        return value

    return [convert(a) for a in function_args], {k: convert(v) for k, v in function_kwargs.items()}


def default_postprocess_golden_function_outputs(output, function_args, function_kwargs):
    """The golden output as it is."""
    return output


class FastOperation(_ttnn.OperationObject):
    """A callable operation; `function` may be replaced by assignment."""

    def __init__(
        self,
        python_fully_qualified_name,
        function,
        *,
        golden_function=None,
        preprocess_golden_function_inputs=None,
        postprocess_golden_function_outputs=None,
        is_cpp_operation=True,
        is_experimental=False,
        output_tensor_kwarg_names=DEFAULT_OUTPUT_TENSOR_KWARG_NAMES,
    ):
        super().__init__(function)
        self.python_fully_qualified_name = python_fully_qualified_name
        self._golden_function = golden_function
        self.preprocess_golden_function_inputs = (
            preprocess_golden_function_inputs or default_preprocess_golden_function_inputs
        )
        self.postprocess_golden_function_outputs = (
            postprocess_golden_function_outputs or default_postprocess_golden_function_outputs
        )
        self.is_cpp_operation = is_cpp_operation
        self.is_experimental = is_experimental
        self.output_tensor_kwarg_names = output_tensor_kwarg_names
        self.__name__ = python_fully_qualified_name.split(".")[-1]
        self.__qualname__ = self.__name__
        self.__doc__ = getattr(function, "__doc__", None)

    @property
    def golden_function(self):
        """The independent reference implementation on torch tensors, or None."""
        if self._golden_function is None:
            self._golden_function = _find_golden(self.python_fully_qualified_name)
        return self._golden_function

    @golden_function.setter
    def golden_function(self, function):
        self._golden_function = function

    def __repr__(self):
        names = (
            "python_fully_qualified_name",
            "function",
            "preprocess_golden_function_inputs",
            "golden_function",
            "postprocess_golden_function_outputs",
            "is_cpp_operation",
            "is_experimental",
            "output_tensor_kwarg_names",
        )
        return f"FastOperation({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"

    def __reduce__(self):
        return _operation_by_name, (self.python_fully_qualified_name,)


Operation = FastOperation


def _operation_by_name(name):
    return REGISTERED_OPERATIONS[name]


def _find_golden(name):
    for module in _GOLDEN_MODULES:
        try:
            table = importlib.import_module(f"ttnn.golden.{module}").GOLDEN
        except ModuleNotFoundError as error:
            if error.name != f"ttnn.golden.{module}":
                raise
            continue
        if name in table:
            return table[name]
    return None


def create_module_if_not_exists(module_name):
    """The module ttnn.<...> by its qualified name, made when missing."""
    parent_name, _, name = module_name.rpartition(".")
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if not (error.name and (module_name + ".").startswith(error.name + ".")):
            raise
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module
    if parent_name:
        setattr(create_module_if_not_exists(parent_name), name, module)
    return module


def register_operation(operation):
    """Puts an operation under its qualified name."""
    module_name, _, name = operation.python_fully_qualified_name.rpartition(".")
    REGISTERED_OPERATIONS[operation.python_fully_qualified_name] = operation
    setattr(create_module_if_not_exists(module_name), name, operation)
    return operation


def register_cpp_operation(target_module, func_name, function):
    """Registers a function of the extension as an operation of `target_module`."""
    name = f"{target_module.__name__}.{func_name}"
    return register_operation(FastOperation(name, function, is_experimental=".experimental." in name))


def register_python_operation(
    *,
    name,
    is_experimental=False,
    is_method=False,
    golden_function=None,
    preprocess_golden_function_inputs=None,
    postprocess_golden_function_outputs=None,
    output_tensor_kwarg_names=DEFAULT_OUTPUT_TENSOR_KWARG_NAMES,
    doc=None,
):
    """Decorator that registers a Python function as an operation."""

    def decorate(function):
        operation = FastOperation(
            name,
            function,
            golden_function=golden_function,
            preprocess_golden_function_inputs=preprocess_golden_function_inputs,
            postprocess_golden_function_outputs=postprocess_golden_function_outputs,
            is_cpp_operation=False,
            is_experimental=is_experimental,
            output_tensor_kwarg_names=output_tensor_kwarg_names,
        )
        return register_operation(operation)

    return decorate


def attach_golden_function(
    operation,
    golden_function,
    *,
    preprocess_golden_function_inputs=None,
    postprocess_golden_function_outputs=None,
    output_tensor_kwarg_names=DEFAULT_OUTPUT_TENSOR_KWARG_NAMES,
):
    """Gives an operation its golden function."""
    operation.golden_function = golden_function
    operation.output_tensor_kwarg_names = output_tensor_kwarg_names
    if preprocess_golden_function_inputs is not None:
        operation.preprocess_golden_function_inputs = preprocess_golden_function_inputs
    if postprocess_golden_function_outputs is not None:
        operation.postprocess_golden_function_outputs = postprocess_golden_function_outputs


def get_golden_function(operation):
    """The golden function of an operation; raises RuntimeError when it has none."""
    if operation.golden_function is None:
        raise RuntimeError(f"{operation} does not have a golden function")
    return operation.golden_function


def get_fallback_function(operation):
    """A function that computes the operation with its golden function on the host."""

    def fallback(*args, **kwargs):
        import ttnn

        golden_args, golden_kwargs = operation.preprocess_golden_function_inputs(args, kwargs)
        output = get_golden_function(operation)(*golden_args, **golden_kwargs)
        first = next(a for a in args if isinstance(a, ttnn.Tensor))
        return ttnn.from_torch(output, dtype=first.dtype, layout=first.layout, device=first.device())

    return fallback


def query_registered_operations(include_experimental=False):
    """All operations, sorted by name."""
    found = REGISTERED_OPERATIONS.values()
    return sorted(
        (o for o in found if include_experimental or not o.is_experimental), key=lambda o: o.python_fully_qualified_name
    )


def dump_operations(csv_file, include_experimental=False):
    """Writes the operations' names and kinds to a CSV file."""
    with open(csv_file, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["python_fully_qualified_name", "function", "is_cpp_operation", "is_experimental"])
        for o in query_registered_operations(include_experimental):
            writer.writerow([o.python_fully_qualified_name, repr(o.function), o.is_cpp_operation, o.is_experimental])


class _Depth(threading.local):
    value = 0


_depth = _Depth()


def _observed(observer, operation, call):
    return lambda *args, **kwargs: observer(operation, call, args, kwargs)


def _call_with_hooks(operation, args, kwargs):
    for hook in list(PRE_OPERATION_HOOKS):
        hook(operation, args, kwargs)
    call = operation.function
    if _depth.value == 0:  # what an operation calls within itself is no call of the program's
        for observer in _OBSERVERS:
            call = _observed(observer, operation, call)
    _depth.value += 1
    try:
        output = call(*args, **kwargs)
    finally:
        _depth.value -= 1
    for hook in list(POST_OPERATION_HOOKS):
        replaced = hook(operation, args, kwargs, output)
        output = output if replaced is None else replaced
    return output


def attach_observer(observer):
    """Calls observer(operation, call, args, kwargs) for each call that the program makes; it returns call(*args, **kwargs)."""
    global _OBSERVERS
    _OBSERVERS = (*_OBSERVERS, observer)
    _install_hook()
    return observer


def detach_observer(observer):
    """Ends what attach_observer began."""
    global _OBSERVERS
    _OBSERVERS = tuple(o for o in _OBSERVERS if o is not observer)
    _install_hook()


class _HookHandle:
    """Removes its hook at the end of a with block."""

    def __init__(self, hooks, hook):
        self._hooks, self._hook = hooks, hook
        hooks.append(hook)
        _install_hook()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        if self._hook in self._hooks:
            self._hooks.remove(self._hook)
            _install_hook()


def _install_hook():
    wanted = PRE_OPERATION_HOOKS or POST_OPERATION_HOOKS or _OBSERVERS
    _ttnn.set_operation_hook(_call_with_hooks if wanted else None)


def register_pre_operation_hook(hook):
    """hook(operation, args, kwargs) is called before each operation, until the returned handle's with block ends."""
    return _HookHandle(PRE_OPERATION_HOOKS, hook)


def register_post_operation_hook(hook):
    """hook(operation, args, kwargs, output) is called after each operation; what it returns, unless None, replaces the output."""
    return _HookHandle(POST_OPERATION_HOOKS, hook)
