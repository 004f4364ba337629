"""The same bits from run to run and for any number of threads; element-wise operations have them on every instruction set, the others
agree within the tolerance that stands in TOLERANCE."""

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ttnn = pytest.importorskip("ttnn")
pytest.importorskip("torch")

from calls import RANDOM, all_operations  # noqa: E402

CALLS = Path(__file__).with_name("calls.py")
# Sums are formed in another order by vectors of another width: error relative to the largest value of an output.
TOLERANCE = {"FLOAT32": 1e-5, "BFLOAT16": 1 / 64, "BFLOAT8_B": 1 / 16, "BFLOAT4_B": 1 / 2}
# Element-wise operations are those of these families, but for the ones that sum.
ELEMENTWISE = re.compile(
    r"unary|binary|ternary|complex.*|(unary|binary|ternary|complex_unary)_backward|copy|data_movement|core"
)
SUMS = re.compile(
    r"ttnn\.((std|var)_hw|normalize_(hw|global)|prod_bw|repeat_bw|embedding_bw|prelu|(ge|re|swi)?glu|cum\w+)"
)


def outputs(folder, name, **environment):
    """Outputs of all sampled calls in a process with these variables."""
    path = folder / f"{name}.pickle"
    done = subprocess.run(
        [sys.executable, str(CALLS), str(path)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return pickle.loads(path.read_bytes())


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return outputs(tmp_path_factory.mktemp("usual"), "usual", TESSERA_THREADS="2")


def instruction_sets():
    """Those of this processor, from the message about an unknown one."""
    code = "import ttnn; d = ttnn.open_device(device_id=0); ttnn.exp(ttnn.zeros([1, 1], layout=ttnn.TILE_LAYOUT, device=d)).cpu()"
    said = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"TESSERA_ISA": "?"}, capture_output=True, text=True
    )
    return re.search(r"choose one of ([\w, ]+)", said.stderr).group(1).strip().split(", ")


def unequal(a, b):
    """Labels of the calls whose outputs differ in a bit."""
    assert a.keys() == b.keys()
    return [
        k for k in a if [(t, v.tobytes(), v.shape) for t, v in a[k]] != [(t, v.tobytes(), v.shape) for t, v in b[k]]
    ]


def test_sample(usual):
    names = {label.split()[0] for label in usual}
    assert len(names) >= 0.95 * (len(all_operations()) - len(RANDOM))


@pytest.mark.parametrize("threads", ["1", "2", "3"])
def test_threads_and_runs(usual, threads, tmp_path):
    assert unequal(usual, outputs(tmp_path, "again", TESSERA_THREADS=threads)) == []


def test_threads_of_a_running_process(device):
    x = np.random.default_rng(0).standard_normal((3, 129, 65)).astype(np.float32)
    t = ttnn.from_torch(x, layout=ttnn.TILE_LAYOUT, device=device)
    before, found = ttnn.tessera.num_threads(), []
    for n in (1, 2, 4):
        ttnn.tessera.set_num_threads(n)
        found.append([ttnn.softmax(t, -1).to_numpy(), ttnn.sum(t).to_numpy(), (t @ ttnn.transpose(t, 1, 2)).to_numpy()])
    ttnn.tessera.set_num_threads(before)
    for other in found[1:]:
        assert all(np.array_equal(a, b) for a, b in zip(found[0], other))


@pytest.mark.parametrize("isa", instruction_sets())
def test_instruction_sets(usual, isa, tmp_path):
    category = {e["name"]: e["category"] for e in ttnn._ttnn.operations_registry()}
    other = outputs(tmp_path, isa, TESSERA_ISA=isa, TESSERA_THREADS="2")
    differ = unequal(usual, other)
    strict = [k for k in differ if ELEMENTWISE.fullmatch(category.get(k.split()[0], "")) and not SUMS.match(k)]
    assert strict == []
    assert [k for k in differ if not all(close(a, b) for a, b in zip(usual[k], other[k]))] == []


def close(one, other):
    (dtype, a), (_, b) = one, other
    if dtype not in TOLERANCE:
        return np.array_equal(a, b)
    finite = np.isfinite(a) & np.isfinite(b)
    largest = np.abs(a[finite]).max(initial=1e-30)
    return np.array_equal(np.isnan(a), np.isnan(b)) and bool(
        (np.abs(a - b)[finite] <= TOLERANCE[dtype] * largest).all()
    )
