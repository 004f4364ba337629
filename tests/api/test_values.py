"""Values without contents: their texts, comparison, copies, JSON and pickles."""

import copy
import pickle

import numpy as np
import pytest
import ttnn

INTERLEAVED = (
    "MemoryConfig(memory_layout=TensorMemoryLayout::{},buffer_type=BufferType::{},shard_spec=std::nullopt,"
    "nd_shard_spec=std::nullopt,created_with_nd_shard_spec=0,per_core_allocation=0,range_lockstep_allocation=0)"
)
SHARDS_1X4 = 'ShardSpec{grid=[{"start":{"x":0,"y":0},"end":{"x":3,"y":1}], shape=[32, 64], orientation=ShardOrientation::ROW_MAJOR}'
CORES = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1))})

TEXTS = [
    (ttnn.bfloat16, "DataType.BFLOAT16"),
    (ttnn.bfloat8_b, "DataType.BFLOAT8_B"),
    (ttnn.TILE_LAYOUT, "Layout.TILE"),
    (ttnn.ROW_MAJOR_LAYOUT, "Layout.ROW_MAJOR"),
    (ttnn.BufferType.DRAM, "BufferType.DRAM"),
    (ttnn.StorageType.HOST, "StorageType.HOST"),
    (ttnn.MathFidelity.HiFi4, "MathFidelity.HiFi4"),
    (ttnn.DRAM_MEMORY_CONFIG, INTERLEAVED.format("INTERLEAVED", "DRAM")),
    (ttnn.L1_MEMORY_CONFIG, INTERLEAVED.format("INTERLEAVED", "L1")),
    (ttnn.L1_HEIGHT_SHARDED_MEMORY_CONFIG, INTERLEAVED.format("HEIGHT_SHARDED", "L1")),
    (ttnn.MemoryConfig(), INTERLEAVED.format("INTERLEAVED", "DRAM")),
    (
        ttnn.MemoryConfig(ttnn.TensorMemoryLayout.INTERLEAVED, ttnn.BufferType.L1),
        INTERLEAVED.format("INTERLEAVED", "L1"),
    ),
    (ttnn.Shape([1, 2, 3]), "Shape([1, 2, 3])"),
    (ttnn.CoreCoord(1, 2), "1-2"),
    (ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1)), "[0-0 - 3-1]"),
    (CORES, "{[0-0 - 3-1]}"),
    (ttnn.CoreGrid(y=2, x=3), "ttnn.CoreGrid(x=3, y=2)"),
    (ttnn.ShardSpec(CORES, [32, 64], ttnn.ShardOrientation.ROW_MAJOR), SHARDS_1X4),
    (ttnn.Tile((32, 32)), "Tile with shape: [32, 32]"),
    (ttnn.UnaryWithParam(ttnn.UnaryOpType.RELU), "UnaryWithParam(op_type=UnaryOpType::RELU)"),
    (
        ttnn.UnaryWithParam(ttnn.UnaryOpType.LEAKY_RELU, 0.1),
        "UnaryWithParam(op_type=UnaryOpType::LEAKY_RELU, params=[0.1])",
    ),
    (
        ttnn.create_sharded_memory_config(
            (1, 1, 64, 64), core_grid=ttnn.CoreGrid(y=1, x=2), strategy=ttnn.ShardStrategy.HEIGHT
        ),
        "MemoryConfig(memory_layout=TensorMemoryLayout::HEIGHT_SHARDED,buffer_type=BufferType::L1,"
        'shard_spec=ShardSpec{grid=[{"start":{"x":0,"y":0},"end":{"x":1,"y":0}], shape=[32, 64], '
        "orientation=ShardOrientation::ROW_MAJOR},nd_shard_spec=std::nullopt,created_with_nd_shard_spec=0,"
        "per_core_allocation=0,range_lockstep_allocation=0)",
    ),
    (
        ttnn.SDPAProgramConfig(compute_with_storage_grid_size=(8, 8), q_chunk_size=32, k_chunk_size=32),
        "SDPAProgramConfig(compute_with_storage_grid_size=8-8, sub_core_grids=std::nullopt, q_chunk_size=32, k_chunk_size=32, "
        "exp_approx_mode=std::nullopt, max_cores_per_head_batch=16, max_k_splits=1, matmul_math_fidelity=std::nullopt, "
        "segmented_accumulation=false)",
    ),
    (ttnn.LayerNormDefaultProgramConfig(), "LayerNormDefaultProgramConfig(legacy_reduction=0,use_welford=0)"),
    (
        ttnn.LayerNormShardedMultiCoreProgramConfig(
            compute_with_storage_grid_size=(1, 1), subblock_w=1, block_h=1, block_w=1, inplace=False
        ),
        "LayerNormShardedMultiCoreProgramConfig(compute_with_storage_grid_size=1-1,subblock_w=1,block_h=1,block_w=1,inplace=0,"
        "legacy_reduction=0,use_welford=0)",
    ),
    (
        ttnn.Conv2dConfig(),
        "Conv2dConfig(weights_dtype=std::nullopt,activation=std::nullopt,deallocate_activation=0,reallocate_halo_output=1,"
        "config_tensors_in_dram=0,act_block_h_override=0,act_block_w_div=1,reshard_if_not_optimal=0,override_sharding_config=0,"
        "shard_layout=std::nullopt,core_grid=std::nullopt,transpose_shards=0,output_layout=Layout::TILE,"
        "enable_act_double_buffer=0,enable_weights_double_buffer=0,full_inner_dim=0,enable_kernel_stride_folding=std::nullopt,"
        "enable_activation_reuse=0,force_split_reader=std::nullopt,override_output_sharding_config=0,"
        "padding_mode=PaddingMode::Zeros)",
    ),
    (
        ttnn.MatmulMultiCoreReuseMultiCastProgramConfig(
            compute_with_storage_grid_size=(8, 8),
            in0_block_w=1,
            out_subblock_h=1,
            out_subblock_w=1,
            per_core_M=1,
            per_core_N=1,
            transpose_mcast=False,
            fused_activation=None,
        ),
        "MatmulMultiCoreReuseMultiCastProgramConfig(compute_with_storage_grid_size=8-8,in0_block_w=1,out_subblock_h=1,"
        "out_subblock_w=1,out_block_h=1,out_block_w=1,per_core_M=1,per_core_N=1,transpose_mcast=0,"
        "fused_activation=std::nullopt,fuse_batch=1,allowed_worker_cores=std::nullopt)",
    ),
    (
        ttnn.MatmulMultiCoreReuseMultiCast1DProgramConfig(
            compute_with_storage_grid_size=(8, 8),
            in0_block_w=1,
            out_subblock_h=1,
            out_subblock_w=1,
            per_core_M=1,
            per_core_N=1,
            fuse_batch=True,
            fused_activation=None,
            mcast_in0=True,
        ),
        "MatmulMultiCoreReuseMultiCast1DProgramConfig(compute_with_storage_grid_size=8-8,in0_block_w=1,out_subblock_h=1,"
        "out_subblock_w=1,out_block_h=1,out_block_w=1,per_core_M=1,per_core_N=1,fuse_batch=1,fused_activation=std::nullopt,"
        "mcast_in0=1,gather_in0=0,hop_cores={},num_global_cb_receivers=1,untilize_out=0,allowed_worker_cores=std::nullopt,"
        "stream_in1=0)",
    ),
    (
        ttnn.MatmulMultiCoreReuseProgramConfig(
            compute_with_storage_grid_size=(8, 8),
            in0_block_w=1,
            out_subblock_h=1,
            out_subblock_w=1,
            per_core_M=1,
            per_core_N=1,
        ),
        "MatmulMultiCoreReuseProgramConfig(compute_with_storage_grid_size=8-8,in0_block_w=1,out_subblock_h=1,out_subblock_w=1,"
        "per_core_M=1,per_core_N=1,allowed_worker_cores=std::nullopt)",
    ),
]


