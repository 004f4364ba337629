"""Marks and times for the card's profiler. There is none here: marks are dropped, and no program has times."""


def start_tracy_zone(source, functName, lineNum, color=0):
    """Begins a zone of the profiler; dropped."""


def stop_tracy_zone(name="", color=0):
    """Ends the zone begun last; dropped."""


def tracy_message(source, color=0xF0F8FF):
    """A message to the profiler; dropped."""


def tracy_frame():
    """Ends a frame of the profiler; dropped."""


def get_latest_programs_perf_data():
    """Times of the programs since the last call, by device id: none."""
    return {}


def get_all_programs_perf_data():
    """Times of all programs, by device id: none."""
    return {}
