"""What a captured graph says: outputs, memory at its peak, calls by level. Pure functions on the list of nodes."""

import collections
import json

from ..types import BufferType, Shape

_CIRCULAR, _DATAFLOW, _SCRATCHPAD = (
    "circular_buffer_allocate",
    "dataflow_buffer_allocate",
    "scratchpad_allocate",
)
_RELEASES = ("circular_buffer_deallocate_all", "dataflow_buffer_deallocate_all", "scratchpad_deallocate_all")


class TensorInfo:
    """An output of a captured graph: shape, size in bytes over all banks, and the kind of memory."""

    def __init__(self, shape, size, type):
        self.shape, self.size, self.type = shape, size, type

    def __eq__(self, other):
        return isinstance(other, TensorInfo) and vars(self) == vars(other)

    __hash__ = None

    def __repr__(self):
        return f"TensorInfo(shape={self.shape}, size={self.size}, type={self.type})"


class PeakMemoryUsagePerCore:
    """The most bytes that a core holds at once: of each kind, and of all together."""

    def __init__(self, peak_cb, peak_l1, peak_dataflow_buffer, peak_scratchpad, peak_total):
        self.peak_cb = peak_cb
        self.peak_l1 = peak_l1
        self.peak_dataflow_buffer = peak_dataflow_buffer
        self.peak_scratchpad = peak_scratchpad
        self.peak_total = peak_total

    def __repr__(self):
        return f"PeakMemoryUsagePerCore({', '.join(f'{k}={v}' for k, v in vars(self).items())})"


def nodes_of(trace):
    """The nodes of a captured graph that is given as a list, or as JSON text."""
    nodes = json.loads(trace) if isinstance(trace, (str, bytes)) else trace
    if not isinstance(nodes, (list, tuple)) or not all(isinstance(n, dict) and "node_type" in n for n in nodes):
        raise TypeError("ttnn.graph: expected the nodes that end_graph_capture returns")
    return nodes


def shape_of(text):
    """The Shape that a node prints as "Shape([1, 32])"."""
    inside = text[text.index("[") + 1 : text.rindex("]")]
    return Shape([int(n) for n in inside.split(",") if n.strip()])


def extract_calltrace(trace):
    """The names of all functions entered, in their order."""
    return [n["params"]["name"] for n in nodes_of(trace) if n["node_type"] == "function_start"]


def _last_outputs(nodes):
    by_counter = {n["counter"]: n for n in nodes}
    for node in reversed(nodes):
        if node["node_type"] != "function_end":
            continue
        outputs = [by_counter[c] for c in node["connections"] if by_counter[c]["node_type"] == "tensor"]
        if outputs:
            return outputs
    return []


def extract_output_tensors(trace):
    """The counters of the tensor nodes that the last function returned."""
    return {n["counter"] for n in _last_outputs(nodes_of(trace))}


def extract_output_info(trace):
    """A TensorInfo for each tensor on a device that the last function returned."""
    outputs = (node["params"] for node in _last_outputs(nodes_of(trace)))
    return [
        TensorInfo(shape_of(p["shape"]), int(p["size"]), BufferType(int(p["buffer_type"])))
        for p in outputs
        if "buffer_type" in p
    ]


def count_intermediate_and_output_tensors(trace):
    """(tensors that were made and not returned at the end, tensors returned at the end)."""
    nodes = nodes_of(trace)
    tensors = {n["counter"] for n in nodes if n["node_type"] == "tensor"}
    made = {c for n in nodes if n["node_type"] == "function_end" for c in n["connections"]} & tensors
    outputs = extract_output_tensors(nodes)
    return len(made - outputs), len(outputs)


class _LiveBuffers:
    """The L1 buffers that a capture allocated and has not freed; what it frees besides was there before."""

    def __init__(self, size_of):
        self._size_of, self._live, self.total = size_of, collections.defaultdict(list), 0

    @staticmethod
    def _key(p):
        return p.get("buffer_id") or (p.get("address"), p.get("size"), p.get("type"))

    def allocate(self, p):
        if p["type"] == "L1":
            self._live[self._key(p)].append(self._size_of(p))
            self.total += self._live[self._key(p)][-1]

    def deallocate(self, p):
        if p.get("type") == "L1" and self._live[self._key(p)]:
            self.total -= self._live[self._key(p)].pop()


def _walk(nodes, buffers, static):
    """Yields (L1 bytes, static bytes by kind) after each change; static(node) gives what a static buffer counts."""
    held = collections.Counter()
    for node in nodes:
        kind, p = node["node_type"], node["params"]
        if kind == "buffer_allocate":
            buffers.allocate(p)
        elif kind == "buffer_deallocate":
            buffers.deallocate(p)
        elif kind in (_CIRCULAR, _DATAFLOW, _SCRATCHPAD):
            held[kind] += static(node)
        elif kind in _RELEASES:
            held.clear()
        else:
            continue
        yield buffers.total, held


