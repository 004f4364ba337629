"""Addresses, sizes and errors of the card's memories, as the official module shows them."""

import numpy as np
import pytest
import ttnn

DRAM, L1, L1_SMALL, TRACE = ttnn.BufferType.DRAM, ttnn.BufferType.L1, ttnn.BufferType.L1_SMALL, ttnn.BufferType.TRACE
BOTH = pytest.mark.parametrize("model", ["n150", "p150"])


def made(device, shape, layout=ttnn.TILE_LAYOUT, config=ttnn.DRAM_MEMORY_CONFIG):
    return ttnn.from_torch(
        np.zeros(shape, np.float32), dtype=ttnn.bfloat16, layout=layout, device=device, memory_config=config
    )


def addresses(device, shapes, config=ttnn.DRAM_MEMORY_CONFIG):
    tensors = [
        made(device, s, ttnn.ROW_MAJOR_LAYOUT if len(s) == 2 and s[0] < 32 else ttnn.TILE_LAYOUT, config)
        for s in shapes
    ]
    return tensors, [t.buffer_address() for t in tensors]


EXPECTED = {
    "n150": {
        "dram": [1048640, 1050688, 1052736, 1058880, 1060928, 1062976, 1063008, 1063104],
        "l1": [1497088, 1495040, 1492992, 1490944, 1486848, 1486816, 1486784, 1484736],
        "shards": [1480640, 1476544, 1474496, 1470400],
    },
    "p150": {
        "dram": [1048704, 1050752, 1052800, 1060992, 1063040, 1065088, 1065152, 1065280],
        "l1": [1570816, 1568768, 1566720, 1564672, 1562624, 1562560, 1562496, 1560448],
        "shards": [1556352, 1552256, 1550208, 1546112],
    },
}
TILE = (32, 32)


def sharded(shape, grid, strategy):
    return ttnn.create_sharded_memory_config(shape, ttnn.CoreGrid(y=grid[0], x=grid[1]), strategy)


@BOTH
def test_addresses_in_order_of_allocation(open_card, model):
    device, expected = open_card(model), EXPECTED[model]
    kept, got = addresses(device, [TILE, TILE, (128, 256), TILE, TILE, (1, 5), (3, 40), TILE])
    assert got == expected["dram"]
    more, got = addresses(
        device, [TILE, TILE, (128, 256), TILE, (256, 512), (1, 5), (1, 5), TILE], ttnn.L1_MEMORY_CONFIG
    )
    assert got == expected["l1"]
    height, block = ttnn.ShardStrategy.HEIGHT, ttnn.ShardStrategy.BLOCK
    shards = [
        made(device, (256, 64), config=sharded((256, 64), (1, 8), height)),
        made(device, (256, 64), config=sharded((256, 64), (1, 8), height)),
        made(device, TILE, config=sharded(TILE, (1, 1), height)),
        made(device, (64, 128), config=sharded((64, 128), (2, 2), block)),
    ]
    assert [t.buffer_address() for t in shards] == expected["shards"]
    # A freed address is used again at once.
    ttnn.deallocate(kept[1])
    assert made(device, TILE).buffer_address() == expected["dram"][1]
    ttnn.deallocate(more[3])
    assert made(device, TILE, config=ttnn.L1_MEMORY_CONFIG).buffer_address() == expected["l1"][3]


@BOTH
def test_row_major_pages(open_card, model):
    t = made(open_card(model), (1, 5), ttnn.ROW_MAJOR_LAYOUT)
    assert t.padded_shape == (1, 5)
    assert (t.buffer_page_size(), t.buffer_num_pages()) == (10, 1)
    assert t.buffer_aligned_page_size() == (32 if model == "n150" else 64)


def test_l1_with_a_small_region(open_card):
    device = open_card("p150", l1_small_size=32768, trace_region_size=1 << 20)
    a = made(device, TILE)
    assert [a.buffer_address(), made(device, TILE).buffer_address()] == [1048704, 1050752]
    assert made(device, TILE, config=ttnn.L1_MEMORY_CONFIG).buffer_address() == 1538048
    t = made(device, (64, 64))
    assert (t.buffer_page_size(), t.buffer_num_pages(), t.buffer_aligned_page_size()) == (2048, 4, 2048)


def per_bank(device, kind):
    return ttnn.get_memory_view(device, kind).total_bytes_per_bank


