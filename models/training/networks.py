"""All networks of one bundle, and the token blocks between them."""

import math

import torch
from torch import nn

from .audio import AudioEncoder
from .language import DecoderWithPast, LanguageModel, Projector
from .motion import MotionTokenizer
from .resampler import Resampler
from .search import SearchText
from .sizes import MODALITIES
from .temporal import TemporalEncoder
from .vision import VisionEncoder


class Networks(nn.Module):
    """Everything a bundle holds, by role."""

    def __init__(self, sizes, labels, vocabulary):
        super().__init__()
        self.sizes, self.labels = sizes, labels
        self.vision_encoder = VisionEncoder(sizes.vision)
        self.motion_tokenizer = MotionTokenizer(sizes.motion)
        self.audio_encoder = AudioEncoder(sizes.audio, sizes.fft, len(labels))
        self.temporal_encoder = TemporalEncoder(sizes.inner, sizes.temporal_ffn)
        self.projectors = nn.ModuleDict({m: Projector(m, sizes.hidden) for m in MODALITIES})
        self.language_model = LanguageModel(sizes, vocabulary)
        self.search_text = SearchText(sizes.inner, sizes.temporal_ffn, vocabulary)
        self.resamplers = nn.ModuleDict({m: Resampler(sizes.latents, sizes.hidden, sizes.ffn)
                                         for m in MODALITIES if sizes.latents})

    def decoder(self, every=False):
        return DecoderWithPast(self.language_model, every)


def quantised(tokens):
    """What a stored block keeps of tokens [..., n, 128]: bytes and one scale a block."""
    scale = tokens.abs().amax((-2, -1), keepdim=True) / 127
    return torch.floor(tokens / scale.clamp(min=1e-12) + 0.5) * scale


def parameters(module):
    """Number of weights."""
    return sum(math.prod(p.shape) for p in module.parameters())
