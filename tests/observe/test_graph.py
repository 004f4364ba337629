"""Captured graphs: what is recorded in both run modes, and what follows from it."""

import contextlib
import gzip
import json
import subprocess
import sys
import threading

import numpy as np
import pytest
import ttnn

NORMAL, NO_DISPATCH = ttnn.graph.RunMode.NORMAL, ttnn.graph.RunMode.NO_DISPATCH


def tensor(device, shape, dtype=ttnn.bfloat16, memory_config=ttnn.DRAM_MEMORY_CONFIG):
    values = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    return ttnn.from_torch(values, dtype=dtype, layout=ttnn.TILE_LAYOUT, device=device, memory_config=memory_config)


@contextlib.contextmanager
def capture(mode=NORMAL):
    nodes = []
    ttnn.graph.begin_graph_capture(mode)
    try:
        yield nodes
    finally:
        nodes += ttnn.graph.end_graph_capture()


def of_type(nodes, kind):
    return [n for n in nodes if n["node_type"] == kind]


def check_structure(nodes):
    """Counters count, connections lead to nodes, and each function that starts ends, in order."""
    assert [n["counter"] for n in nodes] == list(range(len(nodes)))
    assert nodes[0]["node_type"] == "capture_start" and nodes[-1]["node_type"] == "capture_end"
    open_functions = []
    for node in nodes:
        assert all(0 <= c < len(nodes) for c in node["connections"])
        assert all(nodes[i]["node_type"] == "tensor" for i in node["input_tensors"])
        assert all(isinstance(k, str) and isinstance(v, str) for k, v in node["params"].items())
        if node["node_type"] == "function_start":
            assert node["stacking_level"] == len(open_functions) + 1
            open_functions.append(node["params"]["name"])
        if node["node_type"] == "function_end":
            assert open_functions.pop() == node["params"]["name"]
    assert not open_functions


@pytest.mark.parametrize("mode", [NORMAL, NO_DISPATCH], ids=str)
def test_an_operation_with_its_program_tensors_and_buffers(device, mode):
    a, b = tensor(device, (33, 65)), tensor(device, (33, 65))
    with capture(mode) as nodes:
        out = ttnn.add(a, b, memory_config=ttnn.L1_MEMORY_CONFIG)
    check_structure(nodes)
    assert ttnn.graph.extract_calltrace(nodes) == ["ttnn.add", "BinaryNgDeviceOperation"]
    start, program = of_type(nodes, "function_start")
    assert [nodes[i]["params"]["tensor_id"] for i in start["input_tensors"]] == [str(a.tensor_id), str(b.tensor_id)]
    assert any("memory_config=" in text and "BufferType::L1" in text for text in start["arguments"])
    assert program["params"]["program_factory_type"] == "ProgramFactory"
    (buffer,) = of_type(nodes, "buffer_allocate")
    assert (buffer["params"]["type"], buffer["params"]["size"]) == ("L1", str(2 * 3 * 2048))
    assert int(buffer["params"]["address"]) == (out.buffer_address() if mode == NORMAL else 0)
    static = of_type(nodes, "circular_buffer_allocate")
    assert [n["params"]["size"] for n in static] == ["4096"] * 3
    first = int(static[0]["params"]["address"])
    assert first == (105824 if mode == NORMAL else 0)
    assert len(of_type(nodes, "circular_buffer_deallocate_all")) == 1


def test_without_dispatch_nothing_is_taken_and_nothing_runs(device):
    a = tensor(device, (32, 32), ttnn.float32)
    before = ttnn.get_memory_view(device, ttnn.BufferType.DRAM).total_bytes_allocated_per_bank
    with capture(NO_DISPATCH) as nodes:
        huge = [ttnn.zeros([8192, 8192], ttnn.float32, ttnn.TILE_LAYOUT, device) for _ in range(3)]
        sums = [ttnn.exp(t, memory_config=ttnn.L1_MEMORY_CONFIG) for t in huge]  # 256 MB each do not fit
    assert ttnn.get_memory_view(device, ttnn.BufferType.DRAM).total_bytes_allocated_per_bank == before
    assert ttnn.graph.extract_resource_usage_per_core(nodes).peak_l1 == 3 * 8192 * 8192 * 4 // 64
    del huge, sums
    np.testing.assert_allclose(ttnn.exp(a).to_numpy(), np.exp(a.to_numpy()), rtol=1e-6)


