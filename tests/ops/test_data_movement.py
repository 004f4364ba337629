"""Data movement against the golden functions: every element in its place, over dtypes, layouts, odd shapes, ranks and memory configs."""

import math

import pytest
import ttnn
from ttnn.golden.data_movement import GOLDEN
from values import integers, on_device, random

torch = pytest.importorskip("torch")

FORMATS = [
    ("bfloat16", "TILE"),
    ("float32", "TILE"),
    ("bfloat8_b", "TILE"),
    ("int32", "TILE"),
    ("uint16", "TILE"),
    ("bfloat16", "ROW_MAJOR"),
    ("float32", "ROW_MAJOR"),
    ("uint32", "ROW_MAJOR"),
]
SHAPES = [(2, 3, 33, 65), (1, 4, 64, 96), (5, 7), (64, 64), (50,), (2, 1, 3, 2, 40, 33)]
# Re-blocking of block floats may round: the shared exponent of other neighbours.
TOLERANCE = {"bfloat8_b": 1 / 32}


def made(shape, fmt, device, seed=0, memory_config=None):
    dtype, layout = fmt
    values = random(shape, seed) if "float" in dtype else integers(shape, seed, 0, 60000)
    return on_device(values, dtype, device, layout, memory_config)


def same(got, want, dtype):
    assert list(got.shape) == list(want.shape)
    values = ttnn.to_torch(got).to(want.dtype)
    if dtype in TOLERANCE and want.numel():
        assert (values - want).abs().max() <= TOLERANCE[dtype] * want.abs().max()
    else:
        assert torch.equal(values, want)


def against_golden(name, fmt, tensors, *args, **kwargs):
    """tensors: pairs (on the device, on the host)."""
    operation = ttnn
    for part in name.split(".")[1:]:
        operation = getattr(operation, part)
    got = operation(*[t for t, _ in tensors], *args, **kwargs)
    want = GOLDEN[name](*[v for _, v in tensors], *args, **kwargs)
    pairs = zip(got, want, strict=True) if isinstance(want, list) else [(got, want)]
    for g, w in pairs:
        same(g, w, fmt[0])


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_pair_of_dimensions_transposes(device, fmt, shape):
    x = made(shape, fmt, device)
    for a in range(len(shape)):
        for b in range(a + 1, len(shape)):
            against_golden("ttnn.transpose", fmt, [x], a - len(shape), b)


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
@pytest.mark.parametrize(
    "order", [(0, 2, 1, 3), (0, 3, 1, 2), (3, 2, 1, 0), (1, 0, 2, 3), (2, 3, 0, 1), (0, -1, -2, 1)], ids=str
)
def test_permute(device, fmt, order):
    for shape in SHAPES[:2]:
        against_golden("ttnn.permute", fmt, [made(shape, fmt, device)], order)


@pytest.mark.parametrize("fmt", [f for f in FORMATS if f != ("uint16", "ROW_MAJOR")], ids="-".join)
@pytest.mark.parametrize(
    "shape, target",
    [
        ((2, 3, 33, 65), (6, 33, 65)),
        ((2, 3, 33, 65), (2, 99, 65)),
        ((2, 3, 33, 65), (65, -1)),
        ((4, 64, 32), (8, 32, 32)),
        ((4, 64, 32), (2, 128, 32)),
        ((64, 64), (32, 128)),
        ((50,), (5, 10)),
        ((1,), ()),
        ((2, 40), (1, 2, 1, 40)),
        ((2, 2, 2, 2, 2, 2, 2, 3), (4, 4, -1)),
    ],
    ids=str,
)
def test_reshape(device, fmt, shape, target):
    against_golden("ttnn.reshape", fmt, [made(shape, fmt, device)], target)


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
@pytest.mark.parametrize(
    "start, end",
    [
        ([0, 0, 0, 0], [2, 3, 33, 65]),
        ([0, 1, 0, 0], [2, 3, 32, 64]),
        ([1, 0, 3, 5], [2, 2, 20, 61]),
        ([0, 0, 32, 32], [2, 3, 33, 65]),
        ([0, 0, -2, -33], [2, 3, 33, 65]),
        ([0, 0, 5, 0], [2, 3, 5, 65]),
    ],
    ids=str,
)
def test_slice(device, fmt, start, end):
    x = made((2, 3, 33, 65), fmt, device)
    against_golden("ttnn.slice", fmt, [x], start, end)
    if fmt[0] != "bfloat8_b":
        against_golden("ttnn.slice", fmt, [x], start, end, [1, 2, 3, 7])


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
@pytest.mark.parametrize("dim", range(-4, 4))
def test_parts_and_wholes(device, fmt, dim):
    x = made((2, 3, 33, 65), fmt, device)
    against_golden("ttnn.split", fmt, [x], 2, dim)
    against_golden("ttnn.chunk", fmt, [x], 2, dim)
    against_golden("ttnn.roll", fmt, [x], 1, dim)
    against_golden("ttnn.repeat_interleave", fmt, [x], 3, dim)
    against_golden("ttnn.unsqueeze", fmt, [x], dim)
    y = made((2, 3, 33, 65), fmt, device, 1)
    same(ttnn.concat([x[0], y[0], x[0]], dim), GOLDEN["ttnn.concat"]([x[1], y[1], x[1]], dim), fmt[0])
    same(ttnn.stack([x[0], y[0]], dim), torch.stack([x[1], y[1]], dim), fmt[0])


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
def test_concat_of_whole_and_cut_tiles(device, fmt):
    for first, second, dim in (
        ((64, 64), (64, 33), 1),
        ((32, 40), (7, 40), 0),
        ((1, 2, 32, 32), (1, 5, 32, 32), 1),
        ((3, 5), (3, 70), -1),
    ):
        a, b = made(first, fmt, device), made(second, fmt, device, 1)
        same(ttnn.concat([a[0], b[0]], dim), torch.cat([a[1], b[1]], dim), fmt[0])


