"""The whole scene of a seed and an index."""

import numpy as np

from models.scenes.plan import camera as cameras, coding, drive, look, sounds
from models.scenes.plan.actors import make_actor
from models.scenes.plan.chance import pick
from models.scenes.plan.reach import reach
from models.scenes.plan.relations import crew, relation
from models.scenes.plan.scene import Scene

CAMERAS = (
    ("still", 38), ("pan left", 9.5), ("pan right", 9.5), ("tilt up", 5), ("tilt down", 5), ("shake", 8), ("zoom in", 6.5), ("zoom out", 6.5),
    ("drives forward", 10),
)
KINDS = (
    ("car", 18), ("person", 25), ("something", 11), ("group", 5.5), ("lorry", 7), ("bus", 4.5), ("bicycle", 10), ("animal", 15), ("bird", 12), ("box", 6),
    ("door", 6), ("ball", 6), ("train", 4.5),
)
BACKGROUNDS = (
    ("asphalt", 12), ("grass", 6), ("brick", 5), ("carpet", 4), ("wall", 9), ("plain", 8), ("shelves", 7), ("horizon", 12), ("street", 12), ("room", 10),
    ("foliage", 5), ("tiles", 5), ("clutter", 5),
)
_STILL_ACTIONS = (
    ("pass", 20), ("enter", 11), ("leave", 11), ("move", 3), ("stop", 12), ("start", 12), ("turn", 14), ("bend", 15), ("hasten", 13), ("approach", 6),
    ("recede", 9), ("stand", 3), ("appear", 15), ("vanish", 14), ("fall", 20),
)
_MOVING_ACTIONS = (
    ("stand", 20), ("track", 14), ("move", 8), ("pass", 14), ("enter", 6), ("leave", 6), ("approach", 5), ("recede", 5), ("stop", 5), ("start", 5),
    ("turn", 6), ("bend", 6), ("hasten", 4), ("appear", 4), ("vanish", 4), ("fall", 6),
)
_DOOR = (("open", 42), ("close", 38), ("stand", 20))
_FALLERS = ("person", "animal", "box", "ball", "something", "bicycle")
_WISHED = {
    "stops": "stop", "turns back": "turn", "recedes": "recede", "leaves": "leave", "starts": "start", "passes": "pass", "falls": "fall",
    "enters": "enter",
}
_RELATION, _CREW, _REACH = 0.38, 0.08, 0.05


def _single(rng, size, n, fps, camera, path, night, first, wish=None):
    """(actor, action) of one that has to do with nobody; wish: its kind, and what it does or the camera."""
    kind = pick(rng, KINDS)
    calm = camera in ("still", "shake")
    action = pick(rng, _STILL_ACTIONS if calm else _MOVING_ACTIONS)
    if not first and rng.random() < 0.25:
        action = "stand"
    if wish:
        kind, action = wish[0], _WISHED.get(wish[1], action)
    if kind == "door":
        action = pick(rng, _DOOR)
    if action == "fall" and kind not in _FALLERS:
        action = "pass"
    if kind == "train" and action in ("turn", "bend"):
        action = "pass"
    if kind in ("bird", "animal") and action in ("approach", "recede"):
        action = "pass"
    gait = "run" if kind in ("person", "animal") and action in ("pass", "move", "enter", "leave") and rng.random() < 0.4 else None
    return make_actor(rng, size, n, fps, camera, kind, action, path, night=night, gait=gait), action


def _cast(rng, size, n, fps, camera, path, night, road, wish):
    """(actors, actions, relations) of a scene."""
    if wish:
        count = int(rng.choice([1, 2], p=[0.75, 0.25]))
        pairs = [_single(rng, size, n, fps, camera, path, night, k == 0, wish if k == 0 else None) for k in range(count)]
        return [one for one, _ in pairs], [action for _, action in pairs], []
    roll = rng.random()
    if road:
        count = int(rng.choice([0, 1, 2, 3], p=[0.1, 0.55, 0.27, 0.08]))
        return [drive.actor(rng, size, n, fps, road, night) for _ in range(count)], ["drive"] * count, []
    if camera in ("still", "shake"):
        if roll < _RELATION and n / fps >= 3.5:
            pair, spans, name = relation(rng, size, n, fps, path, night)
            return pair, [name] * 2, spans
        if roll < _RELATION + _CREW:
            members, name = crew(rng, size, n, fps, path, night, rng.random() < 0.5)
            for member in members[1:]:
                member.crew = 0
            return members, [name] * len(members), []
        if roll < _RELATION + _CREW + _REACH and camera == "still":
            found = reach(rng, size, n, fps)
            return found, ["reach"] * len(found), []
    count = int(rng.choice([0, 1, 2, 3], p=[0.15, 0.58, 0.21, 0.06]))
    pairs = [_single(rng, size, n, fps, camera, path, night, k == 0) for k in range(count)]
    return [one for one, _ in pairs], [action for _, action in pairs], []


def plan(seed, index, attempt=0, wish=None):
    """The scene of a seed, an index and an attempt; the same for ever.

    wish: (actor, action) or (actor, camera) that the scene shall show, of vocabulary.HELD_OUT.
    """
    rng = np.random.default_rng([seed, index] if not attempt else [seed, index, attempt])
    size, fps = coding.size_and_rate(rng)
    seconds = rng.choice([4.0, 6.0, 8.0, 10.0], p=[0.56, 0.29, 0.12, 0.03])
    if rng.random() < 0.25:
        seconds += rng.uniform(0.0, 0.9) if seconds < 5 else rng.uniform(-0.9, 0.0)
    n = int(round(seconds * fps))
    seconds = n / fps
    camera = pick(rng, CAMERAS)
    if wish:
        camera = wish[1] if wish[1] in dict(CAMERAS) else "still"
    night = bool(rng.random() < 0.3)
    weather = look.weather(rng)
    road = drive.geometry(rng, n, fps, *size) if camera == "drives forward" else {}
    path = cameras.path(rng, camera, n, fps, size[0])
    actors, actions, relations = _cast(rng, size, n, fps, camera, path, night, road, wish)
    view = look.look(rng, night, weather, seconds, bool(road))
    heard = []
    if rng.random() < 0.3:
        heard = sounds.of_events(rng, seconds, actors, relations, [a for a, _ in road.get("brakes", [])])
    heard = heard or sounds.free(rng, seconds)
    return Scene(
        seed, index, *size, fps, n, "road" if road else pick(rng, BACKGROUNDS), night, weather, camera, *path, road, actors,
        [[x, wide, tone] for x, wide, top, tone in view["occluders"] if top == 0.0], heard, view, coding.coding(rng, heard), actions, relations,
    )
