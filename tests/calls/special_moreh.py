"""Rules of the moreh operations, of sampling and of the other operations whose arguments depend on each other; see draw.py."""

import math

import numpy as np
import ttnn
from arguments import always, like_main
from draw import LIMITS, SKIP, shapes_of, special

# Operations that the sweep does not answer for yet: name -> why.
PENDING = {}

LIMITS |= {r"moreh_logsoftmax_backward": (-3, 0), r"moreh_softm(ax|in)_backward": (0, 1)}


def held(tensor):
    """The values of a tensor as the device has them."""
    return ttnn.to_torch(tensor).double().numpy()


def exact(d, array):
    return d.tensor(array.shape, "float32", "TILE", array=array.astype(np.float32))


def classes(d, shape, count):
    return d.tensor(shape, "int32", "TILE", array=d.numbers.integers(0, count, shape).astype(np.int32))


def main_tensor(d):
    return d.tensor(d.shape, memory=d.memory)


# --- products ---

shapes_of("moreh_(matmul|linear)(_backward)?", (33, 64), (2, 31, 65), (1, 1, 32, 32), (2, 3, 7, 33), (64, 32), (1, 64))
shapes_of("moreh_bmm(_backward)?", (3, 31, 65), (1, 32, 32), (2, 64, 33), (5, 1, 7))
shapes_of("matmul_batched_weights", (1, 1, 32, 64), (33, 64), (1, 1, 31, 65), (64,))


def columns(d):
    return d.once("columns", lambda: d.rng.choice((32, 33, 64, 1)))


@special("moreh_(matmul|bmm)(_backward)?", "input", "input_a")
def _left(d, parameter):
    return main_tensor(d) if parameter.name == d.overload.main else like_main(d)


@special("moreh_(matmul|bmm)(_backward)?", "other", "mat2", "input_b")
def _right(d, _):
    turned = d.overload.short == "moreh_matmul" and d.chance(0.3)
    d.fixed["transpose_input"], d.fixed["transpose_other"] = False, turned
    matrix = (columns(d), d.shape[-1]) if turned else (d.shape[-1], columns(d))
    batch = d.shape[:-2] if "bmm" in d.overload.short or d.chance(0.6) else ()
    return like_main(d, (*batch, *matrix))


@special("moreh_(matmul|bmm|linear)_backward", "output_grad")
def _product_gradient(d, _):
    return d.tensor((*d.shape[:-1], columns(d)))


@special("moreh_linear(_backward)?", "input")
def _features(d, _):
    return main_tensor(d)


@special("moreh_linear(_backward)?", "weight")
def _weight(d, _):
    return like_main(d, (columns(d), d.shape[-1]))


@special("moreh_(matmul|linear)", "bias")
def _bias(d, _):
    return like_main(d, (1, columns(d) if d.chance(0.7) else 1))


@special("moreh_linear_backward", "bias")
@always
def _bias_for_its_shape(d, _):
    return like_main(d, (1, columns(d)))


@special("moreh_linear_backward|moreh_group_norm_backward", "are_required_outputs")
def _three(d, _):
    return [True, d.chance(0.5), d.chance(0.5)]


@special("matmul_batched_weights", "input_tensors_b")
def _weights(d, _):
    d.fixed["transpose_a"] = False
    turned = d.fixed["transpose_b"] = len(d.shape) > 1 and d.chance(0.3)
    matrix = (33, d.shape[-1]) if turned else (d.shape[-1], 33)
    return [like_main(d, matrix) for _ in range(d.rng.randint(1, 3))]


shapes_of("sparse_matmul", (2, 3, 32, 64), (1, 4, 32, 32), (1, 1, 7, 65))


@special("sparse_matmul", "input_tensor_b")
def _experts(d, _):
    sparse = d.fixed["is_input_a_sparse"] = d.chance(0.4)
    d.fixed["is_input_b_sparse"] = not sparse or d.shape[0] == 1 and d.chance(0.5)
    d.notes["experts"] = d.shape[1] if sparse else 4
    return like_main(d, (1, d.notes["experts"], d.shape[-1], 64))