def test_captures_nest_and_each_has_what_the_inner_ones_have(device):
    a = tensor(device, (32, 32))
    with capture() as outer:
        ttnn.exp(a)
        with capture(NO_DISPATCH) as inner:
            ttnn.tanh(a)
        assert ttnn.graph.is_graph_capture_active()
        out = ttnn.abs(a)
    assert not ttnn.graph.is_graph_capture_active()
    names = [n for n in ttnn.graph.extract_calltrace(outer) if n.startswith("ttnn.")]
    assert names == ["ttnn.exp", "ttnn.tanh", "ttnn.abs"]
    assert [n for n in ttnn.graph.extract_calltrace(inner) if n.startswith("ttnn.")] == ["ttnn.tanh"]
    np.testing.assert_array_equal(out.to_numpy(), np.abs(a.to_numpy()))
    check_structure(outer)


def test_an_exception_leaves_a_complete_graph(device):
    a, freed = tensor(device, (32, 32)), tensor(device, (32, 32))
    ttnn.deallocate(freed)
    with capture() as nodes:
        with pytest.raises(RuntimeError, match="not allocated"):
            ttnn.tanh(freed)
        ttnn.exp(a)
    check_structure(nodes)
    assert ttnn.graph.extract_calltrace(nodes)[0] == "ttnn.tanh"
    assert "ttnn.exp" in ttnn.graph.extract_calltrace(nodes)


def test_ending_what_was_not_begun_raises():
    with pytest.raises(RuntimeError, match="no capture is running"):
        ttnn.graph.end_graph_capture()


def test_a_capture_left_open_does_not_keep_the_process():
    code = (
        "import ttnn; d = ttnn.open_device(device_id=0); ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NO_DISPATCH);"
        "t = ttnn.zeros([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, d); ttnn.exp(t); raise SystemExit(3)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")


def test_threads_have_stacks_of_their_own(device):
    a = tensor(device, (64, 64))

    def work():
        for _ in range(30):
            ttnn.tanh(ttnn.exp(a))

    threads = [threading.Thread(target=work) for _ in range(4)]
    with capture() as nodes:
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    starts, ends = of_type(nodes, "function_start"), of_type(nodes, "function_end")
    assert len(starts) == len(ends)
    assert sum(n["params"]["name"] == "ttnn.tanh" for n in starts) == 120
    for start in starts:  # an operation is never inside another thread's operation
        if start["params"]["name"].startswith("ttnn."):
            assert start["stacking_level"] == 1
        closing = [c for c in start["connections"] if nodes[c]["node_type"] == "function_end"]
        assert [nodes[c]["params"]["name"] for c in closing] == [start["params"]["name"]]


def test_captures_that_begin_and_end_while_other_threads_call(device):
    a, stop = tensor(device, (32, 32)), threading.Event()

    def work():
        while not stop.is_set():
            ttnn.exp(a)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for t in threads:
        t.start()
    try:
        for _ in range(200):
            with capture() as nodes:
                ttnn.tanh(a)
            assert "ttnn.tanh" in ttnn.graph.extract_calltrace(nodes)
    finally:
        stop.set()
        for t in threads:
            t.join()


def test_outputs_and_intermediates(device):
    a = tensor(device, (2, 33, 65))
    with capture() as nodes:
        out = ttnn.exp(ttnn.tanh(ttnn.abs(a)), memory_config=ttnn.L1_MEMORY_CONFIG)
    (info,) = ttnn.graph.extract_output_info(nodes)
    assert info.shape == out.shape
    assert info.size == 2 * 2 * 3 * 2048
    assert info.type == ttnn.BufferType.L1
    assert ttnn.graph.count_intermediate_and_output_tensors(nodes) == (2, 1)
    (output,) = ttnn.graph.extract_output_tensors(nodes)
    assert nodes[output]["params"]["tensor_id"] == str(out.tensor_id)


