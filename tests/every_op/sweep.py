"""One case of the sweep: a call of an operation and what came of it."""

import re
import zlib
from dataclasses import dataclass, field

import arguments  # noqa: F401  (registers its rules)
import special  # noqa: F401
import special_forms  # noqa: F401
import special_models  # noqa: F401
import special_moreh  # noqa: F401
import torch
import ttnn
from agreement import differs, functions_done, ordered_differs, outputs, seen_by_torch
from draw import Draw, usual_shapes
from overloads import overloads_of
from places import DTYPES, LAYOUTS, MEMORIES, SHAPES
from ttnn.decorators import DEFAULT_OUTPUT_TENSOR_KWARG_NAMES

# Outputs that are positions: index of the output among the outputs -> where the input lies.
POSITIONS = {"ttnn.topk": 1, "ttnn.sort": 1, "ttnn.argmax": 0}
# Operations without a golden function, and why. Besides, the rules leave out bits of block floats and of floats
# (bitcast, bitwise_not) and negative numbers of unsigned dtypes (rotate_half): the card's answers there are not known.
WITHOUT_GOLDEN = {
    "ttnn.rand": "random",
    "ttnn.randn": "random",
    "ttnn.uniform": "random",
    "ttnn.sampling": "random",
    "ttnn.manual_seed": "random",
    "ttnn.empty": "contents unspecified",
    "ttnn.empty_like": "contents unspecified",
    "ttnn.allocate_tensor_on_device": "contents unspecified",
    "ttnn.allocate_tensor_on_host": "contents unspecified",
    "ttnn.deallocate": "no output",
    "ttnn.bernoulli": "random",
    "ttnn.experimental.dropout": "random",
    "ttnn.dump_tensor": "writes a file: tests/api/test_tensorbin.py reads it",
    "ttnn.load_tensor": "reads a file: tests/api/test_tensorbin.py compares what it holds",
    "ttnn.copy_host_to_device_tensor": "no output: tests/api/test_tensor.py compares the tensor it fills",
    "ttnn.copy_device_to_host_tensor": "no output: tests/api/test_tensor.py compares the tensor it fills",
}
CHANGES_ITS_INPUTS = (
    ".*_|.*in_place|.*cache.*|plus_one|slice_write|copy.*|assign|move|reallocate|deallocate|batch_norm|to_torch|from_torch"
    "|uniform|moreh_clip_grad_norm|moreh_nll_loss.*backward|prefix_scan|sharded_to_interleaved_partial"
    "|(layer|rms)_norm_pre_all_gather"
)


@dataclass
class Outcome:
    """Of all cases of an operation: how many agree, how many were refused, and what was wrong."""

    agreed: int = 0
    refused: dict = field(default_factory=dict)  # message -> one of the cases
    wrong: list = field(default_factory=list)
    unmade: dict = field(default_factory=dict)  # inputs that cannot be made


