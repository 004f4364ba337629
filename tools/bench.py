"""`./dev bench [filter]`: ours and torch (for models llama.cpp, for ternary products litespark) interleaved in one
process, beside the machine's limits measured in the same run, and what steady states ask of the heap.

Prints a table, and writes build/bench.json, build/roofline.png and, when no filter is given, docs/benchmarks.md. Times are
medians; a case takes about a second. Only ratios within one run mean anything: machines differ, and so do moments.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
import ttnn

from tests.bench_cases import CASES
from tests.bitnet_cases import BITNET_CASES
from tests.model_cases import MODEL_CASES

ROOT = Path(__file__).resolve().parents[1]
SECONDS, LEAST_SAMPLE = 1.2, 3e-3  # of a case; of one sample, which small work fills by repetition
PAUSE, MOST_PAUSES, WARM = 3e-3, 20, 10e-3  # seconds between samples, so often at most; seconds of warm-up
LIMIT_SAMPLES = 6  # of the memory's limits, in turn with the case
LONGEST = 4.0  # seconds that one run of torch may take


class Limits:
    """The machine's limits, asked for beside each case. Of arithmetic the highest answer so far stands. Memory is shared
    with whoever else is on the machine and differs between moments, so its answers are samples like the case's own,
    taken in turn with them, and their median stands."""

    MEMORY = ("read", "copy")

    def __init__(self, threads):
        program = ROOT / "build" / "release" / "ttnn_limits"
        self.process = subprocess.Popen(
            [program, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.best, self.samples = {}, {kind: [] for kind in self.MEMORY}

    def ask(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def sample(self, kind):
        if kind in self.MEMORY:
            self.samples[kind].append(self.ask(kind))

    def of(self, kind, since):
        """(limit, unit) for a case's kind of limit; of bf16 products, the fastest way that the machine has; of memory, the
        samples from number `since` on."""
        if kind in self.MEMORY:
            return statistics.median(self.samples[kind][since:]), "GB/s"
        for name in {"matrix": ("fma", "bf16_dot", "tiles"), "fma": ("fma",)}.get(kind, ()):
            self.best[name] = max(self.best.get(name, 0.0), self.ask(name))
        return (max(self.best.values()) if kind == "matrix" else self.best.get(kind, 0.0)), "GFLOP/s" if kind else ""

    def measured(self):
        return self.best | {kind: statistics.median(values) for kind, values in self.samples.items() if values}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def sample(run, synchronise, times):
    start = time.perf_counter()
    for _ in range(times):
        run()
    synchronise()
    return (time.perf_counter() - start) / times


def settle(run, synchronise):
    """Waits until the other side's threads, which spin for a while after their work (OpenMP's up to 20 ms, depending on
    the processor), are asleep; then wakes this side's and lets the processor reach its speed."""
    for _ in range(MOST_PAUSES):
        before = time.process_time()
        time.sleep(PAUSE)
        if time.process_time() - before < PAUSE / 10:
            break
    start = time.perf_counter()
    while time.perf_counter() - start < WARM:
        sample(run, synchronise, 1)


def agree(device, pair, least):
    """Correlation of the two results; a fast wrong answer is not worth timing."""
    ours, reference = pair.ours(), pair.torch()
    ours, reference = (ttnn.to_torch(t) if isinstance(t, ttnn.Tensor) else t for t in (ours, reference))
    a, b = (np.ravel(t.to(torch.float32).numpy()).astype(np.float64) for t in (ours, reference))
    pcc = np.corrcoef(a, b)[0, 1]
    if a.shape != b.shape or not pcc >= least:
        raise AssertionError(f"results differ: {a.size} and {b.size} elements, correlation {pcc:.5f}")
    return float(pcc)