@pytest.mark.parametrize(
    "model, options, l1, small, trace, dram, first",
    [
        ("n150", {}, 1393312, 0, 0, 1072693184, 1497088),
        ("n150", {"l1_small_size": 8192}, 1385120, 8192, 0, 1072693184, 1488896),
        ("n150", {"l1_small_size": 32768}, 1360544, 32768, 0, 1072693184, 1464320),
        ("n150", {"l1_small_size": 1000}, 1392288, 1024, 0, 1072693184, 1496064),
        ("n150", {"trace_region_size": 1 << 20}, 1393312, 0, 90112, 1072603072, 1497088),
        ("n150", {"worker_l1_size": 1000000}, 1000000, 0, 0, 1072693184, 1497088),
        ("n150", {"worker_l1_size": 1048576}, 1048576, 0, 0, 1072693184, 1497088),
        ("n150", {"num_command_queues": 2}, 1393312, 0, 0, 1072693184, 1497088),
        ("p150", {}, 1461120, 0, 0, 4277141376, 1570816),
        ("p150", {"l1_small_size": 32768, "trace_region_size": 1 << 20}, 1428352, 32768, 131072, 4277010304, 1538048),
    ],
)
def test_sizes_of_the_memories(open_card, model, options, l1, small, trace, dram, first):
    device = open_card(model, **options)
    assert [per_bank(device, k) for k in (L1, L1_SMALL, TRACE, DRAM)] == [l1, small, trace, dram]
    assert made(device, TILE, config=ttnn.L1_MEMORY_CONFIG).buffer_address() == first
    base = {"n150": 105824, "p150": 111744}[model]
    worker = options.get("worker_l1_size")
    assert ttnn.get_allocator_base_address(device, L1) == (base if worker is None else 1499136 - worker)
    assert ttnn.get_allocator_base_address(device, DRAM) == {"n150": 1048640, "p150": 1048704}[model]


@BOTH
def test_memory_views(open_card, model):
    device = open_card(model, l1_small_size=32768)
    banks, size = {"n150": (64, 1360544), "p150": (130, 1428352)}[model]
    view = ttnn.get_memory_view(device, L1)
    names = ("num_banks", "total_bytes_per_bank", "total_bytes_allocated_per_bank", "total_bytes_free_per_bank")
    assert [getattr(view, n) for n in names] == [
        banks,
        size,
        0,
        size,
    ] and view.largest_contiguous_bytes_free_per_bank == size
    (block,) = view.block_table
    none = "18446744073709551615"
    block.pop("blockID")
    assert block == {"allocated": "no", "nextID": none, "prevID": none, "size": str(size), "address": "0"}
    t = made(device, (256, 64), config=ttnn.L1_MEMORY_CONFIG)
    view = ttnn.get_memory_view(device, L1)
    assert view.total_bytes_allocated_per_bank == 2048 and view.total_bytes_free_per_bank == size - 2048
    free, taken = view.block_table
    assert (free["allocated"], taken["allocated"], taken["size"]) == ("no", "yes", "2048")
    assert (free["nextID"], taken["prevID"]) == (taken["blockID"], free["blockID"])
    assert int(taken["address"]) + ttnn.get_allocator_base_address(device, L1) == t.buffer_address()
    assert repr(view).startswith("<ttnn._ttnn.device.MemoryView object")
    assert ttnn.get_memory_view(device, DRAM).num_banks == {"n150": 12, "p150": 8}[model]


def test_the_small_region_takes_shards_from_its_top(open_card):
    device = open_card("n150", l1_small_size=32768)
    spec = ttnn.ShardSpec(
        ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(0, 0))]),
        [32, 32],
        ttnn.ShardOrientation.ROW_MAJOR,
    )
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, L1_SMALL, spec)
    a, b = made(device, TILE, config=config), made(device, TILE, config=config)
    assert [a.buffer_address(), b.buffer_address()] == [1497088, 1495040]
    with pytest.raises(RuntimeError, match="L1_SMALL takes sharded buffers only"):
        made(device, TILE, config=ttnn.MemoryConfig(ttnn.TensorMemoryLayout.INTERLEAVED, L1_SMALL))


OUT_OF_MEMORY = [
    (
        "p150",
        {"l1_small_size": 32768},
        [1, 1, 16384, 16384],
        ttnn.L1_MEMORY_CONFIG,
        "Out of Memory: Not enough space to allocate 536870912 B L1 buffer across 130 banks, where each bank needs to store "
        "4130816 B, but bank size is 1428352 B (allocated: 0 B, free: 1428352 B, largest free block: 1428352 B).",
    ),
    (
        "p150",
        {},
        [1, 1, 262144, 262144],
        ttnn.DRAM_MEMORY_CONFIG,
        "Out of Memory: Not enough space to allocate 137438953472 B DRAM buffer across 8 banks, where each bank needs to store "
        "17179869184 B, but bank size is 4277141376 B (allocated: 0 B, free: 4277141376 B, largest free block: 4277141376 B).",
    ),
    (
        "n150",
        {"l1_small_size": 32768},
        [1, 1, 8192, 8192],
        ttnn.L1_MEMORY_CONFIG,
        "Out of Memory: Not enough space to allocate 134217728 B L1 buffer across 64 banks, where each bank needs to store "
        "2097152 B, but bank size is 1360544 B (allocated: 0 B, free: 1360544 B, largest free block: 1360544 B).",
    ),
]


