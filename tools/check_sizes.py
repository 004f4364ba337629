"""No function above 80 lines, no file above 500 (generated and data files apart), no line above 140 characters."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUNCTION_LINES, FILE_LINES, LINE_LENGTH = 80, 500, 140
GENERATED = {"src/kernels/polynomials.hpp"}
# A line that opens a block which is not a function body.
OTHER_BLOCK = re.compile(
    r"^\s*(namespace|struct|class|enum|union|extern|switch|if|else|for|while|do|try|template)\b|^\S*\s*=\s*\{$|[=,(]\s*\{$"
)
OPENS_FUNCTION = re.compile(r"^(\s*).*\)[^;{}]*\{$")


def files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if name not in GENERATED and (ROOT / name).is_file()]


def signature_start(lines, end):
    """The line where the signature that ends at line `end` begins."""
    open_parentheses, start = 0, end + 1
    while start > 0:
        start -= 1
        open_parentheses += lines[start].count(")") - lines[start].count("(")
        if open_parentheses <= 0:
            break
    return start


def cpp_functions(lines):
    """(first line number, lines) of function bodies, by the indentation that clang-format gives."""
    for opening, line in enumerate(lines):
        if not OPENS_FUNCTION.match(line) or OTHER_BLOCK.match(line):
            continue
        start = signature_start(lines, opening)
        if OTHER_BLOCK.match(lines[start]):
            continue
        indent = re.match(r"\s*", lines[start])[0]
        for end in range(opening + 1, len(lines)):
            if lines[end].startswith(indent + "}"):
                yield start + 1, end - start + 1
                break


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno - node.lineno + 1


def check(path):
    name, text = path.relative_to(ROOT), path.read_text()
    lines = text.splitlines()
    if len(lines) > FILE_LINES:
        yield f"{name}: {len(lines)} lines, at most {FILE_LINES}"
    functions = python_functions(text) if path.suffix == ".py" else cpp_functions(lines)
    for number, length in functions:
        if length > FUNCTION_LINES:
            yield f"{name}:{number}: a function of {length} lines, at most {FUNCTION_LINES}"
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_LENGTH:
            yield f"{name}:{number}: {len(line)} characters, at most {LINE_LENGTH}"


def main():
    errors = [e for p in files() if p.suffix in (".cpp", ".hpp", ".inc", ".py") for e in check(p)]
    print("\n".join(errors)) if errors else None
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
