"""Projectors from token blocks to the language model's space, and the language model."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import DIM, TOKENS


class Projector(nn.Module):
    """tokens [B,n,128] -> embeds [B,m,D]; groups are merged by concatenation."""

    kind = "mlp"

    def __init__(self, modality, hidden):
        super().__init__()
        self.modality = modality
        self.merge = {"motion": 3, "audio": 2}.get(modality, 1)
        self.count = TOKENS[modality] // self.merge
        self.grid = {"spatial": (3, 5), "motion": (3, 5)}.get(modality, (1, self.count))
        self.body = nn.Sequential(nn.Linear(DIM * self.merge, hidden), nn.GELU(),
                                  nn.Linear(hidden, hidden))
        self.place = nn.Parameter(torch.randn(self.count, hidden) * 0.1)

    def forward(self, tokens):
        if self.modality == "motion":  # the three time steps of a cell
            tokens = tokens.unflatten(1, (3, self.count)).transpose(1, 2).flatten(2)
        elif self.merge > 1:
            tokens = tokens.unflatten(1, (self.count, self.merge)).flatten(2)
        return self.body(tokens) + self.place


class RmsNorm(nn.Module):
    """Root mean square norm."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6) * self.weight


def rotate(x, cos, sin):
    """Rotary position embedding, halves convention."""
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


def attend(q, k, v, bias):
    """Attention for training in the type of v. [B,H,S,hd]; bias is added to the scores.

    On the CPU plain products are two to three times as fast backwards as the fused operator.
    """
    if q.is_cuda:
        return F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, attn_mask=bias.to(v.dtype))
    with torch.autocast(q.device.type, enabled=False):
        scores = (q * q.shape[-1] ** -0.5).to(v.dtype) @ k.to(v.dtype).transpose(2, 3)
        return (scores + bias.to(v.dtype)).softmax(-1) @ v


class Block(nn.Module):
    """Grouped-query attention and SwiGLU."""

    def __init__(self, sizes):
        super().__init__()
        self.heads, self.kv_heads = sizes.heads, sizes.kv_heads
        self.head_dim = sizes.hidden // sizes.heads
        self.norm1, self.norm2 = RmsNorm(sizes.hidden), RmsNorm(sizes.hidden)
        self.query = nn.Linear(sizes.hidden, sizes.hidden, bias=False)
        self.key = nn.Linear(sizes.hidden, self.kv_heads * self.head_dim, bias=False)
        self.value = nn.Linear(sizes.hidden, self.kv_heads * self.head_dim, bias=False)
        self.out = nn.Linear(sizes.hidden, sizes.hidden, bias=False)
        self.gate = nn.Linear(sizes.hidden, sizes.ffn, bias=False)
        self.up = nn.Linear(sizes.hidden, sizes.ffn, bias=False)
        self.down = nn.Linear(sizes.ffn, sizes.hidden, bias=False)

    def split(self, x, heads):
        return x.unflatten(2, (heads, self.head_dim)).transpose(1, 2)

    def forward(self, x, cos, sin, bias, past=None):
        y = self.norm1(x)
        q = rotate(self.split(self.query(y), self.heads), cos, sin)
        k = rotate(self.split(self.key(y), self.kv_heads), cos, sin)
        v = self.split(self.value(y), self.kv_heads)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        group = self.heads // self.kv_heads
        if self.training:  # same sums, faster backwards
            k_all, v_all = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
            mixed = attend(q, k_all, v_all, bias)
            x = x + self.out(mixed.transpose(1, 2).flatten(2))
            y = self.norm2(x)
            return x + self.down(F.silu(self.gate(y)) * self.up(y)), (k, v)
        # Queries of one group share a key head: [B,kv,group*S,hd] against [B,kv,T,hd].
        q = q.unflatten(1, (self.kv_heads, group))
        scores = q @ k[:, :, None].transpose(3, 4) * self.head_dim ** -0.5
        weights = (scores + bias[:, :, None]).softmax(-1)
        x = x + self.out((weights @ v[:, :, None]).flatten(1, 2).transpose(1, 2).flatten(2))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y)), (k, v)


class LanguageModel(nn.Module):
    """Decoder over embeddings; its embedding table is exported by itself."""

    def __init__(self, sizes, vocabulary):
        super().__init__()
        self.sizes = sizes
        self.head_dim = sizes.hidden // sizes.heads
        self.embedding = nn.Embedding(vocabulary, sizes.hidden)
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.norm = RmsNorm(sizes.hidden)
        self.head = nn.Linear(sizes.hidden, vocabulary, bias=False)
        frequency = 10000.0 ** (-torch.arange(0, self.head_dim, 2).float() / self.head_dim)
        self.register_buffer("frequency", frequency, persistent=False)

    def rotary(self, position_ids):
        angle = position_ids[:, None, :, None].float() * self.frequency
        angle = torch.cat([angle, angle], -1)
        return angle.cos(), angle.sin()

    def run(self, embeds, position_ids, bias, pasts=None):
        """bias is added to attention scores: [B,1,S,P+S]."""
        cos, sin = self.rotary(position_ids)
        x, presents = embeds, []
        for i, block in enumerate(self.blocks):
            x, present = block(x, cos, sin, bias, None if pasts is None else pasts[i])
            presents.append(present)
        return self.norm(x), presents


class DecoderWithPast(nn.Module):
    """The graph of decoder_model_merged.onnx: logits of the last position only, unless `every` is set."""

    def __init__(self, model, every=False):
        super().__init__()
        self.model, self.every = model, every

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        pasts = [(past[2 * i], past[2 * i + 1]) for i in range(len(past) // 2)]
        total, step = attention_mask.shape[1], inputs_embeds.shape[1]
        keys = torch.arange(total)[None, None, None]
        queries = (torch.arange(step) + (total - step))[None, None, :, None]
        seen = (keys <= queries) & (attention_mask[:, None, None] > 0)
        x, presents = self.model.run(inputs_embeds, position_ids, (seen.float() - 1) * 1e4, pasts)
        return self.model.head(x if self.every else x[:, -1:]), *[t for pair in presents for t in pair]
