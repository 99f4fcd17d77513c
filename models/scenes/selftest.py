"""Checks on scenes and captions: python -m models.scenes.selftest [DIR with truth files].

Captions of random windows must parse back to their slots in both languages; every combination of
slot values must make a sentence of its own; a rendered scene must be the same when rendered again.
"""

import glob
import hashlib
import os
import sys
import tempfile

import numpy as np

from models.scenes import caption, generate, grammar, truth


def check_windows(truths, count, seed=0):
    """Random windows of real truths: parse(describe(x)) == slots."""
    rng = np.random.default_rng(seed)
    seen = set()
    for _ in range(count):
        data = truths[rng.integers(len(truths))]
        start = float(rng.integers(0, max(1, int(data["duration"] // 2)))) * 2
        end = min(start + 2 * int(rng.integers(1, 5)), data["duration"])
        for lang in caption.LANGUAGES:
            text, slots = caption.describe(data, start, end, lang, picture=rng.random() > 0.05)
            if caption.parse(text, lang) != slots:
                raise AssertionError(f"{text!r} parses to {caption.parse(text, lang)}, not {slots}")
            seen.add(text)
    return len(seen)


def all_slots():
    """Every clause with the other slots running through their values."""
    sounds = ["none", *truth.SOUNDS] + [f"{a}+{b}" for i, a in enumerate(truth.SOUNDS) for b in truth.SOUNDS[i + 1 :]]
    k = 0
    for key in grammar.CLAUSES["en"]:
        seconds = [key[3]] if len(key) == 4 else truth.SECONDS
        for second in seconds:
            yield {
                "time": truth.TIMES[k % 2], "camera": truth.CAMERAS[k % 9], "actor": key[0], "action": key[1], "direction": key[2], "second": second,
                "sound": sounds[k % len(sounds)],
            }
            k += 1
    for camera in truth.CAMERAS:
        for sound in sounds:
            yield dict.fromkeys(caption.SLOTS, "none") | {"time": "day", "camera": camera, "sound": sound}
    for sound in sounds:
        yield dict.fromkeys(caption.SLOTS, "none") | {"sound": sound}


def read(text, data, lang):
    """Slots of a sentence as a reader of grammar() in any language finds them: the longest phrase, left to right."""
    table = _tables.setdefault(lang, {one["text"]: one["slots"] for one in data["languages"][lang]})
    longest = max(map(len, table))
    slots, at = dict(data["empty"]), 0
    while at < len(text):
        size = next((n for n in range(min(longest, len(text) - at), 0, -1) if text[at : at + n] in table), None)
        if size:
            slots |= table[text[at : at + size]]
        at += size or 1
    return slots


_tables = {}


def check_all():
    """No two different slots share a sentence, and every sentence parses back, here and by the phrases of grammar()."""
    data = grammar.grammar()
    for lang in caption.LANGUAGES:
        texts = {}
        for slots in all_slots():
            text = caption.sentence(slots, lang)
            if caption.parse(text, lang) != slots:
                raise AssertionError(f"{text!r} parses to {caption.parse(text, lang)}, not {slots}")
            if read(text, data, lang) != slots:
                raise AssertionError(f"{text!r} reads as {read(text, data, lang)}, not {slots}")
            if texts.setdefault(text, slots) != slots:
                raise AssertionError(f"{text!r} says two things")
    return len(texts)


def _digest(folder):
    digests = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as handle:
            digests.append((name, hashlib.sha256(handle.read()).hexdigest()))
    return digests


def check_repeat(indices):
    """Rendering a scene twice gives the same bytes."""
    made = []
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        for index in indices:
            made.append(generate.render_scene(99, index, first))
            generate.render_scene(99, index, second)
        if _digest(first) != _digest(second):
            raise AssertionError("a scene differs between two renderings")
    return made


def main():
    print(f"{check_all()} sentences a language parse back")
    truths = check_repeat(range(4))
    print("4 scenes are the same when rendered again")
    for folder in sys.argv[1:]:
        truths += [truth.load(path) for path in sorted(glob.glob(os.path.join(folder, "*.json")))]
    print(f"2000 windows parse back, {check_windows(truths, 2000)} different sentences")


if __name__ == "__main__":
    main()
