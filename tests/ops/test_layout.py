"""Layout, dtype and placement: conversions, what is refused, and the L1 that the card's programs hold for them."""

import pytest
import ttnn

torch = pytest.importorskip("torch")

TILE, ROWS = ttnn.TILE_LAYOUT, ttnn.ROW_MAJOR_LAYOUT


def shards(kind, shape, x, y):
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(x - 1, y - 1))})
    spec = ttnn.ShardSpec(cores, shape, ttnn.ShardOrientation.ROW_MAJOR)
    return ttnn.MemoryConfig(getattr(ttnn.TensorMemoryLayout, kind), ttnn.BufferType.L1, spec)


def static_buffers(call):
    """(bytes, cores) of each buffer of the call's programs, in ascending order."""
    ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NO_DISPATCH)
    try:
        call()
    finally:
        graph = ttnn.graph.end_graph_capture()
    kinds = ("circular_buffer_allocate", "dataflow_buffer_allocate", "scratchpad_allocate")
    found = [(int(n["params"]["size"]), n["params"]["core_range_set"]) for n in graph if n["node_type"] in kinds]
    return sorted((size, str(cores).strip("{}").replace("[", "").replace("]", "")) for size, cores in found)


def empty(device, shape, dtype="bfloat16", layout=TILE, memory=ttnn.DRAM_MEMORY_CONFIG):
    return ttnn.empty(list(shape), getattr(ttnn, dtype), layout, device, memory)


HEIGHT8 = shards("HEIGHT_SHARDED", [32, 64], 8, 1)


# Observed on an n150 (8x8 cores).
@pytest.mark.parametrize(
    "make,call,buffers",
    [
        (((64, 64),), lambda x: ttnn.typecast(x, ttnn.float32), [(4096, "0-0 - 0-3"), (8192, "0-0 - 0-3")]),
        (
            ((1, 32, 2560), "uint32", ROWS),
            lambda x: ttnn.to_layout(x, TILE),
            [(320, "0-0 - 4-7"), (8192, "0-0 - 4-7"), (8192, "0-0 - 4-7")],
        ),
        (((64, 64), "int32"), lambda x: ttnn.to_layout(x, ROWS), [(8192, "0-0 - 1-0")] * 2),
        (((256, 64),), lambda x: ttnn.to_layout(x, ROWS), [(4096, "0-0 - 7-1")] * 2),
        (((256, 64),), lambda x: ttnn.to_memory_config(x, HEIGHT8), [(4096, "0-0 - 7-0")]),
        (
            ((64, 128),),
            lambda x: ttnn.sum(x, 1, True),
            [(2048, "0-0 - 0-1"), (4096, "0-0 - 0-1"), (16384, "0-0 - 0-1")],
        ),
        (
            ((2, 3, 33, 65),),
            lambda x: ttnn.max(x, 2, True),
            [(2048, "0-0 - 2-1, 0-2 - 1-7"), (2048, "0-0 - 2-7"), (2048, "0-0 - 2-7")]
            + [(4096, "0-0 - 2-1, 0-2 - 1-7")] * 2
            + [(4096, "0-0 - 2-7")] * 2,
        ),
        (((4096, 4096),), lambda x: ttnn.std(x, -2, True), [(4096, "0-0 - 7-7"), (262144, "0-0 - 7-7")]),
        (((64, 128),), lambda x: ttnn.cumsum(x, -2), [(8192, "0-0 - 0-3")] * 2),
    ],
)
def test_static_buffers(make, call, buffers, device):
    if (device.core_grid.x, device.core_grid.y) != (8, 8):
        pytest.skip("figures of a card with 8x8 cores")
    tensor = empty(device, *make)
    assert static_buffers(lambda: call(tensor)) == buffers


def test_same_layout_is_the_tensor_itself(device):
    tensor = ttnn.from_torch(torch.ones(3, 5), dtype=ttnn.bfloat16, layout=TILE, device=device)
    again = ttnn.to_layout(tensor, TILE, dtype=ttnn.float32)
    assert again.dtype == ttnn.bfloat16 and torch.equal(ttnn.to_torch(again).float(), torch.ones(3, 5))


def test_typecast_names_both_dtypes(device):
    host = torch.tensor([[1.75, -2.5, 300.0]])
    tensor = ttnn.from_torch(host, dtype=ttnn.float32, layout=TILE, device=device)
    got = ttnn.typecast(tensor, ttnn.float32, ttnn.int32)
    assert torch.equal(ttnn.to_torch(got), host.to(torch.int32))
    with pytest.raises(RuntimeError, match="input_dtype"):
        ttnn.typecast(tensor, ttnn.bfloat16, ttnn.int32)


