"""Tracy's zones and messages. No Tracy is built into this module, so they are accepted and recorded nowhere.

What the host spends on operations is in the memory report (CONFIG.enable_graph_report) and in captured graphs
(duration_ns). There are no measured times of a device, as there is no device.
"""


def start_tracy_zone(source, functName, lineNum, color=0):
    """Begins a zone; recorded nowhere."""


def stop_tracy_zone(name="", color=0):
    """Ends a zone; always False, as no zone is ever open."""
    return False


def tracy_message(source, color=0xF0F8FF):
    """A message to Tracy; recorded nowhere."""


def tracy_frame():
    """The end of a frame; recorded nowhere."""


def _no_performance(name):
    raise RuntimeError(f"{name}: no device measures programs here; see duration_ns of ttnn.graph for times of the host")


def get_latest_programs_perf_data():
    """Raises RuntimeError: there are no measurements of a device."""
    _no_performance("get_latest_programs_perf_data")


def get_all_programs_perf_data():
    """Raises RuntimeError: there are no measurements of a device."""
    _no_performance("get_all_programs_perf_data")
