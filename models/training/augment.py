"""Changes of training segments that leave their labels true, or change them with them."""

import numpy as np
import torch
from torch.nn import functional as F

from models.scenes.vocabulary import HELD_OUT

from . import labels, sizes as S
from .stages import put


def uniform(low, high, count, random, width=1):
    """f32 [count,width,1,1] of uniform numbers."""
    return put(random.uniform(low, high, (count, width, 1, 1)).astype(np.float32))


_noise = []


def noise_like(values, random):
    """Normal noise [B,...], a random slice of a store: drawing it anew would cost a sixth of a step."""
    size = values.numel()
    if not _noise or len(_noise[0]) < 2 * size:
        _noise[:] = [torch.randn(2 * size)]
    start = int(random.integers(size))
    return _noise[0][start:start + size].view(values.shape)


def framed(pixels, random):
    """A part of every picture, at least 17/20 of each side, at full size; one time in four softened first."""
    if random.random() < 0.25:
        pixels = F.avg_pool2d(pixels, 3, 1, 1, count_include_pad=False)
    cut_y, cut_x = S.IMAGE_HEIGHT * 3 // 40, S.IMAGE_WIDTH * 3 // 40
    top, left = int(random.integers(0, cut_y)), int(random.integers(0, cut_x))
    bottom, right = S.IMAGE_HEIGHT - int(random.integers(0, cut_y)), S.IMAGE_WIDTH - int(random.integers(0, cut_x))
    return F.interpolate(pixels[:, :, top:bottom, left:right], (S.IMAGE_HEIGHT, S.IMAGE_WIDTH),
                         mode="bilinear", align_corners=False)


def lit(pixels, random):
    """Changes of brightness, contrast, colour, noise and framing that leave the labels true (colours nearly so)."""
    count, side = len(pixels), S.IMAGE_HEIGHT // 8
    middle = pixels.mean((1, 2, 3), keepdim=True)
    made = (pixels - middle) * uniform(0.65, 1.35, count, random) + middle
    made = made * uniform(0.75, 1.25, count, random) * uniform(0.92, 1.08, count, random, 3)
    made = (made + uniform(-0.06, 0.06, count, random)).clamp(0, 1)
    made = made + noise_like(made, random) * uniform(0, 0.05, count, random)
    for _ in range(3):  # small things hidden at random, so that no single detail names a scene
        y, x = int(random.integers(S.IMAGE_HEIGHT - side)), int(random.integers(S.IMAGE_WIDTH - side))
        made[:, :, y:y + int(random.integers(side // 3, side)), x:x + int(random.integers(side // 3, side))] = 0.45
    return framed(made, random)


def swayed(fields, random):
    """A little slower or faster, shifted by a block or two, with jitter and blocks the coder skipped.

    int8 [B,12,3,20,36] -> f32. Without this the few thousand fields there are get learned by heart.
    """
    made = put(fields).float()
    count, (dy, dx) = len(made), (int(random.integers(-1, 2)), int(random.integers(-2, 3)))
    rows = np.clip(np.arange(S.GRID_HEIGHT) + dy, 0, S.GRID_HEIGHT - 1)
    columns = np.clip(np.arange(S.GRID_WIDTH) + dx, 0, S.GRID_WIDTH - 1)
    made = made[:, :, :, put(rows)][:, :, :, :, put(columns)]
    gain = put(random.uniform(0.75, 1.33, (count, 1, 1, 1, 1)).astype(np.float32))
    chance = torch.rand(count, S.MOTION_STEPS, 1, S.GRID_HEIGHT, S.GRID_WIDTH)
    skipped = put(random.uniform(0, 0.15, (count, 1, 1, 1, 1)).astype(np.float32))
    hit = ((chance > 0.97) * 2.0) * noise_like(made[:, :, :2], random)
    moved = (made[:, :, :2] * gain + hit).round().clamp(-127, 127)
    return torch.cat([moved, made[:, :, 2:]], 2) * (chance >= skipped)


# What is seen when a segment runs backwards; what is not named here would look like nothing that happens.
BACKWARDS = {
    "action": {**{a: a for a in ("none", "moves", "passes", "stands still", "runs")}, "enters": "leaves", "leaves": "enters",
               "stops": "starts", "starts": "stops", "approaches": "recedes", "recedes": "approaches", "appears": "disappears",
               "disappears": "appears", "opens": "closes", "closes": "opens"},
    "direction": {"none": "none", "left to right": "right to left", "right to left": "left to right", "up": "down", "down": "up",
                  "toward camera": "away", "away": "toward camera"},
    "camera": {**{c: c for c in ("none", "still", "shake")}, "pan left": "pan right", "pan right": "pan left", "tilt up": "tilt down",
               "tilt down": "tilt up", "zoom in": "zoom out", "zoom out": "zoom in"},
    "moves": {"none": "none", "still": "still", "right": "left", "left": "right", "up": "down", "down": "up", "toward": "away", "away": "toward"}}
REVERSED = 0.35  # of the segments that can be


def held():
    """Held-out pairs as (slot, class, slot, class): a reversed segment must not show them either."""
    found = set()
    for kind, name in (*HELD_OUT, *((kind, labels.swap(name)) for kind, name in HELD_OUT)):
        slot = "camera" if name in labels.CLASSES["camera"] else "action"
        for people in ("actor", "second"):
            if kind in labels.CLASSES[people]:
                found.add((people, labels.CLASSES[people].index(kind), slot, labels.CLASSES[slot].index(name)))
    return found


def _label(name):
    return name if name == "moves" else f"slot.{name}"


def backwards_table(name):
    """Index of a class -> that of the class seen backwards, or -1."""
    classes = labels.MOVES if name == "moves" else labels.CLASSES[name]
    return np.array([classes.index(BACKWARDS[name][c]) if c in BACKWARDS[name] else -1 for c in classes])


def backwards(fields, wanted, random):
    """Runs some segments backwards, in place: fields int8 [B,12,3,20,36] and label tensors by name.

    Step t is the displacement since the frame before, so the first step of a reversed segment is not known: nothing moves.
    """
    turned = {name: torch.from_numpy(backwards_table(name))[wanted[_label(name)].clamp(min=0).cpu()] for name in BACKWARDS}
    banned = held()
    actors = wanted["slot.actor"].tolist(), wanted["slot.second"].tolist()
    new = zip(*actors, turned["action"].tolist(), turned["camera"].tolist())
    allowed = torch.tensor([not banned & {("actor", one, "action", action), ("actor", one, "camera", camera),
                                          ("second", two, "camera", camera)} for one, two, action, camera in new])
    able = allowed & (turned["action"] >= 0) & (turned["direction"] >= 0) & (turned["camera"] >= 0) & (turned["moves"] >= 0).all(1)
    chosen = np.flatnonzero(able.numpy() & (random.random(len(fields)) < REVERSED))
    if not len(chosen):
        return
    steps = fields[chosen][:, :0:-1]
    fields[chosen, 0], fields[chosen, 1:] = 0, steps
    fields[chosen, 1:, :2] = -np.maximum(fields[chosen, 1:, :2], -127)
    for name, values in turned.items():
        key = _label(name)
        known = wanted[key][chosen] >= 0
        wanted[key][chosen] = torch.where(known, values[chosen].to(wanted[key].device), wanted[key][chosen])
    wanted["activity"][chosen] = -1
