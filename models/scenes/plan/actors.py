"""One actor in front of a camera that does not drive."""

import numpy as np

from models.scenes import sprites
from models.scenes.plan.chance import FIELD_W, STEP_HZ, smooth, speed_px
from models.scenes.plan.paths import growth, profile, way_out
from models.scenes.plan.scene import Actor
from models.scenes.vocabulary import VEHICLES

STANDING = ("stand", "appear", "vanish", "open", "close")
GROUNDED = (*VEHICLES, "person", "group", "animal", "box", "bicycle", "door", "ball")
_BODY = (*VEHICLES, "person", "group", "animal", "bicycle")
_TALL = {
    "car": (0.17, 0.55), "lorry": (0.24, 0.62), "bus": (0.24, 0.6), "train": (0.18, 0.42), "bicycle": (0.3, 0.9), "person": (0.38, 1.2),
    "group": (0.34, 0.85), "animal": (0.26, 0.65), "bird": (0.18, 0.45), "box": (0.22, 0.6), "ball": (0.16, 0.4), "door": (0.5, 0.9),
    "something": (0.2, 0.7),
}
_ENDS = {"car": (0.22, 0.75), "lorry": (0.3, 0.85), "bus": (0.3, 0.85), "train": (0.3, 0.85)}
_TOPS = {"car": (0.34, 0.9), "lorry": (0.45, 0.95), "bus": (0.45, 0.95), "train": (0.6, 1.2)}
# Body heights a second; between walking and running nothing goes.
_WALK, _RUN = (0.2, 0.8), (1.5, 2.4)
_STRIDE = {"person": 0.85, "group": 0.85, "bicycle": 2.0}


def view_of(rng, kind, direction, action):
    """The side of an actor that is seen when it goes that way."""
    views = sprites.VIEWS[kind]
    vertical = abs(direction[1]) > abs(direction[0])
    if views in (("any",), ("side",), ("front",)):
        return views[0]
    if action == "approach":
        return "front"
    if action == "recede":
        return "rear"
    if action in ("stand", "appear", "vanish"):
        return str(rng.choice(np.array(["side", *views])))
    if "top" in views:
        if action == "bend":
            return "top"
        if vertical:
            return "top" if rng.random() < 0.55 else ("rear" if direction[1] < 0 else "front")
        return "top" if abs(direction[1]) > 0.3 or rng.random() < 0.2 else "side"
    if vertical and action != "bend":
        return "rear" if direction[1] < 0 else "front"
    return "bust" if kind == "person" and rng.random() < 0.06 else "side"


def draw(rng, kind, view, px, moving):
    """A sprite that is sharp at a height of px."""
    return sprites.make(rng, kind, view, int(np.clip(px * 1.25, 40, 300)), moving)


def height(rng, kind, view, size):
    """Height in pixels of an actor in a picture of that (width, height)."""
    low, high = (_TOPS if view == "top" else _ENDS if view in ("front", "rear") else _TALL).get(kind, _TALL[kind])
    if view == "bust":
        low, high = 0.4, 0.95
    return float(np.exp(rng.uniform(np.log(low), np.log(high)))) * min(size[1], size[0] * 0.75)


def pace(rng, kind, tall, width, gait=None):
    """Pixels a second; people and animals walk or run, and nothing between."""
    speed = speed_px(rng, 13.0, 3.2, 42.0) * width / FIELD_W * STEP_HZ
    if kind not in ("person", "animal", "group"):
        return speed
    low, high = _RUN if gait == "run" else _WALK
    return float(np.clip(speed, low * tall, high * tall)) if gait != "run" else float(rng.uniform(low, high)) * tall


def heading(rng, kind):
    """A way to go; things seen only from the side keep to the level."""
    roll = rng.random()
    if kind in ("animal", "bicycle", "train", "group"):
        roll *= 0.72
    if kind == "bird":
        roll *= 1.2
    if roll < 0.56:
        return np.array([rng.choice([-1.0, 1.0]), rng.normal(0, 0.04)])
    if roll < 0.9:
        return np.array([rng.normal(0, 0.08), rng.choice([-1.0, 1.0])])
    angle = rng.uniform(0.3, 0.6)
    return np.array([rng.choice([-1.0, 1.0]) * np.cos(angle), rng.choice([-1.0, 1.0]) * np.sin(angle)])


def _place(rng, kind, view, half, size):
    """Where the middle of the actor is at its reference time, in picture pixels."""
    frame = np.array(size, float)
    low = np.minimum(half, frame * 0.45)
    p = low + rng.random(2) * np.maximum(frame - 2 * low, 1)
    if kind in _BODY and view != "top":
        foot = rng.uniform(0.55, 1.02) * size[1]
        p[1] = max(foot - half[1], min(half[1] * 0.6, size[1] * 0.5))
    if kind == "bird":
        p[1] = rng.uniform(0.2, 0.6) * size[1]
    return p


