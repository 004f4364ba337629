"""Random calls of the whole API: none may crash, hang, leak or raise what is not a clear error.

usage: fuzz.py [CALLS] [--seed N]         (./dev fuzz [CALLS] [--seed N] runs it under the address sanitizer)

Arguments come from the rules of tests/calls, and two calls in five get wrong ones; between them devices are opened and closed, tensors
freed, viewed, printed, pickled, traces captured and executed. The driver steers towards the operations with the fewest successes:
at least 30 % of the calls succeed and each operation 20 times in 100,000. Errors are RuntimeError, TypeError or ValueError, and
texts of the standard library are errors of ours. The last call is in build/fuzz-last.txt, should the process die."""

import argparse
import collections
import contextlib
import faulthandler
import gc
import os
import random
import re
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [
    str(ROOT / "tests" / "calls"),
    *([] if "ttnn" in sys.modules or os.environ.get("PYTHONPATH") else [str(ROOT / "python")]),
]

import arguments  # noqa: F401, E402
import fuzz_actions  # noqa: E402
import special  # noqa: F401, E402
import special_forms  # noqa: F401, E402
import special_models  # noqa: F401, E402
import special_moreh  # noqa: F401, E402
import ttnn  # noqa: E402
import wrong  # noqa: E402
from draw import Draw, usual_shapes  # noqa: E402
from overloads import all_operations, overloads_of  # noqa: E402
from places import DTYPES, LAYOUTS, MEMORIES, SHAPES  # noqa: E402

CLEAR = (RuntimeError, TypeError, ValueError)
INTERNAL = re.compile(
    r"std::(?!nullopt|optional)|_M_|bad_\w+|basic_string|stoi|map::at|[Aa]ssert|vector::|terminate|nanobind"
)
PLACES = ttnn.decorators.DEFAULT_OUTPUT_TENSOR_KWARG_NAMES


