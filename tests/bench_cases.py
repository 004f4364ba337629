"""The cases of `./dev bench`: each the same work done by ttnn and by torch, with its floating-point operations, the bytes
that must be moved at least, and the goal for it. Tests run every case once, in a small size, against torch.

A case is prepared by `prepare(device, size)`, which gives a Pair of functions without arguments. Both do the work once
and return its result; the ttnn one may return before the work is done (the caller synchronises). Of language models the
peer is llama.cpp, where it is installed; models are in model_cases.py and bitnet_cases.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import torch
import ttnn


@dataclass
class Pair:
    ours: Callable
    torch: Callable | None  # None: the peer is not installed
    flops: float = 0.0
    bytes: float = 0.0
    count: int = 1  # how often the thing that is counted (an operation, a token) happens in a call; times are for one


@dataclass(frozen=True)
class Case:
    name: str
    prepare: Callable  # (device, small) -> Pair
    goal: str
    limit: str  # "matrix" (bf16 products), "fma", "read", "copy" or "" (what counts is the time of a call)
    pcc: float | None = 0.999  # least correlation of the two results; None: the peer has other weights
    peer: str = "torch"


DTYPES = {"bf16": ttnn.bfloat16, "fp32": ttnn.float32, "bfp8": ttnn.bfloat8_b, "bfp4": ttnn.bfloat4_b}
BYTES = {"bf16": 2.0, "fp32": 4.0, "bfp8": 1088 / 1024, "bfp4": 576 / 1024}
TORCH = {"bf16": torch.bfloat16, "fp32": torch.float32, "bfp8": torch.bfloat16, "bfp4": torch.bfloat16}
LITESPARK_ROWS = 64  # that it takes at once; for more its VNNI form answers wrongly
COLD_BYTES = 192 << 20  # weights that take turns, so that none is in a cache


def tensor(device, values, dtype="bf16", layout=ttnn.TILE_LAYOUT):
    return ttnn.from_torch(values, dtype=DTYPES[dtype], layout=layout, device=device)


def random(*shape, dtype="bf16", seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(TORCH[dtype])


def matmul(n, dtype):
    def prepare(device, small):
        size = 96 if small else n
        a, b = random(size, size, dtype=dtype), random(size, size, dtype=dtype, seed=1)
        x, y = tensor(device, a, dtype), tensor(device, b, dtype)
        return Pair(lambda: ttnn.matmul(x, y), lambda: a @ b, 2.0 * size**3, 3 * size**2 * BYTES[dtype])

    return prepare


def torch_linear(a, weights):
    """The product with each of the weights [N, K] in turn; of several rows in bf16 with weights packed before, where
    torch can do that."""
    if len(a) == 1 or a.dtype != torch.bfloat16 or not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        others = cycle(weights)
        return lambda: torch.nn.functional.linear(a, next(others))
    packed = cycle([torch.ops.mkldnn._reorder_linear_weight(w, len(a)) for w in weights])
    return lambda: torch.ops.mkldnn._linear_pointwise(a, next(packed), None, "none", [], "")


def linear(m, dtype, cold=False, sizes=(2560, 6912)):
    def prepare(device, small):
        k, n = (96, 160) if small else sizes
        weights = k * n * BYTES[dtype]
        count = max(1, int(COLD_BYTES / weights)) if cold and not small else 1
        a, b = random(m, k), random(k, n, seed=1) / 16
        x, ys = tensor(device, a), cycle([tensor(device, b, dtype) for _ in range(count)])
        # torch.nn.functional.linear wants the weight as [n, k], which is also its fastest form.
        others = [b.T.contiguous() for _ in range(max(1, int(COLD_BYTES / (2.0 * k * n))) if cold and not small else 1)]
        return Pair(
            lambda: ttnn.linear(x, next(ys)),
            torch_linear(a, others),
            2.0 * m * k * n,
            weights + (m * k + m * n) * 2,
        )

    return prepare


def packed_ternary(device, weights):
    """[K, N] of -1, 0 and 1 as ternary_matmul reads them: the mantissa words of pack_bfp2."""
    k, n = weights.shape
    tiles = weights.float().reshape(k // 32, 32, n // 32, 32).permute(0, 2, 1, 3).contiguous()
    words = np.asarray(ttnn._ttnn.bfp_utils.pack_bfp2(tiles.flatten().numpy(), True, False), np.uint32)
    words = words.reshape(-1, 80)[:, 16:]
    return ttnn.from_torch(words.copy(), dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)


def litespark(a, b):
    """The same product in litespark (./dev setup peers), or None: with its weights of bytes for AMX where the machine has
    that, packed ones and VNNI elsewhere."""
    try:
        from litespark_inference.torchless import kernel, pack
    except ImportError:
        return None
    (m, k), n = a.shape, b.shape[1]
    x, w = (np.ascontiguousarray(t.float().numpy().astype(np.int8)) for t in (a, b.T))
    scales, out = np.ones(m, np.float32), np.empty((m, n), np.float32)
    if kernel.has_amx():
        multiply, weights = (
            kernel.matmul_amx_mT_padded,
            np.ascontiguousarray(w.reshape(n, k // 4, 4).transpose(1, 0, 2)),
        )
    else:
        multiply, weights = kernel.matmul_packed_mT, pack.pack_ternary_4_per_byte(w)

    def run():
        for i in range(0, m, LITESPARK_ROWS):
            rows = slice(i, i + LITESPARK_ROWS)
            multiply(x[rows], scales[rows], weights, 1.0, out[rows])
        return torch.from_numpy(out)

    return run


def ternary(m, cold, peer="torch"):
    """Activations of 8 bits times ternary weights; torch has them as bf16."""

    def prepare(device, small):
        k, n = (96, 160) if small else (2560, 6912)
        generator = torch.Generator().manual_seed(0)
        a = torch.randint(-127, 128, (m, k), generator=generator).to(torch.bfloat16)
        b = torch.randint(-1, 2, (k, n), generator=generator).to(torch.bfloat16)
        count = max(1, COLD_BYTES // (k * n // 4)) if cold and not small else 1
        x, ys = tensor(device, a), cycle([packed_ternary(device, b) for _ in range(count)])
        others = cycle(
            [b.T.contiguous() for _ in range(max(1, COLD_BYTES // (2 * k * n)) if cold and not small else 1)]
        )

        def reference():
            return torch.nn.functional.linear(a, next(others))

        return Pair(
            lambda: ttnn.experimental.ternary_matmul(x, next(ys)),
            litespark(a, b) if peer == "litespark" and not small else reference,
            2.0 * m * k * n,
            k * n / 4 + (m * k + m * n) * 2,
        )

    return prepare


def softmax(device, small):
    shape = (2, 64, 96) if small else (32, 2048, 2048)
    a = random(*shape)
    x, out = tensor(device, a), torch.empty_like(a)
    return Pair(lambda: ttnn.softmax(x, dim=-1), lambda: torch.softmax(a, -1, out=out), 0, 4 * a.numel())


def rms_norm(device, small):
    shape = (64, 96) if small else (2048, 2560)
    a, w = random(*shape), random(shape[-1], seed=1)
    x, y = tensor(device, a), tensor(device, w.reshape(1, -1))
    return Pair(
        lambda: ttnn.rms_norm(x, epsilon=1e-5, weight=y),
        lambda: torch.nn.functional.rms_norm(a, (shape[-1],), w, 1e-5),
        0,
        4 * a.numel(),
    )


def layer_norm(device, small):
    shape = (64, 96) if small else (2048, 2560)
    a, w, b = random(*shape), random(shape[-1], seed=1), random(shape[-1], seed=2)
    x, y, z = tensor(device, a), tensor(device, w.reshape(1, -1)), tensor(device, b.reshape(1, -1))
    return Pair(
        lambda: ttnn.layer_norm(x, epsilon=1e-5, weight=y, bias=z),
        lambda: torch.nn.functional.layer_norm(a, (shape[-1],), w, b, 1e-5),
        0,
        4 * a.numel(),
    )


def elementwise(ours, reference, operands):
    """64 MiB of bf16; `reference(*tensors, out)`."""

    def prepare(device, small):
        shape = (64, 96) if small else (8192, 4096)
        values = [random(*shape, seed=i) for i in range(operands)]
        tensors, out = [tensor(device, v) for v in values], torch.empty_like(values[0])
        return Pair(lambda: ours(*tensors), lambda: reference(*values, out), 0, 2 * (operands + 1) * out.numel())

    return prepare


def silu_mul(a, b, out):
    torch.mul(torch.nn.functional.silu(a), b, out=out)
    return out


def sdpa(heads, length, d):
    def prepare(device, small):
        h, s = (2, 64) if small else (heads, length)
        q, k, v = (random(1, h, s, d, seed=i) for i in range(3))
        x, y, z = (tensor(device, t) for t in (q, k, v))
        return Pair(
            lambda: ttnn.transformer.scaled_dot_product_attention(x, y, z, is_causal=True),
            lambda: torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True),
            2.0 * h * s * s * d,  # half of the square
            8.0 * h * s * d,
        )

    return prepare


def sdpa_decode(device, small):
    heads, keys, d = (4, 64, 64) if small else (20, 2048, 128)
    q, k, v = random(1, heads, 1, d), random(1, heads, keys, d, seed=1), random(1, heads, keys, d, seed=2)
    x, y, z = tensor(device, q.permute(0, 2, 1, 3).contiguous()), tensor(device, k), tensor(device, v)
    positions = [keys - 1]
    return Pair(
        lambda: ttnn.transformer.scaled_dot_product_attention_decode(x, y, z, cur_pos=positions),
        lambda: torch.nn.functional.scaled_dot_product_attention(q, k, v),
        4.0 * heads * keys * d,
        4.0 * heads * keys * d,
    )


def conv(batch, channels, size):
    def prepare(device, small):
        n, c, s = (1, 16, 8) if small else (batch, channels, size)
        image, weight = random(n, c, s, s), random(c, c, 3, 3, seed=1) / 16
        nhwc = image.permute(0, 2, 3, 1).reshape(1, 1, n * s * s, c)
        x = tensor(device, nhwc, layout=ttnn.ROW_MAJOR_LAYOUT)
        w = ttnn.from_torch(weight, dtype=ttnn.bfloat16)
        arguments = dict(in_channels=c, out_channels=c, batch_size=n, input_height=s, input_width=s)
        arguments |= dict(kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), device=device)
        _, [prepared, _] = ttnn.conv2d(input_tensor=x, weight_tensor=w, return_weights_and_bias=True, **arguments)
        last = image.to(memory_format=torch.channels_last)
        weights = weight.to(memory_format=torch.channels_last)
        return Pair(
            lambda: ttnn.conv2d(input_tensor=x, weight_tensor=prepared, **arguments),
            lambda: torch.nn.functional.conv2d(last, weights, padding=1).permute(0, 2, 3, 1),
            2.0 * n * s * s * c * c * 9,
            2.0 * (2 * n * s * s * c + 9 * c * c),
        )

    return prepare


def to_bfp8(device, small):
    a = random(64, 96) if small else random(8192, 4096)
    return Pair(lambda: tensor(device, a, "bfp8"), lambda: a.clone(), 0, a.numel() * (2 + 2 * BYTES["bfp8"]))


def tilize(device, small):
    a = random(64, 96) if small else random(8192, 4096)
    x = tensor(device, a, layout=ttnn.ROW_MAJOR_LAYOUT)
    return Pair(lambda: ttnn.to_layout(x, ttnn.TILE_LAYOUT), lambda: a.clone(), 0, 4 * a.numel())


def to_torch(device, small):
    a = random(64, 96) if small else random(8192, 4096)
    x = tensor(device, a)
    return Pair(lambda: ttnn.to_torch(x), lambda: a.clone(), 0, 4 * a.numel())


def eager(ours, reference, operands):
    def prepare(device, small):
        values = [random(32, 32, seed=i) for i in range(operands)]
        tensors = [tensor(device, v) for v in values]
        return Pair(lambda: ours(*tensors), lambda: reference(*values))

    return prepare


def chain_of_ten(memory_config):
    """Ten element-wise operations on 1 MiB of bf16, with the intermediates in DRAM or L1."""

    def prepare(device, small):
        a, b = (
            random(64, 96) if small else random(512, 1024),
            random(64, 96, seed=1) if small else random(512, 1024, seed=1),
        )
        x, y = (ttnn.to_memory_config(tensor(device, t), memory_config) for t in (a, b))

        def ours():
            z = x
            for _ in range(5):
                z = ttnn.relu(ttnn.add(z, y, memory_config=memory_config), memory_config=memory_config)
            return z

        def reference():
            z = a
            for _ in range(5):
                z = torch.relu(z + b)
            return z

        return Pair(ours, reference, 0, 10 * 5 * a.numel())

    return prepare


TRACED = 200  # operations


def traced(step_ours, step_torch, steps):
    """`steps` steps of small operations replayed as a trace; the time of one operation."""

    def prepare(device, small):
        values = [random(32, 32, seed=i) for i in range(2)]
        tensors = [tensor(device, v) for v in values]

        def chain(step, first, second):
            for _ in range(steps):
                first = step(first, second)
            return first

        chain(step_ours, *tensors)
        number = ttnn.begin_trace_capture(device, cq_id=0)
        result = chain(step_ours, *tensors)
        ttnn.end_trace_capture(device, number, cq_id=0)

        def ours():
            ttnn.execute_trace(device, number, cq_id=0, blocking=False)
            return result

        return Pair(ours, lambda: chain(step_torch, *values), count=TRACED)

    return prepare


def mixed_ours(a, b):
    return ttnn.relu(ttnn.add(ttnn.softmax(ttnn.matmul(a, b), dim=-1), b))


def mixed_torch(a, b):
    return torch.relu(torch.softmax(a @ b, -1) + b)


CASES = [
    *(
        Case(f"matmul bf16 {n}", matmul(n, "bf16"), goal, "matrix")
        for n, goal in [
            (128, "3x"),
            (256, "3.5x"),
            (512, "2.5x, 70 %"),
            (1024, "2.5x, 70 %"),
            (2048, "1.6x, 75 %"),
            (4096, "1.6x, 75 %"),
        ]
    ),
    *(Case(f"matmul fp32 {n}", matmul(n, "fp32"), "1.1x, 85 %", "fma") for n in (512, 1024, 2048, 4096)),
    *(Case(f"linear 1x2560x6912 {d} cold", linear(1, d, True), "88 %", "read", 0.99) for d in ("bf16", "bfp8", "bfp4")),
    *(Case(f"linear {n}x{n}x{n} bf16", linear(n, "bf16", sizes=(n, n)), "1.2x, 70 %", "matrix") for n in (512, 1024)),
    *(Case(f"linear {m}x2560x6912 {d}", linear(m, d), "1.2x", "matrix") for m in (32, 128) for d in ("bf16", "bfp8")),
    Case("linear 1x2560x6912 ternary cold", ternary(1, True), "88 %", "read"),
    *(
        Case(f"linear {m}x2560x6912 ternary", ternary(m, False, "litespark"), "2x litespark", "", peer="litespark")
        for m in (32, 128)
    ),
    Case("softmax 32x2048x2048", softmax, "2.5x", "copy"),
    Case("rms_norm 2048x2560", rms_norm, "8x", "copy"),
    Case("layer_norm 2048x2560", layer_norm, "2x", "copy"),
    Case(
        "gelu 64 MiB",
        elementwise(ttnn.gelu, lambda a, out: torch.ops.aten.gelu.out(a, out=out), 1),
        "2.5x, 60 %",
        "copy",
    ),
    Case(
        "silu*mul 64 MiB",
        elementwise(lambda a, b: ttnn.multiply(a, b, input_tensor_a_activations=[ttnn.UnaryOpType.SILU]), silu_mul, 2),
        "2.5x, 60 %",
        "copy",
    ),
    Case("exp 64 MiB", elementwise(ttnn.exp, lambda a, out: torch.exp(a, out=out), 1), "2.5x, 60 %", "copy"),
    Case("add 64 MiB", elementwise(ttnn.add, lambda a, b, out: torch.add(a, b, out=out), 2), "80 %", "copy"),
    Case("sdpa causal 1x20x2048x128", sdpa(20, 2048, 128), "2.5x", "matrix"),
    Case("sdpa causal 1x20x512x64", sdpa(20, 512, 64), "3x", "matrix"),
    Case("sdpa decode 20x2048x128", sdpa_decode, "1.2x, 90 %", "read"),
    Case("conv 3x3 1x64x56x56", conv(1, 64, 56), "1.6x", "matrix"),
    Case("conv 3x3 8x256x14x14", conv(8, 256, 14), "1.6x", "matrix"),
    Case("from_torch bf16 to bfp8 64 MiB", to_bfp8, "60 %", "copy"),
    Case("tilize 64 MiB", tilize, "60 %", "copy"),
    Case("to_torch 64 MiB", to_torch, "60 %", "copy"),
    Case("eager add 32x32", eager(ttnn.add, torch.add, 2), "1x", ""),
    Case("eager softmax 32x32", eager(lambda a: ttnn.softmax(a, dim=-1), lambda a: torch.softmax(a, -1), 1), "1x", ""),
    Case("eager matmul 32x32", eager(ttnn.matmul, torch.matmul, 2), "1x", ""),
    Case("chain of ten 1 MiB DRAM", chain_of_ten(ttnn.DRAM_MEMORY_CONFIG), "2x", ""),
    Case("chain of ten 1 MiB L1", chain_of_ten(ttnn.L1_MEMORY_CONFIG), "2x", ""),
    Case("traced add 32x32, each", traced(ttnn.add, torch.add, TRACED), "0.4 us", ""),
    Case("traced mixture 32x32, each", traced(mixed_ours, mixed_torch, TRACED // 4), "0.4 us", ""),
]
