"""Memory reports as SQLite files: the tables, and functions that read a report back.

A table is a dataclass: its fields are the columns in their order, so a row of `SELECT *` makes an object,
`Buffer(*row)`. Reports are written by ttnn.observe.recorder (CONFIG.enable_graph_report and CONFIG.report_name).
"""

import contextlib
import dataclasses
import json
import pathlib

from ._ttnn.tensor import BufferType

SQLITE_DB_PATH = "db.sqlite"
CONFIG_PATH = "config.json"
TENSORS_PATH = "tensors"
SCHEMA_VERSION = "3.5"


@dataclasses.dataclass
class Device:
    """Sizes in bytes, cores and banks of a device."""

    device_id: int
    num_y_cores: int
    num_x_cores: int
    num_y_compute_cores: int
    num_x_compute_cores: int
    worker_l1_size: int
    l1_num_banks: int
    l1_bank_size: int
    address_at_first_l1_bank: int
    address_at_first_l1_cb_buffer: int
    num_banks_per_storage_core: int
    num_compute_cores: int
    num_storage_cores: int
    total_l1_memory: int
    total_l1_for_tensors: int
    total_l1_for_interleaved_buffers: int
    total_l1_for_sharded_buffers: int
    cb_limit: int
    rank: int = 0


@dataclasses.dataclass
class Operation:
    """A call of an operation; duration on the host in seconds."""

    operation_id: int
    name: str
    duration: float
    rank: int = 0


@dataclasses.dataclass
class OperationArgument:
    """An argument of a call, as text."""

    operation_id: int
    name: str
    value: str
    rank: int = 0


@dataclasses.dataclass
class Tensor:
    """A tensor when it was first seen; device_id, address and buffer_type are None for one without device memory."""

    tensor_id: int
    shape: str
    dtype: str
    layout: str
    memory_config: str
    device_id: int
    address: int
    buffer_type: int
    rank: int = 0


@dataclasses.dataclass
class DeviceTensor:
    """Where a tensor lies on one device."""

    tensor_id: int
    device_id: int
    address: int
    rank: int = 0


@dataclasses.dataclass
class Buffer:
    """A buffer that was live after an operation; the size is in bytes a bank."""

    operation_id: int
    device_id: int
    address: int
    max_size_per_bank: int
    buffer_type: int
    buffer_layout: int = None
    rank: int = 0

    def __post_init__(self):
        self.buffer_type = BufferType(self.buffer_type)


@dataclasses.dataclass
class BufferPage:
    """A page of an L1 buffer after an operation (enable_detailed_buffer_report)."""

    operation_id: int
    device_id: int
    address: int
    core_y: int
    core_x: int
    bank_id: int
    page_index: int
    page_address: int
    page_size: int
    buffer_type: int
    rank: int = 0

    def __post_init__(self):
        self.buffer_type = BufferType(self.buffer_type)


@dataclasses.dataclass
class BufferChunk:
    """The pages of an L1 buffer on one core after an operation."""

    operation_id: int
    device_id: int
    address: int
    bank_id: int
    core_x: int
    core_y: int
    chunk_address: int
    chunk_size: int
    page_size: int
    num_pages: int
    buffer_type: int
    rank: int = 0

    def __post_init__(self):
        self.buffer_type = BufferType(self.buffer_type)


@dataclasses.dataclass
class CapturedGraph:
    """What a call did, as the nodes of ttnn.graph in JSON."""

    operation_id: int
    captured_graph: str
    rank: int = 0


@dataclasses.dataclass
class Node:
    """A node of a call's captured graph."""

    operation_id: int
    unique_id: int
    node_operation_id: int
    name: str
    rank: int = 0


@dataclasses.dataclass
class Edge:
    """A connection between two nodes of a call's captured graph."""

    operation_id: int
    source_unique_id: int
    sink_unique_id: int
    source_output_index: int
    sink_input_index: int
    key: int
    rank: int = 0


@dataclasses.dataclass
class ErrorRecord:
    """A call that raised."""

    operation_id: int
    operation_name: str
    error_type: str
    error_message: str
    stack_trace: str
    timestamp: str
    rank: int = 0


@dataclasses.dataclass
class InputTensor:
    """A tensor among the arguments of a call."""

    operation_id: int
    input_index: int
    tensor_id: int
    rank: int = 0


