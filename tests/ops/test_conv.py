"""Convolutions against torch, in the official form and in the guide's."""

import pytest

torch = pytest.importorskip("torch")
import ttnn  # noqa: E402

CASES = [  # batch, channels, height, width, out channels, kernel, stride, padding, dilation, groups
    (1, 64, 32, 32, 64, (3, 3), (1, 1), (1, 1), (1, 1), 1),
    (2, 16, 17, 13, 32, (5, 3), (2, 1), (2, 0), (1, 2), 2),
    (1, 3, 30, 30, 65, (7, 7), (2, 2), (3, 3), (1, 1), 1),
    (1, 48, 9, 9, 48, (3, 3), (1, 1), (1, 1), (1, 1), 48),
    (2, 33, 8, 8, 40, (1, 1), (1, 1), (0, 0), (1, 1), 1),
    (1, 33, 8, 8, 40, (1, 1), (2, 2), (0, 0), (1, 1), 1),
    (1, 8, 12, 12, 24, (3, 3), (1, 1), (1, 2, 0, 3), (1, 1), 1),
    (1, 512, 5, 5, 192, (3, 3), (1, 1), (1, 1), (1, 1), 1),
    (2, 32, 11, 70, 72, (5, 3), (1, 1), (1, 4, 2, 0), (2, 1), 1),
    (3, 96, 7, 24, 130, (2, 4), (1, 1), (0, 2), (1, 1), 1),
]
TOLERANCE = {ttnn.float32: 0.99999, ttnn.bfloat16: 0.9999, ttnn.bfloat8_b: 0.999}


def pcc(a, b):
    return torch.corrcoef(torch.stack([a.flatten().double(), b.flatten().double()]))[0, 1].item()


