"""Figures that say how close one model's logits are to another's.

Used by the verify scripts. Everything is computed in double precision from float32 logits and knows nothing of models:
Pearson correlation (PCC), agreement of the most likely token, disagreements where the reference was sure, and the loss.
"""

from dataclasses import dataclass

import numpy as np

SURE = 0.5  # margin (best less second best logit) from which a disagreement counts as an error


def pcc(a, b):
    """Pearson correlation of two arrays; 1 for equal constants, 0 if only one of them is constant or not finite."""
    a, b = (np.asarray(x, np.float64).reshape(-1) for x in (a, b))
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return 0.0
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / scale) if scale else float(np.array_equal(a, b))


def loss(logits, targets):
    """Mean negative log likelihood in nats of `targets` (n,) under `logits` (n, vocab)."""
    top = logits.max(axis=-1)
    total = np.log(np.exp((logits - top[:, None]).astype(np.float64)).sum(axis=-1)) + top
    return float(np.mean(total - logits[np.arange(len(targets)), targets]))


@dataclass(frozen=True)
class WindowFigures:
    pcc: float
    agreeing: int
    positions: int
    sure_errors: int
    loss: float
    reference_loss: float


def compare(logits, reference, ids):
    """Figures of one window: `logits` and `reference` (n, vocab) were computed from the tokens `ids` (n,)."""
    ids = np.asarray(ids)
    mine, theirs = logits.argmax(axis=-1), reference.argmax(axis=-1)
    best_two = np.partition(reference, -2, axis=-1)[:, -2:]
    sure = best_two[:, 1] - best_two[:, 0] > SURE
    return WindowFigures(
        pcc=pcc(logits, reference),
        agreeing=int((mine == theirs).sum()),
        positions=len(ids),
        sure_errors=int((sure & (mine != theirs)).sum()),
        loss=loss(logits[:-1], ids[1:]),
        reference_loss=loss(reference[:-1], ids[1:]),
    )


@dataclass(frozen=True)
class TotalFigures:
    lowest_pcc: float
    top1: float  # percent
    sure_errors: int
    loss_difference: float  # nats a token


def summary(windows):
    positions = sum(w.positions for w in windows)
    return TotalFigures(
        lowest_pcc=min(w.pcc for w in windows),
        top1=100 * sum(w.agreeing for w in windows) / positions,
        sure_errors=sum(w.sure_errors for w in windows),
        loss_difference=float(np.mean([w.loss - w.reference_loss for w in windows])),
    )
