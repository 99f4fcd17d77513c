"""Which sounds a scene has: independent of the picture in most scenes, of its events in some."""

import numpy as np

from models.scenes.vocabulary import SOUNDS, VEHICLES

# Seconds a sound may last; None: as long as the scene.
_SPANS = {
    "engine": (1.5, None), "horn": (0.35, 1.6), "siren": (1.5, None), "bang": (0.35, 0.7), "glass": (0.4, 1.0), "voice": (1.0, None),
    "music": (1.8, None), "noise": (2.0, None), "bark": (0.5, 2.0), "footsteps": (1.2, None), "alarm": (1.0, None), "screech": (0.5, 1.6),
}
_WEIGHTS = {"bang": 1.2, "glass": 1.2, "voice": 1.3, "music": 0.8, "noise": 0.7}
_AGAIN = ("bang", "glass", "horn", "bark")


def _one(rng, name, start, end):
    return {"class": name, "start": round(start, 3), "end": round(end, 3), "db": round(float(rng.uniform(-30, -9)), 1)}


def free(rng, total):
    """Sounds that have nothing to do with the picture."""
    roll = rng.random()
    count = 0 if roll < 0.35 else 1 if roll < 0.83 else 2
    weights = np.array([_WEIGHTS.get(name, 1.0) for name in SOUNDS])
    found = []
    for index in rng.choice(len(SOUNDS), size=count, replace=False, p=weights / weights.sum()):
        name = SOUNDS[index]
        low, high = _SPANS[name][0], min(_SPANS[name][1] or total, total)
        length = float(np.clip(rng.uniform(low, high), 0.3, total)) if rng.random() < 0.75 else float(high)
        start = float(rng.uniform(0, total - length)) if length < total else 0.0
        found.append(_one(rng, name, start, start + length))
        if name in _AGAIN and rng.random() < 0.35:
            again = float(rng.uniform(0, total - length))
            if again > start + length + 0.3 or again + length < start - 0.3:
                found.append(dict(found[-1], start=round(again, 3), end=round(again + length, 3)))
    return found


def of_events(rng, total, actors, relations, brakes):
    """Sounds that go with what is seen: one thing of the picture is heard, and at most two classes."""
    wanted = []
    for relation in relations:
        if relation["action"] == "collides with":
            at = relation["contact"]
            wanted.append(("bang" if rng.random() < 0.6 else "glass", at, at + rng.uniform(0.4, 0.7)))
        elif relation["action"] == "nearly hits":
            name = "screech" if rng.random() < 0.6 else "horn"
            wanted.append((name, relation["start"], relation["start"] + rng.uniform(0.6, 1.2)))
    for start in brakes:
        wanted.append(("screech", start, start + rng.uniform(0.6, 1.4)))
    for actor in actors:
        seen = np.flatnonzero(actor.shown)
        fps = len(actor.shown) / total
        start, end = seen[0] / fps, (seen[-1] + 1) / fps
        if actor.kind in VEHICLES:
            wanted.append(("engine", start, end))
        elif actor.kind in ("person", "group") and actor.view not in ("bust", "arm"):
            wanted.append(("footsteps" if np.ptp(actor.x) > 20 and rng.random() < 0.7 else "voice", start, end))
        elif actor.kind == "animal":
            at = rng.uniform(start, max(start + 0.1, end - 1.2))
            wanted.append(("bark", at, at + rng.uniform(0.5, 1.2)))
        for act in actor.acts:
            if act["action"] in ("falls", "closes"):
                wanted.append(("bang", act["end"] - 0.08, act["end"] + 0.4))
    found = []
    for name, start, end in wanted:
        start, end = float(np.clip(start, 0, total)), float(np.clip(end, 0, total))
        if end - start >= 0.35 and name not in [one["class"] for one in found] and len(found) < 2:
            found.append(_one(rng, name, start, end))
    return found
