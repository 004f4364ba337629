"""BitNet on ttnn: embedding, blocks, tied or own output matrix; prefill and cached decode with static shapes.

Batch 1; a prompt is padded to the next power of two of tiles, a decoded token always has the same shapes. Only official
ttnn names, no torch.
"""

import numpy as np
import ttnn

from models.bitnet.layers import FFN, Attention, Placement, RMSNorm
from models.decoding import padded_length, rotary_tables, to_numpy


class Block:
    def __init__(self, place, config, weights, layer, max_tokens):
        def norm(name):
            return RMSNorm(place, weights.layer_tensor(layer, name), config.epsilon)

        self.input_norm, self.ffn_norm = norm("input_layernorm"), norm("post_attention_layernorm")
        self.attention = Attention(place, config, weights, layer, max_tokens)
        self.ffn = FFN(place, config, weights, layer)

    def prefill(self, x, angles):
        x = ttnn.add(x, self.attention.prefill(self.input_norm(x), angles))
        return ttnn.add(x, self.ffn(self.ffn_norm(x)))

    def decode(self, x, angles, position, current):
        x = ttnn.add(x, self.attention.decode(self.input_norm(x), angles, position, current))
        return ttnn.add(x, self.ffn(self.ffn_norm(x)))


class BitNetModel:
    def __init__(self, weights, device, dtype="bf16", max_tokens=256, on_load=lambda: None):
        """Loads `weights` (BitNetWeights) to `device`; `on_load()` is called after each of config.layers + 1 parts."""
        self.config, self.place = weights.config, Placement(device, dtype)
        self.max_tokens = padded_length(min(max_tokens, self.config.context))
        self.embedding = self.place.put(weights.embedding(), layout=ttnn.ROW_MAJOR_LAYOUT)
        self.head = self.place.put(np.ascontiguousarray(weights.head().T))
        self.norm = RMSNorm(self.place, weights.final_norm(), self.config.epsilon)
        tables = rotary_tables(self.max_tokens, self.config.head_dim, self.config.rope_base)
        self.rotary = [self.place.put(table[None, None]) for table in tables]
        self.rotary_rows = [self.place.put(table, layout=ttnn.ROW_MAJOR_LAYOUT) for table in tables]
        on_load()
        self.blocks = []
        for layer in range(self.config.layers):
            self.blocks.append(Block(self.place, self.config, weights, layer, self.max_tokens))
            on_load()
        self.reset()

    def reset(self):
        """Forgets all tokens; the caches need no clearing, since nothing reads past the position."""
        self.position = 0

    def forward(self, ids):
        """Appends token ids to those seen; float32 logits (len(ids), vocab)."""
        if self.position == 0:
            return to_numpy(self.prefill(ids))[: len(ids)]
        return np.concatenate([to_numpy(self.decode(token)) for token in ids])

    def prefill(self, ids, last_only=False):
        """Reads a prompt into empty caches; logits of every padded row, or of the last token alone."""
        self.reset()
        self._check(ids)
        length = padded_length(len(ids))
        padded = np.zeros((1, length), np.int32)
        padded[0, : len(ids)] = ids
        x = self._embed(padded)
        for block in self.blocks:
            x = block.prefill(x, self.rotary)
        self.position = len(ids)
        if last_only:
            x = ttnn.slice(x, [0, 0, len(ids) - 1, 0], [1, 1, len(ids), self.config.hidden])
        return self._logits(x)

    def decode(self, token):
        """Appends one token; its logits (1, 1, 1, vocab) on the device."""
        self._check([token])
        x = self._embed(np.array([[token]], np.int32))
        where = self._index(np.array([[self.position]], np.int32))
        angles = [self._lookup(where, table) for table in self.rotary_rows]
        current = self.place.put(np.array([self.position], np.int32), ttnn.int32, ttnn.ROW_MAJOR_LAYOUT)
        for block in self.blocks:
            x = block.decode(x, angles, self.position, current)
        self.position += 1
        return self._logits(x)

    def _check(self, ids):
        if len(ids) == 0 or self.position + len(ids) > self.max_tokens:
            got = f"{len(ids)} after {self.position}"
            raise ValueError(f"[BitNetModel] ids: expected 1 to {self.max_tokens} tokens in all, got {got}; reset()")
        if min(ids) < 0 or max(ids) >= self.config.vocab:
            bad = next(i for i in ids if not 0 <= i < self.config.vocab)
            raise ValueError(f"[BitNetModel] ids: expected 0 to {self.config.vocab - 1}, got {bad}")

    def _index(self, ids):
        return self.place.put(ids, ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT)

    def _embed(self, ids):
        return ttnn.typecast(self._lookup(self._index(ids), self.embedding), ttnn.float32)

    @staticmethod
    def _lookup(index, table):
        rows = ttnn.embedding(index, table, layout=ttnn.TILE_LAYOUT)
        return ttnn.reshape(rows, (1, *rows.shape))

    def _logits(self, x):
        return ttnn.matmul(self.norm(x), self.head, dtype=ttnn.float32, compute_kernel_config=self.place.precise)
