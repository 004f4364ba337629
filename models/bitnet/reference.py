"""BitNet b1.58 in float32 with NumPy alone, written from the paper's definition; shares no code with the ttnn layers.

Quantisation is part of the model: the weights are ternary, and activations are rounded to 8 bits per token just before
each linear layer.
"""

import numpy as np


def rms_norm(x, weight, epsilon):
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + np.float32(epsilon)) * weight


def quantised(x):
    """x as 8-bit integers per token, divided by their scale again."""
    scale = np.float32(127) / np.maximum(np.abs(x).max(axis=-1, keepdims=True), np.float32(1e-5))
    return np.clip(np.rint(x * scale), -128, 127) / scale


def rotate(x, base):
    """x: (heads, tokens, head_dim), positions 0…; element i is paired with element i + head_dim / 2."""
    tokens, half = x.shape[1], x.shape[2] // 2
    angle = np.arange(tokens)[:, None] * float(base) ** (-np.arange(half) / half)
    cos, sin = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)


class BitNetReference:
    def __init__(self, weights):
        self.weights, self.config = weights, weights.config

    def forward(self, ids):
        """Logits (tokens, vocab) of the tokens `ids`, read from an empty context."""
        x = self.weights.embedding()[np.asarray(ids)]
        for layer in range(self.config.layers):
            x = x + self._attention(self._norm(x, layer, "input_layernorm"), layer)
            x = x + self._ffn(self._norm(x, layer, "post_attention_layernorm"), layer)
        return rms_norm(x, self.weights.final_norm(), self.config.epsilon) @ self.weights.head().T

    def _norm(self, x, layer, name):
        return rms_norm(x, self.weights.layer_tensor(layer, name), self.config.epsilon)

    def _linear(self, x, layer, name):
        return quantised(x) @ self.weights.layer_ternary(layer, name).weight().T

    def _attention(self, x, layer):
        c, tokens = self.config, len(x)

        def heads(name, count):
            return self._linear(x, layer, f"self_attn.{name}").reshape(tokens, count, c.head_dim).transpose(1, 0, 2)

        q, k = rotate(heads("q_proj", c.heads), c.rope_base), rotate(heads("k_proj", c.kv_heads), c.rope_base)
        k, v = (np.repeat(t, c.heads // c.kv_heads, axis=0) for t in (k, heads("v_proj", c.kv_heads)))
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(c.head_dim))
        scores = np.where(np.triu(np.ones((tokens, tokens), bool), 1), np.float32(-np.inf), scores)
        share = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = share / share.sum(axis=-1, keepdims=True) @ v
        joined = mixed.transpose(1, 0, 2).reshape(tokens, -1)
        return self._linear(self._norm(joined, layer, "self_attn.attn_sub_norm"), layer, "self_attn.o_proj")

    def _ffn(self, x, layer):
        gate, up = (self._linear(x, layer, f"mlp.{name}") for name in ("gate_proj", "up_proj"))
        inner = np.maximum(gate, 0) ** 2 * up
        return self._linear(self._norm(inner, layer, "mlp.ffn_sub_norm"), layer, "mlp.down_proj")
