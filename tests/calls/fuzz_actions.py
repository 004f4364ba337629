"""What the fuzzer does between operations: devices, methods, types, traces, files. An action returns when it went through."""

import pickle
import tempfile
from pathlib import Path

import numpy as np
import ttnn
import wrong

_actions = []


def action(function):
    _actions.append(function)
    return function


def act(fuzz):
    chosen = fuzz.rng.choice([a for a in _actions if hasattr(ttnn, getattr(a, "needs", "Tensor"))])
    fuzz.note(chosen.__name__, [], {})
    chosen(fuzz)
    return True


@action
def free(fuzz):
    if fuzz.pool:
        ttnn.deallocate(fuzz.rng.choice(fuzz.pool), fuzz.rng.random() < 0.5)


@action
def forget(fuzz):
    del fuzz.pool[: fuzz.rng.randrange(6)]


@action
def read_back(fuzz):
    one = fuzz.any_tensor()
    fuzz.note("read_back", [one], {})
    fuzz.rng.choice(
        (lambda: one.cpu(), lambda: one.to_numpy(), lambda: np.asarray(one), lambda: one.to_list(), one.item)
    )()


@action
def describe(fuzz):
    one = fuzz.any_tensor()
    fuzz.note("describe", [one], {})
    profile = fuzz.rng.choice(("short", "full", "empty"))
    ttnn.set_printoptions(profile=profile if one.logical_volume() < 3000 else "short")
    try:
        assert repr(one).startswith("ttnn.Tensor(")
    finally:
        ttnn.set_printoptions(profile="short")


@action
def attributes(fuzz):
    one = fuzz.any_tensor()
    fuzz.note("attributes", [one], {})
    for name in ("shape", "padded_shape", "dtype", "layout", "spec", "tile"):
        str(getattr(one, name))
    method = fuzz.rng.choice(
        ("buffer_address", "memory_config", "device", "storage_type", "is_sharded", "volume", "element_size")
    )
    getattr(one, method)()


@action
def index(fuzz):
    one = fuzz.any_tensor()
    parts = [
        fuzz.rng.choice((0, -1, 5, slice(None), slice(0, 2), slice(1, -1), slice(None, None, 2), None, Ellipsis))
        for _ in range(fuzz.rng.randrange(5))
    ]
    fuzz.note("index", [one, str(parts)], {})
    try:
        fuzz.keep(one[tuple(parts) if len(parts) != 1 else parts[0]])
    except IndexError as error:  # what Python's own sequences raise
        raise ValueError(str(error)) from error


@action
def operators(fuzz):
    a, b = fuzz.any_tensor(), fuzz.rng.choice((fuzz.any_tensor(), wrong.number(fuzz.rng), 2, 0.5))
    fuzz.note("operators", [a, b], {})
    fuzz.keep(
        fuzz.rng.choice(
            (
                lambda: a + b,
                lambda: a - b,
                lambda: a * b,
                lambda: a / b,
                lambda: a @ b,
                lambda: b * a,
                lambda: a == b,
                lambda: a > b,
            )
        )()
    )


@action
def view(fuzz):
    one = fuzz.any_tensor()
    flat = one.logical_volume()
    shape = fuzz.rng.choice(([flat], [1, -1], [1, *one.shape], list(reversed(list(one.shape))), wrong.shape(fuzz.rng)))
    fuzz.note("reshape", [one, shape], {})
    fuzz.keep(ttnn.reshape(one, shape))


@action
def construct(fuzz):
    shape = wrong.shape(fuzz.rng)
    maker = fuzz.rng.choice((ttnn.zeros, ttnn.ones, ttnn.full, ttnn.empty))
    args = [shape if fuzz.rng.random() < 0.6 else [wrong.number(fuzz.rng) for _ in range(3)]]
    args += [wrong.number(fuzz.rng)] if maker is ttnn.full else []
    fuzz.keep(maker(*args, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=fuzz.device))


@action
def from_array(fuzz):
    kind = fuzz.rng.choice(
        (np.float32, np.float64, np.float16, np.int64, np.uint64, np.int8, np.bool_, np.complex64, np.uint8, object)
    )
    array = np.ones(wrong.shape(fuzz.rng)).astype(kind)
    array = array.T if fuzz.rng.random() < 0.3 else array
    fuzz.keep(ttnn.from_torch(array, dtype=fuzz.rng.choice((None, ttnn.bfloat16, ttnn.int32, ttnn.bfloat8_b))))


@action
def from_things(fuzz):
    fuzz.keep(ttnn.from_torch(wrong.thing(fuzz.rng, fuzz.any_tensor), device=fuzz.device))


@action
def types(fuzz):
    rng, thing = fuzz.rng, lambda: wrong.thing(fuzz.rng, fuzz.any_tensor)
    made = rng.choice(
        (
            lambda: ttnn.Shape([wrong.number(rng) for _ in range(rng.randrange(10))]),
            lambda: ttnn.CoreCoord(wrong.number(rng), wrong.number(rng)),
            lambda: ttnn.CoreGrid(y=wrong.number(rng), x=wrong.number(rng)),
            lambda: ttnn.CoreRange(
                ttnn.CoreCoord(rng.randrange(9), 0), ttnn.CoreCoord(rng.randrange(9), rng.randrange(9))
            ),
            lambda: ttnn.Tile((wrong.number(rng), wrong.number(rng))),
            lambda: ttnn.MemoryConfig(thing(), thing()),
            lambda: ttnn.TensorSpec(
                ttnn.Shape(wrong.shape(rng)), ttnn.bfloat16, rng.choice((ttnn.TILE_LAYOUT, thing()))
            ),
            lambda: ttnn.UnaryWithParam(rng.choice((ttnn.UnaryOpType.RELU, thing())), wrong.number(rng)),
        )
    )()
    repr(made)