def phases(kind, sprite, x, y, tall, fps, width):
    """Phase of the walking cycle in every frame, from the way gone."""
    if kind == "bird":
        return np.floor(np.arange(len(x)) / fps * sprite.phases * 2.2).astype(int)
    step = np.hypot(np.diff(x, prepend=x[0]), np.diff(y, prepend=y[0]))
    going = np.r_[step[1:], step[-1:]] > 0.42 * width / FIELD_W * STEP_HZ / fps
    stride = np.cumsum(step) / (tall * _STRIDE.get(kind, 1.1))
    return np.where(going, np.floor(stride * sprite.phases).astype(int), 0)


def make_actor(rng, size, n, fps, camera, kind, action, path, *, night=False, direction=None, lane=None, gait=None, tall=None):
    """An actor; path = (cam_x, cam_y, zoom) a frame, direction and lane (part of the height) where given."""
    width, high = size
    frame = np.array(size, float)
    u = heading(rng, kind) if direction is None else np.asarray(direction, float)
    if action == "fall":
        u = np.array([rng.choice([-0.05, 0.05]), 1.0])
    u = u / np.linalg.norm(u)
    view = "side" if kind in ("person", "bicycle", "group") and action == "fall" else view_of(rng, kind, u, action)
    tall = tall or height(rng, kind, view, size)
    if camera.startswith("zoom"):
        tall /= 1.2
    sprite = draw(rng, kind, view, tall, action not in STANDING)
    aspect = sprite.width / sprite.height
    angle = 0.0
    if view == "top":
        angle = float(np.degrees(np.arctan2(u[0], -u[1]))) if action not in STANDING else float(rng.uniform(-180, 180))
    sin, cos = abs(np.sin(np.radians(angle))), abs(np.cos(np.radians(angle)))
    half = np.array([(tall * aspect * cos + tall * sin) / 2, (tall * aspect * sin + tall * cos) / 2])
    p = _place(rng, kind, view, half, size)
    if lane is not None:
        p[1] = np.clip(lane * high, 0.2 * high, 0.85 * high)
    one = Actor(
        kind, view, sprite, np.zeros(n), np.zeros(n), np.full(n, tall), np.full(n, angle), np.zeros(n, bool), np.zeros(n, int), np.ones(n, bool),
        np.zeros(n), shadow=rng.uniform(0.25, 0.7) if kind in GROUNDED and rng.random() < 0.7 and view != "bust" else 0.0,
        lights=night and kind in VEHICLES and rng.random() < 0.85,
    )
    _move(rng, one, action, u, p, half, frame, camera, path, fps, gait)
    _finish(rng, one, action, u, path, frame, fps)
    return one


def _move(rng, one, action, u, p, half, frame, camera, path, fps, gait):
    """Sets the path of an actor through the world."""
    cam_x, cam_y, zoom = path
    n, mid = len(cam_x), len(cam_x) // 2
    tall = one.height[0]
    speed = pace(rng, one.kind, tall, frame[0], gait)
    q, drift = np.zeros(n), np.zeros(n)
    if action in ("approach", "recede"):
        grow = growth(rng, action, n, fps) * rng.uniform(1.0, 1.8)
        one.height = tall * grow
        drift = (1 - grow) * -rng.uniform(0.0, 0.25) * frame[1]
    elif action in ("pass", "enter", "leave"):
        q = profile(rng, action, n, fps, way_out(p, -u, half, frame), way_out(p, u, half, frame), speed)
    elif action in ("move", "stop", "start", "turn", "hasten"):
        inner = np.minimum(half * 0.6, frame * 0.4)
        q_in, q_out = max(way_out(p, -u, -inner, frame), 4.0), max(way_out(p, u, -inner, frame), 4.0)
        q = profile(rng, action, n, fps, q_in, q_out, speed)
    world = p - frame / 2
    one.x = world[0] / zoom[mid] + cam_x[mid] + u[0] * q
    one.y = world[1] / zoom[mid] + cam_y[mid] + u[1] * q + drift
    if action == "track":
        follow = rng.uniform(0.75, 1.2)
        one.x = world[0] + cam_x * follow + (1 - follow) * cam_x[mid]
        one.y = world[1] + cam_y * follow + (1 - follow) * cam_y[mid]
        if camera in ("still", "shake") or camera.startswith("zoom"):
            one.x = one.x + np.linspace(-0.2, 0.2, n) * frame[0] * u[0]
    elif action == "bend":
        _bend(rng, one, u, frame, fps)
    elif action == "fall":
        _fall(rng, one, frame, fps)
    elif action in ("appear", "vanish"):
        cut = int(rng.uniform(0.2, 0.8) * n)
        one.shown = np.arange(n) >= cut if action == "appear" else np.arange(n) < cut