@pytest.mark.parametrize("value, text", TEXTS, ids=[str(i) for i in range(len(TEXTS))])
def test_texts(value, text):
    assert repr(value) == str(value) == text


@pytest.mark.parametrize(
    "value, start",
    [
        (lambda: ttnn.TensorSpec((3, 4), ttnn.bfloat16, ttnn.TILE_LAYOUT), "<ttnn._ttnn.tensor.TensorSpec object"),
        (ttnn.WormholeComputeKernelConfig, "<ttnn._ttnn.operations.core.WormholeComputeKernelConfig object"),
        (ttnn.SoftmaxDefaultProgramConfig, "<ttnn._ttnn.operations.normalization.SoftmaxDefaultProgramConfig object"),
        (lambda: ttnn.NdShardSpec, "<class 'ttnn._ttnn.tensor.NdShardSpec'>"),
    ],
)
def test_texts_of_plain_objects(value, start):
    assert repr(value()).startswith(start)


def test_config_text():
    assert repr(ttnn.CONFIG).startswith("Config{cache_path=")
    assert ",model_cache_path=" in repr(ttnn.CONFIG) and ",tmp_dir=" in repr(ttnn.CONFIG)


def test_operation_text():
    printed = repr(ttnn.add)
    assert printed.startswith("FastOperation(python_fully_qualified_name='ttnn.add', function=<")
    assert printed.endswith(
        "is_cpp_operation=True, is_experimental=False, output_tensor_kwarg_names=('output_tensor', 'optional_tensor', "
        "'optional_output_tensor', 'out', 'output', 'output_tensors', 'optional_output_tensors'))"
    )


