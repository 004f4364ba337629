"""TT-NN on ordinary CPUs: the `ttnn` module without a card."""

from . import _ttnn  # noqa: F401
from .config import (  # noqa: F401
    CONFIG,
    CONFIG_OVERRIDES,
    CONFIG_PATH,
    Config,
    load_config_from_dictionary,
    load_config_from_json_file,
    manage_config,
    save_config_to_json_file,
)
from .conv import *  # noqa: F403
from .core import *  # noqa: F403
from .creation import *  # noqa: F403
from .decorators import (  # noqa: F401
    FastOperation,
    Operation,
    attach_golden_function,
    create_module_if_not_exists,
    dump_operations,
    get_fallback_function,
    get_golden_function,
    query_registered_operations,
    register_cpp_operation,
    register_post_operation_hook,
    register_pre_operation_hook,
    register_python_operation,
)
from .device import *  # noqa: F403
from .forms import *  # noqa: F403
from .forms import _attach_older_names
from .registry import attach_operations as _attach_operations
from .sharding import *  # noqa: F403
from .storage import *  # noqa: F403
from .transfer import *  # noqa: F403
from .types import *  # noqa: F403

_attach_operations()
_attach_older_names()

from . import collectives, graph, lazy, tessera  # noqa: E402,F401
from . import members as _members  # noqa: E402,F401
from . import operators as _operators  # noqa: E402,F401
from . import tensor_methods as _tensor_methods  # noqa: E402,F401
from . import values as _values  # noqa: E402,F401
from .observe import follow_options as _follow_options  # noqa: E402

_follow_options()

lazy.extend()
collectives._attach_goldens()


def __getattr__(name):
    value = lazy.find(name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *lazy.names()})


__version__ = "0.81.1"