@pytest.mark.parametrize("model, options, shape, config, text", OUT_OF_MEMORY)
def test_out_of_memory(open_card, model, options, shape, config, text):
    device = open_card(model, **options)
    with pytest.raises(RuntimeError) as raised:
        ttnn.empty(shape, ttnn.bfloat16, ttnn.TILE_LAYOUT, device, config)
    assert str(raised.value).startswith(text) and "Remedy:" in str(raised.value)
    assert per_bank(device, L1) == ttnn.get_memory_view(device, L1).total_bytes_free_per_bank


def test_out_of_memory_names_who_holds_it(open_card):
    device = open_card("n150")
    kept = made(device, (64, 1024, 512), config=ttnn.L1_MEMORY_CONFIG)
    with pytest.raises(RuntimeError) as raised:
        made(device, (64, 1024, 512), config=ttnn.L1_MEMORY_CONFIG)
    text = str(raised.value)
    assert (
        "Shape([64, 1024, 512]) BFLOAT16 TILE" in text
        and "test_memory.py" in text
        and str(kept.buffer_address()) in text
    )


@pytest.mark.parametrize(
    "options, words",
    [
        (
            {},
            "The L1_SMALL region is 0 B because it is reserved at device open; set l1_small_size large enough for this allocation",
        ),
        (
            {"l1_small_size": 1024},
            "The L1_SMALL region is sized at device open; increase l1_small_size when opening the device.",
        ),
    ],
)
def test_out_of_the_small_region(open_card, options, words):
    device = open_card("n150", **options)
    spec = ttnn.ShardSpec(
        ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(0, 0))]),
        [32, 32],
        ttnn.ShardOrientation.ROW_MAJOR,
    )
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, L1_SMALL, spec)
    with pytest.raises(RuntimeError) as raised:
        made(device, TILE, config=config)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "options, error, words",
    [
        ({"worker_l1_size": 2000000}, RuntimeError, "Worker L1 size 2000000 is larger than max size 1463968"),
        ({"l1_small_size": 10**8}, RuntimeError, "Reserved size must be less than bank size"),
        ({"trace_region_size": 10**12}, RuntimeError, "Reserved size must be less than bank size"),
        ({"l1_small_size": -1}, TypeError, "l1_small_size"),
        ({"trace_region_size": 1.5}, TypeError, "trace_region_size"),
        ({"num_command_queues": 0}, RuntimeError, "num_command_queues"),
        ({"num_command_queues": 3}, RuntimeError, "num_command_queues"),
    ],
)
def test_refused_options(open_card, options, error, words):
    with pytest.raises(error) as raised:
        open_card("n150", **options)
    assert words in str(raised.value)


def test_refused_device_ids():
    with pytest.raises(RuntimeError, match="Physical chip id 9 not found"):
        ttnn.open_device(device_id=9)
    with pytest.raises(TypeError):
        ttnn.open_device(0)


@pytest.mark.parametrize(
    "shape, grid, words",
    [
        ((33, 32), (0, 0), "Physical shard shape (33, 32) must be tile {32, 32} sized!"),
        (
            (32, 32),
            (8, 0),
            "Invalid shard grid: shard core (8, 0) has no L1 bank on this device, which has 64 of them.",
        ),
    ],
)
def test_refused_shards(open_card, shape, grid, words):
    device = open_card("n150")
    core = ttnn.CoreCoord(*grid)
    spec = ttnn.ShardSpec(ttnn.CoreRangeSet([ttnn.CoreRange(core, core)]), list(shape), ttnn.ShardOrientation.ROW_MAJOR)
    with pytest.raises(RuntimeError) as raised:
        made(device, TILE, config=ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, L1, spec))
    assert words in str(raised.value)


def test_the_trace_region_takes_no_tensors(open_card):
    with pytest.raises(RuntimeError, match="Unsupported buffer type!"):
        made(
            open_card("n150", trace_region_size=1 << 20),
            TILE,
            config=ttnn.MemoryConfig(ttnn.TensorMemoryLayout.INTERLEAVED, TRACE),
        )


def test_static_buffers_clash_with_tensors(open_card):
    device = open_card("n150")
    filler = made(device, (64, 640, 1056), config=ttnn.L1_MEMORY_CONFIG)
    a = made(device, TILE)
    with pytest.raises(
        RuntimeError, match=r"Statically allocated .* buffers in program \d+ clash with L1 buffers on core range \["
    ):
        ttnn.rms_norm(made(device, (32, 2048)))
    assert filler.is_allocated() and ttnn.exp(a).is_allocated()