def test_shape_is_a_sequence():
    shape = ttnn.Shape([1, 2, 3])
    assert shape[-1] == 3 and shape[0] == 1 and list(ttnn.Shape([2, 3])) == [2, 3] and len(shape) == 3
    assert shape == (1, 2, 3) and shape == [1, 2, 3] and shape != (1, 2) and shape == ttnn.Shape((1, 2, 3))
    assert shape.rank == 3 and shape[1:] == [2, 3] and tuple(shape) == (1, 2, 3)
    assert shape.to_rank(4) == (1, 1, 2, 3) and shape.to_rank(2) == (2, 3)
    assert (shape == "123") is False and ttnn.Shape([]) == ()
    with pytest.raises(IndexError, match=r"index out of range. 3 not in \[-3, 3\)"):
        shape[3]


def test_equal_configs_have_equal_hashes():
    assert ttnn.DRAM_MEMORY_CONFIG == ttnn.MemoryConfig() and hash(ttnn.DRAM_MEMORY_CONFIG) == hash(ttnn.MemoryConfig())
    assert ttnn.DRAM_MEMORY_CONFIG != ttnn.L1_MEMORY_CONFIG
    assert ttnn.CoreCoord(1, 2) == ttnn.CoreCoord(1, 2) and hash(ttnn.CoreCoord(1, 2)) == hash(ttnn.CoreCoord(1, 2))


ND = ttnn.NdShardSpec(
    [1, 2, 32, 64], CORES, ttnn.ShardOrientation.COL_MAJOR, ttnn.ShardDistributionStrategy.ROUND_ROBIN_1D
)
SHARD = ttnn.ShardSpec(CORES, [32, 64], ttnn.ShardOrientation.COL_MAJOR)
VALUES = [
    ttnn.Shape([]),
    ttnn.Shape([2, 0, 3]),
    ttnn.CoreCoord(3, 4),
    ttnn.CoreRange(ttnn.CoreCoord(0, 1), ttnn.CoreCoord(3, 4)),
    CORES,
    ttnn.CoreGrid(x=3, y=2),
    ttnn.Tile((16, 32)),
    ttnn.Tile((32, 32), True),
    SHARD,
    ND,
    ttnn.DRAM_MEMORY_CONFIG,
    ttnn.L1_WIDTH_SHARDED_MEMORY_CONFIG,
    ttnn.MemoryConfig(ttnn.TensorMemoryLayout.BLOCK_SHARDED, ttnn.BufferType.L1, SHARD),
    ttnn.MemoryConfig(ttnn.BufferType.L1, ND),
    ttnn.TensorSpec(
        (2, 3, 40), ttnn.bfloat8_b, ttnn.TILE_LAYOUT, buffer_type=ttnn.BufferType.L1, tile=ttnn.Tile((16, 32))
    ),
    ttnn.WormholeComputeKernelConfig(math_fidelity=ttnn.MathFidelity.HiFi3, fp32_dest_acc_en=True, throttle_level=2),
    *ttnn.DataType,
    *ttnn.Layout,
    *ttnn.BufferType,
    *ttnn.TensorMemoryLayout,
    *ttnn.ShardStrategy,
    *ttnn.ShardOrientation,
    *ttnn.StorageType,
    *ttnn.MathFidelity,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda v: f"{type(v).__name__}-{v!r:.30}")
