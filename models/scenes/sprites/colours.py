"""Named colours of actors: the name that truth says and the BGR values that are painted."""

import colorsys

import numpy as np

FAMILIES = {
    "black": (34, 32, 30), "grey": (126, 126, 126), "white": (232, 234, 232), "red": (38, 34, 185), "orange": (28, 112, 232),
    "yellow": (45, 200, 236), "green": (58, 128, 44), "blue": (172, 84, 30), "brown": (44, 72, 116), "purple": (132, 46, 108),
}
PAINT = (("white", 22), ("black", 18), ("grey", 22), ("red", 11), ("blue", 13), ("green", 5), ("yellow", 4), ("orange", 3), ("brown", 2))
CLOTH = (
    ("black", 20), ("grey", 14), ("white", 14), ("blue", 18), ("red", 10), ("green", 8), ("yellow", 5), ("orange", 5), ("brown", 5), ("purple", 4),
)
FUR = (("brown", 38), ("black", 24), ("white", 16), ("grey", 14), ("orange", 8))
CARD = (("brown", 45), ("white", 12), ("blue", 10), ("red", 8), ("grey", 8), ("green", 6), ("black", 5), ("yellow", 6))
ANY = tuple((name, 1) for name in FAMILIES)


def pick(rng, table):
    """A name of a (name, weight) table."""
    weights = np.array([weight for _, weight in table], float)
    return table[rng.choice(len(table), p=weights / weights.sum())][0]


def name(bgr):
    """The name that most people would give a colour."""
    b, g, r = (float(np.clip(v, 0, 255)) / 255 for v in bgr)
    hue, saturation, value = colorsys.rgb_to_hsv(r, g, b)
    hue *= 360
    if value < 0.22:
        return "black"
    if saturation < 0.22:
        return "black" if value < 0.27 else "white" if value > 0.74 else "grey"
    if 12 <= hue < 45:
        return "orange" if value > 0.66 and saturation > 0.5 else "brown"
    for limit, word in ((12, "red"), (68, "yellow"), (165, "green"), (255, "blue"), (332, "purple")):
        if hue < limit:
            return word
    return "red"


def shade(rng, family):
    """A tone of a family that still bears its name."""
    base = np.array(FAMILIES[family], np.float64)
    tint = 3 if family in ("black", "grey", "white") else 10
    for spread in (1.0, 1.0, 0.7, 0.5, 0.3):
        tone = np.clip(base * rng.uniform(1 - 0.22 * spread, 1 + 0.25 * spread) + rng.normal(0, tint * spread, 3), 6, 248)
        if name(tone) == family:
            return tone
    return base
