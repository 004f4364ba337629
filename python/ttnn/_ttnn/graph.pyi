import enum


class RunMode(enum.Enum):
    """Whether a capture computes."""

    __str__ = __repr__

    def __repr__(self) -> str: ...

    NORMAL = 0

    NO_DISPATCH = 1

def begin_graph_capture(run_mode: RunMode = RunMode.NORMAL) -> None: ...

def is_graph_capture_active() -> bool: ...

def end_graph_capture() -> list: ...

def track_function_start(function_name: str) -> None: ...

def track_function_end() -> None: ...

class Recording:
    """A capture from its construction to finish()."""

    def __init__(self, run_mode: RunMode = RunMode.NORMAL) -> None: ...

    def cut(self) -> list: ...

    def finish(self) -> list: ...
