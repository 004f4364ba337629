"""Meshes: shapes, coordinates, mappers and composers against NumPy, and tensors dealt over the one device there is."""

import itertools

import numpy as np
import pytest

ttnn = pytest.importorskip("ttnn")


def mapper(shape, *placements, **kwargs):
    return ttnn.create_mesh_mapper(ttnn.MeshShape(*shape), ttnn.MeshMapperConfig(list(placements), **kwargs))


def array(*shape):
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def test_shapes_and_coordinates():
    shape = ttnn.MeshShape(2, 4)
    assert (repr(shape), list(shape), shape.mesh_size(), shape.dims(), shape[-1]) == (
        "MeshShape([2, 4])",
        [2, 4],
        8,
        2,
        4,
    )
    assert ttnn.MeshShape([2, 3, 4]) == ttnn.MeshShape(2, 3, 4) != ttnn.MeshShape(2, 3)
    assert len({ttnn.MeshShape(1, 2), ttnn.MeshShape([1, 2])}) == 1
    assert ttnn.MeshShape(shape=[2, 4]) == ttnn.MeshShape(s0=2, s1=4) == ttnn.MeshShape(2, s1=4) == shape
    assert ttnn.MeshCoordinate(coords=[0, 3]) == ttnn.MeshCoordinate(c0=0, c1=3)
    assert len(list(ttnn.MeshCoordinateRange(shape=shape))) == 8
    with pytest.raises(TypeError, match="unknown names"):
        ttnn.MeshShape(1, shape=[1])
    assert repr(ttnn.MeshCoordinate(0, 3)) == "MeshCoordinate([0, 3])"
    assert ttnn.MeshCoordinate(0, 3) != ttnn.MeshShape([1, 3])
    for bad in (lambda: ttnn.MeshShape(0, 1), lambda: ttnn.MeshCoordinate(-1, 0)):
        with pytest.raises(RuntimeError, match="at least"):
            bad()
    for bad in (("2", 1), (), ("12",)):
        with pytest.raises(TypeError, match="incompatible function arguments"):
            ttnn.MeshShape(*bad)
    with pytest.raises(IndexError):
        shape[2]


def test_ranges_iterate_row_by_row_and_merge():
    whole = ttnn.MeshCoordinateRange(ttnn.MeshShape(2, 3))
    assert [tuple(c) for c in whole] == list(itertools.product(range(2), range(3)))
    left = ttnn.MeshCoordinateRange(ttnn.MeshCoordinate(0, 0), ttnn.MeshCoordinate(1, 0))
    right = ttnn.MeshCoordinateRange(ttnn.MeshCoordinate(0, 1), ttnn.MeshCoordinate(1, 2))
    ranges = ttnn.MeshCoordinateRangeSet(left)
    ranges.merge(right)
    assert ranges.ranges() == [whole]
    ranges.merge(ttnn.MeshCoordinateRange(ttnn.MeshCoordinate(4, 4), ttnn.MeshCoordinate(4, 4)))
    assert len(ranges.ranges()) == 2
    with pytest.raises(RuntimeError, match="behind"):
        ttnn.MeshCoordinateRange(ttnn.MeshCoordinate(1, 0), ttnn.MeshCoordinate(0, 0))


@pytest.mark.parametrize("dims", [(0, 1), (1, 0), (-1, 0)])
def test_composing_undoes_dealing(dims):
    x = array(8, 12)
    shards = mapper((2, 4), *map(ttnn.PlacementShard, dims)).shards(x)
    composer = ttnn.create_mesh_composer(ttnn.MeshShape(2, 4), ttnn.MeshComposerConfig(list(dims)))
    rows, columns = (np.split(np.arange(x.shape[dim]), parts) for dim, parts in zip(dims, (2, 4)))
    for (r, c), part in zip(itertools.product(rows, columns), shards, strict=True):
        expected = x.take(r, dims[0]).take(c, dims[1])
        assert np.array_equal(part, expected)
    assert np.array_equal(composer.compose(shards), x)


