"""From a torch model to the parameters of a ttnn model: a tree of tensors with the names of the model's modules, weights laid out as
the operations take them. Torch is imported when a function is called."""

import inspect
import json
import pathlib
import shutil

from .types import DataType, Layout, Tensor


class _Attributes(dict):
    """A dictionary whose keys are attributes too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                f"'{type(self).__name__}' object has no attribute '{name}'; it has {', '.join(map(str, self))}"
            ) from None

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        del self[name]

    def __missing__(self, key):
        """Numbers of a Sequential stand for their text, and the other way round."""
        other = str(key) if isinstance(key, int) else int(key) if isinstance(key, str) and key.isdigit() else key
        if other is not key and dict.__contains__(self, other):
            return dict.__getitem__(self, other)
        raise KeyError(key)

    def __repr__(self):
        return "{" + ", ".join(f"{k}: {_brief(v)}" for k, v in self.items()) + "}"


def _brief(value):
    return f"Tensor({list(value.shape)}, {value.dtype})" if isinstance(value, Tensor) else repr(value)


class ParameterDict(_Attributes):
    """Parameters by name; `parameters.layer.weight` is `parameters["layer"]["weight"]`."""


class ParameterList(list):
    """Parameters of a list of modules."""

    def __repr__(self):
        return f"ParameterList([{', '.join(map(_brief, self))}])"


class ModuleArgs(_Attributes):
    """What a module's operation needs beside its parameters."""


class Conv2dArgs(ModuleArgs):
    """Sizes of a convolution: channels, kernel_size, stride, padding, dilation, groups, and the input's batch_size, height and width."""


class MaxPool2dArgs(ModuleArgs):
    """Sizes of a max pooling: channels, kernel_size, stride, padding, dilation, and the input's batch_size, height and width."""


class GroupNormArgs(ModuleArgs):
    """Sizes of a group norm: num_groups, num_channels, eps, and the input's shape."""


def make_parameter_dict(dictionary):
    """The dictionary, and those in it, as ParameterDicts."""
    if isinstance(dictionary, ParameterDict) or not isinstance(dictionary, dict):
        return dictionary
    return ParameterDict({k: make_parameter_dict(v) for k, v in dictionary.items()})


# --- parameters of single modules -----------------------------------------------------------------------------------


def _tensor(values, dtype, layout):
    import ttnn

    return ttnn.from_torch(values.detach().contiguous(), dtype=dtype, layout=layout)


def preprocess_linear_weight(weight, *, dtype, layout=Layout.TILE):
    """Weight [out, in] of a torch Linear as the host tensor [in, out]."""
    return _tensor(weight.T, dtype, layout)


def preprocess_linear_bias(bias, *, dtype, layout=Layout.TILE):
    """Bias of n elements as the host tensor [1, n]."""
    return _tensor(bias.reshape(1, -1), dtype, layout)


def preprocess_layernorm_parameter(parameter, *, dtype, layout=Layout.TILE):
    """Weight or bias of n elements as the host tensor [1, n]."""
    return _tensor(parameter.reshape(1, -1), dtype, layout)


def preprocess_embedding_weight(weight, *, dtype, layout=Layout.ROW_MAJOR):
    """Table [entries, width] as a host tensor."""
    return _tensor(weight, dtype, layout)


def preprocess_conv2d_weight(weight, *, dtype, layout=Layout.ROW_MAJOR):
    """Weight [out, in / groups, height, width] as a host tensor, as conv2d takes it."""
    return _tensor(weight, dtype, layout)


def preprocess_conv2d_bias(bias, *, dtype, layout=Layout.ROW_MAJOR):
    """Bias of n elements as the host tensor [1, 1, 1, n]."""
    return _tensor(bias.reshape(1, 1, 1, -1), dtype, layout)


def fold_batch_norm2d_into_conv2d(conv, bn):
    """(weight, bias [1, 1, 1, out]) of a convolution (torch) that does what `conv` and then the evaluated BatchNorm2d `bn` do."""
    import torch

    if not bn.track_running_stats or bn.running_mean is None:
        raise RuntimeError(
            "fold_batch_norm2d_into_conv2d: bn: expected track_running_stats=True; without running statistics nothing can be folded"
        )
    scale = 1 / torch.sqrt(bn.running_var + bn.eps)
    scale = scale if bn.weight is None else scale * bn.weight
    before = bn.running_mean if conv.bias is None else bn.running_mean - conv.bias
    bias = -before * scale if bn.bias is None else bn.bias - before * scale
    return conv.weight * scale[:, None, None, None], bias.reshape(1, 1, 1, -1)


def _weight_and_bias(model, weight, bias, dtype):
    out = {"weight": weight(model.weight, dtype=dtype)} if model.weight is not None else {}
    if getattr(model, "bias", None) is not None:
        out["bias"] = bias(model.bias, dtype=dtype)
    return out


