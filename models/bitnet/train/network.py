"""BitNet in torch for training: the arithmetic of models/bitnet/reference.py, differentiable.

A BitLinear computes with ternary weights and 8-bit activations; gradients go straight through both roundings to the
float master weights. With `quantised` False the same network has plain linear layers: the float baseline.
"""

import torch
from torch import nn
from torch.nn import functional

SMALLEST = 1e-5


def through(value, rounded):
    """`rounded` going forward, the gradient of `value` going back."""
    return value + (rounded - value).detach()


def eight_bits(x):
    """Whole numbers from -127 to 127 and the factor that turns them back."""
    factor = x.detach().abs().amax(-1, keepdim=True).clamp(min=SMALLEST) / 127
    scaled = x / factor
    return through(scaled, scaled.round()), factor


class BitLinear(nn.Linear):
    """Whole numbers are multiplied and factors applied to the sums, so that bfloat16 products stay exact."""

    def __init__(self, inputs, outputs, quantised):
        super().__init__(inputs, outputs, bias=False)
        self.quantised = quantised
        nn.init.normal_(self.weight, std=inputs**-0.5)

    def forward(self, x):
        if not self.quantised:
            return functional.linear(x, self.weight)
        scale = self.weight.detach().abs().mean().clamp(min=SMALLEST)
        weight = self.weight / scale
        levels, factor = eight_bits(x.float())
        return functional.linear(levels, through(weight, weight.round().clamp(-1, 1))) * (factor * scale)


class RMSNorm(nn.Module):
    def __init__(self, size, epsilon):
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(size)), epsilon

    def forward(self, x):
        return functional.rms_norm(x.float(), (x.shape[-1],), self.weight, self.epsilon)


def rotate(x, cos, sin):
    """x: (batch, heads, tokens, head_dim); element i is paired with element i + head_dim / 2."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    def __init__(self, config, quantised):
        super().__init__()
        h, kv = config.hidden, config.kv_heads * config.head_dim
        self.config = config
        self.q_proj, self.o_proj = BitLinear(h, h, quantised), BitLinear(h, h, quantised)
        self.k_proj, self.v_proj = BitLinear(h, kv, quantised), BitLinear(h, kv, quantised)
        self.attn_sub_norm = RMSNorm(h, config.epsilon)

    def forward(self, x, cos, sin):
        q, k, v = (
            project(x).unflatten(-1, (-1, self.config.head_dim)).transpose(1, 2)
            for project in (self.q_proj, self.k_proj, self.v_proj)
        )
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        k, v = (t.repeat_interleave(self.config.heads // self.config.kv_heads, 1) for t in (k, v))
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o_proj(self.attn_sub_norm(mixed.transpose(1, 2).flatten(2)))


class FeedForward(nn.Module):
    def __init__(self, config, quantised):
        super().__init__()
        self.gate_proj = BitLinear(config.hidden, config.ffn, quantised)
        self.up_proj = BitLinear(config.hidden, config.ffn, quantised)
        self.down_proj = BitLinear(config.ffn, config.hidden, quantised)
        self.ffn_sub_norm = RMSNorm(config.ffn, config.epsilon)

    def forward(self, x):
        return self.down_proj(self.ffn_sub_norm(self.gate_proj(x).relu().square() * self.up_proj(x)))


class Block(nn.Module):
    def __init__(self, config, quantised):
        super().__init__()
        self.input_layernorm = RMSNorm(config.hidden, config.epsilon)
        self.post_attention_layernorm = RMSNorm(config.hidden, config.epsilon)
        self.self_attn, self.mlp = Attention(config, quantised), FeedForward(config, quantised)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Network(nn.Module):
    """Parameters have the names of a Hugging Face checkpoint, without "model."."""

    def __init__(self, config, quantised):
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab, config.hidden)
        self.layers = nn.ModuleList(Block(config, quantised) for _ in range(config.layers))
        self.norm = RMSNorm(config.hidden, config.epsilon)
        nn.init.normal_(self.embed_tokens.weight, std=config.hidden**-0.5)
        half = config.head_dim // 2
        angle = torch.outer(torch.arange(config.context), config.rope_base ** (-torch.arange(half) / half))
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids):
        """Logits (batch, tokens, vocab) of ids (batch, tokens)."""
        x, tokens = self.embed_tokens(ids), ids.shape[1]
        for layer in self.layers:
            x = layer(x, self.cos[:tokens], self.sin[:tokens])
        return functional.linear(self.norm(x), self.embed_tokens.weight)


def network_of(weights):
    """A network with BitNetWeights, whose ternary matrices it finds again, in float32."""
    network = Network(weights.config, quantised=True)
    state = {}
    for name in weights.floats:
        state[name.removeprefix("model.") + ".weight"] = torch.from_numpy(weights.tensor(name + ".weight").copy())
    for name in weights.linears:
        state[name.removeprefix("model.") + ".weight"] = torch.from_numpy(weights.ternary(name).weight())
    network.load_state_dict(state)
    for module in network.modules():
        if isinstance(module, BitLinear):
            module.__class__ = TernaryLinear
    return network.eval()


class TernaryLinear(BitLinear):
    """Weights that are ternary already: another mean of magnitudes must not scale them anew."""

    def forward(self, x):
        levels, factor = eight_bits(x)
        return functional.linear(levels, self.weight) * factor
