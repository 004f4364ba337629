"""Every call form of the BitNet client's present version, in one decode step of 32 users, in a prompt, and alone.

The client (deveworld/bitnet-tt at 97b60ca) pads to 32 users, shards heads one user a core and replays a recorded step;
this is our own program that calls ttnn in the same forms, ranks and layouts, each against torch. Where the facts are at
hand, their list of names is checked for completeness.
"""

import ast
import json
import re
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
ttnn = pytest.importorskip("ttnn")

from models.accuracy import pcc  # noqa: E402
from models.bitnet import packing  # noqa: E402

USERS, HIDDEN, HEADS, KV, DIM, FFN, VOCAB, LENGTH = 32, 256, 4, 2, 64, 512, 1024, 64
EPSILON, POSITION = 1e-5, 5
TILE, ROW_MAJOR, BF16 = ttnn.TILE_LAYOUT, ttnn.ROW_MAJOR_LAYOUT, ttnn.bfloat16
DRAM, L1 = ttnn.DRAM_MEMORY_CONFIG, ttnn.L1_MEMORY_CONFIG


def noise(*shape, seed=0, scale=1.0):
    generator = torch.Generator().manual_seed(seed + sum(shape))
    return (torch.randn(*shape, generator=generator) * scale).to(torch.bfloat16).float()


def put(device, values, dtype=BF16, layout=TILE, memory_config=DRAM):
    return ttnn.from_torch(values, dtype=dtype, layout=layout, device=device, memory_config=memory_config)


def check(result, expected, least=0.999):
    values = ttnn.to_torch(result).float()
    assert tuple(values.shape) == tuple(expected.shape) and pcc(values, expected.float()) >= least


def sharded(height, width, grid=None, strategy=None):
    return ttnn.create_sharded_memory_config(
        shape=(height, width),
        core_grid=grid or ttnn.CoreGrid(y=4, x=8),
        strategy=strategy or ttnn.ShardStrategy.HEIGHT,
        orientation=ttnn.ShardOrientation.ROW_MAJOR,
        use_height_and_width_as_shard_shape=True,
    )


def kernel_config(device, fidelity=ttnn.MathFidelity.HiFi4):
    kind = ttnn.WormholeComputeKernelConfig
    if "blackhole" in str(device.arch()).lower():
        kind = ttnn.BlackholeComputeKernelConfig
    return kind(math_fidelity=fidelity, math_approx_mode=False, fp32_dest_acc_en=True, packer_l1_acc=True)


def angles(position):
    """Adjacent elements turn together in rotary_embedding_llama."""
    angle = position * 500000.0 ** (-torch.arange(0, DIM, 2) / DIM)
    return angle.cos().repeat_interleave(2), angle.sin().repeat_interleave(2)


def turn(x, position):
    cos, sin = angles(position)
    pairs = torch.stack([-x[..., 1::2], x[..., ::2]], -1).flatten(-2)
    return x * cos + pairs * sin


def transformation():
    """The matrix that swaps neighbours and negates the first."""
    matrix = torch.zeros(1, 1, 32, 32)
    even = torch.arange(0, 32, 2)
    matrix[..., even, even + 1], matrix[..., even + 1, even] = 1, -1
    return matrix


