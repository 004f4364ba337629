"""Every call form of the guide-era BitNet client, each against torch, and its way of running a block with a cache.

The client (deveworld/bitnet-tt at b547639) is the program the guide was written for; this is our own program that calls
ttnn in the same forms, ranks and layouts. Where the facts are at hand, their list of names is checked for completeness.
"""

import json
import re
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")

from models.accuracy import pcc  # noqa: E402

HIDDEN, HEADS, KV_HEADS, HEAD_DIM, FFN, VOCAB = 256, 4, 2, 64, 512, 1000
EPSILON = 1e-5


def numpy_to_ttnn(device: ttnn.Device, values, layout: ttnn.Layout = ttnn.TILE_LAYOUT) -> ttnn.Tensor:
    return ttnn.from_torch(values, dtype=ttnn.bfloat16, layout=layout, device=device)


def ids_to_ttnn(device, ids):
    return ttnn.from_torch(ids, dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)


def noise(*shape, seed=0, scale=1.0):
    generator = torch.Generator().manual_seed(seed + sum(shape))
    return (torch.randn(*shape, generator=generator) * scale).to(torch.bfloat16).float()


def check(result, expected, least=0.9999):
    values = ttnn.to_torch(result)
    assert tuple(values.shape) == tuple(expected.shape) == tuple(result.shape)
    assert values.dtype == torch.bfloat16 and pcc(values.float(), expected.float()) >= least


ROW_MAJOR, TILE = ttnn.ROW_MAJOR_LAYOUT, ttnn.TILE_LAYOUT