class Fuzz:
    def __init__(self, seed):
        self.seed, self.rng = seed, random.Random(seed)
        self.overloads = {name: overloads_of(o) for name, o in all_operations().items()}
        self.successes = collections.Counter(dict.fromkeys(self.overloads, 0))
        self.calls = self.succeeded = 0
        self.failures, self.errors = [], collections.Counter()
        self.devices = [
            ttnn.open_device(device_id=0, l1_small_size=8192, trace_region_size=1 << 20, num_command_queues=2)
        ]
        self.pool = []  # tensors that stay for a while
        self.last = os.open(ROOT / "build" / "fuzz-last.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)

    @property
    def device(self):
        return self.devices[0]

    # --- tensors ---

    def any_tensor(self, like=()):
        """One of the pool, or a strange one: freed, on the host, of a closed or another device."""
        roll = self.rng.random()
        if self.pool and roll < 0.35:
            return self.rng.choice(self.pool)
        if roll < 0.45:
            return wrong.tensor(self.rng, None, like)
        one = wrong.tensor(self.rng, self.rng.choice(self.devices), like)
        if roll < 0.55:
            ttnn.deallocate(one)
        return one

    def keep(self, result):
        found = [t for t in (result if isinstance(result, (list, tuple)) else [result]) if isinstance(t, ttnn.Tensor)]
        self.pool += found[:1]
        if len(self.pool) > 24:
            del self.pool[self.rng.randrange(len(self.pool))]

    # --- one call ---

    def overload(self):
        """An overload of an operation, of those with few successes more often."""
        names = list(self.overloads)
        name = self.rng.choice(names)
        if self.rng.random() < 0.6:
            name = min(self.rng.sample(names, 24), key=self.successes.__getitem__)
        return self.rng.choice(self.overloads[name])

    def arguments(self, overload):
        shapes = usual_shapes(overload, SHAPES) if self.rng.random() < 0.85 else SHAPES
        easy = self.rng.random() < 0.6  # what most operations take
        draw = Draw(
            overload,
            self.device,
            self.rng.randrange(2**32),
            self.rng.choice(("bfloat16", "float32", "bfloat8_b", "int32") if easy else DTYPES),
            "TILE" if easy and self.rng.random() < 0.7 else self.rng.choice(LAYOUTS),
            "DRAM" if easy else self.rng.choice(MEMORIES),
            self.rng.choice(shapes),
        )
        args, kwargs = draw.call()
        place = next((p.name for p in overload.parameters if p.name in PLACES), None)
        if place and self.rng.random() < 0.15:  # one that fits, or nearly
            spoiled = self.rng.random() < 0.5
            kwargs[place] = self.any_tensor(draw.shape) if spoiled else draw.tensor(draw.shape)
        return list(args), kwargs

    def spoil(self, args, kwargs, overload):
        """Makes one argument wrong."""
        slots = [*range(len(args)), *kwargs]
        how = self.rng.randrange(10)
        if how == 0 and args:
            args.pop(self.rng.randrange(len(args)))
        elif how == 1:
            kwargs[
                self.rng.choice(("no_such_argument", "memory_config", "dtype", *(p.name for p in overload.parameters)))
            ] = wrong.thing(self.rng, self.any_tensor)
        elif how == 2 and len(args) > 1:
            self.rng.shuffle(args)
        elif slots:
            slot = self.rng.choice(slots)
            held = args if isinstance(slot, int) else kwargs
            held[slot] = self.spoiled(held[slot])

    def spoiled(self, value):
        if isinstance(value, ttnn.Tensor) and self.rng.random() < 0.8:
            return self.any_tensor(tuple(value.shape))
        if isinstance(value, (list, tuple)) and self.rng.random() < 0.6:
            out = list(value)
            if out and self.rng.random() < 0.7:
                out[self.rng.randrange(len(out))] = self.spoiled(out[0])
            else:
                out += out or [1]
            return out
        if isinstance(value, (int, float)) and not isinstance(value, bool) and self.rng.random() < 0.7:
            return wrong.number(self.rng)
        return wrong.thing(self.rng, self.any_tensor)

    def operation(self):
        overload = self.overload()
        try:
            args, kwargs = self.arguments(overload)
            if self.rng.random() < 0.4:
                self.spoil(args, kwargs, overload)
        except (*CLEAR, IndexError, KeyError):
            return None  # the rules did not suit the shape, or a tensor could not be made
        self.note(overload.name, args, kwargs)
        queue = ttnn.command_queue(1) if self.rng.random() < 0.05 else contextlib.nullcontext()
        with queue:
            result = overload.operation(*args, **kwargs)
        if self.rng.random() < 0.2:
            ttnn.synchronize_device(self.device)
        self.keep(result)
        self.successes[overload.name] += 1
        return True

    def note(self, name, args, kwargs):
        """Where the process is, for when it does not come back."""

        def shown(v):
            if isinstance(v, ttnn.Tensor):
                return f"T({list(v.shape)}, {v.dtype}, {v.layout}, {v.memory_config() if v.storage_type().name == 'DEVICE' else 'host'})"
            return f"[{', '.join(map(shown, v))}]" if isinstance(v, (list, tuple)) else repr(v)

        self.doing = f"seed {self.seed} call {self.calls} {name}({', '.join(map(shown, args))}; "
        self.doing += ", ".join(f"{k}={shown(v)}" for k, v in kwargs.items()) + ")"
        data = self.doing[:4000].encode(errors="replace")
        os.pwrite(self.last, data.ljust(4096) + b"\n", 0)

    def step(self):
        self.doing = "?"
        try:
            if self.rng.random() < 0.85:
                done = self.operation()
            else:
                done = fuzz_actions.act(self)
            if done is None:
                return
            self.succeeded += 1
        except CLEAR as error:
            text = str(error)
            self.errors[type(error).__name__] += 1
            if INTERNAL.search(text) or not text.strip():
                self.fail(f"internal error: {type(error).__name__}: {text[:300]}")
        except BaseException as error:  # noqa: BLE001
            if isinstance(error, KeyboardInterrupt):
                raise
            self.fail(f"{type(error).__name__}: {error}"[:300] + "\n" + traceback.format_exc(limit=-2)[-500:])
        self.calls += 1

    def fail(self, why):
        self.failures.append(why)
        print(f"FAILED {why}\n    in {self.doing[:1500]}", flush=True)

    # --- balance ---

    def settle(self):
        """Waits, drops all tensors, and looks whether the devices hold anything."""
        for device in self.devices:
            with contextlib.suppress(*CLEAR):  # a command that failed is an error that was due
                ttnn.synchronize_device(device)
        self.pool.clear()
        gc.collect()
        for device in self.devices:
            held = ttnn.tessera.buffers(device)
            if held:
                self.doing = f"after call {self.calls}"
                self.fail(f"leak: {len(held)} buffers, the first {held[0]}")

    def run(self, calls):
        start = time.monotonic()
        while self.calls < calls:
            if self.calls % 100 == 0:
                faulthandler.dump_traceback_later(180, exit=True)
            self.step()
            if self.calls % 1000 == 0:
                self.settle()
            if self.calls % 10000 == 0 and self.calls:
                print(
                    f"{self.calls} calls, {100 * self.succeeded / self.calls:.1f} % succeeded, {time.monotonic() - start:.0f} s",
                    flush=True,
                )
            if len(self.failures) >= 50:
                break
        self.settle()
        for device in self.devices:
            ttnn.close_device(device)
        faulthandler.cancel_dump_traceback_later()


def report(fuzz, calls):
    least = min(fuzz.successes.values())
    wanted = 20 * calls // 100000
    few = sorted((n, name) for name, n in fuzz.successes.items() if n < wanted)
    share = 100 * fuzz.succeeded / max(1, fuzz.calls)
    print(
        f"seed {fuzz.seed}: {fuzz.calls} calls, {fuzz.succeeded} succeeded ({share:.1f} %), errors {dict(fuzz.errors)}"
    )
    print(f"{len(fuzz.successes)} operations, each succeeded at least {least} times; {len(fuzz.failures)} failures")
    if few:
        print("fewer successes than wanted:", ", ".join(f"{name} {n}" for n, name in few[:40]))
    return bool(fuzz.failures or few or share < 30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("calls", type=int, nargs="?", default=100000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    faulthandler.enable()
    fuzz = Fuzz(seed)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # calls that write files are among them
        fuzz.run(options.calls)
        os.chdir(ROOT)
    return report(fuzz, options.calls)


if __name__ == "__main__":
    sys.exit(main())
