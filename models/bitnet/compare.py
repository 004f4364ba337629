"""Would block floats or integers serve BitNet? `python -m models.bitnet.compare [MODEL]` measures and writes docs/bitnet.md.

For each format of weights and activations: PCC of the logits with the float32 reference that has the same ternary
weights, bits per character of held-out text, speed of a prompt and of decode, bytes of the linear layers and the time
that a card takes to read them. Nothing on the page is written by hand but the text around the figures.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import ttnn

from models.accuracy import pcc
from models.bitnet.layers import ACTIVATIONS, WEIGHT_FORMATS
from models.bitnet.model import BitNetModel
from models.bitnet.reference import BitNetReference
from models.bitnet.train.evaluate import SHIPPED, bits_per_character, ttnn_logits
from models.bitnet.weights import open_weights
from models.errors import ModelFileError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bitnet.md"
BYTES_A_TILE = {"bf16": 2048, "bfp8": 1088, "bfp4": 576, "two-bits": 256, "five-digits": 208}
CARD_BYTES_A_SECOND = 512e9  # DRAM of a Blackhole p150
BEGIN, END = "<!-- figures: python -m models.bitnet.compare -->", "<!-- end of figures -->"


def seconds_of(action, times=5):
    """The least of several runs after one to warm up."""
    runs = []
    for _ in range(times + 1):
        start = time.perf_counter()
        action()
        runs.append(time.perf_counter() - start)
    return min(runs[1:])


def speeds(model, device, ids):
    """(prompt, decode) in tokens a second."""

    def prompt():
        model.prefill(ids, last_only=True)
        ttnn.synchronize_device(device)

    def step():
        model.decode(1)
        ttnn.synchronize_device(device)

    return len(ids) / seconds_of(prompt), 1 / seconds_of(step, 30)


def measure(weights, device, corpus, form, activations, windows):
    model = BitNetModel(weights, device, form, weights.config.context, activations=activations, trace=True)
    ids = np.random.default_rng(1).integers(0, weights.config.vocab, 128)
    if corpus:
        ids = corpus.held_out_tokens[0][:128]
    expected = BitNetReference(weights).forward(ids)
    row = {"weights": form, "activations": activations, "pcc": pcc(ttnn_logits(model)(ids), expected)}
    bits = bits_per_character(ttnn_logits(model), corpus, weights.config.context, windows) if corpus else None
    row["bits"], (row["prompt"], row["decode"]) = bits, speeds(model, device, ids.tolist())
    model.release()
    return row


def table(rows, weights):
    tiles = sum(a // 32 * (b // 32) for a, b in weights.linears.values())
    lines = [
        f"{weights.kind}: {weights.config.layers} layers, hidden size {weights.config.hidden}.",
        "",
        "| weights | activations | PCC of logits | bits per character | prompt of 128, tokens/s | decode, tokens/s "
        "| MB of linear layers | card reads them in |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        size = tiles * BYTES_A_TILE[r["weights"]]
        bits = "-" if r["bits"] is None else f"{r['bits']:.4f}"
        lines.append(
            f"| {r['weights']} | {r['activations']} | {r['pcc']:.6f} | {bits} | {r['prompt']:.0f} | {r['decode']:.0f} "
            f"| {size / 1e6:.2f} | {size / CARD_BYTES_A_SECOND * 1e6:.1f} us |"
        )
    return "\n".join(lines)


def write_page(page, text):
    """Puts the figures between the marks of the page."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def corpus_of(options):
    """The held-out text, where the model is the one trained on it."""
    if options.model != SHIPPED:
        return None
    from models.bitnet.train.data import Corpus

    return Corpus(options.folder)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="compare", description="figures of every format, for docs/bitnet.md")
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED, help="file or folder of a BitNet model")
    parser.add_argument("--folder", type=Path, default=Path("build/bitnet-train"), help="where the text is kept")
    parser.add_argument("--windows", type=int, default=8, help="windows of each held-out work")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args(arguments)
    device = ttnn.open_device(device_id=0, trace_region_size=50_000_000)
    try:
        weights, corpus = open_weights(options.model), corpus_of(options)
        forms = [(form, activations) for activations in ACTIVATIONS for form in WEIGHT_FORMATS]
        rows = [measure(weights, device, corpus, *form, options.windows) for form in forms]
    except ModelFileError as error:
        raise SystemExit(str(error)) from None
    finally:
        ttnn.close_device(device)
    text = table(rows, weights)
    print(text)
    write_page(options.page, text)
    return rows


if __name__ == "__main__":
    main()
