"""The repository speaks of the project alone: no path of a machine it was made on, no host of a registry, no leftovers."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile(
    r"/(work|root|home)/(?!\$)\w|\b(TODO|FIXME|XXX)\b|\bartifactory\b|\bco-authored\b", re.IGNORECASE
)
TEXT = {".py", ".cpp", ".hpp", ".inc", ".md", ".txt", ".toml", ".cmake", ".json", ".yml", ""}


def main():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    errors = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix not in TEXT or not path.is_file() or path == Path(__file__).resolve():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            found = FORBIDDEN.search(line)
            if found:
                errors.append(f"{name}:{number}: {found[0]}")
    print("\n".join(errors)) if errors else None
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
