"""What a window shows of one actor, and what it does there, judged from what can be seen."""

import numpy as np

STEP_HZ = 6
FIELD_W, FIELD_H = 576.0, 320.0
SEEN_AREA = 0.003  # part of the picture that an actor must cover in a step to be seen
NAMED_AREA = 0.0065  # part it must reach in the window to be named
NAMED_STEPS = 3
NAMED_CONTRAST = 9.0
STILL_STEP = 0.9  # pixels of the 576x320 field a step below which nothing moves
MOVED_PATH = 8.0
GROWTH = 0.22
RUN = 1.15  # body heights a second from which a person or an animal runs
SPEED_UP = 2.2
STANDING_MPS = 0.5  # own speed below which a driving camera stands
LASTING = ("crowds", "queues")  # seen from a while of their span; of other acts a half must be seen, of relations most
RUNNERS = ("person", "animal")


def visible_part(span, start_s, end_s):
    """Seconds of a span inside a window and whether the window tells what happens in it."""
    shared = min(span["end"], end_s) - max(span["start"], start_s)
    if span["action"] in (*LASTING, "follows"):
        return shared, shared >= min(1.5, 0.7 * (end_s - start_s))
    part = 0.8 if "other" in span else 0.5
    return shared, shared >= part * (span["end"] - span["start"])


def way(net):
    """Name of the direction of a sum of moves."""
    if abs(net[0]) >= abs(net[1]):
        return "left to right" if net[0] > 0 else "right to left"
    return "down" if net[1] > 0 else "up"


class Seen:
    """One actor in one window: named or not, its action and direction, arrays a step."""

    def __init__(self, truth, actor, steps, start_s, end_s, index=0):
        def cut(name):
            return np.asarray(actor[name][first:last], float)

        first, last = int(steps[0]), int(steps[-1]) + 1
        self.actor, self.index, self.kind, self.steps = actor, index, actor["kind"], steps
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
        self.drive = truth["camera"]["kind"] == "drives forward"
        before = max(first - 1, 0)
        whole = (np.asarray(actor["cx"][before:last]) * FIELD_W, np.asarray(actor["cy"][before:last]) * FIELD_H)
        screen = np.stack([np.diff(v, prepend=v[:1])[first - before :] for v in whole], 1)
        self.screen = np.clip(screen, -FIELD_W, FIELD_W)
        known = truth.get("telemetry")
        self.halted = bool(known) and float(np.mean(known["speed"][first:last])) < STANDING_MPS
        self.move = self.screen.copy() if self.drive else np.stack([cut("wx"), cut("wy")], 1)
        self.grow = cut("grow")
        for values in (self.move, self.grow, self.screen):
            values[~self.seen] = 0.0
            if first == 0:
                values[0] = 0.0
        self.speed = np.hypot(self.move[:, 0], self.move[:, 1])
        shown = actor["shown"]
        self.appears, self.vanishes = self._pop(shown, 0, 1), self._pop(shown, 1, 0)
        self.act = self._act(start_s, end_s)
        self.action, self.direction = self._drive_action() if self.drive else self._action()
        strength = np.minimum(1.0, self.speed / 3.0 + np.abs(self.grow) * 10)
        if self.action in ("appears", "disappears") or self.act:
            strength = strength + 0.5
        self.score = float((self.area * np.where(self.seen, strength + 0.02, 0)).sum())

    def _act(self, start_s, end_s):
        for act in self.actor.get("acts", ()):
            if visible_part(act, start_s, end_s)[1]:
                return act
        return None

    def _pop(self, shown, before, after):
        part = shown[self.steps[0] : self.steps[-1] + 1]
        for i in range(2, len(part) - 1):
            near = slice(i, i + 2) if after else slice(i - 2, i)
            if part[i - 1] == before and part[i] == after and self.seen[near].all():
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

    def moving_span(self):
        """Seconds from the first to after the last step with visible motion; None when there is none."""
        if self.appears or self.vanishes:
            shown = np.asarray(self.actor["shown"])[self.steps]
            at = int(np.flatnonzero(np.diff(shown) != 0)[0]) + 1
            return (self.steps[at] - 3) / STEP_HZ, (self.steps[at] + 3) / STEP_HZ
        size = np.minimum(self.h, 1.2) * FIELD_H
        busy = np.flatnonzero((self.speed > STILL_STEP) | (np.abs(self.grow) * size > 2 * STILL_STEP))
        if not len(busy):
            return None
        return (self.steps[busy[0]] - 1) / STEP_HZ, self.steps[busy[-1]] / STEP_HZ

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
        if self.halted and self.speed.sum() < MOVED_PATH:
            return "stands still", "none"
        return "moves", "away"

    def _action(self):
        if self.act:
            return self.act["action"], "down" if self.act["action"] == "falls" else "none"
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
        for name, found in (("turns back", self._turned()), ("turns aside", self._aside())):
            if found is not None:
                return name, found
        name = self._crosses(path) or self._changes() or "moves"
        if name in ("moves", "enters", "leaves", "passes") and self._runs():
            name = "runs"
        return name, way(net)

    def _crosses(self, path):
        """Whether it comes into or goes out of the picture, by its own motion."""
        inside = self.inside()
        own = path >= 0.4 * np.hypot(self.screen[:, 0], self.screen[:, 1]).sum()
        if not own or inside.max() < 0.7:
            return None
        enters, leaves = inside[0] <= 0.35, inside[-1] <= 0.35
        return ("passes" if leaves else "enters") if enters else "leaves" if leaves else None

    def _changes(self):
        """Whether it stops, starts or speeds up."""
        speed = self.speed[self.seen]
        moving = speed > STILL_STEP
        calm = max(3, len(moving) // 8)
        if len(moving) < 6:
            return None
        if not moving[-calm:].any() and moving[:-calm].sum() >= 3:
            return "stops"
        if not moving[1 : calm + 1].any() and moving[calm + 1 :].sum() >= 3:
            return "starts"
        third = len(speed) // 3
        early, late = speed[1 : third + 1].mean(), speed[-third:].mean()
        if moving[1:].all() and late >= SPEED_UP * early and late - early >= 3.0:
            return "speeds up"
        return None

    def _runs(self):
        if self.kind not in RUNNERS or self.actor["view"] in ("bust", "arm", "top"):
            return False
        going = self.seen & (self.speed > STILL_STEP)
        if going.sum() < 3:
            return False
        return bool(np.median(self.speed[going] * STEP_HZ / (self.h[going] * FIELD_H)) >= RUN)

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

    def _aside(self):
        """Direction of the second of two straight legs at about a right angle."""
        line = np.cumsum(self.move, 0)
        gone = np.concatenate([[0.0], np.cumsum(self.speed)])
        n = len(line)
        for k in range(2, n - 2):
            first, second = line[k] - line[0], line[-1] - line[k]
            a, b = np.hypot(*first), np.hypot(*second)
            if min(a, b) < 20.0 or a < 0.9 * (gone[k + 1] - gone[1]) or b < 0.9 * (gone[-1] - gone[k + 1]):
                continue
            if abs(first @ second) <= 0.5 * a * b:
                return way(second)
        return None
