"""The path of a camera that does not drive: pan, tilt, shake, zoom."""

import numpy as np

from models.scenes.plan.chance import FIELD_W, STEP_HZ, smooth, speed_px


def path(rng, kind, n, fps, width):
    """Offsets of the picture's centre in world pixels and the zoom, one a frame."""
    x, y, zoom = np.zeros(n), np.zeros(n), np.ones(n)
    unit = width / FIELD_W * STEP_HZ / fps
    seconds = np.arange(n) / fps
    on = np.ones(n)
    if kind not in ("still", "shake") and rng.random() < 0.25:
        cut = rng.uniform(0.35, 0.65) * n
        on = (np.arange(n) < cut).astype(float) if rng.random() < 0.5 else (np.arange(n) >= cut).astype(float)
        on = smooth(on, max(1, int(fps * 0.3)))
    if kind.startswith(("pan", "tilt")):
        speed = speed_px(rng, 7.5, 2.5, 17.0) * unit * on
        if rng.random() < 0.3:
            speed = speed * (1 + 0.3 * np.sin(seconds * rng.uniform(1, 4) + rng.uniform(0, 6)))
        path = np.cumsum(speed)
        path -= path[n // 2]
        side = rng.normal(0, 0.06) * path
        if kind.startswith("pan"):
            x, y = (path, side) if kind == "pan right" else (-path, side)
        else:
            x, y = (side, path) if kind == "tilt down" else (side, -path)
    elif kind == "shake":
        reach = rng.uniform(2.5, 9.0) * width / FIELD_W
        for axis in (x, y):
            for _ in range(4):
                axis += np.sin(2 * np.pi * rng.uniform(0.9, 3.2) * seconds + rng.uniform(0, 6.3)) * reach * rng.uniform(0.3, 0.8)
    elif kind.startswith("zoom"):
        rate = np.exp(rng.uniform(np.log(0.05), np.log(0.22)))
        path = np.cumsum(rate / fps * on)
        total = min(path[-1], 0.9)
        path *= total / path[-1]
        zoom = np.exp(path) if kind == "zoom in" else np.exp(path[-1] - path)
    if kind != "drives forward" and kind != "shake" and rng.random() < 0.15:
        sway = rng.uniform(0.1, 0.5) * width / FIELD_W
        x = x + sway * np.sin(seconds * rng.uniform(3, 7))
        y = y + sway * np.sin(seconds * rng.uniform(3, 7) + 1)
    return x, y, zoom
