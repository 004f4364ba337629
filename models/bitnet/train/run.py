"""One training: `python -m models.bitnet.train.run --kind bitnet|float --seed N`; goes on where it was stopped.

The state (parameters, optimiser, step, losses) is saved every few hundred steps; batches follow from seed and step
alone, so a resumed run is the run that was not interrupted.
"""

import argparse
import json
import math
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from models.bitnet.config import BitNetConfig
from models.bitnet.train.data import Corpus
from models.bitnet.train.evaluate import bits_per_character, torch_logits
from models.bitnet.train.network import Network
from models.progress import ProgressBar

CONFIG = BitNetConfig(
    hidden=256, layers=4, heads=4, kv_heads=2, ffn=768, vocab=1024, context=512, rope_base=10000.0, tied=True
)
KINDS = ("bitnet", "float")
SAVE_EVERY = 200


@dataclass(frozen=True)
class Schedule:
    steps: int = 2600
    batch: int = 4
    tokens: int = 512  # of a sequence
    rate: float = 3e-3
    warm_up: int = 100
    decay: float = 0.05  # of weights, until half of the steps are done
    clip: float = 1.0

    def rate_at(self, step):
        """Rises for `warm_up` steps, then falls along a cosine to a hundredth."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        done = (step - self.warm_up) / max(1, self.steps - self.warm_up)
        return self.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


def batch_of(tokens, schedule, seed, step):
    generator = np.random.default_rng([seed, step])
    starts = generator.integers(0, len(tokens) - schedule.tokens - 1, schedule.batch)
    rows = np.stack([tokens[s : s + schedule.tokens + 1] for s in starts])
    ids = torch.from_numpy(rows.astype(np.int64))
    return ids[:, :-1], ids[:, 1:]


def optimiser_of(network, schedule):
    matrices = [p for n, p in network.named_parameters() if p.ndim == 2 and "embed" not in n]
    others = [p for n, p in network.named_parameters() if p.ndim != 2 or "embed" in n]
    groups = [{"params": matrices, "weight_decay": schedule.decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=schedule.rate, betas=(0.9, 0.95), fused=True)


def take_step(network, optimiser, schedule, ids, targets, step):
    for group in optimiser.param_groups:
        group["lr"] = schedule.rate_at(step)
    if step == schedule.steps // 2:  # late in training decay only holds ternary weights back from changing sign
        optimiser.param_groups[0]["weight_decay"] = 0.0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(ids)
    loss = functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten())
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), schedule.clip)
    optimiser.step()
    return float(loss.detach())


def save(path, value):
    part = Path(f"{path}.part")
    torch.save(value, part)
    os.replace(part, path)


def train(kind, seed, corpus, folder, schedule, config=CONFIG):
    """Trains to the end and writes <kind>-<seed>.pt and .json in `folder`; the figures of the .json."""
    torch.manual_seed(seed)
    network = Network(config, quantised=kind == "bitnet")
    optimiser, losses, first = optimiser_of(network, schedule), [], 0
    path = folder / f"{kind}-{seed}.pt"
    if path.is_file():
        state = torch.load(path, weights_only=True)
        if state["schedule"] != asdict(schedule) or state["config"] != asdict(config):
            raise SystemExit(f"[train] {path}: is of another schedule or model; delete it to begin anew")
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        first, losses = state["step"], state["losses"]
    start = time.perf_counter()
    with ProgressBar(f"{kind} {seed}", schedule.steps) as bar:
        bar.advance(first)
        for step in range(first, schedule.steps):
            losses.append(take_step(network, optimiser, schedule, *batch_of(corpus.tokens, schedule, seed, step), step))
            bar.advance()
            if (step + 1) % SAVE_EVERY == 0 or step + 1 == schedule.steps:
                state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "losses": losses}
                save(path, state | {"step": step + 1, "schedule": asdict(schedule), "config": asdict(config)})
                rate = (step + 1 - first) * schedule.batch * schedule.tokens / (time.perf_counter() - start)
                recent = np.mean(losses[-SAVE_EVERY:])
                print(
                    f"{kind} {seed}: step {step + 1} of {schedule.steps}, loss {recent:.3f}, {rate:.0f} tokens/s",
                    flush=True,
                )
    figures = {"kind": kind, "seed": seed, "seconds": time.perf_counter() - start, "losses": losses}
    figures["bits"] = bits_per_character(torch_logits(network.eval()), corpus, config.context)
    (folder / f"{kind}-{seed}.json").write_text(json.dumps(figures))
    print(f"{kind} {seed}: {figures['bits']:.4f} bits per character of the held-out works", flush=True)
    return figures


def parse(arguments=None):
    parser = argparse.ArgumentParser(prog="train.run", description="train one model")
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path("build/bitnet-train"))
    parser.add_argument("--steps", type=int, default=Schedule.steps)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    train(options.kind, options.seed, Corpus(options.folder), options.folder, Schedule(steps=options.steps))


if __name__ == "__main__":
    main()
