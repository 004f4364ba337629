"""The layers of BitNet b1.58 on ttnn: RMSNorm, BitLinear, Attention with a key-value cache, FFN.

Ternary values are exact in bf16, bfp8 and bfp4 alike, so the weights' format changes memory and speed but no result.
Between the layers everything is float32: rounding to 8 bits turns the smallest difference into a whole step, so bf16
activations would cost two digits. The 8-bit integers themselves are exact in bf16; attention runs in bf16.
"""

import numpy as np
import ttnn

WEIGHT_DTYPES = {"bf16": ttnn.bfloat16, "bfp8": ttnn.bfloat8_b, "bfp4": ttnn.bfloat4_b}
SMALLEST = 1e-5


class Placement:
    """Where and how layers put their arrays: the device, the weights' format, the arithmetic."""

    def __init__(self, device, dtype):
        if dtype not in WEIGHT_DTYPES:
            raise ValueError(f"[BitNet] dtype: expected one of {', '.join(WEIGHT_DTYPES)}, got {dtype!r}")
        self.device, self.weight_dtype = device, WEIGHT_DTYPES[dtype]
        self.precise = ttnn.init_device_compute_kernel_config(
            device.arch(),
            math_fidelity=ttnn.MathFidelity.HiFi4,
            math_approx_mode=False,
            fp32_dest_acc_en=True,
            packer_l1_acc=True,
        )

    def put(self, array, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
        return ttnn.from_torch(array, dtype=dtype, layout=layout, device=self.device)


class RMSNorm:
    def __init__(self, place, weight, epsilon):
        self.weight = place.put(weight.reshape(1, 1, 1, -1))
        self.epsilon, self.precise = epsilon, place.precise

    def __call__(self, x):
        return ttnn.rms_norm(x, weight=self.weight, epsilon=self.epsilon, compute_kernel_config=self.precise)


def quantise(x):
    """8-bit integers of float32 x per token, as bf16, and the float32 factor (.., 1) that turns them back."""
    largest = ttnn.clamp(ttnn.max(ttnn.abs(x), dim=-1, keepdim=True), min=SMALLEST)
    levels = ttnn.round(ttnn.multiply(x, ttnn.multiply(ttnn.reciprocal(largest), 127.0)))
    return ttnn.typecast(ttnn.clamp(levels, min=-128.0, max=127.0), ttnn.bfloat16), ttnn.multiply(largest, 1 / 127)


class BitLinear:
    """One or more ternary matrices (out, in) that read the same input, side by side, each with its own scale."""

    def __init__(self, place, *parts):
        values = np.concatenate([part.values for part in parts])
        scales = np.concatenate([np.full(len(part.values), part.scale, np.float32) for part in parts])
        self.weight = place.put(np.ascontiguousarray(values.T), place.weight_dtype)
        self.scales = place.put(scales.reshape(1, 1, 1, -1), ttnn.float32)
        self.precise = place.precise

    def __call__(self, x):
        levels, factor = quantise(x)
        product = ttnn.matmul(levels, self.weight, dtype=ttnn.float32, compute_kernel_config=self.precise)
        return ttnn.multiply(ttnn.multiply(product, self.scales), factor)


class Attention:
    def __init__(self, place, config, weights, layer, max_tokens):
        def part(name):
            return weights.layer_ternary(layer, f"self_attn.{name}_proj")

        self.config, self.precise = config, place.precise
        self.qkv = BitLinear(place, part("q"), part("k"), part("v"))
        self.out = BitLinear(place, part("o"))
        sub_norm = weights.layer_tensor(layer, "self_attn.attn_sub_norm")
        self.sub_norm = RMSNorm(place, sub_norm, config.epsilon)
        self.scale = config.head_dim**-0.5
        empty = np.zeros((1, config.kv_heads, max_tokens, config.head_dim), np.float32)
        self.keys, self.values = place.put(empty), place.put(empty)

    def _heads(self, x, angles):
        q, k, v = ttnn.experimental.nlp_create_qkv_heads(
            ttnn.typecast(self.qkv(x), ttnn.bfloat16),
            num_heads=self.config.heads,
            num_kv_heads=self.config.kv_heads,
            transpose_k_heads=False,
        )
        q, k = (ttnn.experimental.rotary_embedding_hf(t, *angles) for t in (q, k))
        return q, k, v

    def prefill(self, x, angles):
        q, k, v = self._heads(x, angles)
        ttnn.fill_cache(self.keys, k, 0)
        ttnn.fill_cache(self.values, v, 0)
        mixed = ttnn.transformer.scaled_dot_product_attention(
            q, k, v, is_causal=True, scale=self.scale, compute_kernel_config=self.precise
        )
        return self._joined(ttnn.experimental.nlp_concat_heads(mixed))

    def decode(self, x, angles, position, current):
        """`current` is a device tensor that holds `position`, the index of the token x (1, 1, 1, hidden)."""
        q, k, v = self._heads(x, angles)
        ttnn.update_cache(self.keys, k, position)
        ttnn.update_cache(self.values, v, position)
        mixed = ttnn.transformer.scaled_dot_product_attention_decode(
            ttnn.transpose(q, 1, 2),
            self.keys,
            self.values,
            cur_pos_tensor=current,
            scale=self.scale,
            compute_kernel_config=self.precise,
        )
        return self._joined(ttnn.reshape(mixed, (1, 1, 1, self.config.hidden)))

    def _joined(self, mixed):
        return self.out(self.sub_norm(ttnn.typecast(mixed, ttnn.float32)))


class FFN:
    """down(sub_norm(relu(gate x)^2 * up x))"""

    def __init__(self, place, config, weights, layer):
        self.gate, self.up, self.down = (
            BitLinear(place, weights.layer_ternary(layer, f"mlp.{name}_proj")) for name in ("gate", "up", "down")
        )
        self.sub_norm = RMSNorm(place, weights.layer_tensor(layer, "mlp.ffn_sub_norm"), config.epsilon)

    def __call__(self, x):
        gate = ttnn.square(ttnn.relu(self.gate(x)))
        return self.down(self.sub_norm(ttnn.multiply(gate, self.up(x))))
