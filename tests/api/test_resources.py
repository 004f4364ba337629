"""Memory that programs hold on cores beside tensors, sub-devices, the choice of cores, and values as JSON."""

import gc

import pytest

ttnn = pytest.importorskip("ttnn")


def cores(x0, y0, x1, y1):
    return ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(x0, y0), ttnn.CoreCoord(x1, y1))])


def allocated(device):
    gc.collect()
    return ttnn.get_memory_view(device, ttnn.BufferType.L1).total_bytes_allocated_per_bank


def test_global_semaphores(device):
    before = allocated(device)
    semaphore = ttnn.create_global_semaphore(device, cores(0, 0, 3, 1), 7)
    assert allocated(device) > before
    address = ttnn.get_global_semaphore_address(semaphore)
    assert address > 0 and address % ttnn.get_l1_alignment() == 0
    assert {v for row in semaphore._words.to_list() for v in row} == {7} and len(semaphore._words.to_list()) == 8
    for value in (0, 0xFFFFFFFF, 5):
        ttnn.reset_global_semaphore_value(semaphore, value)
        assert {v for row in semaphore._words.to_list() for v in row} == {value}
    other = ttnn.create_global_semaphore(device, cores(0, 0, 0, 0), 0, ttnn.BufferType.L1)
    assert ttnn.get_global_semaphore_address(other) != address
    del semaphore, other
    assert allocated(device) == before


def test_global_circular_buffers(device):
    before = allocated(device)
    pairs = [(ttnn.CoreCoord(0, 0), cores(1, 0, 2, 1)), (ttnn.CoreCoord(0, 1), cores(3, 0, 3, 0))]
    circular = ttnn.create_global_circular_buffer(device, pairs, 32768)
    assert allocated(device) >= before + 32768 and circular.cores.num_cores() == 7
    del circular
    assert allocated(device) == before
    with pytest.raises(RuntimeError, match="Duplicate sender"):
        ttnn.create_global_circular_buffer(device, [pairs[0], (ttnn.CoreCoord(0, 0), cores(3, 0, 3, 0))], 1024)
    with pytest.raises(RuntimeError, match="Duplicate receiver"):
        ttnn.create_global_circular_buffer(device, [pairs[0], (ttnn.CoreCoord(0, 1), cores(1, 0, 1, 0))], 1024)
    with pytest.raises(RuntimeError, match="Out of Memory"):
        ttnn.create_global_circular_buffer(device, pairs, 1 << 24)
    assert allocated(device) == before


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda d: ttnn.create_global_semaphore(d, cores(0, 0, 99, 0), 0), RuntimeError),
        (lambda d: ttnn.create_global_semaphore(d, ttnn.CoreRangeSet([]), 0), RuntimeError),
        (lambda d: ttnn.create_global_semaphore(d, cores(0, 0, 0, 0), 0, ttnn.BufferType.DRAM), RuntimeError),
        (lambda d: ttnn.create_global_semaphore(d, cores(0, 0, 0, 0), -1), TypeError),
        (lambda d: ttnn.create_global_semaphore(None, cores(0, 0, 0, 0), 0), TypeError),
        (lambda d: ttnn.get_global_semaphore_address(7), TypeError),
        (lambda d: ttnn.create_global_circular_buffer(d, [], 1024), RuntimeError),
        (
            lambda d: ttnn.create_global_circular_buffer(d, [(ttnn.CoreCoord(0, 0), cores(0, 0, 0, 0))], 1024),
            RuntimeError,
        ),
        (lambda d: ttnn.create_global_circular_buffer(d, [(ttnn.CoreCoord(0, 0), cores(1, 0, 1, 0))], 6), RuntimeError),
    ],
)
def test_refused(device, call, kind):
    with pytest.raises(kind):
        call(device)


