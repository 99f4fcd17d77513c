"""Contrast of an encoder's tokens with sentences about its segments (training only)."""

import torch
from torch import nn
from torch.nn import functional as F

from models.scenes import caption

from . import labels
from .search import SearchText
from .sizes import DIM
from .tokens import PAD


def padded(rows, fill=PAD):
    """Lists of ids -> i64 [B,longest]."""
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def agreement(left, right, same, scale):
    """Symmetric cross-entropy of unit vectors [B,128]; `same` [B,B] marks all pairs that belong together."""
    scores = left @ right.t() * scale
    target = same / same.sum(1, keepdim=True).clamp(min=1)
    back = same.t() / same.t().sum(1, keepdim=True).clamp(min=1)
    return -0.5 * ((target * scores.log_softmax(1)).sum(1).mean() + (back * scores.t().log_softmax(1)).sum(1).mean())


class TextContrast(nn.Module):
    """A small text encoder of its own, and the tokens' mean beside it."""

    def __init__(self, vocabulary):
        super().__init__()
        self.text = SearchText(64, 128, vocabulary, layers=1)
        self.pooled = nn.Linear(DIM, DIM)
        self.log_scale = nn.Parameter(torch.tensor(2.3))

    def forward(self, tokens, ids, groups):
        """Loss of tokens [B,n,128] and text ids [B,S]; equal groups [B] have equal texts."""
        seen = F.normalize(self.pooled(tokens.float().mean(1)), dim=-1)
        said = self.text(ids, (ids != PAD).long()).float()
        return agreement(seen, said, (groups[:, None] == groups[None]).float(), self.log_scale.exp().clamp(max=50))


class Sentences:
    """Captions of segments straight from the label tables, in either language."""

    def __init__(self, source, tokenizer, only=None):
        self.source, self.tokenizer, self.only, self.known = source, tokenizer, only, {}

    def of(self, rows, flip, random):
        """ids [B,S] and groups [B]; with `only` the sentence says that slot and nothing else."""
        texts, groups, numbers = [], {}, []
        for row, side in zip(rows, flip):
            slots = labels.spoken(self.source.tables[int(side)], row)
            if self.only:
                slots = dict.fromkeys(slots, labels.NONE) | {self.only: slots[self.only]}
            language = "ru" if random.random() < 0.5 else "en"
            key = (*slots.values(), language)
            if key not in self.known:
                self.known[key] = self.tokenizer.encode(caption.sentence(slots, language)).ids
            texts.append(self.known[key])
            numbers.append(groups.setdefault(key[:-1], len(groups)))
        return padded(texts), torch.tensor(numbers)