def test_concat_in_groups(device):
    a, b = (
        made((1, 1, 2, 64), ("bfloat16", "ROW_MAJOR"), device),
        made((1, 1, 2, 32), ("bfloat16", "ROW_MAJOR"), device, 1),
    )
    same(ttnn.concat([a[0], b[0]], -1, groups=2), GOLDEN["ttnn.concat"]([a[1], b[1]], -1, groups=2), "bfloat16")


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
def test_pad_and_repeat(device, fmt):
    x = made((2, 3, 33, 65), fmt, device)
    against_golden("ttnn.pad", fmt, [x], [(0, 1), (0, 2), (0, 3), (0, 40)], 2.0)
    against_golden("ttnn.pad", fmt, [x], [(0, 5)], 0.0)
    if fmt[1] == "ROW_MAJOR":
        against_golden("ttnn.pad", fmt, [x], [(1, 1), (2, 2), (3, 3), (4, 4)], 7.0)
        against_golden("ttnn.pad", fmt, [x], [2, 4, 40, 70], [0, 1, 2, 3], 1.0)
    against_golden("ttnn.repeat", fmt, [x], (2, 1, 3, 2))
    against_golden("ttnn.repeat", fmt, [x], (2,))
    against_golden("ttnn.repeat", fmt, [x], (2, 1, 1, 1, 1))


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
def test_expand_and_squeeze(device, fmt):
    x = made((2, 1, 1, 65), fmt, device)
    against_golden("ttnn.expand", fmt, [x], (3, 2, 4, 5, -1))
    against_golden("ttnn.squeeze", fmt, [x])
    against_golden("ttnn.squeeze", fmt, [x], 1)
    against_golden("ttnn.squeeze", fmt, [x], [1, 2])
    against_golden("ttnn.unsqueeze_to_4D", fmt, [made((5, 7), fmt, device)])
    against_golden("ttnn.roll", fmt, [x], [3, 1], [3, 0])


@pytest.mark.parametrize("fmt", [f for f in FORMATS if f[0] != "bfloat8_b"], ids="-".join)
def test_views_share_memory(device, fmt):
    x, values = made((2, 3, 64, 32), fmt, device)
    for view in (
        ttnn.view(x, (6, 64, 32)),
        ttnn.experimental.view(x, [1, 6, 64, 32]),
        ttnn.experimental.view(x, 2, 3, 64, 32),
        ttnn.narrow(x, 0, 0, 1),
    ):
        assert view.buffer_address() == x.buffer_address()
        same(view, values.flatten()[: math.prod(view.shape)].reshape(list(view.shape)), fmt[0])


