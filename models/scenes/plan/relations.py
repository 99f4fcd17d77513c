"""Two actors and what one does to the other; every relation has a span in which it can be seen."""

import numpy as np

from models.scenes.plan.actors import face, height, make_actor, phases
from models.scenes.plan.chance import pick, smooth
from models.scenes.vocabulary import VEHICLES

_MOVERS = (("car", 24), ("person", 22), ("lorry", 11), ("bus", 9), ("bicycle", 13), ("animal", 11), ("group", 5), ("ball", 3), ("something", 6))
_MEETERS = (
    ("car", 16), ("person", 20), ("something", 14), ("group", 8), ("lorry", 8), ("bus", 6), ("bicycle", 8), ("animal", 9), ("bird", 3), ("box", 4),
    ("ball", 4), ("train", 1),
)
_CARRIED = (("box", 45), ("ball", 25), ("something", 30))
KINDS = (
    ("meets", 34), ("follows", 15), ("overtakes", 14), ("nearly hits", 11), ("collides with", 13), ("is left behind", 12), ("is picked up", 13),
)


def _level(rng, size, n, fps, path, kind, lane, side, night, tall=None, action="move"):
    """An actor seen from the side on a level lane, going to `side` (-1, 1)."""
    one = make_actor(rng, size, n, fps, "still", kind, action, path, night=night, direction=(side, 0.0), lane=lane, tall=tall)
    while one.view not in ("side", "any"):
        one = make_actor(rng, size, n, fps, "still", kind, action, path, night=night, direction=(side, 0.0), lane=lane, tall=tall)
    one.angle = np.zeros(n)
    return one


def _reach(one):
    return one.height[0] * one.sprite.width / one.sprite.height / 2


def _go(one, x, fps, size, side):
    one.x = x
    one.phase = phases(one.kind, one.sprite, one.x, one.y, one.height[0], fps, size[0])
    face(one, np.array([side, 0.0]), "turn")
    one.depth = one.y + one.height / 2


def _span(action, start, end, total, actor=0, other=1, **more):
    start, end = max(0.0, start), min(total, end)
    return {"action": action, "actor": actor, "other": other, "start": round(float(start), 3), "end": round(float(end), 3), **more}


def _small(rng, kind, size, part=0.5):
    """A height that leaves room for two."""
    return min(height(rng, kind, "side", size), part * size[1])


def meets(rng, size, n, fps, path, night):
    """Two come together from both sides and stay."""
    lane = rng.uniform(0.45, 0.75)
    t, total = np.arange(n) / fps, n / fps
    meet = rng.uniform(0.4, 0.75) * total
    place = size[0] * rng.uniform(0.4, 0.6) - size[0] / 2
    pair = []
    for side in (-1, 1):
        kind = pick(rng, _MEETERS)
        one = _level(rng, size, n, fps, path, kind, lane, -side, night, _small(rng, kind, size, 0.6))
        stop = place + side * (_reach(one) + size[0] * 0.01)
        far = rng.uniform(0.35, 0.75) * size[0]
        _go(one, smooth(stop + side * np.maximum(0.0, far * (1 - t / meet)), max(1, int(fps * 0.2))), fps, size, -side)
        pair.append(one)
    return pair, [_span("meets", meet - 0.7, meet + 0.3, total)]


def follows(rng, size, n, fps, path, night):
    """One goes behind another at an even distance."""
    lane, side = rng.uniform(0.45, 0.75), rng.choice([-1.0, 1.0])
    t, total = np.arange(n) / fps, n / fps
    kinds = [pick(rng, _MOVERS), pick(rng, _MOVERS)]
    pair = [_level(rng, size, n, fps, path, kind, lane, side, night, _small(rng, kind, size, 0.42)) for kind in kinds]
    gap = _reach(pair[0]) + _reach(pair[1]) + rng.uniform(0.04, 0.12) * size[0]
    way = rng.uniform(0.45, 0.75) * size[0] / max(total, 5.0)
    x = side * (way * (t - total / 2) - gap / 2)
    _go(pair[0], x, fps, size, side)
    _go(pair[1], x + side * gap, fps, size, side)
    return pair, [_span("follows", 0.0, total, total)]


