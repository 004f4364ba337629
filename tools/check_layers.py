"""Checks every #include of src/ against the table of modules in ARCHITECTURE.md: an arrow points upwards only."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$")
INCLUDE = re.compile(r'^#include "(\w+)/')


def allowed_includes():
    """Module -> modules that it may include, what those include being allowed too."""
    direct = {}
    for line in (ROOT / "ARCHITECTURE.md").read_text().splitlines():
        row = ROW.match(line)
        if row:
            direct[row[1]] = set(direct) if row[2].strip() == "all" else set(re.findall(r"\w+", row[2]))

    def closure(module):
        return {module} | {m for d in direct[module] for m in closure(d)}

    return {module: closure(module) for module in direct}


def main():
    allowed, errors = allowed_includes(), []
    for path in sorted(p for p in SOURCE.rglob("*") if p.suffix in (".cpp", ".hpp", ".inc")):
        module = path.relative_to(SOURCE).parts[0]
        if path.parent == SOURCE or path.name.endswith("_test.cpp"):
            continue
        if module not in allowed:
            errors.append(f"src/{module}: no row in the table of modules of ARCHITECTURE.md")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            include = INCLUDE.match(line)
            if include and include[1] not in allowed[module]:
                errors.append(f"{path.relative_to(ROOT)}:{number}: {module} may not include {include[1]}")
    print("\n".join(sorted(set(errors)))) if errors else None
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
