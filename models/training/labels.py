"""What the truth of a clip says about each segment, as numbers to train on and captions to say."""

import os

import numpy as np

from models.scenes import caption, truth as truths, vocabulary as names

from .sizes import MOTION_STEPS, SPATIAL_TOKENS, STEPS_A_SECOND

NONE = "none"
COUNTS = 5  # none, one, two, three, more
CLASSES = {"actor": names.ACTORS, "action": names.ACTIONS, "direction": names.DIRECTIONS,
           "camera": (NONE, *names.CAMERAS), "time": (NONE, *names.TIMES), "second": names.SECONDS,
           "weather": names.WEATHER, "colour": names.COLOURS, "count": tuple(map(str, range(COUNTS)))}
SPOKEN = ("actor", "action", "direction", "camera", "time", "second")
SOUNDS = names.SOUNDS
KINDS = names.ACTORS
MOVES = names.CELL_MOTIONS
COLOURS = names.COLOURS
FILLED = 15  # per cent of a cell that an actor covers to be the cell's label
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


def colours(truth, start, end, cells):
    """Colour of what fills each cell at the key frame; -1 where `cells` [15] is empty."""
    result, best = np.full(SPATIAL_TOKENS, -1, np.int64), np.full(SPATIAL_TOKENS, float(FILLED))
    span = truths.window_steps(truth, start, end)
    for actor in truth["actors"] if len(span) else ():
        cover = np.asarray(actor["cover"][span[0]], float)
        result[cover >= best] = COLOURS.index(actor.get("colour", NONE))
        best = np.maximum(best, cover)
    return np.where(cells > 0, result, -1)


def activity(truth, start, end):
    """[2,12]: in which sixths of a second something nameable goes on, and begins."""
    found = np.zeros((2, MOTION_STEPS), np.float32)
    middle = start + (np.arange(MOTION_STEPS) + 0.5) / STEPS_A_SECOND
    for low, high in truths.activity(truth):
        found[0] = np.maximum(found[0], (middle >= low) & (middle < high) & (middle < end))
    for event in truth.get("events", ()):
        step = int(np.floor((event["start"] - start) * STEPS_A_SECOND))
        if 0 <= step < MOTION_STEPS:
            found[1, step] = 1
    return found


def swap(text):
    """Left for right and right for left."""
    return " ".join(MIRROR.get(word, word) for word in text.split(" "))


def mirrored_events(truth):
    """Events of the mirrored picture in its canonical order: start, then from the left."""
    events = [{**e, "slots": {n: swap(v) for n, v in e["slots"].items()}} for e in truth.get("events", ())]

    def order(event):
        steps = truth["actors"][event["actor"]]["cx"] if event.get("actor") is not None else [0.5]
        return event["start"], 1 - steps[min(int(event["start"] * STEPS_A_SECOND), len(steps) - 1)]
    return sorted(events, key=order)


def mirrored(truth):
    """Truth of the picture with left and right swapped; text in it can no longer be read."""
    camera = dict(truth["camera"])
    camera["dx"] = [-v for v in camera["dx"]]
    camera["kind"] = swap(camera["kind"])
    actors = []
    for actor in truth["actors"]:
        cover = np.array(actor["cover"]).reshape(-1, 3, 5)[:, :, ::-1].reshape(-1, 15).tolist()
        actors.append({**actor, "wx": [-v for v in actor["wx"]], "cover": cover,
                       "cx": [round(1 - v, 3) for v in actor["cx"]]})
    return {**truth, "camera": camera, "actors": actors, "events": mirrored_events(truth), "text": []}


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


def slots_of(shards, file, at, count, flip=False, picture=True, sound=True):
    """Slots of such a window, as one without picture or sound if so asked."""
    key = (file.name, flip, at, count)
    if key not in _facts:
        _facts[key] = truths.facts(truth_of(file, flip), *span_of(shards, file, at, count))
    slots = dict(_facts[key])
    if not picture:
        slots = dict.fromkeys(slots, NONE) | {"sound": slots["sound"]}
    if not sound:
        slots["sound"] = NONE
    return slots


def window(shards, file, at, count, language, flip=False, picture=True, sound=True):
    """Caption and slots of a window of segments."""
    slots = slots_of(shards, file, at, count, flip, picture, sound)
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


def row_of(truth, span):
    """Labels of one segment by name."""
    dense = truths.segment_labels(truth, *span)
    row = {f"slot.{n}": dense[n] + (n in ("camera", "time")) for n in SPOKEN}
    shown, cells = truths.actors(truth, *span), dense["cells"].reshape(-1)
    row |= {"slot.weather": names.WEATHER.index(truth["weather"]), "slot.count": min(len(shown), COUNTS - 1),
            "slot.colour": COLOURS.index(shown[0].actor.get("colour", NONE)) if shown else 0}
    return row | {"cells": cells, "colours": colours(truth, *span, cells), "moves": moves(truth, *span),
                  "frames": dense["sound_frames"], "sounds": dense["sounds"], "activity": activity(truth, *span)}


def rows_of(shards, file, flip):
    """Label arrays of the segments of one file."""
    truth = truth_of(file, flip)
    found = [row_of(truth, span_of(shards, file, i, 1)) for i in range(file.count)]
    return {name: np.stack([row[name] for row in found]) for name in found[0]}


def shard_table(shards, number, flip):
    """Label arrays of one shard; -1 where there is no truth. Kept beside its tensors."""
    name, first = shards.names[number], shards.starts[number]
    path = shards.directory / f"{name}.labels2{'.flip' if flip else ''}.npz"
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


def turned(table_):
    """A table of labels of pictures as those of the mirrored pictures; sounds and movement in cells stay as they are."""
    found = dict(table_)
    for key in ("cells", "colours"):
        found[key] = table_[key].reshape(-1, 3, 5)[:, :, ::-1].reshape(-1, SPATIAL_TOKENS)
    for name, classes in CLASSES.items():
        other = np.array([classes.index(swap(c)) if swap(c) in classes else i for i, c in enumerate(classes)])
        found[f"slot.{name}"] = other[table_[f"slot.{name}"]]
    return found


def spoken(table_, row):
    """Slots of one row of a label table, for caption.sentence."""
    slots = {n: CLASSES[n][max(0, int(table_[f"slot.{n}"][row]))] for n in SPOKEN}
    heard = [s for s, there in zip(SOUNDS, table_["sounds"][row]) if there > 0.5]
    return slots | {"sound": "+".join(heard[:2]) or NONE}


def corpus(seconds=3):
    """Sentences with every clause, camera and sound, for the tokenizer; `seconds` of each clause."""
    texts, random = [], np.random.default_rng(0)
    pairs = [NONE, *SOUNDS, *(f"{a}+{b}" for i, a in enumerate(SOUNDS) for b in SOUNDS[i + 1:])]

    def say(**slots):
        rest = {"time": str(random.choice(names.TIMES)), "camera": str(random.choice(names.CAMERAS)),
                "sound": str(random.choice(pairs)), "second": NONE}
        for language in caption.LANGUAGES:
            try:
                texts.append(caption.sentence(rest | slots, language))
            except (KeyError, ValueError):
                return
    for actor in KINDS[1:]:
        for action in CLASSES["action"][1:]:
            for direction in CLASSES["direction"]:
                for second in random.choice(names.SECONDS, seconds):
                    say(actor=actor, action=action, direction=direction, second=str(second))
    for camera in names.CAMERAS:
        for sound in pairs:
            say(actor=NONE, action=NONE, direction=NONE, camera=camera, sound=sound)
            say(actor=NONE, action=NONE, direction=NONE, time=NONE, sound=sound)
    return texts
