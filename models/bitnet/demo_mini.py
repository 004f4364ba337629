"""BitNet with random weights in a few seconds: `python -m models.bitnet.demo_mini`.

Shows that every layer runs and agrees with the float32 reference; the tokens mean nothing. For real text see
`python -m models.bitnet generate`.
"""

import argparse
import time

import numpy as np
import ttnn

from models.accuracy import pcc
from models.bitnet.config import MINI
from models.bitnet.layers import WEIGHT_FORMATS
from models.bitnet.model import BitNetModel
from models.bitnet.reference import BitNetReference
from models.bitnet.weights import RandomWeights
from models.decoding import greedy

PROMPT = [1, 42, 7, 99, 314, 271, 8, 17]


def parse(arguments):
    parser = argparse.ArgumentParser(prog="demo_mini", description="BitNet with random weights on ttnn")
    parser.add_argument("--dtype", choices=WEIGHT_FORMATS, default="bf16", help="format of the weights")
    parser.add_argument("--tokens", type=int, default=16, help="tokens to generate")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def run(options, device):
    weights = RandomWeights(MINI, options.seed)
    model = BitNetModel(weights, device, options.dtype, max_tokens=64)
    start = time.perf_counter()
    tokens = list(greedy(model, PROMPT, options.tokens))
    seconds = time.perf_counter() - start
    ids = PROMPT + tokens
    model.reset()
    logits = np.concatenate([model.forward(PROMPT), model.forward(tokens)]) if tokens else model.forward(PROMPT)
    print(f"prompt     {PROMPT}\ntokens     {tokens}")
    print(f"speed      {len(tokens) / seconds:.1f} tokens/s, {options.dtype} weights")
    print(f"PCC        {pcc(logits, BitNetReference(weights).forward(ids)):.6f} with the float32 reference", flush=True)


def main(arguments=None):
    options = parse(arguments)
    device = ttnn.open_device(device_id=0)
    try:
        run(options, device)
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