# name -> (call on ttnn tensors, the same on torch, shapes, layout)
FORMS = {
    "abs": (lambda x: ttnn.abs(x), torch.abs, [(1, 8, HIDDEN)], TILE),
    "add": (lambda a, b: ttnn.add(a, b), torch.add, [(1, 8, HIDDEN)] * 2, TILE),
    "add heads": (lambda a, b: ttnn.add(a, b), torch.add, [(1, 4, 1, 64)] * 2, TILE),
    "add number": (lambda x: ttnn.add(x, 0.5), lambda x: x + 0.5, [(1, 1, HIDDEN)], TILE),
    "add epsilon": (lambda x: ttnn.add(x, EPSILON), lambda x: x + EPSILON, [(1, 8, 1)], TILE),
    "clip": (lambda x: ttnn.clip(x, -128.0, 127.0), lambda x: x.clip(-128, 127), [(1, 8, HIDDEN)], TILE),
    "concat last": (
        lambda a, b: ttnn.concat([ttnn.neg(a), b], dim=-1),
        lambda a, b: torch.cat([-a, b], -1),
        [(1, 4, 8, 32)] * 2,
        TILE,
    ),
    "concat rows": (
        lambda a, b: ttnn.concat([a, b], dim=2),
        lambda a, b: torch.cat([a, b], 2),
        [(1, 2, 9, 64), (1, 2, 1, 64)],
        TILE,
    ),
    "floor": (
        lambda x: ttnn.floor(ttnn.add(x, 0.5)),
        lambda x: (x + 0.5).to(torch.bfloat16).floor(),
        [(1, 8, HIDDEN)],
        TILE,
    ),
    "matmul": (lambda a, b: ttnn.matmul(a, b), torch.matmul, [(1, 8, HIDDEN), (HIDDEN, FFN)], TILE),
    "matmul transposed": (
        lambda x, w: ttnn.matmul(x, ttnn.transpose(w, -2, -1)),
        lambda x, w: x @ w.T,
        [(1, 1, HIDDEN), (VOCAB, HIDDEN)],
        TILE,
    ),
    "max": (
        lambda x: ttnn.max(ttnn.abs(x), dim=-1, keepdim=True),
        lambda x: x.abs().amax(-1, True),
        [(1, 8, HIDDEN)],
        TILE,
    ),
    "multiply": (lambda a, b: ttnn.multiply(a, b), torch.mul, [(1, 4, 8, 64)] * 2, TILE),
    "multiply row factor": (lambda a, b: ttnn.multiply(a, b), torch.mul, [(1, 8, HIDDEN), (1, 8, 1)], TILE),
    "multiply number": (lambda x: ttnn.multiply(x, 127.0), lambda x: x * 127, [(1, 8, 1)], TILE),
    "multiply scale": (lambda w, s: ttnn.multiply(w, s), torch.mul, [(FFN, HIDDEN), (1, 1)], TILE),
    "neg": (lambda x: ttnn.neg(x), torch.neg, [(1, 4, 8, 32)], TILE),
    "permute": (lambda x: ttnn.permute(x, (0, 2, 1, 3)), lambda x: x.permute(0, 2, 1, 3), [(1, 8, 4, 64)], ROW_MAJOR),
    "reciprocal": (
        lambda x: ttnn.reciprocal(ttnn.add(ttnn.abs(x), 1.0)),
        lambda x: 1 / (x.abs() + 1),
        [(1, 8, HIDDEN)],
        TILE,
    ),
    "relu": (lambda x: ttnn.relu(x), torch.relu, [(1, 8, FFN)], TILE),
    "repeat": (
        lambda x: ttnn.repeat(x, ttnn.Shape([1, 4, 1, 1])),
        lambda x: x.repeat(1, 4, 1, 1),
        [(1, 1, 8, 64)],
        TILE,
    ),
    "repeat one row": (
        lambda x: ttnn.repeat(x, ttnn.Shape([1, 2, 1, 1])),
        lambda x: x.repeat(1, 2, 1, 1),
        [(1, 1, 1, 64)],
        TILE,
    ),
    "repeat_interleave": (
        lambda x: ttnn.repeat_interleave(x, 2, dim=1),
        lambda x: x.repeat_interleave(2, dim=1),
        [(1, 2, 9, 64)],
        TILE,
    ),
    "reshape": (
        lambda x: ttnn.reshape(x, (1, 8, 4, 64)),
        lambda x: x.reshape(1, 8, 4, 64),
        [(1, 8, HIDDEN)],
        ROW_MAJOR,
    ),
    "reshape back": (
        lambda x: ttnn.reshape(x, (1, 8, HIDDEN)),
        lambda x: x.reshape(1, 8, HIDDEN),
        [(1, 8, 4, 64)],
        ROW_MAJOR,
    ),
    "rms_norm": (
        lambda x, w: ttnn.rms_norm(x, epsilon=EPSILON, weight=w),
        lambda x, w: x * torch.rsqrt(x.pow(2).mean(-1, True) + EPSILON) * w[0, 0],
        [(1, 8, HIDDEN), (1, 1, 1, HIDDEN)],
        TILE,
    ),
    "slice left half": (lambda x: x[:, :, :, :32], lambda x: x[..., :32], [(1, 4, 8, 64)], TILE),
    "slice right half": (lambda x: x[:, :, :, 32:], lambda x: x[..., 32:], [(1, 4, 1, 64)], TILE),
    "slice rows": (lambda x: x[:, :, :2, :], lambda x: x[:, :, :2], [(1, 1, 10, 128)], TILE),
    "to_layout tile": (lambda x: ttnn.to_layout(x, ttnn.TILE_LAYOUT), lambda x: x, [(1, 2, 1, 64)], ROW_MAJOR),
    "to_layout row major": (lambda x: ttnn.to_layout(x, ttnn.ROW_MAJOR_LAYOUT), lambda x: x, [(1, 8, 128)], TILE),
    "transpose": (lambda x: ttnn.transpose(x, -2, -1), lambda x: x.T, [(128, HIDDEN)], TILE),
}


# forms that compute nothing, or whose results bf16 holds: equal to the last bit
EXACT = re.compile("abs|clip|concat|floor|max|neg|permute|relu|repeat|reshape|slice|to_layout|transpose$")


