"""Contact sheet of rendered scenes: python -m models.scenes.sheet DIR OUT.png [--rows N] [--first I] [--boxes].

With --sprites or --backgrounds and no DIR: what can be drawn, a row a kind.
"""

import argparse
import glob
import json
import os

import cv2
import numpy as np

from models.scenes import caption, sprites, textures

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


def drawn_sprites(seed, tall=110, width=1400):
    """Examples of every kind and view with the names of their colours; two phases of those that move."""
    rng, rows = np.random.default_rng(seed), []
    for kind, views in sprites.VIEWS.items():
        for view in views:
            canvas, x = np.full((tall + 16, width, 3), 150, np.uint8), 95
            cv2.putText(canvas, f"{kind} {view}", (2, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
            for _ in range(6):
                sprite = sprites.make(rng, kind, view, tall, True)
                for frame in sprite.levels[0][:: max(1, sprite.phases // 2)][:2]:
                    if x + sprite.width > width:
                        break
                    area = canvas[2 : 2 + sprite.height, x : x + sprite.width]
                    area[:] = area * (1 - frame[..., 3:] / 255.0) + frame[..., :3]
                    cv2.putText(canvas, sprite.colour, (x, tall + 13), cv2.FONT_HERSHEY_SIMPLEX, 0.35, (0, 0, 160), 1, cv2.LINE_AA)
                    x += sprite.width + 6
            rows.append(canvas)
    return np.vstack(rows)


def drawn_backgrounds(seed):
    """Five examples of every background."""
    rng, rows = np.random.default_rng(seed), []
    for kind in textures.MAKERS:
        rows.append(np.hstack([cv2.resize(textures.make(kind, rng, 320, 180), (_W, _H), interpolation=cv2.INTER_AREA) for _ in range(_COLUMNS)]))
        cv2.putText(rows[-1], kind, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 255), 1, cv2.LINE_AA)
    return np.vstack(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("out")
    parser.add_argument("--rows", type=int, default=10)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--boxes", action="store_true")
    parser.add_argument("--sprites", action="store_true")
    parser.add_argument("--backgrounds", action="store_true")
    options = parser.parse_args()
    if options.sprites or options.backgrounds:
        cv2.imwrite(options.out, drawn_sprites(options.first) if options.sprites else drawn_backgrounds(options.first))
        return
    if options.folder is None:
        parser.error("required: the folder of rendered scenes, or --sprites or --backgrounds")
    paths = sorted(glob.glob(os.path.join(options.folder, "*.json")))[options.first : options.first + options.rows]
    cv2.imwrite(options.out, np.vstack([row(path, options.boxes) for path in paths]))


if __name__ == "__main__":
    main()