def overtakes(rng, size, n, fps, path, night):
    """A fast one passes a slow one that goes the same way."""
    side = rng.choice([-1.0, 1.0])
    t, total = np.arange(n) / fps, n / fps
    kinds = [pick(rng, _MOVERS), pick(rng, _MOVERS)]
    lanes = rng.permutation([rng.uniform(0.4, 0.5), rng.uniform(0.62, 0.75)])
    pair = [_level(rng, size, n, fps, path, kind, lane, side, night, _small(rng, kind, size, 0.36)) for kind, lane in zip(kinds, lanes)]
    at = rng.uniform(0.4, 0.6) * total
    slow = rng.uniform(0.06, 0.1) * size[0]
    fast = slow + max(0.16 * size[0], 1.3 * (_reach(pair[0]) + _reach(pair[1])))
    _go(pair[0], side * fast * (t - at), fps, size, side)
    _go(pair[1], side * slow * (t - at), fps, size, side)
    clear = 0.6 * (_reach(pair[0]) + _reach(pair[1])) / (fast - slow)
    return pair, [_span("overtakes", at - clear, at + clear, total)]


def _strike(rng, size, n, fps, path, night, hit):
    """One goes at another; it is hit and thrown back, or the first one just misses."""
    lane, side = rng.uniform(0.5, 0.75), rng.choice([-1.0, 1.0])
    t, total = np.arange(n) / fps, n / fps
    first = pick(rng, _MOVERS)
    second = pick(rng, _MOVERS if rng.random() < 0.75 else _CARRIED)
    pair = [_level(rng, size, n, fps, path, kind, lane, side, night, _small(rng, kind, size, 0.45)) for kind in (first, second)]
    touch = rng.uniform(0.4, 0.65) * total
    gap = _reach(pair[0]) + _reach(pair[1])
    place = side * rng.uniform(-0.05, 0.15) * size[0]
    speed = rng.uniform(0.3, 0.5) * size[0]
    if hit:
        thrown = rng.uniform(0.14, 0.28) * size[0]
        after = np.clip((t - touch) / 0.4, 0, 1)
        kick = thrown * (1 - (1 - after) ** 2)
        a = place - side * (gap + np.maximum(0, speed * (touch - t))) - side * kick * 0.3
        b = place + side * kick
        if rng.random() < 0.5 and second in ("person", "bicycle", "animal"):
            pair[1].angle = after * 80 * side
        span = _span("collides with", touch - 0.5, touch + 0.4, total, contact=round(float(touch), 3))
    else:
        miss = gap + rng.uniform(0.01, 0.03) * size[0]
        a = place - side * (miss + np.maximum(0, speed * (touch - t)))
        flee = np.clip((t - touch + 0.15) / 0.5, 0, 1)
        b = np.full(n, place)
        pair[1].y = pair[1].y - rng.choice([-1.0, 1.0]) * flee * 0.22 * size[1]
        span = _span("nearly hits", touch - 0.5, touch + 0.4, total)
    _go(pair[0], a, fps, size, side)
    _go(pair[1], b, fps, size, side)
    return pair, [span]


def collides(rng, size, n, fps, path, night):
    return _strike(rng, size, n, fps, path, night, True)


def nearly_hits(rng, size, n, fps, path, night):
    return _strike(rng, size, n, fps, path, night, False)


