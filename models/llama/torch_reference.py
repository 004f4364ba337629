"""A straightforward Llama in torch bfloat16: what a user without ttnn would write.

It is the second witness of `verify` (how much of a deviation is bfloat16 itself?) and the opponent in decode speed.
Needs torch; nothing else in models/llama does.
"""

import torch
import torch.nn.functional as F


def to_bf16(array):
    return torch.tensor(array).to(torch.bfloat16)


class TorchLlama:
    def __init__(self, weights):
        self.config = weights.config
        self.embedding = to_bf16(weights.embedding())
        head = weights.head()
        self.head = self.embedding if head is None else to_bf16(head)
        self.norm = to_bf16(weights.final_norm())
        self.layers = [
            {name: to_bf16(array) for name, array in vars(weights.layer(i)).items()} for i in range(self.config.layers)
        ]
        self.reset()

    def reset(self):
        self.cache = [None] * self.config.layers
        self.position = 0

    @torch.inference_mode()
    def forward(self, ids, last_only=False):
        """Appends `ids`; logits as a float32 array (tokens, vocab)."""
        x = self.embedding[torch.as_tensor(ids)]
        angles = self._rotation(len(ids))
        for index in range(self.config.layers):
            x = self._block(x, index, angles)
        self.position += len(ids)
        x = x[-1:] if last_only else x
        return F.linear(self._norm(x, self.norm), self.head).float().numpy()

    def _rotation(self, tokens):
        exponent = -torch.arange(0, self.config.head_dim, 2, dtype=torch.float64) / self.config.head_dim
        positions = torch.arange(self.position, self.position + tokens, dtype=torch.float64)
        angle = positions[:, None] * torch.pow(torch.tensor(self.config.rope_base, dtype=torch.float64), exponent)
        angle = torch.cat([angle, angle], dim=-1)
        return angle.cos().to(torch.bfloat16), angle.sin().to(torch.bfloat16)

    def _norm(self, x, weight):
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.config.epsilon)).to(x.dtype) * weight

    def _block(self, x, index, angles):
        w = self.layers[index]
        x = x + self._attention(self._norm(x, w["attention_norm"]), index, angles)
        h = self._norm(x, w["ffn_norm"])
        return x + F.linear(F.silu(F.linear(h, w["gate"])) * F.linear(h, w["up"]), w["down"])

    def _attention(self, x, index, angles):
        c, w, tokens = self.config, self.layers[index], len(x)

        def heads(name, count):
            return F.linear(x, w[name]).view(tokens, count, c.head_dim).transpose(0, 1)

        def rotate(t):
            a, b = t.chunk(2, dim=-1)
            return t * angles[0] + torch.cat([-b, a], dim=-1) * angles[1]

        q, k, v = rotate(heads("q", c.heads)), rotate(heads("k", c.kv_heads)), heads("v", c.kv_heads)
        causal = self.cache[index] is None
        if not causal:
            k, v = (torch.cat([old, new], dim=1) for old, new in zip(self.cache[index], (k, v), strict=True))
        self.cache[index] = (k, v)
        mixed = F.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=causal, enable_gqa=True)[0]
        return F.linear(mixed.transpose(0, 1).reshape(tokens, -1), w["o"])
