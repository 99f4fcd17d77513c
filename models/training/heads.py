"""Heads that exist in training only: they make tokens carry facts densely."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import DIM


class Pooled(nn.Module):
    """One learned query a fact attends over the tokens and names its class."""

    def __init__(self, classes, dim=DIM):
        super().__init__()
        self.names = list(classes)
        self.queries = nn.Parameter(torch.randn(len(classes), DIM) * 0.1)
        self.key = nn.Linear(dim, DIM)
        self.value = nn.Linear(dim, DIM)
        self.out = nn.ModuleDict({n: nn.Linear(DIM, count) for n, count in classes.items()})

    def forward(self, tokens):
        weights = (self.queries @ self.key(tokens).transpose(1, 2) * DIM ** -0.5).softmax(-1)
        pooled = torch.relu(weights @ self.value(tokens))
        return {name: self.out[name](pooled[:, i]) for i, name in enumerate(self.names)}


def cross_entropy(logits, target):
    """Mean over targets that are known (>= 0); logits [..., C]."""
    known = target >= 0
    if not bool(known.any()):
        return logits.sum() * 0.0
    return F.cross_entropy(logits[known], target[known])


def hits(logits, target):
    """(right, known)."""
    known = target >= 0
    return int((logits.argmax(-1)[known] == target[known]).sum()), int(known.sum())
