"""Shapes every bundle shares, and the widths in which a test bundle and the shipped one differ."""

from dataclasses import dataclass

DIM = 128
IMAGE_WIDTH, IMAGE_HEIGHT = 240, 144
SPATIAL_TOKENS = 15
MOTION_STEPS, GRID_HEIGHT, GRID_WIDTH = 12, 20, 36
MOTION_TOKENS, CODES, CODE_DIM = 45, 512, 16
SAMPLE_RATE, SAMPLES = 16000, 32000
AUDIO_TOKENS = 10
WINDOW = 4
TIME_BINS = 100
STEPS_A_SECOND = 6
TEMPORAL_TOKENS = 8
SEGMENT_TOKENS = SPATIAL_TOKENS + MOTION_TOKENS + AUDIO_TOKENS
MODALITIES = ("spatial", "motion", "audio", "temporal")
TOKENS = {"spatial": SPATIAL_TOKENS, "motion": MOTION_TOKENS, "audio": AUDIO_TOKENS,
          "temporal": TEMPORAL_TOKENS}


@dataclass(frozen=True)
class Sizes:
    """Widths of one bundle's networks."""

    vision: tuple = (24, 48, 112, 160, 192)
    motion: tuple = (32, 64, 112)
    audio: tuple = (16, 32, 48)
    fft: int = 400
    inner: int = 128
    temporal_ffn: int = 256
    hidden: int = 192
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 512
    vocabulary: int = 1200
    latents: int = 0  # embeddings in which a resampler tells of older segments; 0 leaves it out


SHIPPED = Sizes()
TEST = Sizes(vision=(4, 4, 8, 8, 8), motion=(4, 4, 8), audio=(4, 4, 8), fft=160, inner=16, temporal_ffn=16, hidden=64,
             layers=2, ffn=64, vocabulary=424, latents=6)
