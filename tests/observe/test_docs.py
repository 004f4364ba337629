"""The examples of docs/debugging.md run as written."""

import re
import sys
from pathlib import Path

import pytest
import ttnn

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "debugging.md").read_text()
EXAMPLES = re.findall(r"^## (.*?)\n```python\n(.*?)```", PAGE, re.S | re.M)


def test_there_are_examples():
    assert [title for title, _ in EXAMPLES] == ["Graph capture", "Memory report", "Comparison mode", "Tracing"]


@pytest.mark.parametrize("title, code", EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_runs(device, tmp_path, monkeypatch, title, code):
    if "torch" in code:
        pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    code = code.replace("/tmp/", f"{tmp_path}/")
    exec(compile(code, title, "exec"), {"device": device})
    assert ttnn._ttnn.set_operation_hook(None) is None, "an observer was left attached"


def test_names_that_few_programs_need_cost_an_import_nothing():
    import subprocess

    code = (
        "import ttnn, sys; print(any(m in sys.modules for m in ('sqlite3', 'ttnn.database', 'ttnn.observe.recorder')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