@pytest.mark.parametrize("dtype", ["int32", "uint32", "uint16", "bfloat8_b", "float32"])
def test_clone_converts(dtype, device):
    host = torch.arange(96).reshape(2, 48) % 64
    tensor = ttnn.from_torch(host.float(), dtype=ttnn.bfloat16, layout=TILE, device=device)
    got = ttnn.clone(tensor, dtype=getattr(ttnn, dtype))
    assert got.dtype == getattr(ttnn, dtype) and torch.equal(ttnn.to_torch(got).to(torch.int64), host)


def test_clone_keeps_the_kind_of_memory(device):
    tensor = empty(device, (256, 64))
    with pytest.raises(RuntimeError, match="mixed sharded/interleaved"):
        ttnn.clone(tensor, memory_config=HEIGHT8)
    sharded = ttnn.to_memory_config(tensor, HEIGHT8)
    with pytest.raises(RuntimeError, match="same memory layout"):
        ttnn.clone(sharded, memory_config=shards("WIDTH_SHARDED", [256, 32], 2, 1))


def test_reallocate_keeps_the_elements(device):
    host = torch.arange(64 * 64).reshape(64, 64) % 256
    below = empty(device, (64, 64), memory=ttnn.L1_MEMORY_CONFIG)
    tensor = ttnn.from_torch(
        host.float(), dtype=ttnn.bfloat16, layout=TILE, device=device, memory_config=ttnn.L1_MEMORY_CONFIG
    )
    ttnn.deallocate(below)
    got = ttnn.reallocate(tensor)
    assert not tensor.is_allocated() and torch.equal(ttnn.to_torch(got).to(torch.int64), host)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32", "bfloat8_b"])
def test_padding_has_the_value_asked_for(dtype, device):
    rows = ttnn.from_torch(torch.ones(2, 30, 60), dtype=ttnn.bfloat16, layout=ROWS, device=device)
    kind = getattr(ttnn, dtype)
    source = rows if dtype == "bfloat8_b" else ttnn.typecast(rows, kind)
    for tiles, outer in [
        (ttnn.tilize_with_val_padding(source, [3, 64, 64], 4, dtype=kind), 3),
        (ttnn.to_layout(source, TILE, dtype=kind, pad_value=4), 2),
    ]:
        assert tiles.shape == (2, 30, 60) and tiles.dtype == kind
        padded = tiles.cpu().to_torch_with_padded_shape().float()
        want = torch.full((outer, *padded.shape[1:]), 4.0)
        want[:2, :30, :60] = 1
        assert torch.equal(padded, want)


def test_untilize_with_unpadding_cuts_what_lies_behind_the_end(device):
    host = torch.arange(2 * 40 * 70).reshape(2, 40, 70) % 256
    for dtype in (ttnn.bfloat16, ttnn.int32):
        tiles = ttnn.from_torch(host, dtype=dtype, layout=TILE, device=device)
        got = ttnn.untilize_with_unpadding(tiles, [0, 33, 20])
        assert got.layout == ROWS and torch.equal(ttnn.to_torch(got).to(torch.int64), host[:1, :34, :21])
    assert ttnn.untilize_with_unpadding(tiles, [1, 63, 95]).shape == (2, 64, 96)


def test_block_floats_come_to_rows_as_bfloat16(device):
    tensor = empty(device, (32, 64), "bfloat8_b")
    assert ttnn.to_layout(tensor, ROWS, ttnn.bfloat16).dtype == ttnn.bfloat16
    with pytest.raises(RuntimeError, match="dtype cannot be different from tensor dtype"):
        ttnn.to_layout(tensor, ROWS, ttnn.float32)


@pytest.mark.parametrize(
    "kind,shard,cores,rows",
    [
        ("HEIGHT_SHARDED", [256, 96], 2, [132, 65]),
        ("HEIGHT_SHARDED", [64, 96], 8, [64, 65]),
        ("WIDTH_SHARDED", [512, 32], 3, [264, 32]),
    ],
)
def test_shards_lose_their_padding_with_their_tiles(kind, shard, cores, rows, device):
    host = torch.rand(1, 8, 33, 65).bfloat16()
    tensor = ttnn.from_torch(host, layout=TILE, device=device, memory_config=shards(kind, shard, cores, 1))
    got = ttnn.to_layout(tensor, ROWS)
    assert list(got.memory_config().shard_spec.shape) == rows and torch.equal(ttnn.to_torch(got), host)


@pytest.mark.parametrize("dtype", ["bfloat16", "bfloat8_b", "float32"])
def test_untilize_with_unpadding_of_nothing(dtype, device):
    out = ttnn.untilize_with_unpadding(empty(device, (2, 0, 32), dtype), ttnn.Shape([1, 0, 31]))
    assert tuple(out.shape) == (2, 1, 32)
