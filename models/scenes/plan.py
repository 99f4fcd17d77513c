"""What happens in a scene: camera path, actors' paths, light, sounds and coding, from a seed.

Positions are world pixels (pixels of the picture at zoom 1); speeds are drawn in pixels of the
576x320 motion field per sixth of a second, the unit the pipeline measures.
"""

from dataclasses import dataclass, field

import numpy as np

from models.scenes import sprites

STEP_HZ = 6
FIELD_W, FIELD_H = 576, 320

SIZES = (
    ((256, 144), 10), ((320, 180), 36), ((256, 192), 4), ((320, 240), 12), ((384, 216), 16), ((480, 270), 9), ((360, 270), 4),
    ((640, 360), 4), ((300, 168), 3), ((192, 256), 2),
)
# Six frames a second is what the pipeline samples; half of the scenes have no frame it would drop.
RATES = ((6, 50), (12, 24), (10, 7), (15, 9), (12.5, 3), (25, 4), (30, 3))
CAMERAS = (
    ("still", 38), ("pan left", 9.5), ("pan right", 9.5), ("tilt up", 5), ("tilt down", 5), ("shake", 8), ("zoom in", 6.5), ("zoom out", 6.5),
    ("drives forward", 11),
)
KINDS = (("vehicle", 27), ("person", 25), ("something", 30), ("box", 9), ("animal", 9))
SOUNDS = ("engine", "horn", "siren", "bang", "glass", "voice", "music", "noise")
_BACKGROUNDS = (
    ("asphalt", 12), ("grass", 6), ("brick", 5), ("carpet", 4), ("wall", 9), ("plain", 8), ("shelves", 7), ("horizon", 12), ("street", 12), ("room", 10),
    ("foliage", 5), ("tiles", 5), ("clutter", 5),
)
_STILL_ACTIONS = (
    ("pass", 22), ("enter", 13), ("leave", 13), ("move", 8), ("stop", 12), ("start", 11), ("turn", 17), ("approach", 8), ("recede", 10), ("stand", 5),
    ("appear", 15), ("vanish", 13),
)
_MOVING_ACTIONS = (
    ("stand", 26), ("track", 20), ("move", 14), ("pass", 12), ("enter", 5), ("leave", 5), ("approach", 5), ("recede", 4), ("stop", 4), ("start", 3),
    ("turn", 3),
)


@dataclass
class Actor:
    """One actor: arrays have one value a frame."""

    kind: str
    view: str
    sprite: sprites.Sprite
    x: np.ndarray
    y: np.ndarray
    height: np.ndarray
    angle: np.ndarray
    flip: np.ndarray
    phase: np.ndarray
    shown: np.ndarray
    depth: np.ndarray
    shadow: float
    lights: bool


@dataclass
class Scene:
    seed: int
    index: int
    width: int
    height: int
    fps: float
    frames: int
    background: str
    night: bool
    rain: bool
    camera: str
    cam_x: np.ndarray
    cam_y: np.ndarray
    zoom: np.ndarray
    drive: dict
    actors: list
    posts: list
    sounds: list
    look: dict
    coding: dict
    actions: list = field(default_factory=list)

    @property
    def duration(self):
        return self.frames / self.fps


def pick(rng, table):
    names = [name for name, _ in table]
    weights = np.array([weight for _, weight in table], float)
    return names[rng.choice(len(names), p=weights / weights.sum())]


def _smooth(values, taps):
    if taps <= 1:
        return values
    padded = np.concatenate([np.repeat(values[:1], taps), values, np.repeat(values[-1:], taps)])
    return np.convolve(padded, np.ones(taps) / taps, "same")[taps:-taps]


def _speed(rng, median=12.0, low=2.8, high=42.0):
    return float(np.clip(median * np.exp(rng.normal(0, 0.65)), low, high))


# ---- camera -------------------------------------------------------------------------------------


def _camera(rng, kind, n, fps, width):
    """Offsets of the picture's centre in world pixels and the zoom, one a frame."""
    x, y, zoom = np.zeros(n), np.zeros(n), np.ones(n)
    unit = width / FIELD_W * STEP_HZ / fps
    seconds = np.arange(n) / fps
    on = np.ones(n)
    if kind not in ("still", "shake") and rng.random() < 0.25:
        cut = rng.uniform(0.35, 0.65) * n
        on = (np.arange(n) < cut).astype(float) if rng.random() < 0.5 else (np.arange(n) >= cut).astype(float)
        on = _smooth(on, max(1, int(fps * 0.3)))
    if kind.startswith(("pan", "tilt")):
        speed = _speed(rng, 7.5, 2.5, 17.0) * unit * on
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


