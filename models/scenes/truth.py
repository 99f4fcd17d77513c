"""Reads the truth of a scene: facts of any window, and dense labels of a segment for the trainer.

Every fact is judged by what can be seen or heard inside the window: small, hidden or faint actors
are not facts, nor are movements below a visible size.
"""

import json

import numpy as np

STEP_HZ = 6
FIELD_W, FIELD_H = 576.0, 320.0
ROWS, COLUMNS = 3, 5
SOUND_FRAME_S = 0.2

TIMES = ("day", "night")
CAMERAS = ("still", "pan left", "pan right", "tilt up", "tilt down", "shake", "zoom in", "zoom out", "drives forward")
ACTORS = ("none", "vehicle", "person", "box", "something", "animal")
SECONDS = ACTORS + ("several",)
ACTIONS = (
    "none", "moves", "enters", "leaves", "passes", "stops", "starts", "turns back", "approaches", "recedes", "stands still", "meets", "appears",
    "disappears",
)
DIRECTIONS = ("none", "left to right", "right to left", "up", "down", "toward camera", "away")
SOUNDS = ("engine", "horn", "siren", "bang", "glass", "voice", "music", "noise")
CELL_MOTIONS = ("none", "still", "right", "left", "up", "down", "toward", "away")

SEEN_AREA = 0.003  # part of the picture that an actor must cover in a step to be seen
NAMED_AREA = 0.0065  # part it must reach in the window to be named
NAMED_STEPS = 3
NAMED_CONTRAST = 9.0
STILL_STEP = 0.9  # pixels of the 576x320 field a step below which nothing moves
MOVED_PATH = 8.0
GROWTH = 0.22
CAMERA_STEP = 1.0
CAMERA_ZOOM = 0.08
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
    if data["kind"] == "drives forward":
        return "drives forward"
    steps = window_steps(truth, start_s, end_s)
    steps = steps[steps > 0]
    if len(steps) == 0:
        return "still"
    zoom = float(np.asarray(data["zoom"])[steps].sum())
    if abs(zoom) >= CAMERA_ZOOM and abs(zoom) / len(steps) * STEP_HZ >= 0.03:
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


