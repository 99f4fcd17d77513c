"""Keeps the held-out combinations out of the scenes of the other splits, and only them in theirs."""

from models.scenes import plan, sketch, truth as truths
from models.scenes.vocabulary import CAMERAS, HELD_OUT

SEGMENT_S = 2.0
ATTEMPTS = 400
_SWAP = {"left": "right", "right": "left"}
_PAIRS = frozenset(HELD_OUT)
# The trainer mirrors scenes: what mirrors to a held-out pair must not be seen either.
_MIRRORED = frozenset((kind, " ".join(_SWAP.get(word, word) for word in name.split())) for kind, name in HELD_OUT if name in CAMERAS)
_BANNED = _PAIRS | _MIRRORED


def windows(truth):
    """All windows of one to four segments of two seconds."""
    count = max(1, int(-(-(truth["duration"] - 1e-3) // SEGMENT_S)))
    for first in range(count):
        for last in range(first + 1, min(first + 4, count) + 1):
            yield first * SEGMENT_S, min(last * SEGMENT_S, truth["duration"])


def shows_pair(truth, wanted=_PAIRS):
    """Whether the main actor of some window, with what it does or with the camera, is a wanted pair."""
    for start, end in windows(truth):
        slots = truths.facts(truth, start, end)
        if {(slots["actor"], slots["action"]), (slots["actor"], slots["camera"])} & wanted:
            return True
    return False


def shows_any(truth):
    """Whether any named actor of any window, or of the mirrored scene, would show a held-out pair."""
    spans = [*windows(truth), *((one["start"], one["end"]) for one in truth["events"]), (0.0, truth["duration"])]
    for start, end in spans:
        camera = truths.camera(truth, start, end)
        slots = truths.facts(truth, start, end)
        if (slots["actor"], slots["action"]) in _BANNED:
            return True
        for one in truths.actors(truth, start, end):
            if {(one.kind, one.action), (one.kind, camera)} & _BANNED:
                return True
    return any((one["slots"]["actor"], one["slots"]["action"]) in _BANNED for one in truth["events"])


def wish(index, split):
    """The pair that a scene of the heldout split shows, each in turn; None in other splits."""
    return HELD_OUT[index % len(HELD_OUT)] if split == "heldout" else None


def fits(truth, split):
    """Whether a truth may stand in a split."""
    wanted = wish(truth["index"], split)
    return shows_pair(truth, {wanted}) if wanted else not shows_any(truth)


def planned(seed, index, split, attempt=0):
    """(scene, next attempt): the first scene from an attempt on whose sketch fits the split."""
    for number in range(attempt, attempt + ATTEMPTS):
        scene = plan.plan(seed, index, number, wish(index, split))
        if fits(sketch.sketch(scene), split):
            return scene, number + 1
    raise RuntimeError(f"scene {index}: no fitting plan in {ATTEMPTS} attempts for split {split}")
