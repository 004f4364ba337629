"""Cases of the benchmark that run a BitNet of the 2B-4T shape with random weights: packed two-bit linears, an 8-bit output
matrix. The peer is llama.cpp, where it is installed, on a file of the same shape: TQ2_0 linears and a Q8_0 output matrix,
which has the bytes of bfp8. It multiplies the same numbers of the same sizes; nothing about its results is compared."""

import functools
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.bitnet.config import FULL, MINI
from models.bitnet.weights import RandomTernaryWeights, linear_shapes
from tests.bench_cases import BYTES, Case, Pair

CONTEXT = 1024
SMALL = replace(MINI, tied=True)  # llama.cpp has only models whose output matrix is their embedding
TERNARY_BYTES = 2 / 8
FOLDER = Path(__file__).resolve().parents[1] / "build" / "peers"

# names of a GGUF file for those of linear_shapes
LINEARS = {f"self_attn.{name}_proj": f"attn_{name}" for name in "qkv"} | {"self_attn.o_proj": "attn_output"}
LINEARS |= {f"mlp.{name}_proj": f"ffn_{name}" for name in ("gate", "up", "down")}


def linear_elements(config):
    return config.layers * sum(rows * columns for rows, columns in linear_shapes(config).values())


def head_elements(config):
    return config.vocab * config.hidden


def random_embedding(config, generator):
    """Q8_0 rows, a sixteenth of them distinct: the float32 matrix would take more memory than the file."""
    from gguf import GGMLQuantizationType, quants

    distinct = max(1, config.vocab // 16)
    rows = quants.quantize(
        generator.standard_normal((distinct, config.hidden), dtype=np.float32), GGMLQuantizationType.Q8_0
    )
    return np.resize(rows, (config.vocab, rows.shape[1]))


def add_fields(writer, config):
    writer.add_context_length(config.context)
    writer.add_embedding_length(config.hidden)
    writer.add_block_count(config.layers)
    writer.add_feed_forward_length(config.ffn)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.kv_heads)
    writer.add_layer_norm_rms_eps(config.epsilon)
    writer.add_rope_freq_base(config.rope_base)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_vocab_size(config.vocab)
    writer.add_tokenizer_model("no_vocab")


def add_tensors(writer, config):
    """All layers have the same weights, in places of their own in the file: a token reads each once."""
    from gguf import GGMLQuantizationType, quants

    generator, q = np.random.default_rng(1), GGMLQuantizationType
    linears = {
        LINEARS[name]: quants.quantize(generator.integers(-1, 2, shape).astype(np.float32), q.TQ2_0)
        for name, shape in linear_shapes(config).items()
    }
    norms = dict.fromkeys(("attn_norm", "ffn_norm", "attn_sub_norm"), config.hidden) | {"ffn_sub_norm": config.ffn}
    writer.add_tensor("token_embd.weight", random_embedding(config, generator), raw_dtype=q.Q8_0)
    writer.add_tensor("output_norm.weight", np.ones(config.hidden, np.float32))
    for layer in range(config.layers):
        for name, size in norms.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(size, np.float32))
        for name, matrix in linears.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", matrix, raw_dtype=q.TQ2_0)


def write_peer_file(path, config):
    from gguf import GGUFWriter

    writer = GGUFWriter(path, "bitnet")
    add_fields(writer, config)
    add_tensors(writer, config)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@functools.cache
def llama_cpp(config):
    """The same shape in llama.cpp, or None; the file goes as soon as it is open."""
    try:
        from llama_cpp import Llama
    except ImportError:
        return None
    import ttnn

    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"bitnet-{config.layers}x{config.hidden}.gguf"
    try:
        write_peer_file(path, config)
        threads = ttnn.tessera.num_threads()
        return Llama(str(path), n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, n_batch=512, verbose=False)
    finally:
        path.unlink(missing_ok=True)


def prepare_model(device, small):
    from models.bitnet.model import BitNetModel

    config = SMALL if small else FULL
    weights = RandomTernaryWeights(config)
    return BitNetModel(weights, device, "two-bits", CONTEXT, head="bfp8", trace=True)


def decode(device, small):
    model, prompt = prepare_model(device, small), [1] * 32
    peer = llama_cpp(model.config)
    model.prefill(prompt, last_only=True)

    def ours():
        if model.position + 1 >= CONTEXT:
            model.positions = [len(prompt)]
        return model.decode(7)

    def theirs():
        if peer.n_tokens == 0 or peer.n_tokens + 1 >= CONTEXT:
            peer.reset()
            peer.eval(prompt)
        peer.eval([7])

    linears, head = linear_elements(model.config), head_elements(model.config)
    moved = linears * TERNARY_BYTES + head * BYTES["bfp8"]
    return Pair(ours, peer and theirs, 2.0 * (linears + head), moved)


def prompt(length):
    def prepare(device, small):
        model = prepare_model(device, small)
        peer = llama_cpp(model.config)
        ids = np.random.default_rng(1).integers(0, model.config.vocab, length).tolist()

        def theirs():
            peer.reset()
            peer.eval(ids)

        operations = 2.0 * linear_elements(model.config) * length  # one row of logits
        return Pair(lambda: model.prefill(ids, last_only=True), peer and theirs, operations, 0, length)

    return prepare


BITNET_CASES = [
    Case("BitNet 2B-4T decode ternary, a token", decode, "2.3x, 80 %", "read", peer="llama.cpp"),
    *(
        Case(f"BitNet 2B-4T prompt {n} ternary, a token", prompt(n), goal, "", peer="llama.cpp")
        for n, goal in ((128, "2.5x"), (512, "6x AMX, 2.5x"))
    ),
]