@pytest.mark.parametrize("form", FORMS)
def test_call_form(device, form):
    call, plain, shapes, layout = FORMS[form]
    inputs = [noise(*shape, seed=index) for index, shape in enumerate(shapes)]
    result = call(*(numpy_to_ttnn(device, x, layout) for x in inputs))
    check(result, plain(*inputs))
    if EXACT.match(form):
        assert torch.equal(ttnn.to_torch(result).float(), plain(*inputs).float())


@pytest.mark.parametrize("tokens", [1, 8, 32])
def test_embedding(device, tokens):
    table, ids = noise(VOCAB, HIDDEN), torch.randint(0, VOCAB, (1, tokens), dtype=torch.int32)
    rows = ttnn.embedding(ids_to_ttnn(device, ids), numpy_to_ttnn(device, table, ROW_MAJOR))
    check(ttnn.to_layout(rows, ttnn.TILE_LAYOUT), table[ids.long()])


@pytest.mark.parametrize(("queries", "keys", "causal"), [(32, 32, True), (8, 8, True), (1, 9, False), (1, 33, False)])
def test_attention(device, queries, keys, causal):
    q, k, v = noise(1, 4, queries, 64), noise(1, 4, keys, 64, seed=1), noise(1, 4, keys, 64, seed=2)
    mixed = ttnn.transformer.scaled_dot_product_attention(
        *(numpy_to_ttnn(device, t) for t in (q, k, v)), attn_mask=None, is_causal=causal, scale=0.125
    )
    check(mixed, torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal, scale=0.125), 0.9995)


def test_tensor_members(device):
    x = numpy_to_ttnn(device, noise(1, 8, HIDDEN))
    assert (x.shape[0], x.shape[-1], len(x.shape)) == (1, HIDDEN, 3)
    assert isinstance(x.device(), ttnn.Device) and isinstance(x.layout, ttnn.Layout) and isinstance(x.shape, ttnn.Shape)
    ttnn.synchronize_device(device)


