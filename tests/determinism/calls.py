"""Runs a fixed sample of calls of every operation and writes their outputs: calls.py FILE. A process of its own, because threads and
instruction set are chosen at start. FILE: pickle of {label: [(dtype, array), ...]}, whole-number outputs and floats alike."""

import pickle
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "calls")]

import arguments  # noqa: F401, E402
import numpy as np  # noqa: E402
import special  # noqa: F401, E402
import special_forms  # noqa: F401, E402
import special_models  # noqa: F401, E402
import special_moreh  # noqa: F401, E402
import ttnn  # noqa: E402
from draw import Draw, usual_shapes  # noqa: E402
from overloads import all_operations, overloads_of  # noqa: E402
from places import SHAPES  # noqa: E402

RANDOM = (
    "ttnn.rand",
    "ttnn.randn",
    "ttnn.uniform",
    "ttnn.sampling",
    "ttnn.manual_seed",
    "ttnn.bernoulli",
    "ttnn.experimental.dropout",
    "ttnn.copy_device_to_host_tensor",
    "ttnn.copy_host_to_device_tensor",
    "ttnn.dump_tensor",
    "ttnn.load_tensor",
    "ttnn.empty",
    "ttnn.empty_like",
    "ttnn.allocate_tensor_on_device",
    "ttnn.deallocate",
    "ttnn.to_torch",
)
CASES = (("bfloat16", "TILE"), ("float32", "TILE"), ("int32", "TILE"), ("bfloat8_b", "TILE"), ("float32", "ROW_MAJOR"))


def flat(value):
    """(dtype, array) of each output."""
    if isinstance(value, (list, tuple)):
        return [one for v in value for one in flat(v)]
    if type(value).__name__ == "ComplexTensor":
        return flat([value.real, value.imag])
    if not isinstance(value, ttnn.Tensor):
        return []
    held = value.to_numpy()
    return [(value.dtype.name, np.array(held.astype(np.float64) if held.dtype.kind == "f" else held))]


def sample(device, name, operation):
    for i, overload in enumerate(overloads_of(operation)):
        shapes = usual_shapes(overload, SHAPES)
        for n, (dtype, layout) in enumerate(CASES):
            seed = zlib.crc32(name.encode()) + 7 * n + i
            draw = Draw(overload, device, seed, dtype, layout, "DRAM", shapes[(seed + n) % len(shapes)], optional=0.1)
            try:
                args, kwargs = draw.call()
                yield f"{name} {i} {dtype} {layout}", flat(operation(*args, **kwargs))
            except (RuntimeError, TypeError, ValueError, IndexError, KeyError):
                continue  # refused: the sweep of tests/every_op looks at that


def main():
    device = ttnn.open_device(device_id=0)
    found = {}
    for name, operation in all_operations().items():
        if name not in RANDOM:
            found |= dict(sample(device, name, operation))
    ttnn.close_device(device)
    Path(sys.argv[1]).write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
