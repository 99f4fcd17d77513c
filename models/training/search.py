"""Text -> search vector, in the space of the temporal encoder's."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import DIM
from .temporal import Layer


class SearchText(nn.Module):
    """input_ids, attention_mask i64 [B,S] -> search [B,128], unit length."""

    def __init__(self, inner, ffn, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, DIM)
        nn.init.normal_(self.embedding.weight, std=0.3)
        self.layer = Layer(inner, ffn)
        self.out = nn.Linear(DIM, DIM)

    def forward(self, input_ids, attention_mask):
        mask = attention_mask.float()
        x = self.layer(self.embedding(input_ids), mask)
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return F.normalize(self.out(mean), dim=-1)
