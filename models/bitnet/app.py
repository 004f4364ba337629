"""Generate, chat, bench, inspect and convert: the Python side of the command line, `python -m models.bitnet`."""

import argparse
import dataclasses
import os
import sys
import time
from pathlib import Path

import numpy as np

from models.bitnet.checkpoint import convert
from models.bitnet.config import FULL
from models.bitnet.text import Sampler, tokenizer_of
from models.bitnet.weights import RandomTernaryWeights, open_weights
from models.errors import ModelFileError
from models.progress import ProgressBar

CONTEXT = 1024  # tokens of the cache, of a model that knows so many positions
FORMATS = ("bf16", "bfp8", "bfp4", "two-bits", "five-digits")


def open_model(options):
    if options.random == (options.model is not None):
        sys.exit("[bitnet] model: give a file or folder, or --random for random weights of the 2B-4T shape")
    if options.random:
        return RandomTernaryWeights(dataclasses.replace(FULL, layers=options.layers), options.seed)
    return open_weights(options.model)


def load(options, weights, device):
    from models.bitnet.model import BitNetModel

    most = weights.config.context
    if options.context and options.context > most:
        what = f"this model knows {most} positions; the cache holds so many tokens"
        print(f"[bitnet] --context {options.context}: {what}", file=sys.stderr)
    with ProgressBar("loading weights", weights.config.layers + 1) as bar:
        return BitNetModel(
            weights,
            device,
            options.weights,
            options.context or CONTEXT,
            bar.advance,
            activations="bf16" if options.bf16_activations else "int8",
            head=options.head,
            batch=getattr(options, "batch", 1),
            paged=options.paged,
            trace=not options.untraced,
        )


def continue_text(model, ids, limit, stop, sampler):
    """Yields tokens until one of `stop`, `limit`, or the end of the cache, which it reports."""
    from models.decoding import to_numpy

    model.reset()
    logits = model.prefill(ids, last_only=True)
    for number in range(limit):
        token = sampler(to_numpy(logits)[0])
        if token in stop:
            return
        yield token
        if number + 1 == limit:
            return
        if model.position >= model.max_tokens:
            message = f"[bitnet] the cache of {model.max_tokens} tokens is full: the text ends here; raise --context"
            print("\n" + message, file=sys.stderr)
            return
        logits = model.decode(token)


def sampler_of(options):
    return Sampler(0.0 if options.greedy else options.temperature, options.top_k, options.top_p, options.seed)


def ids_of(text):
    """Without a tokenizer a prompt is a list of token ids, and so is what comes."""
    try:
        return [int(word) for word in (text or "1 2 3 4 5 6 7 8").split()]
    except ValueError:
        sys.exit('[bitnet] prompt: the model has no tokenizer; give token ids, "1 2 3"')


def stream_text(model, tokenizer, ids, options, sampler):
    """Prints the continuation as it comes; its text, its number of tokens and the seconds."""
    from models.llama.tokenizer import TextStream

    stream = TextStream(tokenizer) if tokenizer else None
    said, count, start = "", 0, time.perf_counter()
    for token in continue_text(model, ids, options.tokens, tokenizer.stop if tokenizer else (), sampler):
        piece = stream.push(token) if stream else f" {token}"
        print(piece, end="", flush=True)
        said, count = said + piece, count + 1
    print(flush=True)
    return said, count, time.perf_counter() - start


def generate(options, device):
    weights = open_model(options)
    tokenizer = tokenizer_of(weights)
    if not options.prompt.isprintable() and any("\udc80" <= c <= "\udcff" for c in options.prompt):
        sys.exit("[bitnet] prompt: the text is not UTF-8")  # bytes that Python could not read
    ids = tokenizer.encode(options.prompt) if tokenizer else ids_of(options.prompt)
    if not ids:
        sys.exit("[bitnet] prompt: expected some text, got none")
    sampler = sampler_of(options)  # wrong options are answered before the loading
    model = load(options, weights, device)
    model.check_prompt(ids)
    print(options.prompt, end="", flush=True)
    _, count, seconds = stream_text(model, tokenizer, ids, options, sampler)
    print(f"{count} tokens, {count / seconds:.2f} tokens/s, {options.weights} weights", file=sys.stderr, flush=True)
    model.release()


def chat(options, device):
    """Turns as the 2B-4T model knows them; the whole conversation is read anew each turn."""
    weights = open_model(options)
    tokenizer = tokenizer_of(weights)
    if not tokenizer or not tokenizer.has("<|eot_id|>"):
        sys.exit(f"[bitnet] {weights.path}: its tokenizer has no <|eot_id|>: this model does not chat; use generate")
    sampler, model, conversation = sampler_of(options), load(options, weights, device), ""
    for line in sys.stdin:
        if line.strip():
            conversation += f"User: {line.strip()}<|eot_id|>Assistant: "
            conversation += (
                stream_text(model, tokenizer, tokenizer.encode(conversation), options, sampler)[0] + "<|eot_id|>"
            )
    model.release()


