"""Observers of operations that are written in Python: the memory report, comparison with golden functions, tracing.

Each is attached by an option of ttnn.CONFIG or a with block, sees every call that the user's program makes, and costs
nothing while detached: operation objects then call straight into the extension.
"""

from ..config import CONFIG, watch

_recorder = None
_comparison = None


def _follow_report(_):
    global _recorder
    wanted = bool(CONFIG.enable_graph_report or (CONFIG.enable_logging and CONFIG.report_name is not None))
    if wanted == (_recorder is not None):
        return
    from .. import decorators

    if wanted:
        from .recorder import Recorder

        _recorder = decorators.attach_observer(Recorder())
    else:
        decorators.detach_observer(_recorder)
        _recorder = None


def _follow_comparison(enabled):
    global _comparison
    if bool(enabled) == (_comparison is not None):
        return
    from .. import decorators

    if enabled:
        from .comparing import Comparison

        _comparison = decorators.attach_observer(Comparison())
    else:
        decorators.detach_observer(_comparison)
        _comparison = None


def follow_options():
    """Attaches and detaches observers as the options of ttnn.CONFIG say, from now on."""
    for name in ("enable_graph_report", "enable_logging", "report_name"):
        watch(name, _follow_report)
    watch("enable_comparison_mode", _follow_comparison)


def current_report():
    """The memory report's observer, or None while no report is written."""
    return _recorder
