"""Motion field -> 3x3x5 ids of a learned codebook, and continuous tokens."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import CODE_DIM, CODES, DIM, GRID_HEIGHT, GRID_WIDTH

GRID = (3, 3, 5)


def conv(before, after, stride=1):
    """3x3x3 convolution with batch norm."""
    return nn.Sequential(nn.Conv3d(before, after, 3, stride=stride, padding=1, bias=False),
                         nn.BatchNorm3d(after), nn.ReLU())


class Residual(nn.Module):
    """One convolution added to its input."""

    def __init__(self, width):
        super().__init__()
        self.body = conv(width, width)

    def forward(self, x):
        return x + self.body(x)


def features(motion):
    """[B,12,3,20,36] half pixels -> [B,7,12,20,36]: displacement coarse and fine, intra, and the
    displacement relative to each step's median, which is mostly the camera's."""
    batch, steps = motion.shape[0], motion.shape[1]
    moved = motion[:, :, :2]
    middle = GRID_HEIGHT * GRID_WIDTH // 2 + 1
    median = moved.flatten(3).topk(middle, dim=-1)[0][..., -1].reshape(batch, steps, 2, 1, 1)
    stacked = torch.cat([moved / 16, torch.tanh(moved / 4), motion[:, :, 2:],
                         torch.tanh((moved - median) / 4)], 2)
    return stacked.transpose(1, 2)


class MotionTokenizer(nn.Module):
    """motion [B,12,3,20,36] -> ids i64 [B,45] in order (t, row, column), tokens [B,45,128]."""

    def __init__(self, widths):
        super().__init__()
        a, b, c = widths
        self.trunk = nn.Sequential(conv(7, a, (1, 2, 2)), conv(a, b, 2), Residual(b),
                                   conv(b, c, 2), Residual(c))
        self.own = nn.Linear(c, DIM)
        self.whole = nn.Linear(c, DIM)
        self.to_code = nn.Linear(DIM, CODE_DIM)
        self.from_code = nn.Linear(CODE_DIM, DIM)
        self.norm = nn.LayerNorm(DIM)
        self.register_buffer("codebook", torch.randn(CODES, CODE_DIM))

    def continuous(self, motion):
        """Features before quantisation, and their projection beside the codebook."""
        x = self.trunk(features(motion)).flatten(2).transpose(1, 2)
        hidden = self.own(x) + self.whole(x.mean(1, keepdim=True))
        return hidden, self.to_code(hidden)

    def nearest(self, z):
        """Ids of the nearest codes by squared distance."""
        distance = (self.codebook * self.codebook).sum(1) - 2 * z @ self.codebook.t()
        return distance.argmin(-1)

    def forward(self, motion):
        hidden, z = self.continuous(motion)
        ids = self.nearest(z)
        return ids, self.norm(hidden + self.from_code(F.embedding(ids, self.codebook)))


class MotionDecoder(nn.Module):
    """Codes -> motion field; used in training only, to make the codes carry the field."""

    def __init__(self, width=48):
        super().__init__()
        self.enter = nn.Sequential(nn.Conv3d(CODE_DIM, width, 3, padding=1), nn.ReLU())
        self.middle = nn.Sequential(nn.Conv3d(width, width // 2, 3, padding=1), nn.ReLU())
        self.leave = nn.Conv3d(width // 2, 3, 3, padding=1)

    def forward(self, z):
        x = self.enter(z.transpose(1, 2).unflatten(2, GRID))
        x = self.middle(F.interpolate(x, (6, 5, 9)))
        x = F.interpolate(self.leave(x), (12, GRID_HEIGHT, GRID_WIDTH), mode="trilinear")
        return x.transpose(1, 2)
