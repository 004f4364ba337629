"""Graph capture: what operations do, as a list of nodes, and what follows from it.

    ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NORMAL)
    output = model(x)
    nodes = ttnn.graph.end_graph_capture()
    print(ttnn.graph.extract_resource_usage_per_core(nodes))

NORMAL records while computing. NO_DISPATCH plans only: nothing is computed, addresses are 0, contents of outputs are
unspecified. Captures nest; each has what the inner ones have.
"""

import contextlib

from ._ttnn import graph as _graph
from .observe.analysis import (
    PeakMemoryUsagePerCore,
    TensorInfo,
    count_intermediate_and_output_tensors,
    extract_calltrace,
    extract_levelized_graph,
    extract_operation_durations,
    extract_output_info,
    extract_output_tensors,
    extract_peak_L1_memory_usage,
    extract_resource_usage_per_core,
    extract_total_duration_from_graph,
)
from .observe.drawing import pretty_format, pretty_print, visualize, visualize_edge, visualize_node

RunMode = _graph.RunMode
is_graph_capture_active = _graph.is_graph_capture_active
track_function_start = _graph.track_function_start
track_function_end = _graph.track_function_end
_modes = []


def begin_graph_capture(run_mode=None, *, _internal=False):
    """Begins a capture; run_mode is RunMode.NORMAL unless given."""
    mode = RunMode.NORMAL if run_mode is None else run_mode
    _graph.begin_graph_capture(mode)
    _modes.append(mode)


def end_graph_capture():
    """Ends the innermost capture and returns its nodes; raises RuntimeError when none is running.

    A node has counter, node_type, params (texts), arguments, connections (counters), input_tensors, stacking_level and,
    for functions, duration_ns."""
    nodes = _graph.end_graph_capture()
    _modes.pop()
    return nodes


def end_graph_capture_to_file(report_path):
    """Ends the innermost capture, writes its nodes and the devices as JSON, and returns the nodes."""
    from .graph_report import write_capture

    nodes = end_graph_capture()
    write_capture(nodes, report_path)
    return nodes


@contextlib.contextmanager
def full_graph_capture(report_path, *, run_mode=None, slow_dispatch=True):
    """Captures for the length of a with block and writes the file, also when the block raises.

    slow_dispatch: accepted; there is one way of dispatch here."""
    begin_graph_capture(run_mode)
    try:
        yield
    finally:
        end_graph_capture_to_file(report_path)


def import_report(report_path, output_dir, db_name="db.sqlite", generate_svgs=False):
    """Makes a memory report of a captured graph's file; see ttnn.graph_report.import_report."""
    from .graph_report import import_report as make

    return make(report_path, output_dir, db_name, generate_svgs)


def is_planning():
    """Whether a capture without dispatch is running, so that nothing is computed."""
    return RunMode.NO_DISPATCH in _modes


__all__ = [
    "PeakMemoryUsagePerCore",
    "RunMode",
    "TensorInfo",
    "begin_graph_capture",
    "count_intermediate_and_output_tensors",
    "end_graph_capture",
    "end_graph_capture_to_file",
    "extract_calltrace",
    "extract_levelized_graph",
    "extract_operation_durations",
    "extract_output_info",
    "extract_output_tensors",
    "extract_peak_L1_memory_usage",
    "extract_resource_usage_per_core",
    "extract_total_duration_from_graph",
    "full_graph_capture",
    "import_report",
    "is_graph_capture_active",
    "pretty_format",
    "pretty_print",
    "track_function_end",
    "track_function_start",
    "visualize",
    "visualize_edge",
    "visualize_node",
]
