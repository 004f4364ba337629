"""Collectives on a mesh of one device: what comes out, where it lies, and what is refused."""

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")

L1 = ttnn.L1_MEMORY_CONFIG
SHARDED = ttnn.MemoryConfig(
    ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
    ttnn.BufferType.L1,
    ttnn.ShardSpec(
        ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(1, 0))]),
        [32, 64],
        ttnn.ShardOrientation.ROW_MAJOR,
    ),
)


def semaphore(device):
    cores = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(0, 0))])
    return ttnn.create_global_semaphore(device, cores, 0)


CALLS = {
    "all_gather": lambda x, s, **k: ttnn.all_gather(x, dim=3, num_links=1, topology=ttnn.Topology.Linear, **k),
    "all_gather axis": lambda x, s, **k: ttnn.all_gather(x, -2, cluster_axis=1, **k),
    "reduce_scatter": lambda x, s, **k: ttnn.reduce_scatter(x, dim=3, **k),
    "all_reduce": lambda x, s, **k: ttnn.all_reduce(x, **k),
    "all_broadcast": lambda x, s, **k: ttnn.all_broadcast(x, **k)[0],
    "broadcast": lambda x, s, **k: ttnn.broadcast(x, ttnn.MeshCoordinate(0, 0), **k),
    "mesh_partition": lambda x, s, **k: ttnn.mesh_partition(x, 2, **k),
    "all_gather_async": lambda x, s, **k: ttnn.experimental.all_gather_async(x, 3, s, **k),
    "all_gather_async buffer": lambda x, s, **k: ttnn.experimental.all_gather_async(x, None, 3, [s, s], **k),
    "all_gather_async keywords": lambda x, s, **k: ttnn.experimental.all_gather_async(
        x, persistent_output_buffer=None, dim=3, multi_device_global_semaphore=[s, s], topology=ttnn.Topology.Ring, **k
    ),
    "all_gather_async mesh": lambda x, s, **k: ttnn.experimental.all_gather_async(
        x, 3, 0, x.device(), ttnn.Topology.Linear, s, **k
    ),
    "reduce_scatter_minimal_async": lambda x, s, **k: ttnn.experimental.reduce_scatter_minimal_async(
        x, persistent_output_buffers=None, dim=3, multi_device_global_semaphore=[s] * 3, barrier_semaphore=s, **k
    ),
    "all_reduce_async": lambda x, s, **k: ttnn.experimental.all_reduce_async(
        x, cluster_axis=0, mesh_device=x.device(), math_op=ttnn.ReduceType.Sum, **k
    ),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("config", [None, L1, SHARDED], ids=["same", "l1", "sharded"])
@pytest.mark.parametrize(
    ("dtype", "layout"),
    [(ttnn.bfloat16, ttnn.TILE_LAYOUT), (ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT), (ttnn.bfloat8_b, ttnn.TILE_LAYOUT)],
    ids=["bf16", "u32", "bfp8"],
)
def test_is_a_copy_in_the_memory_config(device, name, config, dtype, layout):
    x = torch.arange(64 * 64).reshape(1, 1, 64, 64) % 251
    given = ttnn.from_torch(x if dtype == ttnn.uint32 else x.float(), dtype=dtype, layout=layout, device=device)
    before = ttnn.to_torch(given)
    out = CALLS[name](given, semaphore(device), **({} if config is None else {"memory_config": config}))
    assert out.buffer_address() != given.buffer_address()
    assert out.memory_config() == (config or given.memory_config())
    assert (out.dtype, out.layout, out.shape) == (given.dtype, given.layout, given.shape)
    assert torch.equal(ttnn.to_torch(out), before)


def test_writes_into_an_output(device):
    x = ttnn.from_torch(torch.randn(1, 1, 32, 32), dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    for call in (
        lambda out: ttnn.all_gather(x, 3, output_tensor=out),
        lambda out: ttnn.experimental.all_gather_async(x, out, 3, semaphore(device)),
        lambda out: ttnn.experimental.reduce_scatter_minimal_async(
            x, [ttnn.zeros_like(x), out], 3, [semaphore(device)]
        ),
    ):
        out = ttnn.zeros_like(x)
        assert call(out).buffer_address() == out.buffer_address()
        assert torch.equal(ttnn.to_torch(out), ttnn.to_torch(x))
    with pytest.raises(RuntimeError, match="output_tensor: expected shape"):
        ttnn.all_gather(x, 3, output_tensor=ttnn.zeros([1, 1, 64, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device))


def test_products_with_the_gathered_tensor(device):
    a, b = torch.randn(1, 1, 32, 64), torch.randn(64, 96)
    x, w = (ttnn.from_torch(t, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device) for t in (a, b))
    expected = ttnn.to_torch(ttnn.linear(x, w))
    gathered, product = ttnn.experimental.all_gather_matmul_async(
        x, w, dim=3, multi_device_global_semaphore=[], all_gather_core_grid_offset=ttnn.CoreCoord(0, 0)
    )
    assert torch.equal(ttnn.to_torch(gathered), ttnn.to_torch(x)) and torch.equal(ttnn.to_torch(product), expected)
    product, part = ttnn.experimental.matmul_reduce_scatter_async(x, w, dim=3, memory_config_rs=L1)
    assert torch.equal(ttnn.to_torch(part), expected) and part.memory_config() == L1


def test_what_is_refused(device):
    x = ttnn.ones([1, 1, 32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    for call, kind, words in (
        (lambda: ttnn.all_gather(x, dim=4), RuntimeError, "Dimension out of range"),
        (lambda: ttnn.reduce_scatter(x, dim=-5), RuntimeError, "Dimension out of range"),
        (lambda: ttnn.all_gather(x, dim=0, cluster_axis=2), RuntimeError, "cluster_axis"),
        (lambda: ttnn.all_gather(x, dim="3"), TypeError, "dim must be a whole number"),
        (lambda: ttnn.all_gather(1, dim=3), TypeError, "must be a Tensor"),
        (lambda: ttnn.all_reduce(ttnn.from_device(x)), RuntimeError, "expected a tensor on a device"),
        (lambda: ttnn.broadcast(x, ttnn.MeshCoordinate(0, 1)), RuntimeError, "lies outside of the mesh"),
        (
            lambda: ttnn.point_to_point(x, ttnn.MeshCoordinate(0, 0), ttnn.MeshCoordinate(0, 0)),
            RuntimeError,
            "needs 2 devices",
        ),
        (
            lambda: ttnn.experimental.all_reduce_async(x, 8, [], [], [], ttnn.ReduceType.Sum),
            RuntimeError,
            "needs 8 devices",
        ),
        (lambda: ttnn.experimental.all_gather_async(x), TypeError, "dim is missing"),
        (lambda: ttnn.experimental.send_async(x, None), RuntimeError, "need a card"),
    ):
        with pytest.raises(kind, match=words):
            call()


@pytest.mark.parametrize(
    ("batch", "length", "width", "experts", "chosen"), [(4, 3, 16, 8, 2), (1, 1, 7, 3, 3), (2, 5, 32, 4, 1)]
)
def test_experts(device, batch, length, width, experts, chosen):
    generator = torch.Generator().manual_seed(batch + width)
    tokens = torch.randn(batch, 1, length, width, generator=generator).bfloat16()
    indices = torch.randint(0, experts, (batch, 1, length, chosen), generator=generator, dtype=torch.int16)
    mapping = torch.ones(1, 1, experts, 1, dtype=torch.int16)
    x = ttnn.from_torch(tokens, device=device)
    i, m = (ttnn.from_torch(t, dtype=ttnn.uint16, device=device) for t in (indices, mapping))
    sent, seen = ttnn.all_to_all_dispatch(x, i, m)
    assert torch.equal(ttnn.to_torch(sent), tokens.transpose(0, 1))
    assert torch.equal(ttnn.to_torch(seen).to(torch.int16), indices.transpose(0, 1))
    results = torch.randn(experts, batch, length, width, generator=generator).bfloat16()
    back = ttnn.to_torch(ttnn.all_to_all_combine(ttnn.from_torch(results, device=device), seen, m))
    for b in range(batch):
        for s in range(length):
            for k in range(chosen):
                assert torch.equal(back[k, b, s], results[indices[b, 0, s, k], b, s])
    golden = ttnn.get_golden_function(ttnn.all_to_all_combine)(results, indices.transpose(0, 1), mapping)
    assert torch.equal(back, golden)
    two = ttnn.from_torch(torch.ones(1, 1, experts, 2, dtype=torch.int16), dtype=ttnn.uint16, device=device)
    with pytest.raises(RuntimeError, match="needs 2 devices"):
        ttnn.all_to_all_dispatch(x, i, two)