def _drive(rng, n, fps, width, height):
    """Geometry of driving: horizon, speed in metres a second, lanes."""
    speed = rng.uniform(6, 28)
    swing = np.cumsum(rng.normal(0, 1, n)) * 0
    if rng.random() < 0.4:
        swing = np.sin(np.arange(n) / fps * rng.uniform(0.3, 0.8) + rng.uniform(0, 6)) * width * rng.uniform(0.01, 0.05)
    bob = np.sin(np.arange(n) / fps * rng.uniform(6, 14)) * height * rng.uniform(0, 0.004)
    return {
        "horizon": rng.uniform(0.35, 0.58) * height,
        "vx": width * rng.uniform(0.4, 0.6) + swing,
        "bob": bob,
        "focal": width * rng.uniform(0.7, 1.1),
        "eye": rng.uniform(1.1, 2.2),
        "travel": np.cumsum(np.full(n, speed / fps)),
        "speed": speed,
        "lane": rng.uniform(3.0, 4.0),
        "lanes": int(rng.integers(1, 4)),
        "shift": rng.uniform(-0.5, 0.5),
    }


# ---- actors -------------------------------------------------------------------------------------


def _view(rng, kind, direction, action):
    vertical = abs(direction[1]) > abs(direction[0])
    if kind == "vehicle":
        if action == "approach":
            return "front"
        if action == "recede":
            return "rear"
        if vertical:
            return "top" if rng.random() < 0.55 else ("rear" if direction[1] < 0 else "front")
        if abs(direction[1]) > 0.3:
            return "top"
        if action in ("stand", "appear", "vanish"):
            return str(rng.choice(np.array(["side", "side", "front", "rear", "top"])))
        return "top" if rng.random() < 0.22 else "side"
    if kind == "person":
        if action in ("approach", "recede") or vertical:
            back = action == "recede" or (vertical and direction[1] < 0 and action != "approach")
            return "rear" if back else "front"
        if action in ("stand", "appear", "vanish"):
            return str(rng.choice(np.array(["side", "front", "rear", "bust"])))
        return "bust" if rng.random() < 0.06 else "side"
    return "any"


_HEIGHTS = {
    ("vehicle", "side"): (0.17, 0.55), ("vehicle", "front"): (0.22, 0.75), ("vehicle", "rear"): (0.22, 0.75), ("vehicle", "top"): (0.34, 0.9),
    ("person", "side"): (0.38, 1.2), ("person", "front"): (0.38, 1.2), ("person", "rear"): (0.38, 1.2), ("person", "bust"): (0.4, 0.95),
    ("animal", "any"): (0.26, 0.65), ("box", "any"): (0.22, 0.6), ("something", "any"): (0.2, 0.7),
}


def _sprite(rng, kind, view, px, moving):
    tall = int(np.clip(px * 1.25, 40, 300))
    if kind == "vehicle":
        return sprites.vehicle(rng, view, tall)
    if kind == "person":
        return sprites.person(rng, view, int(tall / 0.55) if view == "bust" else tall, moving and view != "bust")
    if kind == "animal":
        return sprites.animal(rng, tall, moving)
    if kind == "box":
        return sprites.box(rng, tall)
    return sprites.something(rng, tall)


def _exit(p, u, half, frame):
    """Distance along u from p until a box of these half extents is outside the frame."""
    best = np.inf
    for axis in (0, 1):
        if abs(u[axis]) > 0.05:
            room = frame[axis] - p[axis] if u[axis] > 0 else p[axis]
            best = min(best, (room + half[axis]) / abs(u[axis]))
    return best


def _profile(rng, action, n, fps, q_in, q_out, unit):
    """Distance travelled along the direction a frame (0 at the reference point)."""
    t = np.arange(n) / fps
    total = n / fps
    speed = _speed(rng, 13.0, 3.2, 42.0) * unit
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
        q = _smooth(q, ramp)
        return q if action == "enter" else -q[::-1]
    inner_in, inner_out = q_in, q_out
    if action == "move":
        reach = max(speed * 0, min(inner_in + inner_out, speed * total))
        start = -inner_in + rng.uniform(0, 1) * (inner_in + inner_out - reach)
        return start + reach * t / total
    cut = rng.uniform(0.3, 0.7) * total
    if action == "turn":
        reach = min(inner_in + inner_out, speed * cut)
        speed = reach / cut
        q = np.where(t < cut, speed * (t - cut), -speed * (t - cut))
        return _smooth(q, ramp) + min(inner_out, reach / 2)
    reach = min(inner_in + inner_out, speed * cut)
    q = _smooth(np.minimum(0.0, reach / cut * (t - cut)), ramp) + min(inner_out, reach / 2)
    return q if action == "stop" else -q[::-1]


