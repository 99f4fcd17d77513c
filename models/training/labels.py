"""What the truth of a clip says about each segment, as numbers to train on and captions to say."""

import os

import numpy as np

from models.scenes import caption, truth as truths

from .sizes import SPATIAL_TOKENS

NONE = "none"
CLASSES = {"actor": truths.ACTORS, "action": truths.ACTIONS, "direction": truths.DIRECTIONS,
           "camera": (NONE, *truths.CAMERAS), "time": (NONE, *truths.TIMES), "second": truths.SECONDS}
SOUNDS = truths.SOUNDS
KINDS = truths.ACTORS
MOVES = truths.CELL_MOTIONS
MIRROR = {"left": "right", "right": "left"}


def way(actor, span):
    """Where an actor goes in a span of steps, in the world."""
    dx, dy = sum(actor["wx"][i] for i in span), sum(actor["wy"][i] for i in span)
    grow = sum(actor["grow"][i] for i in span)
    size = np.mean([max(actor["w"][i] * truths.FIELD_W, actor["h"][i] * truths.FIELD_H) for i in span])
    if abs(grow) > 0.12 and abs(grow) * size * 0.5 > np.hypot(dx, dy) * 0.6:
        return "toward" if grow > 0 else "away"
    if np.hypot(dx, dy) < truths.MOVED_PATH:
        return "still"
    if abs(dx) >= abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"


def moves(truth, start, end):
    """How what fills each of the 3x5 cells during the segment moves."""
    result, best = np.zeros(SPATIAL_TOKENS, np.int64), np.full(SPATIAL_TOKENS, 8.0)
    span = truths.window_steps(truth, start, end)
    if not len(span):
        return result
    for actor in truth["actors"]:
        cover = np.mean([actor["cover"][i] for i in span], 0)
        result[cover > best] = MOVES.index(way(actor, span))
        best = np.maximum(best, cover)
    return result


def mirrored(truth):
    """Truth of the picture with left and right swapped."""
    camera = dict(truth["camera"])
    camera["dx"] = [-v for v in camera["dx"]]
    camera["kind"] = " ".join(MIRROR.get(w, w) for w in camera["kind"].split())
    actors = []
    for actor in truth["actors"]:
        cover = np.array(actor["cover"]).reshape(-1, 3, 5)[:, :, ::-1].reshape(-1, 15).tolist()
        actors.append({**actor, "wx": [-v for v in actor["wx"]], "cover": cover,
                       "cx": [round(1 - v, 3) for v in actor["cx"]]})
    return {**truth, "camera": camera, "actors": actors}


_mirrors = {}


def truth_of(file, flip):
    """A file's truth, or that of its mirror image."""
    if not flip:
        return file.truth
    if file.name not in _mirrors:
        _mirrors[file.name] = mirrored(file.truth)
    return _mirrors[file.name]


def span_of(shards, file, at, count):
    """Seconds of `count` segments of a file from segment `at` on."""
    first, last = shards.span(file, at, count)
    return first / 1e6, last / 1e6


_facts = {}


def window(shards, file, at, count, language, flip=False, picture=True, sound=True):
    """Caption and slots of such a window, as one without picture or sound if so asked."""
    key = (file.name, flip, at, count)
    if key not in _facts:
        _facts[key] = truths.facts(truth_of(file, flip), *span_of(shards, file, at, count))
    slots = dict(_facts[key])
    if not picture:
        slots = dict.fromkeys(slots, NONE) | {"sound": slots["sound"]}
    if not sound:
        slots["sound"] = NONE
    return caption.sentence(slots, language), slots


def described(truth, start_us, end_us, language):
    """Caption and slots of a span of media time."""
    return caption.describe(truth, start_us / 1e6, end_us / 1e6, language)


def parse(text, language):
    """Slots of a caption; none of them if it cannot be read."""
    try:
        return caption.parse(text, language)
    except (KeyError, ValueError, IndexError):
        return {}


def rows_of(shards, file, flip):
    """Label arrays of the segments of one file."""
    truth, found = truth_of(file, flip), []
    for i in range(file.count):
        span = span_of(shards, file, i, 1)
        dense = truths.segment_labels(truth, *span)
        row = {f"slot.{n}": dense[n] + (n in ("camera", "time")) for n in CLASSES}
        row |= {"cells": dense["cells"].reshape(-1), "moves": moves(truth, *span),
                "frames": dense["sound_frames"], "sounds": dense["sounds"]}
        found.append(row)
    return {name: np.stack([row[name] for row in found]) for name in found[0]}


def shard_table(shards, number, flip):
    """Label arrays of one shard; -1 where there is no truth. Kept beside its tensors."""
    name, first = shards.names[number], shards.starts[number]
    path = shards.directory / f"{name}.labels{'.flip' if flip else ''}.npz"
    if path.exists():
        return dict(np.load(path))
    result, size = {}, len(shards.arrays[number]["has"])
    for file in shards.files:
        if first <= file.first < first + size:
            for key, values in rows_of(shards, file, flip).items():
                if key not in result:
                    result[key] = np.full((size, *values.shape[1:]), -1, values.dtype)
                result[key][file.first - first:file.first - first + file.count] = values
    partial = path.with_name(f".{os.getpid()}.{path.name}")
    np.savez(partial, **result)
    partial.replace(path)
    return result


def table(shards, flip=False):
    """Label arrays of all segments."""
    parts = [shard_table(shards, i, flip) for i in range(len(shards.names))]
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def corpus():
    """Sentences with every clause, camera and sound, for the tokenizer."""
    texts, random = [], np.random.default_rng(0)
    pairs = [NONE, *SOUNDS, *(f"{a}+{b}" for a in SOUNDS for b in SOUNDS if a < b)]

    def say(**slots):
        rest = {"time": str(random.choice(truths.TIMES)), "camera": str(random.choice(truths.CAMERAS)),
                "sound": str(random.choice(pairs)), "second": NONE}
        for language in caption.LANGUAGES:
            try:
                texts.append(caption.sentence(rest | slots, language))
            except KeyError:
                return
    for actor in KINDS[1:]:
        for action in CLASSES["action"][1:]:
            for direction in CLASSES["direction"]:
                for second in CLASSES["second"]:
                    say(actor=actor, action=action, direction=direction, second=second)
    for camera in truths.CAMERAS:
        for sound in pairs:
            say(actor=NONE, action=NONE, direction=NONE, camera=camera, sound=sound)
            say(actor=NONE, action=NONE, direction=NONE, time=NONE, sound=sound)
    return texts
