"""Noise, tones and small marks that surfaces are made of."""

import cv2
import numpy as np

_BANK = []
_SIDE = 512


def bank():
    """Fractal noise pictures, float32 0..1, made once per process."""
    if not _BANK:
        rng = np.random.default_rng(7)
        for slope in (0.4, 0.5, 0.6, 0.7, 0.8, 0.55, 0.65, 0.75, 0.9, 0.3, 0.45, 0.85):
            total = np.zeros((_SIDE, _SIDE), np.float32)
            weight = 1.0
            for octave in range(8, 1, -1):
                side = 2 ** (10 - octave)
                grain = rng.random((side, side), np.float32)
                total += weight * cv2.resize(grain, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC)
                weight *= slope
            total -= total.min()
            _BANK.append(total / total.max())
    return _BANK


def noise(rng, width, height, stretch=None):
    """A random cut of the bank scaled to width x height, 0..1."""
    source = bank()[rng.integers(len(bank()))]
    if stretch is None:
        stretch = float(np.exp(rng.uniform(-0.7, 1.2)))
    cut_w = int(np.clip(width / stretch, 24, _SIDE - 1))
    cut_h = int(np.clip(height / stretch, 24, _SIDE - 1))
    x, y = rng.integers(0, _SIDE - cut_w), rng.integers(0, _SIDE - cut_h)
    cut = source[y : y + cut_h, x : x + cut_w]
    if rng.random() < 0.5:
        cut = cut[:, ::-1]
    return cv2.resize(np.ascontiguousarray(cut), (width, height), interpolation=cv2.INTER_LINEAR)


def tint(gray, low, high):
    """Maps 0..1 to colours between low and high (BGR)."""
    low, high = np.asarray(low, np.float32), np.asarray(high, np.float32)
    return np.clip(low + gray[..., None] * (high - low), 0, 255).astype(np.uint8)


def grey(rng, low=40, high=210, spread=8):
    base = rng.uniform(low, high)
    return np.clip(base + rng.uniform(-spread, spread, 3), 0, 255)


def colour(rng, low=20, high=235):
    """A random colour, muted more often than bright."""
    tone = rng.uniform(low, high, 3)
    return tone.mean() + (tone - tone.mean()) * rng.beta(1.2, 1.5)


def ink(values):
    """A tuple that OpenCV draws with, or a point."""
    return tuple(int(v) for v in values)


def speckle(rng, picture, amount):
    """Fine grain of one value a pixel."""
    height, width = picture.shape[:2]
    fine = (rng.random((height, width), np.float32) - 0.5) * amount
    return cv2.add(picture, cv2.merge([fine] * 3), dtype=cv2.CV_8U)


def lit(picture, factor):
    """A picture times a map of factors."""
    return cv2.multiply(picture, cv2.merge([np.ascontiguousarray(factor, np.float32)] * 3), dtype=cv2.CV_8U)


def mottled(rng, width, height, base, coarse, fine):
    """A surface with stains of every size: coarse and fine are amplitudes in grey levels."""
    gray = (noise(rng, width, height, 2.2) - 0.5) * coarse + (noise(rng, width, height, 0.7) - 0.5) * coarse * 0.6
    gray += (noise(rng, width, height, 0.22) - 0.5) * fine + (rng.random((height, width), np.float32) - 0.5) * fine * 0.5
    return np.clip(np.asarray(base, np.float32) + gray[..., None], 0, 255).astype(np.uint8)


def cracks(rng, picture, count, tone, reach=0.03):
    """Wandering thin lines."""
    height, width = picture.shape[:2]
    for _ in range(count):
        steps = rng.normal(0, 1, (24, 2)) + rng.normal(0, 0.9, 2)
        points = np.cumsum(steps * width * reach * 0.5, 0) + rng.random(2) * (width, height)
        cv2.polylines(picture, [(points * 8).astype(np.int32)], False, ink(tone), 1, cv2.LINE_AA, 3)


def stains(rng, picture, count, strength=0.35):
    """Soft dark or light spots, like oil and gum."""
    height, width = picture.shape[:2]
    layer = np.zeros((max(4, height // 2), max(4, width // 2)), np.float32)
    for _ in range(count):
        centre = (int(rng.uniform(0, width / 2)), int(rng.uniform(0, height / 2)))
        axes = (int(rng.uniform(0.005, 0.06) * width / 2) + 1, int(rng.uniform(0.005, 0.05) * height / 2) + 1)
        cv2.ellipse(layer, centre, axes, rng.uniform(0, 180), 0, 360, float(rng.choice([-1, -1, 0.6]) * rng.uniform(0.2, 1)), -1)
    layer = cv2.GaussianBlur(layer, (0, 0), max(1.0, height * 0.006))
    return lit(picture, 1 + strength * cv2.resize(layer, (width, height)))


def receding(flat, width, height, squeeze, lean=0.0):
    """A flat picture laid on the ground: far rows are squeezed by this factor against near ones."""
    rows, columns = flat.shape[:2]
    half = columns / 2
    near = half / squeeze
    middle = half + lean * half * 0.3
    source = np.float32([[0, 0], [columns, 0], [middle - near, rows], [middle + near, rows]])
    target = np.float32([[0, 0], [width, 0], [0, height], [width, height]])
    matrix = cv2.getPerspectiveTransform(source, target)
    return cv2.warpPerspective(flat, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT_101)