class Step:
    """A layer's decode step of 32 users in the client's forms; `expected` is the same in float32."""

    SHAPES = {"qkv": (HIDDEN, (HEADS + 2 * KV) * DIM), "o": (HIDDEN, HIDDEN), "gate_up": (HIDDEN, 2 * FFN)}
    SHAPES |= {"down": (FFN, HIDDEN), "head": (HIDDEN, VOCAB)}

    def __init__(self, device, dtype):
        self.device, self.config = device, kernel_config(device, ttnn.MathFidelity.HiFi2)
        self.plain = {n: noise(*s, seed=i, scale=s[0] ** -0.5) for i, (n, s) in enumerate(self.SHAPES.items())}
        self.weights = {n: put(device, w, dtype if n != "head" else BF16) for n, w in self.plain.items()}
        if dtype != BF16:
            self.plain = {n: ttnn.to_torch(w).float() for n, w in self.weights.items()}
        self.table = noise(VOCAB, HIDDEN, seed=9)
        self.norm = torch.linspace(0.5, 1.5, HIDDEN).to(torch.bfloat16).float()
        self.past = [noise(USERS, KV, LENGTH, DIM, seed=s, scale=0.5) for s in (11, 12)]
        self.keys, self.values = (put(device, t) for t in self.past)
        self.norm_weight = put(device, self.norm.reshape(1, 1, 1, -1))
        self.embedding = put(device, self.table, layout=ROW_MAJOR)
        self.inputs = {
            "ids": put(device, torch.arange(USERS, dtype=torch.int32) * 7, ttnn.uint32, ROW_MAJOR),
            "position": put(device, torch.full((USERS,), POSITION, dtype=torch.int32), ttnn.int32, ROW_MAJOR),
        }
        cos, sin = (torch.stack([angles(p)[i] for p in range(LENGTH)]) for i in (0, 1))
        self.lookups = [put(device, t, layout=ROW_MAJOR) for t in (cos, sin)]
        self.swap = ttnn.to_memory_config(put(device, transformation().repeat(1, 1, USERS, 1)), sharded(32, 32))
        self.grid = device.compute_with_storage_grid_size()

    def rms_norm(self, x):
        return ttnn.rms_norm(
            x, epsilon=EPSILON, weight=self.norm_weight, memory_config=L1, compute_kernel_config=self.config
        )

    def wide_norm(self, x):
        """Width-sharded: a shard of (32, HIDDEN / cores) a core."""
        config = sharded(32, HIDDEN // 8, ttnn.CoreGrid(y=1, x=8), ttnn.ShardStrategy.WIDTH)
        x = ttnn.to_memory_config(x, config)
        x = ttnn.rms_norm(
            x, epsilon=EPSILON, weight=self.norm_weight, memory_config=config, compute_kernel_config=self.config
        )
        return ttnn.sharded_to_interleaved(x, L1)

    def rotary(self):
        unsigned = ttnn.typecast(self.inputs["position"], ttnn.uint32)
        rows = (ttnn.embedding(unsigned, table, layout=TILE) for table in self.lookups)
        rows = (ttnn.transpose(ttnn.unsqueeze_to_4D(t), 1, 2) for t in rows)  # one row a user
        return [ttnn.to_memory_config(ttnn.to_layout(t, TILE), sharded(32, DIM)) for t in rows]

    def attention(self, x):
        qkv = ttnn.matmul(x, self.weights["qkv"], compute_kernel_config=self.config)
        width = self.SHAPES["qkv"][1]
        qkv = ttnn.reshape(qkv, (1, 1, USERS, width), (1, 1, 32, width))
        q, k, v = ttnn.experimental.nlp_create_qkv_heads_decode(
            qkv, num_heads=HEADS, num_kv_heads=KV, memory_config=ttnn.L1_HEIGHT_SHARDED_MEMORY_CONFIG
        )
        cos, sin = self.rotary()
        q, k = (ttnn.experimental.rotary_embedding_llama(t, cos, sin, self.swap, is_decode_mode=True) for t in (q, k))
        for cache, row in ((self.keys, k), (self.values, v)):
            ttnn.experimental.paged_update_cache(cache, row, update_idxs_tensor=self.inputs["position"])
        end = (USERS, KV, 32, DIM)
        keys, values = (ttnn.slice(t, (0, 0, 0, 0), end) for t in (self.keys, self.values))
        mixed = ttnn.transformer.scaled_dot_product_attention_decode(
            ttnn.to_memory_config(q, DRAM),
            keys,
            values,
            cur_pos_tensor=self.inputs["position"],
            scale=DIM**-0.5,
            program_config=ttnn.SDPAProgramConfig(
                compute_with_storage_grid_size=self.grid, q_chunk_size=32, k_chunk_size=32, exp_approx_mode=False
            ),
            compute_kernel_config=self.config,
            memory_config=L1,
        )
        mixed = ttnn.to_memory_config(mixed, sharded(32, DIM))
        joined = ttnn.experimental.nlp_concat_heads_decode(mixed, num_heads=HEADS)
        joined = ttnn.sharded_to_interleaved(joined, L1)
        return ttnn.matmul(joined, self.weights["o"], compute_kernel_config=self.config)

    def ffn(self, x):
        both = ttnn.matmul(x, self.weights["gate_up"], compute_kernel_config=self.config)
        gate = ttnn.slice(both, [0, 0, 0, 0], [1, 1, USERS, FFN])
        up = ttnn.slice(both, [0, 0, 0, FFN], [1, 1, USERS, 2 * FFN])
        inner = ttnn.mul(gate, up, input_tensor_a_activations=[ttnn.UnaryOpType.RELU, ttnn.UnaryOpType.SQUARE])
        return ttnn.matmul(inner, self.weights["down"], compute_kernel_config=self.config)

    def __call__(self):
        rows = ttnn.embedding(self.inputs["ids"], self.embedding)
        x = ttnn.to_layout(ttnn.reshape(rows, (1, 1, USERS, HIDDEN)), TILE)
        x = ttnn.add(x, self.attention(self.rms_norm(x)))
        x = ttnn.typecast(
            ttnn.add(ttnn.typecast(x, ttnn.float32), ttnn.typecast(self.ffn(self.wide_norm(x)), ttnn.float32)), BF16
        )
        x, half = self.rms_norm(x), VOCAB // 2
        chunks = [self.weights["head"][:, i : i + half] for i in (0, half)]
        outs = [ttnn.matmul(x, w, compute_kernel_config=self.config, memory_config=L1) for w in chunks]
        logits = ttnn.concat(outs, dim=-1)
        return logits, ttnn.argmax(ttnn.to_layout(logits, ROW_MAJOR), dim=-1, use_multicore=True)

    def expected(self, ids, position=POSITION):
        def norm(t):
            return t * torch.rsqrt(t.pow(2).mean(-1, True) + EPSILON) * self.norm

        w, x = self.plain, self.table[ids.long()]
        q, k, v = (norm(x) @ w["qkv"]).split([HEADS * DIM, KV * DIM, KV * DIM], -1)
        q, k = (turn(t.view(USERS, -1, DIM), position) for t in (q, k))
        keys, values = (t.clone() for t in self.past)
        keys[:, :, position], values[:, :, position] = k, v.view(USERS, KV, DIM)
        keys, values = (t[:, :, : position + 1].repeat_interleave(HEADS // KV, 1) for t in (keys, values))
        mixed = torch.nn.functional.scaled_dot_product_attention(q[:, :, None], keys, values)
        x = x + mixed.reshape(USERS, HIDDEN) @ w["o"]
        gate, up = (norm(x) @ w["gate_up"]).chunk(2, -1)
        return norm(x + (gate.relu().square() * up) @ w["down"]) @ w["head"]


@pytest.fixture(scope="module")
def traced_device():
    ttnn.CONFIG.enable_model_cache = False
    device = ttnn.open_device(device_id=0, trace_region_size=20_000_000, l1_small_size=16384, num_command_queues=1)
    device.enable_program_cache()
    yield device
    ttnn.close_device(device)


@pytest.mark.parametrize("dtype", [BF16, ttnn.bfloat8_b, ttnn.bfloat4_b])
def test_step_of_32_users_recorded_and_replayed(traced_device, dtype):
    device, step = traced_device, Step(traced_device, dtype)
    ids = torch.arange(USERS) * 7
    logits, best = step()  # builds the programs
    check(logits, step.expected(ids)[None, None], 0.995)
    trace = ttnn.begin_trace_capture(device, cq_id=0)
    logits, best = step()
    ttnn.end_trace_capture(device, trace, cq_id=0)
    other = ((torch.arange(USERS) * 31 + 3) % VOCAB).to(torch.int32)
    ttnn.copy_host_to_device_tensor(ttnn.from_torch(other, dtype=ttnn.uint32, layout=ROW_MAJOR), step.inputs["ids"])
    new_position = put(device, torch.full((USERS,), POSITION, dtype=torch.int32), ttnn.int32, ROW_MAJOR)
    ttnn.copy(new_position, step.inputs["position"])
    ttnn.execute_trace(device, trace, cq_id=0, blocking=False)
    ttnn.synchronize_device(device)
    check(logits, step.expected(other)[None, None], 0.995)
    listed = best.cpu().to_list()
    plain, _ = step()
    assert torch.equal(ttnn.to_torch(plain), ttnn.to_torch(logits))  # the replay is the step
    assert listed[0][0] == ttnn.to_torch(plain).float().argmax(-1)[0, 0].tolist()
    ttnn.release_trace(device, trace)


def test_replay_beyond_the_recorded_length(traced_device):
    """Keys are cut to whole tiles when the step is recorded; later positions must not fault (the card does not check)."""
    step = Step(traced_device, BF16)
    step.inputs["position"] = put(traced_device, torch.full((USERS,), 40, dtype=torch.int32), ttnn.int32, ROW_MAJOR)
    logits, _ = step()
    assert torch.isfinite(ttnn.to_torch(logits).float()).all()


def test_normed_ternary_product(device):
    weights = torch.randint(-1, 2, (160, HIDDEN), generator=torch.Generator().manual_seed(1)).float()
    tiles = weights.T.reshape(HIDDEN // 32, 32, 5, 32).permute(0, 2, 1, 3).reshape(-1)
    words = torch.tensor(ttnn._ttnn.bfp_utils.pack_bfp2(tiles.numpy(), row_major_input=True, is_exp_a=False))
    packed = words.reshape(-1, 80)[:, 16:].contiguous()
    assert (packed.numpy().astype("uint32") == packing.words_of(weights.numpy())).all()
    device_words = put(device, packed.to(torch.uint32), ttnn.uint32, ROW_MAJOR)
    x, norm = noise(1, 1, 32, HIDDEN), torch.linspace(0.5, 1.5, HIDDEN).to(torch.bfloat16).float()
    tensor, norm_weight = put(device, x), put(device, norm.reshape(1, 1, 1, -1))
    check(ttnn.experimental.ternary_matmul(tensor, device_words, use_packed_ternary=True), x @ weights.T)
    got = ttnn.experimental.ternary_matmul(
        tensor,
        device_words,
        use_packed_ternary=True,
        norm_weight=norm_weight,
        norm_epsilon=EPSILON,
        compute_kernel_config=kernel_config(device),
    )
    check(got, (x * torch.rsqrt(x.pow(2).mean(-1, True) + EPSILON) * norm) @ weights.T)
    plain = ttnn.experimental.ternary_matmul(
        tensor, device_words, use_packed_ternary=True, norm_weight=norm_weight, norm_epsilon=EPSILON
    )
    assert torch.equal(ttnn.to_torch(plain), ttnn.to_torch(got))
    scaled = ttnn.multiply(got, put(device, torch.full((1, 1), 0.5)))
    assert torch.equal(ttnn.to_torch(scaled), ttnn.to_torch(got) * 0.5)


def prompt_forms(device):
    """Name -> (result, expected) of what the client's prompt and its diagnostic scripts call."""
    q, k, v = (noise(1, h, 8, DIM, seed=s) for s, h in ((1, HEADS), (2, KV), (3, KV)))
    tq, tk, tv = (put(device, t) for t in (q, k, v))
    wide_k, wide_v = (t.repeat_interleave(2, 1) for t in (k, v))
    scores = noise(1, 4, 8, 32, seed=4)
    logits = noise(1, 1, VOCAB, seed=5)
    mask = torch.zeros(1, 1, 8, 8).masked_fill(torch.ones(8, 8).triu(1).bool(), -1e9)
    causal = torch.nn.functional.scaled_dot_product_attention(q, wide_k, wide_v, is_causal=True)
    repeated = [ttnn.repeat_interleave(t, HEADS // KV, dim=1) for t in (tk, tv)]
    attend = ttnn.transformer.scaled_dot_product_attention
    last = ttnn.from_torch(q[:, :, 7:].permute(0, 2, 1, 3), dtype=BF16, layout=TILE, device=device)
    place = put(device, torch.tensor([7], dtype=torch.int32), ttnn.int32, ROW_MAJOR)
    step = ttnn.transformer.scaled_dot_product_attention_decode(
        last,
        *(ttnn.pad(t, [(0, 0), (0, 0), (0, 24), (0, 0)], 0.0) for t in repeated),
        cur_pos_tensor=place,
        scale=DIM**-0.5,
    )
    padded = torch.nn.functional.pad(k, (0, 0, 0, 0, 0, 30))
    by_hand = ttnn.multiply(ttnn.matmul(tq, ttnn.transpose(repeated[0], -1, -2)), DIM**-0.5)
    share = ttnn.softmax(ttnn.add(by_hand, put(device, mask)), dim=-1)
    return {
        "attention": (attend(tq, *repeated, attn_mask=None, is_causal=True, scale=DIM**-0.5), causal),
        "attention with a mask": (
            attend(tq, *repeated, attn_mask=put(device, mask), is_causal=False, scale=DIM**-0.5),
            causal,
        ),
        "attention of a step": (step, causal[:, :, 7:].permute(0, 2, 1, 3)),
        "attention by hand": (ttnn.matmul(share, repeated[1]), causal),
        "softmax": (ttnn.softmax(put(device, scores), dim=-1), scores.softmax(-1)),
        "pad heads": (ttnn.pad(tk, [(0, 0), (0, 30), (0, 0), (0, 0)], 0.0), padded),
        "pad tokens": (
            ttnn.pad(tk, [(0, 0), (0, 0), (0, 24), (0, 0)], 0.0),
            torch.nn.functional.pad(k, (0, 0, 0, 24)),
        ),
        "slice steps": (ttnn.slice(tq, (0, 0, 0, 0), tq.shape, (1, 2, 1, 1), memory_config=DRAM), q[:, ::2]),
        "slice last": (ttnn.slice(put(device, logits), (0, 0, 0), (1, 1, VOCAB)), logits),
        "permute": (ttnn.permute(ttnn.to_layout(tq, ROW_MAJOR), (2, 0, 1, 3)), q.permute(2, 0, 1, 3)),
        "transpose": (ttnn.transpose(tq, 1, 2), q.transpose(1, 2)),
        "repeat": (ttnn.repeat(tk, ttnn.Shape([1, 2, 1, 1])), k.repeat(1, 2, 1, 1)),
        "relu and neg": (ttnn.neg(ttnn.relu(tq)), -q.relu()),
        "cast": (ttnn.typecast(ttnn.typecast(tq, ttnn.bfloat8_b), BF16), q),
        "topk": (ttnn.topk(put(device, logits), 32, dim=-1)[0], logits.topk(32, -1)[0]),
    }


def test_forms_of_the_prompt(device):
    for name, (got, expected) in prompt_forms(device).items():
        values = ttnn.to_torch(got).float()
        assert tuple(values.shape) == tuple(expected.shape), name
        assert pcc(values, expected) > 0.999, name


def test_caches_of_one_user(device):
    cache, k = torch.zeros(USERS, KV, LENGTH, DIM), noise(1, KV, 8, DIM)
    keys = put(device, cache)
    ttnn.fill_cache(keys, put(device, k), 3)
    cache[3, :, :8] = k[0]
    assert torch.equal(ttnn.to_torch(keys).float(), cache)
    single, token = put(device, cache[3:4]), noise(1, KV, 1, DIM, seed=8)
    ttnn.kv_cache.update_cache_for_token_(single, put(device, token), update_index=9, batch_offset=0)
    cache[3, :, 9] = token[0, :, 0]
    assert torch.equal(ttnn.to_torch(single).float(), cache[3:4])
    padded = ttnn.pad(put(device, noise(1, USERS, KV, DIM)), [(0, 0), (0, 0), (0, 32 - KV), (0, 0)], 0.0)
    position = put(device, torch.full((USERS,), 4, dtype=torch.int32), ttnn.int32, ROW_MAJOR)
    ttnn.experimental.paged_update_cache(
        keys, ttnn.to_memory_config(padded, sharded(32, DIM)), update_idxs_tensor=position
    )
    assert torch.equal(ttnn.to_torch(keys).float()[:, :, 4], noise(1, USERS, KV, DIM)[0])


def test_transfers_and_members(device):
    row = put(device, noise(1, 1, 1, VOCAB), layout=ROW_MAJOR)
    host = ttnn.allocate_tensor_on_host(row.spec, device)
    ttnn.copy_device_to_host_tensor(row, host)
    assert torch.equal(ttnn.to_torch(host), ttnn.to_torch(row)) and host.spec == row.spec
    empty = ttnn.allocate_tensor_on_device(ttnn.Shape([32, 32]), BF16, TILE, device, DRAM)
    assert empty.buffer_address() > 0 and empty.memory_config() == DRAM and empty.layout == ttnn.Layout.TILE
    ttnn.copy(put(device, noise(32, 32)), empty)
    assert torch.equal(ttnn.to_torch(empty).float(), noise(32, 32))
    index = ttnn.argmax(row, dim=-1)
    signed = ttnn.to_torch(ttnn.typecast(index, ttnn.int32))
    assert index.dtype == ttnn.uint32 and int(signed.flatten()[0]) == int(noise(1, 1, 1, VOCAB).argmax())
    small = put(device, torch.arange(32, dtype=torch.int32), ttnn.uint16, ROW_MAJOR)
    assert ttnn.to_torch(ttnn.typecast(small, ttnn.int32)).tolist() == list(range(32))
    with pytest.raises(TypeError):
        ttnn.to_torch(row, host_tensor=host)
    ttnn.deallocate(empty)
    ttnn.deallocate(host)
    with pytest.raises(RuntimeError):
        ttnn.to_torch(empty)
    assert isinstance(row, ttnn.Tensor) and isinstance(row.dtype, ttnn.DataType) and row.layout == ROW_MAJOR
    assert isinstance(device, ttnn.Device) and isinstance(DRAM, ttnn.MemoryConfig)
    assert isinstance(ttnn.MathFidelity.LoFi, ttnn.MathFidelity) and ttnn.TILE_SIZE == 32
    ttnn.dump_device_memory_state(device)


def test_to_torch_can_be_replaced(device, monkeypatch):
    """The client wraps it at import to cast unsigned tensors first."""
    original = ttnn.to_torch

    def wrapped(tensor, *arguments, **keywords):
        unsigned = tensor.dtype in (ttnn.uint32, ttnn.uint16)
        return original(ttnn.typecast(tensor, ttnn.int32) if unsigned else tensor, *arguments, **keywords)

    wrapped._bitnet_tt_uint_wrapper = True
    monkeypatch.setattr(ttnn, "to_torch", wrapped)
    assert getattr(ttnn.to_torch, "_bitnet_tt_uint_wrapper", False)  # ttnn.to_torch._bitnet_tt_uint_wrapper
    ids = put(device, torch.arange(7, dtype=torch.int32), ttnn.uint32, ROW_MAJOR)
    assert ttnn.to_torch(ids).dtype == torch.int32


def test_kernels_of_a_card_are_refused_with_the_reason(device):
    cores = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(0, 0))])
    tensors = [put(device, noise(32, 32, seed=s)) for s in (1, 2)]
    arguments = ttnn.RuntimeArgs()
    arguments[0][0] = [tensors[0].buffer_address(), 1]
    kernels = [
        ttnn.KernelDescriptor(
            kernel_source=source,
            source_type=kind,
            core_ranges=cores,
            compile_time_args=ttnn.TensorAccessorArgs(tensors[0]).get_compile_time_args(),
            runtime_args=runtime,
            config=config,
        )
        for source, kind, runtime, config in (
            (
                "void kernel_main() {}",
                ttnn.KernelDescriptor.SourceType.SOURCE_CODE,
                arguments,
                ttnn.ReaderConfigDescriptor(),
            ),
            ("reader.cpp", ttnn.KernelDescriptor.SourceType.FILE_PATH, [], ttnn.WriterConfigDescriptor()),
            ("void main() {}", ttnn.KernelDescriptor.SourceType.SOURCE_CODE, [], ttnn.ComputeConfigDescriptor()),
        )
    ]
    buffer = ttnn.CBDescriptor(
        total_size=4096,
        core_ranges=cores,
        format_descriptors=[ttnn.CBFormatDescriptor(buffer_index=0, data_format=BF16, page_size=2048)],
    )
    program = ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=[buffer])
    with pytest.raises(RuntimeError, match="kernels are programs for the processors of a card's cores"):
        ttnn.generic_op(tensors, program)


def test_nothing_of_the_client_is_left_out(facts):
    path = facts / "facts" / "client_calls.json"
    if not path.is_file():
        pytest.skip("no client_calls.json beside the facts")
    forms = json.loads(path.read_text())["call_forms"]["HEAD"]
    text = Path(__file__).read_text()
    named = set(re.findall(r"ttnn(?:\.\w+)+", text))
    named |= {name.rsplit(".", 1)[0] for name in named}  # ttnn.CONFIG of ttnn.CONFIG.enable_model_cache
    assert not set(forms) - named
    called = {(ALIASES.get(name, name), form) for name, form in calls(text)}
    listed = {(name, form) for name, some in forms.items() for form in map(form_of, some) if form}
    assert len(listed) > 60
    assert not listed - called - {("ttnn.open_device", (0, ("device_id",)))}  # that of the fixture


ALIASES = {"attend": "ttnn.transformer.scaled_dot_product_attention", "kind": "ttnn.WormholeComputeKernelConfig"}


def shape_of(call):
    """How many positional arguments, and which keywords; a starred argument stands for two tensors."""
    starred = sum(isinstance(a, ast.Starred) for a in call.args)
    return len(call.args) + starred, tuple(sorted(k.arg or "**" for k in call.keywords))


def calls(text):
    return [(ast.unparse(n.func), shape_of(n)) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]


def form_of(listed):
    """Of a listed call, "(<x>, dim=-1)"; None for one that is cut short, or a probe."""
    try:
        call = ast.parse("f" + re.sub(r"<.*?>+", "x", re.sub(r"<\[.*?\]>", "x", listed)), mode="eval").body
    except SyntaxError:
        return None
    return shape_of(call) if isinstance(call, ast.Call) else None
