"""Weights of a BitNet model as float32 arrays: random ones for the mini model, or a checkpoint's.

Both kinds answer `tensor(name)` with Hugging Face's names; shapes follow from the configuration in one place. The
linear layers are made ternary here: s = 1 / mean|W| over the whole matrix, values clamp(round(W s), -1, 1), kept apart
from the scale 1 / s because ternary values are exact in every format of the device.
"""

from dataclasses import dataclass

import numpy as np

from models.bitnet.config import read_config
from models.bitnet.safetensors_file import SafetensorsFolder

SMALLEST = np.float32(1e-5)


@dataclass(frozen=True)
class Ternary:
    """A matrix (out, in) of -1, 0, 1; the weight is values * scale."""

    values: np.ndarray
    scale: float


def ternary(matrix):
    scale = np.maximum(np.abs(matrix).mean(dtype=np.float64).astype(np.float32), SMALLEST)
    return Ternary(np.clip(np.rint(matrix / scale), -1, 1).astype(np.float32), float(scale))


def tensor_shapes(config):
    """Name -> shape of every tensor of a checkpoint."""
    h, f, kv = config.hidden, config.ffn, config.kv_heads * config.head_dim
    shapes = {"model.embed_tokens.weight": (config.vocab, h), "model.norm.weight": (h,)}
    if not config.tied:
        shapes["lm_head.weight"] = (config.vocab, h)
    block = {
        "input_layernorm": (h,),
        "post_attention_layernorm": (h,),
        "self_attn.q_proj": (h, h),
        "self_attn.k_proj": (kv, h),
        "self_attn.v_proj": (kv, h),
        "self_attn.o_proj": (h, h),
        "self_attn.attn_sub_norm": (h,),
        "mlp.gate_proj": (f, h),
        "mlp.up_proj": (f, h),
        "mlp.down_proj": (h, f),
        "mlp.ffn_sub_norm": (f,),
    }
    for layer in range(config.layers):
        shapes.update({f"model.layers.{layer}.{name}.weight": shape for name, shape in block.items()})
    return shapes


class BitNetWeights:
    """What the two sources share: names of parts, and ternary matrices."""

    def __init__(self, config):
        self.config = config
        self.shapes = tensor_shapes(config)

    def embedding(self):
        return self.tensor("model.embed_tokens.weight")

    def head(self):
        return self.embedding() if self.config.tied else self.tensor("lm_head.weight")

    def final_norm(self):
        return self.tensor("model.norm.weight")

    def layer_tensor(self, layer, name):
        return self.tensor(f"model.layers.{layer}.{name}.weight")

    def layer_ternary(self, layer, name):
        return ternary(self.layer_tensor(layer, name))


class RandomWeights(BitNetWeights):
    """Reproducible random weights that keep activations near 1, so that neither epsilons nor saturation matter."""

    def __init__(self, config, seed=0):
        super().__init__(config)
        self.seed = seed

    def tensor(self, name):
        shape = self.shapes[name]
        generator = np.random.default_rng([self.seed, *name.encode()])
        noise = generator.standard_normal(shape, dtype=np.float32)
        if len(shape) == 1:
            return 1 + np.float32(0.1) * noise
        return noise if "embed" in name else noise / np.float32(np.sqrt(shape[1]))


class CheckpointWeights(BitNetWeights):
    """The weights of a Hugging Face folder with config.json and .safetensors files."""

    def __init__(self, folder):
        super().__init__(read_config(folder))
        self._files = SafetensorsFolder(folder)
        for name, shape in self.shapes.items():
            self._files.check(name, shape)

    def tensor(self, name):
        return self._files.tensor(name, self.shapes[name])
