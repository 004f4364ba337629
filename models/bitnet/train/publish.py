"""What ships of a training: the packed weights of one seed, figures, curves and the model card that shows them.

`python -m models.bitnet.train.publish` reads the runs in build/bitnet-train and writes models/bitnet/shakespeare.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from models.bitnet.checkpoint import convert
from models.bitnet.config import BitNetConfig
from models.bitnet.train.data import HELD_OUT, PACKAGE, VERSION, Corpus
from models.bitnet.train.evaluate import SHIPPED, bits_per_character, torch_logits, ttnn_logits
from models.bitnet.train.network import network_of
from models.bitnet.train.run import KINDS
from models.bitnet.weights import BitNetWeights, open_weights, ternary

LARGEST = 4 << 20  # bytes of the file in the repository


class TrainedWeights(BitNetWeights):
    """The parameters of a run; its master weights become ternary as everywhere."""

    kind = "trained weights"

    def __init__(self, state, tokenizer, config):
        super().__init__(config, "training")
        self.state, self.text = state, tokenizer.to_str()

    def tokenizer(self):
        return self.text

    def tensor(self, name):
        return self.state[name.removeprefix("model.")].float().numpy()

    def ternary(self, name):
        return ternary(self.tensor(name + ".weight"))


def read_runs(folder, seeds):
    """(kind, seed) -> figures of a finished run."""
    runs = {}
    for kind in KINDS:
        for seed in range(seeds):
            path = folder / f"{kind}-{seed}.json"
            if not path.is_file():
                raise SystemExit(f"[train] {path}: no such run; python -m models.bitnet.train finishes all of them")
            runs[kind, seed] = json.loads(path.read_text())
    return runs


def ttnn_bits(path, corpus):
    import ttnn

    from models.bitnet.model import BitNetModel

    device = ttnn.open_device(device_id=0)
    try:
        weights = open_weights(path)
        model = BitNetModel(weights, device, "two-bits", max_tokens=weights.config.context)
        return bits_per_character(ttnn_logits(model), corpus, weights.config.context)
    finally:
        ttnn.close_device(device)


def smoothed(losses, width=50):
    return np.convolve(losses, np.ones(width) / width, mode="valid")


def draw(runs, path):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    colours = dict(zip(KINDS, ("tab:blue", "tab:orange"), strict=True))
    for (kind, seed), run in runs.items():
        axes.plot(smoothed(run["losses"]), color=colours[kind], lw=0.9, label=kind if seed == 0 else None)
    axes.set(xlabel="step", ylabel="loss, nats a token (mean of 50 steps)", ylim=(2, 6))
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def summary_of(runs, folder, corpus, seed, schedule):
    bits = {kind: [runs[k, s]["bits"] for k, s in runs if k == kind] for kind in KINDS}
    shipped = open_weights(folder / SHIPPED.name)
    in_torch = bits_per_character(torch_logits(network_of(shipped)), corpus, shipped.config.context)
    return {
        "config": asdict(shipped.config),
        "schedule": schedule,
        "package": f"{PACKAGE} {VERSION}",
        "digest": corpus.digest,
        "characters": corpus.characters(),
        "tokens": len(corpus.tokens),
        "left_out": corpus.left_out,
        "held_out": HELD_OUT,
        "bits": bits,
        "ratio": float(np.mean(bits["bitnet"]) / np.mean(bits["float"])),
        "shipped_seed": seed,
        "shipped_torch": in_torch,
        "shipped_ttnn": ttnn_bits(folder / SHIPPED.name, corpus),
        "bytes": (folder / SHIPPED.name).stat().st_size,
        "parameters": sum(int(np.prod(shape)) for shape in shipped.shapes.values()),
        "ternary": sum(int(np.prod(shape)) for shape in shipped.linears.values()),
        "seconds": {kind: [runs[k, s]["seconds"] for k, s in runs if k == kind] for kind in KINDS},
    }


CARD = """# A small BitNet b1.58 on Shakespeare

`{file}` holds {parameters:,} parameters, of which {ternary:,} are -1, 0 or 1 (packed, {bytes:,} bytes in all). It
continues text in the style of the plays: `./dev demo bitnet "ROMEO."`. It knows nothing else and is no assistant.

