"""Distribution of the slots over all segments and windows of a folder: python -m models.scenes.stats DIR..."""

import collections
import glob
import os
import sys

from models.scenes import caption, truth


def main():
    counts = {slot: collections.Counter() for slot in caption.SLOTS}
    windows = scenes = 0
    for folder in sys.argv[1:]:
        for path in glob.glob(os.path.join(folder, "*.json")):
            data = truth.load(path)
            scenes += 1
            for length in (2, 4, 8):
                start = 0.0
                while start + 1.0 < data["duration"]:
                    slots = truth.facts(data, start, min(start + length, data["duration"]))
                    windows += 1
                    for slot, value in slots.items():
                        counts[slot][value] += 1
                    start += length
    print(f"{scenes} scenes, {windows} windows of 2, 4 and 8 s")
    for slot, counter in counts.items():
        print(f"{slot}: " + ", ".join(f"{name} {100 * n / max(windows, 1):.1f}" for name, n in counter.most_common(16)))


if __name__ == "__main__":
    main()
