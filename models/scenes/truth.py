"""Reads the truth of a scene: facts and events of any window, and dense labels of a segment for the trainer.

Every fact is judged by what can be seen or heard inside the window: small, hidden or faint actors
are not facts, nor are movements below a visible size.
"""

import json

import numpy as np

from models.scenes.seen import FIELD_H, FIELD_W, MOVED_PATH, NAMED_CONTRAST, STANDING_MPS, STEP_HZ, Seen, visible_part
from models.scenes.vocabulary import ACTIONS, ACTORS, CAMERAS, CELL_MOTIONS, DIRECTIONS, SECONDS, SLOTS, SOUNDS, TIMES

ROWS, COLUMNS = 3, 5
SOUND_FRAME_S = 0.2
GAP_S = 1.0
_STRONGEST = ("collides with", "nearly hits", "is left behind", "is picked up", "overtakes", "meets", "follows")
_SHORT = ("bang", "glass", "horn", "bark")

CAMERA_STEP = 1.0
CAMERA_ZOOM = 0.08
CAMERA_ZOOM_RATE = 0.03  # a second
CAMERA_STEPS = 3
IMPULSES = ("bang", "glass")


def load(path):
    with open(path, encoding="utf-8") as handle:
        return json.load(handle)


def window_steps(truth, start_s, end_s):
    """Indices of the motion steps inside a window."""
    first = int(np.ceil(start_s * STEP_HZ - 1e-6))
    last = int(np.ceil(end_s * STEP_HZ - 1e-6))
    return np.arange(max(first, 0), min(last, len(truth["luma"])))


def camera(truth, start_s, end_s):
    """Class of the camera's motion in a window, one of CAMERAS."""
    data = truth["camera"]
    steps = window_steps(truth, start_s, end_s)
    if data["kind"] == "drives forward":
        known = truth.get("telemetry")
        stands = known and len(steps) and np.mean(known["speed"][steps[0] : steps[-1] + 1]) < STANDING_MPS
        return "still" if stands else "drives forward"
    steps = steps[steps > 0]
    if len(steps) == 0:
        return "still"
    zoom = float(np.asarray(data["zoom"])[steps].sum())
    if abs(zoom) >= CAMERA_ZOOM and abs(zoom) / len(steps) * STEP_HZ >= CAMERA_ZOOM_RATE:
        return "zoom in" if zoom > 0 else "zoom out"
    moves = np.stack([np.asarray(data["dx"])[steps], np.asarray(data["dy"])[steps]], 1)
    length = np.hypot(moves[:, 0], moves[:, 1]).sum()
    if length / len(steps) < CAMERA_STEP:
        return "still"
    net = moves.sum(0)
    if np.hypot(*net) < 0.6 * length or data["kind"] == "shake":
        return "shake"
    if abs(net[0]) >= abs(net[1]):
        return "pan right" if net[0] > 0 else "pan left"
    return "tilt down" if net[1] > 0 else "tilt up"


def _meet(one, two):
    """Whether two seen actors come together in the window and stay together."""
    both = np.flatnonzero(one.seen & two.seen)
    if len(both) < 6 or one.drive or "arm" in (one.actor["view"], two.actor["view"]):
        return False
    gap = np.abs(one.cx - two.cx) - (one.w + two.w) / 2
    level = np.abs(one.cy - two.cy) < (one.h + two.h) / 2
    last = both[-1]
    close = gap[last] <= 0.05 and gap[last] > -0.5 * min(one.w[last], two.w[last]) and level[last]
    if not close or gap[both[0]] < 0.1:
        return False
    tail = both[-3:]
    calm = np.abs(one.move[tail] - two.move[tail]).max() < 3.0
    return bool(calm and one.speed.sum() + two.speed.sum() >= 2 * MOVED_PATH)


def actors(truth, start_s, end_s):
    """What is seen of the nameable actors of a window, the main one first."""
    steps = window_steps(truth, start_s, end_s)
    if len(steps) == 0:
        return []
    seen = [Seen(truth, actor, steps, start_s, end_s, i) for i, actor in enumerate(truth["actors"])]
    return sorted((s for s in seen if s.named), key=lambda s: -s.score)