def _grow(rng, action, n, fps):
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


def _direction(rng, kind):
    pick_ = rng.random()
    if kind == "animal":
        pick_ *= 0.7
    if pick_ < 0.56:
        return np.array([rng.choice([-1.0, 1.0]), rng.normal(0, 0.04)])
    if pick_ < 0.9:
        return np.array([rng.normal(0, 0.08), rng.choice([-1.0, 1.0])])
    angle = rng.uniform(0.3, 0.6)
    return np.array([rng.choice([-1.0, 1.0]) * np.cos(angle), rng.choice([-1.0, 1.0]) * np.sin(angle)])


def actor(rng, scene_size, n, fps, camera, kind, action, path, lane=None, night=False, direction=None):
    """An actor in front of a camera that does not drive; path = (cam_x, cam_y, zoom)."""
    width, height = scene_size
    cam_x, cam_y, zoom = path
    u = _direction(rng, kind) if direction is None else np.asarray(direction, float)
    u = u / np.linalg.norm(u)
    view = _view(rng, kind, u, action)
    low, high = _HEIGHTS[(kind, view)]
    tall = float(np.exp(rng.uniform(np.log(low), np.log(high)))) * min(height, width * 0.75)
    if camera.startswith("zoom"):
        tall /= 1.2
    moving = action not in ("stand", "appear", "vanish")
    sprite = _sprite(rng, kind, view, tall, moving)
    aspect = sprite.width / sprite.height
    angle = 0.0
    if view == "top":
        angle = float(np.degrees(np.arctan2(u[0], -u[1]))) if action not in ("stand", "appear", "vanish") else float(rng.uniform(-180, 180))
    sin, cos = abs(np.sin(np.radians(angle))), abs(np.cos(np.radians(angle)))
    half = np.array([(tall * aspect * cos + tall * sin) / 2, (tall * aspect * sin + tall * cos) / 2])
    frame = np.array([width, height], float)
    low_p = np.minimum(half, frame * 0.45)
    p = low_p + rng.random(2) * np.maximum(frame - 2 * low_p, 1)
    if kind in ("vehicle", "person", "animal") and view != "top":
        foot = rng.uniform(0.55, 1.02) * height
        p[1] = max(foot - half[1], min(half[1] * 0.6, height * 0.5))
    if lane is not None:
        p[1] = np.clip(lane * height, 0.2 * height, 0.85 * height)
    unit = width / FIELD_W * STEP_HZ
    grow = np.ones(n)
    q = np.zeros(n)
    drift = np.zeros(n)
    if action in ("approach", "recede"):
        grow = _grow(rng, action, n, fps)
        peak = rng.uniform(1.0, 1.8)
        grow = grow * peak
        drift = (1 - grow) * -rng.uniform(0.0, 0.25) * height
    elif action in ("pass", "enter", "leave"):
        q = _profile(rng, action, n, fps, _exit(p, -u, half, frame), _exit(p, u, half, frame), unit)
    elif action in ("move", "stop", "start", "turn"):
        inner = np.minimum(half * 0.6, frame * 0.4)
        q_in, q_out = max(_exit(p, -u, -inner, frame), 4.0), max(_exit(p, u, -inner, frame), 4.0)
        q = _profile(rng, action, n, fps, q_in, q_out, unit)
    mid = n // 2
    world = p - frame / 2
    x = world[0] / zoom[mid] + cam_x[mid] + u[0] * q
    y = world[1] / zoom[mid] + cam_y[mid] + u[1] * q + drift
    if action == "track":
        follow = rng.uniform(0.75, 1.2)
        x = world[0] + cam_x * follow + (1 - follow) * cam_x[mid]
        y = world[1] + cam_y * follow + (1 - follow) * cam_y[mid]
        if camera in ("still", "shake") or camera.startswith("zoom"):
            x = x + np.linspace(-0.2, 0.2, n) * width * u[0]
    if view in ("front", "rear") and action not in ("approach", "recede") and abs(u[1]) > 0.7:
        line = -rng.uniform(0.4, 1.5) * height
        grow = np.clip((y - cam_y[mid] - line) / (y[mid] - cam_y[mid] - line), 0.3, 3.0)
    shown = np.ones(n, bool)
    if action in ("appear", "vanish"):
        cut = int(rng.uniform(0.2, 0.8) * n)
        shown = np.arange(n) >= cut if action == "appear" else np.arange(n) < cut
    step = np.hypot(np.diff(x, prepend=x[0]), np.diff(y, prepend=y[0]))
    going = np.r_[step[1:], step[-1:]] > 0.15 * unit / fps * 2.8
    if action in ("approach", "recede"):
        going = np.abs(np.gradient(np.log(grow))) > 1e-4
        stride = np.cumsum(going) / fps * rng.uniform(0.8, 1.6)
    else:
        stride = np.cumsum(step) / (tall * (0.85 if kind == "person" else 1.1))
    phase = np.where(going, np.floor(stride * sprite.phases).astype(int), 0)
    vx = np.gradient(x) if n > 1 else np.zeros(n)
    flip = np.zeros(n, bool)
    if view in ("side", "any", "bust"):
        current = bool(u[0] < 0) if action != "track" else bool(np.sum(vx) < 0)
        for i in range(n):
            if action == "turn" and abs(vx[i]) > 0.05:
                current = vx[i] < 0
            flip[i] = current
    turn = np.full(n, angle)
    if view == "top" and action == "turn":
        back = np.cumsum(u[0] * np.gradient(x) + u[1] * np.gradient(y) < -0.05) > 0
        turn = np.where(back, angle + (180 if rng.random() < 0.4 else 0), angle)
    if kind == "something" and rng.random() < 0.2 and action != "stand":
        turn = np.arange(n) / fps * rng.uniform(-120, 120)
    elif kind == "something":
        turn = turn + rng.uniform(-180, 180)
    grounded = kind in ("vehicle", "person", "animal", "box")
    return Actor(
        kind, view, sprite, x, y, tall * grow, turn, flip, phase, shown, y + tall * grow / 2,
        shadow=rng.uniform(0.25, 0.7) if grounded and rng.random() < 0.7 and view != "bust" else 0.0,
        lights=night and kind == "vehicle" and rng.random() < 0.85,
    )