def default_preprocessor(model, name="", ttnn_module_args=None):
    """Parameters of a module that operations know (Linear, Conv2d, ConvTranspose2d, LayerNorm, GroupNorm, Embedding) as a dictionary of
    bfloat16 host tensors; empty for another module."""
    import torch

    dtype = DataType.BFLOAT16
    if isinstance(model, torch.nn.Linear):
        return _weight_and_bias(model, preprocess_linear_weight, preprocess_linear_bias, dtype)
    if isinstance(model, (torch.nn.Conv2d, torch.nn.ConvTranspose2d, torch.nn.Conv1d)):
        return _weight_and_bias(model, preprocess_conv2d_weight, preprocess_conv2d_bias, dtype)
    if isinstance(model, (torch.nn.LayerNorm, torch.nn.GroupNorm)):
        return _weight_and_bias(model, preprocess_layernorm_parameter, preprocess_layernorm_parameter, dtype)
    if isinstance(model, torch.nn.Embedding):
        return {"weight": preprocess_embedding_weight(model.weight, dtype=dtype)}
    return {}


# --- whole models ---------------------------------------------------------------------------------------------------


def _call_custom(custom_preprocessor, model, name, ttnn_module_args, convert_to_ttnn):
    """Preprocessors take (model, name), and by name what else they want."""
    known = {
        "ttnn_module_args": ttnn_module_args,
        "convert_to_ttnn": convert_to_ttnn,
        "custom_preprocessor": custom_preprocessor,
    }
    parameters = inspect.signature(custom_preprocessor).parameters
    wanted = {k: v for k, v in known.items() if k in parameters}
    return custom_preprocessor(model, name, **wanted)


def _below(args, key):
    if isinstance(args, dict):
        return args.get(key, args.get(int(key)) if key.isdigit() else None)
    return None


def convert_torch_model_to_ttnn_model(
    model, *, convert_to_ttnn=None, custom_preprocessor=None, name="", ttnn_module_args=None, prefix=None
):
    """Parameters of a torch module and the modules in it, as a ParameterDict (ParameterList for a ModuleList) of host tensors.

    custom_preprocessor(model, name[, ttnn_module_args, convert_to_ttnn]): a dictionary for the modules it knows, else an
    empty one. convert_to_ttnn(model, name): whether a module's parameters become tensors; they stay torch's otherwise."""
    import torch

    name = prefix if prefix is not None else name
    convert = convert_to_ttnn or (lambda model, name: True)
    if custom_preprocessor is not None:
        known = _call_custom(custom_preprocessor, model, name, ttnn_module_args, convert)
        if known:
            return make_parameter_dict(known)
    wanted = convert(model, name)
    if wanted and (known := default_preprocessor(model, name, ttnn_module_args)):
        return make_parameter_dict(known)

    def child(key, module):
        return convert_torch_model_to_ttnn_model(
            module,
            convert_to_ttnn=convert,
            custom_preprocessor=custom_preprocessor,
            name=f"{name}.{key}" if name else key,
            ttnn_module_args=_below(ttnn_module_args, key),
        )

    if isinstance(model, torch.nn.ModuleList):
        return ParameterList(child(key, module) for key, module in model.named_children())
    parameters = {key: child(key, module) for key, module in model.named_children()}
    for key, parameter in model.named_parameters(recurse=False):
        if wanted and not torch.is_floating_point(parameter):
            raise RuntimeError(
                f"preprocess_model_parameters: {name}.{key}: expected floating point, got {parameter.dtype}; use a custom_preprocessor"
            )
        parameters[key] = _tensor(parameter, DataType.BFLOAT16, Layout.TILE) if wanted else parameter
    return ParameterDict(parameters)


def move_to_device(parameters, device):
    """The tree with its tensors on a device; torch tensors stay."""
    import ttnn

    if isinstance(parameters, Tensor):
        return ttnn.to_device(parameters, device)
    if isinstance(parameters, ParameterList):
        return ParameterList(move_to_device(p, device) for p in parameters)
    if isinstance(parameters, dict):
        return type(parameters)({k: move_to_device(v, device) for k, v in parameters.items()})
    return parameters


