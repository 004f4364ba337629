"""Llama on ttnn: prefill of a padded prompt and cached decode of one token, both with static shapes.

Only official ttnn names, so the file runs unmodified on a card. A prompt is padded to the next power of two of tiles,
so few programs are ever built; a decoded token always has the same shapes, its position travels in tensors (and in the
index of update_cache). Batch 1. Weights are converted from float32 NumPy arrays, no torch is needed.
"""

from dataclasses import dataclass

import numpy as np
import ttnn

from models.decoding import padded_length, rotary_tables, to_numpy

WEIGHT_DTYPES = {"bf16": ttnn.bfloat16, "bfp8": ttnn.bfloat8_b}


@dataclass(frozen=True)
class DeviceLayer:
    """One block's weights on the device; matrices are (in, out)."""

    attention_norm: ttnn.Tensor
    qkv: ttnn.Tensor
    o: ttnn.Tensor
    ffn_norm: ttnn.Tensor
    gate: ttnn.Tensor
    up: ttnn.Tensor
    down: ttnn.Tensor
    keys: ttnn.Tensor
    values: ttnn.Tensor


class LlamaModel:
    def __init__(self, weights, device, dtype="bf16", max_tokens=1024, on_load=lambda: None):
        """Loads `weights` (LlamaWeights) to `device`; `on_load()` is called after each of config.layers + 2 parts."""
        if dtype not in WEIGHT_DTYPES:
            raise ValueError(f"[LlamaModel] dtype: expected one of {', '.join(WEIGHT_DTYPES)}, got {dtype!r}")
        self.config, self.device, self.dtype = weights.config, device, WEIGHT_DTYPES[dtype]
        self.max_tokens = padded_length(min(max_tokens, self.config.context))
        self.precise = ttnn.init_device_compute_kernel_config(
            device.arch(),
            math_fidelity=ttnn.MathFidelity.HiFi4,
            math_approx_mode=False,
            fp32_dest_acc_en=True,
            packer_l1_acc=True,
        )
        self.scale = self.config.head_dim**-0.5
        self._load_tables(weights, on_load)
        self.layers = []
        for index in range(self.config.layers):
            self.layers.append(self._load_layer(weights.layer(index)))
            on_load()
        self.reset()

    # -- weights ------------------------------------------------------------------------------------------------

    def _put(self, array, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
        return ttnn.from_torch(array, dtype=dtype, layout=layout, device=self.device)

    def _put_matrix(self, *matrices):
        """Matrices (out, in) side by side as one (in, out) weight."""
        return self._put(np.ascontiguousarray(np.concatenate(matrices).T), self.dtype)

    def _put_norm(self, weight):
        return self._put(weight.reshape(1, 1, 1, -1))

    def _load_tables(self, weights, on_load):
        embedding, head = weights.embedding(), weights.head()
        self.embedding = self._put(embedding, layout=ttnn.ROW_MAJOR_LAYOUT)
        on_load()
        self.head = self._put_matrix(embedding if head is None else head)
        self.norm = self._put_norm(weights.final_norm())
        tables = rotary_tables(self.max_tokens, self.config.head_dim, self.config.rope_base)
        self.rotary = [self._put(table[None, None]) for table in tables]
        self.rotary_rows = [self._put(table, layout=ttnn.ROW_MAJOR_LAYOUT) for table in tables]
        on_load()

    def _load_layer(self, w):
        cache = np.zeros((1, self.config.kv_heads, self.max_tokens, self.config.head_dim), np.float32)
        return DeviceLayer(
            attention_norm=self._put_norm(w.attention_norm),
            qkv=self._put_matrix(w.q, w.k, w.v),
            o=self._put_matrix(w.o),
            ffn_norm=self._put_norm(w.ffn_norm),
            gate=self._put_matrix(w.gate),
            up=self._put_matrix(w.up),
            down=self._put_matrix(w.down),
            keys=self._put(cache),
            values=self._put(cache),
        )

    # -- forward ------------------------------------------------------------------------------------------------

    def reset(self):
        """Forgets all tokens; the caches need no clearing, since nothing reads past the position."""
        self.position = 0

    def forward(self, ids, last_only=False):
        """Appends token ids to those seen; float32 logits (len(ids), vocab), or (1, vocab) of the last one."""
        if self.position == 0:
            logits = to_numpy(self.prefill(ids, last_only))
            return logits[-1:] if last_only else logits[: len(ids)]
        rows = [to_numpy(self.decode(token)) for token in ids]
        return np.concatenate(rows[-1:] if last_only else rows)

    def _check(self, ids):
        if len(ids) == 0 or self.position + len(ids) > self.max_tokens:
            got = f"{len(ids)} after {self.position}"
            raise ValueError(f"[LlamaModel] ids: expected 1 to {self.max_tokens} tokens in all, got {got}; reset()")
        if min(ids) < 0 or max(ids) >= self.config.vocab:
            bad = next(i for i in ids if not 0 <= i < self.config.vocab)
            raise ValueError(f"[LlamaModel] ids: expected 0 to {self.config.vocab - 1}, got {bad}")

    def prefill(self, ids, last_only=False):
        """Reads a prompt into empty caches; logits of every padded row, or of the last token alone."""
        self.reset()
        self._check(ids)
        length = padded_length(len(ids))
        padded = np.zeros((1, length), np.int32)
        padded[0, : len(ids)] = ids
        x = self._embed(padded, length)
        for layer in self.layers:
            x = ttnn.add(x, self._prefill_attention(self._normed(x, layer.attention_norm), layer))
            x = ttnn.add(x, self._ffn(self._normed(x, layer.ffn_norm), layer))
        self.position = len(ids)
        if last_only:
            x = ttnn.slice(x, [0, 0, len(ids) - 1, 0], [1, 1, len(ids), self.config.hidden])
        return self._logits(x)

    def decode(self, token):
        """Appends one token; its logits (1, 1, 1, vocab) on the device."""
        self._check([token])
        x = self._embed(np.array([[token]], np.int32), 1)
        position = self._put(np.array([[self.position]], np.int32), ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT)
        current = self._put(np.array([self.position], np.int32), ttnn.int32, ttnn.ROW_MAJOR_LAYOUT)
        angles = [self._rotary_row(position, table) for table in self.rotary_rows]
        for layer in self.layers:
            attention = self._decode_attention(self._normed(x, layer.attention_norm), layer, angles, current)
            x = ttnn.add(x, attention)
            x = ttnn.add(x, self._ffn(self._normed(x, layer.ffn_norm), layer))
        self.position += 1
        return self._logits(x)

    def _embed(self, ids, length):
        index = self._put(ids, ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT)
        x = ttnn.embedding(index, self.embedding, layout=ttnn.TILE_LAYOUT)
        return ttnn.reshape(x, (1, 1, length, self.config.hidden))

    def _rotary_row(self, position, table):
        row = ttnn.embedding(position, table, layout=ttnn.TILE_LAYOUT)
        return ttnn.reshape(row, (1, 1, 1, self.config.head_dim))

    def _normed(self, x, weight):
        return ttnn.rms_norm(x, weight=weight, epsilon=self.config.epsilon, compute_kernel_config=self.precise)

    def _linear(self, x, weight, **options):
        return ttnn.linear(x, weight, compute_kernel_config=self.precise, **options)

    def _heads(self, x, layer, angles):
        """Rotated q, rotated k and v, each (1, heads, tokens, head_dim)."""
        c = self.config
        q, k, v = ttnn.experimental.nlp_create_qkv_heads(
            self._linear(x, layer.qkv), num_heads=c.heads, num_kv_heads=c.kv_heads, transpose_k_heads=False
        )
        q, k = (ttnn.experimental.rotary_embedding_hf(t, *angles) for t in (q, k))
        return q, k, v

    def _prefill_attention(self, x, layer):
        q, k, v = self._heads(x, layer, self.rotary)
        ttnn.fill_cache(layer.keys, k, 0)
        ttnn.fill_cache(layer.values, v, 0)
        mixed = ttnn.transformer.scaled_dot_product_attention(
            q, k, v, is_causal=True, scale=self.scale, compute_kernel_config=self.precise
        )
        return self._linear(ttnn.experimental.nlp_concat_heads(mixed), layer.o)

    def _decode_attention(self, x, layer, angles, current):
        q, k, v = self._heads(x, layer, angles)
        ttnn.update_cache(layer.keys, k, self.position)
        ttnn.update_cache(layer.values, v, self.position)
        mixed = ttnn.transformer.scaled_dot_product_attention_decode(
            ttnn.transpose(q, 1, 2),
            layer.keys,
            layer.values,
            cur_pos_tensor=current,
            scale=self.scale,
            compute_kernel_config=self.precise,
        )
        return self._linear(ttnn.reshape(mixed, (1, 1, 1, self.config.hidden)), layer.o)

    def _ffn(self, x, layer):
        gate = self._linear(x, layer.gate, activation="silu")
        return self._linear(ttnn.multiply(gate, self._linear(x, layer.up)), layer.down)

    def _logits(self, x):
        return self._linear(self._normed(x, self.norm), self.head, dtype=ttnn.float32)