def extract_peak_L1_memory_usage(trace):
    """The most bytes of L1 in use at once: whole buffers, circular buffers (also borrowing ones) and dataflow buffers."""

    def static(node):
        borrows = node["params"].get("borrows_memory", "0") == "1"
        return 0 if borrows or node["node_type"] == _SCRATCHPAD else int(node["params"]["size"])

    buffers = _LiveBuffers(lambda p: int(p["size"]))
    return max((total + sum(held.values()) for total, held in _walk(nodes_of(trace), buffers, static)), default=0)


def extract_resource_usage_per_core(trace, interleaved_storage_cores=None):
    """A PeakMemoryUsagePerCore: L1 buffers by their bytes a bank, static buffers that borrow no memory.

    With interleaved_storage_cores an interleaved buffer counts as if it lay over that many cores."""
    if interleaved_storage_cores is not None and interleaved_storage_cores <= 0:
        raise RuntimeError(
            f"extract_resource_usage_per_core: interleaved_storage_cores must be positive, got {interleaved_storage_cores}"
        )

    def per_core(p):
        if interleaved_storage_cores is None or p["layout"] != "INTERLEAVED":
            return int(p["max_size_per_bank"])
        size, page = int(p["size"]), max(1, int(p["page_size"]))
        return -(-(size // page) // interleaved_storage_cores) * page

    def static(node):
        p = node["params"]
        borrows = "1" in (p.get("borrows_memory", "0"), p.get("globally_allocated", "0"))
        return 0 if borrows else int(p["size"])

    peaks = collections.Counter()
    for total, held in _walk(nodes_of(trace), _LiveBuffers(per_core), static):
        now = {"l1": total, "total": total + sum(held.values()), **held}
        for name, value in now.items():
            peaks[name] = max(peaks[name], value)
    return PeakMemoryUsagePerCore(peaks[_CIRCULAR], peaks["l1"], peaks[_DATAFLOW], peaks[_SCRATCHPAD], peaks["total"])


def extract_levelized_graph(trace, max_level=1):
    """The functions down to `max_level` and the tensors that enter the graph, as a list of dictionaries.

    counter, name, stacking_level, arguments; in_edges and out_edges: counters of the entries that made the inputs and
    that use the outputs; internals: entries one level below; output_shape."""
    nodes = nodes_of(trace)
    by_counter = {n["counter"]: n for n in nodes}
    entries, producer, parents = {}, {}, []

    def entry(node, name):
        made = {
            "counter": node["counter"],
            "name": name,
            "stacking_level": node["stacking_level"],
            "arguments": list(node["arguments"]),
            "in_edges": [],
            "out_edges": [],
            "internals": [],
            "output_shape": [],
        }
        entries[node["counter"]] = made
        return made

    for node in nodes:
        if node["node_type"] == "function_start":
            parents.append(node["counter"])
            if len(parents) > max_level:
                continue
            made = entry(node, node["params"]["name"])
            if len(parents) > 1:
                entries[parents[-2]]["internals"].append(node["counter"])
            for tensor in node["input_tensors"]:
                if tensor not in producer:
                    entry(by_counter[tensor], f"tensor[{by_counter[tensor]['params']['tensor_id']}]")
                    entries[tensor]["output_shape"] = [by_counter[tensor]["params"]["shape"]]
                    producer[tensor] = [tensor]
                for source in producer[tensor]:
                    if source != made["counter"] and source not in parents:
                        made["in_edges"].append(source)
                        entries[source]["out_edges"].append(made["counter"])
        elif node["node_type"] == "function_end" and parents:
            start = parents.pop()
            if len(parents) < max_level:
                outputs = [c for c in node["connections"] if by_counter[c]["node_type"] == "tensor"]
                entries[start]["output_shape"] = [by_counter[c]["params"]["shape"] for c in outputs]
                for tensor in outputs:
                    producer.setdefault(tensor, []).append(start)
    return sorted(entries.values(), key=lambda e: e["counter"])


def extract_operation_durations(graph):
    """Host time of the outermost functions in nanoseconds, summed by name."""
    durations = collections.Counter()
    for node in nodes_of(graph):
        if node["node_type"] == "function_start" and node["stacking_level"] == 1:
            durations[node["params"]["name"]] += node.get("duration_ns", 0)
    return dict(durations)


def extract_total_duration_from_graph(graph):
    """Host time of all outermost functions in nanoseconds."""
    return float(sum(extract_operation_durations(graph).values()))
