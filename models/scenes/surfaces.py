"""Flat backgrounds: grounds and walls filled from edge to edge. All return BGR uint8."""

import cv2
import numpy as np

from models.scenes.grain import colour, cracks, grey, ink, lit, mottled, noise, speckle, stains, tint


def _tar(rng, width, height):
    base = grey(rng, 45, 135, 5)
    picture = mottled(rng, width, height, base, rng.uniform(14, 50), rng.uniform(14, 50))
    picture = stains(rng, picture, int(rng.integers(4, 30)))
    specks = rng.random((height, width), np.float32) > 0.9985
    picture[specks] = np.clip(base + 90, 0, 255)
    if rng.random() < 0.6:
        cracks(rng, picture, int(rng.integers(1, 6)), base * 0.55)
    if rng.random() < 0.3:
        x, y, w, h = rng.random(4) * (width, height, width * 0.4, height * 0.4)
        patch = picture[int(y) : int(y + h), int(x) : int(x + w)]
        if patch.size:  # a patch may be thinner than a pixel
            patch[:] = cv2.multiply(patch, (rng.uniform(0.7, 0.92),) * 4)
    return picture


def _painted(rng, picture, layer, tone):
    """Worn road paint: a mask put on with holes."""
    height, width = layer.shape
    worn = np.clip(noise(rng, width, height, 0.4) * 2.2 - 0.35, 0.15, 0.95)
    alpha = (layer.astype(np.float32) / 255 * worn)[..., None]
    return np.clip(picture * (1 - alpha) + np.asarray(tone, np.float32) * alpha, 0, 255).astype(np.uint8)


def asphalt(rng, width, height):
    picture = _tar(rng, width, height)
    if rng.random() < 0.65:
        layer = np.zeros((height, width), np.uint8)
        angle = rng.choice([0, 90, rng.uniform(-40, 40)])
        unit = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        normal = np.array([-unit[1], unit[0]])
        gap = rng.uniform(0.25, 0.7) * height
        dashed = rng.random() < 0.5
        thick = max(1, int(height * rng.uniform(0.008, 0.022)))
        for lane in range(rng.integers(1, 5)):
            start = np.array([width / 2, height / 2]) + normal * gap * (lane - 1.5)
            step = rng.uniform(0.1, 0.2) * width if dashed else 3 * width
            for k in range(-8 if dashed else 0, 9 if dashed else 1):
                a = start + unit * step * k * 1.8 - (0 if dashed else unit * step / 2)
                cv2.line(layer, ink(a), ink(a + unit * step), 255, thick, cv2.LINE_AA)
        picture = _painted(rng, picture, layer, grey(rng, 180, 245, 6) if rng.random() < 0.8 else (40, 180, 215))
    if rng.random() < 0.3:
        dark = np.zeros((height, width), np.float32)
        for _ in range(2):
            x = rng.uniform(0, width)
            cv2.line(dark, ink((x, -5)), ink((x + rng.normal(0, width * 0.3), height + 5)), 1.0, int(width * 0.03) + 1)
        picture = lit(picture, 1 - 0.25 * cv2.GaussianBlur(dark, (0, 0), width * 0.01))
    return picture


