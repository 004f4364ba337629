"""Names, places and meanings of arguments that the official signatures have beside the usual ones."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")

import torch
import ttnn
from ttnn.golden.transformer import GOLDEN as TRANSFORMER
from values import check, integers, on_device, random

HERE, ELSEWHERE = ttnn.MeshCoordinate(0, 0), ttnn.MeshCoordinate(0, 1)


def ints(values, device, layout=ttnn.ROW_MAJOR_LAYOUT, dtype=ttnn.int32):
    return ttnn.from_torch(torch.tensor(values, dtype=torch.int32), dtype=dtype, layout=layout, device=device)


@pytest.fixture(scope="module")
def floats(device):
    return on_device(random((2, 3, 64, 64), 1), "float32", device)


def same(a, b):
    return torch.equal(ttnn.to_torch(a), ttnn.to_torch(b))


# --- names ---


@pytest.mark.parametrize(
    "name,keyword", [("div", "value"), ("divide", "value"), ("floor_div", "value"), ("div_no_nan", "value")]
    + [("fmod", "scalar"), ("maximum", "input_b"), ("minimum", "input_b"), ("rsub", "input_b")],
)  # fmt: skip
def test_names_of_numbers(name, keyword, floats):
    operation = getattr(ttnn, name)
    assert same(operation(floats[0], **{keyword: 1.5}), operation(floats[0], 1.5))


@pytest.mark.parametrize("name", ["and", "or", "xor", "left_shift", "right_shift"])
def test_names_of_bits(name, device):
    tensor = ttnn.from_torch(integers((32, 32), 2, 0), dtype=ttnn.int32, layout=ttnn.TILE_LAYOUT, device=device)
    operation = getattr(ttnn, f"bitwise_{name}")
    assert same(operation(tensor, input_b=3), operation(tensor, 3))


@pytest.mark.parametrize("name", ["add_", "sub_", "subtract_"])
def test_names_in_place(name, floats):
    operation, by_name, by_place = getattr(ttnn, name), ttnn.clone(input=floats[0]), ttnn.clone(floats[0])
    out = operation(input_tensor_a=by_name, input_tensor_b=floats[0], sub_device_id=None)
    assert out.buffer_address() == by_name.buffer_address() and same(by_name, operation(by_place, floats[0]))


def test_names_of_movements(floats):
    tensor, host = floats
    assert same(ttnn.cumprod(input_tensor=tensor, dim=1), ttnn.cumprod(tensor, 1))
    part = ttnn.slice(tensor, starts=[0, 1, 0, 0], ends=[2, 3, 64, 64], steps=[1, 1, 2, 1])
    check(part, host[:, 1:3, ::2], "float32")
    shaped = ttnn.reshape(tensor, logical_shape=ttnn.Shape([6, 64, 64]), padded_shape=ttnn.Shape([6, 64, 64]))
    check(shaped, host.reshape(6, 64, 64), "float32")


def test_two_names_of_one_argument(floats):
    with pytest.raises(TypeError, match="ttnn.div"):
        ttnn.div(floats[0], value=1.0, input_tensor_b=2.0)
    with pytest.raises(TypeError, match="ttnn.div"):
        ttnn.div(floats[0], 1.0, value=2.0)


def test_hooks_see_the_fields_names(floats):
    seen = []
    with ttnn.register_pre_operation_hook(lambda operation, args, kwargs: seen.append(kwargs)):
        ttnn.div(floats[0], value=2.0)
        with pytest.raises(TypeError):
            ttnn.div(floats[0], value=1.0, input_tensor_b=2.0)
    assert seen[0] == {"input_tensor_b": 2.0}


def test_places(floats):
    tensor, host = floats
    check(ttnn.permute(tensor, (0, 2, 1, 3), 0.0), host.permute(0, 2, 1, 3), "float32")
    check(ttnn.transpose(tensor, 1, 2, 0.0), host.transpose(1, 2), "float32")


def test_products_and_sums_of_values(floats):
    (tensor, host), other = floats, 0.5
    check(ttnn.mac(tensor, tensor, value=other), host * host + 0.5, "float32")
    check(ttnn.mac(tensor, value=other, input_tensor_c=tensor), host * 0.5 + host, "float32")
    check(ttnn.mac(tensor, value1=2.0, value2=other), host * 2 + 0.5, "float32")


# --- meanings ---


def test_slices_by_tensors(floats, device):
    tensor, host = floats
    starts, ends = ints([0, 1, 32, 0], device), ints([2, 3, 64, 64], device, dtype=ttnn.uint32)
    check(ttnn.slice(tensor, starts, ends), host[:, 1:3, 32:], "float32")
    starts = ints([0, 0, 32, 0], device)
    half = ttnn.slice(tensor, starts=starts, ends=ints([2, 3, 64, 64], device), slice_dim=2, num_devices=2)
    check(half, host[:, :, 32:], "float32")
    with pytest.raises(RuntimeError, match="slice_end - slice_start: expected 16"):
        ttnn.slice(tensor, starts, ends, slice_dim=2, num_devices=4)
    with pytest.raises(RuntimeError, match="expected both or none"):
        ttnn.slice(tensor, starts, ends, num_devices=4)
    with pytest.raises(RuntimeError, match="expected 4 integers"):
        ttnn.slice(tensor, ints([0, 1], device), ends)


def test_shards_by_grid(floats):
    tensor, host = floats
    scheme, order = ttnn.TensorMemoryLayout.HEIGHT_SHARDED, ttnn.ShardOrientation.ROW_MAJOR
    out = ttnn.interleaved_to_sharded(tensor, ttnn.CoreCoord(4, 1), [96, 64], scheme, order, ttnn.bfloat16)
    assert out.memory_config().memory_layout == scheme and out.dtype == ttnn.bfloat16
    assert out.memory_config().buffer_type == ttnn.BufferType.L1
    spec = out.memory_config().shard_spec
    assert list(spec.shape) == [96, 64] and spec.grid.num_cores() == 4
    check(out, host, "bfloat16")
    cores = ttnn.CoreRangeSet({ttnn.CoreRange(ttnn.CoreCoord(1, 0), ttnn.CoreCoord(2, 1))})
    named = {"shard_shape": [96, 64], "shard_scheme": scheme, "shard_orientation": order}
    check(ttnn.interleaved_to_sharded(tensor, grid=cores, **named, keep_l1_aligned=True), host, "float32")
    with pytest.raises(RuntimeError, match="shard_shape: expected height and width"):
        ttnn.interleaved_to_sharded(tensor, cores, [96], scheme, order)


@pytest.mark.parametrize("name,keyword", [("topk", "output_tensor"), ("sort", "out")])
def test_tensors_that_receive_an_order(name, keyword, floats):
    tensor = floats[0]
    operation = getattr(ttnn, name)
    want = operation(tensor, dim=-1)
    given = tuple(ttnn.zeros_like(t) for t in want)
    got = operation(tensor, dim=-1, **{keyword: given})
    for a, b, c in zip(want, given, got):
        assert b.buffer_address() == c.buffer_address() and same(a, b)
    with pytest.raises(RuntimeError, match=rf"{keyword}\[0\]: expected"):
        operation(tensor, dim=-1, **{keyword: (given[1], given[1])})
    with pytest.raises(RuntimeError, match="expected a tensor for the elements"):
        operation(tensor, dim=-1, **{keyword: (given[0],)})


def test_product_into_a_tensor(floats, device):
    tensor, host = on_device(random((2, 3, 32, 64), 4, 0.7, 1.3), "bfloat16", device)
    place = ttnn.zeros([1, 1, 32, 64], dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    out = ttnn.prod(tensor, place, dims=[0, 1])
    assert out.buffer_address() == place.buffer_address()
    check(place, host.prod(0, keepdim=True).prod(1, keepdim=True), "bfloat16", tolerance=0.02)
    with pytest.raises(RuntimeError, match="output_tensor: expected"):
        ttnn.prod(tensor, place, dims=[0])
    with pytest.raises(RuntimeError, match="appears twice"):
        ttnn.prod(tensor, place, dims=[0, -4])


def test_forms_of_geglu(floats):
    tensor, host = floats
    a, b = host.chunk(2, -1)
    tanh = ttnn.geglu(tensor, variant=ttnn.GeluVariant.Tanh)
    check(tanh, a * torch.nn.functional.gelu(b, approximate="tanh"), "float32")
    assert not same(tanh, ttnn.geglu(tensor))


@pytest.mark.parametrize("offset", [0, 32])
@pytest.mark.parametrize("joined", [False, True])
def test_attention_within_windows(offset, joined, device):
    shapes = ((2, 4, 64, 32), (2, 2, 96, 32), (2, 2, 96, 32))
    (q, a), (k, b), (v, c) = (on_device(random(s, i), "float32", device) for i, s in enumerate(shapes))
    ends = [0, 20, 64, 96]
    golden = TRANSFORMER["ttnn.transformer.scaled_dot_product_attention"]
    how = {"is_causal": False, "output_concat_heads": joined}
    want = golden(a, b, c, **how, cu_window_seqlens=torch.tensor(ends), windowed_q_token_offset=offset)
    attention = ttnn.transformer.scaled_dot_product_attention
    got = attention(q, k, v, **how, cu_window_seqlens=ints(ends, device), windowed_q_token_offset=offset)
    check(got, want, "float32", tolerance=1e-4)
    place = ints([offset], device, dtype=ttnn.uint32)
    again = attention(
        q, k, v, **how, cu_window_seqlens=ints(ends, device, dtype=ttnn.uint32), windowed_q_token_offset_tensor=place
    )
    assert same(got, again)


def test_attention_refuses(device):
    q, _ = on_device(random((1, 1, 32, 32), 1), "bfloat16", device)
    ends = ints([0, 32], device)
    attention = ttnn.transformer.scaled_dot_product_attention
    with pytest.raises(RuntimeError, match="is_causal=False"):
        attention(q, q, q, cu_window_seqlens=ends)
    with pytest.raises(RuntimeError, match="needs cu_window_seqlens"):
        attention(q, q, q, windowed_q_token_offset=32)
    for offset in (-1, 2**62):
        with pytest.raises(RuntimeError, match="windowed_q_token_offset: expected 0 to"):
            attention(q, q, q, is_causal=False, cu_window_seqlens=ends, windowed_q_token_offset=offset)
    with pytest.raises(RuntimeError, match="attn_mask_block_map: is not supported"):
        attention(q, q, q, is_causal=False, attn_mask_block_map=ends)


def test_coordinates_of_caches(device):
    cache, host = on_device(random((4, 1, 32, 32), 1), "bfloat16", device)
    prompt, rows = on_device(random((1, 1, 32, 32), 2), "bfloat16", device)
    table = ints([[2, 1]], device)
    fill = ttnn.experimental.paged_fill_cache
    fill(cache, prompt, table, mesh_coords={HERE})
    check(cache, torch.cat([host[:2], rows, host[3:]]), "bfloat16")
    for elsewhere in ({ELSEWHERE}, {HERE, ELSEWHERE}, set()):
        with pytest.raises(RuntimeError, match="mesh_coords: there is one device"):
            fill(cache, prompt, table, mesh_coords=elsewhere)
    with pytest.raises(TypeError):
        fill(cache, prompt, table, mesh_coords=[HERE])
    with pytest.raises(TypeError):
        fill(cache, prompt, table, mesh_coords={(0, 0)})


def test_places_of_a_cache(device):
    cache, host = on_device(random((2, 1, 32, 32), 1), "bfloat16", device)
    token, row = on_device(random((1, 1, 2, 32), 2), "bfloat16", device)
    ttnn.kv_cache.update_cache_for_token_(cache, token, 3, 0, None)
    host[:, 0, 3] = row[0, 0]
    check(cache, host, "bfloat16")


def test_products(floats):
    tensor, host = floats
    place = ttnn.zeros_like(tensor)
    (out,) = ttnn.matmul_batched_weights(tensor, [tensor], optional_output_tensor=place)
    assert out.buffer_address() == place.buffer_address()
    check(place, host @ host, "float32", tolerance=1e-4)
    with pytest.raises(RuntimeError, match="optional_output_tensor: takes the product of one weight"):
        ttnn.matmul_batched_weights(tensor, [tensor, tensor], optional_output_tensor=place)
    assert same(place, ttnn.matmul(tensor, tensor, prefetcher_pipes=[]))
    assert same(place, ttnn.linear(tensor, tensor, prefetcher_pipes=[], in0_column_offset=0))
    with pytest.raises(RuntimeError, match="in0_column_offset: only 0 is supported"):
        ttnn.linear(tensor, tensor, in0_column_offset=1)
    with pytest.raises(TypeError):
        ttnn.matmul(tensor, tensor, prefetcher_pipes=[1])


def test_volumes_of_several_devices(device):
    volume = ttnn.zeros([1, 2, 4, 4, 32], layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    weights = ttnn.zeros([32, 32], layout=ttnn.TILE_LAYOUT, device=device)
    how = {"input_tensor": volume, "weight_tensor": weights, "output_channels": 32, "kernel_size": (1, 1, 1)}
    plain = ttnn.experimental.conv3d(**how, halo_buffer=None, logical_h_mask=0, output_pad_w=0, weight_lo_tensor=None)
    assert list(plain.shape) == [1, 2, 4, 4, 32]
    for given in ({"halo_buffer": volume}, {"logical_h_mask": 2}, {"output_pad_h": 1}, {"pad_offset_tensor": volume}):
        with pytest.raises(RuntimeError, match=f"{next(iter(given))}: is for an image that is divided"):
            ttnn.experimental.conv3d(**how, **given)
    with pytest.raises(RuntimeError, match="weight_lo_tensor: weights in two parts"):
        ttnn.experimental.conv3d(**how, weight_lo_tensor=weights)


def test_hints(floats, device):
    tensor, _ = floats
    indices = ints([[1, 3]], device, dtype=ttnn.uint32)
    table = on_device(random((8, 32), 1), "bfloat16", device, "ROW_MAJOR")[0]
    assert same(
        ttnn.embedding(indices, table, embeddings_type=ttnn.EmbeddingsType.PADDED, padding_idx=0),
        ttnn.embedding(indices, table),
    )
    mode = ttnn.TileReshapeMapMode.RECREATE
    assert same(ttnn.reshape(tensor, (6, 64, 64), reshape_tile_mode=mode), ttnn.reshape(tensor, (6, 64, 64)))
    assert same(ttnn.cumsum(tensor, 1, disable_compensated_sum=True), ttnn.cumsum(tensor, 1))
    for call in (
        lambda: ttnn.embedding(indices, table, embeddings_type=mode),
        lambda: ttnn.reshape(tensor, (6, 64, 64), reshape_tile_mode="CACHE"),
        lambda: ttnn.cumsum(tensor, 1, disable_compensated_sum="no"),
        lambda: ttnn.clamped_silu_glu(tensor, tensor, 1.0, sub_device_id=0),
    ):
        with pytest.raises(TypeError):
            call()
    glu = ttnn.clamped_silu_glu(tensor, tensor, 1.0, sub_device_id=ttnn.SubDeviceId(0))
    assert same(glu, ttnn.clamped_silu_glu(tensor, tensor, 1.0))
    assert list(ttnn.situ_glu(tensor, tensor, 1.0, 2.0, sub_device_id=None).shape) == list(tensor.shape)


def test_what_may_be_left_out_before_what_may_not(device):
    assert ttnn.to_torch(ttnn.moreh_arange(end=4, device=device)).tolist() == [0, 1, 2, 3]
    blocks = ttnn.ones([1, 4, 9], dtype=ttnn.bfloat16, layout=ttnn.ROW_MAJOR_LAYOUT, device=device)
    folded = ttnn.moreh_fold(blocks, output_size=(4, 4), kernel_size=(2, 2))
    assert list(folded.shape) == [1, 1, 4, 4]
    token, keys = (on_device(random(s, 1), "bfloat16", device)[0] for s in ((1, 1, 4, 64), (1, 1, 64, 64)))
    decode = ttnn.transformer.flash_multi_latent_attention_decode
    assert same(decode(token, keys, head_dim_v=32, cur_pos=[9]), decode(token, keys, None, 32, cur_pos=[9]))