def test_peak_memory_follows_deallocation(device):
    a = tensor(device, (256, 256))
    tile, l1 = 2048, ttnn.L1_MEMORY_CONFIG  # 64 tiles over 64 banks: one a bank

    def chain(free):
        with capture() as nodes:
            x = ttnn.exp(a, memory_config=l1)
            y = ttnn.exp(x, memory_config=l1)
            if free:
                ttnn.deallocate(x)
            z = ttnn.exp(y, memory_config=l1)
        del x, y, z
        return nodes

    assert ttnn.graph.extract_resource_usage_per_core(chain(False)).peak_l1 == 3 * tile
    freed = chain(True)
    usage = ttnn.graph.extract_resource_usage_per_core(freed)
    assert usage.peak_l1 == 2 * tile
    assert usage.peak_total == 2 * tile + usage.peak_dataflow_buffer + usage.peak_cb
    assert ttnn.graph.extract_peak_L1_memory_usage(freed) == 2 * 64 * tile + usage.peak_dataflow_buffer + usage.peak_cb
    assert ttnn.graph.extract_resource_usage_per_core(freed, interleaved_storage_cores=16).peak_l1 == 2 * 4 * tile


def test_freeing_what_was_there_before_does_not_count(device):
    a = tensor(device, (256, 256), memory_config=ttnn.L1_MEMORY_CONFIG)
    with capture() as nodes:
        ttnn.deallocate(a)
        b = tensor(device, (256, 256), memory_config=ttnn.L1_MEMORY_CONFIG)
    assert ttnn.graph.extract_resource_usage_per_core(nodes).peak_l1 == 2048
    del b


def line_graph(line):
    """A captured graph of a recorded call: its buffers are allocated before the first program that follows."""
    kinds = {"cb": "circular_buffer_allocate", "dfb": "dataflow_buffer_allocate", "sp": "scratchpad_allocate"}
    nodes = []
    for kind, layout, size, page, cores, per_bank in line.get("buf", []):
        p = {"type": kind, "layout": layout, "size": str(size), "page_size": str(page), "num_cores": str(cores)}
        p |= {"max_size_per_bank": str(per_bank), "address": str(len(nodes))}
        nodes.append({"node_type": "buffer_allocate", "params": p})
    last = None
    for kind, size, cores, borrows, at in line.get("alloc", []):
        if last is not None and at != last:
            nodes.append({"node_type": "circular_buffer_deallocate_all", "params": {}})
        last = at
        flag = "borrows_memory" if kind == "dfb" else "globally_allocated"
        p = {"size": str(size), "core_range_set": "{" + cores + "}", flag: str(borrows)}
        nodes.append({"node_type": kinds[kind], "params": p})
    return nodes


def test_the_peaks_of_recorded_calls(facts):
    """The official per-core figures of thousands of calls with one program follow from their buffers."""
    names = ("cb", "dataflow_buffer", "l1", "scratchpad", "total")
    wrong, count = [], 0
    with gzip.open(facts / "facts" / "spec_sweep_n150.jsonl.gz", "rt") as lines:
        for line in map(json.loads, lines):
            if "peak" not in line or len(line["ops"]) != 2 or len({a[4] for a in line.get("alloc", [])}) > 1:
                continue
            usage = ttnn.graph.extract_resource_usage_per_core(line_graph(line))
            count += 1
            if [getattr(usage, f"peak_{n}") for n in names] != [line["peak"][n] for n in names]:
                wrong.append((line["call"], usage, line["peak"]))
    assert count > 5000
    assert not wrong, (len(wrong), count, wrong[:5])


def test_levels(device):
    a = tensor(device, (32, 32))
    with capture() as nodes:
        out = ttnn.add(ttnn.exp(a), a)
    entries = {e["name"]: e for e in ttnn.graph.extract_levelized_graph(nodes)}
    source = f"tensor[{a.tensor_id}]"
    assert list(entries) == [source, "ttnn.exp", "ttnn.add"]
    assert entries["ttnn.exp"]["out_edges"] == [entries["ttnn.add"]["counter"]]
    assert set(entries["ttnn.add"]["in_edges"]) == {entries["ttnn.exp"]["counter"], entries[source]["counter"]}
    assert entries["ttnn.add"]["output_shape"] == [str(out.shape)]
    deeper = {e["name"]: e for e in ttnn.graph.extract_levelized_graph(nodes, max_level=2)}
    assert deeper["ttnn.add"]["internals"] == [deeper["BinaryNgDeviceOperation"]["counter"]]