def grass(rng, width, height):
    low = np.array([rng.uniform(15, 55), rng.uniform(50, 100), rng.uniform(30, 90)])
    picture = tint(noise(rng, width, height, 1.8) * 0.5 + noise(rng, width, height, 0.3) * 0.5, low, low + rng.uniform(30, 85, 3))
    blades = cv2.resize(rng.standard_normal((max(2, height // 4), width), np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    picture = cv2.add(picture, cv2.merge([blades * g for g in (6, 13, 10)]), dtype=cv2.CV_8U)
    dry = np.clip(noise(rng, width, height, 1.4) * 2.6 - rng.uniform(1.4, 2.2), 0, 1)[..., None] * 0.6
    picture = np.clip(picture * (1 - dry) + np.array([70, 125, 150]) * dry, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 160))):
        at = ink(rng.random(2) * (width, height))
        cv2.circle(picture, at, int(rng.integers(1, 3)), ink(rng.uniform(0.6, 1.3) * np.array([60, 130, 170])), -1, cv2.LINE_AA)
    if rng.random() < 0.35:
        shape = np.array([[0.35, 1.1], [0.62, 1.1], [0.56, -0.1], [0.5, -0.1]]) + rng.uniform(-0.4, 0.4, 2) * (1, 0)
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [(shape * (width, height)).astype(np.int32)], 255)
        soft = cv2.GaussianBlur(mask, (0, 0), height * 0.012).astype(np.float32)[..., None] / 255
        path = mottled(rng, width, height, grey(rng, 120, 190, 15), 30, 40)
        picture = (picture * (1 - soft) + path * soft).astype(np.uint8)
    return picture


def brick(rng, width, height):
    mortar = grey(rng, 90, 190)
    tone = np.array([rng.uniform(35, 100), rng.uniform(45, 120), rng.uniform(85, 175)])
    brick_h = int(max(5, height * rng.uniform(0.03, 0.12)))
    brick_w = int(brick_h * rng.uniform(1.8, 3.2))
    joint = max(1, brick_h // 9)
    ys, xs = np.mgrid[0:height, 0:width]
    rows = ys // brick_h
    shifted = xs + (rows % 2) * (brick_w // 2)
    columns = shifted // brick_w
    gain = rng.uniform(0.72, 1.2, (height // brick_h + 2, width // brick_w + 3)).astype(np.float32)[rows, columns]
    inner_y, inner_x = ys % brick_h, shifted % brick_w
    edge = (inner_y >= brick_h - joint) | (inner_x >= brick_w - joint)
    bevel = np.where(inner_y < joint, 1.12, np.where(inner_y >= brick_h - 2 * joint, 0.85, 1.0)).astype(np.float32)
    rough = 0.75 + 0.5 * noise(rng, width, height, 0.25)
    picture = np.clip(tone[None, None] * (gain * bevel * rough)[..., None], 0, 255)
    picture[edge] = mortar * 0.8
    picture = speckle(rng, picture.astype(np.uint8), rng.uniform(10, 35))
    return lit(picture, 0.72 + 0.5 * noise(rng, width, height, 2.0))


def carpet(rng, width, height):
    if rng.random() < 0.5:
        base = colour(rng, 40, 170)
        picture = mottled(rng, width, height, base, 20, rng.uniform(30, 70))
    else:
        side = int(rng.integers(14, 60))
        tile = tint(noise(rng, side, side, 0.2), colour(rng, 40, 180), colour(rng, 40, 190))
        for _ in range(rng.integers(1, 5)):
            a, b = (rng.random((2, 2)) * side).astype(int)
            shade = ink(colour(rng, 30, 200))
            if rng.random() < 0.5:
                cv2.circle(tile, tuple(a.tolist()), int(rng.integers(2, max(3, side // 3))), shade, -1, cv2.LINE_AA)
            else:
                cv2.rectangle(tile, tuple(a.tolist()), tuple(b.tolist()), shade, -1)
        picture = np.ascontiguousarray(np.tile(tile, (height // side + 1, width // side + 1, 1))[:height, :width])
    pile = rng.standard_normal((height, width), np.float32) * rng.uniform(5, 14)
    picture = cv2.add(picture, cv2.merge([pile] * 3), dtype=cv2.CV_8U)
    return lit(picture, 0.75 + 0.45 * noise(rng, width, height, 2.5))


def framed(rng, picture, count):
    """Pictures, notices, windows and switches on a wall."""
    height, width = picture.shape[:2]
    for _ in range(count):
        x, y = rng.uniform(-0.1, 0.95, 2) * (width, height)
        w, h = rng.uniform(0.04, 0.3, 2) * (width, height)
        x0, y0, x1, y1 = (int(v) for v in (max(0, x), max(0, y), min(width, x + w), min(height, y + h)))
        if x1 - x0 < 4 or y1 - y0 < 4:
            continue
        cv2.rectangle(picture, (x0 + 2, y0 + 2), (min(width, x1 + 3), min(height, y1 + 3)), ink(picture[y0, x0] * 0.6), -1)
        content = tint(noise(rng, x1 - x0, y1 - y0, 1.0), colour(rng), colour(rng))
        picture[y0:y1, x0:x1] = content
        rim = ink(colour(rng))
        cv2.rectangle(picture, (x0, y0), (x1, y1), rim, int(rng.integers(1, 4)))
        if rng.random() < 0.3:
            for k in range(int(rng.integers(2, 6))):
                row = y0 + (k + 1) * (y1 - y0) // 7
                cv2.line(picture, (x0 + 3, row), (int(x0 + (x1 - x0) * rng.uniform(0.4, 0.9)), row), rim, 1)


def plaster(rng, width, height):
    """An even wall with light that falls off."""
    base = colour(rng, 90, 235) if rng.random() < 0.4 else grey(rng, 100, 235, 12)
    picture = mottled(rng, width, height, base, rng.uniform(4, 22), rng.uniform(3, 14))
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(xs / width - rng.uniform(-0.2, 1.2), (ys / height - rng.uniform(-0.3, 0.6)) * 0.7)
    return lit(picture, 1.12 - rng.uniform(0.15, 0.5) * far)


def wall(rng, width, height):
    picture = plaster(rng, width, height)
    framed(rng, picture, int(rng.integers(0, 6)))
    if rng.random() < 0.6:
        floor = int(height * rng.uniform(0.6, 0.9))
        picture[floor:] = mottled(rng, width, height - floor, colour(rng, 50, 180), 40, 20)
        skirting = max(2, int(height * 0.015))
        picture[floor - skirting : floor] = np.clip(colour(rng, 60, 230), 0, 255)
        fade = np.linspace(0.65, 1.0, max(2, (height - floor) // 3), dtype=np.float32)[:, None]
        picture[floor : floor + len(fade)] = lit(np.ascontiguousarray(picture[floor : floor + len(fade)]), np.repeat(fade, width, 1)[: height - floor])
    return picture


def plain(rng, width, height):
    """A nearly flat surface, hard for motion search."""
    base = grey(rng, 100, 235, 14)
    slope = rng.uniform(-25, 25, 2)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = (xs / width - 0.5) * slope[0] + (ys / height - 0.5) * slope[1] + (noise(rng, width, height, 2.5) - 0.5) * rng.uniform(0, 18)
    picture = np.clip(base + shade[..., None], 0, 255).astype(np.uint8)
    split = int(height * rng.uniform(0.45, 0.95))
    picture[split:] = np.clip(picture[split:].astype(np.int16) + int(rng.integers(-40, 40)), 0, 255).astype(np.uint8)
    return picture


def foliage(rng, width, height):
    low = np.array([rng.uniform(8, 40), rng.uniform(30, 70), rng.uniform(14, 60)])
    picture = tint(noise(rng, width, height, 0.6) * 0.6 + noise(rng, width, height, 0.3) * 0.5, low * 0.5, low + np.array([30, 80, 55]))
    trunk = low * 0.8 + (10, 0, 25)
    for _ in range(rng.integers(0, 5)):
        x = rng.uniform(0, width)
        cv2.line(picture, ink((x, 0)), ink((x + rng.normal(0, 20), height)), ink(trunk), int(rng.uniform(0.006, 0.04) * width) + 1, cv2.LINE_AA)
    size = height * rng.uniform(0.008, 0.03) + 1.5
    count = int(np.clip(width * height / (size * size * 14), 60, 900))
    centres, angles = rng.random((count, 2)) * (width, height), rng.uniform(0, 180, count)
    gains = np.sort(rng.uniform(0.5, 1.9, count))
    for centre, angle, gain in zip(centres, angles, gains):
        leaf = np.clip((low + (5, 28, 14)) * gain, 0, 255)
        cv2.ellipse(picture, ink(centre), (int(size * gain) + 1, int(size * 0.5) + 1), angle, 0, 360, ink(leaf), -1, cv2.LINE_AA)
    sun = np.clip(noise(rng, width, height, 1.2) * 2 - 0.9, 0, 1)
    return lit(speckle(rng, picture, 20), 0.75 + 0.6 * sun)


def tiles(rng, width, height):
    side = int(max(6, height * rng.uniform(0.05, 0.25)))
    first = colour(rng, 60, 225)
    second = np.clip(first + rng.uniform(-30, 30), 0, 255) if rng.random() < 0.75 else colour(rng, 40, 230)
    ys, xs = np.mgrid[0:height, 0:width]
    odd = ((xs // side + ys // side) % 2).astype(np.float32)
    each = rng.uniform(0.92, 1.07, (height // side + 1, width // side + 1)).astype(np.float32)[ys // side, xs // side]
    picture = lit(tint(odd, first, second), each * (0.85 + 0.3 * noise(rng, width, height, 0.5)))
    joint = ink(first * rng.uniform(0.5, 0.8))
    for v in range(0, max(width, height), side):
        cv2.line(picture, (v, 0), (v, height), joint, 1)
        cv2.line(picture, (0, v), (width, v), joint, 1)
    shine = np.clip(noise(rng, width, height, 2.5) * 2 - 1.1, 0, 1) * rng.uniform(0, 60)
    return cv2.add(stains(rng, picture, int(rng.integers(0, 12))), cv2.merge([shine] * 3), dtype=cv2.CV_8U)


def clutter(rng, width, height):
    """Things of every sort lying about, each with its own shade."""
    picture = mottled(rng, width, height, colour(rng, 50, 190), 50, 30)
    for _ in range(rng.integers(8, 60)):
        centre, size = rng.random(2) * (width, height), rng.uniform(0.02, 0.2) * height
        tone = colour(rng, 15, 235)
        if rng.random() < 0.55:
            spin = float(rng.uniform(0, 180)) if rng.random() < 0.5 else 0.0
            box = cv2.boxPoints((tuple(centre.tolist()), (size * rng.uniform(1, 2.2), size), spin))
            cv2.fillPoly(picture, [(box + size * 0.09).astype(np.int32)], ink(picture.mean((0, 1)) * 0.45), cv2.LINE_AA)
            cv2.fillPoly(picture, [box.astype(np.int32)], ink(tone), cv2.LINE_AA)
            inner = (box - centre) * (0.8, 0.55) + centre - (0, size * 0.12)
            cv2.fillPoly(picture, [inner.astype(np.int32)], ink(np.clip(tone * rng.uniform(0.8, 1.3), 0, 255)), cv2.LINE_AA)
        else:
            cv2.circle(picture, ink(centre + size * 0.08), int(size / 2) + 1, ink(tone * 0.4), -1, cv2.LINE_AA)
            cv2.circle(picture, ink(centre), int(size / 2) + 1, ink(tone), -1, cv2.LINE_AA)
            cv2.circle(picture, ink(centre - size * 0.12), int(size / 4) + 1, ink(np.clip(tone * 1.2, 0, 255)), -1, cv2.LINE_AA)

    return speckle(rng, lit(picture, 0.7 + 0.55 * noise(rng, width, height, 1.2)), 15)
