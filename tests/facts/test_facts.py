"""What was observed of the official module, where its files are at hand: device outputs and output specs."""

import os
import re
import subprocess
import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("ttnn")


def run(facts, card, *command):
    done = subprocess.run(
        [sys.executable, str(facts / "tools" / command[0]), *map(str, command[1:])],
        env=os.environ | {"TESSERA_DEVICE": card},
        capture_output=True,
        text=True,
        timeout=3000,
    )
    return done.stdout + done.stderr


# Three products in a row with bfloat16 between them: our mean error is 1.04 bits, the device's 1.86, but errors of either side are
# independent roundings, and in 2.3 % of the elements the device's happens to be the smaller one (1 % is allowed). It is the same
# 2.3 to 2.4 % when each operation is computed in float64 and its result rounded to nearest, so only the device's arithmetic, bit
# for bit, could hold this case.
OPEN = {"swiglu_block"}


@pytest.mark.parametrize("folder,card", [("bh", "p150"), ("wh", "n150")])
def test_device_outputs(facts, folder, card):
    """Each open case is at least as close to the float32 reference as the device was."""
    said = run(facts, card, "golden_check.py", facts / "golden" / folder)
    assert re.search(r"\d+ of \d+ cases hold", said), said[-3000:]
    failed = {line.split()[1].rstrip(":") for line in said.splitlines() if line.startswith("FAILS")}
    assert failed <= OPEN, said[-3000:]


def test_output_specs(facts, request):
    """Of the calls that the official module answers 95 % give the same specs; 85 % of those it refuses are refused."""
    if not request.config.getoption("--full"):
        pytest.skip("some minutes: --full")
    operations = (facts / "facts" / "foundation_ops.txt").read_text().split()
    said = run(facts, "n150", "spec_check.py", facts / "facts" / "spec_sweep_n150.jsonl.gz", "--op", *operations)
    found = re.search(r"same specs ([\d.]+) % of (\d+) answered; refused too ([\d.]+) % of (\d+) refused", said)
    assert found, said[-3000:]
    assert float(found[1]) >= 95 and float(found[3]) >= 85 and int(found[2]) > 13000, found[0]