def _bend(rng, one, u, frame, fps):
    """Goes one way, turns aside by a right angle and goes on."""
    n = len(one.x)
    u = np.array([np.sign(u[0]) or 1.0, 0.0]) if abs(u[0]) >= abs(u[1]) else np.array([0.0, np.sign(u[1]) or 1.0])
    v = np.array([u[1], u[0]]) * rng.choice([-1.0, 1.0])
    total = n / fps
    t = np.arange(n) / fps
    cut = rng.uniform(0.4, 0.6) * total
    leg = rng.uniform(0.28, 0.45, 2) * np.array([np.abs(u * frame).sum(), np.abs(v * frame).sum()])
    first, second = np.minimum(t / cut, 1) * leg[0], np.maximum((t - cut) / (total - cut), 0) * leg[1]
    ease = max(1, int(fps * 0.25))
    first, second = smooth(first, ease), smooth(second, ease)
    corner = np.array([one.x[0], one.y[0]]) * 0.3
    one.x = corner[0] + u[0] * (first - leg[0] / 2) * 1.0 + v[0] * (second - leg[1] / 2)
    one.y = corner[1] + u[1] * (first - leg[0] / 2) * 1.0 + v[1] * (second - leg[1] / 2)
    if one.view == "top":
        part = smooth(np.clip((t - cut) / 0.4 + 0.5, 0, 1), ease)
        before, after = np.degrees(np.arctan2(u[0], -u[1])), np.degrees(np.arctan2(v[0], -v[1]))
        one.angle = before + part * ((after - before + 180) % 360 - 180)


def _fall(rng, one, frame, fps):
    """A person or animal keels over; a thing drops and stays."""
    n = len(one.x)
    total = n / fps
    tall = one.height[0]
    at, need = rng.uniform(0.25, 0.65) * total, rng.uniform(0.45, 0.7)
    part = np.clip((np.arange(n) / fps - at) / need, 0, 1) ** 2
    if one.kind in ("person", "animal", "bicycle", "group"):
        side = rng.choice([-1.0, 1.0])
        one.angle = part * 88.0 * side
        one.x = one.x + part * side * tall * 0.35
        one.y = one.y + part * tall * 0.36
    else:
        drop = rng.uniform(0.35, 0.6) * frame[1]
        floor = frame[1] * rng.uniform(0.2, 0.48) - tall / 2
        one.y = floor - drop + part * drop
        one.angle = part * rng.uniform(-60, 60)
    one.acts.append({"action": "falls", "start": round(at, 3), "end": round(at + need, 3)})


def swing(rng, one, action, fps):
    """A door opens or closes: its phase is how far open it stands."""
    n, last = len(one.x), one.sprite.phases - 1
    total = n / fps
    at, need = rng.uniform(0.2, 0.6) * total, rng.uniform(0.5, 1.2)
    part = np.clip((np.arange(n) / fps - at) / need, 0, 1)
    one.phase = np.round((part if action == "open" else 1 - part) * last).astype(int)
    one.acts.append({"action": "opens" if action == "open" else "closes", "start": round(at, 3), "end": round(at + need, 3)})


def _finish(rng, one, action, u, path, frame, fps):
    """Size with depth, walking phases, facing."""
    n, mid = len(one.x), len(one.x) // 2
    tall = one.height[0]
    if one.view in ("front", "rear") and action not in ("approach", "recede") and abs(u[1]) > 0.7 and one.kind != "door":
        line = -rng.uniform(0.4, 1.5) * frame[1]
        base = path[1][mid]
        one.height = tall * np.clip((one.y - base - line) / (one.y[mid] - base - line), 0.3, 3.0)
    if action in ("approach", "recede"):
        going = np.abs(np.gradient(np.log(one.height))) > 1e-4
        one.phase = np.where(going, np.floor(np.cumsum(going) / fps * rng.uniform(0.8, 1.6) * one.sprite.phases).astype(int), 0)
    elif one.kind == "door":
        if action in ("open", "close"):
            swing(rng, one, action, fps)
        else:
            one.phase[:] = 0
    else:
        one.phase = phases(one.kind, one.sprite, one.x, one.y, tall, fps, frame[0])
    face(one, u, action)
    if one.view == "top" and action == "turn":
        back = np.cumsum(u[0] * np.gradient(one.x) + u[1] * np.gradient(one.y) < -0.05) > 0
        one.angle = np.where(back, one.angle + (180 if rng.random() < 0.4 else 0), one.angle)
    if one.kind in ("something", "ball") and action not in ("stand", "fall"):
        spin = rng.uniform(-120, 120) if rng.random() < (0.2 if one.kind == "something" else 0.9) else 0.0
        one.angle = one.angle + np.arange(n) / fps * spin
    one.depth = one.y + one.height / 2


def face(one, u, action):
    """Turns a side view to the way it goes."""
    if one.view not in ("side", "any", "bust") or one.kind == "door":
        return
    vx = np.gradient(one.x)
    current = bool(u[0] < 0) if action != "track" else bool(vx.sum() < 0)
    for i in range(len(vx)):
        if action in ("turn", "bend") and abs(vx[i]) > 0.05:
            current = vx[i] < 0
        one.flip[i] = current
