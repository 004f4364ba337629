"""What programs in their steady state ask of the heap and of the pool of tensors' memory: run by `tools/bench.py` with
the counting library of tools/count_allocations.cpp preloaded. Prints JSON: workload -> [heap, pool] a repetition."""

import ctypes
import gc
import json
import sys

import numpy as np
import ttnn

ROUNDS = 200


def put(device, *shape):
    values = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    return ttnn.from_torch(values, dtype=ttnn.bfloat16, layout=ttnn.TILE_LAYOUT, device=device)


def eager(function, operands):
    def prepare(device):
        tensors = [put(device, 32, 32) for _ in range(operands)]
        return lambda: function(*tensors)

    return prepare


def trace(device):
    x, y = put(device, 32, 32), put(device, 32, 32)

    def step():
        return ttnn.relu(ttnn.add(ttnn.softmax(ttnn.matmul(x, y), dim=-1), y))

    step()
    number = ttnn.begin_trace_capture(device, cq_id=0)
    step()
    ttnn.end_trace_capture(device, number, cq_id=0)
    return lambda: ttnn.execute_trace(device, number, cq_id=0, blocking=True)


def decode(device):
    from models.llama.model import LlamaModel
    from models.llama.weights import LlamaWeights

    model = LlamaModel(LlamaWeights(), device, "bfp8", 1024)
    model.prefill([1] * 32, last_only=True)

    def token():
        model.decode(7)
        ttnn.synchronize_device(device)

    return token


def decode_trace(device):
    """The trace alone: the inputs of a token are a few Python objects."""
    from models.llama.model import LlamaModel
    from models.llama.weights import LlamaWeights

    model = LlamaModel(LlamaWeights(), device, "bfp8", 1024)
    model.prefill([1] * 32, last_only=True)
    model.decode(7)
    return lambda: ttnn.execute_trace(device, model.trace, cq_id=0, blocking=True)


def bitnet(device):
    from models.bitnet.config import MINI
    from models.bitnet.model import BitNetModel
    from models.bitnet.weights import RandomTernaryWeights

    model = BitNetModel(RandomTernaryWeights(MINI), device, "two-bits", 1024, trace=True)
    model.prefill([1] * 32, last_only=True)
    model.decode(7)

    def token():
        model.decode(7)
        ttnn.synchronize_device(device)

    return token


WORKLOADS = {
    "eager add 32x32": eager(ttnn.add, 2),
    "eager softmax 32x32": eager(lambda x: ttnn.softmax(x, dim=-1), 1),
    "eager matmul 32x32": eager(ttnn.matmul, 2),
    "trace of four operations 32x32": trace,
    "SmolLM2-135M decode, trace": decode_trace,
    "SmolLM2-135M decode, a token": decode,
    "BitNet mini decode, a token": bitnet,
}


def measure(device, run, heap):
    for _ in range(20):
        run()
    ttnn.synchronize_device(device)
    gc.collect()
    before = heap(), ttnn.tessera.host_memory()["taken_from_system"]
    for _ in range(ROUNDS):
        run()
    ttnn.synchronize_device(device)
    after = heap(), ttnn.tessera.host_memory()["taken_from_system"]
    return [(b - a) / ROUNDS for a, b in zip(before, after)]


def main():
    heap = ctypes.CDLL(None).allocations
    heap.restype = ctypes.c_uint64
    device = ttnn.open_device(device_id=0)
    result = {}
    for name, prepare in WORKLOADS.items():
        if not all(word in name for word in sys.argv[1:]):
            continue
        try:
            run = prepare(device)
        except Exception as error:  # the model may not be installed
            print(f"{name} left out: {error}", file=sys.stderr)
            continue
        result[name] = measure(device, run, heap)
    ttnn.close_device(device)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