@dataclasses.dataclass
class OutputTensor:
    """A tensor that a call returned."""

    operation_id: int
    output_index: int
    tensor_id: int
    rank: int = 0


@dataclasses.dataclass
class TensorComparisonRecord:
    """An output compared with its golden function (CONFIG.enable_comparison_mode)."""

    tensor_id: int
    golden_tensor_id: int
    matches: int
    desired_pcc: float
    actual_pcc: float
    rank: int = 0

    def __post_init__(self):
        self.matches = bool(self.matches)


@dataclasses.dataclass
class StackTrace:
    """Where the user's program made a call, innermost line first."""

    operation_id: int
    stack_trace: str
    source_file_id: int = None
    rank: int = 0


@dataclasses.dataclass
class SourceFile:
    """A file of the user's program."""

    id: int
    path: str
    contents: str


@dataclasses.dataclass
class TensorLifetime:
    """The calls that made, last used and deallocated a tensor."""

    tensor_id: int
    producer_operation_id: int
    last_use_operation_id: int
    deallocate_operation_id: int
    producer_source_file: str
    producer_source_line: int
    last_use_source_file: str
    last_use_source_line: int
    rank: int = 0


TABLES = {
    "devices": Device,
    "operations": Operation,
    "operation_arguments": OperationArgument,
    "tensors": Tensor,
    "device_tensors": DeviceTensor,
    "buffers": Buffer,
    "buffer_pages": BufferPage,
    "buffer_chunks": BufferChunk,
    "captured_graph": CapturedGraph,
    "nodes": Node,
    "edges": Edge,
    "errors": ErrorRecord,
    "input_tensors": InputTensor,
    "output_tensors": OutputTensor,
    "local_tensor_comparison_records": TensorComparisonRecord,
    "global_tensor_comparison_records": TensorComparisonRecord,
    "stack_traces": StackTrace,
    "tensor_lifetime": TensorLifetime,
}
_SQL_TYPES = {int: "int", float: "float", str: "text"}
OTHER_TABLES = {
    "report_metadata": "CREATE TABLE IF NOT EXISTS report_metadata (key text UNIQUE, value text)",
    "source_files": (
        "CREATE TABLE IF NOT EXISTS source_files (id INTEGER PRIMARY KEY, path text UNIQUE NOT NULL, contents text)"
    ),
}


def _create_table(name, record):
    columns = []
    for field in dataclasses.fields(record):
        kind = _SQL_TYPES[field.type]
        columns.append(f"{field.name} {kind} NOT NULL DEFAULT 0" if field.name == "rank" else f"{field.name} {kind}")
    return f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(columns)})"


def create_schema(connection):
    """Makes the tables that are missing."""
    for name, record in TABLES.items():
        connection.execute(_create_table(name, record))
    for statement in OTHER_TABLES.values():
        connection.execute(statement)
    connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS tensor_lifetime_of ON tensor_lifetime (tensor_id, rank)")
    for name, record in TABLES.items():  # viewers ask for one operation or tensor at a time
        for column in ("operation_id", "tensor_id"):
            if column in record.__dataclass_fields__ and name != "tensor_lifetime":
                connection.execute(f"CREATE INDEX IF NOT EXISTS {name}_by_{column} ON {name} ({column})")


@contextlib.contextmanager
def _opened(report_path):
    import sqlite3

    path = pathlib.Path(report_path) / SQLITE_DB_PATH
    if not path.is_file():
        raise RuntimeError(f"ttnn.database: no report at {report_path} ({SQLITE_DB_PATH} is missing)")
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _query(report_path, table, where="", *values):
    record = {**TABLES, "source_files": SourceFile}[table]
    columns = ", ".join(f.name for f in dataclasses.fields(record))
    with _opened(report_path) as connection:
        return [record(*row) for row in connection.execute(f"SELECT {columns} FROM {table} {where}", values)]


def _first(rows):
    return rows[0] if rows else None


def query_devices(report_path):
    """All devices of a report."""
    return _query(report_path, "devices")


def query_device_by_id(report_path, device_id):
    """A device, or None."""
    return _first(_query(report_path, "devices", "WHERE device_id = ?", device_id))


