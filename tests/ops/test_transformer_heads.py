"""Splitting and joining heads, and rotary embedding, against torch: odd token counts, dtypes, sharded forms, refusals."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.transformer import GOLDEN
from values import check, on_device, random

MOVED = {"bfloat16": 1e-9, "float32": 1e-9, "bfloat8_b": 0.05}


def _same(got, want, dtype, tolerance=None):
    assert isinstance(got, tuple) == isinstance(want, tuple)
    for g, w in zip(
        got if isinstance(got, tuple) else (got,), want if isinstance(want, tuple) else (want,), strict=True
    ):
        check(g, w, dtype, "TILE", tolerance or MOVED[dtype])


def _sharded(layout, cores, shape):
    grid = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(*cores[0]), ttnn.CoreCoord(*cores[1]))})
    return ttnn.MemoryConfig(
        getattr(ttnn.TensorMemoryLayout, f"{layout}_SHARDED"),
        ttnn.BufferType.L1,
        ttnn.ShardSpec(grid, shape, ttnn.ShardOrientation.ROW_MAJOR),
    )


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "bfloat8_b"])
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize("tokens, heads, kv_heads", [(32, 2, 2), (33, 4, 2), (65, 6, 1)])
def test_split_and_concat(tokens, heads, kv_heads, turned, dtype, device):
    tensor, x = on_device(random((2, 1, tokens, (heads + 2 * kv_heads) * 64), 1), dtype, device)
    keywords = {"num_heads": heads, "num_kv_heads": kv_heads, "transpose_k_heads": turned}
    got = ttnn.experimental.nlp_create_qkv_heads(tensor, **keywords)
    _same(got, GOLDEN["ttnn.experimental.nlp_create_qkv_heads"](x, **keywords), dtype)
    _same(ttnn.experimental.nlp_concat_heads(got[0]), x[..., : heads * 64], dtype)
    rows, host = ttnn.squeeze(tensor, 1), x.squeeze(1)
    _same(
        ttnn.transformer.split_query_key_value_and_split_heads(
            rows, num_heads=heads, num_kv_heads=kv_heads, transpose_key=turned
        ),
        GOLDEN["ttnn.transformer.split_query_key_value_and_split_heads"](
            host, num_heads=heads, num_kv_heads=kv_heads, transpose_key=turned
        ),
        dtype,
    )
    _same(ttnn.transformer.concatenate_heads(got[0]), host[..., : heads * 64], dtype)


def test_split_of_separate_keys_and_values(device):
    (q, a), (kv, b) = (
        on_device(random((1, 1, 33, 256), 2), "bfloat16", device),
        on_device(random((1, 1, 33, 128), 3), "bfloat16", device),
    )
    want = GOLDEN["ttnn.experimental.nlp_create_qkv_heads"](a, b, num_heads=4, num_kv_heads=1)
    _same(ttnn.experimental.nlp_create_qkv_heads(q, kv, num_heads=4, num_kv_heads=1), want, "bfloat16")
    outputs = [ttnn.empty(list(t.shape), ttnn.bfloat16, ttnn.TILE_LAYOUT, device) for t in want]
    got = ttnn.experimental.nlp_create_qkv_heads(q, kv, num_heads=4, num_kv_heads=1, output_tensors=outputs)
    assert [t.buffer_address() for t in got] == [t.buffer_address() for t in outputs]
    _same(tuple(outputs), want, "bfloat16")


def test_split_of_width_shards_is_grouped(device):
    tensor, x = on_device(
        random((1, 1, 32, 1024), 4), "bfloat16", device, memory_config=_sharded("WIDTH", ((0, 0), (3, 0)), [32, 256])
    )
    out = _sharded("HEIGHT", ((0, 0), (7, 0)), [32, 64])
    got = ttnn.experimental.nlp_create_qkv_heads(
        tensor, num_heads=8, num_kv_heads=4, transpose_k_heads=False, memory_config=out
    )
    _same(
        got,
        GOLDEN["ttnn.experimental.create_qkv_heads"](x, num_heads=8, num_kv_heads=4, transpose_k_heads=False),
        "bfloat16",
    )
    assert got[0].memory_config().shard_spec.num_cores() == 8 and got[1].memory_config().shard_spec.num_cores() == 4


@pytest.mark.parametrize(
    "name, shape, keywords",
    [
        ("nlp_create_qkv_heads_falcon7b", (1, 1, 64, 4672), {}),
        ("nlp_create_qkv_heads_vit", (2, 1, 32, 2304), {}),
        ("nlp_create_qkv_heads_segformer", (1, 1, 32, 96), {}),
        ("nlp_create_q_heads_split", (1, 1, 33, 384), {"num_heads": 4, "split_head_dim": 64}),
        ("nlp_create_qkv_heads_boltz", (1, 5, 33, 768), {"num_heads": 4}),
        ("nlp_create_qkv_heads_decode", (1, 1, 5, 768), {"num_heads": 8, "num_kv_heads": 2}),
    ],
)
def test_other_splits(name, shape, keywords, device):
    tensor, x = on_device(random(shape, 5), "bfloat16", device)
    _same(
        getattr(ttnn.experimental, name)(tensor, **keywords),
        GOLDEN[f"ttnn.experimental.{name}"](x, **keywords),
        "bfloat16",
    )


def test_split_of_block_shards(device):
    config = _sharded("BLOCK", ((0, 0), (1, 1)), [32, 256])
    (x, a), (kv, b) = (
        on_device(random((2, 1, 32, 512), 6), "bfloat16", device, memory_config=config),
        on_device(
            random((2, 1, 32, 256), 7), "bfloat16", device, memory_config=_sharded("BLOCK", ((0, 0), (1, 1)), [32, 128])
        ),
    )
    for name, tensors, hosts, keywords in (
        ("create_qkv_heads", (x,), (a,), {"num_heads": 4, "num_kv_heads": 2}),
        ("create_qkv_heads_from_separate_tensors", (x, kv), (a, b), {"num_heads": 8, "num_kv_heads": 2}),
    ):
        _same(
            getattr(ttnn.experimental, name)(*tensors, **keywords, memory_config=ttnn.L1_HEIGHT_SHARDED_MEMORY_CONFIG),
            GOLDEN[f"ttnn.experimental.{name}"](*hosts, **keywords),
            "bfloat16",
        )


def test_experimental_forms_with_a_grid(device):
    tensor, x = on_device(random((2, 1, 64, 384), 8), "bfloat16", device)
    split = ttnn.experimental.split_query_key_value_and_split_heads(tensor, ttnn.CoreCoord(2, 2), num_heads=4)
    _same(split, GOLDEN["ttnn.experimental.split_query_key_value_and_split_heads"](x, num_heads=4), "bfloat16")
    _same(ttnn.experimental.concatenate_heads(split[0], ttnn.CoreCoord(2, 2)), x[..., :128], "bfloat16")


def test_concat_boltz(device):
    tensor, x = on_device(random((4, 3, 33, 32), 9), "bfloat16", device)
    _same(
        ttnn.experimental.nlp_concat_heads_boltz(tensor),
        GOLDEN["ttnn.experimental.nlp_concat_heads_boltz"](x),
        "bfloat16",
    )


@pytest.mark.parametrize("users", [1, 7, 32])
def test_concat_decode(users, device):
    width = min(users, 8)
    rows = -(-users // 8)
    config = _sharded("HEIGHT", ((0, 0), (width - 1, rows - 1)), [32, 64])
    tensor, x = on_device(random((1, users, 32, 64), 10), "bfloat16", device, memory_config=config)
    got = ttnn.experimental.nlp_concat_heads_decode(tensor, num_heads=12)
    _same(got, GOLDEN["ttnn.experimental.nlp_concat_heads_decode"](x, num_heads=12), "bfloat16")
    assert got.memory_config().shard_spec.num_cores() == 12


def test_decode_takes_a_slice_of_the_batch(device):
    tensor, x = on_device(random((1, 1, 16, 768), 11), "bfloat16", device)
    first, host = on_device(torch.tensor([8], dtype=torch.int32), "int32", device, "ROW_MAJOR")
    keywords = {"num_heads": 8, "num_kv_heads": 2, "slice_size": 4}
    _same(
        ttnn.experimental.nlp_create_qkv_heads_decode(tensor, batch_offset=first, **keywords),
        GOLDEN["ttnn.experimental.nlp_create_qkv_heads_decode"](x, batch_offset=host, **keywords),
        "bfloat16",
    )


def test_heads_that_are_refused(device):
    tensor, _ = on_device(random((1, 1, 32, 200), 12), "bfloat16", device)
    with pytest.raises(RuntimeError, match="Unsupported input shape"):
        ttnn.experimental.nlp_create_qkv_heads(tensor, num_heads=3)
    with pytest.raises(RuntimeError, match="must be TILE"):
        ttnn.experimental.nlp_concat_heads(ttnn.to_layout(tensor, ttnn.ROW_MAJOR_LAYOUT))
    with pytest.raises(RuntimeError, match="Input tensor must be sharded"):
        ttnn.experimental.nlp_concat_heads_decode(tensor, num_heads=2)


# --- rotary embedding ---


def _caches(shape, dtype, device, seed=20):
    angle = random(shape, seed, 0, 3)
    return (*on_device(angle.cos(), dtype, device), *on_device(angle.sin(), dtype, device))


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "bfloat8_b"])
@pytest.mark.parametrize("token", [None, 0, 5])
@pytest.mark.parametrize("shape", [(1, 3, 32, 64), (1, 2, 33, 128)])
def test_rotary_embedding(shape, token, dtype, device):
    tensor, x = on_device(random(shape, 13), dtype, device)
    cos, c, sin, s = _caches((1, 1, 64, shape[-1]), dtype, device)
    _same(
        ttnn.experimental.rotary_embedding(tensor, cos, sin, token),
        GOLDEN["ttnn.experimental.rotary_embedding"](x, c, s, token),
        dtype,
        {"float32": 1e-5}.get(dtype, 0.04),
    )
    got = ttnn.transformer.rotary_embedding(tensor, cos, sin, token)
    _same(got, GOLDEN["ttnn.transformer.rotary_embedding"](x, c, s, token), dtype, {"float32": 1e-5}.get(dtype, 0.04))


def test_positions_share_a_program(device):
    tensor, x = on_device(random((1, 3, 32, 64), 14), "bfloat16", device)
    cos, c, sin, s = _caches((1, 1, 64, 64), "bfloat16", device)
    ttnn.experimental.rotary_embedding(tensor, cos, sin, 1)
    before = device.num_program_cache_entries()
    for token in range(2, 9):
        _same(
            ttnn.experimental.rotary_embedding(tensor, cos, sin, token),
            GOLDEN["ttnn.experimental.rotary_embedding"](x, c, s, token),
            "bfloat16",
            0.02,
        )
    assert device.num_program_cache_entries() == before


def _swap():
    """Turns neighbouring columns."""
    matrix = torch.zeros(1, 1, 32, 32)
    for i in range(0, 32, 2):
        matrix[0, 0, i, i + 1], matrix[0, 0, i + 1, i] = 1, -1
    return matrix


def test_rotary_embedding_llama(device):
    tensor, x = on_device(random((2, 3, 33, 64), 15), "bfloat16", device)
    cos, c, sin, s = _caches((1, 1, 64, 64), "bfloat16", device)
    turn, t = on_device(_swap(), "bfloat16", device)
    _same(
        ttnn.experimental.rotary_embedding_llama(tensor, cos, sin, turn),
        GOLDEN["ttnn.experimental.rotary_embedding_llama"](x, c, s, t),
        "bfloat16",
        0.02,
    )
    with pytest.raises(RuntimeError, match="HEIGHT_SHARDED|must be 1"):
        ttnn.experimental.rotary_embedding_llama(tensor, cos, sin, turn, is_decode_mode=True)


def test_rotary_embedding_llama_of_one_token(device):
    q_cores, k_cores, shard = ((0, 0), (3, 0)), ((0, 1), (3, 1)), [32, 64]
    (q, a), (k, b) = (
        on_device(random((1, 4, heads, 64), 16), "bfloat16", device, memory_config=_sharded("HEIGHT", cores, shard))
        for heads, cores in ((8, q_cores), (2, k_cores))
    )
    cos, c, sin, s = _caches((1, 8, 1, 64), "bfloat16", device)
    turn, t = on_device(_swap().repeat(1, 1, 4, 1), "bfloat16", device)
    want = GOLDEN["ttnn.experimental.rotary_embedding_llama_fused_qk"](a, b, c, s, t)
    got = ttnn.experimental.rotary_embedding_llama_fused_qk(q, k, cos, sin, turn)
    _same(got, want, "bfloat16", 0.02)
    assert got[1].memory_config() == k.memory_config()
    cos4, sin4 = cos[:, 0:4], sin[:, 0:4]
    _same(ttnn.experimental.rotary_embedding_llama(q, cos4, sin4, turn, is_decode_mode=True), want[0], "bfloat16", 0.02)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "bfloat8_b", "int32"])
def test_rotate_half(dtype, device):
    values = (
        random((2, 3, 33, 128), 17)
        if dtype != "int32"
        else torch.randint(-(2**30), 2**30, (2, 3, 33, 128), dtype=torch.int32)
    )
    tensor, x = on_device(values, dtype, device)
    got = ttnn.experimental.rotate_half(tensor)
    check(got, GOLDEN["ttnn.experimental.rotate_half"](x), dtype, "TILE", MOVED.get(dtype))
    with pytest.raises(RuntimeError, match="must be divisible by 64"):
        ttnn.experimental.rotate_half(on_device(random((1, 1, 32, 32), 18), "bfloat16", device)[0])
