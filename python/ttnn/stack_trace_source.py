"""The source files that stack traces of a report name."""

import pathlib
import re

from .database import OTHER_TABLES

_FILE = re.compile(r'File "([^"]+)", line \d+')
CREATE_SOURCE_FILES_TABLE_SQL = OTHER_TABLES["source_files"]
CREATE_STACK_TRACES_TABLE_WITH_SOURCE_SQL = (
    "CREATE TABLE IF NOT EXISTS stack_traces (operation_id int, stack_trace text, "
    "source_file_id int REFERENCES source_files(id), rank int NOT NULL DEFAULT 0)"
)
CREATE_INDEX_STACK_TRACES_SOURCE_FILE_SQL = (
    "CREATE INDEX IF NOT EXISTS idx_stack_traces_source_file_id ON stack_traces (source_file_id)"
)


def extract_stack_trace_file(stack_trace_text):
    """The first file that a stack trace names, or None."""
    found = _FILE.search(stack_trace_text or "")
    return found.group(1) if found else None


def normalize_existing_source_file_path(file_path):
    """The absolute path of a file that exists, or None."""
    if not file_path:
        return None
    try:
        path = pathlib.Path(file_path).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return str(path) if path.is_file() else None


def normalize_source_path_from_stack_trace(stack_trace_text):
    """The absolute path of the first file that a stack trace names, where it exists, or None."""
    return normalize_existing_source_file_path(extract_stack_trace_file(stack_trace_text))


def read_source_file(normalized_path):
    """The text of a source file, or None when it cannot be read."""
    try:
        return pathlib.Path(normalized_path).read_text(errors="replace")
    except OSError:
        return None


def get_source_file_id(cursor, path, contents):
    """The id of a file in the table source_files, where it is entered when it is new."""
    cursor.execute("INSERT OR IGNORE INTO source_files (path, contents) VALUES (?, ?)", (path, contents))
    return cursor.execute("SELECT id FROM source_files WHERE path = ?", (path,)).fetchone()[0]
