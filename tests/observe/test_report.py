"""Memory reports: what is written for each call, that it can be read back, and that the official viewer shows it."""

import contextlib
import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import ttnn

ROOT = Path(__file__).resolve().parents[2]
L1 = ttnn.L1_MEMORY_CONFIG


def tensor(device, shape, memory_config=ttnn.DRAM_MEMORY_CONFIG):
    values = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    return ttnn.from_torch(
        values, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device, memory_config=memory_config
    )


@contextlib.contextmanager
def report(folder, name="a report", **options):
    """Records into folder/name and gives the path."""
    options = {"root_report_path": folder, "report_name": name, "enable_graph_report": True, **options}
    with contextlib.ExitStack() as stack:
        for option, value in options.items():
            stack.enter_context(ttnn.manage_config(option, value))
        yield ttnn.CONFIG.report_path


def named(path, name):
    return [o for o in ttnn.database.query_operations(path) if o.name == name]


def test_a_call_with_all_that_belongs_to_it(device, tmp_path):
    a = tensor(device, (33, 65), L1)
    with report(tmp_path) as path:
        out = ttnn.add(a, 2.0, memory_config=L1)
        (operation,) = named(path, "ttnn.add")
        live = {(b.address, b.buffer_type) for b in ttnn.database.query_buffers(path, operation.operation_id)}
    assert operation.duration > 0
    arguments = {x.name: x.value for x in ttnn.database.query_operation_arguments(path, operation.operation_id)}
    assert arguments["input_tensor_b"] == "2.0"
    assert arguments["memory_config"] == str(L1)
    (given,) = ttnn.database.query_input_tensors(path, operation.operation_id)
    (made,) = ttnn.database.query_output_tensors(path, operation.operation_id)
    assert (given.tensor_id, made.tensor_id) == (a.tensor_id, out.tensor_id)
    row = ttnn.database.query_tensor_by_id(path, out.tensor_id)
    assert (row.shape, row.dtype, row.layout) == ("Shape([33, 65])", "DataType.BFLOAT16", "Layout.TILE")
    assert (row.device_id, row.address, row.buffer_type) == (device.id(), out.buffer_address(), 1)
    assert {(a.buffer_address(), ttnn.BufferType.L1), (out.buffer_address(), ttnn.BufferType.L1)} <= live
    graph = ttnn.database.load_graph(path, operation.operation_id)
    assert ttnn.graph.extract_calltrace(graph) == ["ttnn.add", "BinaryNgDeviceOperation"]
    trace = ttnn.database.query_stack_trace(path, operation.operation_id)
    assert trace.stack_trace.startswith(f'File "{__file__}", line ')
    source = next(s for s in ttnn.database.query_source_files(path) if s.id == trace.source_file_id)
    assert source.contents == Path(__file__).read_text()


def test_the_buffers_after_each_call_are_those_of_the_device(device, tmp_path):
    a = tensor(device, (256, 256))
    with report(tmp_path) as path:
        x = ttnn.exp(a, memory_config=L1)
        after_exp = sorted((b.address, b.max_size_per_bank) for b in ttnn._ttnn.reports.get_buffers(device))
        ttnn.deallocate(x)
        after_free = sorted((b.address, b.max_size_per_bank) for b in ttnn._ttnn.reports.get_buffers(device))
    for name, want in (("ttnn.exp", after_exp), ("ttnn.deallocate", after_free)):
        (operation,) = named(path, name)
        rows = ttnn.database.query_buffers(path, operation.operation_id)
        assert sorted((b.address, b.max_size_per_bank) for b in rows) == want
    assert len(after_free) == len(after_exp) - 1
    (exp,), (free,) = named(path, "ttnn.exp"), named(path, "ttnn.deallocate")
    life = ttnn.database.query_tensor_lifetime(path, x.tensor_id)
    assert (life.producer_operation_id, life.deallocate_operation_id) == (exp.operation_id, free.operation_id)
    assert life.producer_source_file == __file__


