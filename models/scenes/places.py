"""Backgrounds with depth: open ground, streets, rooms and shops. All return BGR uint8."""

import cv2
import numpy as np

from models.scenes import surfaces
from models.scenes.grain import colour, grey, ink, lit, mottled, noise, receding, speckle, tint


def sky(rng, width, height):
    top = np.array([rng.uniform(150, 235), rng.uniform(110, 180), rng.uniform(60, 150)])
    low = np.clip(top + rng.uniform(20, 80, 3), 0, 245)
    if rng.random() < 0.35:
        top = grey(rng, 160, 215, 6)
        low = np.clip(top + rng.uniform(0, 30), 0, 245)
    ramp = np.repeat(np.linspace(0, 1, height, dtype=np.float32)[:, None] ** 1.5, width, 1)
    picture = tint(ramp, top, low)
    cloud = np.clip((noise(rng, width, height, 2.0) * 0.7 + noise(rng, width, height, 0.7) * 0.3) * 3 - rng.uniform(1.0, 2.2), 0, 1) * rng.uniform(0.3, 0.95)
    body = 205 + 45 * noise(rng, width, height, 1.0)
    a = cloud[..., None]
    return np.clip(picture * (1 - a) + body[..., None] * a, 0, 255).astype(np.uint8)


def _tree(rng, picture, x, base, w, h):
    tone = np.array([rng.uniform(20, 50), rng.uniform(50, 95), rng.uniform(30, 75)])
    cv2.line(picture, ink((x + w / 2, base)), ink((x + w / 2, base - h * 0.5)), ink((35, 45, 60)), max(1, int(w * 0.08)))
    for gain in (0.55, 0.8, 1.0, 1.25):
        for _ in range(9):
            centre = (int(x + w * (0.5 + rng.normal(0, 0.22))), int(base - h * rng.uniform(0.4, 0.85) - h * 0.08 * gain))
            cv2.circle(picture, centre, max(1, int(w * rng.uniform(0.08, 0.24) / gain)), ink(np.clip(tone * gain * rng.uniform(0.9, 1.15), 0, 255)), -1, cv2.LINE_AA)