@pytest.mark.parametrize(
    "fmt", [("bfloat16", "TILE"), ("bfloat16", "ROW_MAJOR"), ("float32", "ROW_MAJOR"), ("int32", "TILE")], ids="-".join
)
@pytest.mark.parametrize("dim", range(-4, 4))
def test_gather_and_scatter(device, fmt, dim):
    shape = (2, 3, 33, 65)
    x, source = made(shape, fmt, device), made(shape, fmt, device, 1)
    part = [2, 2, 20, 50]
    part[dim] = 1
    positions = torch.randint(0, shape[dim], part, generator=torch.Generator().manual_seed(3), dtype=torch.int32)
    index = on_device(positions, "uint32", device, fmt[1])
    got = ttnn.gather(x[0], dim, index=index[0])
    same(got, GOLDEN["ttnn.gather"](x[1], dim, index[1]), fmt[0])
    for reduce in (None, "amin", "amax", "add"):
        want = GOLDEN["ttnn.scatter"](x[1], dim, index[1], source[1], reduce=reduce)
        got = ttnn.to_torch(ttnn.scatter(x[0], dim, index[0], source[0], reduce=reduce)).to(want.dtype)
        assert torch.equal(
            got,
            want.bfloat16().to(want.dtype)
            if fmt[0] == "bfloat16"
            else want.float().to(want.dtype)
            if "float" in fmt[0]
            else want,
        )


@pytest.mark.parametrize("fmt", [f for f in FORMATS if f[0] != "bfloat8_b"], ids="-".join)
def test_fold_slice_write_and_fills(device, fmt):
    x = made((2, 6, 8, 16), fmt, device)
    against_golden("ttnn.fold", fmt, [x], 2, 4)
    into, part = made((2, 6, 8, 16), fmt, device, 1), made((1, 3, 8, 4), fmt, device, 2)
    want = GOLDEN["ttnn.experimental.slice_write"](part[1], into[1], [1, 0, 0, 3], [2, 6, 8, 7], [1, 2, 1, 1])
    assert (
        ttnn.experimental.slice_write(part[0], into[0], [1, 0, 0, 3], [2, 6, 8, 7], [1, 2, 1, 1]).buffer_address()
        == into[0].buffer_address()
    )
    same(into[0], want, fmt[0])
    ids = on_device(torch.tensor([1], dtype=torch.int32), "uint32", device, "ROW_MAJOR")
    one = made((1, 6, 8, 16), fmt, device, 4)
    against_golden("ttnn.indexed_fill", fmt, [ids, x, one])
    if fmt[1] == "ROW_MAJOR":
        same(ttnn.index_fill(x[0], 2, ids[0], 3), GOLDEN["ttnn.index_fill"](x[1], 2, ids[1], 3), fmt[0])


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
def test_nonzero(device, fmt):
    values = (torch.rand((2, 3, 5, 33), generator=torch.Generator().manual_seed(0)) > 0.6).to(torch.int32)
    x = on_device(values.float() if "float" in fmt[0] else values, fmt[0], device, fmt[1])
    for got, want in zip(ttnn.nonzero(x[0]), GOLDEN["ttnn.nonzero"](x[1]), strict=True):
        assert torch.equal(ttnn.to_torch(got).long(), want)


def test_plus_one_counts_in_place(device):
    x, _ = on_device(torch.tensor([3, -1, 7], dtype=torch.int32), "int32", device, "ROW_MAJOR")
    ttnn.plus_one(x)
    assert x.to_list() == [4, 0, 8]
    x, _ = on_device(torch.tensor([3, -1, 7], dtype=torch.int32), "int32", device, "ROW_MAJOR")
    ttnn.plus_one(x, skip_negative_entries=True)
    assert x.to_list() == [4, -1, 8]


@pytest.mark.parametrize("fmt", FORMATS, ids="-".join)
def test_indexing(device, fmt):
    x, values = made((2, 3, 33, 65), fmt, device)
    for index in (
        0,
        -1,
        slice(1, 2),
        (..., slice(0, 1)),
        (slice(None), 1, slice(3, 40)),
        (0, 1, 2, 3),
        (slice(None), slice(None), -3),
        (..., 5),
    ):
        same(x[index], values[index], fmt[0])
    for index in (None, True, [0, 1], torch.tensor([True, False]), x):
        with pytest.raises(TypeError):
            x[index]
    for index in (2, -3, (0, 0, 0, 0, 0)):
        with pytest.raises(IndexError):
            x[index]


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32", "bfloat8_b"])
def test_assign_and_padding(device, dtype):
    x, values = made((2, 5, 33), (dtype, "TILE"), device)
    same(ttnn.assign(x, memory_config=ttnn.L1_MEMORY_CONFIG), values, dtype)
    target, _ = made((2, 5, 33), ("float32", "TILE"), device, 1)
    assert ttnn.assign(x, target).buffer_address() == target.buffer_address()
    same(target, values, dtype)
    filled = ttnn.fill_implicit_tile_padding(x, 3)
    same(filled, values, dtype)
    padded = filled.cpu().to_torch_with_padded_shape().double()
    assert padded.shape == (2, 32, 64)
    outside = torch.ones(2, 32, 64, dtype=torch.bool)
    outside[:, :5, :33] = False
    assert (padded[outside] == 3).all()


