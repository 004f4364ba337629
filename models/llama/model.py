"""Llama on ttnn: prefill of a padded prompt and cached decode of one token, both with static shapes.

Only official ttnn names, so the file runs unmodified on a card. A prompt is padded to the next power of two of tiles,
so few programs are ever built; a decoded token always has the same shapes and its position travels in tensors, so that
decoding is a trace, captured with the first token. Batch 1. Weights are converted from float32 NumPy arrays, no torch is
needed.
"""

import contextlib
import weakref
from dataclasses import dataclass

import numpy as np
import ttnn

from models.decoding import padded_length, rotary_tables, to_numpy

MATRICES = ("qkv", "o", "gate", "up", "down", "head")
# The format of each kind of matrix. Rounded to 4 bits, gate and up cost the least accuracy for the bytes that they save.
WEIGHT_DTYPES = {
    "bf16": dict.fromkeys(MATRICES, ttnn.bfloat16),
    "bfp8": dict.fromkeys(MATRICES, ttnn.bfloat8_b),
    "mixed4": dict.fromkeys(MATRICES, ttnn.bfloat8_b) | dict.fromkeys(("gate", "up"), ttnn.bfloat4_b),
}


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


def release(device, trace):
    """Gives a model's trace back; a device that was closed before has done it."""
    with contextlib.suppress(RuntimeError):
        ttnn.release_trace(device, trace)


class LlamaModel:
    def __init__(self, weights, device, dtype="bf16", max_tokens=1024, on_load=lambda: None):
        """Loads `weights` (LlamaWeights) to `device`; `on_load()` is called after each of config.layers + 2 parts."""
        if dtype not in WEIGHT_DTYPES:
            raise ValueError(f"[LlamaModel] dtype: expected one of {', '.join(WEIGHT_DTYPES)}, got {dtype!r}")
        self.config, self.device, self.dtypes = weights.config, device, WEIGHT_DTYPES[dtype]
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
        self._make_inputs()
        self.reset()

    # -- weights ------------------------------------------------------------------------------------------------

    def _put(self, array, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT):
        return ttnn.from_torch(array, dtype=dtype, layout=layout, device=self.device)

    def _put_matrix(self, kind, *matrices):
        """Matrices (out, in) side by side as one (in, out) weight."""
        return self._put(np.ascontiguousarray(np.concatenate(matrices).T), self.dtypes[kind])

    def _put_norm(self, weight):
        return self._put(weight.reshape(1, 1, 1, -1))

    def _load_tables(self, weights, on_load):
        embedding, head = weights.embedding(), weights.head()
        self.embedding = self._put(embedding, layout=ttnn.ROW_MAJOR_LAYOUT)
        on_load()
        self.head = self._put_matrix("head", embedding if head is None else head)
        self.norm = self._put_norm(weights.final_norm())
        tables = rotary_tables(self.max_tokens, self.config.head_dim, self.config.rope_base)
        self.rotary = [self._put(table[None, None]) for table in tables]
        self.rotary_rows = [self._put(table, layout=ttnn.ROW_MAJOR_LAYOUT) for table in tables]
        on_load()

    def _make_inputs(self):
        """What a decoded token is told by: tensors that stay, so that its trace reads them."""
        zero = np.zeros((1, 1), np.int32)
        self.token, self.place = (self._put(zero, ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT) for _ in range(2))
        self.current = self._put(zero[0], ttnn.int32, ttnn.ROW_MAJOR_LAYOUT)
        self.one_core = ttnn.create_sharded_memory_config(
            (ttnn.TILE_SIZE, self.config.head_dim),
            core_grid=ttnn.CoreGrid(x=1, y=1),
            strategy=ttnn.ShardStrategy.HEIGHT,
            use_height_and_width_as_shard_shape=True,
        )
        self.trace = self.decoded = None

    def _load_layer(self, w):
        cache = np.zeros((1, self.config.kv_heads, self.max_tokens, self.config.head_dim), np.float32)
        return DeviceLayer(
            attention_norm=self._put_norm(w.attention_norm),
            qkv=self._put_matrix("qkv", w.q, w.k, w.v),
            o=self._put_matrix("o", w.o),
            ffn_norm=self._put_norm(w.ffn_norm),
            gate=self._put_matrix("gate", w.gate),
            up=self._put_matrix("up", w.up),
            down=self._put_matrix("down", w.down),
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
        x = self._embed(self._put(padded, ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT), length)
        for layer in self.layers:
            x = ttnn.add(x, self._prefill_attention(self._normed(x, layer.attention_norm), layer))
            x = ttnn.add(x, self._ffn(self._normed(x, layer.ffn_norm), layer))
        self.position = len(ids)
        if last_only:
            x = ttnn.slice(x, [0, 0, len(ids) - 1, 0], [1, 1, len(ids), self.config.hidden])
        return self._logits(x)

    def decode(self, token):
        """Appends one token; its logits (1, 1, 1, vocab) on the device, which stand until the next one."""
        self._check([token])
        self._write(self.token, [[token]])
        self._write(self.place, [[self.position]])
        self._write(self.current, [self.position])
        logits = self._replay()
        self.position += 1
        return logits

    def _write(self, tensor, values):
        host = ttnn.from_torch(np.array(values, np.int32), dtype=tensor.dtype, layout=tensor.layout)
        ttnn.copy_host_to_device_tensor(host, tensor)

    def _replay(self):
        if self.trace is None:
            self._capture_decode()
        ttnn.execute_trace(self.device, self.trace, cq_id=0, blocking=False)
        return self.decoded

    def _capture_decode(self):
        """Writing a token twice, before the trace and by it, does no harm."""
        self._decode_step()  # a trace may build no programs
        self.trace = ttnn.begin_trace_capture(self.device, cq_id=0)
        self.decoded = self._decode_step()
        ttnn.end_trace_capture(self.device, self.trace, cq_id=0)
        weakref.finalize(self, release, self.device, self.trace)

    def _decode_step(self):
        x = self._embed(self.token, 1)
        angles = [self._rotary_row(self.place, table) for table in self.rotary_rows]
        for layer in self.layers:
            x = ttnn.add(x, self._decode_attention(self._normed(x, layer.attention_norm), layer, angles))
            x = ttnn.add(x, self._ffn(self._normed(x, layer.ffn_norm), layer))
        return self._logits(x)

    def _embed(self, index, length):
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

    def _decode_attention(self, x, layer, angles):
        q, k, v = self._heads(x, layer, angles)
        for cache, row in ((layer.keys, k), (layer.values, v)):
            row = ttnn.transpose(row, 1, 2, memory_config=self.one_core)
            ttnn.experimental.paged_update_cache(cache, row, update_idxs_tensor=self.current)
        mixed = ttnn.transformer.scaled_dot_product_attention_decode(
            ttnn.transpose(q, 1, 2),
            layer.keys,
            layer.values,
            cur_pos_tensor=self.current,
            scale=self.scale,
            compute_kernel_config=self.precise,
        )
        return self._linear(ttnn.reshape(mixed, (1, 1, 1, self.config.hidden)), layer.o)

    def _ffn(self, x, layer):
        gate = self._linear(x, layer.gate, activation="silu")
        return self._linear(ttnn.multiply(gate, self._linear(x, layer.up)), layer.down)

    def _logits(self, x):
        return self._linear(self._normed(x, self.norm), self.head, dtype=ttnn.float32)
