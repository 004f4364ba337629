"""`./dev bench [filter]`: ours and torch interleaved in one process, beside the machine's limits measured in the same run.

Prints a table, and writes build/bench.json, build/roofline.png and, when no filter is given, docs/benchmarks.md. Times are
medians; a case takes about a second. Only ratios within one run mean anything: machines differ, and so do moments.
"""

import argparse
import json
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

ROOT = Path(__file__).resolve().parents[1]
SECONDS, LEAST_SAMPLE = 1.2, 300e-6  # of a case; of one sample, which small work fills by repetition
LONGEST = 4.0  # seconds that one run of torch may take


class Limits:
    """The machine's limits, asked for around each case; the highest answer so far stands."""

    def __init__(self, threads):
        program = ROOT / "build" / "release" / "ttnn_limits"
        self.process = subprocess.Popen(
            [program, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.best = {}

    def measure(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        self.best[name] = max(self.best.get(name, 0.0), float(self.process.stdout.readline()))
        return self.best[name]

    def of(self, kind):
        """(limit, unit) for a case's kind of limit; of bf16 products, the fastest way that the machine has."""
        if kind == "matrix":
            return max(self.measure(n) for n in ("fma", "bf16_dot", "tiles")), "GFLOP/s"
        return (self.measure(kind), "GFLOP/s" if kind == "fma" else "GB/s") if kind else (0.0, "")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def sample(run, synchronise, times):
    start = time.perf_counter()
    for _ in range(times):
        run()
    synchronise()
    return (time.perf_counter() - start) / times


def agree(device, pair, least):
    """Correlation of the two results; a fast wrong answer is not worth timing."""
    ours, reference = pair.ours(), pair.torch()
    ours, reference = (ttnn.to_torch(t) if isinstance(t, ttnn.Tensor) else t for t in (ours, reference))
    a, b = (np.ravel(t.to(torch.float32).numpy()).astype(np.float64) for t in (ours, reference))
    pcc = np.corrcoef(a, b)[0, 1]
    if a.shape != b.shape or not pcc >= least:
        raise AssertionError(f"results differ: {a.size} and {b.size} elements, correlation {pcc:.5f}")
    return float(pcc)


def time_pair(device, pair, alone=False):
    """Medians of ours and torch, sample by sample in turn; None for torch where it is left out."""
    runs = [(pair.ours, lambda: ttnn.synchronize_device(device)), (pair.torch, lambda: None)][: 1 if alone else 2]
    times = [max(1, int(LEAST_SAMPLE / max(min(sample(*r, 1) for _ in range(2)), 1e-7))) for r in runs]
    samples, start = [[] for _ in runs], time.perf_counter()
    while True:
        for i, r in enumerate(runs):
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
    alone = too_long(case, pair, rows)
    pcc = None if alone else agree(device, pair, case.pcc)
    limits.of(case.limit)
    ours, other = time_pair(device, pair, alone)
    limit, unit = limits.of(case.limit)
    work = pair.flops if unit == "GFLOP/s" else pair.bytes
    return {
        "case": case.name,
        "ours": ours,
        "torch": other,
        "ratio": other / ours if other else None,
        "kind": case.limit,
        "limit": limit,
        "unit": unit,
        "reached": work / ours / 1e9 if unit else 0.0,
        "torch_reached": work / other / 1e9 if unit and other else 0.0,
        "share": work / ours / 1e9 / limit if limit else None,
        "flops": pair.flops,
        "bytes": pair.bytes,
        "goal": case.goal,
        "kernel": ttnn.tessera.kernels(),
        "pcc": pcc,
    }


HEADER = ("case", "ours ms", "torch ms", "torch/ours", "reached", "limit", "share", "goal", "kernel")


def cells(row):
    reached = ("", "", "")
    if row["limit"]:
        reached = (f"{row['reached']:.1f} {row['unit']}", f"{row['limit']:.1f}", f"{row['share']:.0%}")
    other = (f"{row['torch'] * 1e3:.4g}", f"{row['ratio']:.2f}") if row["torch"] else ("too long", "")
    return (row["case"], f"{row['ours'] * 1e3:.4g}", *other, *reached, row["goal"], row["kernel"])


def show(row, head=False):
    widths = (34, 10, 10, 10, 16, 8, 6, 12, 12)
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


def write_page(rows, limits, threads):
    lines = [
        "# Benchmarks",
        "",
        "Written by `./dev bench`. Times are medians of ours and torch, interleaved in one process on the same threads; the",
        "limits were measured between the cases. `torch/ours` above 1 means that ours is faster.",
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
    ]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines))


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
    chosen = [c for c in CASES if all(word in c.name for word in options.filter)]
    if not chosen:
        sys.exit(f"bench: no case has {options.filter} in its name; the cases are " + ", ".join(c.name for c in CASES))
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
    if "llama_cpp" not in sys.modules:
        print("llama.cpp is not installed: its rows are left out")
    result = {"machine": processor(), "threads": threads, "limits": limits.best, "rows": rows}
    (ROOT / "build" / "bench.json").write_text(json.dumps(result, indent=1))
    if not options.filter:
        write_page(rows, limits.best, threads)
    try:
        draw(rows, limits.best)
    except ImportError:
        print("matplotlib is not installed: no build/roofline.png")


if __name__ == "__main__":
    main()
