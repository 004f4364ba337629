"""The graph behind a tensor: which operations of ttnn and functions of torch made it, from what.

While tracing, each tensor that a call returns remembers its node, and a node the nodes of its inputs; so a graph needs
no bookkeeping beside the tensors, and what no tensor needs any more is gone with it.
"""

import contextlib
import dataclasses
import functools
import itertools
import time

from .. import decorators
from ..types import Tensor
from .values import argument_text, named_arguments

_unique_ids = itertools.count()
_CREATING = (
    "arange",
    "as_tensor",
    "empty",
    "eye",
    "from_numpy",
    "full",
    "linspace",
    "ones",
    "rand",
    "randint",
    "randn",
    "tensor",
    "zeros",
)


@dataclasses.dataclass(frozen=True, eq=False)
class Node:
    """A call, or a tensor from outside; inputs are (node, output index) in the order of the arguments."""

    name: str
    unique_id: int
    kind: str = "operation"
    inputs: tuple = ()
    arguments: tuple = ()
    shapes: tuple = ()
    dtypes: tuple = ()
    duration: float = 0.0

    def __repr__(self):
        return f"{self.unique_id}_{self.name}"


class MultiDiGraph:
    """A directed graph with attributes; the part of networkx.MultiDiGraph that a traced graph needs."""

    def __init__(self):
        self.nodes, self._edges = {}, []

    def add_node(self, node, **attributes):
        """Adds a node."""
        self.nodes.setdefault(node, {}).update(attributes)

    def add_edge(self, source, sink, **attributes):
        """Adds an edge."""
        self._edges.append((source, sink, attributes))

    def edges(self, data=False):
        """(source, sink) of each edge, and its attributes with data=True."""
        return [(a, b, d) if data else (a, b) for a, b, d in self._edges]

    def in_edges(self, node, data=False):
        """The edges that end at a node."""
        return [e for e in self.edges(data) if e[1] is node]

    def successors(self, node):
        """The nodes that edges lead to."""
        return list(dict.fromkeys(b for a, b, _ in self._edges if a is node))

    def predecessors(self, node):
        """The nodes that edges come from."""
        return list(dict.fromkeys(a for a, b, _ in self._edges if b is node))

    def number_of_edges(self):
        """How many edges there are."""
        return len(self._edges)

    def __len__(self):
        return len(self.nodes)

    def __iter__(self):
        return iter(self.nodes)

    def __contains__(self, node):
        return node in self.nodes


def _is_tensor(value):
    return isinstance(value, Tensor) or _is_torch(value)


def _is_torch(value):
    return type(value).__module__.startswith(("torch", __name__)) and hasattr(value, "as_subclass")


