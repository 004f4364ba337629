"""Traces operations of ttnn and functions of torch:

with ttnn.tracer.trace():
    output = model(x)
ttnn.tracer.visualize(output, file_name="model.svg")
"""

from .observe.tracing import (
    Node,
    disable_tracing,
    duration_to_string,
    enable_tracing,
    get_graph,
    is_tracing_enabled,
    trace,
    visualize,
)

ENABLE_TRACER = False
__all__ = [
    "ENABLE_TRACER",
    "Node",
    "disable_tracing",
    "duration_to_string",
    "enable_tracing",
    "get_graph",
    "is_tracing_enabled",
    "trace",
    "visualize",
]