def _meeting(rng, size, n, fps, path, night):
    """Two actors that come together from both sides and stay."""
    width, height = size
    lane = rng.uniform(0.45, 0.75)
    kinds = [pick(rng, KINDS), pick(rng, KINDS)]
    pair = []
    for side, kind in zip((-1, 1), kinds):
        pair.append(actor(rng, size, n, fps, "still", kind, "enter", path, lane, night, (-side, 0.0)))
    t = np.arange(n) / fps
    total = n / fps
    meet = rng.uniform(0.4, 0.75) * total
    place = width * rng.uniform(0.4, 0.6) - width / 2
    for side, one in zip((-1, 1), pair):
        reach = one.height[0] * one.sprite.width / one.sprite.height / 2 if one.view != "top" else one.height[0] / 2
        stop_x = place + side * (reach + width * 0.01)
        far = rng.uniform(0.35, 0.75) * width
        one.x = _smooth(stop_x + side * np.maximum(0.0, far * (1 - t / meet)), max(1, int(fps * 0.2)))
        going = np.abs(np.gradient(one.x)) > 0.05
        one.phase = np.where(going, np.floor(np.abs(one.x - one.x[0]) / one.height[0] * one.sprite.phases * 1.1).astype(int), 0)
    return pair


def _reach(rng, size, n, fps):
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
    tip = -0.12 * frame[axis] + _smooth(part, max(1, int(fps * 0.2))) * (deep + 0.12 * frame[axis])
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
    thing = Actor(kind, "any", _sprite(rng, kind, "any", high, False), x, y, high * ones, 0 * ones, off, same, ~off, 8e9 * ones, 0.0, False)
    return [arm, thing]


