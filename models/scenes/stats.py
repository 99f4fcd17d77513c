"""Distribution of the slots over segments and windows: python -m models.scenes.stats DIR... | --planned N [--seed S] [--split NAME].

With --planned nothing is rendered: scenes are planned and their truth is sketched.
"""

import argparse
import collections
import glob
import os

from models.scenes import heldout, sketch, truth
from models.scenes.vocabulary import SLOTS


def _rendered(folders):
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            yield truth.load(path)


def _planned(count, seed, split):
    for index in range(count):
        yield sketch.sketch(heldout.planned(seed, index, split)[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--planned", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("train", "test", "heldout"), default="train")
    options = parser.parse_args()
    counts = {slot: collections.Counter() for slot in (*SLOTS, "event")}
    windows = scenes = pairs = 0
    for data in _planned(options.planned, options.seed, options.split) if options.planned else _rendered(options.folders):
        scenes += 1
        pairs += heldout.shows_pair(data)
        counts["event"].update(one["slots"]["action"] for one in data["events"])
        for length in (2, 4, 8):
            start = 0.0
            while start + 1.0 < data["duration"]:
                windows += 1
                for slot, value in truth.facts(data, start, min(start + length, data["duration"])).items():
                    counts[slot][value] += 1
                start += length
    print(f"{scenes} scenes ({pairs} with a held-out pair), {windows} windows of 2, 4 and 8 s")
    for slot, counter in counts.items():
        total = counter.total() if slot == "event" else windows
        print(f"{slot}: " + ", ".join(f"{name} {100 * n / max(total, 1):.1f}" for name, n in counter.most_common(30)))


if __name__ == "__main__":
    main()
