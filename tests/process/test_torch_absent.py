"""Without torch the module, the models and the tests that do not need it work as with it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ttnn")
ROOT = Path(__file__).resolve().parents[2]


def pytest_without_torch(*paths):
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pytest", "-p", "without_torch", "-p", "no:cacheprovider", *paths]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=800
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "paths,least",
    [
        (["tests/quick"], 9),
        (["tests/models", "-k", "not real_model and not demo and not verify"], 40),
        (["tests/process/test_queue.py"], 8),
    ],
    ids=["quick", "models", "queue"],
)
def test_tests_pass(paths, least):
    status, said = pytest_without_torch(*paths)
    passed = re.search(r"(\d+) passed", said) or re.search(r"^()", said)
    count = int(passed[1]) if passed[1] else len(re.findall(r"^[.s]+", said, re.MULTILINE)[0].replace("s", ""))
    assert status == 0, said[-3000:]
    assert count >= least, said[-3000:]


def test_torch_functions_say_what_is_missing():
    code = (
        "import without_torch, ttnn, numpy\n"
        "t = ttnn.from_torch(numpy.ones((3, 5), numpy.float32))\n"
        "assert t.to_numpy().sum() == 15\n"
        "try: ttnn.to_torch(t)\n"
        "except ImportError as error: print(error)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "torch" in done.stdout