def query_operations(report_path):
    """All calls in their order."""
    return _query(report_path, "operations", "ORDER BY operation_id")


def query_operation_by_id(report_path, operation_id):
    """A call, or None."""
    return _first(_query(report_path, "operations", "WHERE operation_id = ?", operation_id))


def query_latest_operation(report_path):
    """The last call, or None."""
    return _first(_query(report_path, "operations", "ORDER BY operation_id DESC LIMIT 1"))


def query_operation_arguments(report_path, operation_id):
    """The arguments of a call."""
    return _query(report_path, "operation_arguments", "WHERE operation_id = ?", operation_id)


def query_stack_trace(report_path, operation_id):
    """Where a call was made, or None."""
    return _first(_query(report_path, "stack_traces", "WHERE operation_id = ?", operation_id))


def query_source_files(report_path):
    """The files of the user's program that made calls."""
    return _query(report_path, "source_files")


def query_buffers(report_path, operation_id):
    """The buffers that were live after a call."""
    return _query(report_path, "buffers", "WHERE operation_id = ?", operation_id)


def query_buffer_pages(report_path, operation_id):
    """The pages of the L1 buffers that were live after a call (enable_detailed_buffer_report)."""
    return _query(report_path, "buffer_pages", "WHERE operation_id = ?", operation_id)


def query_buffer_chunks(report_path, operation_id):
    """What L1 buffers held of each core after a call."""
    return _query(report_path, "buffer_chunks", "WHERE operation_id = ?", operation_id)


def query_input_tensors(report_path, operation_id):
    """The tensors among the arguments of a call."""
    return _query(report_path, "input_tensors", "WHERE operation_id = ? ORDER BY input_index", operation_id)


def query_output_tensors(report_path, operation_id):
    """The tensors that a call returned."""
    return _query(report_path, "output_tensors", "WHERE operation_id = ? ORDER BY output_index", operation_id)


def query_tensors(report_path):
    """All tensors of a report."""
    return _query(report_path, "tensors")


def query_tensor_by_id(report_path, tensor_id):
    """A tensor, or None."""
    return _first(_query(report_path, "tensors", "WHERE tensor_id = ?", tensor_id))


def query_tensor_lifetime(report_path, tensor_id):
    """The calls that made, used and freed a tensor, or None."""
    return _first(_query(report_path, "tensor_lifetime", "WHERE tensor_id = ?", tensor_id))


def query_producer_operation_id(report_path, tensor_id):
    """The call that first returned a tensor, or None."""
    row = _first(_query(report_path, "output_tensors", "WHERE tensor_id = ? ORDER BY operation_id", tensor_id))
    return row.operation_id if row else None


def query_consumer_operation_ids(report_path, tensor_id):
    """The calls that had a tensor among their arguments."""
    rows = _query(report_path, "input_tensors", "WHERE tensor_id = ? ORDER BY operation_id", tensor_id)
    return list(dict.fromkeys(r.operation_id for r in rows))


def query_errors(report_path):
    """The calls that raised."""
    return _query(report_path, "errors", "ORDER BY operation_id")


def query_tensor_comparison_record(report_path, table_name, tensor_id):
    """The comparison of a tensor in "local_tensor_comparison_records" or "global_tensor_comparison_records", or None."""
    if table_name not in ("local_tensor_comparison_records", "global_tensor_comparison_records"):
        raise RuntimeError(f"query_tensor_comparison_record: no table of comparisons is called {table_name!r}")
    return _first(_query(report_path, table_name, "WHERE tensor_id = ?", tensor_id))


def query_metadata(report_path):
    """The report's metadata as a dictionary of strings."""
    with _opened(report_path) as connection:
        return dict(connection.execute("SELECT key, value FROM report_metadata"))


def load_graph(report_path, operation_id):
    """The captured graph of a call, as ttnn.graph.end_graph_capture gives it, or None."""
    row = _first(_query(report_path, "captured_graph", "WHERE operation_id = ?", operation_id))
    return json.loads(row.captured_graph) if row else None


def load_tensor(report_path, tensor_id):
    """The contents of a tensor as a NumPy array, or None (enable_detailed_tensor_report writes them)."""
    import numpy

    path = pathlib.Path(report_path) / TENSORS_PATH / f"{tensor_id}.npy"
    return numpy.load(path) if path.is_file() else None