def sounds(truth, start_s, end_s):
    """Classes heard in a window, in the order of SOUNDS."""
    if truth["audio"] is None:
        return []
    heard = []
    for sound in truth["sounds"]:
        low, high = max(sound["start"], start_s), min(sound["end"], end_s)
        if high - low < (0.12 if sound["class"] in _SHORT else 0.3):
            continue
        if sound["class"] in IMPULSES and sound["start"] < start_s - 0.05:
            continue
        covered = 0.0
        for other in truth["sounds"]:
            if other["class"] != sound["class"] and other["db"] >= sound["db"] + 14:
                covered += max(0.0, min(high, other["end"]) - max(low, other["start"]))
        if covered < 0.8 * (high - low):
            heard.append(sound["class"])
    return [name for name in SOUNDS if name in heard]


def relation(truth, shown, start_s, end_s):
    """(action, seen actor, seen other, span or None) of the strongest relation that a window shows, or None."""
    by_index = {one.index: one for one in shown}
    best = None
    for span in truth.get("relations", ()):
        if span["action"] == "meets" or not visible_part(span, start_s, end_s)[1]:
            continue
        one, two = by_index.get(span["actor"]), by_index.get(span["other"])
        if one is None or two is None:
            continue
        if span["action"] == "follows" and min(one.speed.sum(), two.speed.sum()) < MOVED_PATH:
            continue
        if best is None or _STRONGEST.index(span["action"]) < _STRONGEST.index(best[0]):
            best = (span["action"], one, two, span)
    if best is None and len(shown) == 2 and _meet(*shown):
        best = ("meets", *shown, None)
    return best


def facts(truth, start_s, end_s):
    """The slots of a window: names from the vocabulary; sounds joined by '+'."""
    return _facts(truth, start_s, end_s, actors(truth, start_s, end_s))


def _facts(truth, start_s, end_s, shown):
    slots = dict.fromkeys(SLOTS, "none") | {
        "time": truth["time"], "camera": camera(truth, start_s, end_s), "sound": "+".join(sounds(truth, start_s, end_s)[:2]) or "none",
    }
    if not shown:
        return slots
    found = relation(truth, shown, start_s, end_s)
    if found:
        return slots | {"actor": found[1].kind, "action": found[0], "second": found[2].kind}
    slots.update(actor=shown[0].kind, action=shown[0].action, direction=shown[0].direction)
    if len(shown) > 1:
        slots["second"] = shown[1].kind if len(shown) == 2 else "several"
    return slots


def _event(truth, start, end, action, direction, one, two=None):
    slots = dict.fromkeys(SLOTS, "none") | {
        "time": truth["time"], "camera": camera(truth, start, end), "actor": one.kind, "action": action, "direction": direction,
        "second": two.kind if two else "none", "sound": "+".join(sounds(truth, start, end)[:2]) or "none",
    }
    left = float(one.cx[np.flatnonzero(one.seen)[0]])
    entry = {"start": round(start, 3), "end": round(end, 3), "actor": one.index, "other": two.index if two else None, "slots": slots}
    return (round(start, 3), left), entry


def event_list(truth, start_s, end_s):
    """What happens in a window, an entry for each relation and each actor that does something: by start, then left to right."""
    shown = actors(truth, start_s, end_s)
    end_s = min(end_s, truth["duration"])
    found, busy = [], set()

    def clip(span):
        return max(span[0], start_s), min(span[1], end_s)

    tied = relation(truth, shown, start_s, end_s)
    if tied:
        action, one, two, span = tied
        spans = [(span["start"], span["end"])] if span else [s for s in (one.moving_span(), two.moving_span()) if s]
        low, high = clip((min(s[0] for s in spans), max(s[1] for s in spans)))
        found.append(_event(truth, low, high, action, "none", one, two))
        busy = {one.index, two.index}
    for one in shown:
        if one.index in busy or one.action == "stands still":
            continue
        span = (one.act["start"], one.act["end"]) if one.act else one.moving_span()
        if one.drive:
            where = one.steps[one.seen]
            span = where[0] / STEP_HZ, (where[-1] + 1) / STEP_HZ
        if span is None:
            continue
        low, high = clip(span)
        if high - low >= 1 / STEP_HZ:
            found.append(_event(truth, float(low), float(high), one.action, one.direction, one))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def events(truth, start_s, end_s):
    """(start_s, end_s, slots) of what happens in a window, clipped to it."""
    return [(one["start"], one["end"], one["slots"]) for one in event_list(truth, start_s, end_s)]