def test_pages_and_chunks_tile_the_buffers(device, tmp_path):
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 0))})
    shards = ttnn.ShardSpec(cores, [64, 32], ttnn.ShardOrientation.ROW_MAJOR)
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, ttnn.BufferType.L1, shards)
    a = tensor(device, (256, 32))
    with report(tmp_path, enable_detailed_buffer_report=True) as path:
        x = ttnn.to_memory_config(a, config)
        y = ttnn.exp(tensor(device, (320, 320)), memory_config=L1)
    (operation,) = named(path, "ttnn.exp")
    pages = ttnn.database.query_buffer_pages(path, operation.operation_id)
    chunks = ttnn.database.query_buffer_chunks(path, operation.operation_id)
    of_x = [p for p in pages if p.address == x.buffer_address()]
    assert [(p.core_x, p.core_y, p.page_address - p.address) for p in of_x] == [
        (page // 2, 0, page % 2 * 2048) for page in range(8)
    ]
    of_y = [c for c in chunks if c.address == y.buffer_address()]
    assert len(of_y) == 64 and sum(c.num_pages for c in of_y) == 100
    assert sum(c.chunk_size for c in chunks) == sum(p.page_size for p in pages)
    row = ttnn.database.query_tensor_by_id(path, x.tensor_id)
    assert (
        "shard_spec=ShardSpec(grid={[(x=0,y=0) - (x=3,y=0)]},shape={64, 32},orientation=ShardOrientation::ROW_MAJOR,halo=0)"
        in row.memory_config
    )


def test_static_buffers_are_drawn_as_circular_buffers(device, tmp_path):
    a = tensor(device, (32, 32))
    with report(tmp_path) as path:
        ttnn.exp(a)  # its program has dataflow buffers, which viewers do not know
    (operation,) = named(path, "ttnn.exp")
    graph = ttnn.database.load_graph(path, operation.operation_id)
    kinds = [n["params"].get("kind") for n in graph if n["node_type"] == "circular_buffer_allocate"]
    assert kinds == ["dataflow buffer"] * 2


def test_quotes_and_long_texts_do_not_break_it(device, tmp_path):
    name = 'it\'s a "report"; DROP TABLE operations; --'

    @ttnn.register_python_operation(name="ttnn.observe_test.echo")
    def echo(x, text):
        return x

    a = tensor(device, (32, 32))
    with report(tmp_path, name) as path:
        ttnn.observe_test.echo(a, "a 'quote' and \"another\"; \x00 \N{SNOWMAN}")
        ttnn.observe_test.echo(a, text="y" * 100_000)
    first, second = named(path, "ttnn.observe_test.echo")
    values = {x.name: x.value for x in ttnn.database.query_operation_arguments(path, first.operation_id)}
    assert values["text"] == "a 'quote' and \"another\"; \x00 \N{SNOWMAN}"
    values = {x.name: x.value for x in ttnn.database.query_operation_arguments(path, second.operation_id)}
    assert values["text"].startswith("yyyy") and len(values["text"]) < 5000


def test_a_call_that_fails_is_recorded_with_its_error(device, tmp_path):
    a, b = tensor(device, (32, 32)), tensor(device, (64, 96))
    with report(tmp_path) as path, pytest.raises(RuntimeError) as raised:
        ttnn.matmul(a, b)
    (error,) = ttnn.database.query_errors(path)
    (operation,) = named(path, "ttnn.matmul")
    assert (error.operation_id, error.operation_name) == (operation.operation_id, "ttnn.matmul")
    assert error.error_type == "RuntimeError"
    assert "Mismatch" in error.error_message and error.error_message in str(raised.value)
    assert not ttnn.database.query_output_tensors(path, operation.operation_id)


def test_the_schema_is_the_official_one(device, tmp_path, facts):
    with report(tmp_path) as path:
        ttnn.exp(tensor(device, (32, 32)))
    want = sqlite3.connect(":memory:")
    want.executescript((facts / "facts" / "schema_3x.sql").read_text())
    have = sqlite3.connect(path / ttnn.database.SQLITE_DB_PATH)
    for (table,) in want.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [c.execute(f"PRAGMA table_info({table})").fetchall() for c in (want, have)]
        assert [r[1:3] for r in columns[1]] == [r[1:3] for r in columns[0]], table
    assert ttnn.database.query_metadata(path)["schema_version"] == "3.5"


def test_rows_make_the_records(device, tmp_path):
    with report(tmp_path, enable_detailed_buffer_report=True) as path:
        ttnn.exp(tensor(device, (32, 32), L1), memory_config=L1)
    with contextlib.closing(sqlite3.connect(path / ttnn.database.SQLITE_DB_PATH)) as connection:
        for table, record in ttnn.database.TABLES.items():
            for row in connection.execute(f"SELECT * FROM {table}"):
                record(*row)
        buffers = [ttnn.database.Buffer(*row) for row in connection.execute("SELECT * FROM buffers")]
    assert {type(b.buffer_type) for b in buffers} == {ttnn.BufferType}


def test_devices_and_options_are_in_it(device, tmp_path):
    with report(tmp_path) as path:
        ttnn.exp(tensor(device, (32, 32)))
    row = ttnn.database.query_device_by_id(path, device.id())
    assert (row.worker_l1_size, row.l1_num_banks, row.cb_limit) == (1499136, 64, 1393312)
    assert (row.num_x_cores, row.num_y_cores, row.total_l1_memory) == (8, 10, 95944704)
    assert json.loads((path / ttnn.database.CONFIG_PATH).read_text())["report_name"] == "a report"


def test_contents_of_tensors_on_request(device, tmp_path):
    a = tensor(device, (5, 7))
    with report(tmp_path, enable_detailed_tensor_report=True) as path:
        out = ttnn.exp(a)
    np.testing.assert_array_equal(ttnn.database.load_tensor(path, out.tensor_id), out.to_numpy())


def test_nothing_is_recorded_outside(device, tmp_path):
    a = tensor(device, (32, 32))
    with report(tmp_path) as path:
        ttnn.exp(a)
        count = len(ttnn.database.query_operations(path))
    ttnn.exp(a)
    assert len(ttnn.database.query_operations(path)) == count == 1
    with report(tmp_path):  # the same report goes on
        ttnn.exp(a)
    assert len(ttnn.database.query_operations(path)) == 2
    assert ttnn._ttnn.set_operation_hook(None) is None  # detached: calls go straight to the extension


def test_what_operations_call_within_themselves_is_no_call(device, tmp_path):
    a = tensor(device, (32, 32))
    with report(tmp_path) as path:
        ttnn.to_device(a, device, L1)  # calls ttnn.to_memory_config
    assert [o.name for o in ttnn.database.query_operations(path)] == ["ttnn.to_device"]


def test_without_a_name_it_says_that_nothing_is_recorded(device, tmp_path):
    with report(tmp_path, name=None), pytest.warns(UserWarning, match="report_name"):
        ttnn.exp(tensor(device, (32, 32)))


def test_a_report_that_cannot_be_written_warns_and_the_program_goes_on(device, tmp_path):
    (tmp_path / "file").write_text("")
    a = tensor(device, (32, 32))
    with report(tmp_path / "file"), pytest.warns(UserWarning, match="cannot be written"):
        out = ttnn.exp(a)
    assert out.shape == a.shape


def test_reading_what_is_no_report(tmp_path):
    with pytest.raises(RuntimeError, match="no report"):
        ttnn.database.query_operations(tmp_path)


def test_threads_may_call_while_it_records(device, tmp_path):
    a = tensor(device, (32, 32))
    with report(tmp_path) as path:
        threads = [threading.Thread(target=lambda: [ttnn.exp(a) for _ in range(20)]) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    operations = named(path, "ttnn.exp")
    assert len(operations) == 80
    for o in operations:
        graph = ttnn.database.load_graph(path, o.operation_id)
        assert [n for n in ttnn.graph.extract_calltrace(graph) if n.startswith("ttnn.")] == ["ttnn.exp"]


@pytest.fixture(scope="module")
def bitnet_report(tmp_path_factory):
    """The report of `python -m models.bitnet.demo_mini`, asked for by the environment."""
    folder = tmp_path_factory.mktemp("reports")
    options = {"enable_graph_report": True, "report_name": "bitnet", "root_report_path": str(folder)}
    environment = {**os.environ, "TTNN_CONFIG_OVERRIDES": json.dumps(options)}
    command = [sys.executable, "-m", "models.bitnet.demo_mini", "--tokens", "1"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    return folder / "bitnet"


def test_the_essentials_of_a_models_report(bitnet_report):
    operations = ttnn.database.query_operations(bitnet_report)
    assert len(operations) >= 100
    half = len(operations) // 2
    ids = [o.operation_id for o in operations]
    assert ids == list(range(1, len(ids) + 1))
    tensors = {t.tensor_id: t for t in ttnn.database.query_tensors(bitnet_report)}
    assert all(t.shape.startswith("Shape([") and t.dtype.startswith("DataType.") for t in tensors.values())
    with contextlib.closing(sqlite3.connect(bitnet_report / ttnn.database.SQLITE_DB_PATH)) as connection:

        def column(query):
            return {row[0] for row in connection.execute(query)}

        inputs = column("SELECT operation_id FROM input_tensors")
        assert len(inputs & column("SELECT operation_id FROM output_tensors")) >= half
        assert column("SELECT tensor_id FROM input_tensors UNION SELECT tensor_id FROM output_tensors") <= set(tensors)
        static = column(
            "SELECT operation_id FROM captured_graph WHERE captured_graph LIKE '%circular_buffer_allocate%'"
        )
        assert len(static) >= half
        assert len(column("SELECT operation_id FROM stack_traces")) == len(operations)
        l1 = column("SELECT DISTINCT operation_id FROM buffers WHERE buffer_type = 1")
        assert l1 <= column("SELECT DISTINCT operation_id FROM buffer_chunks")
        assert all(0 <= a < 1499136 for a in column("SELECT address FROM buffers WHERE buffer_type = 1"))
        devices = column("SELECT device_id FROM devices")
        assert column("SELECT DISTINCT device_id FROM buffers") == devices


def test_the_official_viewer_shows_it(bitnet_report, facts):
    viewer = os.environ.get("TTNN_VISUALIZER_PYTHON", sys.executable)
    if viewer == sys.executable and importlib.util.find_spec("ttnn_visualizer") is None:
        pytest.skip("ttnn-visualizer is not installed (TTNN_VISUALIZER_PYTHON names a Python that has it)")
    command = [viewer, facts / "tools" / "check_report.py", bitnet_report, "--min-operations", "100"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
