"""Captured graphs as text and as pictures.

The `graphviz` package is used where it is installed; otherwise Digraph below has the methods that are needed of it.
Without Graphviz's program `dot` an SVG is laid out here, one row of boxes a step.
"""

import pathlib

from .analysis import nodes_of

_COLORS = ("#cfe2ff", "#d1e7dd", "#fff3cd", "#f8d7da", "#e2d9f3", "#d2f4ea")


class Digraph:
    """A directed graph in the DOT language; the part of graphviz.Digraph that drawing needs."""

    def __init__(self, name="graph", engine="dot", graph_attr=None):
        self.name, self.engine, self.graph_attr = name, engine, dict(graph_attr or {})
        self.nodes, self.edges = {}, []

    def node(self, name, label=None, **attributes):
        """Adds a node."""
        self.nodes[str(name)] = {"label": str(name) if label is None else label, **attributes}

    def edge(self, tail_name, head_name, label=None, **attributes):
        """Adds an edge."""
        self.edges.append((str(tail_name), str(head_name), {**attributes, **({"label": label} if label else {})}))

    @property
    def source(self):
        """The graph in the DOT language."""
        lines = [f"digraph {_quoted(self.name)} {{"]
        lines += [f"\t{key}={_quoted(value)}" for key, value in self.graph_attr.items()]
        lines += [f"\t{_quoted(name)}{_attributes(a)}" for name, a in self.nodes.items()]
        lines += [f"\t{_quoted(tail)} -> {_quoted(head)}{_attributes(a)}" for tail, head, a in self.edges]
        return "\n".join([*lines, "}"]) + "\n"

    def render(self, outfile):
        """Writes the graph in the format of the file's suffix: .dot or .gv, .svg, or what the program `dot` knows."""
        import shutil
        import subprocess

        path = pathlib.Path(outfile)
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = path.suffix.lstrip(".").lower()
        if kind in ("dot", "gv", ""):
            path.write_text(self.source)
        elif shutil.which("dot"):
            command = ["dot", f"-T{kind}", "-o", str(path)]
            done = subprocess.run(command, input=self.source, text=True, capture_output=True)
            if done.returncode:
                raise RuntimeError(f"ttnn.graph.visualize: dot could not write {path}: {done.stderr.strip()}")
        elif kind == "svg":
            path.write_text(_svg(self))
        else:
            raise RuntimeError(
                f"ttnn.graph.visualize: {path}: a {kind} file needs Graphviz (its program dot); "
                "install it, or choose a name that ends in .svg or .dot"
            )
        return str(path)


def _quoted(value):
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


def _attributes(attributes):
    inside = " ".join(f"{key}={_quoted(value)}" for key, value in attributes.items())
    return f" [{inside}]" if inside else ""


def _rows(graph):
    """Each node's row: one below the lowest of its sources, in the order in which nodes were added."""
    row, sources = {}, {}
    for tail, head, _ in graph.edges:
        sources.setdefault(head, []).append(tail)
    for name in graph.nodes:
        row[name] = 1 + max((row.get(s, -1) for s in sources.get(name, ())), default=-1)
    return row


def _svg(graph):
    import html

    width, height, gap = 260, 44, 30
    place, used = {}, {}
    for name, row in _rows(graph).items():
        column = used[row] = used.get(row, -1) + 1
        place[name] = (20 + column * (width + gap), 20 + row * (height + gap))
    right = max((x for x, _ in place.values()), default=0) + width + 20
    bottom = max((y for _, y in place.values()), default=0) + height + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right}" height="{bottom}" font-family="monospace" font-size="11">',
        '<defs><marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="3" orient="auto">'
        '<path d="M0,0 L7,3 L0,6 z"/></marker></defs>',
    ]
    for tail, head, _ in graph.edges:
        if tail in place and head in place:
            (x1, y1), (x2, y2) = place[tail], place[head]
            ends = f'x1="{x1 + width / 2}" y1="{y1 + height}" x2="{x2 + width / 2}" y2="{y2}"'
            parts.append(f'<line {ends} stroke="#555" marker-end="url(#a)"/>')
    for name, attributes in graph.nodes.items():
        (x, y), color = place[name], attributes.get("fillcolor", "#ffffff")
        parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="{color}" stroke="#555"/>')
        for i, line in enumerate(str(attributes["label"]).split("\n")[:3]):
            parts.append(f'<text x="{x + 6}" y="{y + 14 + 12 * i}">{html.escape(line[:40])}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _label(node):
    kind, p = node["node_type"], node["params"]
    if kind in ("function_start", "function_end"):
        return f"{node['counter']}: {p['name']}\n{kind}"
    if kind == "tensor":
        return f"{node['counter']}: tensor {p['tensor_id']}\n{p['shape']}\n{p.get('dtype', '')}"
    if "size" in p:
        where = p.get("type") or p.get("core_range_set", "")
        return f"{node['counter']}: {kind}\n{p['size']} B {where}"
    return f"{node['counter']}: {kind}"


def visualize_node(graphviz_graph, node):
    """Draws a node of a captured graph as a box."""
    color = _COLORS[node.get("stacking_level", 0) % len(_COLORS)]
    shape = "oval" if node["node_type"] == "tensor" else "box"
    graphviz_graph.node(
        str(node["counter"]), label=_label(node), shape=shape, style="filled", fillcolor=color, fontname="monospace"
    )


def visualize_edge(graphviz_graph, source_node_id, sink_node_id):
    """Draws a connection of a captured graph as an arrow."""
    graphviz_graph.edge(str(source_node_id), str(sink_node_id))


def _new_digraph():
    try:
        import graphviz
    except ImportError:
        return Digraph(graph_attr={"ordering": "in", "rankdir": "TB"})
    return graphviz.Digraph(engine="dot", graph_attr={"ordering": "in", "rankdir": "TB"})


def visualize(captured_graph, *, file_name=None, visualize_node=visualize_node, visualize_edge=visualize_edge):
    """The captured graph as a directed graph (graphviz.Digraph where that is installed).

    file_name: also written there, as .svg, .dot, or any format of Graphviz's `dot` where that is installed."""
    nodes = nodes_of(captured_graph)
    graph = _new_digraph()
    for node in nodes:
        visualize_node(graph, node)
    for node in nodes:
        for sink in node["connections"]:
            visualize_edge(graph, node["counter"], sink)
    if file_name is not None:
        write(graph, file_name)
    return graph


def write(graph, file_name):
    """Writes a graph of either kind; a graphviz.Digraph too when the program `dot` is missing."""
    if isinstance(graph, Digraph):
        graph.render(file_name)
        return
    path = pathlib.Path(file_name)
    if path.suffix in (".dot", ".gv", ""):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(graph.source)
    else:
        graph.render(outfile=path, cleanup=True)


def pretty_format(captured_graph):
    """The captured graph as indented text, a line a node."""
    lines = []
    for node in nodes_of(captured_graph):
        p = node["params"]
        details = ", ".join(f"{k}={v}" for k, v in p.items() if k not in ("name", "inputs"))
        text = p.get("name", node["node_type"]) if node["node_type"] == "function_start" else node["node_type"]
        if node["node_type"] == "function_end":
            text = f"end of {p['name']}"
        took = (
            f" ({node['duration_ns'] / 1e3:.1f} us)"
            if node["node_type"] == "function_end" and "duration_ns" in node
            else ""
        )
        lines.append("  " * node.get("stacking_level", 0) + text + took + (f": {details}" if details else ""))
    return "\n".join(lines)


def pretty_print(captured_graph):
    """Prints the captured graph as indented text."""
    print(pretty_format(captured_graph))