def time_pair(device, pair, alone, between_samples):
    """Medians of ours and the peer, sample by sample in turn; None for a peer that is left out."""
    runs = [(pair.ours, lambda: ttnn.synchronize_device(device)), (pair.torch, lambda: None)][: 1 if alone else 2]
    times = [max(1, int(LEAST_SAMPLE / max(min(sample(*r, 1) for _ in range(2)), 1e-7))) for r in runs]
    samples, start, asked = [[] for _ in runs], time.perf_counter(), 0
    while True:
        if time.perf_counter() - start >= asked * SECONDS / LIMIT_SAMPLES:
            between_samples()
            asked += 1
        for i, r in enumerate(runs):
            settle(*r)
            samples[i].append(sample(*r, times[i]))
        spent, count = time.perf_counter() - start, len(samples[0])
        if spent > 4 * SECONDS or count >= 300 or (spent > SECONDS and count >= 7):
            return [statistics.median(s) for s in samples] + [None] * alone


def too_long(case, pair, rows):
    """Whether torch, at its rate in the last case of this kind, would take many seconds: it has no fast bf16 on some machines."""
    rates = [r["torch_reached"] for r in rows if case.limit == r["kind"] == "matrix" and r["torch_reached"]]
    return bool(rates) and pair.flops / (rates[-1] * 1e9) > LONGEST


def run_case(case, device, limits, rows):
    pair = case.prepare(device, False)
    alone = not pair.torch or too_long(case, pair, rows)
    pcc = None if alone or case.pcc is None else agree(device, pair, case.pcc)
    since = len(limits.samples.get(case.limit, ()))
    times = time_pair(device, pair, alone, lambda: limits.sample(case.limit))
    ours, other = (t and t / pair.count for t in times)
    limit, unit = limits.of(case.limit, since)
    work = (pair.flops if unit == "GFLOP/s" else pair.bytes) / pair.count
    return {
        "case": case.name,
        "ours": ours,
        "torch": other,
        "peer": case.peer,
        "ratio": other / ours if other else None,
        "kind": case.limit,
        "limit": limit,
        "unit": unit,
        "reached": work / ours / 1e9 if unit else 0.0,
        "torch_reached": work / other / 1e9 if unit and other else 0.0,
        "share": work / ours / 1e9 / limit if limit else None,
        "flops": pair.flops / pair.count,
        "bytes": pair.bytes / pair.count,
        "goal": case.goal,
        "kernel": ttnn.tessera.kernels(),
        "pcc": pcc,
    }


HEADER = ("case", "ours ms", "peer ms", "peer/ours", "reached", "limit", "share", "goal", "kernel")


def cells(row):
    reached = ("", "", "")
    if row["limit"]:
        reached = (f"{row['reached']:.1f} {row['unit']}", f"{row['limit']:.1f}", f"{row['share']:.0%}")
    missing = "too long" if row["peer"] == "torch" else "none"
    other = (f"{row['torch'] * 1e3:.4g}", f"{row['ratio']:.2f}") if row["torch"] else (missing, "")
    return (row["case"], f"{row['ours'] * 1e3:.4g}", *other, *reached, row["goal"], row["kernel"])


def show(row, head=False):
    widths = (36, 10, 10, 10, 16, 8, 6, 12, 12)
    print(
        "  ".join(
            c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(HEADER if head else cells(row), widths))
        ),
        flush=True,
    )


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def write_page(rows, limits, threads, steady):
    lines = [
        "# Benchmarks",
        "",
        "Written by `./dev bench`. Times are medians of ours and a peer, interleaved in one process on the same threads. Limits",
        "of memory are medians of samples in turn with those; limits of arithmetic are the highest of the run. `peer/ours`",
        "above 1 means that ours is faster. The peer is torch (in linear layers of several rows with weights that it packed",
        "before), for SmolLM2 llama.cpp, for BitNet that or litespark, as the row says, and for ternary products of 32 and 128",
        "rows litespark, where they were installed (`./dev setup peers`).",
        "",
        f"Machine: {processor()}, {threads} threads, kernels `{ttnn.tessera.kernels()}`, torch {torch.__version__}.",
        "",
        "| limit | measured |",
        "|---|---|",
        *(f"| {name} | {value:.1f} |" for name, value in sorted(limits.items()) if value),
        "",
        "| " + " | ".join(HEADER[:-1]) + " |",
        "|" + "---|" * (len(HEADER) - 1),
        *("| " + " | ".join(cells(r)[:-1]) + " |" for r in rows),
        "",
        "What a repetition in the steady state asks of the heap (calls of malloc, the interpreter's included) and of the system",
        "for tensors (blocks that the pool had to take anew):",
        "",
        "| workload | heap | pool |",
        "|---|---|---|",
        *(f"| {name} | {heap:.2f} | {pool:.2f} |" for name, (heap, pool) in steady.items()),
        "",
    ]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines))


