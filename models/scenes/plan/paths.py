"""How far an actor has come along its way in every frame."""

import numpy as np

from models.scenes.plan.chance import smooth


def way_out(p, u, half, frame):
    """Distance along u from p until a box of these half extents is outside the frame."""
    best = np.inf
    for axis in (0, 1):
        if abs(u[axis]) > 0.05:
            room = frame[axis] - p[axis] if u[axis] > 0 else p[axis]
            best = min(best, (room + half[axis]) / abs(u[axis]))
    return best


def profile(rng, action, n, fps, q_in, q_out, speed):
    """Distance travelled along the direction a frame (0 at the reference point), at about `speed` pixels a second."""
    t = np.arange(n) / fps
    total = n / fps
    ramp = max(1, int(fps * rng.uniform(0.1, 0.4)))
    if action == "pass":
        speed = max(speed, (q_in + q_out) / (total * 0.95))
        need = (q_in + q_out) / speed
        start = rng.uniform(0.0, max(0.05, total - need))
        return -q_in + speed * (t - start)
    if action in ("enter", "leave"):
        speed = max(speed, (q_in if action == "enter" else q_out) / (total * 0.7))
        far = q_in if action == "enter" else q_out
        need = far / speed
        wait = rng.uniform(0.1, max(0.15, total - need - 0.4))
        if rng.random() < 0.55:
            q = np.clip(-far + speed * (t - wait), None, 0.0)
        else:
            slow = far / max(0.8, total - wait)
            q = np.clip(-far + slow * (t - wait), None, None)
        q = smooth(q, ramp)
        return q if action == "enter" else -q[::-1]
    inner_in, inner_out = q_in, q_out
    if action == "move":
        reach = min(inner_in + inner_out, speed * total)
        start = -inner_in + rng.uniform(0, 1) * (inner_in + inner_out - reach)
        return start + reach * t / total
    if action == "hasten":
        return _hasten(rng, t / total, q_in, q_out)
    cut = rng.uniform(0.3, 0.7) * total
    if action == "turn":
        reach = min(inner_in + inner_out, speed * cut)
        speed = reach / cut
        q = np.where(t < cut, speed * (t - cut), -speed * (t - cut))
        return smooth(q, ramp) + min(inner_out, reach / 2)
    reach = min(inner_in + inner_out, speed * cut)
    q = smooth(np.minimum(0.0, reach / cut * (t - cut)), ramp) + min(inner_out, reach / 2)
    return q if action == "stop" else -q[::-1]


def _hasten(rng, part, q_in, q_out):
    """A slow start and then three to five times that speed, to the far side."""
    cut, gain = rng.uniform(0.4, 0.55), rng.uniform(3.0, 5.0)
    ease = 0.12
    rate = 1 + (gain - 1) * np.clip((part - cut) / ease, 0, 1)
    way = np.cumsum(rate)
    return -q_in + (q_in + q_out) * (way - way[0]) / (way[-1] - way[0])


def growth(rng, action, n, fps):
    """Relative height a frame for approaching and receding."""
    total = n / fps
    ratio = np.exp(rng.uniform(np.log(1.9), np.log(5.0)))
    start, end = (0.0, 1.0) if rng.random() < 0.6 else sorted(rng.uniform(0, 1, 2))
    if end - start < 0.4:
        start, end = 0.15, 0.85
    part = np.clip((np.arange(n) / fps / total - start) / (end - start), 0, 1)
    grow = 1 / ratio * np.exp(np.log(ratio) * part)
    if rng.random() < 0.5:
        depth = ratio + (1 - ratio) * part
        grow = 1 / depth
    return grow if action == "approach" else grow[::-1]
