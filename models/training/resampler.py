"""Learned queries that look at any number of embeddings and become as many as there are queries."""

import torch
from torch import nn

HEADS = 4


class Look(nn.Module):
    """Queries attend to the embeddings and to themselves, then a feed-forward; both are added."""

    def __init__(self, width, ffn):
        super().__init__()
        self.head_dim = width // HEADS
        self.norm_queries, self.norm_embeds, self.norm_ffn = (nn.LayerNorm(width) for _ in range(3))
        self.query, self.out = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.key_value = nn.Linear(width, 2 * width, bias=False)
        self.ffn = nn.Sequential(nn.Linear(width, ffn), nn.GELU(), nn.Linear(ffn, width))

    def split(self, x):
        return x.unflatten(2, (HEADS, self.head_dim)).transpose(1, 2)

    def forward(self, latents, embeds, mask):
        own = self.norm_queries(latents)
        k, v = self.key_value(torch.cat([self.norm_embeds(embeds), own], 1)).chunk(2, -1)
        scores = self.split(self.query(own)) @ self.split(k).transpose(2, 3) * self.head_dim ** -0.5
        if mask is not None:
            seen = torch.cat([mask, mask.new_ones(latents.shape[:2])], 1)
            scores = scores + (seen[:, None, None] - 1) * 1e4
        latents = latents + self.out((scores.softmax(-1) @ self.split(v)).transpose(1, 2).flatten(2))
        return latents + self.ffn(self.norm_ffn(latents))


class Resampler(nn.Module):
    """embeds [B,n,D], any n -> latents [B,m,D]; mask [B,n] is 0 where there is nothing."""

    def __init__(self, latents, width, ffn, depth=1):
        super().__init__()
        self.queries = nn.Parameter(torch.randn(latents, width) * 0.5)
        self.looks = nn.ModuleList(Look(width, ffn) for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def forward(self, embeds, mask=None):
        latents = self.queries.expand(embeds.shape[0], *self.queries.shape)
        for look in self.looks:
            latents = look(latents, embeds, mask)
        return self.norm(latents)
