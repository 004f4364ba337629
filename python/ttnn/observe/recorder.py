"""The memory report: an observer that writes each call with its arguments, tensors, graph and the live buffers.

One transaction a call, so that the file can be read while the program runs and holds all calls before a crash. A
report that cannot be written (full disk, no permission) warns and ends; the program goes on.
"""

import threading
import time
import warnings

from .._ttnn import device as _device
from .._ttnn import graph as _graph
from ..config import CONFIG
from .report_file import ReportFile
from .stack import user_frames
from .values import argument_text, named_arguments, tensors_in

_files = {}


class Recorder:
    """Called around each operation; see decorators.attach_observer."""

    def __init__(self):
        self._lock = threading.RLock()
        self._recording = _graph.Recording()  # one for all calls, cut between them
        self._warned = False
        self._failed = set()

    def __call__(self, operation, call, args, kwargs):
        file = self._file()
        if file is None:
            return call(*args, **kwargs)
        with self._lock:
            frames = user_frames() if CONFIG.enable_graph_python_stack_traces else []
            inputs = tensors_in((args, kwargs))
            arguments = [(name, argument_text(value)) for name, value in named_arguments(operation, args, kwargs)]
            seen = [(t, tensor_row(t)) for t in inputs]
            output, error = None, None
            self._recording.cut()  # drops what happened between the calls
            start = time.perf_counter()
            try:
                output = call(*args, **kwargs)
                return output
            except BaseException as raised:
                error = raised
                raise
            finally:
                duration = time.perf_counter() - start
                record = {
                    "name": operation.python_fully_qualified_name,
                    "duration": duration,
                    "arguments": arguments,
                    "inputs": seen,
                    "outputs": [(t, tensor_row(t)) for t in tensors_in(output)],
                    "graph": self._recording.cut(),
                    "frames": frames,
                    "error": error,
                }
                self._write(file, record)

    def comparison(self, table, tensor_id, golden_tensor_id, matches, desired_pcc, actual_pcc):
        """Adds a record of comparison mode."""
        file = self._file()
        if file is not None:
            row = (tensor_id, golden_tensor_id, int(matches), desired_pcc, actual_pcc)
            self._guarded(file, lambda: file.add_comparison(table, row))

    def _file(self):
        with self._lock:
            return self._open_file(CONFIG.report_path)

    def _open_file(self, path):
        if path is None:
            if not self._warned:
                self._warned = True
                warnings.warn(
                    "ttnn.CONFIG.enable_graph_report is set but report_name is not: nothing is recorded", stacklevel=4
                )
            return None
        key = str(path.absolute())
        if key in self._failed:
            return None
        if key not in _files:
            try:
                _files[key] = ReportFile(path.absolute())
            except Exception as error:
                self._give_up(key, error)
                return None
        return _files[key]

    def _write(self, file, record):
        self._guarded(file, lambda: file.add_operation(record, _device.open_devices()))

    def _guarded(self, file, write):
        if str(file.path) in self._failed:
            return
        try:
            write()
        except Exception as error:
            self._give_up(str(file.path), error)

    def _give_up(self, key, error):
        self._failed.add(key)
        warnings.warn(f"ttnn: the report {key} cannot be written and ends here: {error}", stacklevel=5)


def tensor_row(tensor):
    """(shape, dtype, layout, memory_config, device_id, address, buffer_type) of a tensor, as the table has them."""
    config = tensor.memory_config()
    device = tensor.device()
    place = (device.id(), tensor.buffer_address(), config.buffer_type.value) if device is not None else (None,) * 3
    return (str(tensor.shape), str(tensor.dtype), str(tensor.layout), memory_config_text(config), *place)


def memory_config_text(config):
    """A memory config in the form that report viewers parse."""
    shards = "std::nullopt"
    if config.shard_spec is not None:
        ranges = ", ".join(
            f"[(x={r.start.x},y={r.start.y}) - (x={r.end.x},y={r.end.y})]" for r in config.shard_spec.grid.ranges()
        )
        height, width = config.shard_spec.shape
        orientation = config.shard_spec.orientation.name
        shards = (
            f"ShardSpec(grid={{{ranges}}},shape={{{height}, {width}}},"
            f"orientation=ShardOrientation::{orientation},halo=0)"
        )
    return (
        f"MemoryConfig(memory_layout=TensorMemoryLayout::{config.memory_layout.name},"
        f"buffer_type=BufferType::{config.buffer_type.name},shard_spec={shards})"
    )