def infer_ttnn_module_args(*, model, run_model, device=None):
    """Sizes of the convolutions, poolings and group norms of a torch model, seen while run_model(model) runs: a tree of ModuleArgs with the
    model's names (numbers for the modules of a list)."""
    import torch

    tree, hooks = ModuleArgs(), []

    def place(name, args):
        at, parts = tree, [int(p) if p.isdigit() else p for p in name.split(".")]
        for part in parts[:-1]:
            at = at.setdefault(part, ModuleArgs())
        at[parts[-1]] = args

    def common(module, shape, kind, **sizes):
        return kind(
            batch_size=shape[0],
            input_height=shape[-2],
            input_width=shape[-1],
            device=device,
            dtype=DataType.BFLOAT16,
            **sizes,
        )

    def hook(name):
        def seen(module, inputs, output):
            shape = list(inputs[0].shape)
            if isinstance(module, (torch.nn.Conv2d, torch.nn.ConvTranspose2d)):
                names = (
                    "in_channels",
                    "out_channels",
                    "kernel_size",
                    "stride",
                    "padding",
                    "dilation",
                    "groups",
                    "padding_mode",
                )
                place(
                    name,
                    common(
                        module,
                        shape,
                        Conv2dArgs,
                        weights_dtype=DataType.BFLOAT16,
                        **{n: getattr(module, n) for n in names},
                    ),
                )
            elif isinstance(module, torch.nn.MaxPool2d):
                names = ("kernel_size", "stride", "padding", "dilation", "ceil_mode")
                place(
                    name,
                    common(module, shape, MaxPool2dArgs, channels=shape[1], **{n: getattr(module, n) for n in names}),
                )
            else:
                names = ("num_groups", "num_channels", "eps")
                place(name, GroupNormArgs(input_shape=shape, **{n: getattr(module, n) for n in names}))

        return seen

    kinds = (torch.nn.Conv2d, torch.nn.ConvTranspose2d, torch.nn.MaxPool2d, torch.nn.GroupNorm)
    for name, module in model.named_modules():
        if isinstance(module, kinds) and name:
            hooks.append(module.register_forward_hook(hook(name)))
    try:
        with torch.no_grad():
            run_model(model)
    finally:
        for handle in hooks:
            handle.remove()
    return tree


def _cache_folder(model_name, version):
    import ttnn

    if model_name is None or not ttnn.CONFIG.enable_model_cache:
        return None
    return pathlib.Path(ttnn.CONFIG.model_cache_path) / str(model_name).replace("/", "_") / str(version or "default")


def _save(parameters, folder):
    import ttnn

    folder.mkdir(parents=True, exist_ok=True)
    items = enumerate(parameters) if isinstance(parameters, list) else parameters.items()
    index = {"list": isinstance(parameters, list), "items": []}
    for key, value in items:
        if isinstance(value, Tensor):
            kind = "tensor"
            ttnn.dump_tensor(folder / f"{key}.tensorbin", value)
        elif isinstance(value, (dict, list)):
            kind = "tree"
            _save(value, folder / str(key))
        else:
            kind = "torch"
            import torch

            torch.save(value, folder / f"{key}.pt")
        index["items"].append([key, kind])
    (folder / "index.json").write_text(json.dumps(index))


def _load(folder):
    import ttnn

    index = json.loads((folder / "index.json").read_text())

    def value(key, kind):
        if kind == "tensor":
            return ttnn.load_tensor(folder / f"{key}.tensorbin")
        if kind == "tree":
            return _load(folder / str(key))
        import torch

        return torch.load(folder / f"{key}.pt", weights_only=True)

    values = [(key, value(key, kind)) for key, kind in index["items"]]
    return ParameterList(v for _, v in values) if index["list"] else ParameterDict(values)


def preprocess_model_parameters(
    *,
    model_name=None,
    version=None,
    initialize_model=None,
    convert_to_ttnn=None,
    custom_preprocessor=None,
    device=None,
    prefix="",
    ttnn_module_args=None,
):
    """Parameters of the torch model that initialize_model() gives, on `device` where given.

    With CONFIG.enable_model_cache and a model_name the host tensors are kept below CONFIG.model_cache_path and read from there by
    the next call with the same name and version. See convert_torch_model_to_ttnn_model for the other arguments."""
    import torch

    folder = _cache_folder(model_name, version)
    if folder is not None and (folder / "index.json").is_file():
        parameters = _load(folder)
    else:
        if initialize_model is None:
            raise RuntimeError(
                "preprocess_model_parameters: initialize_model: Cached weights for the model do not exist, so the model is needed"
            )
        with torch.no_grad():
            parameters = convert_torch_model_to_ttnn_model(
                initialize_model().eval(),
                convert_to_ttnn=convert_to_ttnn,
                custom_preprocessor=custom_preprocessor,
                name=prefix,
                ttnn_module_args=ttnn_module_args,
            )
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            _save(parameters, folder)
    return parameters if device is None else move_to_device(parameters, device)


def preprocess_model(
    *,
    model_name=None,
    version=None,
    initialize_model=None,
    convert_to_ttnn=None,
    custom_preprocessor=None,
    device=None,
    prefix="",
    run_model=None,
    reader_patterns_cache=None,
):
    """preprocess_model_parameters with the sizes that infer_ttnn_module_args finds while run_model(model) runs: they are handed to
    custom_preprocessor and stand in the result as `module_args`."""
    if initialize_model is None or run_model is None:
        raise RuntimeError(
            "preprocess_model: initialize_model and run_model are needed; without sizes use preprocess_model_parameters"
        )
    model = initialize_model().eval()
    args = infer_ttnn_module_args(model=model, run_model=run_model, device=device)
    parameters = preprocess_model_parameters(
        model_name=model_name,
        version=version,
        initialize_model=lambda: model,
        convert_to_ttnn=convert_to_ttnn,
        custom_preprocessor=custom_preprocessor,
        device=device,
        prefix=prefix,
        ttnn_module_args=args,
    )
    if isinstance(parameters, ParameterDict):
        parameters["module_args"] = args
    return parameters
