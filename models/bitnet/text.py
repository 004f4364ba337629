"""Between text and tokens: the tokenizer that comes with a model, and drawing the next token from logits."""

import numpy as np
from tokenizers import Tokenizer

from models.errors import ModelFileError

STOP_TOKENS = ("<|end_of_text|>", "<|eot_id|>", "<|endoftext|>")


class ModelTokenizer:
    """The text of a tokenizer.json."""

    def __init__(self, path, text, vocab):
        try:
            self.core = Tokenizer.from_str(text)
        except Exception as error:  # the package raises plain Exception
            raise ModelFileError(path, f"has no tokenizer ({error})", "give the model's own tokenizer.json") from None
        if self.core.get_vocab_size() > vocab:
            what = f"its tokenizer knows {self.core.get_vocab_size()} tokens, the configuration says {vocab}"
            raise ModelFileError(path, what, "give the tokenizer of the same checkpoint")
        self.stop = {self.core.token_to_id(token) for token in STOP_TOKENS} - {None}

    def encode(self, text):
        return self.core.encode(text).ids

    def decode(self, ids):
        return self.core.decode(ids, skip_special_tokens=True)

    def has(self, token):
        return self.core.token_to_id(token) is not None


def tokenizer_of(weights):
    """The model's tokenizer; None where its files have none."""
    text = weights.tokenizer()
    return ModelTokenizer(weights.path, text, weights.config.vocab) if text else None


class Sampler:
    """The likeliest token (temperature 0), or one drawn among the `top_k` likeliest whose shares reach `top_p`."""

    def __init__(self, temperature=0.0, top_k=0, top_p=1.0, seed=0):
        if not temperature >= 0:
            raise ValueError(f"[bitnet] temperature: expected 0 or more, got {temperature}")
        if top_k < 0:
            raise ValueError(f"[bitnet] top-k: expected 0 or more, got {top_k}")
        if not 0 < top_p <= 1:
            raise ValueError(f"[bitnet] top-p: expected above 0 up to 1, got {top_p}")
        self.temperature, self.top_k, self.top_p = temperature, top_k, top_p
        self.generator = np.random.default_rng(seed)

    def __call__(self, logits):
        """`logits` is an array (vocab,)."""
        if self.temperature == 0:
            return int(logits.argmax())
        order = np.argsort(-logits, kind="stable")[: self.top_k or None]
        shares = np.exp((logits[order] - logits[order[0]]).astype(np.float64) / self.temperature)
        reached = np.cumsum(shares)
        count = int(np.searchsorted(reached, self.top_p * reached[-1])) + 1
        at = self.generator.random() * reached[count - 1]
        return int(order[min(np.searchsorted(reached, at, side="right"), count - 1)])
