"""Drawing from weighted tables and smoothing of paths.

Positions are world pixels (pixels of the picture at zoom 1); speeds are drawn in pixels of the
576x320 motion field per sixth of a second, the unit the pipeline measures.
"""

import numpy as np

STEP_HZ = 6
FIELD_W, FIELD_H = 576, 320


def pick(rng, table):
    """One name of ((name, weight), ...)."""
    weights = np.array([weight for _, weight in table], float)
    return table[rng.choice(len(table), p=weights / weights.sum())][0]


def smooth(values, taps):
    """Moving average over `taps` frames that keeps both ends."""
    if taps <= 1:
        return values
    padded = np.concatenate([np.repeat(values[:1], taps), values, np.repeat(values[-1:], taps)])
    return np.convolve(padded, np.ones(taps) / taps, "same")[taps:-taps]


def speed_px(rng, median=12.0, low=2.8, high=42.0):
    """A speed in field pixels a step, spread log-normally."""
    return float(np.clip(median * np.exp(rng.normal(0, 0.65)), low, high))