def _camera_moves(truth):
    """Spans in which the camera itself moves visibly for at least CAMERA_STEPS steps."""
    data, steps = truth["camera"], len(truth["camera"]["dx"])
    moving = (np.hypot(data["dx"], data["dy"]) >= CAMERA_STEP) | (np.abs(data["zoom"]) * STEP_HZ >= CAMERA_ZOOM_RATE)
    if data["kind"] == "drives forward":
        known = truth.get("telemetry")
        moving = np.asarray(known["speed"][:steps]) >= STANDING_MPS if known else np.ones(steps, bool)
    edges = np.flatnonzero(np.diff(np.r_[False, moving, False].astype(int)))
    for start, end in zip(edges[::2], edges[1::2]):
        if end - start >= CAMERA_STEPS:
            yield max(0, start - 1) / STEP_HZ, min(end / STEP_HZ, truth["duration"])


def _heard_spans(truth):
    """Spans of the sounds that can be heard."""
    heard = sounds(truth, 0.0, truth["duration"])
    return [(sound["start"], min(sound["end"], truth["duration"])) for sound in truth["sounds"] if sound["class"] in heard]


def activity(truth):
    """Spans in which something happens: an actor does something visible, the camera moves, a sound is heard; gaps below GAP_S are closed."""
    seen = [(start, end) for start, end, _ in events(truth, 0.0, truth["duration"])]
    merged = []
    for start, end in sorted([*seen, *_camera_moves(truth), *_heard_spans(truth)]):
        if merged and start - merged[-1][1] < GAP_S:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([float(start), float(end)])
    return [tuple(span) for span in merged]


def _cell_motion(main, cells):
    """Motion class of the cells that the main actor covers."""
    way = {"left to right": "right", "right to left": "left", "up": "up", "down": "down", "toward camera": "toward", "away": "away"}
    name = way.get(main.direction, "still")
    return np.where(cells, CELL_MOTIONS.index(name), 0)


def segment_labels(truth, start_s, end_s):
    """Dense labels of one segment as small numpy arrays and indices into the tuples of this module.

    cells [3,5] actor at the key frame (t = start_s), cover [3,5,14] its parts, cell_motion [3,5],
    camera, time, count, actor, action, direction, second, box [4] of the main actor at its best
    seen step (cx, cy, w, h clipped to the picture), sounds [12], sound_frames [10,12].
    """
    steps = window_steps(truth, start_s, end_s)
    shown = actors(truth, start_s, end_s)
    slots = _facts(truth, start_s, end_s, shown)
    cover = np.zeros((ROWS, COLUMNS, len(ACTORS)), np.float32)
    if len(steps):
        for actor in truth["actors"]:
            if actor["contrast"][steps[0]] >= NAMED_CONTRAST * 0.6:
                part = np.asarray(actor["cover"][steps[0]], np.float32).reshape(ROWS, COLUMNS) / 100
                cover[..., ACTORS.index(actor["kind"])] += part
    cover[..., 0] = np.clip(1 - cover[..., 1:].sum(-1), 0, 1)
    best = cover[..., 1:].argmax(-1) + 1
    cells = np.where(cover[..., 1:].max(-1) >= 0.15, best, 0)
    motion, box = np.zeros((ROWS, COLUMNS), np.int64), np.zeros(4, np.float32)
    if shown:
        main = shown[0]
        reach = np.asarray(main.actor["cover"], np.float32)[steps].max(0).reshape(ROWS, COLUMNS) >= 15
        motion = _cell_motion(main, reach)
        at = int(np.argmax(main.area))
        low = np.clip([main.cx[at] - main.w[at] / 2, main.cy[at] - main.h[at] / 2], 0, 1)
        high = np.clip([main.cx[at] + main.w[at] / 2, main.cy[at] + main.h[at] / 2], 0, 1)
        box[:] = (*((low + high) / 2), *(high - low))
    heard = sounds(truth, start_s, end_s)
    frames = np.zeros((10, len(SOUNDS)), np.float32)
    if truth["audio"] is not None:
        for sound in truth["sounds"]:
            if sound["class"] not in heard:
                continue
            for k in range(10):
                low, high = start_s + k * SOUND_FRAME_S, start_s + (k + 1) * SOUND_FRAME_S
                if min(high, sound["end"], end_s) - max(low, sound["start"]) > 0.4 * SOUND_FRAME_S:
                    frames[k, SOUNDS.index(sound["class"])] = 1
    return {
        "cells": cells.astype(np.int64), "cover": cover, "cell_motion": motion.astype(np.int64), "camera": CAMERAS.index(slots["camera"]),
        "time": TIMES.index(slots["time"]), "count": len(shown), "actor": ACTORS.index(slots["actor"]), "action": ACTIONS.index(slots["action"]),
        "direction": DIRECTIONS.index(slots["direction"]), "second": SECONDS.index(slots["second"]), "box": box,
        "sounds": np.array([name in heard for name in SOUNDS], np.float32), "sound_frames": frames,
    }
