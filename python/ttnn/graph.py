"""Graph capture; see ttnn.graph in the official documentation."""

from ._ttnn import graph as _graph

RunMode = _graph.RunMode
begin_graph_capture = _graph.begin_graph_capture
end_graph_capture = _graph.end_graph_capture
is_graph_capture_active = _graph.is_graph_capture_active