@pytest.mark.parametrize("layout", ["TILE", "ROW_MAJOR"])
def test_memory_configs(device, layout):
    grid = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 0))})
    sharded = ttnn.MemoryConfig(
        ttnn.TensorMemoryLayout.HEIGHT_SHARDED,
        ttnn.BufferType.L1,
        ttnn.ShardSpec(grid, [64, 64], ttnn.ShardOrientation.ROW_MAJOR),
    )
    for config in (ttnn.DRAM_MEMORY_CONFIG, ttnn.L1_MEMORY_CONFIG, sharded):
        x, values = made((4, 64, 64), ("bfloat16", layout), device, 0, config)
        same(ttnn.slice(x, [1, 0, 0], [3, 64, 64]), values[1:3], "bfloat16")
        same(ttnn.concat([x, x], 0), torch.cat([values, values]), "bfloat16")
        out = ttnn.permute(x, (1, 0, 2), memory_config=ttnn.L1_MEMORY_CONFIG)
        assert out.memory_config() == ttnn.L1_MEMORY_CONFIG
        same(out, values.permute(1, 0, 2), "bfloat16")


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda x: ttnn.transpose(x, 0, 7), "Index is out of bounds for the rank"),
        (lambda x: ttnn.reshape(x, (3, 3)), "Invalid arguments to reshape"),
        (lambda x: ttnn.view(x, (32, 128)), "The last dimension can not change in view"),
        (lambda x: ttnn.slice(x, [0, 0], [65, 64]), "Ends 65 must be less than or equal to the shape of the tensor 64"),
        (lambda x: ttnn.concat([], 0), "expected a non-empty list of Tensors"),
        (lambda x: ttnn.concat([x, ttnn.slice(x, [0, 0], [32, 32])], 0), "All dimensions must be the same size"),
        (lambda x: ttnn.pad(x, [(1, 0), (0, 0)], 0.0), "does not support front padding"),
        (lambda x: ttnn.split(x, [32, 16], 0), "split_sizes must sum exactly"),
        (lambda x: ttnn.narrow(x, 0, 0, 8), "requires start and length to be multiples of TILE_HEIGHT"),
        (lambda x: ttnn.expand(x, (128, 64)), "Only size 1 dimensions can be expanded"),
        (lambda x: ttnn.squeeze(x, 2), "Dimension out of range"),
        (lambda x: ttnn.nonzero(x), "must be rank-4"),
        (lambda x: ttnn.plus_one(x), "Only INT32 and UINT32"),
    ],
)
def test_refusals(device, call, message):
    x, _ = made((64, 64), ("bfloat16", "TILE"), device)
    with pytest.raises(RuntimeError, match=message):
        call(x)


def experts(device, shape, chosen, own, seed=0):
    """Scores, mapping and choices of ttnn.moe_expert_token_remap, pairs on the device and on the host."""
    generator = torch.Generator().manual_seed(seed)
    mapping = (torch.rand(1, 1, shape[-1], 1, generator=generator) < own).int()
    choices = torch.rand(shape, generator=generator).topk(chosen, -1).indices.int()
    scores = on_device(random(shape, seed), "bfloat16", device, "ROW_MAJOR")
    return [scores, *(on_device(t, "uint16", device, "ROW_MAJOR") for t in (mapping, choices))]


@pytest.mark.parametrize("own", [1, 0.4, 0])
@pytest.mark.parametrize("reduction_size", [16, 1, 7, 1000])
@pytest.mark.parametrize(
    ("shape", "chosen"), [((1, 4, 8, 16), 2), ((1, 1, 1, 1), 1), ((2, 3, 11, 37), 8), ((1, 128, 1, 256), 8)]
)
def test_tokens_of_experts(device, shape, chosen, reduction_size, own):
    tensors = experts(device, shape, chosen, own)
    against_golden("ttnn.moe_expert_token_remap", ("bfloat16", ""), tensors, reduction_size=reduction_size)