- **Data**: the PyPI package `{package}` (MIT, texts of Project Gutenberg; archive's SHA-256 `{digest}`), the works in
  modern spelling, each once, {left_out} repeated paragraphs left out: {train_characters:,} characters, {tokens:,} tokens of a
  byte-pair vocabulary of {vocab}. Held out: {held_out}, {held_characters:,} characters.
- **Model**: {layers} layers, hidden size {hidden}, {heads} heads ({kv_heads} key heads), feed-forward {ffn}, context
  {context}; ternary weights, 8-bit activations, tied embedding in bf16.
- **Training**: {steps} steps of {batch} x {sequence} tokens, AdamW, rate {rate}, gradients straight through the roundings, bf16
  products; seeds 0 to {last_seed}. The float model has the same shape with plain linear layers and the same
  schedule, which was not tuned for it.

| bits per character, held out | {seed_columns} | mean |
|---|{rules}---|
| BitNet | {bitnet} |
| float | {floats} |

BitNet needs {more:.1f} % {direction} bits than the float model. The shipped file (seed {shipped_seed}) gives {shipped_torch:.4f} in torch
(float32) and {shipped_ttnn:.4f} on ttnn (two-bit weights), {difference:.3f} % apart.

![Losses of training](loss.png)

`python -m models.bitnet.train` makes all of this again; `python -m models.bitnet.train.evaluate` computes the figures
of the shipped file. `figures.json` holds the numbers of this page.
"""


def card(s):
    def row(values):
        return " | ".join(f"{v:.4f}" for v in [*values, float(np.mean(values))])

    c, schedule = s["config"], s["schedule"]
    seeds = range(len(s["bits"]["bitnet"]))
    return CARD.format(
        file=SHIPPED.name,
        **{k: s[k] for k in ("parameters", "ternary", "bytes", "package", "digest", "left_out", "tokens")},
        train_characters=s["characters"][0],
        held_characters=s["characters"][1],
        held_out=" and ".join(name.removesuffix("_gut") for name in s["held_out"]),
        **{k: c[k] for k in ("layers", "hidden", "heads", "kv_heads", "ffn", "context", "vocab")},
        **{k: schedule[k] for k in ("steps", "batch", "rate")},
        sequence=schedule["tokens"],
        last_seed=max(seeds),
        seed_columns=" | ".join(f"seed {seed}" for seed in seeds),
        rules="---|" * len(seeds),
        bitnet=row(s["bits"]["bitnet"]),
        floats=row(s["bits"]["float"]),
        more=abs(100 * (s["ratio"] - 1)),
        direction="more" if s["ratio"] >= 1 else "fewer",
        **{k: s[k] for k in ("shipped_seed", "shipped_torch", "shipped_ttnn")},
        difference=100 * abs(s["shipped_ttnn"] / s["shipped_torch"] - 1),
    )


def publish(runs_folder, folder, seeds):
    runs, corpus = read_runs(runs_folder, seeds), Corpus(runs_folder)
    folder.mkdir(parents=True, exist_ok=True)
    seed = 0
    state = torch.load(runs_folder / f"bitnet-{seed}.pt", weights_only=True)
    weights = TrainedWeights(state["network"], corpus.tokenizer, BitNetConfig(**state["config"]))
    convert(weights, folder / SHIPPED.name, "two-bits")
    size = (folder / SHIPPED.name).stat().st_size
    if size > LARGEST:
        raise SystemExit(f"[train] {SHIPPED.name} has {size} bytes, at most {LARGEST} are wanted in the repository")
    summary = summary_of(runs, folder, corpus, seed, state["schedule"])
    (folder / "figures.json").write_text(json.dumps(summary, indent=1) + "\n")
    (folder / "README.md").write_text(card(summary))
    draw(runs, folder / "loss.png")
    print(f"{folder}: {size} bytes, BitNet {np.mean(summary['bits']['bitnet']):.4f}, ", end="")
    print(f"float {np.mean(summary['bits']['float']):.4f} bits per character")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="train.publish", description="write the shipped file and its card")
    parser.add_argument("--runs", type=Path, default=Path("build/bitnet-train"))
    parser.add_argument("--output", type=Path, default=SHIPPED.parent)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args(arguments)
    publish(options.runs, options.output, options.seeds)


if __name__ == "__main__":
    main()
