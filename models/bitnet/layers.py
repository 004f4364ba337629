"""The layers of BitNet b1.58 on ttnn: RMSNorm, BitLinear, Attention with a key-value cache, FFN.

Ternary values are exact in every format of the weights, and the sums of 8-bit activations are whole numbers that
float32 holds, so with 8-bit activations the format changes memory and speed but no bit of a result. Between the layers
everything is float32: rounding to 8 bits turns the smallest difference into a whole step. Attention runs in bf16.
"""

import numpy as np
import ttnn

from models.bitnet import packing

WEIGHT_DTYPES = {"bf16": ttnn.bfloat16, "bfp8": ttnn.bfloat8_b, "bfp4": ttnn.bfloat4_b}
PACKED_DTYPES = {"two-bits": ttnn.uint32, "five-digits": ttnn.uint8}
WEIGHT_FORMATS = (*WEIGHT_DTYPES, *PACKED_DTYPES)
ACTIVATIONS = ("int8", "bf16")
SMALLEST = 1e-5
PAGE = 32


class Placement:
    """Where and how layers put their arrays: the device, the formats of weights and activations, the arithmetic."""

    def __init__(self, device, dtype, activations="int8"):
        if dtype not in WEIGHT_FORMATS:
            raise ValueError(f"[BitNet] dtype: expected one of {', '.join(WEIGHT_FORMATS)}, got {dtype!r}")
        if activations not in ACTIVATIONS:
            raise ValueError(f"[BitNet] activations: expected one of {', '.join(ACTIVATIONS)}, got {activations!r}")
        self.device, self.format, self.activations = device, dtype, activations
        self.packed = dtype in PACKED_DTYPES
        self.precise = ttnn.init_device_compute_kernel_config(
            device.arch(),
            math_fidelity=ttnn.MathFidelity.HiFi4,
            math_approx_mode=False,
            fp32_dest_acc_en=True,
            packer_l1_acc=True,
        )

    def put(self, array, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
        return ttnn.from_torch(array, dtype=dtype, layout=layout, device=self.device)

    def put_ternary(self, parts):
        """Matrices (out, in) side by side, as the right operand of a product."""
        if not self.packed:
            values = np.concatenate([part.values for part in parts])
            return self.put(np.ascontiguousarray(values.T)[None, None], WEIGHT_DTYPES[self.format])
        down = parts[0].shape[1] // 32
        data = [part.words if self.format == "two-bits" else packing.digits_of(part.words) for part in parts]
        tiles = np.concatenate([d.reshape(down, -1, d.shape[-1]) for d in data], axis=1)
        tiles = np.ascontiguousarray(tiles.reshape(-1, tiles.shape[-1]))
        return self.put(tiles, PACKED_DTYPES[self.format], ttnn.ROW_MAJOR_LAYOUT)


class RMSNorm:
    def __init__(self, place, weight, epsilon):
        self.weight = place.put(weight.reshape(1, 1, 1, -1))
        self.epsilon, self.precise = epsilon, place.precise

    def __call__(self, x):
        return ttnn.rms_norm(x, weight=self.weight, epsilon=self.epsilon, compute_kernel_config=self.precise)


def quantise(place, x):
    """What linear layers read of float32 x: 8-bit whole numbers per token and the float32 factor (.., 1) that turns
    them back; or bf16 and None. The largest magnitude becomes 127, so nothing needs clamping."""
    if place.activations == "bf16":
        return ttnn.typecast(x, ttnn.bfloat16), None
    largest = ttnn.clamp(ttnn.max(ttnn.abs(x), dim=-1, keepdim=True), min=SMALLEST)
    levels = ttnn.multiply(x, ttnn.rdiv(largest, 127.0), activations=[ttnn.UnaryOpType.ROUND])
    # what multiplies packed weights gives sums in the type of its input
    return levels if place.packed else ttnn.typecast(levels, ttnn.bfloat16), ttnn.multiply(largest, 1 / 127)


class BitLinear:
    """One or more ternary matrices (out, in) that read the same input, side by side, each with its own scale."""

    def __init__(self, place, *parts):
        self.place, self.weight, self.one = place, place.put_ternary(parts), len(parts) == 1
        self.scale = float(np.float32(parts[0].scale))
        if not self.one:
            scales = np.concatenate([np.full(part.shape[0], part.scale, np.float32) for part in parts])
            self.scale = place.put(scales.reshape(1, 1, 1, -1), ttnn.float32)

    def _product(self, x):
        config = self.place.precise
        if self.place.packed:
            return ttnn.experimental.ternary_matmul(x, self.weight, compute_kernel_config=config)
        return ttnn.matmul(x, self.weight, dtype=ttnn.float32, compute_kernel_config=config)

    def __call__(self, inputs):
        """float32; `inputs` is what quantise gave."""
        x, factor = inputs
        sums = self._product(x)
        if sums.dtype != ttnn.float32:
            sums = ttnn.typecast(sums, ttnn.float32)
        if factor is None:
            return ttnn.multiply(sums, self.scale)
        if self.one:  # one scale joins the factor, which is a column; several are a row
            return ttnn.multiply(sums, ttnn.multiply(factor, self.scale))
        return ttnn.multiply(ttnn.multiply(sums, self.scale), factor)


class Cache:
    """Keys and values of all users: one stretch a user, or pages of 32 tokens that a table names."""

    def __init__(self, place, config, batch, tokens, page_table=None):
        shape = (batch, config.kv_heads, tokens, config.head_dim)
        if page_table is not None:
            shape = (batch * tokens // PAGE, config.kv_heads, PAGE, config.head_dim)
        empty = np.zeros(shape, np.float32)
        self.keys, self.values = place.put(empty), place.put(empty)
        self.page_table, self.scale, self.precise = page_table, config.head_dim**-0.5, place.precise

    def fill(self, keys, values, user):
        for cache, rows in ((self.keys, keys), (self.values, values)):
            if self.page_table is None:
                ttnn.fill_cache(cache, rows, user)
            else:
                ttnn.experimental.paged_fill_cache(cache, rows, self.page_table, batch_idx=user)

    def update(self, keys, values, positions):
        for cache, row in ((self.keys, keys), (self.values, values)):
            ttnn.experimental.paged_update_cache(cache, row, update_idxs_tensor=positions, page_table=self.page_table)

    def attend(self, queries, positions):
        rest = dict(cur_pos_tensor=positions, scale=self.scale, compute_kernel_config=self.precise)
        if self.page_table is None:
            return ttnn.transformer.scaled_dot_product_attention_decode(queries, self.keys, self.values, **rest)
        return ttnn.transformer.paged_scaled_dot_product_attention_decode(
            queries, self.keys, self.values, self.page_table, **rest
        )


class Attention:
    def __init__(self, place, config, weights, layer, cache):
        def part(name):
            return weights.layer_ternary(layer, f"self_attn.{name}_proj")

        self.place, self.config, self.cache = place, config, cache
        self.qkv = BitLinear(place, part("q"), part("k"), part("v"))
        self.out = BitLinear(place, part("o"))
        sub_norm = weights.layer_tensor(layer, "self_attn.attn_sub_norm")
        self.sub_norm = RMSNorm(place, sub_norm, config.epsilon)

    def _qkv(self, x):
        return ttnn.typecast(self.qkv(quantise(self.place, x)), ttnn.bfloat16)

    def prefill(self, x, angles, user):
        counts = dict(num_heads=self.config.heads, num_kv_heads=self.config.kv_heads)
        q, k, v = ttnn.experimental.nlp_create_qkv_heads(self._qkv(x), transpose_k_heads=False, **counts)
        q, k = (ttnn.experimental.rotary_embedding_hf(t, *angles) for t in (q, k))
        self.cache.fill(k, v, user)
        mixed = ttnn.transformer.scaled_dot_product_attention(
            q, k, v, is_causal=True, scale=self.cache.scale, compute_kernel_config=self.place.precise
        )
        return self._joined(ttnn.experimental.nlp_concat_heads(mixed))

    def decode(self, x, angles, positions):
        """`positions` is a device tensor with the position of each user's token; x is (1, 1, users, hidden)."""
        counts = dict(num_heads=self.config.heads, num_kv_heads=self.config.kv_heads)
        q, k, v = ttnn.experimental.nlp_create_qkv_heads_decode(self._qkv(x), **counts)
        q, k = (ttnn.experimental.rotary_embedding_hf(t, *angles, is_decode_mode=True) for t in (q, k))
        self.cache.update(k, v, positions)
        mixed = self.cache.attend(q, positions)
        return self._joined(ttnn.reshape(mixed, (1, 1, x.shape[2], self.config.hidden)))

    def _joined(self, mixed):
        return self.out(quantise(self.place, self.sub_norm(ttnn.typecast(mixed, ttnn.float32))))


class FFN:
    """down(sub_norm(relu(gate x)^2 * up x))"""

    def __init__(self, place, config, weights, layer):
        self.place = place
        self.gate, self.up, self.down = (
            BitLinear(place, weights.layer_ternary(layer, f"mlp.{name}_proj")) for name in ("gate", "up", "down")
        )
        self.sub_norm = RMSNorm(place, weights.layer_tensor(layer, "mlp.ffn_sub_norm"), config.epsilon)

    def __call__(self, x):
        inputs = quantise(self.place, x)
        squared = [ttnn.UnaryOpType.RELU, ttnn.UnaryOpType.SQUARE]
        inner = ttnn.multiply(self.gate(inputs), self.up(inputs), input_tensor_a_activations=squared)
        return self.down(quantise(self.place, self.sub_norm(inner)))
