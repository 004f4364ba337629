"""Llama in float32 with NumPy alone: the yardstick of `verify` and of the demo's PCC.

Written from the model's definition and shares nothing with model.py, neither code nor number formats. It has the same
two forms, whole windows and one token at a time after a prefix, so that caching is checked too. Speed comes from BLAS
only.
"""

import numpy as np


def rms_norm(x, weight, epsilon):
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + np.float32(epsilon)) * weight


def softmax(x):
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def rotation(positions, head_dim, base):
    """cos and sin of shape (tokens, head_dim / 2), computed in double precision."""
    frequency = float(base) ** (-np.arange(0, head_dim, 2, dtype=np.float64) / head_dim)
    angle = np.asarray(positions, np.float64)[:, None] * frequency
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def rotate(x, cos, sin):
    """x: (heads, tokens, head_dim); element i is paired with element i + head_dim / 2."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)


class LlamaReference:
    def __init__(self, weights):
        self.config = weights.config
        self.embedding = weights.embedding()
        self.head = weights.head()
        self.head = self.embedding if self.head is None else self.head
        self.norm = weights.final_norm()
        self.layers = [weights.layer(i) for i in range(self.config.layers)]
        self.reset()

    def reset(self):
        """Forgets all tokens seen."""
        self.keys = [None] * self.config.layers
        self.values = [None] * self.config.layers
        self.position = 0

    def forward(self, ids, last_only=False):
        """Appends `ids` to the tokens seen so far; logits (tokens, vocab), or of the last token alone."""
        x = self.embedding[np.asarray(ids)]
        angles = rotation(range(self.position, self.position + len(ids)), self.config.head_dim, self.config.rope_base)
        for index in range(self.config.layers):
            x = self._block(x, index, angles)
        self.position += len(ids)
        x = x[-1:] if last_only else x
        return rms_norm(x, self.norm, self.config.epsilon) @ self.head.T

    def _block(self, x, index, angles):
        w = self.layers[index]
        x = x + self._attention(rms_norm(x, w.attention_norm, self.config.epsilon), index, angles)
        h = rms_norm(x, w.ffn_norm, self.config.epsilon)
        gate = h @ w.gate.T
        return x + (gate / (1 + np.exp(-gate)) * (h @ w.up.T)) @ w.down.T

    def _attention(self, x, index, angles):
        c, w, tokens = self.config, self.layers[index], len(x)

        def heads(matrix, count):
            return (x @ matrix.T).reshape(tokens, count, c.head_dim).transpose(1, 0, 2)

        q = rotate(heads(w.q, c.heads), *angles)
        k, v = self._remember(index, rotate(heads(w.k, c.kv_heads), *angles), heads(w.v, c.kv_heads))
        group = c.heads // c.kv_heads
        scores = q @ np.repeat(k, group, axis=0).transpose(0, 2, 1) / np.float32(np.sqrt(c.head_dim))
        hidden = np.triu(np.ones((tokens, k.shape[1]), bool), k.shape[1] - tokens + 1)
        mixed = softmax(np.where(hidden, np.float32(-np.inf), scores)) @ np.repeat(v, group, axis=0)
        return mixed.transpose(1, 0, 2).reshape(tokens, -1) @ w.o.T

    def _remember(self, index, k, v):
        if self.keys[index] is not None:
            k = np.concatenate([self.keys[index], k], axis=1)
            v = np.concatenate([self.values[index], v], axis=1)
        self.keys[index], self.values[index] = k, v
        return k, v
