"""clang-format over the C++ sources: lists what differs, or rewrites it with --fix."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORMATTER = Path(sys.executable).with_name("clang-format")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="rewrite the files")
    fix = parser.parse_args().fix
    sources = sorted(
        p
        for pattern in ("*.cpp", "*.hpp")
        for folder in ("src", "tests", "models")
        for p in (ROOT / folder).rglob(pattern)
    )
    mode = ["-i"] if fix else ["--dry-run", "-Werror", "-ferror-limit=1"]
    result = subprocess.run([FORMATTER, "--style=file", *mode, *sources], capture_output=True, text=True, cwd=ROOT)
    wrong = sorted(
        {line.split(":")[0] for line in result.stderr.splitlines() if ": error:" in line or ": warning:" in line}
    )
    for path in wrong:
        print(Path(path).relative_to(ROOT), "is not formatted: ./dev format")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
