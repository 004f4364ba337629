"""The tokenizer that a GGUF file carries: byte-level BPE with the file's vocabulary, merges and special tokens.

The pre-tokenizer follows the file's `tokenizer.ggml.pre` ("smollm": digits one by one, then the GPT-2 words); another
name is an error, because a wrong split changes every figure without any other sign. The chat form is the file's own
ChatML template, written out for one question, so that no template engine is needed.
"""

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from models.errors import ModelFileError

CONTROL = 3  # token type of special tokens in GGUF
PRE_TOKENIZERS = {
    "smollm": lambda: [pre_tokenizers.Digits(individual_digits=True), byte_level()],
    "gpt-2": lambda: [byte_level()],
}


def byte_level():
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)


class LlamaTokenizer:
    def __init__(self, file):
        tokens = file.field("tokenizer.ggml.tokens", list)
        self._check_kind(file)
        merges = [tuple(pair.split(" ", 1)) for pair in file.field("tokenizer.ggml.merges", list)]
        vocabulary = {token: index for index, token in enumerate(tokens)}
        self._check_merges(file, merges, vocabulary)
        self.core = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
        self.core.pre_tokenizer = pre_tokenizers.Sequence(PRE_TOKENIZERS[file.fields["tokenizer.ggml.pre"]]())
        self.core.decoder = decoders.ByteLevel()
        kinds = file.field("tokenizer.ggml.token_type", list)
        if len(kinds) != len(tokens):
            what = f"{len(kinds)} token types for {len(tokens)} tokens"
            raise ModelFileError(file.path, what, "the file is damaged: download it again")
        special = [token for token, kind in zip(tokens, kinds, strict=True) if kind == CONTROL]
        self.core.add_special_tokens([AddedToken(token, normalized=False) for token in special])
        self.eos = file.field("tokenizer.ggml.eos_token_id", int)
        self.stop = {self.eos, *(vocabulary[t] for t in ("<|im_end|>", "<|endoftext|>") if t in vocabulary)}

    @staticmethod
    def _check_kind(file):
        kind, pre = file.field("tokenizer.ggml.model", str), file.field("tokenizer.ggml.pre", str)
        if kind != "gpt2" or pre not in PRE_TOKENIZERS:
            known = ", ".join(PRE_TOKENIZERS)
            what = f"tokenizer {kind!r} with pre-tokenizer {pre!r}"
            raise ModelFileError(file.path, what, f"only byte-level BPE ('gpt2') with {known} is supported")

    @staticmethod
    def _check_merges(file, merges, vocabulary):
        for index, pair in enumerate(merges):
            if len(pair) != 2 or any(part not in vocabulary for part in (*pair, "".join(pair))):
                what = f"tokenizer.ggml.merges[{index}] is {' '.join(pair)!r}, whose parts are not in the vocabulary"
                raise ModelFileError(file.path, what, "the file is damaged: download it again")

    def encode(self, text):
        return self.core.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self.core.decode(ids, skip_special_tokens=True)

    def chat(self, question, system=None):
        """Token ids of a conversation of one question, up to where the answer begins.

        Without a system prompt: with the template's own one the first words of an answer are a near tie for this model.
        """
        turns = [("system", system)] if system else []
        turns.append(("user", question))
        text = "".join(f"<|im_start|>{role}\n{content}<|im_end|>\n" for role, content in turns)
        return self.encode(text + "<|im_start|>assistant\n")


class TextStream:
    """Turns ids that arrive one by one into pieces of text, holding back incomplete characters."""

    def __init__(self, tokenizer):
        self.tokenizer, self.ids, self.shown = tokenizer, [], 0

    def push(self, token):
        self.ids.append(token)
        text = self.tokenizer.decode(self.ids)
        if text.endswith("\ufffd"):
            return ""
        piece, self.shown = text[self.shown :], len(text)
        return piece