@special("sparse_matmul", "sparsity")
def _chosen(d, _):
    experts = d.notes["experts"]
    shape = (1, 1, d.shape[0], experts) if d.fixed["is_input_a_sparse"] else (*d.shape[:2], 1, experts)
    array = (d.numbers.random(shape) > 0.5).astype(np.float32)
    return d.tensor(shape, "bfloat16", "ROW_MAJOR", array=array)


@special("sparse_matmul", "nnz")
def _count_of_chosen(d, _):
    return SKIP


# --- reductions ---


def reduced(d):
    """(dims, keepdim, shape of the result): reduced dimensions go, but not the last two."""

    def make():
        rank = len(d.shape)
        dims = sorted(d.rng.sample(range(rank), d.rng.randint(1, rank)))
        keep = d.chance(0.5)
        shape = [1 if i in dims else n for i, n in enumerate(d.shape) if keep or i not in dims or i >= rank - 2]
        d.fixed["dim"], d.fixed["keepdim"] = dims, keep
        return dims, keep, tuple(shape)

    return d.once("reduced", make)


REDUCED = ((32, 64), (2, 3, 17, 37), (3, 31, 65), (1, 1, 64, 96), (33,), (2, 1, 1, 7), (1, 2, 1, 3, 65))
shapes_of("moreh_(sum|mean|norm)_backward", *REDUCED)


@special("moreh_(sum|mean|norm)_backward", "output_grad")
def _reduced_gradient(d, _):
    return d.tensor(reduced(d)[2])


@special("moreh_(sum|norm)_backward", "input")
@always
def _reduced_input(d, _):
    return main_tensor(d)


@special("moreh_mean_backward", "input_grad_shape")
@always
def _reduced_shape(d, _):
    return ttnn.Shape(list(d.shape))


@special("moreh_norm_backward", "output")
def _norm(d, _):
    dims, _, shape = reduced(d)
    p = d.fixed["p"] = d.rng.choice((1.0, 2.0, 2.5, 3.0))
    sums = (np.abs(held(d.values["input"])) ** p).sum(tuple(dims)) ** (1 / p)
    return exact(d, sums.reshape(shape))


shapes_of("moreh_clip_grad_norm", *REDUCED)


@special("moreh_clip_grad_norm", "norm_type")
def _norm_type(d, _):
    return d.rng.choice((1.0, 2.0, 3.0))


@special("moreh_(log)?softm(ax|in)_backward", "dim")
def _from_front(d, _):
    return d.rng.randrange(max(1, len(d.shape)))


# --- norms ---

shapes_of("moreh_layer_norm_backward", (32, 64), (2, 3, 17, 37), (3, 31, 65), (1, 1, 64, 96), (33,), (2, 1, 1, 7))
shapes_of("moreh_group_norm_backward", (2, 4, 17, 37), (1, 2, 32, 32), (3, 4, 5, 7), (2, 8, 1, 33))


@special("moreh_layer_norm_backward", "mean", "rstd")
def _moments_of_rows(d, parameter):
    dims = d.once("dims", lambda: d.rng.randint(1, len(d.shape)))
    d.fixed["normalized_dims"] = dims
    rows = held(d.values["input"]).reshape(math.prod(d.shape[: len(d.shape) - dims]), -1)
    return exact(d, moment(rows, parameter).reshape(1, -1))


@special("moreh_group_norm_backward", "mean", "rstd")
def _moments_of_groups(d, parameter):
    groups = d.fixed["num_groups"] = d.once("groups", lambda: d.rng.choice((1, 2)))
    rows = held(d.values["input"]).reshape(d.shape[0] * groups, -1)
    return exact(d, moment(rows, parameter).reshape(1, 1, d.shape[0], groups))


def moment(rows, parameter):
    return rows.mean(-1) if parameter.name == "mean" else (rows.var(-1) + 1e-5) ** -0.5


