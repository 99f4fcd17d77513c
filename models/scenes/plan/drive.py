"""The road ahead of a driving camera: its own speed and brakes, and who else is on the road."""

import numpy as np

from models.scenes.plan.actors import draw
from models.scenes.plan.chance import STEP_HZ, pick, smooth
from models.scenes.plan.scene import Actor
from models.scenes.vocabulary import VEHICLES

NEAREST_M = 2.2
TTC_LIMIT_S = 10.0
_KINDS = (
    ("car", 40), ("lorry", 13), ("bus", 6), ("bicycle", 8), ("person", 12), ("group", 3), ("animal", 3), ("box", 3), ("ball", 2), ("something", 11),
)
_METRES = {"car": 1.5, "lorry": 3.0, "bus": 3.0, "bicycle": 1.7, "person": 1.75, "group": 1.75, "animal": 0.8, "box": 0.9, "ball": 0.7, "something": 1.6}


def geometry(rng, n, fps, width, height):
    """Horizon, own speed in metres a second a frame, way gone, lanes; braking where the speed falls."""
    t, total = np.arange(n) / fps, n / fps
    cruise = rng.uniform(6, 26)
    speed = np.full(n, cruise)
    brakes = []
    if rng.random() < 0.45:
        at, need = rng.uniform(0.15, 0.6) * total, rng.uniform(0.8, 2.0)
        left = cruise * rng.uniform(0.0, 0.5)
        speed = cruise + (left - cruise) * np.clip((t - at) / need, 0, 1)
        brakes.append((float(at), float(min(total, at + need))))
        if rng.random() < 0.5:
            speed = speed + (cruise * 0.7 - left) * np.clip((t - at - need - 0.5) / 3.0, 0, 1)
    speed = np.maximum(smooth(speed, max(1, int(fps * 0.3))), 0.0)
    swing = np.zeros(n)
    if rng.random() < 0.4:
        swing = np.sin(t * rng.uniform(0.3, 0.8) + rng.uniform(0, 6)) * width * rng.uniform(0.01, 0.05)
    bob = np.sin(t * rng.uniform(6, 14)) * height * rng.uniform(0, 0.004)
    return {
        "horizon": rng.uniform(0.35, 0.58) * height,
        "vx": width * rng.uniform(0.4, 0.6) + swing,
        "bob": bob,
        "focal": width * rng.uniform(0.7, 1.1),
        "eye": rng.uniform(1.1, 2.2),
        "travel": np.cumsum(speed / fps),
        "speed": float(speed.mean()),
        "speeds": speed,
        "brakes": brakes,
        "lane": rng.uniform(3.0, 4.0),
        "lanes": int(rng.integers(1, 4)),
        "shift": rng.uniform(-0.5, 0.5),
        "ttc": np.full(n, np.inf),
    }


def telemetry(road, steps, fps):
    """Speed and brake at the given frames."""
    brake = [int(any(a <= f / fps < b for a, b in road["brakes"])) for f in steps]
    return {"hz": STEP_HZ, "speed": [round(float(road["speeds"][f]), 1) for f in steps], "brake": brake}


def _way(rng, kind, road, t, total):
    """(action, view, x3, z): where on the road, metres to the right and ahead, a frame."""
    lanes, own = road["lane"], road["travel"]
    roll = rng.random()
    x0 = rng.choice([-1, 0, 1]) * lanes + rng.uniform(-0.4, 0.4)
    level = np.full(len(t), x0)
    if kind in VEHICLES and roll < 0.2:
        return "ahead", "rear", level, rng.uniform(6, 16) + rng.uniform(-0.3, 0.3) * t
    if kind in VEHICLES and roll < 0.48:
        side = rng.choice([-1, 1]) * lanes + rng.uniform(-0.3, 0.3)
        return "pull", "rear", np.full(len(t), side), rng.uniform(3.5, 8) + rng.uniform(2.5, 7) * t
    if kind in VEHICLES and roll < 0.7:
        z0, part = rng.uniform(18, 45), np.clip(t / total / rng.uniform(0.7, 1.0), 0, 1)
        return "close", "rear", np.full(len(t), rng.uniform(-0.5, 0.5)), z0 + (rng.uniform(4, 7) - z0) * part
    if roll < 0.78 or (kind not in VEHICLES and roll < 0.25):
        side = rng.choice([-1.0, 1.0])
        return "cross", "side", side * np.linspace(-1, 1, len(t)) * rng.uniform(5, 9), np.linspace(rng.uniform(14, 24), rng.uniform(5, 9), len(t))
    x0 = -rng.uniform(0.9, 1.6) * lanes if kind in VEHICLES else rng.choice([-1, 1]) * rng.uniform(0.8, 2.2) * lanes
    against = rng.uniform(4, 16) if kind in VEHICLES else 0.0
    end = int(rng.uniform(0.5, 0.99) * len(t))
    way = own + against * t
    return "loom", "front", np.full(len(t), x0), 2.5 + way[end] - way


def actor(rng, size, n, fps, road, night):
    """Someone or something on the road ahead; notes the time to collision in the road's "ttc"."""
    width, height = size
    t, total = np.arange(n) / fps, n / fps
    kind = pick(rng, _KINDS)
    real = _METRES[kind] * rng.uniform(0.85, 1.2)
    action, view, x3, z = _way(rng, kind, road, t, total)
    if kind in ("box", "ball", "something"):
        view = "any"
    elif kind == "animal":
        view = "side"
    visible = z > NEAREST_M
    closing = -np.gradient(z, 1 / fps) if n > 1 else np.zeros(n)
    near = visible & (np.abs(x3) < 1.6) & (closing > 0.5)
    road["ttc"] = np.where(near, np.minimum(road["ttc"], z / np.maximum(closing, 0.5)), road["ttc"])
    z = np.maximum(z, NEAREST_M)
    f = road["focal"]
    tall = real * f / z
    sprite = draw(rng, kind, view, float(min(tall.max(), 300)), kind in ("person", "group", "animal", "bicycle"))
    ground = road["horizon"] + road["bob"] + f * road["eye"] / z
    x = road["vx"] + f * x3 / z - width / 2
    flip = np.full(n, bool(action == "cross" and x3[-1] < x3[0]))
    return Actor(
        kind, view, sprite, x, ground - tall / 2 - height / 2, tall, np.zeros(n), flip, np.floor(t * sprite.phases * 1.1).astype(int), visible, -z,
        0.5 if kind != "something" else 0.0, night and kind in VEHICLES,
    )


def ttc(road, steps):
    """Seconds to collision at the given frames, None where nothing is ahead."""
    values = np.asarray(road["ttc"])[steps]
    return [round(float(v), 1) if v <= TTC_LIMIT_S else None for v in values]
