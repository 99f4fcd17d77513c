"""Text -> search vector, in the space of the temporal encoder's."""

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import DIM
from .temporal import Layer


class SearchText(nn.Module):
    """input_ids, attention_mask i64 [B,S] -> search [B,128], unit length."""

    def __init__(self, inner, ffn, vocabulary, layers=2):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, DIM)
        nn.init.normal_(self.embedding.weight, std=0.3)
        self.layers = nn.ModuleList(Layer(inner, ffn) for _ in range(layers))
        self.out = nn.Linear(DIM, DIM)
        frequency = 1000.0 ** (-torch.arange(0, DIM, 2).float() / DIM)
        self.register_buffer("frequency", frequency, persistent=False)

    def forward(self, input_ids, attention_mask):
        mask = attention_mask.float()
        # Without places "from left to right" and "from right to left" are the same words.
        angle = (mask.cumsum(1) - 1)[:, :, None] * self.frequency
        x = self.embedding(input_ids) + 0.3 * torch.cat([angle.sin(), angle.cos()], -1)
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return F.normalize(self.out(mean), dim=-1)