def arguments(device, case, dtype, transposed=False):
    n, c, h, w, o, kernel, stride, padding, dilation, groups = case
    torch.manual_seed(0)
    image = torch.randn(n, h, w, c)
    weight = torch.randn((c, o // groups, *kernel) if transposed else (o, c // groups, *kernel))
    bias = torch.randn(1, 1, 1, o)
    host = ttnn.float32 if dtype == ttnn.float32 else ttnn.bfloat16
    layout = ttnn.TILE_LAYOUT if dtype == ttnn.bfloat8_b else ttnn.ROW_MAJOR_LAYOUT
    keywords = dict(
        in_channels=c,
        out_channels=o,
        kernel_size=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )
    tensors = dict(
        input_tensor=ttnn.from_torch(image, dtype=dtype, layout=layout, device=device),
        weight_tensor=ttnn.from_torch(weight, dtype=host),
        bias_tensor=ttnn.from_torch(bias, dtype=host),
    )
    return keywords, tensors, dict(input_tensor=image, weight_tensor=weight, bias_tensor=bias)


def sizes(case):
    return dict(batch_size=case[0], input_height=case[2], input_width=case[3])


@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_conv2d(device, case, dtype):
    keywords, tensors, plain = arguments(device, case, dtype)
    golden = ttnn.get_golden_function(ttnn.conv2d)(**plain, **keywords, **sizes(case))
    output, (height, width), (weights, bias) = ttnn.conv2d(
        **tensors, **keywords, **sizes(case), device=device, return_output_dim=True, return_weights_and_bias=True
    )
    assert tuple(output.shape) == tuple(golden.shape) == (1, 1, case[0] * height * width, case[4])
    assert output.layout == ttnn.TILE_LAYOUT and output.dtype == dtype
    assert pcc(ttnn.to_torch(output).float(), golden) > TOLERANCE[dtype]
    tensors.update(weight_tensor=weights, bias_tensor=bias)
    assert torch.equal(ttnn.to_torch(ttnn.conv2d(**tensors, **keywords)), ttnn.to_torch(output))


@pytest.mark.parametrize("mirror", [True, False])
@pytest.mark.parametrize(
    "case", [c for c in CASES if len(c[7]) == 2 and c[7] <= (c[8][0] * (c[5][0] - 1), c[8][1] * (c[5][1] - 1))], ids=str
)
def test_conv_transpose2d(device, case, mirror):
    keywords, tensors, plain = arguments(device, case, ttnn.float32, transposed=True)
    if case[9] > 1 and case[5] == (1, 1):
        pytest.skip("a grouped product is refused")
    extra = dict(output_padding=tuple(s - 1 for s in case[6]), mirror_kernel=mirror)
    golden = ttnn.get_golden_function(ttnn.conv_transpose2d)(**plain, **keywords, **sizes(case), **extra)
    output = ttnn.conv_transpose2d(**tensors, **keywords, **sizes(case), **extra, device=device)
    assert tuple(output.shape) == tuple(golden.shape)
    assert pcc(ttnn.to_torch(output), golden) > 0.99999


def test_conv1d(device):
    torch.manual_seed(1)
    line, weight = torch.randn(2, 33, 16), torch.randn(32, 8, 5)
    keywords = dict(
        in_channels=16,
        out_channels=32,
        batch_size=2,
        input_length=33,
        kernel_size=5,
        stride=2,
        padding=(2, 1),
        groups=2,
    )
    output, length = ttnn.conv1d(
        input_tensor=ttnn.from_torch(line, dtype=ttnn.float32, device=device),
        weight_tensor=ttnn.from_torch(weight),
        device=device,
        return_output_dim=True,
        **keywords,
    )
    golden = ttnn.get_golden_function(ttnn.conv1d)(input_tensor=line, weight_tensor=weight, **keywords)
    assert length == 16 and tuple(output.shape) == tuple(golden.shape)
    assert pcc(ttnn.to_torch(output), golden) > 0.99999


def test_activation_and_dtype(device):
    keywords, tensors, plain = arguments(device, CASES[0], ttnn.bfloat16)
    config = ttnn.Conv2dConfig(weights_dtype=ttnn.bfloat8_b, activation=ttnn.UnaryWithParam(ttnn.UnaryOpType.RELU))
    output = ttnn.conv2d(**tensors, **keywords, conv_config=config, dtype=ttnn.bfloat8_b)
    golden = ttnn.get_golden_function(ttnn.conv2d)(**plain, **keywords).relu()
    assert output.dtype == ttnn.bfloat8_b
    assert pcc(ttnn.to_torch(output), golden) > 0.999


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(in_channels=32), "different volumes"),
        (dict(groups=3), "does not divide"),
        (dict(kernel_size=(5, 5)), "weight_tensor: expected"),
        (dict(stride=(0, 1)), "stride must be positive"),
        (dict(padding=(1, 1, 1)), "padding: expected"),
        (dict(input_height=31, input_width=32, batch_size=1), "different volumes"),
    ],
    ids=str,
)
def test_bad_arguments(device, change, message):
    keywords, tensors, _ = arguments(device, CASES[0], ttnn.bfloat16)
    with pytest.raises(RuntimeError, match=message):
        ttnn.conv2d(**tensors, **(keywords | change))


def test_output_memory_follows_the_card(device):
    keywords, tensors, _ = arguments(device, CASES[0], ttnn.bfloat16)
    assert ttnn.conv2d(**tensors, **keywords).memory_config() == ttnn.DRAM_MEMORY_CONFIG
    sharded = ttnn.conv2d(**tensors, **keywords, slice_config=ttnn.Conv2dL1FullSliceConfig).memory_config()
    assert sharded.memory_layout == ttnn.TensorMemoryLayout.BLOCK_SHARDED and sharded.buffer_type == ttnn.BufferType.L1


def test_preparing_bad_weights_raises():
    weight = ttnn.from_torch(torch.ones(8, 4, 2, 2))
    for groups in (0, 3):
        with pytest.raises(RuntimeError, match="groups: must divide 8"):
            ttnn.prepare_conv_transpose2d_weights(weight_tensor=weight, groups=groups)
    with pytest.raises(RuntimeError, match="weight_tensor: expected 4 dimensions"):
        ttnn.prepare_conv_weights(weight_tensor=ttnn.from_torch(torch.ones(8, 4)))
