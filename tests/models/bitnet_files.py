"""Small BitNet models as files of every kind, and damage as transport, disks and careless tools do it.

`python tests/models/bitnet_files.py 100000` reads that many damaged files: anything but a ModelFileError ends it.
"""

import dataclasses
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from models.bitnet.checkpoint import SPECIAL, byte_tokenizer, convert, write_checkpoint  # noqa: E402
from models.bitnet.config import MINI  # noqa: E402
from models.bitnet.weights import RandomTernaryWeights, gguf_name, open_weights  # noqa: E402
from models.errors import ModelFileError  # noqa: E402

CONFIG = dataclasses.replace(MINI, layers=1, ffn=256, vocab=260, context=128, tied=True)
KINDS = ("master", "multiplied", "divided", "TQ1_0", "TQ2_0", "two-bits", "five-digits")


class Weights(RandomTernaryWeights):
    """Ternary matrices with master weights that are made ternary to the same values; scales that a half can hold."""

    def __init__(self, config=CONFIG, seed=0):
        super().__init__(config, seed)

    def ternary(self, name):
        matrix = super().ternary(name)
        matrix.scale = 0.125
        return matrix

    def tensor(self, name):
        linear = name.removesuffix(".weight")
        return self.ternary(linear).weight() if linear in self.linears else super().tensor(name)

    def tokenizer(self):
        return byte_tokenizer().to_str()


def write_gguf(path, weights, kind):
    import gguf

    c, writer = weights.config, gguf.GGUFWriter(str(path), "bitnet")
    writer.add_context_length(c.context)
    writer.add_embedding_length(c.hidden)
    writer.add_block_count(c.layers)
    writer.add_feed_forward_length(c.ffn)
    writer.add_head_count(c.heads)
    writer.add_head_count_kv(c.kv_heads)
    writer.add_layer_norm_rms_eps(c.epsilon)
    writer.add_rope_freq_base(c.rope_base)
    alphabet = byte_tokenizer().get_vocab()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    tokens = sorted(alphabet, key=alphabet.get)
    tokens += ["ab", *(f"unused{i}" for i in range(len(tokens) + 1, c.vocab))]
    writer.add_token_list(tokens)
    writer.add_token_types([3 if token in SPECIAL else 1 for token in tokens])
    writer.add_token_merges(["a b"])
    for name in weights.floats:
        writer.add_tensor(gguf_name(name), weights.tensor(name + ".weight").astype(np.float32))
    quantisation = gguf.GGMLQuantizationType[kind]
    for name in weights.linears:
        data = gguf.quants.quantize(weights.ternary(name).weight(), quantisation)
        writer.add_tensor(gguf_name(name), data, raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_model(folder, kind, weights=None):
    """A model of that kind in `folder`; the path to open."""
    folder, weights = Path(folder), weights or Weights()
    folder.mkdir(parents=True, exist_ok=True)
    if kind in ("master", "multiplied", "divided"):
        write_checkpoint(folder, weights, kind)
        return folder
    path = folder / ("model.gguf" if kind.startswith("TQ") else "model.packed")
    write_gguf(path, weights, kind) if kind.startswith("TQ") else convert(weights, path, kind)
    return path


def header_end(data):
    return 4000 if data[:4] == b"GGUF" else 8 + int.from_bytes(data[:8], "little")


def damaged(data, random):
    """`data` (bytes) after one mutation, half of them in the header."""
    data = bytearray(data)
    end = len(data) if random.random() < 0.5 else min(header_end(data), len(data))
    at, length = int(random.integers(end)), int(random.integers(64))
    match random.integers(8):
        case 0:
            data[at] ^= 1 << int(random.integers(8))
        case 1:
            data[at] = int(random.integers(256))
        case 2:
            del data[at:]
        case 3:
            del data[at : at + length]
        case 4:
            data[at : at + length] = bytes([int(random.choice([0, 255]))]) * length
        case 5:
            to = int(random.integers(len(data)))
            data[to:to] = data[at : at + length]
        case _:
            digits = [i for i in range(min(end, 20000)) if 48 <= data[i] < 58]
            if digits:
                data[int(random.choice(digits))] = 48 + int(random.integers(10))
    return bytes(data)


def read_whole(path):
    weights = open_weights(path)
    for name in weights.floats:
        weights.tensor(name + ".weight")
    for name in weights.linears:
        weights.ternary(name)


def header_is_read(path):
    from models.bitnet.safetensors_file import SafetensorsFile
    from models.gguf_file import GgufFile

    try:
        GgufFile(path) if path.suffix == ".gguf" else SafetensorsFile(path)
    except ModelFileError:
        return False
    return True


def read_damaged(count, seed=0):
    """Kind -> [tried, past the header, loaded]."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        models = {kind: write_model(Path(folder) / kind, kind) for kind in KINDS}
        targets = {k: p if p.is_file() else p / "model.safetensors" for k, p in models.items()}
        whole = {path: path.read_bytes() for path in targets.values()}
        configs = {k: (p / "config.json", (p / "config.json").read_bytes()) for k, p in models.items() if p.is_dir()}
        for number in range(count):
            random, kind = np.random.default_rng([seed, number]), KINDS[number % len(KINDS)]
            target, config = targets[kind], configs.get(kind)
            if config and random.random() < 0.2:
                config[0].write_bytes(damaged(config[1], random))
            else:
                target.write_bytes(damaged(whole[target], random))
            counts[kind][0] += 1
            counts[kind][1] += header_is_read(target)
            try:
                with np.errstate(all="ignore"):
                    read_whole(models[kind])
                counts[kind][2] += 1
            except ModelFileError:
                pass
            target.write_bytes(whole[target])
            if config:
                config[0].write_bytes(config[1])
    return counts


if __name__ == "__main__":
    for kind, (tried, past, loaded) in read_damaged(int(sys.argv[1]) if sys.argv[1:] else 100_000).items():
        print(f"{kind}: {tried} files, {past} past the header, {loaded} loaded", flush=True)
        if past * 5 < tried:
            sys.exit(f"{kind}: too few files get past the header")
