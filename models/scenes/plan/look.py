"""Light, weather and lens of a scene."""

import numpy as np

from models.scenes.plan.chance import pick

WEATHER = (("dry", 76), ("rain", 10), ("snow", 7), ("fog", 7))
_WORDS = ("CAM {:02d}", "GATE {}", "DOOR {}", "EXIT {}", "PARK {:02d}", "LINE {}")


def texts(rng, seconds):
    """Words written over the picture; none in most scenes."""
    if rng.random() > 0.14:
        return []
    words = str(rng.choice(np.array(_WORDS))).format(int(rng.integers(1, 100)))
    start, end = 0.0, round(seconds, 3)
    if rng.random() < 0.3:
        start = round(float(rng.uniform(0, seconds / 2)), 3)
    return [{"text": words, "x": float(rng.uniform(0.02, 0.5)), "y": 0.08 if rng.random() < 0.6 else 0.94, "start": start, "end": end}]


def occluders(rng):
    """[place from the middle, width, top, colour] as parts of the picture: posts, and low walls."""
    if rng.random() > 0.18:
        return []
    found = []
    for _ in range(int(rng.integers(1, 3))):
        low = rng.random() < 0.35
        wide = rng.uniform(0.12, 0.3) if low else rng.uniform(0.02, 0.12)
        top = rng.uniform(0.6, 0.8) if low else 0.0
        found.append([float(rng.uniform(-0.6, 0.6)), float(wide), float(top), [int(v) for v in rng.integers(20, 220, 3)]])
    return found


def look(rng, night, weather, seconds, driving):
    """Keys that the renderer reads."""
    warm = np.array([rng.uniform(0.8, 1.5), 1.0, rng.uniform(0.7, 1.3)])
    plain = rng.uniform(0.85, 1.15, 3) if rng.random() < 0.5 else np.ones(3)
    strength = float(rng.uniform(0.25, 0.85)) if weather != "dry" else 0.0
    shown = texts(rng, seconds)
    return {
        "noise": float(rng.uniform(0.5, 5.5) if night else rng.choice([0, 0, 0, 1, 1]) * rng.uniform(1, 9)),
        "colour_noise": bool(rng.random() < 0.5),
        "blur": float(rng.choice([0, 0, 0, 1]) * rng.uniform(0.5, 1.3)),
        "luma": float(rng.uniform(25, 50) if night else rng.uniform(88, 150)),
        "cast": [float(v) for v in (warm if night else plain)],
        "text": bool(shown),
        "texts": shown,
        "grey": bool(rng.random() < (0.2 if night else 0.04)),
        "flicker": float(rng.choice([0, 0, 0, 0, 1]) * rng.uniform(0.01, 0.05)),
        "lamps": int(rng.integers(1, 9)) if night else 0,
        "gamma": float(rng.uniform(1.0, 1.9)) if night else 1.0,
        "seed": int(rng.integers(1 << 30)),
        "weather": weather,
        "weather_strength": strength,
        "rain": strength if weather == "rain" else 0.0,
        "headlights": bool(night and rng.random() < 0.9),
        "reflections": float(rng.uniform(0.1, 0.5)) if rng.random() < (0.7 if weather == "rain" else 0.05) else 0.0,
        "shadow_angle": float(rng.uniform(-60, 60)),
        "occluders": [] if driving else occluders(rng),
        "glare": float(rng.uniform(0.1, 0.5)) if rng.random() < 0.06 else 0.0,
        "lens": float(rng.uniform(0.02, 0.12)) if rng.random() < 0.08 else 0.0,
        "vignette": float(rng.uniform(0.1, 0.5)) if rng.random() < 0.15 else 0.0,
        "dirt": float(rng.uniform(0.1, 0.5)) if rng.random() < (0.15 if driving else 0.05) else 0.0,
    }


def weather(rng):
    """The weather of a scene."""
    return pick(rng, WEATHER)
