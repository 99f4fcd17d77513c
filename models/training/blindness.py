"""How small, slow, fast, dark and quiet things may be and still be named: accuracy by bins of the test windows."""

from pathlib import Path

import numpy as np

from models.scenes import truth as truths

from . import labels
from .dataset import find_truth

LEAST = 8  # windows in a bin below which it says nothing
GOOD = 0.75
# name: (slots that must be right, edges of the bins, unit, what a smaller or larger value means)
MEASURES = {
    "size of the main actor": (("actor",), (0, 1, 2, 4, 8, 16, 100), "% of the picture"),
    "speed of the main actor": (("action", "direction"), (0, 2, 6, 15, 40, 100, 1e9), "% of the width a second"),
    "brightness of the picture": (("actor",), (0, 30, 50, 80, 120, 256), "of 255"),
    "level of the quietest sound": (("sound",), (-1e9, -35, -30, -25, -20, -15, 1e9), "dB of full scale"),
}


def measured(truth, start, end):
    """{name: value} of a window, as far as there is one."""
    steps, found = truths.window_steps(truth, start, end), {}
    shown = truths.actors(truth, start, end)
    if shown:
        main = shown[0].actor
        found["size of the main actor"] = 100 * max(main["area"][i] for i in steps)
        path = np.hypot([main["wx"][i] for i in steps], [main["wy"][i] for i in steps])
        found["speed of the main actor"] = 100 * float(np.mean(path)) * truths.STEP_HZ / truths.FIELD_W
        found["brightness of the picture"] = float(np.mean([truth["luma"][i] for i in steps]))
    heard = set(truths.sounds(truth, start, end))
    levels = [s["db"] for s in truth["sounds"] if s["class"] in heard and s["start"] < end and s["end"] > start]
    if levels:
        found["level of the quietest sound"] = min(levels)
    return found


def binned(said, directory):
    """{measure: [(low, high, windows, share right)]} of the windows that evaluate.py kept."""
    rows = {name: [] for name in MEASURES}
    for entry in said:
        shard, _, file = entry["file"].rpartition("/")
        truth = find_truth(file, shard, Path(directory))
        for name, value in measured(truth, *entry["span"]).items():
            found = labels.parse(entry["en"], "en")
            rows[name].append((value, all(found.get(s) == entry["slots"][s] for s in MEASURES[name][0])))
    result = {}
    for name, pairs in rows.items():
        edges = MEASURES[name][1]
        bins = [(low, high, [right for value, right in pairs if low <= value < high])
                for low, high in zip(edges, edges[1:])]
        result[name] = [(low, high, len(b), float(np.mean(b))) for low, high, b in bins if len(b) >= LEAST]
    return result


def span_text(low, high):
    if abs(low) > 1e8:
        return f"below {high:g}"
    return f"{low:g} and more" if high > 1e8 else f"{low:g} to {high:g}"


def markdown(bins):
    """One line a measure with all its bins, then the limits at which three of four are still right."""
    lines = ["| | right by bin (windows) |", "|---|---|"]
    limits = []
    for name, rows in bins.items():
        unit = MEASURES[name][2]
        cells = "; ".join(f"{span_text(low, high)}: {share:.2f} ({n})" for low, high, n, share in rows)
        lines.append(f"| {name}, {unit}: {' and '.join(MEASURES[name][0])} right | {cells or 'too few windows'} |")
        good = [row for row in rows if row[3] >= GOOD]
        known = [f"{span_text(*row[:2])}" for row in (good[:1] + good[-1:])]
        if not rows:
            continue
        limits.append(f"- {name}: three of four right " + (
            f"from {known[0]} up to {known[-1]} {unit}" if good else "nowhere") + ".")
    return "\n".join(lines) + "\n\n" + "\n".join(limits)
