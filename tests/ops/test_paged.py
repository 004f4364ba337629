"""Paged caches, attention against them, joint and latent attention, two-bit weights, against torch."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.paged import GOLDEN
from values import check, on_device, random

from models.bitnet import packing

TRANSFORMER, EXPERIMENTAL = "ttnn.transformer.", "ttnn.experimental."


def _integers(values, device):
    values = torch.tensor(values, dtype=torch.int32)
    return ttnn.from_torch(values, dtype=ttnn.int32, device=device), values


def _users(count, width, rows=32):
    grid = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(count - 1, 0))})
    spec = ttnn.ShardSpec(grid, [rows, width], ttnn.ShardOrientation.ROW_MAJOR)
    return ttnn.MemoryConfig(ttnn.TensorMemoryLayout.HEIGHT_SHARDED, ttnn.BufferType.L1, spec)


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "bfloat8_b"])
@pytest.mark.parametrize("paged", [True, False])
def test_update_and_attention(paged, dtype, device):
    users, heads, kv, width, block = 4, 4, 2, 64, 32
    table, pages = _integers([[7, 2, 5], [0, 1, 3], [4, 6, 8], [9, 10, 11]], device)
    shape = (12, kv, block, width) if paged else (users, kv, 96, width)
    (keys, k), (values, v) = on_device(random(shape, 1), dtype, device), on_device(random(shape, 2), dtype, device)
    token, x = on_device(random((1, users, kv, width), 3), "bfloat16", device, memory_config=_users(users, width))
    positions, at = _integers([0, 33, -1, 95], device)
    keywords, plain = {}, {}
    if paged:
        keywords["page_table"], plain["page_table"] = table, pages
    update = GOLDEN[EXPERIMENTAL + "paged_update_cache"]
    got = ttnn.experimental.paged_update_cache(keys, token, update_idxs_tensor=positions, **keywords)
    assert got.buffer_address() == keys.buffer_address()
    k = update(k, x, update_idxs_tensor=at, **plain)
    tolerance = {"bfloat16": 1e-2, "float32": 1e-6, "bfloat8_b": 0.05}[dtype]
    check(keys, k, dtype, "TILE", tolerance)
    listed = [int(p) for p in at]
    ttnn.experimental.paged_update_cache(values, token, update_idxs=listed, **keywords)
    v = update(v, x, update_idxs=listed, **plain)
    check(values, v, dtype, "TILE", tolerance)
    if not paged:
        return
    query, q = on_device(random((1, users, heads, width), 4), "bfloat16", device)
    got = ttnn.transformer.paged_scaled_dot_product_attention_decode(
        query, keys, values, table, cur_pos_tensor=positions
    )
    want = GOLDEN[TRANSFORMER + "paged_scaled_dot_product_attention_decode"](
        q, k, v, pages, cur_pos_tensor=at.clamp(min=0)
    )
    shown = [0, 1, 3]  # user 2 is skipped
    assert torch.allclose(ttnn.to_torch(got).double()[:, shown], want[:, shown], atol=0.03)


@pytest.mark.parametrize("start", [0, 32])
@pytest.mark.parametrize("window", [None, 20])
def test_chunk_of_a_prompt(start, window, device):
    table, pages = _integers([[3, 1, 0, 2]], device)
    (keys, k), (values, v) = (
        on_device(random((4, 2, 32, 64), 1), "bfloat16", device),
        on_device(random((4, 2, 32, 64), 2), "bfloat16", device),
    )
    query, q = on_device(random((1, 4, 64, 64), 3), "bfloat16", device)
    name = TRANSFORMER + "chunked_scaled_dot_product_attention"
    got = ttnn.transformer.chunked_scaled_dot_product_attention(
        query, keys, values, table, start, sliding_window_size=window
    )
    want = GOLDEN[name](q, k, v, pages, start, sliding_window_size=window)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.03)
    with pytest.raises(RuntimeError, match="do not hold"):
        ttnn.transformer.chunked_scaled_dot_product_attention(query, keys, values, table, 96)


def test_fill_pages(device):
    table, pages = _integers([[1, 3], [2, -1]], device)
    cache, c = on_device(random((4, 2, 32, 64), 1), "bfloat16", device)
    prompt, x = on_device(random((1, 2, 50, 64), 2), "bfloat16", device)
    for user in (0, 1):
        ttnn.experimental.paged_fill_cache(cache, prompt, table, batch_idx=user)
        c = GOLDEN[EXPERIMENTAL + "paged_fill_cache"](c, x, pages, batch_idx=user)
    check(cache, c, "bfloat16", "TILE", 1e-9)
    with pytest.raises(RuntimeError, match="batch_idx"):
        ttnn.experimental.paged_fill_cache(cache, prompt, table, batch_idx=2)
    long, _ = on_device(random((1, 2, 65, 64), 2), "bfloat16", device)
    with pytest.raises(RuntimeError, match="do not fit"):
        ttnn.experimental.paged_fill_cache(cache, long, table)


def test_two_caches_at_once(device):
    caches = [on_device(random((2, 2, 64, 32), seed), "bfloat16", device) for seed in (1, 2)]
    tokens = [
        on_device(random((1, 2, 2, 32), seed), "bfloat16", device, memory_config=_users(2, 32)) for seed in (3, 4)
    ]
    got = ttnn.experimental.paged_fused_update_cache(
        caches[0][0], tokens[0][0], caches[1][0], tokens[1][0], update_idxs=[5, 40]
    )
    want = GOLDEN[EXPERIMENTAL + "paged_fused_update_cache"](
        caches[0][1], tokens[0][1], caches[1][1], tokens[1][1], update_idxs=[5, 40]
    )
    for g, w in zip(got, want, strict=True):
        check(g, w, "bfloat16", "TILE", 1e-9)
    part = ttnn.experimental.nlp_kv_cache_load_slice(got[0], seq_len_start=32, seq_len_end=64)
    assert part.is_sharded()
    check(part, want[0][:, :, 32:64], "bfloat16", "TILE", 1e-9)


def test_joint_attention(device):
    tensors = [on_device(random((1, 2, n, 32), i), "bfloat16", device) for i, n in enumerate((40, 40, 40, 7, 7, 7))]
    config = ttnn.SDPAProgramConfig(
        compute_with_storage_grid_size=ttnn.CoreCoord(8, 8), q_chunk_size=32, k_chunk_size=32
    )
    got = ttnn.transformer.joint_scaled_dot_product_attention(
        *(t for t, _ in tensors), joint_strategy="rear", program_config=config
    )
    want = GOLDEN[TRANSFORMER + "joint_scaled_dot_product_attention"](*(x for _, x in tensors))
    for g, w in zip(got, want, strict=True):
        assert tuple(g.shape) == tuple(w.shape)
        assert torch.allclose(ttnn.to_torch(g).double(), w, atol=0.03)


@pytest.mark.parametrize("ring_id", [0, 1])
def test_part_of_a_ring(ring_id, device):
    tensors = [on_device(random((1, h, 128, 32), i), "bfloat16", device) for i, h in enumerate((4, 2, 2))]
    got = ttnn.transformer.ring_distributed_scaled_dot_product_attention(*(t for t, _ in tensors), 2, ring_id)
    name = TRANSFORMER + "ring_distributed_scaled_dot_product_attention"
    want = GOLDEN[name](*(x for _, x in tensors), 2, ring_id)
    assert tuple(got.shape) == tuple(want.shape) == (1, 4, 64, 32)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.03)
    with pytest.raises(RuntimeError, match="ring_id"):
        ttnn.transformer.ring_distributed_scaled_dot_product_attention(*(t for t, _ in tensors), 2, 2)


def test_latent_attention(device):
    (query, q), (keys, k) = (
        on_device(random((1, 4, 64, 96), 1), "bfloat16", device),
        on_device(random((1, 1, 64, 96), 2), "bfloat16", device),
    )
    got = ttnn.transformer.flash_mla_prefill(query, keys, 64)
    want = GOLDEN[TRANSFORMER + "flash_mla_prefill"](q, k, 64)
    assert tuple(got.shape) == (1, 4, 64, 64)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.03)
    token, t = on_device(random((1, 1, 4, 96), 3), "bfloat16", device)
    positions, at = _integers([40], device)
    got = ttnn.transformer.flash_multi_latent_attention_decode(token, keys, None, 64, cur_pos_tensor=positions)
    want = GOLDEN[TRANSFORMER + "flash_multi_latent_attention_decode"](t, k, None, 64, cur_pos_tensor=at)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.03)


def _packed(weights):
    """Weights [K, N] of -1, 0, 1 as the client packs them: tiles along N first, 64 words of codes each."""
    k, n = weights.shape
    tiles = weights.reshape(k // 32, 32, n // 32, 32).permute(0, 2, 1, 3).reshape(-1)
    words = torch.tensor(ttnn._ttnn.bfp_utils.pack_bfp2(tiles.tolist(), row_major_input=True), dtype=torch.int64)
    return words.reshape(-1, 80)[:, 16:].to(torch.int64)


@pytest.mark.parametrize("rows", [1, 5, 32, 40])
@pytest.mark.parametrize("normed", [False, True])
@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
def test_ternary_matmul(rows, normed, dtype, device):
    weights = torch.randint(-1, 2, (96, 160), generator=torch.Generator().manual_seed(1)).float()
    words = _packed(weights)
    packed = ttnn.from_torch(words.to(torch.uint32), dtype=ttnn.uint32, device=device)
    tensor, x = on_device(random((1, 1, rows, 96), 2), dtype, device)
    keywords, plain = {}, {}
    if normed:
        keywords["norm_weight"], plain["norm_weight"] = on_device(random((1, 1, 1, 96), 3), "bfloat16", device)
        keywords["norm_epsilon"] = plain["norm_epsilon"] = 1e-3
    got = ttnn.experimental.ternary_matmul(tensor, packed, use_packed_ternary=True, **keywords)
    want = GOLDEN[EXPERIMENTAL + "ternary_matmul"](x, words, **plain)
    assert tuple(got.shape) == (1, 1, rows, 160)
    if not normed:
        assert torch.equal(GOLDEN[EXPERIMENTAL + "ternary_matmul"](torch.eye(96), words), weights)
    assert torch.allclose(ttnn.to_torch(got).double(), want, atol=0.15 if normed else 0.06, rtol=0.01)


def test_rows_beyond_a_cores_cache(device):
    """More bytes of activations than stay in a cache, and columns that units of work cannot share evenly: exact sums."""
    generator = torch.Generator().manual_seed(4)
    x = torch.randint(-127, 128, (1, 1, 523, 2080), generator=generator).bfloat16()
    weights = torch.randint(-1, 2, (2080, 352), generator=generator)
    words = torch.from_numpy(packing.words_of(weights.T.contiguous().numpy()))
    packed = ttnn.from_torch(words, dtype=ttnn.uint32, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    tensor = ttnn.from_torch(x, layout=ttnn.TILE_LAYOUT, device=device)
    assert torch.equal(
        ttnn.to_torch(ttnn.experimental.ternary_matmul(tensor, packed)), (x.double() @ weights.double()).bfloat16()
    )


@pytest.mark.parametrize("rows", [1, 5, 40])
@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
def test_five_digits_a_byte_are_the_same_weights(rows, dtype, device):
    weights = torch.randint(-1, 2, (160, 96), generator=torch.Generator().manual_seed(1)).numpy()
    forms = {}
    for form in ("two-bits", "five-digits"):
        data = packing.words_of(weights)
        data = data if form == "two-bits" else packing.digits_of(data)
        kind = ttnn.uint32 if form == "two-bits" else ttnn.uint8
        packed = ttnn.from_torch(torch.from_numpy(data), dtype=kind, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
        tensor, x = on_device(random((1, 1, rows, 96), 2), dtype, device)
        forms[form] = ttnn.to_torch(ttnn.experimental.ternary_matmul(tensor, packed))
        matrix = GOLDEN[EXPERIMENTAL + "ternary_matmul"](torch.eye(96), torch.from_numpy(data))
        assert torch.equal(matrix, torch.from_numpy(weights).T.float())
    assert torch.equal(forms["two-bits"], forms["five-digits"])


def test_packing_matches_the_card(facts):
    import numpy

    vectors = numpy.load(facts / "golden" / "bfp_vectors.npz")
    for name in [k[3:] for k in vectors.files if k.startswith("in_")]:
        words = ttnn._ttnn.bfp_utils.pack_bfp2(numpy.ascontiguousarray(vectors[f"in_{name}"].reshape(-1)))
        want = vectors[f"packed_bfp2_{name}"]
        assert (numpy.array(words, numpy.uint32).reshape(-1)[: want.size] == want.reshape(-1)).all(), name


def test_refusals(device):
    packed = ttnn.from_torch(torch.zeros(15, 64, dtype=torch.int32).to(torch.uint32), dtype=ttnn.uint32, device=device)
    tensor, _ = on_device(random((1, 1, 32, 64), 2), "bfloat16", device)
    with pytest.raises(RuntimeError, match="multiple of K / 32"):
        ttnn.experimental.ternary_matmul(tensor, packed)
    cache, _ = on_device(random((1, 2, 64, 64), 1), "bfloat16", device)
    with pytest.raises(RuntimeError, match="sharded"):
        ttnn.experimental.paged_update_cache(cache, tensor, update_idxs=[3])
