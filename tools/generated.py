"""Writes generated files, or with --check compares them with what is there."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def write_or_check(description, folders, make):
    """`make()` gives {path: text}; `folders` are patterns of the files that are generated. Exit status as a number."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="only say what differs")
    check = parser.parse_args().check
    wanted = {ROOT / path: text for path, text in make().items()}
    stale = {p for pattern in folders for p in ROOT.glob(pattern)} - set(wanted)
    changed = [p for p, text in wanted.items() if not p.is_file() or p.read_text() != text]
    if check:
        for path in sorted([*stale, *changed]):
            print(f"{path.relative_to(ROOT)} is out of date: ./dev {'stubs' if path.suffix == '.pyi' else 'docs'}")
        return int(bool(stale or changed))
    for path in stale:
        path.unlink()
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
    print(f"{len(changed)} files written, {len(stale)} removed", file=sys.stderr)
    return 0