class Block:
    """One transformer block the way the client runs it: weights (out, in) transposed on every call, cache by concat."""

    SHAPES = {"q": (HIDDEN, HIDDEN), "k": (128, HIDDEN), "v": (128, HIDDEN), "o": (HIDDEN, HIDDEN)}
    SHAPES |= {"gate": (FFN, HIDDEN), "up": (FFN, HIDDEN), "down": (HIDDEN, FFN)}

    def __init__(self, device):
        self.device = device
        self.plain = {n: noise(*s, seed=i, scale=s[1] ** -0.5) for i, (n, s) in enumerate(self.SHAPES.items())}
        self.weights = {name: numpy_to_ttnn(device, w) for name, w in self.plain.items()}
        self.norm = numpy_to_ttnn(device, torch.ones(1, 1, 1, HIDDEN))
        self.keys = self.values = None

    def linear(self, x, name):
        return ttnn.matmul(x, ttnn.transpose(self.weights[name], -2, -1))

    def heads(self, x, count):
        rows = ttnn.to_layout(x, ttnn.ROW_MAJOR_LAYOUT)
        rows = ttnn.reshape(rows, (1, x.shape[1], count, HEAD_DIM))
        return ttnn.to_layout(ttnn.permute(rows, (0, 2, 1, 3)), ttnn.TILE_LAYOUT)

    def rotate(self, x, cos, sin, count):
        cos, sin = (ttnn.repeat(t, ttnn.Shape([1, count, 1, 1])) for t in (cos, sin))
        half = x.shape[-1] // 2
        x1, x2 = x[:, :, :, :half], x[:, :, :, half:]
        rotated = ttnn.concat([ttnn.neg(x2), x1], dim=-1)
        return ttnn.add(ttnn.multiply(x, cos), ttnn.multiply(rotated, sin))

    def remember(self, keys, values):
        if self.keys is not None:
            keys = ttnn.concat([self.keys, keys], dim=2)
            values = ttnn.concat([self.values, values], dim=2)
        self.keys, self.values = keys, values
        return (ttnn.repeat_interleave(t, HEADS // KV_HEADS, dim=1) for t in (keys, values))

    def __call__(self, x, cos, sin):
        h = ttnn.rms_norm(x, epsilon=EPSILON, weight=self.norm)
        q = self.rotate(self.heads(self.linear(h, "q"), HEADS), cos, sin, HEADS)
        k = self.rotate(self.heads(self.linear(h, "k"), KV_HEADS), cos, sin, KV_HEADS)
        causal = self.keys is None
        k, v = self.remember(k, self.heads(self.linear(h, "v"), KV_HEADS))
        mixed = ttnn.transformer.scaled_dot_product_attention(q, k, v, attn_mask=None, is_causal=causal, scale=0.125)
        mixed = ttnn.permute(ttnn.to_layout(mixed, ttnn.ROW_MAJOR_LAYOUT), (0, 2, 1, 3))
        joined = ttnn.to_layout(ttnn.reshape(mixed, (1, x.shape[1], HIDDEN)), ttnn.TILE_LAYOUT)
        x = ttnn.add(x, self.linear(joined, "o"))
        h = ttnn.rms_norm(x, epsilon=EPSILON, weight=self.norm)
        gate = ttnn.relu(self.linear(h, "gate"))
        return ttnn.add(x, self.linear(ttnn.multiply(ttnn.multiply(gate, gate), self.linear(h, "up")), "down"))

    def expected(self, x, cos, sin):
        """The same in float32 over the whole sequence."""

        def norm(t):
            return t * torch.rsqrt(t.pow(2).mean(-1, True) + EPSILON)

        def heads(t, name, count):
            return (t @ self.plain[name].T).view(1, -1, count, HEAD_DIM).transpose(1, 2)

        def rotate(t):
            return t * cos + torch.cat([-t[..., 32:], t[..., :32]], -1) * sin

        h = norm(x)
        q, k = rotate(heads(h, "q", HEADS)), rotate(heads(h, "k", KV_HEADS))
        k, v = (t.repeat_interleave(2, dim=1) for t in (k, heads(h, "v", KV_HEADS)))
        mixed = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + mixed.transpose(1, 2).reshape(1, -1, HIDDEN) @ self.plain["o"].T
        h = norm(x)
        gate = torch.relu(h @ self.plain["gate"].T)
        return x + (gate * gate * (h @ self.plain["up"].T)) @ self.plain["down"].T


def test_block_with_growing_cache(device):
    block, tokens, prompt = Block(device), 40, 8
    x = noise(1, tokens, HIDDEN)
    angle = torch.outer(torch.arange(tokens).float(), 500000.0 ** (-torch.arange(0, 64, 2) / 64))
    angle = torch.cat([angle, angle], -1)[None, None]
    expected = block.expected(x, angle.cos(), angle.sin())
    for first, last in [(0, prompt), *((i, i + 1) for i in range(prompt, tokens))]:
        cos, sin = (numpy_to_ttnn(device, t[:, :, first:last]) for t in (angle.cos(), angle.sin()))
        result = block(numpy_to_ttnn(device, x[:, first:last]), cos, sin)
        check(result, expected[:, first:last], 0.998)


def test_nothing_of_the_client_is_left_out(facts):
    path = facts / "facts" / "client_calls.json"
    if not path.is_file():
        pytest.skip("no client_calls.json beside the facts")
    listed = set(json.loads(path.read_text())["call_forms"]["b547639"])
    here = set(re.findall(r"ttnn(?:\.\w+)+", Path(__file__).read_text()))
    called_by_fixtures = {"ttnn.open_device", "ttnn.close_device"}
    assert listed - here <= called_by_fixtures