def _carry(rng, size, n, fps, path, night, take):
    """A person walks up to a thing and takes it along, or puts down what it carries and walks away."""
    lane, side = rng.uniform(0.45, 0.6), rng.choice([-1.0, 1.0])
    t, total = np.arange(n) / fps, n / fps
    carrier = "person"
    walker = _level(rng, size, n, fps, path, carrier, lane, side, night, rng.uniform(0.4, 0.75) * size[1])
    kind = pick(rng, _CARRIED)
    tall = walker.height[0] * rng.uniform(0.28, 0.42)
    thing = make_actor(rng, size, n, fps, "still", kind, "stand", path, night=night, direction=(side, 0.0), tall=max(tall, 0.15 * size[1]))
    at, stay = rng.uniform(0.35, 0.55) * total, 0.4
    speed = rng.uniform(0.16, 0.26) * size[0]
    spot = rng.uniform(-0.1, 0.1) * size[0]
    ahead = _reach(walker) * 0.5 + _reach(thing) * 0.5
    x = spot - side * ahead + side * speed * (np.minimum(t - at, 0) + np.maximum(t - at - stay, 0))
    _go(walker, x, fps, size, side)
    floor = walker.y + walker.height / 2 - thing.height / 2
    hand = walker.y + walker.height * 0.05
    lift = np.clip((t - at) / stay, 0, 1)
    lift = lift if take else 1 - lift
    thing.y = floor + (hand - floor) * lift
    held = t >= at if take else t < at + stay
    thing.x = np.where(held, np.where((t >= at) & (t <= at + stay), spot, x + side * ahead), spot)
    thing.angle = np.zeros(n)
    thing.depth = walker.depth + 1
    action = "is picked up" if take else "is left behind"
    end = at + stay + 0.7
    return [thing, walker], [_span(action, at - 0.4 if take else at - 0.3, end, total)]


def left_behind(rng, size, n, fps, path, night):
    return _carry(rng, size, n, fps, path, night, False)


def picked_up(rng, size, n, fps, path, night):
    return _carry(rng, size, n, fps, path, night, True)


_MAKERS = {
    "meets": meets, "follows": follows, "overtakes": overtakes, "nearly hits": nearly_hits, "collides with": collides, "is left behind": left_behind,
    "is picked up": picked_up,
}


def relation(rng, size, n, fps, path, night):
    """(actors, relations, action) of a drawn relation."""
    name = pick(rng, KINDS)
    pair, spans = _MAKERS[name](rng, size, n, fps, path, night)
    return pair, spans, name


def crew(rng, size, n, fps, path, night, crowd):
    """Several that are one actor: people who gather, or people or cars who wait in line; the first leads."""
    t, total = np.arange(n) / fps, n / fps
    lane, side = rng.uniform(0.5, 0.62), rng.choice([-1.0, 1.0])
    cars = not crowd and rng.random() < 0.35
    kind = pick(rng, (("car", 70), ("lorry", 15), ("bus", 15))) if cars else "person"
    count = int(rng.integers(4, 7)) - cars
    tall = (rng.uniform(0.14, 0.2) if cars else rng.uniform(0.4, 0.6)) * size[1]
    members = [_level(rng, size, n, fps, path, kind, lane, side, night, tall * rng.uniform(0.92, 1.08)) for _ in range(count)]
    pitch = max(1.2 * max(_reach(one) for one in members) * 2, 0.09 * size[0])
    if crowd:
        start, need = rng.uniform(0.05, 0.2) * total, rng.uniform(0.45, 0.7) * total
        for k, one in enumerate(members):
            target = (k - (count - 1) / 2) * _reach(one) * 1.1
            origin = target + (-1 if k % 2 else 1) * rng.uniform(0.35, 0.75) * size[0] if k else target
            come = smooth(np.clip((t - start - k * 0.15) / need, 0, 1), max(1, int(fps * 0.2)))
            one.y = one.y + rng.uniform(-0.05, 0.05) * size[1]
            _go(one, origin + (target - origin) * come, fps, size, -np.sign(origin - target) or 1.0)
        act = {"action": "crowds", "start": round(start, 3), "end": round(min(total, start + need + 0.5), 3)}
    else:
        shift = np.zeros(n)
        for at in np.arange(rng.uniform(0.5, 1.0), total, rng.uniform(1.6, 2.2)):
            shift += smooth(np.clip((t - at) / 0.6, 0, 1), max(1, int(fps * 0.15))) * pitch * 0.5
        for k, one in enumerate(members):
            _go(one, side * (shift - shift[n // 2] - (k - (count - 1) / 2) * pitch), fps, size, side)
        act = {"action": "queues", "start": 0.0, "end": round(total, 3)}
    members[0].acts.append(act)
    if kind not in VEHICLES:
        members[0].kind = "group"
    return members, act["action"]
