"""How accurate is the ttnn BitNet? `python -m models.bitnet.verify [--checkpoint FOLDER] [--dtype bf16|bfp8|bfp4]`

Random tokens are read by prefill, and half of them again by cached decode, with random mini weights or a checkpoint's;
both are compared with the float32 NumPy reference. Exit status 1 when a limit is missed.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import ttnn

from models.accuracy import compare
from models.bitnet.config import MINI
from models.bitnet.layers import WEIGHT_FORMATS
from models.bitnet.model import BitNetModel
from models.bitnet.reference import BitNetReference
from models.bitnet.weights import RandomWeights, open_weights
from models.errors import ModelFileError

LOWEST_PCC = 0.99  # rounding to 8 bits turns the smallest bf16 difference into a whole step


def parse(arguments):
    parser = argparse.ArgumentParser(prog="verify bitnet", description="compare the ttnn BitNet with a reference")
    parser.add_argument(
        "--checkpoint", type=Path, help="Hugging Face folder, GGUF or packed file (default: random mini weights)"
    )
    parser.add_argument("--dtype", choices=WEIGHT_FORMATS, default="bf16", help="format of the weights")
    parser.add_argument("--tokens", type=int, default=64)
    return parser.parse_args(arguments)


def verify(options, device):
    """PCC of prefill and of decode after half the tokens."""
    weights = open_weights(options.checkpoint) if options.checkpoint else RandomWeights(MINI)
    ids = np.random.default_rng(1).integers(0, weights.config.vocab, options.tokens).tolist()
    model, half = BitNetModel(weights, device, options.dtype, max_tokens=options.tokens), len(ids) // 2
    expected = BitNetReference(weights).forward(ids)
    figures = {"prefill": compare(model.forward(ids), expected, ids)}
    model.reset()
    model.forward(ids[:half])
    figures["decode"] = compare(model.forward(ids[half:]), expected[half:], ids[half:])
    for name, f in figures.items():
        print(f"{name:8} PCC {f.pcc:.6f}  top-1 {100 * f.agreeing / f.positions:.2f} %  {f.sure_errors} sure errors")
    return min(f.pcc for f in figures.values())


def main(arguments=None):
    options = parse(arguments)
    if options.tokens < 4:
        sys.exit(f"[verify bitnet] --tokens: expected at least 4, got {options.tokens}")
    device = ttnn.open_device(device_id=0)
    try:
        lowest = verify(options, device)
    except ModelFileError as error:
        sys.exit(str(error))
    finally:
        ttnn.close_device(device)
    return 0 if lowest >= LOWEST_PCC else 1


if __name__ == "__main__":
    sys.exit(main())