@special("moreh_(layer|group)_norm_backward", "gamma")
def _factors(d, _):
    if "group" in d.overload.short:
        return like_main(d, (1, 1, 1, d.shape[1]))
    return like_main(d, (1, math.prod(d.shape[len(d.shape) - d.notes["dims"] :])))


# --- losses and optimizers ---

NLL = "moreh_nll_loss(_unreduced)?_backward"
shapes_of("moreh_nll_loss.*", (32, 10), (2, 5, 33), (2, 7, 3, 5), (7, 3), (1, 4, 32, 32))


@special(f"{NLL}|moreh_nll_loss", "target_tensor")
def _targets(d, _):
    return classes(d, (d.shape[0], *d.shape[2:]), d.shape[1])


@special("moreh_nll_loss", "reduction")
def _reduction(d, _):
    return d.rng.choice(("none", "mean", "sum"))


@special(NLL, "output_grad_tensor")
def _loss_gradient(d, _):
    return d.tensor((d.shape[0], *d.shape[2:]) if "unreduced" in d.overload.short else (1, 1))


@special(f"{NLL}|moreh_nll_loss", "weight_tensor")
@always
def _class_weights(d, _):
    return d.tensor((d.shape[1],), "float32", limits=(0.2, 1.5)) if d.chance(0.5) else SKIP


@special(NLL, "input_grad_tensor")
@always
def _place_of_gradient(d, _):
    return ttnn.zeros_like(main_tensor(d))


@special("moreh_nll_loss_backward", "divisor_tensor")
@always
def _total_weight(d, _):
    targets, weights = held(d.values["target_tensor"]).astype(int).reshape(-1), d.values.get("weight_tensor")
    total = len(targets) if weights is None else held(weights).reshape(-1)[targets].sum()
    return exact(d, np.full((1, 1), total))


@special("moreh_adamw?", "exp_avg_sq_in")
def _squares(d, _):
    return d.tensor(d.shape, limits=(0.2, 2))


@special("moreh_adamw?", "step")
@always
def _steps_done(d, _):
    return d.rng.randint(1, 9)


@special("moreh_adamw?", "beta1", "beta2", "eps", "weight_decay", "lr")
def _rate(d, parameter):
    return {"beta1": 0.8, "beta2": 0.97, "eps": 1e-6, "weight_decay": 0.03, "lr": 0.02}[parameter.name]


@special("moreh_adamw?", "amsgrad")
@always
def _largest(d, _):
    return d.once("amsgrad", lambda: d.chance(0.4))


@special("moreh_adamw?", "max_exp_avg_sq_in")
@always
def _largest_squares(d, _):
    return d.tensor(d.shape, limits=(0.2, 2)) if d.notes["amsgrad"] else SKIP


@special("moreh_sgd", "momentum_buffer_in")
@always
def _buffer(d, _):
    return like_main(d)


@special("moreh_sgd", "momentum", "dampening", "weight_decay", "lr")
def _sgd_rate(d, _):
    return round(d.rng.uniform(0.1, 0.9), 2)


# --- indexing, folding ---

shapes_of("moreh_getitem", (4, 5, 6, 7), (3, 33), (2, 3, 65), (32, 64), (7,))
shapes_of("moreh_fold", (2, 3), (1, 1), (3, 5), (4,))


@special("moreh_getitem", "input")
@always
def _source(d, _):
    return main_tensor(d)


@special("moreh_getitem", "index_tensors", "index_dims")
def _index(d, parameter):
    first = d.once("first", lambda: d.rng.randrange(len(d.shape)))
    dims = list(range(first, d.once("last", lambda: d.rng.randint(first + 1, min(len(d.shape), first + 2)))))
    if parameter.name == "index_dims":
        return dims
    arrays = [d.numbers.integers(-d.shape[i], d.shape[i], (5,)).astype(np.int32) for i in dims]
    return [d.tensor((5,), "int32", "ROW_MAJOR", array=a) for a in arrays]


