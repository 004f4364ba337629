"""Writes the type stubs: the extension's by nanobind's generator, and python/ttnn/__init__.pyi, which says where each
public name comes from."""

import subprocess
import sys
import tempfile
import types
from pathlib import Path

import ttnn
from generated import write_or_check

HEADER = '"""The public names and where they come from (generated: ./dev stubs)."""\n\n'


def parameters(line):
    """Start and end of each parameter of a `def` line, before the first `*`."""
    start = line.index("(") + 1
    depth, begin = 0, start
    for i in range(start, len(line)):
        depth += (line[i] in "[({") - (line[i] in "])}")
        if (line[i] == "," and depth == 0) or depth < 0:
            if line[begin:i].strip().startswith("*"):
                return
            yield begin, i
            begin = i + 1
        if depth < 0:
            return


def without_early_defaults(line):
    """Python has no parameter without default behind one with it, as the extension has: those before lose it."""
    if not line.lstrip().startswith("def ") or "(" not in line:
        return line
    spans = list(parameters(line))
    required = [i for i, (begin, end) in enumerate(spans) if " = " not in line[begin:end]]
    for begin, end in reversed(spans[: required[-1]] if required else []):
        line = line[:begin] + line[begin:end].partition(" = ")[0] + line[end:]
    return line


def extension_stubs():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "ttnn._ttnn", "-r", "-O", folder], check=True
        )
        found = {p.relative_to(folder): p.read_text() for p in sorted(Path(folder).rglob("*.pyi"))}
    return {f"python/ttnn/{p}": "\n".join(map(without_early_defaults, t.split("\n"))) for p, t in found.items()}


def constant(name, value):
    if value is None:
        return f"{name}: str | None"
    return f"{name}: {type(value).__name__}" if isinstance(value, (bool, int, float, str)) else None


def origin(name, value):
    """The module below ttnn that a public name is imported from, and its name there."""
    if ttnn.lazy.home(name):
        return ttnn.lazy.home(name), name
    if isinstance(value, ttnn.FastOperation):
        function = value.function
        module = getattr(function, "__module__", "") or ""
        return module, getattr(function, "__name__", name)
    if isinstance(value, types.ModuleType):
        parent, _, last = value.__name__.rpartition(".")
        extension = getattr(ttnn._ttnn.operations, last, None)
        return ("ttnn._ttnn.operations", last) if extension and not getattr(value, "__file__", None) else (parent, last)
    return getattr(value, "__module__", ""), getattr(value, "__name__", name)


def public_names():
    lines = []
    for name in sorted(n for n in dir(ttnn) if not n.startswith("_")):
        value = getattr(ttnn, name)
        module, original = origin(name, value)
        found = sys.modules.get(module)
        if module == "ttnn":
            lines.append(f"from . import {name} as {name}")
        elif module.startswith("ttnn.") and getattr(found, original, None) is not None:
            lines.append(f"from {module.removeprefix('ttnn')} import {original} as {name}")
        elif constant(name, value):
            lines.append(constant(name, value))
        else:
            kind = type(value)
            lines.append(f"{name}: {kind.__module__.removeprefix('ttnn')}.{kind.__name__}".replace(": .", ": "))
    return lines


def make():
    files = extension_stubs()
    lines = public_names()
    kinds = {line.split(": ")[1] for line in lines if ": " in line and "." in line.split(": ")[1]}
    text = HEADER
    for kind in sorted(kinds):
        module, _, name = kind.rpartition(".")
        text += f"from .{module} import {name} as {name}\n"
        lines = [line.replace(": " + kind, ": " + name) if line.endswith(": " + kind) else line for line in lines]
    return files | {"python/ttnn/__init__.pyi": text + "\n".join(sorted(set(lines))) + "\n"}


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, ["python/ttnn/**/*.pyi"], make))
