"""Key frame -> 3x5 spatial tokens."""

import torch
from torch import nn

from .sizes import DIM


class Residual(nn.Module):
    """Two 3x3 convolutions with batch norm, added to the input."""

    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)

    def forward(self, x):
        y = torch.relu(self.norm1(self.first(x)))
        return torch.relu(x + self.norm2(self.second(y)))


def down(before, after, by=2):
    """Divides height and width by two, or by three without overlap."""
    return nn.Sequential(nn.Conv2d(before, after, 3, stride=by, padding=int(by == 2), bias=False),
                         nn.BatchNorm2d(after), nn.ReLU())


class VisionEncoder(nn.Module):
    """pixel_values [B,3,144,240] in 0..1 -> tokens [B,15,128], rows first."""

    def __init__(self, widths):
        super().__init__()
        a, b, c, d, e = widths
        self.trunk = nn.Sequential(down(3, a), down(a, b), Residual(b), down(b, c), Residual(c),
                                   down(c, d), Residual(d), down(d, e, by=3))
        self.own = nn.Linear(e, DIM)
        self.whole = nn.Linear(e, DIM)
        self.norm = nn.LayerNorm(DIM)

    def forward(self, pixel_values):
        x = self.trunk((pixel_values - 0.45) * 4.0).flatten(2).transpose(1, 2)
        return self.norm(self.own(x) + self.whole(x.mean(1, keepdim=True)))
