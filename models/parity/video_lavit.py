"""The motion tokenizer network of Video-LaVIT (Jin et al., 2024), written from its published shape.

Full size is 512 wide with 1,024 codes; the small profile has the same topology and the same 135 tokens.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .motion_field import FRAMES, GRID

TOKENS, BLOCKS_PER_STAGE = 135, 3
# Stride (t,h,w), padding (left, right, top, bottom, front, back) of the four stages that halve the grid.
STAGES = (((1, 2, 2), (0, 1, 0, 1, 1, 1)), ((2, 1, 1), (1, 1, 1, 1, 0, 1)), ((2, 1, 1), (1, 1, 1, 1, 0, 1)),
          ((2, 2, 2), (0, 1, 0, 1, 0, 1)))
SCALES = ((2, 2, 2), (2, 1, 1), (2, 1, 1), (1, 2, 2))  # (t,h,w) of the four stages back


@dataclass(frozen=True)
class Profile:
    """Widths of one tokenizer."""

    dim: int = 512
    heads: int = 8
    codes: int = 1024
    code_dim: int = 32


FULL = Profile()
SMALL = Profile(dim=16, heads=2, codes=256, code_dim=8)


class Attention(nn.Module):
    """Self-attention over [N,L,D] without masks; keys have no bias."""

    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.query_bias, self.value_bias = nn.Parameter(torch.zeros(dim)), nn.Parameter(torch.zeros(dim))
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        length, dim = (int(size) for size in x.shape[1:])  # whole numbers keep the exported graph small
        query, key, value = self.to_qkv(x).chunk(3, -1)
        query, key, value = (part.reshape(-1, length, self.heads, dim // self.heads).transpose(1, 2)
                             for part in (query + self.query_bias, key, value + self.value_bias))
        weights = (query * (dim // self.heads) ** -0.5 @ key.transpose(-2, -1)).softmax(-1)
        return self.out((weights @ value).transpose(1, 2).reshape(-1, length, dim))


class Block(nn.Module):
    """Attention within each frame, then over time at each position, then the feed-forward: x [B,T,H,W,D]."""

    def __init__(self, dim, heads):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(dim, eps=1e-5) for _ in range(3))
        self.space, self.time = Attention(dim, heads), Attention(dim, heads)
        self.ffn = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        frames, rows, columns, dim = (int(size) for size in x.shape[1:])
        flat = self.norms[0](x).reshape(-1, rows * columns, dim)
        x = x + self.space(flat).reshape(-1, frames, rows, columns, dim)
        flat = self.norms[1](x).permute(0, 2, 3, 1, 4).reshape(-1, frames, dim)
        x = x + self.time(flat).reshape(-1, rows, columns, frames, dim).permute(0, 3, 1, 2, 4)
        return x + self.ffn(self.norms[2](x))


def blocks(profile):
    return nn.Sequential(*(Block(profile.dim, profile.heads) for _ in range(BLOCKS_PER_STAGE)))


def convolved(conv, x):
    """A 3-D convolution of [B,T,H,W,D]."""
    return conv(x.permute(0, 4, 1, 2, 3)).permute(0, 2, 3, 4, 1)


class Encoder(nn.Module):
    """Clip [B,2,24,20,36] -> [B,3,5,9,D]."""

    def __init__(self, profile):
        super().__init__()
        self.enter = nn.Linear(2, profile.dim)
        self.place = nn.Parameter(torch.randn(1, GRID[0] * GRID[1], profile.dim) * 0.02)
        self.moment = nn.Parameter(torch.randn(1, FRAMES, profile.dim) * 0.02)
        self.stages = nn.ModuleList(blocks(profile) for _ in STAGES)
        self.halve = nn.ModuleList(nn.Conv3d(profile.dim, profile.dim, 3, stride=stride) for stride, _ in STAGES)
        self.norm = nn.LayerNorm(profile.dim, eps=1e-5)

    def forward(self, clip):
        x = self.enter(clip.permute(0, 2, 3, 4, 1))
        x = x + self.place.reshape(1, 1, *GRID, -1) + self.moment.reshape(1, FRAMES, 1, 1, -1)
        for stage, conv, (_, pad) in zip(self.stages, self.halve, STAGES):
            x = convolved(lambda y, conv=conv, pad=pad: conv(F.pad(y, pad)), stage(x))
        return self.norm(x)


class Decoder(nn.Module):
    """Codes [B,3,5,9,C] -> [B,24,20,36,D]; knows no positions."""

    def __init__(self, profile):
        super().__init__()
        self.enter = nn.Linear(profile.code_dim, profile.dim)
        self.widen = nn.ModuleList(nn.Conv3d(profile.dim, profile.dim, 3, padding=1) for _ in SCALES)
        self.stages = nn.ModuleList(blocks(profile) for _ in SCALES)
        self.norm = nn.LayerNorm(profile.dim, eps=1e-5)

    def forward(self, codes):
        x = self.enter(codes)
        for conv, stage, scale in zip(self.widen, self.stages, SCALES):
            x = stage(convolved(lambda y, conv=conv, scale=scale: conv(F.interpolate(y, scale_factor=scale)), x))
        return self.norm(x)


class MotionTokenizer(nn.Module):
    """Clip f32 [B,2,24,20,36] -> ids i64 [B,135] in order (time, row, column), their codes f32 [B,135,C]."""

    def __init__(self, profile):
        super().__init__()
        self.encoder, self.decoder = Encoder(profile), Decoder(profile)
        self.to_code = nn.Sequential(nn.Linear(profile.dim, profile.dim), nn.Tanh(), nn.Linear(profile.dim, profile.code_dim))
        self.to_motion = nn.Sequential(nn.Linear(profile.dim, profile.dim), nn.Tanh(), nn.Linear(profile.dim, 2))
        self.codebook = nn.Parameter(F.normalize(torch.randn(profile.codes, profile.code_dim), dim=-1))

    def distances(self, clip):
        """Squared distances to every code, [B,135,codes]: rows of a trained codebook need not be of unit length."""
        z = F.normalize(self.to_code(self.encoder(clip)), dim=-1).flatten(1, 3)
        return (z * z).sum(-1, keepdim=True) + (self.codebook * self.codebook).sum(-1) - 2 * z @ self.codebook.t()

    def forward(self, clip):
        ids = self.distances(clip).argmin(-1)
        return ids, F.embedding(ids, self.codebook)

    def rebuilt(self, ids):
        """Ids [B,135] -> clip [B,2,24,20,36]."""
        codes = F.embedding(ids, self.codebook).unflatten(1, (3, 5, 9))
        return self.to_motion(self.decoder(codes)).permute(0, 4, 1, 2, 3)
