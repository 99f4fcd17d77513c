"""Two seconds of PCM -> 10 tokens and class probabilities; log-mel inside the graph."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .sizes import AUDIO_TOKENS, DIM, SAMPLE_RATE

HOP, MELS = 160, 64
FLOOR = 1e-6


def mel_filters(fft):
    """Triangular filters [bins, MELS] from 40 Hz to 7.6 kHz."""
    def to_mel(hz):
        return 2595 * math.log10(1 + hz / 700)
    edges = torch.linspace(to_mel(40), to_mel(7600), MELS + 2, dtype=torch.float64)
    hz = 700 * (10 ** (edges / 2595) - 1)
    bins = torch.arange(fft // 2 + 1, dtype=torch.float64) * SAMPLE_RATE / fft
    rise = (bins[:, None] - hz[:-2]) / (hz[1:-1] - hz[:-2])
    fall = (hz[2:] - bins[:, None]) / (hz[2:] - hz[1:-1])
    return torch.minimum(rise, fall).clamp(min=0).float()


class LogMel(nn.Module):
    """pcm [B,32000] in -1..1 -> [B,1,64,200], about -1 (silence) to 1."""

    def __init__(self, fft):
        super().__init__()
        self.edge = (fft - HOP) // 2
        n = torch.arange(fft, dtype=torch.float64)
        angle = 2 * math.pi * torch.outer(torch.arange(fft // 2 + 1, dtype=torch.float64), n) / fft
        window = 0.5 - 0.5 * torch.cos(2 * math.pi * n / fft)
        basis = torch.cat([torch.cos(angle), torch.sin(angle)]) * window / math.sqrt(fft)
        self.register_buffer("basis", basis.float()[:, None], persistent=False)
        self.register_buffer("filters", mel_filters(fft), persistent=False)

    def forward(self, pcm):
        spectrum = F.conv1d(F.pad(pcm[:, None], (self.edge, self.edge)), self.basis, stride=HOP)
        real, imaginary = spectrum.chunk(2, dim=1)
        power = (real * real + imaginary * imaginary).transpose(1, 2) @ self.filters
        return (torch.log10(power + FLOOR).transpose(1, 2)[:, None] + 3.0) / 3.0


class AudioEncoder(nn.Module):
    """pcm [B,32000] -> tokens [B,10,128], scores [B,labels] (independent probabilities)."""

    def __init__(self, widths, fft, labels):
        super().__init__()
        a, b, c = widths
        self.mel = LogMel(fft)
        self.trunk = nn.Sequential(
            nn.Conv2d(1, a, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(a), nn.ReLU(),
            nn.Conv2d(a, b, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(),
            nn.Conv2d(b, c, 3, stride=(2, 1), padding=1, bias=False), nn.BatchNorm2d(c), nn.ReLU())
        self.own = nn.Conv1d(c * 8, DIM, 5, stride=5)
        self.around = nn.Conv1d(DIM, DIM, 3, padding=1, groups=4)
        self.norm = nn.LayerNorm(DIM)
        self.token_scores = nn.Linear(DIM, labels)

    def heard(self, mel):
        """Tokens, and logits of every label in every token."""
        x = self.own(self.trunk(mel).flatten(1, 2))
        tokens = self.norm((x + self.around(torch.relu(x))).transpose(1, 2))
        return tokens, self.token_scores(tokens)

    def forward(self, pcm):
        tokens, logits = self.heard(self.mel(pcm))
        return tokens, torch.sigmoid(torch.logsumexp(2 * logits, 1) / 2 - math.log(AUDIO_TOKENS) / 2)