def anonymous_memory():
    """RssAnon in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def bench(options, device):
    import ttnn

    weights = open_model(options)
    needed = options.prompt_tokens + options.tokens + 1
    if needed > (options.context or CONTEXT):
        options.context = min(needed, weights.config.context)
    start = time.perf_counter()
    model = load(options, weights, device)
    print(f"loaded in     {time.perf_counter() - start:.1f} s, RssAnon {anonymous_memory():.0f} MiB")
    prompt = ((np.arange(options.prompt_tokens) * 7919 + 13) % weights.config.vocab).tolist()
    for user in range(options.batch):
        model.prefill(prompt, last_only=True, user=user)
    ttnn.synchronize_device(device)
    start = time.perf_counter()
    model.prefill(prompt, last_only=True)
    ttnn.synchronize_device(device)
    seconds = time.perf_counter() - start
    print(f"prompt        {len(prompt)} tokens in {seconds:.3f} s, {len(prompt) / seconds:.1f} tokens/s")
    times = []
    for _ in range(options.tokens):
        start = time.perf_counter()
        model.decode([1] * options.batch)
        ttnn.synchronize_device(device)
        times.append(time.perf_counter() - start)
    median = float(np.median(times[1:] or times))  # the first step is recorded
    print(f"decode        batch {options.batch}, median {median * 1e3:.2f} ms, {options.batch / median:.1f} tokens/s")
    model.release()


def inspect(options, _device):
    weights = open_model(options)
    c, zeros, count, scales = weights.config, 0, 0, []
    with ProgressBar("reading weights", len(weights.linears)) as bar:
        for name in weights.linears:
            matrix = weights.ternary(name)
            zeros += matrix.values.size - int(np.count_nonzero(matrix.values))
            count += matrix.values.size
            scales.append(matrix.scale)
            bar.advance()
    print(f"{weights.path}: {weights.kind}")
    print(f"layers {c.layers}, hidden {c.hidden}, heads {c.heads} ({c.kv_heads} key heads of {c.head_dim}), ", end="")
    print(f"feed-forward {c.ffn}, vocabulary {c.vocab}{', tied' if c.tied else ''}, context {c.context}")
    print(f"ternary weights {count}, {100 * zeros / count:.2f} % zero, scales {min(scales):.4g} to {max(scales):.4g}")
    print(f"tokenizer {'yes' if weights.tokenizer() else 'none'}")


def write(options, _device):
    weights = open_model(options)
    with ProgressBar("converting", len(weights.floats) + len(weights.linears)) as bar:
        convert(weights, options.output, options.packing, bar.advance)
    print(f"{options.output}: {options.output.stat().st_size} bytes")


def add_running(command):
    command.add_argument("--weights", choices=FORMATS, default="two-bits", help="format of the ternary weights")
    command.add_argument("--bf16-activations", action="store_true", help="bfloat16 instead of 8 bits")
    command.add_argument("--head", choices=("bf16", "bfp8"), default="bf16", help="format of the output matrix")
    command.add_argument("-n", "--tokens", type=int, default=128, help="tokens to generate at most")
    command.add_argument(
        "--context", type=int, help=f"tokens that the cache holds; the model's, at most {CONTEXT}, if not given"
    )
    command.add_argument("--paged", action="store_true", help="keys and values in pages")
    command.add_argument("--untraced", action="store_true", help="do not record and replay the step")
    command.add_argument("-t", "--temperature", type=float, default=0.8, help="0: always the likeliest token")
    command.add_argument("--top-k", type=int, default=40, help="draw among so many tokens; 0: all")
    command.add_argument("--top-p", type=float, default=0.95, help="draw among the fewest that reach this share")
    command.add_argument("--greedy", action="store_true", help="the same as --temperature 0")


def parse(arguments):
    parser = argparse.ArgumentParser(prog="bitnet", description="BitNet b1.58 on ttnn")
    commands = parser.add_subparsers(dest="command", required=True)
    run = {
        "generate": (generate, "continue a text"),
        "chat": (chat, "talk, a line a turn, until the end of the input"),
        "bench": (bench, "speed and memory of loading, prompt and decode"),
        "inspect": (inspect, "what a model's files hold; reads and checks all ternary weights"),
        "convert": (write, "write a packed file"),
    }
    for name, (action, text) in run.items():
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(action=action, device=name in ("generate", "chat", "bench"))
        command.add_argument("model", type=Path, nargs="?", help="Hugging Face folder, GGUF file or packed file")
        command.add_argument("--random", action="store_true", help="random weights of the 2B-4T shape instead")
        command.add_argument("--layers", type=int, default=FULL.layers, help="layers of random weights")
        command.add_argument("--seed", type=int, default=1, help="of drawing, and of random weights")
        if name in ("generate", "chat", "bench"):
            add_running(command)
        if name == "generate":
            command.add_argument("-p", "--prompt", default="", help="text to continue, or ids without a tokenizer")
        if name == "bench":
            command.add_argument("--batch", type=int, default=1, help="users at once, up to 32")
            command.add_argument("--prompt-tokens", type=int, default=128, help="length of the prompt")
        if name == "convert":
            command.add_argument("-o", "--output", type=Path, required=True, help="file to write")
            command.add_argument("--packing", choices=("two-bits", "five-digits"), default="two-bits")
    options = parser.parse_args(arguments)
    for name in ("layers", "tokens", "context", "prompt_tokens"):
        if (value := getattr(options, name, None)) is not None and value < 1:
            parser.error(f"{name}: expected at least 1, got {value}")
    return options


def main(arguments=None):
    options = parse(arguments)
    device = None
    try:
        if options.device:
            import ttnn

            device = ttnn.open_device(device_id=0, trace_region_size=0 if options.untraced else 200_000_000)
        options.action(options, device)
    except (ModelFileError, ValueError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print(flush=True)
        sys.exit(130)
    except BrokenPipeError:  # whoever read has seen enough; what is still buffered has no place to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    finally:
        if device is not None:
            ttnn.close_device(device)
