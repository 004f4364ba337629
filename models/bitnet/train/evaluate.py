"""Bits per character of the held-out works: `python -m models.bitnet.train.evaluate [MODEL] [--engine torch|ttnn]`.

Windows of the model's context are read from an empty cache; every token but the first of a window counts, with the
characters that it stands for. Engines differ in arithmetic alone, so their figures agree within rounding.
"""

import argparse
from pathlib import Path

import numpy as np

from models.accuracy import loss
from models.bitnet.train.data import Corpus

SHIPPED = Path(__file__).resolve().parents[1] / "shakespeare" / "model.packed"


def windows_of(tokens, length):
    return [tokens[i : i + length] for i in range(0, len(tokens), length) if len(tokens) - i > 1]


def bits_per_character(logits_of, corpus, length, most=None):
    """`logits_of(ids)` gives float32 logits (len(ids), vocab) as an array; `most` windows of each work at most."""
    nats = characters = 0
    for tokens in corpus.held_out_tokens:
        for window in windows_of(tokens, length)[:most]:
            nats += loss(logits_of(window)[:-1], window[1:]) * (len(window) - 1)
            characters += len(corpus.tokenizer.decode(window[1:].tolist()))
    return float(nats / np.log(2) / characters)


def torch_logits(network):
    import torch

    def logits_of(ids):
        with torch.inference_mode():
            return network(torch.from_numpy(ids)[None])[0].float().numpy()

    return logits_of


def ttnn_logits(model):
    def logits_of(ids):
        model.reset()
        return model.forward(ids.tolist())

    return logits_of


def main(arguments=None):
    from models.bitnet.layers import WEIGHT_FORMATS
    from models.bitnet.weights import open_weights

    parser = argparse.ArgumentParser(prog="train.evaluate", description="bits per character of the held-out works")
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED, help="file or folder of a BitNet model")
    parser.add_argument("--engine", choices=("torch", "ttnn"), default="ttnn")
    parser.add_argument("--weights", choices=WEIGHT_FORMATS, default="two-bits", help="format on the device (ttnn)")
    parser.add_argument("--folder", type=Path, default=Path("build/bitnet-train"), help="where the text is kept")
    parser.add_argument("--windows", type=int, help="read only so many windows of each work")
    options = parser.parse_args(arguments)
    weights, corpus = open_weights(options.model), Corpus(options.folder)
    length = weights.config.context
    if options.engine == "torch":
        from models.bitnet.train.network import network_of

        bits = bits_per_character(torch_logits(network_of(weights)), corpus, length, options.windows)
    else:
        import ttnn

        from models.bitnet.model import BitNetModel

        device = ttnn.open_device(device_id=0)
        model = BitNetModel(weights, device, options.weights, max_tokens=length)
        bits = bits_per_character(ttnn_logits(model), corpus, length, options.windows)
        ttnn.close_device(device)
    print(f"{options.engine}: {bits:.4f} bits per character", flush=True)
    return bits


if __name__ == "__main__":
    main()