def test_copies_and_pickles(value):
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(again) is type(value) and again == value
        if not repr(value).startswith("<"):
            assert repr(again) == repr(value)


@pytest.mark.parametrize("value", [v for v in VALUES if hasattr(v, "to_json")], ids=lambda v: f"{v!r:.40}")
def test_json(value):
    again = type(value).from_json(value.to_json())
    assert again == value and repr(again) == repr(value)
    with pytest.raises(RuntimeError, match="from_json"):
        type(value).from_json("{")


def test_nd_shard_spec_text():
    assert repr(ND) == (
        '{"shard_shape":[1, 2, 32, 64],"grid":[{"start":{"x":0,"y":0},"end":{"x":3,"y":1}}],'
        '"orientation":"ShardOrientation::COL_MAJOR","shard_distribution_strategy":"ShardDistributionStrategy::ROUND_ROBIN_1D"}'
    )
    assert ND.num_cores() == 8 and ND.shard_shape == (1, 2, 32, 64) and ND.grid == CORES


def test_core_ranges():
    a, b = ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1)
    r = ttnn.CoreRange(a, b)
    assert r.start == a and r.end == b and repr(r.grid_size()) == "4-2"
    assert r.contains(ttnn.CoreCoord(2, 1)) and not r.contains(ttnn.CoreCoord(2, 2))
    assert r.contains(ttnn.CoreRange(a, a)) and r.contains(CORES)
    assert not r.contains(ttnn.CoreRange(a, ttnn.CoreCoord(4, 0)))
    assert CORES.num_cores() == 8 and CORES.size() == 1 and not CORES.empty() and CORES.bounding_box() == r
    rest = CORES.subtract(ttnn.CoreRangeSet([ttnn.CoreRange(a, ttnn.CoreCoord(3, 0))]))
    assert (
        repr(rest) == "{[0-1 - 3-1]}"
        and rest.merge(ttnn.CoreRangeSet([ttnn.CoreRange(a, ttnn.CoreCoord(3, 0))])) == CORES
    )
    with pytest.raises(RuntimeError, match="Invalid core range for start_coord: 3-1, end_coord: 0-0"):
        ttnn.CoreRange(b, a)
    with pytest.raises(RuntimeError, match="overlap!"):
        ttnn.CoreRangeSet([r, ttnn.CoreRange(a, a)])
    whole, one = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1))}), ttnn.CoreCoord(1, 1)
    assert whole.contains(core=one) and whole.contains(core_range=ttnn.CoreRange(one, one))
    assert whole.contains(core_range_set=whole) and whole.merge(other=whole) == whole


@pytest.mark.parametrize(
    "count, start, row_wise, text",
    [
        (3, (0, 0), True, "{[0-0 - 2-0]}"),
        (8, (0, 0), True, "{[0-0 - 3-1]}"),
        (5, (0, 0), True, "{[0-0 - 3-0], [0-1 - 0-1]}"),
        (3, (1, 0), False, "{[1-0 - 1-1], [2-0 - 2-0]}"),
        (12, (0, 0), True, "{[0-0 - 3-1], [0-4 - 3-4]}"),
        (2, (2, 4), True, "{[2-4 - 3-4]}"),
    ],
)
def test_cores_of_parts_of_the_grid(count, start, row_wise, text):
    grids = ttnn.CoreRangeSet(
        [
            ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1)),
            ttnn.CoreRange(ttnn.CoreCoord(0, 4), ttnn.CoreCoord(3, 5)),
        ]
    )
    made = ttnn.num_cores_to_corerangeset_in_subcoregrids(ttnn.CoreCoord(*start), count, grids, row_wise)
    assert repr(made) == text and made.num_cores() == count
    with pytest.raises(RuntimeError, match="target_num_cores"):
        ttnn.num_cores_to_corerangeset_in_subcoregrids(ttnn.CoreCoord(*start), 17, grids, row_wise)


