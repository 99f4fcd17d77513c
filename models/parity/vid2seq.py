"""The temporal encoder and the time tokens of Vid2Seq (Yang et al., 2023), written from their published shape."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Profile:
    """Widths of one temporal encoder."""

    dim: int = 768
    heads: int = 12
    ffn: int = 2048
    layers: int = 12
    frames: int = 100


FULL = Profile()
SMALL = Profile(dim=16, heads=2, ffn=32, layers=2)


class Block(nn.Module):
    """Pre-norm attention and feed-forward."""

    def __init__(self, profile):
        super().__init__()
        self.heads = profile.heads
        self.norm1, self.norm2 = nn.LayerNorm(profile.dim), nn.LayerNorm(profile.dim)
        self.to_qkv, self.out = nn.Linear(profile.dim, 3 * profile.dim), nn.Linear(profile.dim, profile.dim)
        self.ffn = nn.Sequential(nn.Linear(profile.dim, profile.ffn), nn.GELU(), nn.Linear(profile.ffn, profile.dim))

    def forward(self, x):
        heads = (self.heads, x.shape[-1] // self.heads)
        query, key, value = (part.unflatten(-1, heads).transpose(1, 2) for part in self.to_qkv(self.norm1(x)).chunk(3, -1))
        weights = (query @ key.transpose(-2, -1) * heads[1] ** -0.5).softmax(-1)
        x = x + self.out((weights @ value).transpose(1, 2).flatten(2))
        return x + self.ffn(self.norm2(x))


class TemporalEncoder(nn.Module):
    """Frame features [B,T,dim], one a second -> [B,T,dim]. Frames padded with zeros are seen like any other."""

    def __init__(self, profile):
        super().__init__()
        self.place = nn.Parameter(torch.randn(1, profile.frames, profile.dim) * 0.02)
        self.blocks = nn.ModuleList(Block(profile) for _ in range(profile.layers))
        self.norm = nn.LayerNorm(profile.dim)

    def forward(self, frames):
        place = self.place
        if frames.shape[1] != place.shape[1]:
            place = F.interpolate(place.transpose(1, 2), size=frames.shape[1], mode="nearest").transpose(1, 2)
        x = frames + place
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


def time_bin(seconds, duration, bins=100):
    """Relative time as a number of 0 to bins - 1; times beyond the ends are those of the ends."""
    within = min(max(seconds, 0.0), duration)
    return int((bins - 1) * within / duration)


def bin_time(number, duration, bins=100):
    """Seconds of a bin."""
    return number * duration / (bins - 1)
