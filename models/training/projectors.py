"""Other ways from token blocks to the language model's space, for the ablation table."""

import torch
from torch import nn

from .language import Projector
from .sizes import DIM, TEMPORAL_TOKENS
from .temporal import Layer, TemporalEncoder


class LinearProjector(Projector):
    """One matrix."""

    kind = "linear"

    def __init__(self, modality, hidden):
        super().__init__(modality, hidden)
        self.body = nn.Linear(DIM * self.merge, hidden)


class LayerProjector(Projector):
    """A transformer layer over the block's tokens, then one matrix."""

    kind = "transformer"

    def __init__(self, modality, hidden):
        super().__init__(modality, hidden)
        self.layer = Layer(DIM, 2 * DIM)
        self.body = nn.Linear(DIM * self.merge, hidden)

    def forward(self, tokens):
        return super().forward(self.layer(tokens, tokens.new_ones(tokens.shape[:2])))


class EncoderMix(nn.Module):
    """Features of several layers of two encoders, [B,n,layers*dim] each -> embeds [B,n,D].

    Each encoder's layers come into a common space by one matrix and are added in pairs; the pairs are mixed there with
    learned shares.
    """

    kind = "mix"

    def __init__(self, layers, dims, common, hidden):
        super().__init__()
        self.layers = layers
        self.into = nn.ModuleList(nn.Linear(dim, common) for dim in dims)
        self.shares = nn.Parameter(torch.zeros(layers))
        self.out = nn.Linear(common, hidden)

    def forward(self, tokens, tokens_2):
        pairs = sum(into(x.unflatten(-1, (self.layers, -1))) for into, x in zip(self.into, (tokens, tokens_2)))
        return self.out((nn.functional.gelu(pairs) * self.shares.softmax(0)[:, None]).sum(-2))


class MixedTemporal(TemporalEncoder):
    """Tokens are a learned mix of the layers over time and of what entered them."""

    def __init__(self, inner, ffn):
        super().__init__(inner, ffn)
        self.shares = nn.Parameter(torch.zeros(len(self.over) + 1))
        self.norms = nn.ModuleList(nn.LayerNorm(DIM) for _ in range(len(self.over) + 1))

    def over_time(self, segments, exists):
        x = (segments + self.time).flatten(1, 2)
        mask, states = exists.repeat_interleave(TEMPORAL_TOKENS, 1), []
        for layer in (None, *self.over):
            x = x if layer is None else layer(x, mask)
            states.append(self.norms[len(states)](x[:, -TEMPORAL_TOKENS:]))
        tokens = sum(share * state for share, state in zip(self.shares.softmax(0), states))
        return tokens, nn.functional.normalize(self.to_search(tokens.flatten(1)), dim=-1)