def test_replicated_dimensions_and_uneven_parts():
    x = array(5, 3)
    shards = mapper((2, 3), ttnn.PlacementShard(0), ttnn.PlacementReplicate()).shards(x)
    assert [s.shape[0] for s in shards] == [3, 3, 3, 2, 2, 2] and np.array_equal(shards[4], x[3:])
    assert (
        mapper((1, 4), ttnn.PlacementReplicate(), ttnn.PlacementShard(1)).shards(x)[3] is None
    )  # 3 columns for 4 devices


def test_configurations():
    config = ttnn.MeshMapperConfig(row_dim=None, col_dim=3)
    assert config.placements == [ttnn.PlacementReplicate(), ttnn.PlacementShard(3)]
    assert repr(config.placements) == "[PlacementReplicate(), PlacementShard(3)]"
    assert ttnn.MeshMapperConfig(0, 1).placements == [ttnn.PlacementShard(0), ttnn.PlacementShard(1)]
    assert ttnn.PlacementShard(1).dim == 1
    with pytest.raises(RuntimeError, match="does not match the number of placements"):
        mapper((1, 1), ttnn.PlacementReplicate())
    with pytest.raises(RuntimeError, match="needs 8 devices"):
        mapper((1, 1), ttnn.PlacementShard(0), ttnn.PlacementShard(1), mesh_shape_override=ttnn.MeshShape(2, 4))
    with pytest.raises(TypeError, match="incompatible function arguments"):
        ttnn.MeshMapperConfig([0, 1])


def test_tensors_on_the_mesh_of_one(device):
    x = array(2, 1, 32, 64)
    for mesh_mapper, placements in (
        (ttnn.ReplicateTensorToMesh(device), [ttnn.PlacementReplicate()]),
        (ttnn.ShardTensorToMesh(device, dim=-1), [ttnn.PlacementShard(-1)]),
        (
            ttnn.ShardTensor2dMesh(device, mesh_shape=(1, 1), dims=(None, 2)),
            [ttnn.PlacementReplicate(), ttnn.PlacementShard(2)],
        ),
        (ttnn.replicate_tensor_to_mesh_mapper(device), [ttnn.PlacementReplicate()]),
    ):
        tensor = ttnn.from_torch(x, device=device, layout=ttnn.TILE_LAYOUT, mesh_mapper=mesh_mapper)
        assert tensor.tensor_topology().placements() == placements
        (part,) = ttnn.get_device_tensors(tensor)
        assert np.array_equal(np.asarray(part), x)
        assert ttnn.combine_device_tensors(tensors=[part]).buffer_address() == tensor.buffer_address()
        whole = ttnn.aggregate_tensor(tensor, ttnn.ConcatMeshToTensor(device, dim=0))
        assert whole.storage_type() == ttnn.StorageType.HOST and np.array_equal(np.asarray(whole), x)
    with pytest.raises(RuntimeError, match="out of range for a tensor of rank 4"):
        ttnn.from_torch(x, device=device, mesh_mapper=ttnn.ShardTensorToMesh(device, dim=4))
    with pytest.raises(TypeError, match="expected a mesh mapper"):
        ttnn.from_torch(x, device=device, mesh_mapper="replicate")


def test_topology_prints_as_the_official_one():
    tensor = ttnn.from_torch(array(3, 4))
    assert repr(tensor.tensor_topology()) == (
        "TensorTopology(distribution_shape=MeshShape([1]), placements=SmallVector([PlacementReplicate()]), "
        "mesh_coords=MeshCoordinate([0, 0]))"
    )


def test_to_torch_with_composers(device):
    torch = pytest.importorskip("torch")
    x = torch.arange(24.0).reshape(1, 2, 3, 4)
    tensor = ttnn.from_torch(x, device=device)
    for composer in (
        ttnn.ConcatMeshToTensor(device, dim=-1),
        ttnn.ConcatMesh2dToTensor(device, mesh_shape=(1, 1), dims=(0, 1)),
        ttnn.create_mesh_composer(device, ttnn.MeshComposerConfig(0, 3)),
    ):
        assert torch.equal(ttnn.to_torch(tensor, mesh_composer=composer), x)
    with pytest.raises(RuntimeError, match="out of range"):
        ttnn.to_torch(tensor, mesh_composer=ttnn.ConcatMeshToTensor(device, dim=7))
    with pytest.raises(ValueError, match="must be different"):
        ttnn.ConcatMesh2dToTensor(device, (1, 1), (1, 1))
    with ttnn.distribute(ttnn.ShardTensorToMesh(device, dim=1)):
        assert ttnn.from_torch(x, device=device).tensor_topology().placements() == [ttnn.PlacementShard(1)]
    assert ttnn.from_torch(x, device=device).tensor_topology().placements() == [ttnn.PlacementReplicate()]


