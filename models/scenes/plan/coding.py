"""Size, rate and coding of a scene: from clean to poor, mostly small and cheap to render."""

import numpy as np

from models.scenes.plan.chance import pick

SIZES = (
    ((256, 144), 10), ((320, 180), 35), ((256, 192), 4), ((320, 240), 12), ((384, 216), 14), ((426, 240), 6), ((480, 270), 7), ((360, 270), 4),
    ((640, 360), 4), ((300, 168), 3), ((192, 256), 2), ((854, 480), 0.7), ((1280, 720), 1.6), ((1920, 1080), 0.4),
)
# Six frames a second is what the pipeline samples; half of the scenes have no frame it would drop.
RATES = ((6, 50), (12, 24), (10, 7), (15, 8), (12.5, 3), (25, 4), (30, 3), (50, 0.5), (60, 0.5))
_BIG_RATES = ((6, 60), (10, 15), (12, 25))


def size_and_rate(rng):
    """(width, height), frames a second; big pictures have few frames."""
    size = pick(rng, SIZES)
    return size, pick(rng, _BIG_RATES if size[0] > 640 else RATES)


def coding(rng, sounds):
    """Codec, container, quality and sound track; one scene in six is of poor quality."""
    codec = pick(rng, (("h264", 82), ("hevc", 7), ("mpeg4", 8), ("vp8", 3)))
    container = {"h264": pick(rng, (("mp4", 80), ("mkv", 20))), "hevc": pick(rng, (("mp4", 50), ("mkv", 50))), "mpeg4": "avi", "vp8": "webm"}[codec]
    audio = None
    if sounds or rng.random() < 0.65:
        audio = {"mp4": "aac", "mkv": "pcm" if rng.random() < 0.3 else "aac", "avi": "pcm", "webm": "opus"}[container]
    poor = rng.random() < 0.16
    crf = rng.uniform(32, 40) if poor else rng.normal(25, 4.2)
    return {
        "codec": codec,
        "container": container,
        "crf": int(np.clip(crf, 16, 40)),
        "kbps": int(rng.choice([60, 90, 140, 200])) if poor and codec == "h264" and rng.random() < 0.4 else None,
        "preset": "ultrafast" if rng.random() < 0.85 else "superfast",
        "gop": int(rng.choice([12, 25, 50, 250])),
        "audio": audio,
        "rate": int(rng.choice([48000, 44100, 22050, 16000])) if audio != "opus" else 48000,
        "channels": int(rng.choice([1, 2])),
        "audio_kbps": int(rng.choice([24, 32, 48, 64, 96])),
        "floor_db": float(rng.uniform(-75, -50)) if rng.random() < 0.5 else None,
    }
