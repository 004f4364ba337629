"""BitNet on ttnn: embedding, blocks, tied or own output matrix; prompts of single users and steps of one token for all
users, with caches of fixed length.

A prompt is padded to the next power of two of tiles, a step always has the same shapes, so it can be recorded once and
replayed. Only official ttnn names, no torch.
"""

import numpy as np
import ttnn

from models.bitnet.layers import FFN, PAGE, Attention, Cache, Placement, RMSNorm
from models.decoding import padded_length, rotary_tables, to_numpy

HEAD_DTYPES = {"bf16": ttnn.bfloat16, "bfp8": ttnn.bfloat8_b}
HEAD_COLUMNS = 8192  # of the output matrix are put on the device at once


class CacheFull(ValueError):
    """A prompt or step that the cache has no room for."""


class Block:
    def __init__(self, place, config, weights, layer, cache):
        def norm(name):
            return RMSNorm(place, weights.layer_tensor(layer, name), config.epsilon)

        self.input_norm, self.ffn_norm = norm("input_layernorm"), norm("post_attention_layernorm")
        self.attention = Attention(place, config, weights, layer, cache)
        self.ffn = FFN(place, config, weights, layer)

    def prefill(self, x, angles, user):
        return self._after(x, self.attention.prefill(self.input_norm(x), angles, user))

    def decode(self, x, angles, positions):
        return self._after(x, self.attention.decode(self.input_norm(x), angles, positions))

    def _after(self, x, mixed):
        x = ttnn.add(x, mixed)
        return ttnn.add(x, self.ffn(self.ffn_norm(x)))