def _drive_actor(rng, size, n, fps, geometry, night):
    """A vehicle, person or other thing on the road ahead of a driving camera."""
    width, height = size
    t = np.arange(n) / fps
    total = n / fps
    kind = pick(rng, (("vehicle", 62), ("person", 14), ("something", 17), ("box", 4), ("animal", 3)))
    lanes = geometry["lane"]
    pick_ = rng.random()
    real = {"vehicle": 1.6, "person": 1.75, "animal": 0.8, "box": 1.0, "something": 1.6}[kind] * rng.uniform(0.8, 1.35)
    x0 = rng.choice([-1, 0, 1]) * lanes + rng.uniform(-0.4, 0.4)
    view, action = "rear", "ahead"
    if kind == "vehicle" and pick_ < 0.3:
        z = rng.uniform(6, 16) + rng.uniform(-0.3, 0.3) * t
    elif kind == "vehicle" and pick_ < 0.55:
        action, x0 = "pull", rng.choice([-1, 1]) * lanes + rng.uniform(-0.3, 0.3)
        z = rng.uniform(3.5, 8) + rng.uniform(2.5, 7) * t
    elif pick_ < 0.85 or kind != "vehicle":
        action = "loom"
        view = "front"
        closing = geometry["speed"] * (rng.uniform(1.2, 2.0) if kind == "vehicle" else 1.0)
        x0 = -rng.uniform(0.9, 1.6) * lanes if kind == "vehicle" else rng.choice([-1, 1]) * rng.uniform(0.8, 2.2) * lanes
        end = rng.uniform(0.5, 1.05) * total
        z = 2.5 + closing * (end - t)
        if kind != "vehicle" and rng.random() < 0.25:
            action = "cross"
    else:
        action, view = "close", "rear"
        z0 = rng.uniform(18, 45)
        z = z0 + (rng.uniform(4, 7) - z0) * np.clip(t / total / rng.uniform(0.7, 1.0), 0, 1)
    x3 = np.full(n, x0)
    if action == "cross" or (kind == "vehicle" and action == "ahead" and rng.random() < 0.25):
        action, view = "cross", "side"
        side = rng.choice([-1.0, 1.0])
        z = np.linspace(rng.uniform(14, 24), rng.uniform(5, 9), n)
        x3 = side * np.linspace(-1, 1, n) * rng.uniform(5, 9)
    visible = z > 2.2
    z = np.maximum(z, 2.2)
    f = geometry["focal"]
    tall = real * f / z
    peak = float(min(tall.max(), 300))
    kind_view = view if kind in ("vehicle", "person") else "any"
    sprite = _sprite(rng, kind, kind_view, peak, kind == "person")
    ground = geometry["horizon"] + geometry["bob"] + f * geometry["eye"] / z
    x = geometry["vx"] + f * x3 / z - width / 2
    y = ground - tall / 2 - height / 2
    flip = np.full(n, bool(action == "cross" and x3[-1] < x3[0]))
    phase = np.floor(t * sprite.phases * 1.1).astype(int)
    return Actor(
        kind, kind_view, sprite, x, y, tall, np.zeros(n), flip, phase, visible, -z, 0.5 if kind != "something" else 0.0,
        night and kind == "vehicle",
    )


# ---- sounds, look, coding -----------------------------------------------------------------------


def _sounds(rng, total):
    roll = rng.random()
    count = 0 if roll < 0.35 else 1 if roll < 0.83 else 2
    spans = {"engine": (1.5, total), "horn": (0.35, 1.6), "siren": (1.5, total), "bang": (0.35, 0.7), "glass": (0.4, 1.0), "voice": (1.0, total), "music": (1.8, total), "noise": (2.0, total)}
    weights = np.array([1, 1.1, 1, 1.2, 1.2, 1.3, 0.8, 0.7])
    names = rng.choice(len(SOUNDS), size=count, replace=False, p=weights / weights.sum())
    sounds = []
    for index in names:
        name = SOUNDS[index]
        low, high = spans[name]
        length = float(np.clip(rng.uniform(low, high), 0.3, total)) if rng.random() < 0.75 else float(min(high, total))
        start = float(rng.uniform(0, total - length)) if length < total else 0.0
        sounds.append({"class": name, "start": round(start, 3), "end": round(start + length, 3), "db": round(float(rng.uniform(-30, -9)), 1)})
        if name in ("bang", "glass", "horn") and rng.random() < 0.35:
            again = float(rng.uniform(0, total - length))
            if again > start + length + 0.3 or again + length < start - 0.3:
                sounds.append(dict(sounds[-1], start=round(again, 3), end=round(again + length, 3)))
    return sounds