def test_distribute_and_host_shards(device):
    host = ttnn.from_torch(array(4, 6))
    dealt = ttnn.distribute_tensor(host, ttnn.ShardTensorToMesh(device, 1), device)
    assert dealt.device() is device and dealt.tensor_topology().placements() == [ttnn.PlacementShard(1)]
    with pytest.raises(RuntimeError, match="expected a host tensor"):
        ttnn.distribute_tensor(dealt, ttnn.ShardTensorToMesh(device, 1))
    joined = ttnn.from_host_shards([host], ttnn.MeshShape(1, 1))
    assert np.array_equal(np.asarray(joined), array(4, 6))
    with pytest.raises(RuntimeError, match="expected 2 tensors"):
        ttnn.from_host_shards([host], ttnn.MeshShape(1, 2))
    with pytest.raises(RuntimeError, match="needs 2 devices"):
        ttnn.from_host_shards([host, host], ttnn.MeshShape(1, 2))
    with pytest.raises(RuntimeError, match="must be on host"):
        ttnn.from_host_shards([dealt], ttnn.MeshShape(1, 1))


def test_mesh_devices():
    with pytest.raises(RuntimeError, match="needs 8 cards"):
        ttnn.open_mesh_device(ttnn.MeshShape(2, 4))
    mesh = ttnn.open_mesh_device(mesh_shape=ttnn.MeshShape(1, 1), l1_small_size=1024)
    try:
        assert mesh.shape == ttnn.MeshShape(1, 1) and mesh.get_view().contains(ttnn.MeshCoordinate(0, 0))
        assert mesh.get_device_id(ttnn.MeshCoordinate(0, 0)) == 0
        mesh.reshape(ttnn.MeshShape([1]))
        assert mesh.shape.dims() == 1
        mesh.reshape(ttnn.MeshShape(1, 1))
        with pytest.raises(RuntimeError, match="has 2 devices"):
            mesh.reshape(ttnn.MeshShape(1, 2))
        part = mesh.create_submesh(ttnn.MeshShape(1, 1))
        assert mesh.get_submeshes() == [part] and part.shape == mesh.shape and part.id() != mesh.id()
        with pytest.raises(RuntimeError, match="does not fit"):
            mesh.create_submesh(ttnn.MeshShape(1, 2))
        tensor = ttnn.ones([32, 32], ttnn.bfloat16, ttnn.TILE_LAYOUT, part)
        assert tensor.device() is part
        cores = mesh.get_optimal_dram_bank_to_logical_worker_assignment(ttnn.NOC.NOC_0)
        assert len({(c.x, c.y) for c in cores}) == mesh.dram_grid_size().x
    finally:
        ttnn.close_mesh_device(mesh)
    assert not part._is_open()


def test_pictures(device, capsys):
    ttnn.visualize_mesh_device(device)
    ttnn.visualize_system_mesh()
    ttnn.visualize_tensor(ttnn.ones([2, 3], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT, device))
    printed = capsys.readouterr().out
    assert "MeshDevice(rows=1, cols=1)" in printed and "Dev. ID: 0" in printed and "Shape: [2, 3]" in printed


def test_one_process():
    ttnn.init_distributed_context()
    assert ttnn.distributed_context_is_initialized() and not ttnn.using_distributed_env()
    assert ttnn.distributed_context_get_rank() == ttnn.Rank(0) and ttnn.distributed_context_get_size() == ttnn.Size(1)
    assert ttnn.Rank(0) < ttnn.Rank(1) and ttnn.Rank(1) != ttnn.Size(1) and str(ttnn.Rank(3)) == "3"
    assert ttnn.distributed_context_allgather_int(7) == [7]
    with pytest.raises(RuntimeError, match="process 1 does not exist"):
        ttnn.distributed_context_send_bytes(b"x", 1)
