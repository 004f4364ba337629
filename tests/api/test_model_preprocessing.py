"""From torch models to trees of parameters, with torch's own modules as the reference."""

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")

from ttnn.model_preprocessing import (  # noqa: E402
    Conv2dArgs,
    ParameterDict,
    ParameterList,
    convert_torch_model_to_ttnn_model,
    fold_batch_norm2d_into_conv2d,
    infer_ttnn_module_args,
    preprocess_linear_bias,
    preprocess_linear_weight,
    preprocess_model,
    preprocess_model_parameters,
)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(3)
        self.first = torch.nn.Linear(32, 64)
        self.norm = torch.nn.LayerNorm(64)
        self.tail = torch.nn.Sequential(torch.nn.Linear(64, 48, bias=False), torch.nn.ReLU())
        self.layers = torch.nn.ModuleList([torch.nn.Linear(48, 48) for _ in range(2)])
        self.table = torch.nn.Embedding(10, 32)
        self.scale = torch.nn.Parameter(torch.randn(3, 5))

    def forward(self, x):
        x = self.tail(self.norm(self.first(x)))
        for layer in self.layers:
            x = layer(x)
        return x


def same(tensor, expected):
    return torch.equal(ttnn.to_torch(tensor), expected.detach().to(torch.bfloat16))


def test_tree_has_the_names_and_values_of_the_model(device):
    model = Model()
    p = preprocess_model_parameters(initialize_model=lambda: model, device=device)
    assert isinstance(p, ParameterDict) and isinstance(p.layers, ParameterList)
    assert same(p.first.weight, model.first.weight.T) and same(p.first.bias, model.first.bias[None])
    assert same(p["norm"]["weight"], model.norm.weight[None]) and same(p.scale, model.scale)
    assert p.tail[0] is p.tail["0"] and "bias" not in p.tail[0]
    assert same(p.layers[1].bias, model.layers[1].bias[None])
    assert same(p.table.weight, model.table.weight) and p.table.weight.layout == ttnn.ROW_MAJOR_LAYOUT
    assert p.first.weight.layout == ttnn.TILE_LAYOUT and p.first.weight.device() is device
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        p.nothing  # noqa: B018