def test_text_and_durations(device, capsys):
    a = tensor(device, (32, 32))
    with capture() as nodes:
        ttnn.exp(a)
    ttnn.graph.pretty_print(nodes)
    text = capsys.readouterr().out
    assert "ttnn.exp" in text and "buffer_allocate" in text and len(text.splitlines()) == len(nodes)
    durations = ttnn.graph.extract_operation_durations(nodes)
    assert durations["ttnn.exp"] > 0
    assert ttnn.graph.extract_total_duration_from_graph(nodes) == durations["ttnn.exp"]


@pytest.mark.parametrize("suffix", ["dot", "svg"])
def test_pictures(device, tmp_path, suffix):
    a = tensor(device, (32, 32))
    with capture() as nodes:
        ttnn.exp(a)
    picture = ttnn.graph.visualize(nodes, file_name=tmp_path / f"graph.{suffix}")
    text = (tmp_path / f"graph.{suffix}").read_text()
    assert "ttnn.exp" in text and ("digraph" if suffix == "dot" else "<svg") in text
    assert picture.source.count("->") == sum(len(n["connections"]) for n in nodes)


def test_an_unknown_format_without_graphviz_is_refused(device, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with capture() as nodes:
        pass
    with pytest.raises(Exception, match="(?i)graphviz"):
        ttnn.graph.visualize(nodes, file_name=tmp_path / "graph.pdf")


def test_serialized_calls(device):
    a = tensor(device, (32, 64))
    with capture(NO_DISPATCH) as nodes:
        ttnn.transpose(a, -2, -1)
    calls = ttnn.graph_tracer_utils.GraphTracerUtils.serialize_graph(nodes)["content"]
    assert calls[0]["operation"] == "ttnn.transpose"
    assert "Shape([32, 64])" in calls[0]["arguments"][0]["arg0"]
    with capture(NO_DISPATCH) as nodes:
        ttnn.concat([a, a], dim=0)
    (call,) = ttnn.graph_tracer_utils.GraphTracerUtils.serialize_graph(nodes)["content"]
    assert call["arguments"][0]["arg0"] == "[Shape([32, 64]) BFLOAT16 TILE, Shape([32, 64]) BFLOAT16 TILE]"


@pytest.mark.parametrize("bad", [None, 3, [1], [{"a": 1}]])
def test_what_is_no_graph_is_refused(bad):
    with pytest.raises(TypeError, match="end_graph_capture"):
        ttnn.graph.extract_calltrace(bad)


def test_a_file_of_a_capture_becomes_a_report(device, tmp_path):
    a = tensor(device, (32, 64))
    with pytest.raises(ZeroDivisionError), ttnn.graph.full_graph_capture(tmp_path / "c" / "graph.json"):
        x = ttnn.exp(a, memory_config=ttnn.L1_MEMORY_CONFIG)
        y = ttnn.add(x, a)
        ttnn.deallocate(x)
        _ = 1 / 0
    assert not ttnn.graph.is_graph_capture_active()
    path = ttnn.graph.import_report(tmp_path / "c" / "graph.json", tmp_path / "report", generate_svgs=True)
    assert path == tmp_path / "report" / "db.sqlite" and (tmp_path / "report" / "graph.svg").is_file()
    exp, add, free = ttnn.database.query_operations(path.parent)
    assert [exp.name, add.name, free.name] == ["ttnn.exp", "ttnn.add", "Tensor::deallocate"]
    assert [t.tensor_id for t in ttnn.database.query_output_tensors(path.parent, add.operation_id)] == [y.tensor_id]
    live = [len(ttnn.database.query_buffers(path.parent, o.operation_id)) for o in (exp, add, free)]
    assert live == [1, 2, 1]
    assert ttnn.database.query_device_by_id(path.parent, device.id()).l1_num_banks == 64
    row = ttnn.database.query_tensor_by_id(path.parent, y.tensor_id)
    assert (row.dtype, row.address) == ("DataType.BFLOAT16", y.buffer_address())


@pytest.mark.parametrize("text", ["", "[]", '{"version": 7}'])
def test_what_is_no_file_of_a_capture_is_refused(tmp_path, text):
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(RuntimeError, match="bad.json"):
        ttnn.graph.import_report(tmp_path / "bad.json", tmp_path / "report")
    with pytest.raises(RuntimeError, match="cannot read"):
        ttnn.graph.import_report(tmp_path / "missing.json", tmp_path / "report")
