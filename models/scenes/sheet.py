"""Contact sheet of rendered scenes: python -m models.scenes.sheet DIR OUT.png [--rows N] [--first I]."""

import argparse
import glob
import json
import os

import cv2
import numpy as np

from models.scenes import caption

_W, _H, _COLUMNS = 224, 126, 5


def row(path, boxes):
    """Frames of one scene in a row with its caption below."""
    with open(path, encoding="utf-8") as handle:
        truth = json.load(handle)
    reader = cv2.VideoCapture(os.path.join(os.path.dirname(path), truth["file"]))
    frames = []
    while True:
        ok, frame = reader.read()
        if not ok:
            break
        frames.append(frame)
    cells = []
    for part in np.linspace(0.04, 0.96, _COLUMNS):
        at = int(part * (len(frames) - 1))
        cell = cv2.resize(frames[at], (_W, _H), interpolation=cv2.INTER_AREA)
        step = min(int(at / truth["fps"] * 6), len(truth["luma"]) - 1)
        for actor in truth["actors"] if boxes else ():
            if actor["shown"][step]:
                half = np.array([actor["w"][step], actor["h"][step]]) / 2
                centre = np.array([actor["cx"][step], actor["cy"][step]])
                a, b = (centre - half) * (_W, _H), (centre + half) * (_W, _H)
                cv2.rectangle(cell, tuple(a.astype(int).tolist()), tuple(b.astype(int).tolist()), (0, 255, 255), 1)
        cells.append(cell)
    strip = np.full((16, _W * _COLUMNS, 3), 30, np.uint8)
    text = f"{truth['index']} {caption.describe(truth, 0, truth['duration'], 'en')[0]}"
    cv2.putText(strip, text, (3, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return np.vstack([np.hstack(cells), strip])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--rows", type=int, default=10)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--boxes", action="store_true")
    options = parser.parse_args()
    paths = sorted(glob.glob(os.path.join(options.folder, "*.json")))[options.first : options.first + options.rows]
    cv2.imwrite(options.out, np.vstack([row(path, options.boxes) for path in paths]))


if __name__ == "__main__":
    main()
