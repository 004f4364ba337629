"""Trains everything: `python -m models.bitnet.train`. Three seeds of BitNet and of the float model, two at a time (one
thread each), then the shipped file and its card. Goes on where it was stopped."""

import argparse
import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from models.bitnet.train import publish
from models.bitnet.train.data import Corpus
from models.bitnet.train.run import KINDS, Schedule


def run_one(options, kind, seed):
    command = [sys.executable, "-m", "models.bitnet.train.run", "--kind", kind, "--seed", str(seed)]
    command += ["--folder", str(options.folder), "--steps", str(options.steps)]
    if (options.folder / f"{kind}-{seed}.json").is_file():
        return 0
    return subprocess.run(command, check=False).returncode


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="train", description="train the small BitNet and the float model beside it")
    parser.add_argument("--folder", type=Path, default=Path("build/bitnet-train"), help="text and states of the runs")
    parser.add_argument("--output", type=Path, default=publish.SHIPPED.parent, help="what ships")
    parser.add_argument("--steps", type=int, default=Schedule.steps)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time, one thread each")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("ttnn") is None:  # publish needs it, hours later
        sys.exit(
            "[train] ttnn is not installed: pip install . (or set PYTHONPATH to the folder python of a built tree)"
        )
    Corpus(options.folder)  # made once, before the runs read it
    tasks = [(kind, seed) for seed in range(options.seeds) for kind in KINDS]
    with ThreadPoolExecutor(options.jobs) as pool:
        codes = list(pool.map(lambda task: run_one(options, *task), tasks))
    failed = [task for task, code in zip(tasks, codes, strict=True) if code]
    if failed:
        sys.exit(f"[train] these runs ended early: {failed}; start the command again to go on with them")
    publish.publish(options.folder, options.output, options.seeds)


if __name__ == "__main__":
    main()
