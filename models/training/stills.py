"""Renders single pictures of scenes with labels: key frames for the vision encoder, without video or sound.

python -m models.training.stills --seed 1 --first 100000 --count 1000 --out DIR/NAME

Writes NAME.images.npy u8 [N,144,240,3] (RGB) and NAME.labels.npz, the label rows of the windows of two seconds that begin
with them. A picture costs a small part of a rendered and decoded clip, and its scene is in no clip the later stages learn
from, so that what they see of clips is not what an encoder learned by heart.
"""

import argparse
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from models.scenes import heldout, render, sketch

from . import labels
from .sizes import IMAGE_HEIGHT, IMAGE_WIDTH

EVERY_S = 1.25
WINDOW_S = 2.0
SHORTEST_S = 0.7


def coded(frame, scene, rng):
    """The frame after a coder and the key frame's JPEG: loss follows the scene's quality. BGR -> RGB."""
    quality = int(np.clip(130 - 2.6 * scene.coding["crf"] + rng.normal(0, 8), 12, 95))
    _, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def squashed(picture):
    """u8 [144,240,3] with a triangle filter as wide as the reduction, as the product does it."""
    return np.asarray(Image.fromarray(picture).resize((IMAGE_WIDTH, IMAGE_HEIGHT), Image.BILINEAR))


def stills(seed, index):
    """Pictures and label rows of one scene; none if what it shows is held out."""
    scene, _ = heldout.planned(seed, index, "train")
    rng = np.random.default_rng([seed, index, 7])
    renderer, pictures = render.Renderer(scene), []
    last = int(np.floor((scene.duration - SHORTEST_S) / EVERY_S))
    wanted = {int(renderer.steps[min(round(k * EVERY_S * render.STEP_HZ), len(renderer.steps) - 1)]) for k in range(last + 1)}
    for f, planes in renderer.frames(renderer.is_step):
        if f in wanted:
            frame = cv2.cvtColor(np.frombuffer(planes, np.uint8).reshape(-1, scene.width), cv2.COLOR_YUV2BGR_I420)
            pictures.append((renderer.is_step[f] / render.STEP_HZ, squashed(coded(frame, scene, rng))))
    truth = sketch.complete(renderer.truth(), scene)
    if not heldout.fits(truth, "train"):
        return [], []
    rows = [labels.row_of(truth, (start, min(start + WINDOW_S, truth["duration"]))) for start, _ in pictures]
    return [picture for _, picture in pictures], rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--first", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", required=True, help="path without an ending")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    out = Path(options.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    images, rows, started = [], [], time.perf_counter()
    for index in range(options.first, options.first + options.count):
        made = stills(options.seed, index)
        images += made[0]
        rows += made[1]
    np.savez(out.with_name(out.name + ".labels.npz"), **{name: np.stack([row[name] for row in rows]) for name in rows[0]})
    partial = out.with_name(f".{out.name}.npy")  # the pictures last: whoever sees them finds their labels
    np.save(partial, np.stack(images))
    partial.replace(out.with_name(out.name + ".images.npy"))
    print(f"{len(images)} pictures of {options.count} scenes, {time.perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
