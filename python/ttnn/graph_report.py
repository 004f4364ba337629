"""Captured graphs as files, and memory reports made of them afterwards:

with ttnn.graph.full_graph_capture("model.json"):
    output = model(x)
ttnn.graph.import_report("model.json", "generated/ttnn/reports/model")
"""

import json
import pathlib
import types

from . import database
from ._ttnn import device as _device
from ._ttnn import reports as _reports
from .observe.analysis import extract_operation_durations, extract_total_duration_from_graph, nodes_of

SUPPORTED_REPORT_VERSION = 1
DATABASE_SCHEMA_VERSION = database.SCHEMA_VERSION
_DEVICE = [name for name in database.Device.__dataclass_fields__ if name != "rank"]


def write_capture(nodes, report_path):
    """Writes the nodes of a capture and what is known of the open devices as JSON."""
    devices = [{name: getattr(_reports.get_device_info(d), name) for name in _DEVICE} for d in _device.open_devices()]
    path = pathlib.Path(report_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"version": SUPPORTED_REPORT_VERSION, "graph": nodes, "devices": devices}))


def _read(report_path):
    try:
        data = json.loads(pathlib.Path(report_path).read_text())
    except OSError as error:
        raise RuntimeError(f"import_report: cannot read {report_path}: {error}") from error
    except ValueError as error:
        raise RuntimeError(f"import_report: {report_path} is no JSON: {error}") from error
    version = data.get("version") if isinstance(data, dict) else None
    if version != SUPPORTED_REPORT_VERSION:
        raise RuntimeError(f"import_report: {report_path}: expected version {SUPPORTED_REPORT_VERSION}, got {version}")
    return data


def _outermost(nodes):
    """The nodes of each outermost function, from its start to its end, and those between two functions before it."""
    part, depth = [], 0
    for node in nodes:
        part.append(node)
        depth += {"function_start": 1, "function_end": -1}.get(node["node_type"], 0)
        if node["node_type"] == "function_end" and depth == 0:
            yield part
            part = []


def _tensor(node):
    """(tensor, row) as the report's file takes them."""
    p = node["params"]
    place = [int(p[name]) if name in p else None for name in ("device_id", "address", "buffer_type")]
    row = (p["shape"], p["dtype"].replace("::", "."), p["layout"].replace("::", "."), p["memory_config"], *place)
    return types.SimpleNamespace(tensor_id=int(p["tensor_id"]), is_allocated=lambda: False), row


def _record(part, by_counter):
    start = next(n for n in part if n["node_type"] == "function_start")
    outputs = [by_counter[c] for c in part[-1]["connections"] if by_counter[c]["node_type"] == "tensor"]
    arguments = [text.partition("=") for text in start["arguments"]]
    return {
        "name": start["params"]["name"],
        "duration": start.get("duration_ns", 0) / 1e9,
        "arguments": [(name, value) for name, _, value in arguments],
        "inputs": [_tensor(by_counter[i]) for i in start["input_tensors"]],
        "outputs": [_tensor(n) for n in outputs],
        "graph": part,
        "frames": [],
        "error": None,
    }


def _follow_buffers(part, live):
    for node in part:
        p = node["params"]
        if node["node_type"] == "buffer_allocate":
            layout = {"INTERLEAVED": 0, "HEIGHT_SHARDED": 2, "WIDTH_SHARDED": 3, "BLOCK_SHARDED": 4, "ND_SHARDED": 5}
            numbers = [int(p[name]) for name in ("device_id", "address", "max_size_per_bank", "buffer_type")]
            live[p["buffer_id"]] = (*numbers, layout.get(p["layout"]))
        elif node["node_type"] == "buffer_deallocate":
            live.pop(p["buffer_id"], None)


def import_report(report_path, output_dir, db_name=database.SQLITE_DB_PATH, generate_svgs=False):
    """Makes a memory report of a captured graph's file and returns the path of its database.

    Each outermost function is an operation; the buffers after it are those that the capture allocated and has not freed.
    generate_svgs: also graph.svg."""
    from .observe.drawing import visualize
    from .observe.report_file import ReportFile

    data = _read(report_path)
    nodes = nodes_of(data["graph"])
    by_counter, live = {n["counter"]: n for n in nodes}, {}
    output = pathlib.Path(output_dir)
    file = ReportFile(output, db_name)
    file.add_devices([tuple(d[name] for name in _DEVICE) for d in data["devices"]])
    for part in _outermost(nodes):
        _follow_buffers(part, live)
        file.add_operation(_record(part, by_counter), buffers=list(live.values()))
    file.close()
    if generate_svgs:
        visualize(nodes, file_name=output / "graph.svg")
    return output / db_name


__all__ = [
    "DATABASE_SCHEMA_VERSION",
    "SUPPORTED_REPORT_VERSION",
    "extract_operation_durations",
    "extract_total_duration_from_graph",
    "import_report",
    "write_capture",
]