def cases(operation, count, seed=0):
    """`count` draws that go through overloads, dtypes, layouts, memories and shapes at different speeds."""
    overloads = overloads_of(operation)
    start = zlib.crc32(operation.python_fully_qualified_name.encode()) + seed
    for i in range(count):
        overload = overloads[i % len(overloads)]
        n = i // len(overloads)
        general = (start + n) % 4 == 3
        shapes = SHAPES if general else usual_shapes(overload, SHAPES)
        yield {
            "overload": overload,
            "seed": start + i,
            "dtype": DTYPES[n % len(DTYPES)] if n % 3 else DTYPES[n // 3 % 3],
            "layout": LAYOUTS[(n % 5) // 3],
            "memory": MEMORIES[n // 2 % 5] if n % 2 else "DRAM",
            "shape": shapes[(start + n) % len(shapes)],
        }


def refusal_is_clear(error, overload):
    """The message names the operation."""
    said = str(error).lower().replace("_", "")
    return overload.short.lower().replace("_", "") in said


def draw(device, case, optional=0.2):
    """The case's Draw and its (args, kwargs)."""
    overload, place = case["overload"], (case["dtype"], case["layout"], case["memory"])
    one = Draw(overload, device, case["seed"], *place, case["shape"], optional)
    return one, one.call()


def run(device, case, outcome):
    """Makes the call and enters in `outcome` what came of it."""
    overload, name = case["overload"], case["overload"].name
    label = " ".join(str(case[k]) for k in ("dtype", "layout", "memory", "shape", "seed"))
    try:
        one, (args, kwargs) = draw(device, case)
    except (
        RuntimeError,
        TypeError,
        ValueError,
        IndexError,
        KeyError,
    ) as error:  # its inputs cannot be made: no refusal
        outcome.unmade[f"{type(error).__name__}: {error}"[:100]] = label
        return
    seen = seen_by_torch(args, name), {k: seen_by_torch(v, name) for k, v in kwargs.items()}
    try:
        result = overload.operation(*args, **kwargs)
        ttnn.synchronize_device(device)
    except (RuntimeError, TypeError) as error:
        if not refusal_is_clear(error, overload):
            outcome.wrong.append(f"{label}: the refusal does not name the operation: {error}"[:500])
        outcome.refused[str(error)[:100]] = label
        return
    why = compared(overload, result, functions_done(args, kwargs, seen))
    if not why and case["seed"] % 4 == 0:
        why = repeated(overload, args, kwargs, seen, result)
    if why:
        outcome.wrong.append(f"{label}: {why} {described(one)}"[:600])
    else:
        outcome.agreed += 1


def described(one):
    shown = {k: list(v.shape) if isinstance(v, ttnn.Tensor) else v for k, v in one.values.items()}
    return ", ".join(f"{k}={v}" for k, v in shown.items())


def compared(overload, result, seen):
    """Empty, or how the outputs differ from the golden function's."""
    if overload.name in WITHOUT_GOLDEN:
        return ""
    try:
        want = outputs(overload.operation.golden_function(*seen[0], **seen[1]))
    except Exception as error:  # noqa: BLE001 (whatever it is, the golden function has to be mended)
        return f"golden function: {type(error).__name__}: {error}"
    got = outputs(result)
    if len(got) != len(want):
        return f"{len(got)} outputs, golden {len(want)}"
    for i, (g, w) in enumerate(zip(got, want)):
        why = "" if g is None or w is None else one_differs(overload, i, g, w, seen)
        if why:
            return f"output {i}: {why}"
    return ""


def one_differs(overload, i, got, want, seen):
    if type(got).__name__ == "ComplexTensor":
        want, name = want.to(torch.complex128), f"{overload.short} of complex numbers"
        return differs(got.real, want.real, name) or differs(got.imag, want.imag, name)
    if not isinstance(got, ttnn.Tensor):  # to_torch
        return "" if torch.equal(got.to(torch.float64), want.to(torch.float64)) else "values differ"
    if POSITIONS.get(overload.name) == i:
        axis = seen[1].get("dim", None if overload.short == "argmax" else -1)
        return ordered_differs(got, want, seen[0][0], axis)
    return differs(got, want, overload.short, [*seen[0], *seen[1].values()])


def repeated(overload, args, kwargs, seen, result):
    """Empty, or what is wrong with the inputs after the call, or with a second call into a preallocated tensor."""
    required = {p.name for p in overload.parameters if p.required}
    if re.fullmatch(CHANGES_ITS_INPUTS, overload.short) or required & set(DEFAULT_OUTPUT_TENSOR_KWARG_NAMES):
        return ""
    for before, after in zip(
        tensors_of(seen), tensors_of((seen_by_torch(args, overload.name), kwargs_seen(kwargs, overload)))
    ):
        if not torch.equal(before.nan_to_num(), after.nan_to_num()):
            return "an input has changed"
    name = next(
        (p.name for p in overload.parameters if not p.required and p.name in DEFAULT_OUTPUT_TENSOR_KWARG_NAMES), None
    )
    if name is None or not isinstance(result, ttnn.Tensor) or WITHOUT_GOLDEN.get(overload.name) == "random":
        return ""
    place = ttnn.zeros_like(result)
    kept = {k: v for k, v in kwargs.items() if k != "memory_config" or k in required}
    again = overload.operation(*args, **kept, **{name: place})
    if again.buffer_address() != place.buffer_address():
        return f"{name} is not where the output is"
    first, second = (ttnn.to_torch(t).to(torch.float64).nan_to_num() for t in (result, again))
    return "" if torch.equal(first, second) else f"with {name} the output is another one"


def kwargs_seen(kwargs, overload):
    return {k: seen_by_torch(v, overload.name) for k, v in kwargs.items()}


def tensors_of(seen):
    """The torch tensors among arguments, complex ones as pairs."""
    found = [v for v in outputs([*seen[0], *seen[1].values()]) if isinstance(v, torch.Tensor)]
    return [torch.view_as_real(v) if v.is_complex() else v.to(torch.float64) for v in found]