@action
def sharded(fuzz):
    """A memory config of shards for any shape, and a tensor in it."""
    rng, shape = fuzz.rng, wrong.shape(fuzz.rng)
    grid, strategy = ttnn.CoreGrid(y=rng.choice((1, 2, 99)), x=rng.choice((1, 3))), rng.choice(list(ttnn.ShardStrategy))
    config = ttnn.create_sharded_memory_config(shape, core_grid=grid, strategy=strategy)
    fuzz.keep(ttnn.zeros(shape, layout=ttnn.TILE_LAYOUT, device=fuzz.device, memory_config=config))


sharded.needs = "create_sharded_memory_config"


@action
def move(fuzz):
    one = fuzz.any_tensor()
    target = fuzz.rng.choice((fuzz.device, fuzz.devices[-1], None, thing_or_device(fuzz)))
    fuzz.note("move", [one, str(target)[:80]], {})
    fuzz.keep(ttnn.to_device(one, target) if fuzz.rng.random() < 0.5 else ttnn.from_device(one))


def thing_or_device(fuzz):
    return wrong.thing(fuzz.rng, fuzz.any_tensor)


@action
def pickled(fuzz):
    one = fuzz.any_tensor()
    fuzz.note("pickled", [one], {})
    fuzz.keep(pickle.loads(pickle.dumps(one.cpu() if fuzz.rng.random() < 0.7 else one)))


@action
def dumped(fuzz):
    """To a file and back, which may have been damaged."""
    one = fuzz.any_tensor()
    fuzz.note("dumped", [one], {})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.tensorbin"
        ttnn.dump_tensor(str(path), one)
        if fuzz.rng.random() < 0.5:
            data = bytearray(path.read_bytes())
            for _ in range(fuzz.rng.randint(1, 8)):
                data[fuzz.rng.randrange(len(data))] = fuzz.rng.randrange(256)
            path.write_bytes(data[: fuzz.rng.randint(0, len(data))])
        fuzz.keep(ttnn.load_tensor(str(path)))


dumped.needs = "dump_tensor"


@action
def second_device(fuzz):
    """Opens or closes another device; tensors of a closed one stay in the pool."""
    if len(fuzz.devices) > 1:
        ttnn.close_device(fuzz.devices.pop())
    elif fuzz.rng.random() < 0.5:
        fuzz.devices.append(ttnn.open_device(device_id=0))
    else:
        ttnn.open_device(device_id=wrong.number(fuzz.rng), l1_small_size=wrong.number(fuzz.rng))


@action
def trace(fuzz):
    """A recording of a few calls, which is executed and released, sometimes in the wrong order."""
    device = fuzz.device
    source = ttnn.zeros([32, 32], dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)
    ttnn.exp(source)
    number = ttnn.begin_trace_capture(device, cq_id=0)
    try:
        kept = [ttnn.exp(source), ttnn.add(source, 1.0)]
        if fuzz.rng.random() < 0.3:
            one = fuzz.any_tensor()
            fuzz.note("trace", [one], {})
            kept.append(ttnn.matmul(one, source))
    finally:
        ttnn.end_trace_capture(device, number, cq_id=0)
        if fuzz.rng.random() < 0.9:
            ttnn.execute_trace(device, number, cq_id=0, blocking=fuzz.rng.random() < 0.5)
        ttnn.release_trace(device, number)
    if fuzz.rng.random() < 0.2:
        ttnn.execute_trace(device, number, cq_id=0, blocking=True)


@action
def events(fuzz):
    event = ttnn.record_event(fuzz.device, fuzz.rng.choice((0, 1, 1, 7)))
    ttnn.wait_for_event(fuzz.rng.choice((0, 1)), event)


@action
def caches(fuzz):
    device = fuzz.device
    fuzz.rng.choice((device.clear_program_cache, device.disable_and_clear_program_cache, device.enable_program_cache))()
    device.enable_program_cache()
    assert device.num_program_cache_entries() >= 0


@action
def memory(fuzz):
    kind = fuzz.rng.choice((ttnn.BufferType.DRAM, ttnn.BufferType.L1, ttnn.BufferType.L1_SMALL))
    view = ttnn.get_memory_view(fuzz.rng.choice(fuzz.devices), kind)
    assert view.total_bytes_allocated_per_bank >= 0


@action
def fill(fuzz):
    """Takes all of L1, so that the next call finds it full."""
    free = ttnn.get_memory_view(fuzz.device, ttnn.BufferType.L1)
    pages = free.largest_contiguous_bytes_free_per_bank // 2048 * free.num_banks
    wanted = fuzz.rng.choice((pages, pages + 10**6))
    fuzz.keep(ttnn.empty([32, 32 * wanted], ttnn.bfloat16, ttnn.TILE_LAYOUT, fuzz.device, ttnn.L1_MEMORY_CONFIG))
    try:
        ttnn.exp(ttnn.zeros([64, 64], device=fuzz.device, layout=ttnn.TILE_LAYOUT, memory_config=ttnn.L1_MEMORY_CONFIG))
    finally:
        fuzz.pool.clear()
