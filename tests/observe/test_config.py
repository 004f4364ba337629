"""The options that attach observers."""

import json
import os
import subprocess
import sys

import pytest
import ttnn


def test_save_and_load(tmp_path):
    with ttnn.manage_config("comparison_mode_pcc", 0.5), ttnn.manage_config("report_name", "it's a name"):
        ttnn.CONFIG.save_to_file(tmp_path / "config.json")
    assert ttnn.CONFIG.comparison_mode_pcc == 0.9999 and ttnn.CONFIG.report_name is None
    assert json.loads((tmp_path / "config.json").read_text())["report_name"] == "it's a name"
    assert set(ttnn.CONFIG.keys()) == set(json.loads((tmp_path / "config.json").read_text()))
    with ttnn.manage_config("comparison_mode_pcc", 0.9), ttnn.manage_config("report_name", None):
        ttnn.CONFIG.apply_json_overrides((tmp_path / "config.json").read_text())
        assert ttnn.CONFIG.comparison_mode_pcc == 0.5 and ttnn.CONFIG.report_name == "it's a name"


def test_bad_overrides():
    with pytest.raises(AttributeError, match="no option 'nonsense'"):
        ttnn.CONFIG.apply_json_overrides('{"nonsense": 1}')
    ttnn.CONFIG.apply_json_overrides('{"nonsense": 1}', strict=False)
    for text in ("{", "[1]"):
        with pytest.raises(RuntimeError, match="JSON object"):
            ttnn.CONFIG.apply_json_overrides(text)


def test_an_exception_restores_the_option():
    with pytest.raises(ZeroDivisionError), ttnn.manage_config("enable_comparison_mode", True):
        _ = 1 / 0
    assert not ttnn.CONFIG.enable_comparison_mode
    assert ttnn._ttnn.set_operation_hook(None) is None


def test_bad_overrides_of_the_environment_say_so():
    for text in ("{", '{"nonsense": 1}'):
        environment = {**os.environ, "TTNN_CONFIG_OVERRIDES": text}
        done = subprocess.run([sys.executable, "-c", "import ttnn"], env=environment, capture_output=True, text=True)
        assert done.returncode == 1 and "TTNN_CONFIG_OVERRIDES" in done.stderr.splitlines()[-1]
