"""Pooling against torch."""

import pytest

torch = pytest.importorskip("torch")
import ttnn  # noqa: E402

CASES = [  # batch, height, width, channels, kernel, stride, padding, ceil_mode
    (1, 16, 16, 32, (2, 2), (2, 2), (0, 0), False),
    (2, 13, 9, 33, (3, 3), (2, 2), (1, 1), False),
    (2, 13, 10, 16, (3, 2), (2, 3), (1, 1), True),
    (1, 7, 7, 100, (7, 7), (7, 7), (0, 0), False),
    (1, 30, 31, 3, (5, 5), (1, 1), (2, 2), False),
]


def arguments(device, case, dtype=ttnn.bfloat16, layout=ttnn.ROW_MAJOR_LAYOUT):
    n, h, w, c, kernel, stride, padding, ceil_mode = case
    torch.manual_seed(0)
    image = torch.randn(1, 1, n * h * w, c).bfloat16().float()
    tensor = ttnn.from_torch(image, dtype=dtype, layout=layout, device=device)
    keywords = dict(
        batch_size=n,
        input_h=h,
        input_w=w,
        channels=c,
        kernel_size=kernel,
        stride=stride,
        padding=padding,
        ceil_mode=ceil_mode,
    )
    return image, tensor, keywords


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_max_pool2d(device, case, layout):
    image, tensor, keywords = arguments(device, case, layout=layout)
    keywords["dilation"] = (1, 1)
    golden = ttnn.get_golden_function(ttnn.max_pool2d)(image, **keywords)
    output = ttnn.max_pool2d(tensor, **keywords)
    assert output.is_sharded() and torch.equal(ttnn.to_torch(output).float(), golden)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_positions(device, case):
    image, tensor, keywords = arguments(device, case)
    keywords["dilation"] = (1, 1)
    golden = ttnn.get_golden_function(ttnn.max_pool2d)(image, **keywords, return_indices=True)
    output, indices = ttnn.max_pool2d(tensor, **keywords, return_indices=True, memory_config=ttnn.DRAM_MEMORY_CONFIG)
    assert indices.dtype == ttnn.uint16
    assert torch.equal(ttnn.to_torch(output).float(), golden[0])
    assert torch.equal(ttnn.to_torch(indices).to(torch.int64), golden[1])


@pytest.mark.parametrize("count_include_pad", [True, False])
@pytest.mark.parametrize("divisor", [None, 5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_avg_pool2d(device, case, count_include_pad, divisor):
    image, tensor, keywords = arguments(device, case, ttnn.float32)
    keywords.update(count_include_pad=count_include_pad, divisor_override=divisor)
    golden = ttnn.get_golden_function(ttnn.avg_pool2d)(image, **keywords)
    output = ttnn.avg_pool2d(tensor, **keywords, dtype=ttnn.float32)
    torch.testing.assert_close(ttnn.to_torch(output), golden, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["adaptive_avg_pool2d", "adaptive_max_pool2d"])
@pytest.mark.parametrize("size", [(1, 1), (4, 2), (3, 5), (2, 4), (8, 6)])  # 8 to 3 in windows of 3, 4 and 3
def test_adaptive(device, name, size):
    image = torch.randn(2, 8, 6, 40).bfloat16().float()
    keywords = dict(batch_size=2, input_h=8, input_w=6, channels=40, output_size=size)
    operation = getattr(ttnn, name)
    if size == (2, 4):  # 6 to 4: windows of 2 that are not equally far apart
        with pytest.raises(RuntimeError, match="Adaptive pooling configuration not supported"):
            operation(ttnn.from_torch(image, dtype=ttnn.bfloat16, device=device), **keywords)
        return
    output = operation(ttnn.from_torch(image, dtype=ttnn.bfloat16, device=device), **keywords)
    golden = ttnn.get_golden_function(operation)(image, **keywords)
    torch.testing.assert_close(ttnn.to_torch(output).float(), golden.bfloat16().float(), rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize("layout", [ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT], ids=str)
@pytest.mark.parametrize("dtype", [ttnn.bfloat16, ttnn.float32, ttnn.bfloat8_b], ids=str)
def test_global_avg_pool2d(device, layout, dtype):
    if dtype == ttnn.bfloat8_b and layout == ttnn.ROW_MAJOR_LAYOUT:
        pytest.skip("block floats are tiles")
    image = torch.rand(3, 7, 5, 50)
    output = ttnn.global_avg_pool2d(ttnn.from_torch(image, dtype=dtype, layout=layout, device=device))
    assert tuple(output.shape) == (3, 1, 1, 50) and output.layout == ttnn.TILE_LAYOUT and output.dtype == dtype
    torch.testing.assert_close(ttnn.to_torch(output).float(), image.mean((1, 2), keepdim=True), rtol=2e-2, atol=1e-2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(padding=(2, 2)), "should not exceed half"),
        (dict(kernel_size=(40, 40), padding=(0, 0)), "does not fit|cannot exceed"),
        (dict(channels=31), "channels"),
        (dict(batch_size=0), "must be positive"),
        (dict(stride=(0, 2)), "stride must be positive"),
    ],
    ids=str,
)
def test_bad_arguments(device, change, message):
    _, tensor, keywords = arguments(device, CASES[0])
    with pytest.raises(RuntimeError, match=message):
        ttnn.max_pool2d(tensor, **(keywords | dict(dilation=(1, 1)) | change))