def steady_states(words):
    """Workload -> allocations of a repetition, from the heap and from the system; in a process with a counting malloc."""
    library = ROOT / "build" / "release" / "libttnn_count_allocations.so"
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "steady_state.py", *words],
        env=os.environ | {"LD_PRELOAD": os.fspath(library)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    counts = json.loads(run.stdout)
    for name, (heap, pool) in counts.items():
        print(f"steady state: {name.ljust(32)} {heap:8.2f} from the heap, {pool:.2f} from the system")
    return counts


def draw(rows, limits):
    """Roofline: operations a byte against operations a second; ours full, torch hollow."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    points = [r for r in rows if r["flops"] and r["bytes"]]
    figure, axes = plt.subplots(figsize=(9, 6))
    intensity = np.geomspace(0.25, 4096, 200)
    for name in ("fma", "bf16_dot", "tiles"):
        if limits.get(name):
            axes.loglog(intensity, np.minimum(limits[name], intensity * limits.get("read", 0)), label=f"limit {name}")
    for r in points:
        x = r["flops"] / r["bytes"]
        (line,) = axes.loglog(x, r["flops"] / r["ours"] / 1e9, "o", markersize=5)
        if r["torch"]:
            axes.loglog(x, r["flops"] / r["torch"] / 1e9, "o", markersize=5, fillstyle="none", color=line.get_color())
        axes.annotate(
            r["case"], (x, r["flops"] / r["ours"] / 1e9), fontsize=6, xytext=(4, 2), textcoords="offset points"
        )
    axes.set(xlabel="floating-point operations a byte", ylabel="GFLOP/s", title="ours (full) and torch (hollow)")
    axes.legend()
    figure.tight_layout()
    figure.savefig(ROOT / "build" / "roofline.png", dpi=130)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("filter", nargs="*", help="run the cases whose names contain all of these words")
    options = parser.parse_args(arguments)
    cases = CASES + MODEL_CASES + BITNET_CASES
    chosen = [c for c in cases if all(word in c.name for word in options.filter)]
    if not chosen:
        sys.exit(f"bench: no case has {options.filter} in its name; the cases are " + ", ".join(c.name for c in cases))
    threads = ttnn.tessera.num_threads()
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    device, limits, rows = ttnn.open_device(device_id=0), Limits(threads), []
    show(None, head=True)
    try:
        for case in chosen:
            rows.append(run_case(case, device, limits, rows))
            show(rows[-1])
    finally:
        limits.close()
        ttnn.close_device(device)
    for peer in sorted({r["peer"] for r in rows if r["peer"] != "torch" and not r["torch"]}):
        print(f"{peer} is not installed (./dev setup peers): its column is empty")
    steady = steady_states(options.filter)
    result = {"machine": processor(), "threads": threads, "limits": limits.measured(), "rows": rows, "steady": steady}
    (ROOT / "build" / "bench.json").write_text(json.dumps(result, indent=1))
    if not options.filter:
        write_page(rows, limits.measured(), threads, steady)
    try:
        draw(rows, limits.measured())
    except ImportError:
        print("matplotlib is not installed: no build/roofline.png")


if __name__ == "__main__":
    main()
