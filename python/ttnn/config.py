"""ttnn.CONFIG: options of the module.

Assigning an option tells its watchers, which attach or detach observers; nothing tests it per call.
"""

import contextlib
import dataclasses
import json
import os
import pathlib

_WATCHERS = {}


@dataclasses.dataclass
class Config:
    """Options; the names are the official ones. Unknown names raise."""

    cache_path: pathlib.Path = pathlib.Path("~/.cache/ttnn").expanduser()
    model_cache_path: pathlib.Path = pathlib.Path("~/.cache/ttnn/models").expanduser()
    tmp_dir: pathlib.Path = pathlib.Path("/tmp/ttnn")
    enable_model_cache: bool = False
    enable_fast_runtime_mode: bool = True
    throw_exception_on_fallback: bool = False
    enable_logging: bool = False
    enable_graph_report: bool = False
    enable_graph_python_stack_traces: bool = True
    enable_detailed_buffer_report: bool = False
    enable_detailed_tensor_report: bool = False
    enable_comparison_mode: bool = False
    comparison_mode_should_raise_exception: bool = False
    comparison_mode_pcc: float = 0.9999
    root_report_path: pathlib.Path = pathlib.Path("generated/ttnn/reports")
    report_name: str | None = None
    strict_ccl_topology: bool = False
    validate_program_args: bool = False

    def __setattr__(self, name, value):
        fields = {f.name for f in dataclasses.fields(self)}
        if name not in fields:
            raise AttributeError(f"ttnn.CONFIG has no option '{name}'; options: {', '.join(sorted(fields))}")
        if name.endswith(("_path", "_dir")) and value is not None:
            value = pathlib.Path(value)
        default = getattr(type(self), name)
        if isinstance(default, bool) and not isinstance(value, bool):
            raise ValueError(f"ttnn.CONFIG.{name}: expected True or False, got {value!r}")
        if isinstance(default, float) and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise ValueError(f"ttnn.CONFIG.{name}: expected a number, got {value!r}")
        object.__setattr__(self, name, value)
        for watcher in _WATCHERS.get(name, ()):
            watcher(value)

    @staticmethod
    def keys():
        """The names of all options."""
        return [f.name for f in dataclasses.fields(Config)]

    def apply_json_overrides(self, json_text, strict=True, source=""):
        """Sets the options of a JSON object; unknown names raise, or are left out when not strict."""
        try:
            values = json.loads(json_text)
        except json.JSONDecodeError as error:
            raise RuntimeError(f"ttnn.CONFIG: {source or 'overrides'}: expected a JSON object, got: {error}") from error
        if not isinstance(values, dict):
            raise RuntimeError(f"ttnn.CONFIG: {source or 'overrides'}: expected a JSON object, got {json_text!r}")
        known = set(self.keys())
        for name, value in values.items():
            if strict or name in known:
                setattr(self, name, value)

    def save_to_file(self, path):
        """Writes all options as JSON."""
        pathlib.Path(path).write_text(json.dumps({n: getattr(self, n) for n in self.keys()}, default=str, indent=1))

    def load_from_file(self, path):
        """Sets the options in a JSON file."""
        self.apply_json_overrides(pathlib.Path(path).read_text(), source=str(path))

    @property
    def report_path(self):
        """Folder of the report, or None without report_name."""
        return None if self.report_name is None else self.root_report_path / str(self.report_name)

    def __repr__(self):
        return "Config{" + ",".join(f"{f.name}={getattr(self, f.name)}" for f in dataclasses.fields(self)) + "}"


def watch(name, watcher):
    """Calls watcher(value) now and at each assignment of option `name`."""
    _WATCHERS.setdefault(name, []).append(watcher)
    watcher(getattr(CONFIG, name))


def load_config_from_dictionary(config, from_file=False, source=None):
    """Sets several options; an unknown name raises AttributeError."""
    for name, value in config.items():
        setattr(CONFIG, name, value)


def load_config_from_json_file(json_path):
    """Sets the options in a JSON file."""
    CONFIG.load_from_file(json_path)


def config_dictionary():
    """All options by their names."""
    return {name: getattr(CONFIG, name) for name in CONFIG.keys()}


def save_config_to_json_file(json_path):
    """Writes all options as JSON."""
    CONFIG.save_to_file(json_path)


@contextlib.contextmanager
def manage_config(name, value):
    """Sets an option for the length of a with block."""
    before = getattr(CONFIG, name)
    setattr(CONFIG, name, value)
    try:
        yield
    finally:
        setattr(CONFIG, name, before)


CONFIG = Config()
CONFIG_PATH = os.environ.get("TTNN_CONFIG_PATH")
CONFIG_OVERRIDES = os.environ.get("TTNN_CONFIG_OVERRIDES")
for _variable, _value, _load in (
    ("TTNN_CONFIG_PATH", CONFIG_PATH, load_config_from_json_file),
    ("TTNN_CONFIG_OVERRIDES", CONFIG_OVERRIDES, lambda text: load_config_from_dictionary(json.loads(text))),
):
    try:
        if _value:
            _load(_value)
    except (OSError, ValueError, AttributeError, TypeError) as _error:
        raise ValueError(
            f"{_variable}: expected {'a file with ' * (_variable[-4:] == 'PATH')}a JSON object of options, got {_value!r}: {_error}"
        ) from _error
