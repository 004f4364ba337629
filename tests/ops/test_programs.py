"""What the programs of compute operations hold in L1, against sizes observed on the official module (n150), and what
they do when L1 is nearly full."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from values import on_device, random

BUFFERS = ("circular_buffer_allocate", "dataflow_buffer_allocate", "scratchpad_allocate")
ALL = "{[0-0 - 7-7]}"
DRAM = ttnn.DRAM_MEMORY_CONFIG


def tensor(shape, device, dtype=ttnn.bfloat16, memory=DRAM):
    return ttnn.empty(list(shape), dtype, ttnn.TILE_LAYOUT, device, memory)


def held(call):
    """Sizes in bytes a core and cores of the buffers of a call that is planned, not run."""
    ttnn.graph.begin_graph_capture(ttnn.graph.RunMode.NO_DISPATCH)
    try:
        call()
    finally:
        nodes = ttnn.graph.end_graph_capture()
    buffers = [n["params"] for n in nodes if n["node_type"] in BUFFERS]
    return sorted(int(b["size"]) for b in buffers), {str(b["core_range_set"]) for b in buffers}


@pytest.mark.parametrize(
    "m,k,n,sizes,cores",
    [
        (64, 64, 64, [4096, 4096, 2048], "{[0-0 - 1-1]}"),
        (512, 512, 512, [16384, 16384, 8192], ALL),
        (1024, 1024, 4096, [65536, 262144, 131072], ALL),
        (32, 2048, 2048, [8192, 8192, 2048], ALL),
        (128, 6912, 2560, [32768, 16384, 16384], "{[0-0 - 7-4]}"),
    ],
)
def test_matmul(m, k, n, sizes, cores, device):
    a, b = tensor((m, k), device), tensor((k, n), device)
    assert held(lambda: ttnn.matmul(a, b)) == (sorted(sizes), {cores})


def test_rows_that_fit_and_rows_that_are_streamed(device):
    weight, wide = tensor((1, 2048), device), tensor((1, 8192), device)
    want = sorted([131072, 32768, 4096, 4096, 4096, 131072, 16384, 32768, 131072])
    x = tensor((32, 2048), device)
    assert held(lambda: ttnn.rms_norm(x, weight=weight))[0] == want
    y = tensor((32, 8192), device)
    streamed = sorted([114688, 32768, 4096, 4096, 4096, 114688, 114688, 16384, 2048, 32768, 114688])
    assert held(lambda: ttnn.rms_norm(y, weight=wide))[0] == streamed


def test_softmax_and_attention(device):
    x = tensor((32, 128), device)
    want = sorted([8192, 16384, 4096, 2048, 4096, 8192, 2048, 2048])
    assert held(lambda: ttnn.softmax(x, -1)) == (want, {"{[0-0 - 0-0]}"})
    q, k, v = (tensor((1, 8, 512, 64), device) for _ in range(3))
    want = sorted([8192] * 3 + [4096] + [2048] * 4 + [4096] * 2 + [2048] * 5 + [8192])
    assert held(lambda: ttnn.transformer.scaled_dot_product_attention(q, k, v)) == (want, {ALL})


def test_pooling_moves_the_image_to_shards_first(device):
    image = ttnn.empty([1, 1, 25088, 64], ttnn.bfloat16, ttnn.ROW_MAJOR_LAYOUT, device, DRAM)
    sizes, cores = held(lambda: ttnn.max_pool2d(image, 8, 56, 56, 64, [2, 2], [1, 1], [0, 0], [1, 1], ceil_mode=True))
    want = [50176, 640] + [50176, 63872, 128, 128, 4, 4, 28, 16] + [4096, 2048, 63872, 20, 4096, 4096, 48512]
    assert sizes == sorted(want) and cores == {ALL}


def test_matmul_takes_smaller_blocks_when_l1_is_nearly_full(device):
    a, x = on_device(random((1024, 1024), 1), "bfloat16", device)
    b, y = on_device(random((1024, 4096), 2), "bfloat16", device)
    free, _ = held(lambda: ttnn.matmul(a, b))
    hog = tensor((2048, 18 * 1024), device, memory=ttnn.L1_MEMORY_CONFIG)  # 1.15 MB of each core
    tight, _ = held(lambda: ttnn.matmul(a, b))
    assert sum(tight) < sum(free)
    got = ttnn.to_torch(ttnn.matmul(a, b)).double()
    torch.testing.assert_close(got, x @ y, rtol=0.02, atol=1.5)
    hog.deallocate()
    assert held(lambda: ttnn.matmul(a, b))[0] == free


def test_a_program_that_does_not_fit_raises_and_changes_nothing(device):
    a, b = tensor((512, 4096), device), tensor((4096, 4096), device)
    config = ttnn.MatmulMultiCoreReuseMultiCastProgramConfig(
        compute_with_storage_grid_size=(4, 4),
        in0_block_w=64,
        out_subblock_h=1,
        out_subblock_w=2,
        per_core_M=4,
        per_core_N=32,
        transpose_mcast=False,
        fused_activation=None,
    )
    before = ttnn.get_memory_view(device, ttnn.BufferType.DRAM).total_bytes_allocated_per_bank
    with pytest.raises(RuntimeError, match="Statically allocated dataflow buffers on core range .* beyond max L1 size"):
        ttnn.matmul(a, b, program_config=config)
    assert ttnn.get_memory_view(device, ttnn.BufferType.DRAM).total_bytes_allocated_per_bank == before


def test_one_matrix_on_the_left_serves_a_batch(device):
    a, x = on_device(random((1, 33, 65), 3), "float32", device)
    b, y = on_device(random((3, 65, 31), 4), "float32", device)
    torch.testing.assert_close(ttnn.to_torch(ttnn.matmul(a, b)).double(), x @ y, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", [(1, 2, 1, 96), (64, 96), (1,), (1, 1, 1, 96)])
def test_linear_with_a_bias_that_broadcasts(shape, device):
    a, x = on_device(random((1, 2, 64, 128), 5), "float32", device)
    w, y = on_device(random((128, 96), 6), "float32", device)
    bias, z = on_device(random(shape, 7), "float32", device)
    got = ttnn.to_torch(ttnn.linear(a, w, bias=bias, activation="relu")).double()
    torch.testing.assert_close(got, torch.relu(x @ y + z), rtol=1e-4, atol=1e-3)


ROW, COLUMN = ttnn.ShardOrientation.ROW_MAJOR, ttnn.ShardOrientation.COL_MAJOR


def _blocks(**fields):
    return ttnn.MatmulMultiCoreReuseMultiCastProgramConfig(
        compute_with_storage_grid_size=(4, 2),
        **{"in0_block_w": 2, "out_subblock_h": 1, "out_subblock_w": 1, "per_core_M": 1, "per_core_N": 2} | fields,
    )


@pytest.mark.parametrize("transposed,orientation,end", [(False, ROW, (3, 1)), (True, COLUMN, (1, 3))])
def test_shards_of_a_transposed_product_lie_on_columns(transposed, orientation, end, device):
    a, host_a = on_device(random((64, 64), 1), "bfloat16", device)
    b, host_b = on_device(random((64, 256), 2), "bfloat16", device)
    config = _blocks(transpose_mcast=transposed)
    if transposed:
        config.compute_with_storage_grid_size = ttnn.CoreCoord(2, 4)
    got = ttnn.matmul(a, b, program_config=config, memory_config=ttnn.L1_BLOCK_SHARDED_MEMORY_CONFIG)
    shards = got.memory_config().shard_spec
    assert shards.orientation == orientation and list(shards.shape) == [32, 64]
    assert shards.grid == ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(*end))})
    assert torch.allclose(ttnn.to_torch(got).double(), host_a @ host_b, rtol=0.05, atol=0.2)


def test_subblocks_divide_the_blocks(device):
    a, b = tensor((64, 64), device), tensor((64, 64), device)
    for fields, message in (
        ({"out_subblock_h": 2}, "out_block_h .1. must be divisible by out_subblock_h .2."),
        ({"out_subblock_w": 3}, "out_block_w .2. must be divisible by out_subblock_w .3."),
    ):
        with pytest.raises(RuntimeError, match=message):
            ttnn.matmul(a, b, program_config=_blocks(transpose_mcast=False, **fields))


@pytest.mark.parametrize("rows", [False, True])
def test_a_ring_reads_the_second_operand_from_its_shards(rows, device):
    ring = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(7, 0))})

    def shards(height, width):
        return ttnn.create_sharded_memory_config(
            (height, width), ring, ttnn.ShardStrategy.WIDTH, use_height_and_width_as_shard_shape=True
        )

    a, host_a = on_device(random((32, 512), 1), "bfloat16", device)
    b, host_b = on_device(random((512, 256), 2), "bfloat16", device)
    a, b, out = ttnn.to_memory_config(a, shards(32, 64)), ttnn.to_memory_config(b, shards(512, 32)), shards(32, 32)
    config = ttnn.MatmulMultiCoreReuseMultiCast1DProgramConfig(
        compute_with_storage_grid_size=(8, 1),
        in0_block_w=2,
        out_subblock_h=1,
        out_subblock_w=1,
        per_core_M=1,
        per_core_N=1,
        fuse_batch=True,
        fused_activation=None,
        mcast_in0=False,
        gather_in0=True,
        untilize_out=rows,
    )
    got = ttnn.matmul(a, b, program_config=config, memory_config=out)
    assert got.memory_config() == out
    assert got.layout == (ttnn.ROW_MAJOR_LAYOUT if rows else ttnn.TILE_LAYOUT)
    assert torch.allclose(ttnn.to_torch(got).double(), host_a @ host_b, rtol=0.05, atol=0.5)
