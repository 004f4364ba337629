"""Where the user's program stands: the lines outside this package, innermost first, as a traceback prints them."""

import linecache
import pathlib
import sys

_PACKAGE = str(pathlib.Path(__file__).resolve().parents[1])


def user_frames():
    """(file, line, function) of the frames outside this package, innermost first."""
    frame, found = sys._getframe(1), []
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((_PACKAGE, "<frozen")):
            found.append((file, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return found


def stack_text(frames):
    """The frames in the form of a traceback."""
    lines = []
    for file, line, function in frames:
        lines.append(f'File "{file}", line {line}, in {function}')
        source = linecache.getline(file, line).strip()
        if source:
            lines.append(f"    {source}")
    return "\n".join(lines)