class _Seen:
    """What a window shows of one actor."""

    def __init__(self, truth, actor, steps):
        def cut(name):
            return np.asarray(actor[name], float)[steps]

        self.actor = actor
        self.kind = actor["kind"]
        self.steps = steps
        self.area, self.contrast = cut("area"), cut("contrast")
        self.seen = (self.area >= SEEN_AREA) & (self.contrast >= NAMED_CONTRAST * 0.6)
        self.named = bool(
            self.seen.sum() >= min(NAMED_STEPS, max(1, len(steps)))
            and self.area[self.seen].max() >= NAMED_AREA
            and np.percentile(self.contrast[self.seen], 80) >= NAMED_CONTRAST
        )
        if not self.named:
            return
        self.cx, self.cy, self.w, self.h = cut("cx"), cut("cy"), cut("w"), cut("h")
        drive = truth["camera"]["kind"] == "drives forward"
        whole = np.asarray(actor["cx"]) * FIELD_W, np.asarray(actor["cy"]) * FIELD_H
        screen = np.stack([np.diff(v, prepend=v[:1])[steps] for v in whole], 1)
        self.screen = np.clip(screen, -FIELD_W, FIELD_W)
        self.move = self.screen.copy() if drive else np.stack([cut("wx"), cut("wy")], 1)
        self.grow = cut("grow")
        for values in (self.move, self.grow, self.screen):
            values[~self.seen] = 0.0
            if steps[0] == 0:
                values[0] = 0.0
        self.speed = np.hypot(self.move[:, 0], self.move[:, 1])
        shown = np.asarray(actor["shown"])
        self.appears = self._pop(shown, 0, 1)
        self.vanishes = self._pop(shown, 1, 0)
        self.drive = drive
        self.action, self.direction = self._drive_action() if drive else self._action()
        strength = np.minimum(1.0, self.speed / 3.0 + np.abs(self.grow) * 10)
        if self.action in ("appears", "disappears"):
            strength = strength + 0.5
        self.score = float((self.area * np.where(self.seen, strength + 0.02, 0)).sum())

    def _pop(self, shown, before, after):
        for i in range(1, len(self.steps)):
            j = self.steps[i]
            near = slice(i, i + 2) if after else slice(max(0, i - 2), i)
            if shown[j - 1] == before and shown[j] == after and self.seen[near].all() and 2 <= i <= len(self.steps) - 2:
                return True
        return False

    def inside(self):
        """Part of the box inside the picture, 1 when as much is inside as can be."""
        def axis(centre, size):
            low, high = np.maximum(centre - size / 2, 0), np.minimum(centre + size / 2, 1)
            return np.clip(high - low, 0, None) / np.maximum(np.minimum(size, 1.0), 1e-6)

        part = axis(self.cx, self.w) * axis(self.cy, self.h) * np.where(self.seen | (self.area > 0), 1.0, 0.0)
        if self.actor["view"] == "arm":
            part = part / max(part.max(), 1e-6)
        return part

    def _way(self, net):
        if abs(net[0]) >= abs(net[1]):
            return "left to right" if net[0] > 0 else "right to left"
        return "down" if net[1] > 0 else "up"

    def _drive_action(self):
        growth = self.grow.sum()
        where = np.flatnonzero(self.seen)
        from_x, to_x = self.cx[where[0]] - 0.5, self.cx[where[-1]] - 0.5
        if from_x * to_x < 0 and abs(to_x - from_x) > 0.3:
            return "moves", "left to right" if to_x > from_x else "right to left"
        if growth >= GROWTH:
            return "approaches", "toward camera"
        if growth <= -GROWTH:
            return "recedes", "away"
        return "moves", "away"

    def _action(self):
        if self.appears:
            return "appears", "none"
        if self.vanishes:
            return "disappears", "none"
        net, path, growth = self.move.sum(0), self.speed.sum(), float(self.grow.sum())
        size = float(np.minimum(self.h, 1.2)[self.seen].mean()) * FIELD_H
        if abs(growth) >= GROWTH and abs(growth) * size >= 0.7 * np.hypot(*net):
            return ("approaches", "toward camera") if growth > 0 else ("recedes", "away")
        if path < MOVED_PATH:
            return "stands still", "none"
        way = self._way(net)
        inside = self.inside()
        own = path >= 0.4 * np.hypot(self.screen[:, 0], self.screen[:, 1]).sum()
        full = inside.max() >= 0.7
        enters = own and full and inside[0] <= 0.35
        leaves = own and full and inside[-1] <= 0.35
        turned = self._turned()
        if turned is not None:
            return "turns back", turned
        if enters and leaves:
            return "passes", way
        if enters or leaves:
            return ("enters", way) if enters else ("leaves", way)
        moving = self.speed[self.seen] > STILL_STEP
        calm = max(3, len(moving) // 8)
        if len(moving) >= 6:
            if not moving[-calm:].any() and moving[:-calm].sum() >= 3:
                return "stops", way
            if not moving[1 : calm + 1].any() and moving[calm + 1 :].sum() >= 3:
                return "starts", way
        return "moves", way

    def _turned(self):
        """Direction of the last leg if the actor went one way and came back."""
        line = np.cumsum(self.move, 0)
        axis = int(np.argmax(np.ptp(line, axis=0)))
        p = line[:, axis]
        span = float(np.ptp(p))
        least = max(12.0, 0.25 * span)
        if p.max() - p[0] >= least and p.max() - p[-1] >= least and p.max() >= abs(p.min()):
            return "right to left" if axis == 0 else "up"
        if p[0] - p.min() >= least and p[-1] - p.min() >= least:
            return "left to right" if axis == 0 else "down"
        return None


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
    seen = [_Seen(truth, actor, steps) for actor in truth["actors"]]
    return sorted((s for s in seen if s.named), key=lambda s: -s.score)


def sounds(truth, start_s, end_s):
    """Classes heard in a window, in the order of SOUNDS."""
    if truth["audio"] is None:
        return []
    heard = []
    for sound in truth["sounds"]:
        low, high = max(sound["start"], start_s), min(sound["end"], end_s)
        if high - low < (0.12 if sound["class"] in ("bang", "glass", "horn") else 0.3):
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


def facts(truth, start_s, end_s):
    """The slots of a window: names from the tuples above; sounds joined by '+'."""
    shown = actors(truth, start_s, end_s)
    slots = {
        "time": truth["time"], "camera": camera(truth, start_s, end_s), "actor": "none", "action": "none", "direction": "none", "second": "none",
        "sound": "+".join(sounds(truth, start_s, end_s)[:2]) or "none",
    }
    if not shown:
        return slots
    main = shown[0]
    slots.update(actor=main.kind, action=main.action, direction=main.direction)
    if len(shown) == 2:
        slots["second"] = shown[1].kind
        if _meet(main, shown[1]):
            slots.update(action="meets", direction="none")
    elif len(shown) > 2:
        slots["second"] = "several"
    return slots


def _cell_motion(main, cells):
    """Motion class of the cells that the main actor covers."""
    way = {"left to right": "right", "right to left": "left", "up": "up", "down": "down", "toward camera": "toward", "away": "away"}
    name = way.get(main.direction, "still")
    return np.where(cells, CELL_MOTIONS.index(name), 0)


def segment_labels(truth, start_s, end_s):
    """Dense labels of one segment as small numpy arrays and indices into the tuples of this module.

    cells [3,5] actor at the key frame (t = start_s), cover [3,5,6] its parts, cell_motion [3,5],
    camera, time, count, actor, action, direction, second, box [4] of the main actor at its best
    seen step (cx, cy, w, h clipped to the picture), sounds [8], sound_frames [10,8].
    """
    steps = window_steps(truth, start_s, end_s)
    slots = facts(truth, start_s, end_s)
    shown = actors(truth, start_s, end_s)
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
