"""Kernel objects may not hold weak symbols: of a template instantiated in several of them the linker keeps one copy,
perhaps the one with instructions that this machine lacks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main():
    objects = sorted((ROOT / "build" / "release").glob("CMakeFiles/kernels_*.dir/**/*.o"))
    if not objects:
        print("no kernel objects in build/release: ./dev build release")
        return 1
    errors = []
    for path in objects:
        listing = subprocess.run(["nm", "--demangle", path], capture_output=True, text=True, check=True).stdout
        for line in listing.splitlines():
            kind, symbol = line[17:18], line[19:]
            if kind in "WVu" and kind.strip():
                errors.append(f"{path.relative_to(ROOT)}: weak symbol {symbol}")
    print("\n".join(errors)) if errors else None
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
