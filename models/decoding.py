"""What every decoder model here needs around its blocks: shapes of prompts, rotary tables, the way out of the device.

Models keep their own blocks and caches; a model that `greedy` can drive has `reset()`, `prefill(ids, last_only)` and
`decode(token)`, the latter two returning logits on the device, and `max_tokens`.
"""

import numpy as np
import ttnn


def padded_length(tokens):
    """The prompt length whose programs serve `tokens` tokens."""
    length = ttnn.TILE_SIZE
    while length < tokens:
        length *= 2
    return length


def rotary_tables(length, head_dim, base):
    """cos and sin for every position, (length, head_dim), the half-split form repeated for both halves."""
    exponent = -np.arange(0, head_dim, 2, dtype=np.float64) / head_dim
    angle = np.arange(length)[:, None] * float(base) ** exponent
    angle = np.concatenate([angle, angle], axis=-1)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def most_likely(logits):
    """Index of the largest of the logits (1, 1, 1, vocab); only the index leaves the device."""
    rows = ttnn.to_layout(logits, ttnn.ROW_MAJOR_LAYOUT)
    return int(ttnn.argmax(rows, dim=-1, keepdim=True).cpu().to_list()[0][0][0][0])


def to_numpy(logits):
    """Device logits (1, 1, tokens, vocab) as an array (tokens, vocab)."""
    rows = ttnn.from_device(ttnn.to_layout(logits, ttnn.ROW_MAJOR_LAYOUT)).to_numpy()
    return rows.reshape(rows.shape[-2:])


def greedy(model, ids, limit, stop=()):
    """Yields the most likely continuation of a prompt, token by token: at most `limit`, without the stop token."""
    model.reset()
    logits = model.prefill(ids, last_only=True)
    for _ in range(min(limit, model.max_tokens - len(ids))):
        token = most_likely(logits)
        if token in stop:
            return
        yield token
        logits = model.decode(token)
