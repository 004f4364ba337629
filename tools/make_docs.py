"""Writes docs/operations: a page a family, from the fields that the operations declare."""

import sys

from generated import write_or_check
from ttnn import _ttnn
from ttnn.parameter_names import OTHER_NAMES

DTYPES = ("FLOAT32", "BFLOAT16", "BFLOAT8_B", "BFLOAT4_B", "UINT32", "UINT16", "UINT8", "INT32")
LAYOUTS = {0: "any", 1: "TILE", 2: "ROW_MAJOR"}
NOTE = "<!-- generated: ./dev docs -->\n"


def dtypes_of(field):
    if not field["is_tensor"]:
        return ""
    if field["dtypes"] == 0xFFFFFFFF:
        return "any"
    values = [_ttnn.tensor.DataType[name] for name in DTYPES]
    return ", ".join(v.name.lower() for v in values if field["dtypes"] >> v.value & 1)


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def usage(entry):
    parts, keyword = [], False
    for field in entry["fields"]:
        if field["kind"] in ("kw", "req", "out") and not keyword:
            parts.append("*")
            keyword = True
        parts.append(field["name"] + (f"={field['default']}" if field["kind"] in ("opt", "kw", "out") else ""))
    return (
        f"{entry['name']}({', '.join(parts)})".replace("nullopt", "None")
        .replace("=true", "=True")
        .replace("=false", "=False")
    )


def names_of(entry, field):
    others = [name for name, own in OTHER_NAMES.get(entry["name"], {}).items() if own == field["name"]]
    return " or ".join(f"`{name}`" for name in [field["name"], *others])


def section(entry):
    lines = [f"```python\n{usage(entry)}\n```", "", entry["doc"], ""]
    lines += ["| argument | | dtypes | layout |", "|---|---|---|---|"]
    for field in entry["fields"]:
        layout = LAYOUTS[field["layout"]] if field["is_tensor"] else ""
        lines.append(f"| {names_of(entry, field)} | {cell(field['doc'])} | {dtypes_of(field)} | {layout} |")
    return "\n".join(lines)


def page(category, entries):
    text = f"{NOTE}# {category}\n"
    for name in sorted({e["name"] for e in entries}):
        overloads = [section(e) for e in entries if e["name"] == name]
        text += f"\n## {name}\n\n" + "\n\n".join(overloads) + "\n"
    return text


def make():
    families = {}
    for entry in _ttnn.operations_registry():
        families.setdefault(entry["category"], []).append(entry)
    files = {f"docs/operations/{category}.md": page(category, entries) for category, entries in families.items()}
    index = NOTE + "# Operations\n\n| family | operations |\n|---|---|\n"
    for category in sorted(families):
        names = sorted({e["name"].removeprefix("ttnn.") for e in families[category]})
        index += f"| [{category}]({category}.md) | {', '.join(f'`{n}`' for n in names)} |\n"
    return files | {"docs/operations/README.md": index}


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, ["docs/operations/*.md"], make))
