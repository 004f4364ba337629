"""A report's folder: db.sqlite and config.json, and tensors/ when their contents are asked for."""

import datetime
import json
import os
import pathlib
import sqlite3
import threading
import time

from .. import database
from .._ttnn import reports as _reports
from ..config import CONFIG, config_dictionary
from ..stack_trace_source import get_source_file_id, normalize_existing_source_file_path, read_source_file
from .stack import stack_text

# Viewers know circular buffers only; what newer programs hold besides is drawn as such, and says what it is.
_STATIC_BUFFERS = {"dataflow_buffer_allocate": "dataflow buffer", "scratchpad_allocate": "scratchpad"}


def viewer_graph(nodes):
    """The captured graph with all static buffers as circular buffers."""
    out = []
    for node in nodes:
        kind = _STATIC_BUFFERS.get(node["node_type"])
        if kind is not None:
            params = dict(node["params"], kind=kind)
            params["globally_allocated"] = params.pop("borrows_memory", "0")
            node = dict(node, node_type="circular_buffer_allocate", params=params)
        out.append(node)
    return out


class ReportFile:
    """Writes one report; a file of an earlier process is replaced."""

    def __init__(self, path, db_name=database.SQLITE_DB_PATH):
        self.path = path
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._operations = 0
        self._total_seconds = 0.0
        self._devices, self._tensors, self._sources, self._lifetimes = set(), set(), {}, {}
        path.mkdir(parents=True, exist_ok=True)
        file = path / db_name
        for old in (file, file.with_name(file.name + "-journal")):
            old.unlink(missing_ok=True)
        self._connection = sqlite3.connect(file, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = MEMORY")
        self._connection.execute("PRAGMA synchronous = OFF")  # safe against a crash of the program, not of the machine
        with self._connection:
            database.create_schema(self._connection)
            self._metadata("schema_version", database.SCHEMA_VERSION)
            self._metadata("capture_timestamp_ns", time.time_ns())
            self._metadata("world_size", 1)
        (path / database.CONFIG_PATH).write_text(json.dumps(config_dictionary(), default=str, indent=1))

    def close(self):
        """Ends the file; nothing more can be added."""
        self._connection.close()

    def add_devices(self, rows):
        """Rows of the table of devices, for a report that is made afterwards."""
        with self._lock, self._connection:
            self._insert("devices", rows)

    def add_operation(self, record, devices=(), buffers=()):
        """One transaction with all that is known of a call: the buffers of live devices, or those given as rows."""
        if os.getpid() != self._process:
            return  # a forked child must not write to its parent's file
        with self._lock, self._connection:
            self._operations += 1
            self._total_seconds += record["duration"]
            number = self._operations
            self._insert("operations", [(number, record["name"], record["duration"])])
            self._insert("operation_arguments", [(number, n, v) for n, v in record["arguments"]])
            self._add_tensors(number, "input_tensors", record["inputs"])
            self._add_tensors(number, "output_tensors", record["outputs"])
            self._add_stack(number, record)
            self._add_lifetimes(number, record)
            self._add_graph(number, record["graph"])
            self._insert("buffers", [(number, *row) for row in buffers])
            for device in devices:
                self._add_device(device)
                self._add_buffers(number, device)
            self._metadata("total_duration_ns", round(self._total_seconds * 1e9))

    def add_comparison(self, table, row):
        """A row of local_ or global_tensor_comparison_records."""
        if os.getpid() == self._process:
            with self._lock, self._connection:
                self._insert(table, [row])

    def _insert(self, table, rows, rank=(0,)):
        rows = [(*row, *rank) for row in rows]
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)

    def _metadata(self, key, value):
        self._connection.execute("INSERT OR REPLACE INTO report_metadata VALUES (?, ?)", (key, str(value)))

    def _add_tensors(self, number, table, tensors):
        self._insert(table, [(number, index, t.tensor_id) for index, (t, _) in enumerate(tensors)])
        for tensor, row in tensors:
            if tensor.tensor_id in self._tensors:
                continue
            self._tensors.add(tensor.tensor_id)
            self._insert("tensors", [(tensor.tensor_id, *row)])
            if row[-2] is not None:
                self._insert("device_tensors", [(tensor.tensor_id, row[-3], row[-2])])
            if CONFIG.enable_detailed_tensor_report:
                self._save_contents(tensor)

    def _save_contents(self, tensor):
        import numpy

        folder = pathlib.Path(self.path) / database.TENSORS_PATH
        folder.mkdir(exist_ok=True)
        if tensor.is_allocated():
            numpy.save(folder / f"{tensor.tensor_id}.npy", tensor.to_numpy())

    def _add_stack(self, number, record):
        frames, error = record["frames"], record["error"]
        text = stack_text(frames)
        if frames:
            self._insert("stack_traces", [(number, text, self._source_file(frames[0][0]))])
        if error is not None:
            when = datetime.datetime.now().isoformat(timespec="seconds")
            row = (number, record["name"], type(error).__name__, str(error), text, when)
            self._insert("errors", [row])

    def _source_file(self, name):
        """The id of a file's text; None for code that is in no file, such as a notebook's cell."""
        if name not in self._sources:
            path = normalize_existing_source_file_path(name)
            text = None if path is None else read_source_file(path)
            self._sources[name] = None if text is None else get_source_file_id(self._connection.cursor(), path, text)
        return self._sources[name]

    def _add_lifetimes(self, number, record):
        file, line = record["frames"][0][:2] if record["frames"] else (None, None)
        changed = {}
        for tensor, _ in record["inputs"]:
            life = self._lifetimes.setdefault(tensor.tensor_id, [None] * 7)
            if record["name"] == "ttnn.deallocate":
                life[2] = number
            else:
                life[1], life[5], life[6] = number, file, line
            changed[tensor.tensor_id] = life
        for tensor, _ in record["outputs"]:
            life = self._lifetimes.setdefault(tensor.tensor_id, [None] * 7)
            if life[0] is None and tensor.tensor_id not in changed:
                life[0], life[3], life[4] = number, file, line
            changed[tensor.tensor_id] = life
        self._connection.executemany(
            f"INSERT OR REPLACE INTO tensor_lifetime VALUES ({', '.join('?' * 9)})",
            [(tensor, *life, 0) for tensor, life in changed.items()],
        )

    def _add_graph(self, number, nodes):
        nodes = viewer_graph(nodes)
        self._insert("captured_graph", [(number, json.dumps(nodes, separators=(",", ":")))])
        self._insert(
            "nodes",
            [(number, n["counter"], number, n["params"].get("name", n["node_type"])) for n in nodes],
        )
        edges, inputs = [], {}
        for node in nodes:
            for index, sink in enumerate(node["connections"]):
                position = inputs[sink] = inputs.get(sink, -1) + 1
                edges.append((number, node["counter"], sink, index, position, 0))
        self._insert("edges", edges)

    def _add_device(self, device):
        if device.id() in self._devices:
            return
        self._devices.add(device.id())
        info = _reports.get_device_info(device)
        names = [f for f in database.Device.__dataclass_fields__ if f != "rank"]
        self._insert("devices", [tuple(getattr(info, name) for name in names)])

    def _add_buffers(self, number, device):
        self._insert("buffers", [(number, *row) for row in _reports.buffer_rows(device)])
        self._insert("buffer_chunks", [(number, *row) for row in _reports.chunk_rows(device)])
        if CONFIG.enable_detailed_buffer_report:
            self._insert("buffer_pages", [(number, *row) for row in _reports.page_rows(device)])
