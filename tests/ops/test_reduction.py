"""Reductions, running totals, argmax, topk and sort against torch: dtypes, layouts, odd shapes, dimensions, keepdim."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.reduction import GOLDEN
from values import CASES, check, integers, on_device, random

SHAPES = [(50,), (3, 5), (2, 33, 65), (2, 3, 33, 65)]
DIMS = [None, -1, 0, [0, -1], [-2, -1]]


def _golden(name, *args, **kwargs):
    return GOLDEN[f"ttnn.{name}"](*args, **kwargs)


@pytest.mark.parametrize("keepdim", [False, True])
@pytest.mark.parametrize("dim", DIMS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["sum", "mean", "max", "min", "std", "var"])
def test_shapes_and_dims(name, shape, dim, keepdim, device):
    if len(shape) == 1 and isinstance(dim, list):
        pytest.skip("one dimension only")
    for layout in ("TILE", "ROW_MAJOR"):
        tensor, host = on_device(random(shape, 1, 0.5, 2.0), "float32", device, layout)
        check(
            getattr(ttnn, name)(tensor, dim=dim, keepdim=keepdim),
            _golden(name, host, dim, keepdim),
            "float32",
            tolerance=1e-4,
        )


@pytest.mark.parametrize("dtype,layout", CASES)
@pytest.mark.parametrize("name", ["sum", "mean", "max", "min", "std", "var"])
def test_dtypes(name, dtype, layout, device):
    tensor, host = on_device(random((2, 33, 65), 2, 0.5, 2.0), dtype, device, layout)
    check(getattr(ttnn, name)(tensor, dim=-1), _golden(name, host, -1), dtype)


@pytest.mark.parametrize("name", ["sum", "max", "min"])
def test_integers_are_exact(name, device):
    tensor, host = on_device(integers((33, 65), 3, 1 << 24, 1 << 25), "int32", device)
    check(getattr(ttnn, name)(tensor, dim=0), _golden(name, host, 0), "int32")


def test_padding_does_not_reach_the_result(device):
    tensor, host = on_device(-random((3, 5), 4, 1.0, 2.0), "bfloat16", device)
    assert float(ttnn.to_torch(ttnn.max(tensor))) == float(host.max())
    assert float(ttnn.to_torch(ttnn.max(ttnn.log(ttnn.neg(tensor))))) < 1.0


@pytest.mark.parametrize("rows", [(3, 5), (2, 3, 33, 65)])
def test_layout_of_sums(rows, device):
    tensor, _ = on_device(random(rows, 5), "bfloat16", device, "ROW_MAJOR")
    assert ttnn.sum(tensor, dim=-1).layout == ttnn.ROW_MAJOR_LAYOUT
    assert ttnn.max(tensor, dim=-1).layout == ttnn.TILE_LAYOUT


def test_sharded_output_has_its_own_shards(device):
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(1, 1))})
    shards = ttnn.ShardSpec(cores, [128, 128], ttnn.ShardOrientation.ROW_MAJOR)
    config = ttnn.MemoryConfig(ttnn.TensorMemoryLayout.BLOCK_SHARDED, ttnn.BufferType.L1, shards)
    tensor, host = on_device(random((256, 256), 6), "bfloat16", device, memory_config=config)
    result = ttnn.max(tensor, dim=-1, keepdim=True)
    assert list(result.memory_config().shard_spec.shape) == [128, 32]
    check(result, _golden("max", host, -1, True), "bfloat16")


@pytest.mark.parametrize("dim", [None, 0, -1])
def test_prod(dim, device):
    tensor, host = on_device(random((3, 5), 7, 0.8, 1.25), "float32", device)
    check(ttnn.prod(tensor, dim), _golden("prod", host, dim), "float32", tolerance=1e-4)


@pytest.mark.parametrize("name", ["cumsum", "cumprod"])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_running_totals(name, dim, reverse, device):
    tensor, host = on_device(random((2, 33, 5), 8, 0.9, 1.1), "float32", device)
    check(
        getattr(ttnn, name)(tensor, dim, reverse_order=reverse),
        _golden(name, host, dim, reverse_order=reverse),
        "float32",
        tolerance=1e-4,
    )


@pytest.mark.parametrize("dim", [None, -1, 1])
def test_argmax_takes_the_first(dim, device):
    tensor, host = on_device(integers((2, 3, 33), 9, 0, 4).float(), "bfloat16", device, "ROW_MAJOR")
    got = ttnn.to_torch(ttnn.argmax(tensor, dim=dim)).to(torch.int64)
    values = host.flatten() if dim is None else host
    first = (
        (values == values.amax(0 if dim is None else dim, keepdim=True))
        .to(torch.int64)
        .argmax(0 if dim is None else dim)
    )
    assert torch.equal(got.reshape(first.shape), first)


@pytest.mark.parametrize("largest", [True, False])
@pytest.mark.parametrize("dim", [-1, -2])
def test_topk(dim, largest, device):
    tensor, host = on_device(
        torch.randperm(64 * 65, generator=torch.Generator().manual_seed(1)).reshape(64, 65) / 8, "float32", device
    )
    for got, want in zip(ttnn.topk(tensor, 7, dim, largest), _golden("topk", host, 7, dim, largest)):
        assert torch.equal(ttnn.to_torch(got).to(want.dtype), want)


def test_topk_names_positions(device):
    tensor, host = on_device(
        torch.randperm(128, generator=torch.Generator().manual_seed(2)).reshape(1, 128).float(), "bfloat16", device
    )
    names, _ = on_device(torch.arange(1000, 1128, dtype=torch.int32).reshape(1, 128), "uint32", device)
    _, indices = ttnn.topk(tensor, 4, indices_tensor=names)
    assert torch.equal(ttnn.to_torch(indices).to(torch.int64), host.topk(4).indices + 1000)


# A line with many equal elements and the positions that a card gives for the 32 largest: its network decides.
EQUAL_ELEMENTS = [
    11,
    6,
    7,
    9,
    2,
    10,
    4,
    5,
    0,
    4,
    7,
    6,
    11,
    8,
    6,
    0,
    3,
    0,
    11,
    1,
    9,
    3,
    0,
    3,
    8,
    1,
    7,
    9,
    11,
    6,
    0,
    2,
    5,
    6,
    10,
    9,
    1,
    2,
    5,
    1,
    10,
    5,
    6,
    11,
    8,
    10,
    5,
    2,
    4,
    4,
    0,
    2,
    8,
    5,
    11,
    11,
    7,
    2,
    8,
    10,
    9,
    3,
    7,
    2,
]
CARD_POSITIONS = [
    0,
    12,
    28,
    18,
    55,
    54,
    43,
    5,
    34,
    45,
    59,
    40,
    35,
    27,
    20,
    3,
    60,
    13,
    44,
    24,
    52,
    58,
    56,
    62,
    2,
    10,
    26,
    33,
    29,
    14,
    11,
    1,
]


def test_topk_leaves_equal_elements_where_the_card_does(device):
    tensor, _ = on_device(torch.tensor([EQUAL_ELEMENTS], dtype=torch.float32), "bfloat16", device)
    _, indices = ttnn.topk(tensor, 32)
    assert ttnn.to_torch(indices).flatten().tolist() == CARD_POSITIONS


@pytest.mark.parametrize("width", [40, 64, 200, 512, 5000])
@pytest.mark.parametrize("largest", [True, False])
def test_equal_elements(width, largest, device):
    host = torch.randint(0, 9, (7, width), generator=torch.Generator().manual_seed(width)).float()
    tensor, _ = on_device(host, "float32", device)
    for values, indices in (ttnn.topk(tensor, 20, largest=largest), ttnn.sort(tensor, descending=largest)):
        places, got = ttnn.to_torch(indices).to(torch.int64), ttnn.to_torch(values)
        want = host.sort(-1, descending=largest).values[:, : got.shape[-1]]
        assert torch.equal(got, want) and torch.equal(host.gather(-1, places), want)
        assert all(len(set(row)) == len(row) for row in places.tolist())
    _, indices = ttnn.topk(tensor, 20, largest=largest, stable=True)
    first = host.sort(dim=-1, descending=largest, stable=True).indices[:, :20]
    assert torch.equal(ttnn.to_torch(indices).to(torch.int64), first)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("dim", [0, -1])
def test_sort(dim, descending, device):
    tensor, host = on_device(random((33, 65), 10), "bfloat16", device)
    values, indices = ttnn.sort(tensor, dim=dim, descending=descending)
    want, _ = _golden("sort", host, dim, descending)
    assert torch.equal(ttnn.to_torch(values).double(), want)
    assert torch.equal(host.gather(dim, ttnn.to_torch(indices).to(torch.int64)), want)


@pytest.mark.parametrize(
    "call,message",
    [
        (lambda x: ttnn.sum(x, dim=2), "Unsupported dim"),
        (lambda x: ttnn.topk(x, 66), "K cannot be larger"),
        (lambda x: ttnn.cumsum(x, 2), "requested accumulation axis is 2"),
        (lambda x: ttnn.argmax(x), "dim parameter must be specified"),
    ],
)
def test_refusals(call, message, device):
    with pytest.raises(RuntimeError, match=message):
        call(on_device(random((33, 65), 11), "bfloat16", device)[0])


@pytest.mark.parametrize("length", [1, 12, 37, 64, 100])
def test_fourier_transforms(length, device):
    real, x = on_device(random((2, 3, length), 1), "float32", device)
    imag, y = on_device(random((2, 3, length), 2), "float32", device)
    for got, want in (
        (ttnn.experimental.fft(real, "precise"), torch.fft.fft(x.double())),
        (ttnn.experimental.fft(real, imag), torch.fft.fft(torch.complex(x.double(), y.double()))),
        (ttnn.experimental.ifft(real, imag), torch.fft.ifft(torch.complex(x.double(), y.double()))),
        (ttnn.experimental.complex_mul(real, imag, imag, real), torch.complex(0 * x, x * x + y * y)),
    ):
        assert isinstance(got, tuple)
        for part, wanted in zip(got, (want.real, want.imag)):
            check(part, wanted.contiguous(), "float32", tolerance=1e-3)
    with pytest.raises(RuntimeError, match="equal shapes"):
        ttnn.experimental.fft(real, on_device(random((3, length), 3), "float32", device)[0])