def test_tiles():
    tile = ttnn.Tile((16, 32))
    assert tile.tile_shape == [16, 32] and tile.face_shape == [16, 16] and tile.num_faces == 2
    assert ttnn.Tile((32, 32)).get_tile_size(ttnn.bfloat8_b) == 1088 and ttnn.tile_size(ttnn.bfloat4_b) == 576
    assert ttnn.Tile((4, 16)).face_shape == [4, 16] and ttnn.Tile((4, 16)).get_tile_size(ttnn.bfloat8_b) == 16 + 64
    for shape in ((33, 32), (0, 32), (64, 64), (3, 16)):
        with pytest.raises(RuntimeError, match="Tile size is not valid"):
            ttnn.Tile(shape)


def test_tensor_spec():
    spec = ttnn.TensorSpec((3, 40), ttnn.float32, ttnn.TILE_LAYOUT)
    assert (spec.shape, spec.dtype, spec.layout) == ((3, 40), ttnn.float32, ttnn.TILE_LAYOUT)
    assert spec.memory_config == ttnn.DRAM_MEMORY_CONFIG and spec.tile == ttnn.Tile((32, 32))
    assert spec == ttnn.TensorSpec((3, 40), ttnn.float32, ttnn.TILE_LAYOUT)
    assert spec != ttnn.TensorSpec((3, 41), ttnn.float32, ttnn.TILE_LAYOUT)
    grid = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1))])
    whole = ttnn.TensorSpec((2, 250, 200), ttnn.bfloat16, ttnn.TILE_LAYOUT, ttnn.BufferType.L1)
    rows = whole.height_sharded(grid).memory_config
    assert rows.memory_layout == ttnn.TensorMemoryLayout.HEIGHT_SHARDED and rows.shard_spec.shape == [64, 224]
    columns = whole.width_sharded(grid).memory_config
    assert columns.memory_layout == ttnn.TensorMemoryLayout.WIDTH_SHARDED and columns.shard_spec.shape == [512, 32]
    block = whole.block_sharded(ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 1))).memory_config
    assert block.shard_spec.shape == [256, 64] and block.buffer_type == ttnn.BufferType.L1
    nd = whole.sharded_across_dims([0], grid).memory_config
    assert nd.nd_shard_spec.shard_shape == (1, 256, 224)
    assert whole.sharded_across_dims_except([1, 2], grid).memory_config.nd_shard_spec == nd.nd_shard_spec
    assert whole.sharded([1, 30, 30], grid).memory_config.nd_shard_spec.shard_shape == (1, 32, 32)
    assert whole.sharded(nd.nd_shard_spec).memory_config.nd_shard_spec == nd.nd_shard_spec


def test_constants():
    assert ttnn.TILE_SIZE == 32 and ttnn.GetDefaultDevice() is None and ttnn.get_num_devices() == 1
    assert (
        ttnn.BlackholeComputeKernelConfig is ttnn.WormholeComputeKernelConfig
    )  # clients name it; the official module lacks it
    with pytest.raises(AttributeError, match="module 'ttnn' has no attribute 'nosuchop'"):
        ttnn.nosuchop  # noqa: B018


def test_names_of_the_card(monkeypatch):
    monkeypatch.setenv("TESSERA_DEVICE", "p150")
    assert ttnn.get_arch_name() == "blackhole" and str(ttnn.cluster.get_cluster_type()) == "ClusterType.P150"
    monkeypatch.delenv("TESSERA_DEVICE")
    assert ttnn.get_arch_name() == "wormhole_b0" and str(ttnn.cluster.get_cluster_type()) == "ClusterType.N150"


def test_numpy_numbers_in_shapes():
    assert ttnn.Shape(np.array([2, 3])) == (2, 3) and ttnn.Shape([np.int64(4)]) == (4,)
