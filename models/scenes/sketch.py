"""Completes the truth of a rendered scene with what the plan knows, and sketches it without rendering."""

import numpy as np

from models.scenes import truth as truths
from models.scenes.plan import drive
from models.scenes.seen import FIELD_H, FIELD_W, STEP_HZ

_TRUE_CONTRAST = 40
_COUNTS = ("area", "vis", "contrast")


def _steps(scene):
    count = int(np.ceil((scene.frames - 1) / scene.fps * STEP_HZ + 1e-9)) + 1
    index = np.ceil(np.arange(count) * scene.fps / STEP_HZ - 1e-6).astype(int)
    return index[index < scene.frames]


def _gather(found):
    """One actor of a crew: the leader has the parts of all, its members none."""
    leader = found[0]
    parts = {name: np.array([one[name] for one in found], float) for name in ("cx", "cy", "w", "h", "area")}
    there = parts["area"] > 0
    none = ~there.any(0)
    for centre, size in (("cx", "w"), ("cy", "h")):
        low = np.where(there, parts[centre] - parts[size] / 2, np.inf).min(0)
        high = np.where(there, parts[centre] + parts[size] / 2, -np.inf).max(0)
        low[none], high[none] = -0.5, -0.4
        leader[centre], leader[size] = np.round((low + high) / 2, 3).tolist(), np.round(high - low, 3).tolist()
    leader["area"] = np.round(parts["area"].sum(0), 4).tolist()
    leader["contrast"] = np.max([one["contrast"] for one in found], 0).tolist()
    leader["cover"] = np.minimum(np.sum([one["cover"] for one in found], 0), 100).tolist()
    for member in found[1:]:
        count = len(member["area"])
        member.update({name: [0] * count for name in _COUNTS}, cover=[[0] * 15] * count)


def complete(truth, scene):
    """Adds to a truth what version 2 holds beyond what the frames told."""
    steps = _steps(scene)
    crews = {}
    for index, (actor, planned) in enumerate(zip(truth["actors"], scene.actors)):
        hidden = scene.night or scene.look["grey"]
        actor.setdefault("colour", "none" if hidden else getattr(planned.sprite, "colour", None) or "none")
        actor["acts"] = planned.acts
        if planned.crew is not None:
            actor["crew"] = planned.crew
            crews.setdefault(planned.crew, [planned.crew]).append(index)
    for members in crews.values():
        truth["actors"][members[0]]["count"] = len(members)
        _gather([truth["actors"][i] for i in members])
    truth.update(
        v=2, weather=scene.weather, relations=scene.relations,
        telemetry=drive.telemetry(scene.drive, steps, scene.fps) if scene.drive else None,
        ttc=drive.ttc(scene.drive, steps) if scene.drive else None,
    )
    truth.setdefault("text", [{key: one[key] for key in ("text", "start", "end")} for one in scene.look["texts"]])
    truth["events"] = truths.event_list(truth, 0.0, truth["duration"])
    return truth


def _boxes(actor, scene, steps):
    """(cx, cy, w, h) a step, as parts of the picture."""
    zoom = scene.zoom[steps]
    tall = actor.height[steps] * zoom
    wide = tall * actor.sprite.width / actor.sprite.height
    turn = np.radians(actor.angle[steps])
    sin, cos = np.abs(np.sin(turn)), np.abs(np.cos(turn))
    cx = ((actor.x - scene.cam_x)[steps] * zoom) / scene.width + 0.5
    cy = ((actor.y - scene.cam_y)[steps] * zoom) / scene.height + 0.5
    return cx, cy, (wide * cos + tall * sin) / scene.width, (wide * sin + tall * cos) / scene.height


def _axis_parts(centre, size, count):
    """Length of a span in each of count cells of the unit, a row a step."""
    edges = np.arange(count + 1) / count
    low, high = (centre - size / 2)[:, None], (centre + size / 2)[:, None]
    return np.clip(np.minimum(high, edges[1:]) - np.maximum(low, edges[:-1]), 0, None)


def _sketch_actor(actor, scene, steps):
    cx, cy, w, h = _boxes(actor, scene, steps)
    zoom = scene.zoom[steps]
    shown = actor.shown[steps].astype(float)
    parts = _axis_parts(cy, h, 3)[:, :, None] * _axis_parts(cx, w, 5)[:, None, :]
    solid = actor.sprite.solidity * shown
    area = parts.sum((1, 2)) * solid

    def moved(values):
        return np.diff(values, prepend=values[:1])

    return {
        "kind": actor.kind, "view": actor.view, "cx": cx.tolist(), "cy": cy.tolist(), "w": w.tolist(), "h": h.tolist(), "area": area.tolist(),
        "vis": shown.tolist(), "contrast": np.where(area > 0, _TRUE_CONTRAST, 0).tolist(), "shown": shown.astype(int).tolist(),
        "wx": (moved(actor.x[steps]) * zoom * FIELD_W / scene.width).tolist(), "wy": (moved(actor.y[steps]) * zoom * FIELD_H / scene.height).tolist(),
        "grow": moved(np.log(actor.height[steps])).tolist(),
        "cover": np.round(parts.reshape(len(steps), -1) * 15 * 100 * solid[:, None]).tolist(),
    }


def sketch(scene):
    """The truth as it would be if every actor stood out and hid no other."""
    steps = _steps(scene)
    zoom = scene.zoom[steps]

    def moved(values, size):
        return (np.diff(values[steps], prepend=values[steps][:1]) * zoom * size).tolist()

    truth = {
        "duration": scene.duration, "time": "night" if scene.night else "day", "luma": [120] * len(steps), "fps": scene.fps,
        "audio": scene.coding["audio"] and {"audio": scene.coding["audio"]}, "sounds": scene.sounds, "index": scene.index,
        "camera": {
            "kind": scene.camera, "dx": moved(scene.cam_x, FIELD_W / scene.width), "dy": moved(scene.cam_y, FIELD_H / scene.height),
            "zoom": np.diff(np.log(zoom), prepend=np.log(zoom[:1])).tolist(), "speed": scene.drive.get("speed", 0.0),
        },
        "actors": [_sketch_actor(actor, scene, steps) for actor in scene.actors],
    }
    return complete(truth, scene)
