"""What is shipped works outside the tree: the wheel, and the CMake package with a program built against it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build" / "release"


def run(*command, cwd, **environment):
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | environment
    result = subprocess.run([str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.skipif(not (RELEASE / "build.ninja").is_file(), reason="no release build in the tree")
def test_a_program_builds_against_the_cmake_package(tmp_path):
    if "TTNN_BUILD_TESTS" not in (RELEASE / "CMakeCache.txt").read_text() or shutil.which("cmake") is None:
        pytest.skip("cmake is not installed")
    run("cmake", "--install", RELEASE, "--prefix", tmp_path / "prefix", cwd=tmp_path)
    run(
        "cmake",
        "-S",
        Path(__file__).parent / "cpp",
        "-B",
        tmp_path / "build",
        f"-DCMAKE_PREFIX_PATH={tmp_path / 'prefix'}",
        "-DCMAKE_BUILD_TYPE=Release",
        cwd=tmp_path,
    )
    run("cmake", "--build", tmp_path / "build", cwd=tmp_path)
    out = run(tmp_path / "build" / "consumer", cwd=tmp_path, TESSERA_DEVICE="p150").split()
    assert out == ["14", "32", "32", "77", "1", "p150"]


@pytest.mark.timeout(1800)  # compiles everything once more
def test_the_wheel_installs_and_imports(tmp_path):
    pytest.importorskip("scikit_build_core")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        ROOT,
        cwd=tmp_path,
    )
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path / "site", wheel, cwd=tmp_path)
    code = (
        "import ttnn; d = ttnn.open_device(device_id=0); "
        "print(ttnn.__file__, ttnn.full([2, 2], 3.0, layout=ttnn.TILE_LAYOUT, device=d).to_numpy().sum()); ttnn.close_device(d)"
    )
    file, total = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site")).split()
    assert Path(file).is_relative_to(tmp_path / "site")
    assert float(total) == 12.0
