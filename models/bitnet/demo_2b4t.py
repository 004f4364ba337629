"""BitNet b1.58 2B-4T: `python -m models.bitnet.demo_2b4t FOLDER ["text to continue"]`.

FOLDER is a Hugging Face checkpoint in bf16 (microsoft/bitnet-b1.58-2B-4T-bf16): config.json, *.safetensors,
tokenizer.json. Ternary weights lose nothing in bfp4, the default here: 1.2 GB on the device instead of 4.2 GB as bf16.
"""

import argparse
import sys
import time
from pathlib import Path

import ttnn
from tokenizers import Tokenizer

from models.bitnet.layers import WEIGHT_DTYPES
from models.bitnet.model import BitNetModel
from models.bitnet.weights import CheckpointWeights
from models.decoding import greedy
from models.errors import ModelFileError
from models.llama.tokenizer import TextStream
from models.progress import ProgressBar

STOP_TOKENS = ("<|end_of_text|>", "<|eot_id|>")


class HuggingFaceTokenizer:
    """tokenizer.json of a checkpoint folder."""

    def __init__(self, folder, vocab):
        path = Path(folder) / "tokenizer.json"
        if not path.is_file():
            raise ModelFileError(path, "no such file", "give a folder with the checkpoint's tokenizer.json")
        try:
            self.core = Tokenizer.from_file(str(path))
        except Exception as error:  # the package raises plain Exception
            raise ModelFileError(path, f"is not a tokenizer ({error})", "download it again") from None
        if self.core.get_vocab_size() > vocab:
            what = f"knows {self.core.get_vocab_size()} tokens, config.json says {vocab}"
            raise ModelFileError(path, what, "give the tokenizer of the same checkpoint")
        self.stop = {self.core.token_to_id(token) for token in STOP_TOKENS} - {None}

    def encode(self, text):
        return self.core.encode(text).ids

    def decode(self, ids):
        return self.core.decode(ids, skip_special_tokens=True)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="demo_2b4t", description="continue a text with BitNet b1.58 2B-4T on ttnn")
    parser.add_argument("folder", type=Path, help="Hugging Face checkpoint in bf16")
    parser.add_argument("text", nargs="?", default="The capital of France is")
    parser.add_argument("--dtype", choices=sorted(WEIGHT_DTYPES), default="bfp4", help="format of the ternary weights")
    parser.add_argument("--tokens", type=int, default=32, help="longest continuation")
    return parser.parse_args(arguments)


def run(options, device):
    weights = CheckpointWeights(options.folder)
    tokenizer = HuggingFaceTokenizer(options.folder, weights.config.vocab)
    ids = tokenizer.encode(options.text)
    with ProgressBar("loading weights", weights.config.layers + 1) as bar:
        model = BitNetModel(weights, device, options.dtype, len(ids) + options.tokens, bar.advance)
    stream, count, start = TextStream(tokenizer), 0, time.perf_counter()
    print(options.text, end="", flush=True)
    for token in greedy(model, ids, options.tokens, tokenizer.stop):
        print(stream.push(token), end="", flush=True)
        count += 1
    print(
        f"\n\n{count} tokens, {count / (time.perf_counter() - start):.2f} tokens/s, {options.dtype} weights", flush=True
    )


def main(arguments=None):
    options = parse(arguments)
    device = ttnn.open_device(device_id=0)
    try:
        run(options, device)
    except ModelFileError as error:
        sys.exit(str(error))
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