class BitNetModel:
    def __init__(
        self,
        weights,
        device,
        dtype="bf16",
        max_tokens=256,
        on_load=lambda: None,
        activations="int8",
        head="bf16",
        batch=1,
        paged=False,
        trace=False,
    ):
        """Loads `weights` (BitNetWeights) to `device`; `on_load()` is called after each of config.layers + 1 parts."""
        if not 1 <= batch <= 32:
            raise ValueError(f"[BitNet] batch: expected 1 to 32, got {batch}")
        self.config, self.place = weights.config, Placement(device, dtype, activations)
        self.max_tokens = padded_length(min(max_tokens, self.config.context))
        self.batch, self.trace, self._recorded = batch, trace, None
        self.embedding = self.place.put(weights.embedding(), layout=ttnn.ROW_MAJOR_LAYOUT)
        self.head = self._load_head(weights.head_blocks(HEAD_COLUMNS), HEAD_DTYPES[head])
        self.norm = RMSNorm(self.place, weights.final_norm(), self.config.epsilon)
        tables = rotary_tables(self.max_tokens, self.config.head_dim, self.config.rope_base)
        self.rotary = [self.place.put(table[None, None]) for table in tables]
        self.rotary_rows = [self.place.put(table, layout=ttnn.ROW_MAJOR_LAYOUT) for table in tables]
        on_load()
        table = self._page_table() if paged else None
        self.blocks = []
        for layer in range(self.config.layers):
            cache = Cache(self.place, self.config, batch, self.max_tokens, table)
            self.blocks.append(Block(self.place, self.config, weights, layer, cache))
            on_load()
        zeros = np.zeros((1, batch), np.int32)
        self.inputs = [self._index(zeros), self._index(zeros), self._positions(zeros[0])]
        self.reset()

    def _load_head(self, blocks, dtype):
        return [self.place.put(np.ascontiguousarray(rows.T)[None, None], dtype) for rows in blocks]

    def _page_table(self):
        """Pages of the users in turn."""
        pages = np.arange(self.max_tokens // PAGE, dtype=np.int32) * self.batch
        return self._positions(pages + np.arange(self.batch, dtype=np.int32)[:, None])

    @property
    def position(self):
        """Tokens of the first user so far."""
        return self.positions[0]

    def reset(self):
        """Forgets all tokens; the caches need no clearing, since nothing reads past the position."""
        self.positions = [0] * self.batch

    def forward(self, ids):
        """Appends token ids to those seen by a single user; float32 logits (len(ids), vocab)."""
        if self.position == 0:
            return to_numpy(self.prefill(ids))[: len(ids)]
        return np.concatenate([to_numpy(self.decode(token)) for token in ids])

    def check_prompt(self, ids):
        """Raises where `prefill` would."""
        self._check(ids)
        if not len(ids):
            raise ValueError("[BitNetModel] ids: expected at least one token, got none")
        if len(ids) > self.max_tokens:
            what = f"the prompt has {len(ids)} tokens, the cache room for {self.max_tokens}"
            remedy = f"shorten it, or raise --context (this model: up to {self.config.context})"
            raise CacheFull(f"[BitNetModel] ids: {what}; {remedy}")

    def prefill(self, ids, last_only=False, user=0):
        """Reads a prompt into a user's empty cache; logits of every padded row, or of the last token alone."""
        self.check_prompt(ids)
        padded = list(ids) + [0] * (padded_length(len(ids)) - len(ids))
        x = self._embed(self._index(np.array([padded], np.int32)))
        for block in self.blocks:
            x = block.prefill(x, self.rotary, user)
        self.positions[user] = len(ids)
        if last_only:
            x = ttnn.slice(x, [0, 0, len(ids) - 1, 0], [1, 1, len(ids), self.config.hidden])
        return self._logits(x)

    def decode(self, tokens):
        """Appends one token to each user that has a prompt; logits (1, 1, users, vocab) on the device."""
        tokens = [tokens] if isinstance(tokens, int) else list(tokens)
        if len(tokens) != self.batch:
            raise ValueError(f"[BitNetModel] tokens: expected one for each of {self.batch} users, got {len(tokens)}")
        self._check(tokens)
        if max(self.positions) >= self.max_tokens:
            got = f"1 after {max(self.positions)}"
            raise CacheFull(f"[BitNetModel] ids: expected 1 to {self.max_tokens} tokens in all, got {got}; reset()")
        active = np.array(self.positions) > 0
        self._write(self.inputs[0], np.where(active, tokens, 0)[None])
        self._write(self.inputs[1], np.array([self.positions]))
        self._write(self.inputs[2], np.where(active, self.positions, -1))
        logits = self._replay() if self.trace else self._step()
        self.positions = [p + 1 if p else 0 for p in self.positions]
        return logits

    def _write(self, to, values):
        host = ttnn.from_torch(values.astype(np.int32), dtype=to.dtype, layout=ttnn.ROW_MAJOR_LAYOUT)
        ttnn.copy_host_to_device_tensor(host, to)

    def _step(self):
        x = self._embed(self.inputs[0])
        angles = [self._lookup(self.inputs[1], table) for table in self.rotary_rows]
        angles = [ttnn.reshape(t, (1, self.batch, 1, self.config.head_dim)) for t in angles]
        for block in self.blocks:
            x = block.decode(x, angles, self.inputs[2])
        return self._logits(x)

    def _replay(self):
        device = self.place.device
        if self._recorded is None:
            self._step()  # builds the programs
            trace = ttnn.begin_trace_capture(device, cq_id=0)
            logits = self._step()
            ttnn.end_trace_capture(device, trace, cq_id=0)
            self._recorded = trace, logits
        ttnn.execute_trace(device, self._recorded[0], cq_id=0, blocking=False)
        return self._recorded[1]

    def release(self):
        """Gives back the recorded step."""
        if self._recorded is not None:
            ttnn.release_trace(self.place.device, self._recorded[0])
            self._recorded = None

    def _check(self, ids):
        bad = [i for i in ids if not 0 <= i < self.config.vocab]
        if bad:
            raise ValueError(f"[BitNetModel] ids: expected 0 to {self.config.vocab - 1}, got {bad[0]}")

    def _index(self, ids):
        return self.place.put(ids, ttnn.uint32, ttnn.ROW_MAJOR_LAYOUT)

    def _positions(self, values):
        return self.place.put(values, ttnn.int32, ttnn.ROW_MAJOR_LAYOUT)

    def _embed(self, index):
        return ttnn.typecast(self._lookup(index, self.embedding), ttnn.float32)

    @staticmethod
    def _lookup(index, table):
        rows = ttnn.embedding(index, table, layout=ttnn.TILE_LAYOUT)
        return ttnn.reshape(rows, (1, *rows.shape))

    def _logits(self, x):
        # The output matrix is the largest one: pairs of bfloat16 are multiplied at twice the rate of float32.
        x, config = ttnn.typecast(self.norm(x), ttnn.bfloat16), self.place.precise
        parts = [ttnn.matmul(x, piece, dtype=ttnn.float32, compute_kernel_config=config) for piece in self.head]
        return parts[0] if len(parts) == 1 else ttnn.concat(parts, dim=-1)
