"""Weights that ttnn.dram_prefetcher announces and products read through a global circular buffer: the whole program as it is written for
a card, with its sub-devices, and what the operation refuses."""

import gc
from types import SimpleNamespace

import pytest
import ttnn

torch = pytest.importorskip("torch")

LAYERS, SENDERS, RECEIVERS = 3, 4, 2
RING = SENDERS * RECEIVERS
M, K, N = 32, 512, 1024
TILE, ROWS = ttnn.TILE_LAYOUT, ttnn.ROW_MAJOR_LAYOUT


def cores(x0, y0, x1, y1):
    return ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(x0, y0), ttnn.CoreCoord(x1, y1))])


def sharded(grid, shape, kind=ttnn.BufferType.L1, layout=ttnn.TensorMemoryLayout.WIDTH_SHARDED):
    return ttnn.MemoryConfig(layout, kind, ttnn.ShardSpec(grid, list(shape), ttnn.ShardOrientation.ROW_MAJOR))


def random(shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) / 8


def weight(device, values, dtype=ttnn.bfloat16):
    """Width sharded over as many DRAM banks as there are senders."""
    config = sharded(cores(0, 0, SENDERS - 1, 0), (values.shape[-2], values.shape[-1] // SENDERS), ttnn.BufferType.DRAM)
    return ttnn.from_torch(values, dtype=dtype, layout=TILE, device=device, memory_config=config)


def addresses(device, tensors):
    """A row of the tensors' addresses on each sender core."""
    rows = torch.tensor([[t.buffer_address() for t in tensors]] * SENDERS)
    config = sharded(cores(0, 0, 0, SENDERS - 1), (1, len(tensors)), layout=ttnn.TensorMemoryLayout.HEIGHT_SHARDED)
    return ttnn.from_torch(rows, dtype=ttnn.uint32, layout=ROWS, device=device, memory_config=config)


def program_config(k, n, gather=True, **sizes):
    config = ttnn.MatmulMultiCoreReuseMultiCast1DProgramConfig(
        compute_with_storage_grid_size=(RECEIVERS, SENDERS),
        in0_block_w=k // RING // 32,
        out_subblock_h=1,
        out_subblock_w=1,
        per_core_M=M // 32,
        per_core_N=n // RING // 32,
        fuse_batch=True,
        mcast_in0=False,
        gather_in0=gather,
        num_global_cb_receivers=RECEIVERS,
    )
    for name, value in sizes.items():
        setattr(config, name, value)
    return config


@pytest.fixture
def prefetching(device):
    """A device with a sub-device of sender cores and one of all the others, and a buffer from the one to the other."""
    grid = device.compute_with_storage_grid_size()
    senders, workers = cores(0, 0, 0, grid.y - 1), cores(1, 0, grid.x - 1, grid.y - 1)
    manager = device.create_sub_device_manager([ttnn.SubDevice([senders]), ttnn.SubDevice([workers])], 0)
    device.load_sub_device_manager(manager)
    mapping = [(ttnn.CoreCoord(0, y), cores(1, y, RECEIVERS, y)) for y in range(SENDERS)]
    buffer = ttnn.create_global_circular_buffer(device, mapping, 200 * 1024)
    device.set_sub_device_stall_group([ttnn.SubDeviceId(1)])
    yield SimpleNamespace(device=device, buffer=buffer, worker=ttnn.SubDeviceId(1), ring=cores(1, 0, RECEIVERS, 3))
    device.reset_sub_device_stall_group()
    device.clear_loaded_sub_device_manager()
    device.remove_sub_device_manager(manager)


def layers(p, x, weights):
    """x through a wide and a narrow product of each layer, in L1 on the ring."""
    for wide, narrow in weights:
        for w, product in ((wide, ttnn.matmul), (narrow, ttnn.linear)):
            k, n = w.shape[-2:]
            x = product(
                x,
                w,
                program_config=program_config(k, n),
                memory_config=sharded(p.ring, (M, n // RING)),
                dtype=ttnn.bfloat16,
                global_cb=p.buffer,
                sub_device_id=p.worker,
            )
    return x


@pytest.mark.parametrize("dtype", [ttnn.bfloat16, ttnn.bfloat8_b, ttnn.bfloat4_b], ids=str)
def test_layers_with_prefetched_weights(prefetching, dtype):
    p, device = prefetching, prefetching.device
    values = [(random((K, N), 2 * i), random((N, K), 2 * i + 1)) for i in range(LAYERS)]
    weights = [tuple(weight(device, v, dtype) for v in pair) for pair in values]
    where = addresses(device, [w for pair in weights for w in pair])
    x = random((1, 1, M, K), 99)
    put = ttnn.from_torch(x, layout=TILE, device=device, memory_config=sharded(p.ring, (M, K // RING)))

    def run():
        unused = ttnn.dram_prefetcher([*weights[0], where], LAYERS, p.buffer, enable_performance_mode=True)
        out = layers(p, put, weights)
        ttnn.synchronize_device(device, sub_device_ids=[p.worker])
        return unused, out

    unused, out = run()
    want = ttnn.to_torch(put).float()
    for pair in weights:
        for w in pair:
            want = want @ ttnn.to_torch(w).float()
    got = ttnn.to_torch(out).float()
    assert torch.corrcoef(torch.stack([got.flatten(), want.flatten()]))[0, 1] > 0.9995
    assert out.memory_config().shard_spec == sharded(p.ring, (M, K // RING)).shard_spec
    assert unused.shape == [32, 32] and unused.dtype == dtype and not ttnn.to_torch(unused).any()


def test_in_a_trace(prefetching):
    p, device = prefetching, prefetching.device
    weights = [(weight(device, random((K, N), i)), weight(device, random((N, K), i + 50))) for i in range(LAYERS)]
    where = addresses(device, [w for pair in weights for w in pair])
    config = sharded(p.ring, (M, K // RING))
    put = ttnn.from_torch(
        torch.zeros(1, 1, M, K), dtype=ttnn.bfloat16, layout=TILE, device=device, memory_config=config
    )

    def run():
        ttnn.deallocate(ttnn.dram_prefetcher([*weights[0], where], num_layers=LAYERS, global_cb=p.buffer))
        return layers(p, put, weights)

    run()
    trace = ttnn.begin_trace_capture(device, cq_id=0)
    out = run()
    ttnn.end_trace_capture(device, trace, cq_id=0)
    for seed in (1, 2):
        x = ttnn.from_torch(random((1, 1, M, K), seed), dtype=ttnn.bfloat16, layout=TILE)
        ttnn.copy_host_to_device_tensor(x, put)
        ttnn.execute_trace(device, trace, cq_id=0, blocking=True)
        replayed = ttnn.to_torch(out)
        assert replayed.any() and torch.equal(replayed, ttnn.to_torch(run()))
    ttnn.release_trace(device, trace)


def test_the_buffer_lives_as_long_as_somebody_has_it(prefetching):
    device, view = prefetching.device, lambda: ttnn.get_memory_view(prefetching.device, ttnn.BufferType.L1)
    gc.collect()
    before = view().total_bytes_allocated_per_bank
    buffer = ttnn.create_global_circular_buffer(device, [(ttnn.CoreCoord(0, 0), cores(1, 0, 1, 0))], 1024)
    w, x = weight(device, random((K, N), 0)), ttnn.ones([M, K], ttnn.bfloat16, TILE, device)
    ttnn.matmul(x, w, program_config=program_config(K, N), global_cb=buffer)
    assert buffer.size == 1024 and buffer.buffer_address() != buffer.config_address()
    del buffer
    gc.collect()
    assert view().total_bytes_allocated_per_bank == before


def refused(call, *words, kind=RuntimeError):
    with pytest.raises(kind) as error:
        call()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_what_the_prefetcher_refuses(prefetching):
    p, device = prefetching, prefetching.device
    w = weight(device, random((K, N), 0))
    where = addresses(device, [w])
    plain = ttnn.ones([K, N], ttnn.bfloat16, TILE, device)

    def prefetch(tensors, layers=1, buffer=p.buffer, **keywords):
        return lambda: ttnn.dram_prefetcher(tensors, layers, buffer, **keywords)

    refused(prefetch([w, where], 0), "dram_prefetcher", "num_layers", "got 0")
    refused(prefetch([w, where], buffer=None), "dram_prefetcher", "global_cb", "create_global_circular_buffer")
    refused(prefetch([where]), "dram_prefetcher", "tensors", "got 1")
    refused(prefetch([w, where], 2), "dram_prefetcher", "tensors[1]", "expected the addresses", "2, got")
    refused(prefetch([plain, where]), "dram_prefetcher", "tensors[0]", "width sharded in DRAM", "INTERLEAVED")
    refused(prefetch([w, w]), "dram_prefetcher", "tensors[1]", "UINT32", "BFLOAT16")
    refused(prefetch([ttnn.from_device(w), where]), "dram_prefetcher", "tensors[0]", "ttnn.to_device")
    refused(prefetch([w, where], prefetcher_pipes=[1]), "incompatible function arguments", kind=TypeError)
    one = ttnn.create_global_circular_buffer(device, [(ttnn.CoreCoord(0, 0), cores(1, 0, 1, 0))], 1024)
    refused(prefetch([w, where], buffer=one), "dram_prefetcher", f"{SENDERS} banks", "1 sender")


def test_where_a_ring_writes(prefetching):
    """To the shards that are asked for, whichever cores have them; without any, to those of the first operand."""
    p, device = prefetching, prefetching.device
    w = weight(device, random((K, N), 0))
    put = ttnn.from_torch(random((M, K), 1), layout=TILE, device=device, memory_config=sharded(p.ring, (M, K // RING)))
    for asked, shards in (
        (sharded(cores(3, 0, 6, 0), (M, N // 4)), sharded(cores(3, 0, 6, 0), (M, N // 4))),
        (ttnn.L1_WIDTH_SHARDED_MEMORY_CONFIG, sharded(p.ring, (M, N // RING))),
    ):
        out = ttnn.matmul(put, w, program_config=program_config(K, N), memory_config=asked, global_cb=p.buffer)
        assert out.memory_config().shard_spec == shards.shard_spec


@pytest.mark.parametrize("product", [ttnn.matmul, ttnn.linear], ids=["matmul", "linear"])
def test_what_products_refuse(prefetching, product):
    p, device, name = prefetching, prefetching.device, product.python_fully_qualified_name
    w, x = weight(device, random((K, N), 0)), ttnn.ones([M, K], ttnn.bfloat16, TILE, device)

    def multiply(**keywords):
        return lambda: product(x, w, **keywords)

    refused(multiply(global_cb=p.buffer), name, "global_cb", "gather_in0", "got none")
    neither = program_config(K, N, gather=False)
    refused(multiply(global_cb=p.buffer, program_config=neither), name, "global_cb", "gather_in0=0")
    for field in ("in0_block_w", "per_core_M", "per_core_N"):
        empty = program_config(K, N, **{field: 0})
        refused(multiply(program_config=empty), "matmul", field, "got 0")
    refused(multiply(sub_device_id=1), "incompatible function arguments", kind=TypeError)
    refused(lambda: ttnn.SubDeviceId(-1), "incompatible function arguments", kind=TypeError)


def test_other_operations_take_sub_devices(prefetching):
    p, x = prefetching, ttnn.ones([M, K], ttnn.bfloat16, TILE, prefetching.device)
    assert ttnn.to_torch(ttnn.add(x, x, sub_device_id=p.worker)).eq(2).all()
    w = weight(p.device, random((K, N), 0))
    many = ttnn.matmul_batched_weights(
        x, [w, w], program_config=program_config(K, N), global_cb=p.buffer, sub_device_id=p.worker
    )
    assert all(torch.equal(ttnn.to_torch(one), ttnn.to_torch(ttnn.matmul(x, w))) for one in many)