def _house(rng, picture, x, top, w, base):
    """A front with rows of windows, darker to one side."""
    width = picture.shape[1]
    x0, x1 = max(0, int(x)), min(width, int(x + w))
    top = max(0, int(top))
    if x1 - x0 < 3 or base - top < 3:
        return
    tone = grey(rng, 80, 205, 25) * rng.uniform(0.75, 1.0)
    front = mottled(rng, x1 - x0, base - top, tone, 20, 16)
    cell = int(max(6, (base - top) * rng.uniform(0.1, 0.22)))
    glass = np.array([95, 85, 75]) * rng.uniform(0.5, 1.4)
    rim = np.clip(tone * rng.uniform(0.7, 1.3), 0, 255)
    for wy in range(int(cell * 0.4), base - top - cell, int(cell * 1.5)):
        for wx in range(cell // 2, x1 - x0 - cell // 2, int(cell * 1.3)):
            a, b = (wx, wy), (wx + cell * 2 // 3, wy + cell)
            cv2.rectangle(front, (a[0] - 1, a[1] - 1), (b[0] + 1, b[1] + 1), ink(rim), -1)
            cv2.rectangle(front, a, b, ink(np.clip(glass * rng.uniform(0.6, 1.3), 0, 255)), -1)
            cv2.line(front, (a[0], (a[1] + b[1]) // 2), (b[0], (a[1] + b[1]) // 2), ink(rim * 0.8), 1)
    fall = np.linspace(1.06, 0.85, x1 - x0, dtype=np.float32)[None, :].repeat(base - top, 0)
    picture[top:base, x0:x1] = lit(front, fall)


def skyline(rng, picture, base, reach):
    """Hills, trees, houses and poles standing on the line y = base."""
    width = picture.shape[1]
    base = int(base)
    if rng.random() < 0.5:
        ridge = (noise(rng, width, 24, 2.0)[12] * reach * rng.uniform(0.4, 0.9)).astype(int)
        hill = picture[max(0, base - 1)].mean(0) * 0.55 + np.array([50, 55, 45])
        points = [(0, base)] + [(x, base - int(ridge[x])) for x in range(0, width, 4)] + [(width, base)]
        cv2.fillPoly(picture, [np.array(points, np.int32)], ink(np.clip(hill, 0, 235)), cv2.LINE_AA)
    trees, x = rng.random() < 0.6, int(-rng.uniform(0, 40))
    while x < width:
        w = int(rng.uniform(0.02, 0.18) * width / max(1, width / 600)) + 3
        h = int(rng.uniform(0.2, 1.0) * reach) + 2
        pick = rng.random()
        if trees and pick < 0.75:
            _tree(rng, picture, x, base, w, h)
        elif pick < 0.88:
            _house(rng, picture, x, base - h, w, base)
        else:
            cv2.line(picture, (x, base), (x, base - h), ink(grey(rng, 30, 110)), 1, cv2.LINE_AA)
        x += int(w * rng.uniform(0.4, 1.5)) + 2


def _ground(rng, width, height, kind):
    """A flat surface seen at a slant, hazier far away."""
    rows = int(height * 1.6)
    flat = {"grass": surfaces.grass, "asphalt": surfaces.asphalt, "tiles": surfaces.tiles}.get(kind)
    if flat is None:
        base = np.array([rng.uniform(90, 150), rng.uniform(125, 180), rng.uniform(150, 205)])
        picture = mottled(rng, int(width * 1.3), rows, base, 40, 45)
    else:
        picture = flat(rng, int(width * 1.3), rows)
    laid = receding(picture, width, height, rng.uniform(1.6, 3.0), rng.uniform(-1, 1))
    far = np.clip(1 - np.arange(height, dtype=np.float32) / max(height * 0.25, 1), 0, 1)[:, None, None] * 0.45
    return np.clip(laid * (1 - far) + laid[: max(1, height // 8)].mean((0, 1)) * 1.15 * far, 0, 255).astype(np.uint8)


def _parked(rng, picture, line, count, size):
    """Far cars as blobs with glass and tyres."""
    width = picture.shape[1]
    for _ in range(count):
        x, h = int(rng.uniform(0, width)), max(4, int(size * rng.uniform(0.7, 1.2)))
        w, tone = int(h * rng.uniform(1.8, 2.6)), colour(rng, 30, 210)
        cv2.ellipse(picture, (x, line), (int(w * 0.55), max(1, h // 7)), 0, 0, 360, (30, 30, 30), -1, cv2.LINE_AA)
        body = np.array([(-0.5, -0.15), (-0.48, -0.5), (-0.25, -0.58), (-0.14, -0.95), (0.2, -0.95), (0.32, -0.55), (0.5, -0.45), (0.5, -0.15)])
        cv2.fillPoly(picture, [(body * (w, h) + (x, line)).astype(np.int32)], ink(tone), cv2.LINE_AA)
        glass = np.array([(-0.2, -0.58), (-0.12, -0.88), (0.18, -0.88), (0.26, -0.56)])
        cv2.fillPoly(picture, [(glass * (w, h) + (x, line)).astype(np.int32)], (60, 55, 50), cv2.LINE_AA)
        for side in (-0.3, 0.3):
            cv2.circle(picture, (int(x + side * w), line - h // 8), max(1, h // 6), (25, 25, 25), -1, cv2.LINE_AA)


def horizon(rng, width, height):
    picture = sky(rng, width, height)
    line = int(height * rng.uniform(0.2, 0.55))
    kind = str(rng.choice(np.array(["asphalt", "grass", "sand", "asphalt", "tiles"])))
    skyline(rng, picture, line + 2, height * rng.uniform(0.08, 0.35))
    picture[line:] = _ground(rng, width, height - line, kind)
    edge = picture[line - 1 : line + 2]
    edge[:] = cv2.blur(edge, (1, 3))
    if rng.random() < 0.35:
        _parked(rng, picture, line + int(height * 0.04), int(rng.integers(1, 6)), height * rng.uniform(0.04, 0.08))
    return picture


def street(rng, width, height):
    picture = sky(rng, width, height)
    kerb = int(height * rng.uniform(0.42, 0.62))
    x = -rng.uniform(0, 0.2) * width
    while x < width:
        w = width * rng.uniform(0.15, 0.45)
        if rng.random() < 0.12:
            _tree(rng, picture, x, kerb, w * 0.7, kerb * 0.9)
        else:
            _house(rng, picture, x, kerb * rng.choice([-0.1, -0.1, 0.15, 0.35]), w, kerb)
            if rng.random() < 0.5:
                shop = int(kerb * 0.78)
                cv2.rectangle(picture, ink((x + 4, shop)), ink((x + w - 4, kerb)), ink((60, 55, 50)), -1)
                cv2.rectangle(picture, ink((x + 2, shop - kerb * 0.06)), ink((x + w - 2, shop)), ink(colour(rng, 30, 220)), -1)
        x += w
    walk = kerb + max(3, int(height * rng.uniform(0.06, 0.16)))
    slabs = surfaces.mottled(rng, width, walk - kerb, grey(rng, 110, 180), 20, 22)
    for sx in range(0, width * 2, max(8, width // 14)):
        cv2.line(slabs, (sx, 0), (sx - (sx - width // 2) // 6, walk - kerb), ink(slabs.mean((0, 1)) * 0.8), 1)
    picture[kerb:walk] = slabs
    picture[walk : walk + 2] = np.clip(slabs.mean((0, 1)) * 1.2, 0, 255)
    road = surfaces.asphalt(rng, width, height - walk) if rng.random() < 0.4 else _ground(rng, width, height - walk, "asphalt")
    picture[walk:] = road
    picture[walk + 2 : walk + 4] = picture[walk + 2 : walk + 4] // 2
    if rng.random() < 0.55:
        _parked(rng, picture, walk + int(height * 0.02), int(rng.integers(1, 5)), height * rng.uniform(0.04, 0.08))
    return speckle(rng, picture, 10)


def room(rng, width, height):
    picture = surfaces.plaster(rng, width, height)
    floor = int(height * rng.uniform(0.45, 0.72))
    surfaces.framed(rng, picture[:floor], int(rng.integers(0, 5)))
    low = colour(rng, 50, 160)
    style = rng.integers(3)
    if style == 0:
        planks = mottled(rng, width, height, np.array([60, 95, 135]) * rng.uniform(0.6, 1.3), 20, 20)
        for x in range(0, width, max(6, width // 24)):
            cv2.line(planks, (x, 0), (x, height), ink(planks.mean((0, 1)) * 0.6), 1)
        ground = receding(planks, width, height - floor, rng.uniform(1.5, 2.6))
    elif style == 1:
        ground = _ground(rng, width, height - floor, "tiles")
    else:
        ground = mottled(rng, width, height - floor, low, 30, 18)
    picture[floor:] = ground
    sheen = np.clip(noise(rng, width, height - floor, 2.0) * 2 - 1, 0, 1) * rng.uniform(0, 70)
    picture[floor:] = cv2.add(np.ascontiguousarray(picture[floor:]), cv2.merge([sheen] * 3), dtype=cv2.CV_8U)
    picture[max(0, floor - 3) : floor] = np.clip(colour(rng, 40, 220), 0, 255)
    for y in sorted(floor + rng.uniform(-0.02, 0.22, int(rng.integers(2, 8))) * height):
        _furniture(rng, picture, rng.uniform(0, width), y)
    corner = np.abs(np.linspace(-1, 1, width, dtype=np.float32))[None, :].repeat(height, 0)
    return speckle(rng, lit(picture, 1.05 - 0.3 * corner**2), 8)


def _furniture(rng, picture, x, y):
    """A cupboard, a table or a chair with front, top and shade."""
    height, width = picture.shape[:2]
    w, h = rng.uniform(0.05, 0.25) * width, rng.uniform(0.08, 0.28) * height
    tone = colour(rng, 25, 200) if rng.random() < 0.5 else np.array([55, 85, 125]) * rng.uniform(0.5, 1.6)
    tone = np.clip(tone, 0, 240)
    cv2.ellipse(picture, ink((x + w / 2, y)), (int(w * 0.6), int(h * 0.1) + 1), 0, 0, 360, ink(picture[min(height - 1, int(y))].mean(0) * 0.55), -1, cv2.LINE_AA)
    deep = h * rng.uniform(0.1, 0.3)
    if rng.random() < 0.55:
        cv2.rectangle(picture, ink((x, y - h)), ink((x + w, y)), ink(tone), -1)
        rows = int(rng.integers(1, 5))
        for k in range(1, rows):
            cv2.line(picture, ink((x, y - h * k / rows)), ink((x + w, y - h * k / rows)), ink(tone * 0.6), 1)
    else:
        for side in (0.03, 0.9):
            cv2.rectangle(picture, ink((x + w * side, y - h)), ink((x + w * (side + 0.07), y)), ink(tone * 0.7), -1)
    top = np.array([(x, y - h), (x + deep * 0.6, y - h - deep), (x + w + deep * 0.6, y - h - deep), (x + w, y - h)])
    cv2.fillPoly(picture, [top.astype(np.int32)], ink(np.clip(tone * 1.3 + 10, 0, 255)), cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 5))):
        gx, gh = x + rng.uniform(0, w), h * rng.uniform(0.1, 0.35)
        cv2.rectangle(picture, ink((gx, y - h - deep * 0.4 - gh)), ink((gx + gh * rng.uniform(0.4, 1.4), y - h - deep * 0.4)), ink(colour(rng, 20, 235)), -1)


def shelves(rng, width, height):
    """Goods on boards: rows of the same packet side by side, each with a label, in shade below a board."""
    picture = mottled(rng, width, height, grey(rng, 30, 80), 20, 10)
    row_h = int(height * rng.uniform(0.1, 0.3)) + 5
    for y in range(row_h, height + row_h, row_h):
        x = -rng.uniform(0, row_h)
        while x < width:
            w, h = int(rng.uniform(0.2, 0.6) * row_h) + 2, int(rng.uniform(0.45, 0.85) * row_h)
            tone, label = colour(rng, 15, 235), colour(rng, 60, 245)
            rounded = rng.random() < 0.4
            for _ in range(int(rng.integers(1, 7))):
                shade = np.clip(tone * rng.uniform(0.9, 1.1), 0, 255)
                a, b = (int(x), y - h), (int(x + w - 2), y)
                cv2.rectangle(picture, a, b, ink(shade), -1)
                cv2.rectangle(picture, (a[0], y - int(h * 0.62)), (b[0], y - int(h * 0.28)), ink(label), -1)
                cv2.line(picture, (a[0] + w // 5, y - int(h * 0.45)), (b[0] - w // 5, y - int(h * 0.45)), ink(shade * 0.6), max(1, h // 14))
                if rounded:
                    cv2.line(picture, (a[0] + w // 4, a[1]), (a[0] + w // 4, y), ink(np.clip(shade * 1.35 + 15, 0, 255)), max(1, w // 9))
                    cv2.line(picture, (b[0], a[1]), (b[0], y), ink(shade * 0.5), max(1, w // 8))
                x += w
            if rng.random() < 0.12:
                x += w
        board, thick = grey(rng, 120, 210), max(2, row_h // 11)
        cv2.rectangle(picture, (0, y), (width, y + thick), ink(board), -1)
        for tag in range(int(rng.uniform(0, row_h)), width, max(10, row_h)):
            cv2.rectangle(picture, (tag, y + 1), (tag + max(3, row_h // 5), y + thick - 1), (225, 235, 240), -1)
    depth = (np.arange(height) % row_h).astype(np.float32) / row_h
    picture = lit(picture, (0.62 + 0.48 * depth)[:, None].repeat(width, 1) * (0.8 + 0.35 * noise(rng, width, height, 2.5)))
    if rng.random() < 0.55:
        tilt = rng.uniform(0.1, 0.45)
        source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
        target = np.float32([[0, 0], [width, height * tilt * 0.6], [width, height * (1 - tilt * 0.4)], [0, height]])
        if rng.random() < 0.5:
            target = target[[1, 0, 3, 2]] * (-1, 1) + (width, 0)
        matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
        picture = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT_101)
    return speckle(rng, picture, 12)
