"""Cases of the benchmark that run a language model, in tokens. The peer is llama.cpp on the file that the weights come from
(Q4_1), where `llama_cpp` is installed; a decoded token must read every weight once, which is the bound on its time."""

import functools
import os

import numpy as np

from tests.bench_cases import BYTES, DTYPES, Case, Pair

CONTEXT = 1024


@functools.cache
def weights():
    from models.llama.weights import LlamaWeights

    return LlamaWeights()


def matrix_elements(config):
    """Elements of the matrices that a token is multiplied with by kind, the embedding as output matrix included."""
    layers, hidden = config.layers, config.hidden
    ffn = dict.fromkeys(("gate", "up", "down"), layers * hidden * config.ffn)
    attention = {"qkv": layers * hidden * config.qkv_width, "o": layers * hidden * config.heads * config.head_dim}
    return {**attention, **ffn, "head": config.vocab * hidden}


def matrix_bytes(config, dtype):
    """What a decoded token must read of them."""
    from models.llama.model import WEIGHT_DTYPES

    size = {DTYPES[name]: of_element for name, of_element in BYTES.items()}
    return sum(n * size[WEIGHT_DTYPES[dtype][kind]] for kind, n in matrix_elements(config).items())


def llama_cpp():
    """The same file in llama.cpp, or None."""
    try:
        from llama_cpp import Llama
    except ImportError:
        return None
    import ttnn

    threads = ttnn.tessera.num_threads()
    path = os.fspath(weights().file.path)
    return Llama(path, n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, n_batch=512, verbose=False)


def prepare_model(device, dtype):
    from models.llama.model import LlamaModel

    return LlamaModel(weights(), device, dtype, CONTEXT)


def decode(dtype):
    def prepare(device, small):
        model, peer, prompt = prepare_model(device, dtype), llama_cpp(), [1] * 32
        model.prefill(prompt, last_only=True)

        def ours():
            if model.position + 1 >= CONTEXT:
                model.position = len(prompt)
            return model.decode(7)

        def theirs():
            if peer.n_tokens == 0 or peer.n_tokens + 1 >= CONTEXT:
                peer.reset()
                peer.eval(prompt)
            peer.eval([7])

        operations = 2.0 * sum(matrix_elements(model.config).values())
        return Pair(ours, peer and theirs, operations, matrix_bytes(model.config, dtype))

    return prepare


def prompt(dtype, length):
    def prepare(device, small):
        model, peer = prepare_model(device, dtype), llama_cpp()
        ids = np.random.default_rng(1).integers(0, model.config.vocab, length).tolist()

        def theirs():
            peer.reset()
            peer.eval(ids)

        elements = sum(n for kind, n in matrix_elements(model.config).items() if kind != "head")  # one row of logits
        return Pair(lambda: model.prefill(ids, last_only=True), peer and theirs, 2.0 * elements * length, 0, length)

    return prepare


MODEL_CASES = [
    *(
        Case(f"SmolLM2-135M decode {d}, a token", decode(d), goal, "read", None, "llama.cpp")
        for d, goal in (("bf16", "75 %"), ("bfp8", "2x, 75 %"), ("mixed4", "2x"))
    ),
    *(
        Case(f"SmolLM2-135M prompt {n} {d}, a token", prompt(d, n), "5x", "matrix", None, "llama.cpp")
        for n in (128, 512)
        for d in ("bf16", "bfp8")
    ),
]