def test_sub_devices(device):
    one, two = ttnn.SubDevice([cores(0, 0, 1, 1)]), ttnn.SubDevice([cores(2, 0, 3, 3)])
    manager = device.create_sub_device_manager([one, two], 0)
    with pytest.raises(RuntimeError, match="does not exist; there are 1"):
        device.set_sub_device_stall_group([ttnn.SubDeviceId(1)])
    device.load_sub_device_manager(manager)
    device.set_sub_device_stall_group([ttnn.SubDeviceId(0), ttnn.SubDeviceId(1)])
    with pytest.raises(RuntimeError, match="Cannot remove active"):
        device.remove_sub_device_manager(manager)
    tensor = ttnn.ones([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
    ttnn.synchronize_device(device, sub_device_ids=[ttnn.SubDeviceId(0)])
    assert tensor.is_allocated()
    device.reset_sub_device_stall_group()
    device.clear_loaded_sub_device_manager()
    device.remove_sub_device_manager(manager)
    with pytest.raises(RuntimeError, match="does not exist"):
        device.load_sub_device_manager(manager)
    with pytest.raises(RuntimeError, match="intersect"):
        device.create_sub_device_manager([one, ttnn.SubDevice([cores(1, 1, 2, 2)])], 0)
    assert (
        ttnn.SubDeviceId(2) == ttnn.SubDeviceId(2) != ttnn.SubDeviceId(3)
        and repr(ttnn.SubDeviceId(2)) == "SubDeviceId(2)"
    )


def as_set(ranges):
    return {(c.x, c.y) for c in ttnn.corerange_to_cores(ranges)}


@pytest.mark.parametrize("units", [0, 1, 7, 64, 65, 100, 1000])
@pytest.mark.parametrize("row_wise", [False, True])
@pytest.mark.parametrize("grid", [ttnn.CoreCoord(8, 8), cores(1, 2, 3, 4)], ids=["grid", "ranges"])
def test_work_is_divided(units, row_wise, grid):
    count, everyone, first, second, more, less = ttnn.split_work_to_cores(grid, units, row_wise)
    assert first.num_cores() * more + second.num_cores() * less == units
    assert as_set(first) | as_set(second) == as_set(everyone) and count == everyone.num_cores()
    assert not as_set(first) & as_set(second) and (not less or more == less + 1)
    named = {"grid_size" if isinstance(grid, ttnn.CoreCoord) else "core_grid": grid}
    assert ttnn.split_work_to_cores(units_to_divide=units, row_wise=row_wise, **named)[0] == count
    assert count == min(units, 64 if isinstance(grid, ttnn.CoreCoord) else 9)


def test_cores_in_order():
    assert [(c.x, c.y) for c in ttnn.grid_to_cores(3, 2, 2)] == [(0, 0), (0, 1), (1, 0)]
    assert [(c.x, c.y) for c in ttnn.grid_to_cores(3, 2, 2, row_wise=True)] == [(0, 0), (1, 0), (0, 1)]
    corners = ttnn.grid_to_cores(ttnn.CoreCoord(1, 1), ttnn.CoreCoord(2, 2), True)
    assert [(c.x, c.y) for c in corners] == [(1, 1), (2, 1), (1, 2), (2, 2)]
    with pytest.raises(RuntimeError, match="do not fit"):
        ttnn.grid_to_cores(5, 2, 2)
    grids = ttnn.CoreRangeSet([*cores(1, 0, 3, 2).ranges(), *cores(5, 0, 6, 2).ranges()])
    chosen = ttnn.num_cores_to_corerangeset_in_subcoregrids(ttnn.CoreCoord(2, 1), 8, grids, row_wise=True)
    assert as_set(chosen) == {(2, 1), (3, 1), (1, 2), (2, 2), (3, 2), (5, 0), (6, 0), (5, 1)}
    with pytest.raises(RuntimeError, match="target_num_cores"):
        ttnn.num_cores_to_corerangeset_in_subcoregrids(ttnn.CoreCoord(2, 1), 80, grids)


def test_json_and_back(device):
    shards = ttnn.ShardSpec(cores(0, 0, 1, 0), [32, 64], ttnn.ShardOrientation.COL_MAJOR)
    program = ttnn.MatmulMultiCoreReuseMultiCast1DProgramConfig(
        compute_with_storage_grid_size=(8, 2),
        in0_block_w=2,
        out_subblock_h=1,
        out_subblock_w=4,
        per_core_M=1,
        per_core_N=4,
        fuse_batch=True,
        fused_activation=ttnn.UnaryWithParam(ttnn.UnaryOpType.GELU, 1.0),
        mcast_in0=True,
        hop_cores=cores(0, 3, 1, 3),
    )
    for value in (
        ttnn.CoreCoord(3, 4),
        cores(0, 0, 1, 0).ranges()[0],
        cores(0, 0, 1, 0),
        shards,
        ttnn.NdShardSpec([1, 32, 64], cores(0, 0, 1, 0)),
        ttnn.DRAM_MEMORY_CONFIG,
        ttnn.MemoryConfig(ttnn.TensorMemoryLayout.BLOCK_SHARDED, ttnn.BufferType.L1, shards),
        ttnn.MemoryConfig(ttnn.BufferType.DRAM, ttnn.NdShardSpec([1, 32, 64], cores(0, 0, 1, 0))),
    ):
        assert type(value).from_json(value.to_json()) == value
    assert repr(type(program).from_json(program.to_json())) == repr(program)
    with pytest.raises(TypeError, match="expected a string"):
        ttnn.MemoryConfig.from_json(3)
    for text in ("", "[]", "{}", '{"memory_layout": "?"}'):
        with pytest.raises(RuntimeError, match="not the JSON"):
            ttnn.MemoryConfig.from_json(text)


def test_sharded_specs(device):
    spec = ttnn.TensorSpec([1, 1, 256, 128], ttnn.float32, ttnn.TILE_LAYOUT, ttnn.BufferType.L1)
    four = cores(0, 0, 3, 0)
    assert spec.height_sharded(four).memory_config.shard_spec.shape == [64, 128]
    assert spec.width_sharded(four).memory_config.shard_spec.shape == [256, 32]
    block = spec.block_sharded(cores(0, 0, 1, 3))
    assert block.memory_config.shard_spec.shape == [64, 64]
    assert list(spec.sharded([1, 1, 40, 64], four).memory_config.nd_shard_spec.shard_shape) == [1, 1, 64, 64]
    assert list(spec.sharded_across_dims([3], four).memory_config.nd_shard_spec.shard_shape) == [1, 1, 256, 32]
    torch = pytest.importorskip("torch")
    x = torch.arange(256 * 128.0).reshape(1, 1, 256, 128)
    tensor = ttnn.from_torch(x, spec=block, device=device)
    for core in (ttnn.CoreCoord(1, 2), 5):
        part = tensor.extract_shard(core)
        assert torch.equal(ttnn.to_torch(part)[0, 0], x[0, 0, 128:192, 64:])
    with pytest.raises(RuntimeError, match="holds no shard"):
        tensor.extract_shard(ttnn.CoreCoord(5, 5))


def test_config_options(tmp_path):
    path = tmp_path / "config.json"
    ttnn.CONFIG.save_to_file(path)
    before = ttnn.CONFIG.comparison_mode_pcc
    ttnn.CONFIG.apply_json_overrides('{"comparison_mode_pcc": 0.5}')
    assert ttnn.CONFIG.comparison_mode_pcc == 0.5
    ttnn.CONFIG.load_from_file(path)
    assert ttnn.CONFIG.comparison_mode_pcc == before and "strict_ccl_topology" in ttnn.CONFIG.keys()
    with pytest.raises(AttributeError, match="no option"):
        ttnn.CONFIG.apply_json_overrides('{"no_such_option": 1}')
    ttnn.CONFIG.apply_json_overrides('{"no_such_option": 1}', strict=False)


def test_events_between_queues():
    device = ttnn.open_device(device_id=0, num_command_queues=2)
    try:
        x = ttnn.ones([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, device)
        y = ttnn.add(x, x)
        event = ttnn.record_event(device, 0, sub_device_ids=[ttnn.SubDeviceId(0)])
        ttnn.wait_for_event(1, event)
        ttnn.wait_for_event(cq_id=ttnn.QueueId(1), mesh_event=event)
        with ttnn.command_queue(1):
            assert ttnn.get_current_command_queue_id_for_thread() == ttnn.QueueId(1) == 1
            z = ttnn.add(y, x)
            late = ttnn.record_event(device)
        ttnn.event_synchronize(late)
        assert z.cpu().to_list()[3][4] == 3.0
        with pytest.raises(TypeError, match="incompatible function arguments"):
            ttnn.wait_for_event(0)
    finally:
        ttnn.close_device(device)
    assert repr(ttnn.QueueId(1)) == "QueueId(1)"


def test_all_buffers_can_be_given_back():
    device = ttnn.open_device(device_id=0)
    try:
        kept = [
            ttnn.ones([64, 64], ttnn.bfloat16, ttnn.TILE_LAYOUT, device, memory_config=ttnn.L1_MEMORY_CONFIG)
            for _ in range(3)
        ]
        assert allocated(device) > 0
        ttnn.device.DeallocateBuffers(device)
        assert allocated(device) == 0 and not any(t.is_allocated() for t in kept)
    finally:
        ttnn.close_device(device)
