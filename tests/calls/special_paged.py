"""Rules for paged caches and for attention against pages, of two sequences, of a ring and latent; see draw.py."""

import numpy as np
import ttnn
from arguments import always
from draw import SKIP, shapes_of, special

# --- paged caches ---

PAGED = "paged_(update|fill)_cache|paged_fused_update_cache"
shapes_of(PAGED, (12, 2, 32, 64), (8, 1, 64, 32), (9, 3, 32, 32))
shapes_of("nlp_kv_cache_load_slice", (2, 3, 64, 32), (1, 2, 96, 64))
USERS, PAGES = 2, 4


def page_table(d, users, blocks):
    order = d.numbers.permutation(max(blocks, users * PAGES))[: users * PAGES].astype(np.int32).reshape(users, PAGES)
    return d.tensor(order.shape, "int32", "ROW_MAJOR", array=order)


def whole(d, numbers):
    array = np.array(numbers, np.int32)
    return d.tensor(array.shape, "int32", "ROW_MAJOR", array=array)


@special("paged_fill_cache", "input_tensor")
def _prompt(d, _):
    _, heads, _, width = d.shape
    return d.tensor((1, heads, d.rng.choice((32, 50, 7)), width), layout="TILE")


@special(PAGED, "page_table")
@always
def _table(d, _):
    return page_table(d, USERS, d.shape[0])


@special("paged_(fused_)?update_cache", "input_tensor", "input_tensor1", "input_tensor2")
def _tokens_of_users(d, parameter):
    _, heads, _, width = d.shape
    row = 1 if parameter.name.endswith("2") else 0
    return d.tensor((1, USERS, heads, width), "bfloat16", "TILE", memory="HEIGHT", parts=(USERS, 1), row=row)


@special("paged_(fused_)?update_cache", "cache_tensor2")
def _second_cache(d, _):
    return d.tensor(d.shape)


@special("paged_(fused_)?update_cache", "update_idxs", "update_idxs_tensor")
@always
def _positions(d, parameter):
    listed = d.once("listed", lambda: d.chance(0.5))
    if listed == parameter.name.endswith("tensor"):
        return SKIP
    numbers = [d.rng.randrange(PAGES * d.shape[2]) for _ in range(USERS)]
    return numbers if listed else whole(d, numbers)


@special(
    PAGED,
    *("share_cache", "batch_offset", "block_size", "num_kv_heads", "cache_position_modulo"),
    *("batch_idx_tensor", "valid_seq_len_tensor", "mesh_coords"),
)
def _other_forms(d, _):
    return SKIP


@special("paged_fill_cache", "batch_idx")
def _user(d, _):
    return d.rng.randrange(USERS)


@special("nlp_kv_cache_load_slice", "seq_len_start", "seq_len_end")
def _rows_of_cache(d, parameter):
    start = d.once("start", lambda: d.rng.choice((0, 32)))
    return start if parameter.name.endswith("start") else start + 32


# --- attention against pages, of two sequences, of a ring, latent ---

CHUNKED = "chunked_scaled_dot_product_attention|chunked_flash_mla_prefill"
DECODE = "paged_scaled_dot_product_attention_decode|(paged_)?flash_multi_latent_attention_decode"
shapes_of(CHUNKED, (1, 4, 32, 64), (2, 2, 64, 32))
shapes_of(DECODE, (1, 2, 4, 64), (1, 1, 8, 96), (1, 3, 32, 64))
shapes_of("joint_scaled_dot_product_attention", (1, 2, 40, 32), (2, 3, 32, 64))
shapes_of("ring_distributed_scaled_dot_product_attention", (1, 4, 128, 32), (2, 2, 256, 64))
BLOCKS, BLOCK = 12, 32


@special(f"{CHUNKED}|{DECODE}", "input_tensor_k", "input_tensor_v")
def _pages(d, parameter):
    latent = "latent" in d.overload.short or "mla" in d.overload.short
    if latent and parameter.name.endswith("v"):
        return None
    heads = d.shape[2] if d.overload.short.endswith("decode") else d.shape[1]
    kv = 1 if latent else d.once("kv heads", lambda: d.rng.choice([n for n in (1, 2, heads) if n and heads % n == 0]))
    if d.overload.short == "flash_multi_latent_attention_decode":
        return d.tensor((d.shape[1], 1, 64, d.shape[3]))
    return d.tensor((BLOCKS, kv, BLOCK, d.shape[3]))


@special(f"{CHUNKED}|{DECODE}", "page_table_tensor")
def _table_of_blocks(d, _):
    return page_table(d, d.shape[1] if d.overload.short.endswith("decode") else d.shape[0], BLOCKS)


@special(CHUNKED, "chunk_start_idx")
@always
def _chunk_start(d, _):
    return d.rng.choice((0, 32, 64))


@special(".*latent_attention_decode|chunked_flash_mla_prefill", "head_dim_v")
def _width_of_values(d, _):
    return 32


@special(DECODE, "cur_pos_tensor")
@always
def _current(d, _):
    if d.overload.short.startswith("flash"):
        return SKIP
    return whole(d, [d.rng.randrange(PAGES * BLOCK) for _ in range(d.shape[1])])


@special(DECODE, "cur_pos")
@always
def _listed(d, _):
    return [d.rng.randrange(64) for _ in range(d.shape[1])]


@special(
    f"{CHUNKED}|{DECODE}|joint_.*|ring_distributed_.*",
    *("chunk_start_idx_tensor", "paged_cache_geometry", "attention_sink", "attn_mask", "is_causal", "page_table"),
    *("cache_position_modulo", "spec_multi_pos_tiles", "chunk_start_idx"),
)
def _usual(d, _):
    return SKIP


@special(f"{CHUNKED}|{DECODE}", "sliding_window_size")
def _window(d, _):
    return SKIP if "latent" in d.overload.short else d.rng.choice((8, 32))


@special("joint_scaled_dot_product_attention", "joint_tensor_q", "joint_tensor_k", "joint_tensor_v")
def _joint(d, _):
    length = d.once("joint", lambda: d.rng.choice((7, 32)))
    return d.tensor((*d.shape[:2], length, d.shape[3]))


@special("joint_scaled_dot_product_attention", "joint_strategy")
def _rear(d, _):
    return "rear"


@special("joint_scaled_dot_product_attention", "program_config")
def _chunks(d, _):
    grid = ttnn.CoreCoord(8, 8)
    return ttnn.SDPAProgramConfig(compute_with_storage_grid_size=grid, q_chunk_size=32, k_chunk_size=32)


@special("ring_distributed_scaled_dot_product_attention", "ring_size", "ring_id")
@always
def _place_in_ring(d, parameter):
    return 2 if parameter.name == "ring_size" else d.rng.randint(0, 1)
