"""Tracing: the graph behind a tensor, of ttnn's operations and torch's functions."""

import numpy as np
import pytest
import ttnn


def tensor(device):
    return ttnn.from_torch(np.ones((32, 64), np.float32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)


def names(graph):
    return [graph.nodes[node]["name"] for node in graph]


def test_operations_and_their_inputs(device, tmp_path):
    a, b = tensor(device), tensor(device)
    with ttnn.tracer.trace():
        unused = ttnn.tanh(a)
        out = ttnn.add(ttnn.exp(a), b)
        out = ttnn.multiply(out, out)
    graph = ttnn.tracer.get_graph(out)
    assert sorted(names(graph)) == ["ttnn.Tensor"] * 2 + ["ttnn.add", "ttnn.exp", "ttnn.multiply"]
    assert graph.number_of_edges() == 5
    by_name = {graph.nodes[node]["name"]: node for node in graph}
    edges = {d["sink_input_index"]: a for a, b, d in graph.in_edges(by_name["ttnn.add"], data=True)}
    assert edges[0] is by_name["ttnn.exp"]
    assert graph.nodes[by_name["ttnn.add"]]["shapes"] == ((32, 64),)
    text = ttnn.tracer.visualize(out, file_name=tmp_path / "trace.dot", verbose=True).source
    assert "ttnn.multiply" in text and (tmp_path / "trace.dot").read_text() == text
    assert len(ttnn.tracer.get_graph([out, unused])) == 6


def test_outputs_of_several(device):
    with ttnn.tracer.trace():
        first, second = ttnn.chunk(tensor(device), 2, -1)
        out = ttnn.add(second, first)
    graph = ttnn.tracer.get_graph(out)
    (add,) = [n for n in graph if graph.nodes[n]["name"] == "ttnn.add"]
    assert [d["source_output_index"] for _, _, d in graph.in_edges(add, data=True)] == [1, 0]


def test_what_is_made_outside_is_not_traced(device):
    out = ttnn.exp(tensor(device))
    with pytest.raises(RuntimeError, match="while tracing"):
        ttnn.tracer.get_graph(out)
    assert not ttnn.tracer.is_tracing_enabled()
    with pytest.raises(RuntimeError, match="not enabled"):
        ttnn.tracer.disable_tracing()
    with ttnn.tracer.trace(), pytest.raises(RuntimeError, match="enabled already"):
        ttnn.tracer.enable_tracing()
    assert ttnn._ttnn.set_operation_hook(None) is None


def test_torch_and_ttnn_in_one_graph(device):
    torch = pytest.importorskip("torch")
    original = torch.rand
    with ttnn.tracer.trace():
        x = torch.rand(32, 64)
        y = ttnn.from_torch(torch.exp(x) + 1, dtype=ttnn.float32, layout=ttnn.TILE_LAYOUT, device=device)
        out = ttnn.to_torch(ttnn.log(y)) * 2
    assert torch.rand is original
    graph = ttnn.torch_tracer.get_graph(out)
    assert names(graph) == [
        "torch.rand",
        "torch.exp",
        "torch.add",
        "ttnn.from_torch",
        "ttnn.log",
        "ttnn.to_torch",
        "torch.mul",
    ]
    torch.testing.assert_close(torch.as_tensor(out), 2 * torch.log(torch.exp(x) + 1), rtol=1e-4, atol=1e-5)
