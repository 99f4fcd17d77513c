"""An arm that comes in from an edge and takes a thing or puts it down."""

import numpy as np

from models.scenes import sprites
from models.scenes.plan.chance import smooth
from models.scenes.plan.scene import Actor


def reach(rng, size, n, fps):
    """An arm that comes in from an edge and goes back, with a thing that it takes or puts."""
    frame = np.array(size, float)
    u = np.array([(0, 1), (0, 1), (0, -1), (1, 0), (-1, 0)][rng.integers(5)], float)
    axis = int(abs(u[1]) > 0)
    deep = rng.uniform(0.3, 0.7) * frame[axis]
    tall = max(1.2 * deep, rng.uniform(0.7, 1.2) * frame[1])
    aside = rng.uniform(0.2, 0.8) * frame[1 - axis]
    t = np.arange(n) / fps
    total = n / fps
    there, stay = rng.uniform(0.5, 1.3), rng.uniform(0.2, 1.0)
    start = rng.uniform(-0.5, max(0.0, total - 2 * there - stay))
    grasp, back = start + there + stay / 2, start + there + stay
    part = np.clip((t - start) / there, 0, 1) - (np.clip((t - back) / there, 0, 1) if rng.random() < 0.85 else 0)
    tip = -0.12 * frame[axis] + smooth(part, max(1, int(fps * 0.2))) * (deep + 0.12 * frame[axis])
    edge = np.zeros(2) if u[axis] > 0 else frame * np.abs(u)
    place = edge[:, None] + u[:, None] * tip
    place[1 - axis] = aside
    centre = place - u[:, None] * tall / 2 - frame[:, None] / 2
    same, off, ones = np.zeros(n, int), np.zeros(n, bool), np.ones(n)
    angle = float(np.degrees(np.arctan2(u[0], -u[1])))
    arm = Actor(
        "person", "arm", sprites.arm(rng, int(np.clip(tall, 60, 300))), centre[0], centre[1], tall * ones, angle * ones, off, same, ~off,
        9e9 * ones, 0.0, False,
    )
    mode = rng.choice(np.array(["take", "take", "put", "put", "none"]))
    if mode == "none":
        return [arm]
    kind = str(rng.choice(np.array(["box", "something", "something"])))
    high = rng.uniform(0.2, 0.42) * frame[1]
    grip = place - frame[:, None] / 2 + u[:, None] * high * 0.25
    at = int(np.clip(grasp * fps, 0, n - 1))
    held = np.arange(n) >= at if mode == "take" else np.arange(n) < at
    x, y = np.where(held, grip[0], grip[0, at]), np.where(held, grip[1], grip[1, at])
    thing = Actor(kind, "any", sprites.make(rng, kind, "any", int(np.clip(high * 1.25, 40, 300)), False), x, y, high * ones, 0 * ones, off, same, ~off, 8e9 * ones, 0.0, False)
    return [arm, thing]
