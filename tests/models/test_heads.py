"""Heads, rotary embedding and key-value caches against NumPy, in the forms that the models call and some odd ones."""

import numpy as np
import pytest

ttnn = pytest.importorskip("ttnn")
from models.llama.reference import rotate  # noqa: E402


def put(device, array, dtype=None):
    return ttnn.from_torch(array, dtype=dtype or ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)


def get(tensor):
    return ttnn.from_device(ttnn.typecast(tensor, ttnn.float32)).to_numpy()


def whole_numbers(*shape):
    """Values that bfloat16 holds, different at every place of a small tensor."""
    return (np.arange(np.prod(shape)) % 251 - 125).astype(np.float32).reshape(shape)


@pytest.mark.parametrize("tokens", [1, 32, 45])
@pytest.mark.parametrize("transpose", [False, True])
def test_create_heads(device, tokens, transpose):
    x = whole_numbers(2, 1, tokens, 8 * 64)
    parts = ttnn.experimental.nlp_create_qkv_heads(
        put(device, x), num_heads=4, num_kv_heads=2, transpose_k_heads=transpose
    )
    heads = x.reshape(2, tokens, 8, 64).transpose(0, 2, 1, 3)
    k = heads[:, 4:6].transpose(0, 1, 3, 2) if transpose else heads[:, 4:6]
    for part, expected in zip(parts, (heads[:, :4], k, heads[:, 6:]), strict=True):
        np.testing.assert_array_equal(get(part), expected)


@pytest.mark.parametrize("tokens", [1, 64, 45])
def test_concat_heads(device, tokens):
    x = whole_numbers(2, 3, tokens, 64)
    result = get(ttnn.experimental.nlp_concat_heads(put(device, x)))
    np.testing.assert_array_equal(result, x.transpose(0, 2, 1, 3).reshape(2, 1, tokens, 192))


def angles(length):
    angle = np.arange(length)[:, None] * 100.0 ** (-np.arange(32) / 32)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def caches(device, cos, sin):
    return [put(device, np.concatenate([t, t], -1)[None, None], ttnn.float32) for t in (cos, sin)]


@pytest.mark.parametrize("tokens", [1, 32, 45])
def test_rotary_hf(device, tokens):
    x, (cos, sin) = whole_numbers(1, 3, tokens, 64), angles(64)
    result = ttnn.experimental.rotary_embedding_hf(put(device, x, ttnn.float32), *caches(device, cos, sin))
    np.testing.assert_allclose(get(result)[0], rotate(x[0], cos[:tokens], sin[:tokens]), atol=1e-4)


def test_rotary_with_a_token_index(device):
    x, (cos, sin) = whole_numbers(1, 1, 9, 64), angles(64)
    result = get(ttnn.experimental.rotary_embedding(put(device, x, ttnn.float32), *caches(device, cos, sin), 33))
    assert result.shape == (1, 1, 32, 64)
    np.testing.assert_allclose(result[0, :, :9], rotate(x[0], cos[33:34], sin[33:34]), atol=1e-4)


@pytest.mark.parametrize("dtype", ["bfloat16", "bfloat8_b"])
def test_caches_are_written_in_place(device, dtype):
    dtype, generator = getattr(ttnn, dtype), np.random.default_rng(0)
    cache = put(device, generator.standard_normal((2, 3, 100, 64)).astype(np.float32), dtype)
    prompt = put(device, generator.standard_normal((1, 3, 64, 64)).astype(np.float32), dtype)
    token = put(device, np.full((1, 3, 2, 64), 0.5, np.float32))
    expected = get(cache)
    expected[1, :, :64] = get(prompt)[0]
    ttnn.fill_cache(cache, prompt, 1)
    np.testing.assert_array_equal(get(cache), expected)
    expected[:, :, 77] = 0.5
    ttnn.update_cache(cache, token, 77)
    np.testing.assert_array_equal(get(cache), expected)


def test_refusals(device):
    cache, row = put(device, whole_numbers(1, 2, 64, 64)), put(device, whole_numbers(1, 2, 1, 64))
    for call, text in (
        (lambda: ttnn.update_cache(cache, row, 64), "update_idx: expected 0 to 63, got 64"),
        (
            lambda: ttnn.fill_cache(cache, put(device, whole_numbers(2, 2, 32, 64)), 0),
            "Input tensor batch size must be 1",
        ),
        (lambda: ttnn.fill_cache(cache, put(device, whole_numbers(1, 2, 96, 64)), 0), "do not fit into a cache of 64"),
        (lambda: ttnn.fill_cache(cache, put(device, whole_numbers(1, 3, 32, 64)), 0), "expected 2 heads"),
        (lambda: ttnn.experimental.rotary_embedding_hf(row, cache, cache), "Cos dims|positions"),
        (lambda: ttnn.experimental.nlp_create_qkv_heads(row, num_heads=4), "Unsupported input shape"),
    ):
        with pytest.raises(RuntimeError, match=text):
            call()


def test_every_position_shares_a_program(device):
    cache, row = put(device, np.zeros((1, 2, 64, 64), np.float32)), put(device, whole_numbers(1, 2, 1, 64))
    ttnn.update_cache(cache, row, 0)
    before = device.num_program_cache_entries()
    for position in (1, 40, 63):
        ttnn.update_cache(cache, row, position)
    assert device.num_program_cache_entries() == before
    written = get(cache).any(axis=(0, 1, 3))
    assert np.flatnonzero(written).tolist() == [0, 1, 40, 63]