def test_the_parameters_compute_what_the_model_does(device):
    model = Model()
    p = preprocess_model_parameters(initialize_model=lambda: model, device=device)
    x = torch.randn(16, 32)
    y = ttnn.from_torch(x, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    y = ttnn.linear(y, p.first.weight, bias=p.first.bias)
    y = ttnn.layer_norm(y, weight=p.norm.weight, bias=p.norm.bias, epsilon=1e-5)
    y = ttnn.linear(y, p.tail[0].weight, activation="relu")
    for layer in p.layers:
        y = ttnn.linear(y, layer.weight, bias=layer.bias)
    assert ttnn.pearson_correlation_coefficient(model(x).detach(), ttnn.to_torch(y).float()) > 0.999


def test_custom_preprocessors_and_what_stays_torch():
    model, seen = Model(), []

    def custom(module, name, ttnn_module_args=None, convert_to_ttnn=None):
        seen.append(name)
        assert convert_to_ttnn is not None
        if isinstance(module, torch.nn.LayerNorm):
            return {"both": torch.stack([module.weight, module.bias]), "inner": {"eps": module.eps}}
        return {}

    p = preprocess_model_parameters(
        initialize_model=lambda: model,
        custom_preprocessor=custom,
        convert_to_ttnn=lambda module, name: name != "first",
        prefix="",
    )
    assert {"", "first", "norm", "tail.0", "layers.1"} <= set(seen)
    assert p.norm.both.shape == (2, 64) and p.norm.inner.eps == model.norm.eps
    assert p.first.weight is model.first.weight and isinstance(p.layers[0].weight, ttnn.Tensor)
    q = convert_torch_model_to_ttnn_model(model.first)
    assert same(q.weight, model.first.weight.T)


def test_linear_parameters():
    weight, bias = torch.randn(7, 5), torch.randn(7)
    w = preprocess_linear_weight(weight, dtype=ttnn.bfloat8_b)
    b = preprocess_linear_bias(bias, dtype=ttnn.float32, layout=ttnn.ROW_MAJOR_LAYOUT)
    assert list(w.shape) == [5, 7] and w.dtype == ttnn.bfloat8_b and w.storage_type() == ttnn.StorageType.HOST
    assert torch.equal(ttnn.to_torch(b), bias[None])


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("affine", [False, True])
def test_folded_batch_norm(bias, affine):
    torch.manual_seed(5)
    conv, bn = torch.nn.Conv2d(4, 6, 3, padding=1, bias=bias), torch.nn.BatchNorm2d(6, affine=affine)
    bn.running_mean.normal_()
    bn.running_var.uniform_(0.5, 2)
    if affine:
        torch.nn.init.normal_(bn.weight)
        torch.nn.init.normal_(bn.bias)
    x = torch.randn(2, 4, 5, 7)
    weight, folded = fold_batch_norm2d_into_conv2d(conv, bn.eval())
    assert folded.shape == (1, 1, 1, 6)
    out = torch.nn.functional.conv2d(x, weight, folded.flatten(), padding=1)
    torch.testing.assert_close(out, bn(conv(x)))
    with pytest.raises(RuntimeError, match="track_running_stats"):
        fold_batch_norm2d_into_conv2d(conv, torch.nn.BatchNorm2d(6, track_running_stats=False))


def test_sizes_of_convolutions():
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, stride=2), torch.nn.Sequential(torch.nn.MaxPool2d(2), torch.nn.GroupNorm(2, 8))
    )
    args = infer_ttnn_module_args(model=net, run_model=lambda m: m(torch.randn(2, 3, 17, 19)))
    conv = args[0]
    assert isinstance(conv, Conv2dArgs) and (conv.batch_size, conv.input_height, conv.input_width) == (2, 17, 19)
    assert (conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride) == (3, 8, (3, 3), (2, 2))
    assert (args[1][0].input_height, args[1][0].channels, args[1][1].num_groups) == (8, 8, 2)
    p = preprocess_model(initialize_model=lambda: net, run_model=lambda m: m(torch.randn(2, 3, 17, 19)))
    assert same(p[0].weight, net[0].weight) and same(p[0].bias, net[0].bias.reshape(1, 1, 1, -1))
    assert p.module_args[0].out_channels == 8


def test_models_are_needed():
    with pytest.raises(RuntimeError, match="do not exist"):
        preprocess_model_parameters(model_name="none")
    with pytest.raises(RuntimeError, match="run_model"):
        preprocess_model(initialize_model=Model)


@pytest.mark.skipif(not hasattr(ttnn, "dump_tensor"), reason="tensors cannot be written to files")
def test_parameters_are_kept_in_files(tmp_path, device):
    model = Model()
    with ttnn.manage_config("enable_model_cache", True), ttnn.manage_config("model_cache_path", tmp_path):
        first = preprocess_model_parameters(model_name="a/b", version="1", initialize_model=lambda: model)
        second = preprocess_model_parameters(model_name="a/b", version="1", device=device)
        assert same(second.layers[1].weight, model.layers[1].weight.T) and second.keys() == first.keys()
        with pytest.raises(RuntimeError, match="do not exist"):
            preprocess_model_parameters(model_name="a/b", version="2")


@pytest.mark.parametrize("sizes", [(32, 3, 1, 0, 1), (17, 5, 2, 2, 1), (28, 3, 1, 2, 2), (9, 9, 4, 0, 1)])
def test_output_extent_of_a_convolution(sizes):
    extent, window, stride, pad, dilation = sizes
    out = torch.nn.functional.conv1d(torch.zeros(1, 1, extent), torch.zeros(1, 1, window), None, stride, pad, dilation)
    assert ttnn.get_conv_output_dim(extent, window, stride=stride, pad=pad, dilation=dilation) == out.shape[-1]
