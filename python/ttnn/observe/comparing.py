"""Comparison mode: an observer that computes each call again with its golden function and compares the outputs.

Locally the golden function gets the call's actual inputs: the error of this call alone. Globally it gets the golden
outputs of the calls before, so that errors add up as they do in the program. Calls without a golden function are not
compared; the chain of golden tensors begins anew at what they return.
"""

import inspect
import itertools
import logging
import weakref

from ..comparison import comp_pcc
from ..config import CONFIG
from ..types import Tensor
from .values import parameter_names, tensors_in

LOG = logging.getLogger("ttnn")
# Calls that change no tensor, so that golden tensors of their arguments stay valid without a golden function.
_READERS = ("ttnn.to_torch", "ttnn.from_device", "ttnn.to_device", "ttnn.deallocate", "ttnn.dump_tensor")
_golden_ids = itertools.count(1 << 40)


class Comparison:
    """Called around each operation; see decorators.attach_observer."""

    def __init__(self):
        self.global_golden = {}  # tensor id -> golden torch tensor
        self._told = set()

    def __call__(self, operation, call, args, kwargs):
        from .. import graph

        if graph.is_planning():
            return call(*args, **kwargs)
        if operation.golden_function is None:
            output = call(*args, **kwargs)
            self._forget(operation, args, kwargs)
            return output
        # Before the call, since it may write to its inputs.
        inputs = operation.preprocess_golden_function_inputs(args, kwargs)
        local = self._golden(operation, args, kwargs, inputs)
        chained_inputs = self._global_inputs(args, kwargs, *inputs)
        chained = local if chained_inputs is None else self._golden(operation, args, kwargs, chained_inputs)
        output = call(*args, **kwargs)
        outputs = tensors_in(output)
        self._compare("local", operation, local, outputs)
        self._compare("global", operation, chained, outputs, told=chained is local)
        self._remember(chained, outputs)
        return output

    def _golden(self, operation, args, kwargs, inputs):
        """The golden outputs as a list; None when the golden function does not take this form of the call."""
        golden_args, golden_kwargs = _positional(operation, *inputs)
        try:
            golden = operation.golden_function(*golden_args, **golden_kwargs)
            golden = operation.postprocess_golden_function_outputs(golden, args, kwargs)
        except Exception as error:
            name = operation.python_fully_qualified_name
            if name not in self._told:
                self._told.add(name)
                LOG.warning(
                    "[%s] is not compared: its golden function raised %s: %s", name, type(error).__name__, error
                )
            return None
        golden = golden if isinstance(golden, (list, tuple)) else [golden]
        return [g for g in golden if hasattr(g, "shape")]

    def _global_inputs(self, args, kwargs, local_args, local_kwargs):
        """The golden function's inputs with golden tensors where they are known; None when none is."""
        ids = {t.tensor_id for t in tensors_in((args, kwargs))}
        known = {i: self.global_golden[i] for i in ids if i in self.global_golden}
        if not known:
            return None
        return _replaced(args, local_args, known), _replaced(kwargs, local_kwargs, known)

    def _compare(self, level, operation, golden, outputs, told=False):
        if golden is None:
            return
        threshold = CONFIG.comparison_mode_pcc
        for index, (want, tensor) in enumerate(zip(golden, outputs)):
            if not tensor.is_allocated():
                continue
            same_shape = list(want.shape) == list(tensor.shape)
            passed, pcc = comp_pcc(want, tensor, threshold) if same_shape else (False, 0.0)
            self._record(level, tensor, passed, threshold, pcc)
            if passed or told:
                continue
            shapes = "" if same_shape else f" (shape {tensor.shape}, golden {list(want.shape)})"
            text = (
                f"[{operation.python_fully_qualified_name}] output {index} differs from its golden function "
                f"({level} inputs): PCC {pcc:.6f} is below the threshold {threshold}{shapes}"
            )
            if CONFIG.comparison_mode_should_raise_exception:
                raise RuntimeError(text)
            LOG.warning(text)

    def _record(self, level, tensor, passed, threshold, pcc):
        from . import current_report

        report = current_report()
        if report is not None:
            table = f"{level}_tensor_comparison_records"
            report.comparison(table, tensor.tensor_id, next(_golden_ids), passed, threshold, pcc)

    def _remember(self, golden, outputs):
        for index, tensor in enumerate(outputs):
            if golden is None or index >= len(golden) or list(golden[index].shape) != list(tensor.shape):
                self.global_golden.pop(tensor.tensor_id, None)
                continue
            if tensor.tensor_id not in self.global_golden:
                weakref.finalize(tensor, self.global_golden.pop, tensor.tensor_id, None)
            self.global_golden[tensor.tensor_id] = golden[index]

    def _forget(self, operation, args, kwargs):
        if operation.python_fully_qualified_name not in _READERS:
            for tensor in tensors_in((args, kwargs)):
                self.global_golden.pop(tensor.tensor_id, None)


def _replaced(original, converted, known):
    """The converted arguments, with the known golden tensors in the place of the tensors they belong to."""
    if isinstance(original, Tensor):
        return known.get(original.tensor_id, converted)
    if isinstance(original, (list, tuple)):
        return type(converted)(_replaced(o, c, known) for o, c in zip(original, converted))
    if isinstance(original, dict):
        return {key: _replaced(value, converted[key], known) for key, value in original.items()}
    return converted


def _positional(operation, args, kwargs):
    """Leading keywords whose names the golden function does not have, as positional arguments."""
    try:
        taken = inspect.signature(operation.golden_function).parameters
    except (TypeError, ValueError):
        return args, kwargs
    args, kwargs = list(args), dict(kwargs)
    for name in parameter_names(operation, len(args) + len(kwargs))[len(args) :]:
        if name in taken or name not in kwargs:
            break
        args.append(kwargs.pop(name))
    return args, kwargs
