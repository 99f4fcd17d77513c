"""Tokens of up to four segments -> 8 tokens of the last one, and its search vector."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import AUDIO_TOKENS, DIM, MOTION_TOKENS, SEGMENT_TOKENS, SPATIAL_TOKENS, \
    TEMPORAL_TOKENS, WINDOW

HEADS = 4
DROPOUT = 0.1
HIDDEN = 0.2  # share of a segment's spatial and motion tokens that are not to be seen in training


class Attention(nn.Module):
    """Multi-head attention with a key mask (1 = may be seen)."""

    def __init__(self, inner):
        super().__init__()
        self.head_dim = inner // HEADS
        self.query = nn.Linear(DIM, inner)
        self.key_value = nn.Linear(DIM, 2 * inner)
        self.out = nn.Linear(inner, DIM)

    def forward(self, x, memory, mask):
        q = self.query(x).unflatten(2, (HEADS, self.head_dim)).transpose(1, 2)
        k, v = self.key_value(memory).chunk(2, -1)
        k = k.unflatten(2, (HEADS, self.head_dim)).transpose(1, 2)
        v = v.unflatten(2, (HEADS, self.head_dim)).transpose(1, 2)
        scores = q @ k.transpose(2, 3) * self.head_dim ** -0.5
        weights = (scores + (mask[:, None, None] - 1) * 1e4).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """Pre-norm attention and feed-forward; to a memory, or to itself."""

    def __init__(self, inner, ffn):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(DIM), nn.LayerNorm(DIM)
        self.attention = Attention(inner)
        self.ffn = nn.Sequential(nn.Linear(DIM, ffn), nn.GELU(), nn.Linear(ffn, DIM))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, mask, memory=None):
        y = self.norm1(x)
        x = x + self.dropout(self.attention(y, y if memory is None else memory, mask))
        return x + self.dropout(self.ffn(self.norm2(x)))


class TemporalEncoder(nn.Module):
    """A window of four segments, the last one current; present is (segment, spatial, motion,
    audio) of each."""

    def __init__(self, inner, ffn):
        super().__init__()
        self.place = nn.Parameter(torch.randn(SEGMENT_TOKENS, DIM) * 0.1)
        self.nothing = nn.Parameter(torch.randn(1, 1, DIM) * 0.1)
        self.memory_norm = nn.LayerNorm(DIM)
        self.queries = nn.Parameter(torch.randn(TEMPORAL_TOKENS, DIM) * 0.5)
        self.look = nn.ModuleList(Layer(inner, ffn) for _ in range(2))
        self.time = nn.Parameter(torch.randn(WINDOW, 1, DIM) * 0.1)
        self.over = nn.ModuleList(Layer(inner, ffn) for _ in range(2))
        self.norm = nn.LayerNorm(DIM)
        self.to_search = nn.Linear(TEMPORAL_TOKENS * DIM, DIM)

    def resample(self, spatial, motion, audio, present):
        """One segment each row: [N,15|45|10,128], [N,4] -> [N,8,128]."""
        memory = torch.cat([spatial, motion, audio], 1) + self.place
        memory = self.memory_norm(torch.cat([memory, self.nothing.expand(memory.shape[0], 1, DIM)], 1))
        mask = torch.cat([present[:, 1:2].expand(-1, SPATIAL_TOKENS),
                          present[:, 2:3].expand(-1, MOTION_TOKENS),
                          present[:, 3:4].expand(-1, AUDIO_TOKENS),
                          torch.ones_like(present[:, :1])], 1)
        if self.training:  # not of the sound: a short one may be in one token alone
            shown = torch.rand_like(mask[:, :SPATIAL_TOKENS + MOTION_TOKENS]) >= HIDDEN
            mask = torch.cat([mask[:, :SPATIAL_TOKENS + MOTION_TOKENS] * shown, mask[:, SPATIAL_TOKENS + MOTION_TOKENS:]], 1)
        x = self.queries.expand(memory.shape[0], TEMPORAL_TOKENS, DIM)
        for layer in self.look:
            x = layer(x, mask, memory)
        return x

    def over_time(self, segments, exists):
        """[B,4,8,128], [B,4] -> tokens [B,8,128] and search [B,128] of the last segment."""
        x = (segments + self.time).flatten(1, 2)
        mask = exists.repeat_interleave(TEMPORAL_TOKENS, 1)
        for layer in self.over:
            x = layer(x, mask)
        tokens = self.norm(x[:, -TEMPORAL_TOKENS:])
        return tokens, F.normalize(self.to_search(tokens.flatten(1)), dim=-1)

    def forward(self, spatial, motion, audio, present):
        segments = self.resample(spatial.flatten(0, 1), motion.flatten(0, 1), audio.flatten(0, 1),
                                 present.flatten(0, 1))
        return self.over_time(segments.unflatten(0, (-1, WINDOW)), present[:, :, 0])