# output_size, kernel_size, dilation, padding, stride, number of blocks
FOLDS = (
    ((5, 6), (2, 3), (1, 1), (0, 1), (1, 2), 12),
    ((8, 8), (2, 2), (1, 1), (0, 0), (2, 2), 16),
    ((7, 5), (2, 2), (2, 1), (1, 0), (1, 1), 28),
)


def folding(d):
    return d.once("folding", lambda: d.rng.choice(FOLDS))


@special("moreh_fold", "input")
def _blocks(d, _):
    form = folding(d)
    return d.tensor((*d.shape[:-1], d.shape[-1] * math.prod(form[1]), form[-1]))


@special("moreh_fold", "output")
def _no_place(d, _):
    return SKIP


@special("moreh_fold", "output_size", "kernel_size", "dilation", "padding", "stride")
@always
def _fold_sizes(d, parameter):
    names = ("output_size", "kernel_size", "dilation", "padding", "stride")
    return list(folding(d)[names.index(parameter.name)])


shapes_of("tosa_(gather|scatter)", (3, 31, 65), (2, 7, 32), (1, 64, 33), (2, 32, 1))


@special("tosa_(gather|scatter)", "index")
def _rows(d, _):
    count = d.notes["rows"] = d.rng.randint(1, d.shape[1])
    order = np.argsort(d.numbers.random(d.shape[:2]), 1)[:, :count]  # scatter: each row once
    return d.tensor(order.shape, "uint32", array=order.astype(np.uint32))


@special("tosa_scatter", "src")
def _new_rows(d, _):
    return d.tensor((d.shape[0], d.notes["rows"], d.shape[2]))


# --- experts, sampling, images ---

shapes_of("moe", (1, 1, 32, 64), (1, 1, 64, 128), (1, 1, 32, 256))
shapes_of("sampling", (1, 1, 32, 64), (1, 1, 32, 256))
shapes_of("upsample", (1, 4, 6, 32), (2, 8, 8, 5), (1, 3, 7, 64), (2, 1, 6, 3))


@special("moe", "input_tensor")
def _scores(d, _):
    array = d.array(d.shape, limits=(-2, 2))
    array[..., 0] = np.where(d.numbers.random(d.shape[:-1]) > 0.3, 5, -5 if d.is_float else 0)  # clearly chosen or not
    return d.tensor(d.shape, array=array)


@special("moe", "expert_mask_tensor", "topk_mask_tensor")
def _masks(d, parameter):
    width = d.shape[-1] if parameter.name.startswith("expert") else 32
    return d.tensor((1, 1, 1, width), limits=(-0.5, 0.5))


@special("sampling", "input_values_tensor")
def _chances(d, _):
    return d.tensor(d.shape, "bfloat16", "TILE")


@special("sampling", "input_indices_tensor")
def _tokens(d, _):
    array = np.broadcast_to(d.numbers.permutation(d.shape[-1]).astype(np.int32), d.shape).copy()
    return d.tensor(d.shape, "int32", "ROW_MAJOR", array=array)


@special("sampling", "k", "p", "temp")
def _of_users(d, parameter):
    dtype = "uint32" if parameter.name == "k" else "bfloat16"
    array = (
        d.numbers.integers(1, 33, (32,)).astype(np.uint32) if dtype == "uint32" else d.numbers.uniform(0.2, 1, (32,))
    )
    return d.tensor((32,), dtype, "ROW_MAJOR", array=array if dtype == "uint32" else array.astype(np.float32))


@special("sampling", "seed")
@always
def _seed(d, _):
    return d.rng.randint(1, 99)


@special("upsample", "scale_factor")
def _scale(d, parameter):
    return d.rng.choice((2, 3, [2, 3], [1, 2]))


@special("upsample", "mode")
def _mode_of_images(d, _):
    return d.rng.choice(("nearest", "bilinear"))


@special("manual_seed", "seeds")
def _seeds(d, _):
    return d.rng.randint(1, 99)


@special("manual_seed", "user_ids")
def _all_users(d, _):
    return SKIP
