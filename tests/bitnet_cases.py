"""Cases of the benchmark that run a BitNet of the 2B-4T shape with random weights: packed two-bit linears, an 8-bit output
matrix. Peers, where they are installed, run models of the same shape: llama.cpp a file with TQ2_0 linears and a Q8_0
output matrix, which has the bytes of bfp8, and litespark ternary linears of its own and an 8-bit output matrix. They
multiply the same numbers of the same sizes; nothing about their results is compared."""

import functools
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.bitnet.config import FULL, MINI
from models.bitnet.weights import RandomTernaryWeights, linear_shapes
from tests.bench_cases import BYTES, LITESPARK_ROWS, Case, Pair

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


def litespark_projection(generator, shape):
    from litespark_inference.torchless import kernel, model, pack

    weights = generator.integers(-1, 2, shape, np.int8)
    rows, columns = shape
    tiles = None
    if kernel.has_amx():
        tiles = np.ascontiguousarray(weights.reshape(rows, columns // 4, 4).transpose(1, 0, 2))
    packed = pack.pack_ternary_4_per_byte(weights)
    return model.PackedProjection(packed, weights.sum(1, np.int32), 1.0, columns, rows, w_amx=tiles)


@functools.cache
def litespark(config):
    """The same shape in litespark, or None."""
    try:
        from litespark_inference.torchless import model
    except ImportError:
        return None
    generator, ones = np.random.default_rng(1), lambda n: np.full(n, 0x3F80, np.uint16)  # in bfloat16

    def layer():
        linears = {
            name.split(".")[1]: litespark_projection(generator, shape) for name, shape in linear_shapes(config).items()
        }
        norms = dict.fromkeys(("input_norm", "post_attn_norm", "attn_sub_norm"), ones(config.hidden))
        return model.PackedLayer(**linears, **norms, ffn_sub_norm=ones(config.ffn))

    sizes = (config.hidden, config.layers, config.heads, config.kv_heads, config.ffn, config.vocab, CONTEXT)
    return model.PackedBitNetModel(
        model.BitNetConfig(*sizes, config.epsilon, config.rope_base),
        None,
        ones(config.hidden),
        layers=[layer() for _ in range(config.layers)],
        embed_int8=generator.integers(-127, 128, (config.vocab, config.hidden), np.int8),
        embed_scale=np.full(config.vocab, 1 / 127, np.float32),
    )


def litespark_prompt(config, ids):
    from litespark_inference.torchless import runtime

    model = litespark(config)
    state = runtime.init_state(model, CONTEXT)

    def run():
        state.pos = 0
        for begin in range(0, len(ids), LITESPARK_ROWS):
            logits = runtime.forward_prefill(model, state, ids[begin : begin + LITESPARK_ROWS])
        return logits

    return run


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


def llama_cpp_prompt(config, ids):
    peer = llama_cpp(config)

    def run():
        peer.reset()
        peer.eval(ids)

    return run


PROMPT_PEERS = {"llama.cpp": (llama_cpp, llama_cpp_prompt), "litespark": (litespark, litespark_prompt)}


def prompt(length, peer):
    def prepare(device, small):
        model = prepare_model(device, small)
        ids = np.random.default_rng(1).integers(0, model.config.vocab, length).tolist()
        installed, prepare_peer = PROMPT_PEERS[peer]
        theirs = prepare_peer(model.config, ids) if installed(model.config) else None
        operations = 2.0 * linear_elements(model.config) * length  # one row of logits
        return Pair(lambda: model.prefill(ids, last_only=True), theirs, operations, 0, length)

    return prepare


BITNET_CASES = [
    Case("BitNet 2B-4T decode ternary, a token", decode, "2.3x, 80 %", "read", None, "llama.cpp"),
    *(
        Case(f"BitNet 2B-4T prompt {n} ternary, a token, {peer}", prompt(n, peer), goal, "", None, peer)
        for peer, goals in (("litespark", ("2.5x AMX", "6x AMX")), ("llama.cpp", ("2.5x", "2.5x")))
        for n, goal in zip((128, 512), goals)
    ),
]