def _leaves(value, found):
    if _is_tensor(value):
        found.append(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _leaves(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            _leaves(item, found)
    return found


def _source(tensor):
    """(node, output index) of a tensor; one from outside gets a node."""
    found = getattr(tensor, "_traced", None)
    if found is None:
        name = "ttnn.Tensor" if isinstance(tensor, Tensor) else "torch.Tensor"
        made = Node(name, next(_unique_ids), "tensor", (), (), (_shape(tensor),), (str(tensor.dtype),))
        found = (made, 0)
        tensor._traced = found
    return found


def _shape(tensor):
    return tuple(int(n) for n in tensor.shape)


def _marked(value, node, counter):
    """The value with its tensors remembering `node`."""
    if isinstance(value, Tensor):
        value._traced = (node, next(counter))
        return value
    if _is_torch(value):
        value = value.as_subclass(traced_torch_tensor())
        value._traced = (node, next(counter))
        return value
    if type(value) in (list, tuple):
        return type(value)(_marked(v, node, counter) for v in value)
    return value


def _recorded(name, kind, inputs, arguments, call):
    sources = tuple(_source(t) for t in inputs)
    start = time.perf_counter()
    output = call()
    duration = time.perf_counter() - start
    outputs = _leaves(output, [])
    shapes, dtypes = tuple(map(_shape, outputs)), tuple(str(t.dtype) for t in outputs)
    node = Node(name, next(_unique_ids), kind, sources, arguments, shapes, dtypes, duration)
    return _marked(output, node, itertools.count())


@functools.cache
def traced_torch_tensor():
    """The class of torch tensors that remember how they were made."""
    import torch

    class TracedTorchTensor(torch.Tensor):
        """A torch tensor that remembers how it was made, while tracing."""

        @classmethod
        def __torch_function__(cls, function, types, args=(), kwargs=None):
            kwargs = kwargs or {}
            call = functools.partial(super().__torch_function__, function, types, args, kwargs)
            name = getattr(function, "__name__", str(function))
            if not is_tracing_enabled() or _tracing.inside or name in ("__get__", "__set__"):
                return call()
            with _tracing.quiet():
                arguments = tuple((str(i), argument_text(a)) for i, a in enumerate(args))
                return _recorded(f"torch.{name}", "torch", _leaves((args, kwargs), []), arguments, call)

    return TracedTorchTensor


class _Tracing:
    enabled = inside = False
    created = {}

    def __call__(self, operation, call, args, kwargs):
        if self.inside:
            return call(*args, **kwargs)
        with self.quiet():
            inputs = _leaves((args, kwargs), [])
            arguments = tuple((n, argument_text(v)) for n, v in named_arguments(operation, args, kwargs))
            name = operation.python_fully_qualified_name
            return _recorded(name, "operation", inputs, arguments, lambda: call(*args, **kwargs))

    @contextlib.contextmanager
    def quiet(self):
        """What a call does within itself is not traced."""
        before, self.inside = self.inside, True
        try:
            yield
        finally:
            self.inside = before


_tracing = _Tracing()


def _wrap_creating(function):
    @functools.wraps(function)
    def create(*args, **kwargs):
        output = function(*args, **kwargs)
        if _tracing.inside or not _is_torch(output):
            return output
        with _tracing.quiet():
            node = Node(
                f"torch.{function.__name__}",
                next(_unique_ids),
                "tensor",
                (),
                (),
                (_shape(output),),
                (str(output.dtype),),
            )
            return _marked(output, node, itertools.count())

    return create


def enable_tracing():
    """Traces operations of ttnn, and functions of torch where the program has torch, until disable_tracing."""
    if _tracing.enabled:
        raise RuntimeError("ttnn.tracer: tracing is enabled already")
    _tracing.enabled = True
    decorators.attach_observer(_tracing)
    try:
        import torch
    except ImportError:
        return
    for name in _CREATING:
        _tracing.created[name] = getattr(torch, name)
        setattr(torch, name, _wrap_creating(getattr(torch, name)))


def disable_tracing():
    """Ends tracing; tensors keep what they remember."""
    if not _tracing.enabled:
        raise RuntimeError("ttnn.tracer: tracing is not enabled")
    _tracing.enabled = False
    decorators.detach_observer(_tracing)
    if _tracing.created:
        import torch

        for name, function in _tracing.created.items():
            setattr(torch, name, function)
        _tracing.created.clear()


def is_tracing_enabled():
    """Whether calls are traced now."""
    return _tracing.enabled


@contextlib.contextmanager
def trace():
    """Traces for the length of a with block."""
    enable_tracing()
    try:
        yield
    finally:
        disable_tracing()


def _new_graph():
    try:
        import networkx
    except ImportError:
        return MultiDiGraph()
    return networkx.MultiDiGraph()


def get_graph(value, flatten=False):
    """The graph behind one or more traced tensors: a networkx.MultiDiGraph where networkx is installed, else one like it.

    Nodes have name, kind, shapes, dtypes and duration; edges source_output_index and sink_input_index."""
    tensors = _leaves(value, [])
    if not tensors or any(getattr(t, "_traced", None) is None for t in tensors):
        raise RuntimeError(
            "ttnn.tracer.get_graph: expected tensors that were made while tracing (with ttnn.tracer.trace())"
        )
    reached, pending = {}, [t._traced[0] for t in tensors]
    while pending:
        node = pending.pop()
        if node.unique_id not in reached:
            reached[node.unique_id] = node
            pending += [source for source, _ in node.inputs]
    graph = _new_graph()
    for _, node in sorted(reached.items()):
        graph.add_node(
            node, name=node.name, kind=node.kind, shapes=node.shapes, dtypes=node.dtypes, duration=node.duration
        )
        for index, (source, output) in enumerate(node.inputs):
            graph.add_edge(source, node, source_output_index=output, sink_input_index=index)
    return graph


def duration_to_string(duration):
    """Seconds as text in a fitting unit."""
    for unit, scale in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if duration * scale >= 1:
            return f"{duration * scale:.3g} {unit}"
    return f"{duration * 1e9:.3g} ns"


def visualize(output, *, file_name=None, verbose=False, **_):
    """A picture of the graph behind traced tensors, as ttnn.graph.visualize makes it. verbose: with all arguments."""
    from .drawing import _COLORS, _new_digraph, write

    graph, picture = get_graph(output), _new_digraph()
    colors = {"operation": _COLORS[0], "torch": _COLORS[1], "tensor": _COLORS[2]}
    for node in graph:
        lines = [node.name, *(f"{list(s)} {d}" for s, d in zip(node.shapes, node.dtypes))]
        if node.kind != "tensor":
            lines.append(duration_to_string(node.duration))
        lines += [f"{k}={v}" for k, v in node.arguments] if verbose else []
        picture.node(str(node), label="\n".join(lines), shape="box", style="filled", fillcolor=colors[node.kind])
    for source, sink, data in graph.edges(data=True):
        picture.edge(str(source), str(sink), label=str(data["sink_input_index"]))
    if file_name is not None:
        write(picture, file_name)
    return picture