def _look(rng, night, rain):
    return {
        "noise": float(rng.uniform(0.5, 5.5) if night else rng.choice([0, 0, 0, 1, 1]) * rng.uniform(1, 9)),
        "colour_noise": bool(rng.random() < 0.5),
        "blur": float(rng.choice([0, 0, 0, 1]) * rng.uniform(0.5, 1.3)),
        "luma": float(rng.uniform(25, 50) if night else rng.uniform(88, 150)),
        "cast": [float(v) for v in ((rng.uniform(0.85, 1.15, 3) if rng.random() < 0.5 else np.ones(3)) if not night else np.array([rng.uniform(0.8, 1.5), 1.0, rng.uniform(0.7, 1.3)]))],
        "text": bool(rng.random() < 0.12),
        "grey": bool(rng.random() < (0.2 if night else 0.04)),
        "flicker": float(rng.choice([0, 0, 0, 0, 1]) * rng.uniform(0.01, 0.05)),
        "lamps": int(rng.integers(1, 9)) if night else 0,
        "gamma": float(rng.uniform(1.0, 1.9)) if night else 1.0,
        "seed": int(rng.integers(1 << 30)),
        "rain": float(rng.uniform(0.2, 0.8)) if rain else 0.0,
    }


def _coding(rng, sounds, total):
    codec = pick(rng, (("h264", 82), ("hevc", 7), ("mpeg4", 8), ("vp8", 3)))
    container = {"h264": pick(rng, (("mp4", 80), ("mkv", 20))), "hevc": pick(rng, (("mp4", 50), ("mkv", 50))), "mpeg4": "avi", "vp8": "webm"}[codec]
    audio = None
    if sounds or rng.random() < 0.65:
        audio = {"mp4": "aac", "mkv": "pcm" if rng.random() < 0.3 else "aac", "avi": "pcm", "webm": "opus"}[container]
    return {
        "codec": codec,
        "container": container,
        "crf": int(np.clip(rng.normal(25.5, 4.2), 18, 37)),
        "preset": "ultrafast" if rng.random() < 0.85 else "superfast",
        "gop": int(rng.choice([12, 25, 50, 250])),
        "audio": audio,
        "rate": int(rng.choice([48000, 44100, 22050, 16000])) if audio != "opus" else 48000,
        "channels": int(rng.choice([1, 2])),
        "floor_db": float(rng.uniform(-75, -50)) if rng.random() < 0.5 else None,
    }


def plan(seed, index):
    """The scene of a seed and an index; the same for ever."""
    rng = np.random.default_rng([seed, index])
    width, height = pick(rng, SIZES)
    fps = pick(rng, RATES)
    seconds = rng.choice([4.0, 6.0, 8.0], p=[0.58, 0.3, 0.12])
    if rng.random() < 0.25:
        seconds += rng.uniform(-0.9, 0.9)
    n = int(round(seconds * fps))
    camera = pick(rng, CAMERAS)
    night = bool(rng.random() < 0.3)
    rain = bool(rng.random() < 0.1)
    geometry = _drive(rng, n, fps, width, height) if camera == "drives forward" else {}
    path = _camera(rng, camera, n, fps, width)
    count = int(rng.choice([0, 1, 2, 3], p=[0.13, 0.57, 0.24, 0.06]))
    if camera == "still" and rng.random() < 0.12:
        count = 0
    actors, actions = [], []
    if camera == "drives forward":
        for _ in range(count):
            actors.append(_drive_actor(rng, (width, height), n, fps, geometry, night))
            actions.append("drive")
    elif camera == "still" and count == 2 and rng.random() < 0.42:
        actors = _meeting(rng, (width, height), n, fps, path, night)
        actions = ["meet", "meet"]
    elif camera == "still" and count and rng.random() < 0.09:
        actors = _reach(rng, (width, height), n, fps)
        actions = ["reach"] * len(actors)
    else:
        for k in range(count):
            calm = camera in ("still", "shake")
            action = pick(rng, _STILL_ACTIONS if calm else _MOVING_ACTIONS)
            if k > 0 and rng.random() < 0.25:
                action = "stand"
            actors.append(actor(rng, (width, height), n, fps, camera, pick(rng, KINDS), action, path, None, night))
            actions.append(action)
    posts = []
    if camera != "drives forward" and rng.random() < 0.14:
        for _ in range(int(rng.integers(1, 3))):
            posts.append([float(rng.uniform(-0.6, 0.6)), float(rng.uniform(0.02, 0.12)), [int(v) for v in rng.integers(20, 220, 3)]])
    sounds = _sounds(rng, n / fps)
    return Scene(
        seed, index, width, height, fps, n, "road" if camera == "drives forward" else pick(rng, _BACKGROUNDS), night, rain, camera, *path, geometry,
        actors, posts, sounds, _look(rng, night, rain), _coding(rng, sounds, n / fps), actions,
    )