def test_tokens_of_experts_into_tensors(device):
    tensors = [t for t, _ in experts(device, (1, 4, 8, 16), 2, 0.5)]
    scores, used = ttnn.moe_expert_token_remap(*tensors, memory_config=ttnn.L1_MEMORY_CONFIG)
    assert scores.memory_config() == used.memory_config() == ttnn.L1_MEMORY_CONFIG
    assert (scores.dtype, used.dtype) == (ttnn.bfloat16, ttnn.uint16)
    assert scores.layout == used.layout == ttnn.ROW_MAJOR_LAYOUT
    places = [ttnn.zeros_like(scores), ttnn.zeros_like(used)]
    for given in ([places[0], None], [None, places[1]], places):
        again = ttnn.moe_expert_token_remap(
            *tensors, optional_output_mapping_tensor=given[0], optional_output_reduced_tensor=given[1]
        )
        for got, want, place in zip(again, (scores, used), given):
            assert torch.equal(ttnn.to_torch(got), ttnn.to_torch(want))
            assert place is None or got.buffer_address() == place.buffer_address()


def test_tokens_that_choose_no_expert(device):
    scores, mapping, _ = (t for t, _ in experts(device, (1, 1, 32, 8), 2, 1))
    nobody, _ = on_device(torch.full((1, 1, 32, 2), 60000), "uint16", device, "ROW_MAJOR")
    for out in ttnn.moe_expert_token_remap(scores, mapping, nobody):
        assert not ttnn.to_torch(out).any()


def test_tokens_of_experts_refused(device):
    scores, mapping, choices = (t for t, _ in experts(device, (1, 4, 8, 16), 2, 0.5))
    two, _ = on_device(torch.ones(1, 1, 16, 2, dtype=torch.int32), "uint16", device, "ROW_MAJOR")
    tiled = ttnn.to_layout(scores, ttnn.TILE_LAYOUT)
    name = "moe_expert_token_remap"
    for args, keywords, words in (
        ((scores, two, choices), {}, f"{name}.*needs 2 devices"),
        ((scores, choices, choices), {}, rf"{name}.*expert_mapping_tensor: expected \[1, 1, 16, devices\]"),
        ((scores, mapping, mapping), {}, rf"{name}.*expert_metadata_tensor: expected \[1, 4, 8, K\]"),
        ((scores, mapping, choices), {"reduction_size": 0}, f"{name}.*reduction_size.*got 0"),
        ((scores, mapping, scores), {}, f"{name}.*expert_metadata_tensor: dtype"),
        ((tiled, mapping, choices), {}, f"{name}.*topk_tensor: expected .*ROW_MAJOR"),
        ((scores, mapping, choices), {"optional_output_mapping_tensor": choices}, f"{name}.*output tensor"),
        ((ttnn.reshape(scores, [32, 16]), mapping, choices), {}, rf"{name}.*topk_tensor.*\[D, B, S, E\]"),
    ):
        with pytest.raises(RuntimeError, match=words):
            ttnn.moe_expert_token_remap(*args, **keywords)


@pytest.mark.parametrize("layout", [ttnn.TILE_LAYOUT, ttnn.ROW_MAJOR_LAYOUT])
@pytest.mark.parametrize("asked", [None, ttnn.L1_HEIGHT_SHARDED_MEMORY_CONFIG])
def test_matrices_transposed_in_their_shards(device, layout, asked):
    host = torch.rand(1, 8, 32, 64).bfloat16()
    shards = ttnn.create_sharded_memory_config(host.shape, ttnn.CoreGrid(y=1, x=8), ttnn.ShardStrategy.HEIGHT)
    tensor = ttnn.from_torch(host, layout=layout, device=device, memory_config=shards)
    got = ttnn.transpose(tensor, -2, -1, memory_config=asked)
    assert got.is_sharded() and list(got.memory_config().shard_spec.shape) == [64, 32]
    assert torch.equal(ttnn.to_torch(got), host.transpose(-2, -1))


def test_parts_of_a_vector_of_block_floats(device):
    host = torch.arange(65).float()
    tensor = ttnn.from_torch(host, dtype=ttnn.bfloat8_b, layout=ttnn.TILE_LAYOUT, device=device)
    whole = ttnn.to_torch(tensor)
    assert torch.equal(ttnn.to_torch(ttnn.slice(tensor, [0], [32])).float(), whole[:32])
    assert torch.equal(torch.cat([ttnn.to_torch(t).float() for t in ttnn.split(tensor, 20, 0)]), whole)
