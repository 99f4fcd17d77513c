"""Backgrounds of scenes: BGR uint8 pictures made from noise, stripes, boxes and gradients."""

import cv2
import numpy as np

_BANK = []
_BANK_SIDE = 512


def bank():
    """Fractal noise pictures, float32 0..1, made once per process."""
    if not _BANK:
        rng = np.random.default_rng(7)
        for slope in (0.4, 0.5, 0.6, 0.7, 0.8, 0.55, 0.65, 0.75, 0.9, 0.3, 0.45, 0.85):
            total = np.zeros((_BANK_SIDE, _BANK_SIDE), np.float32)
            weight = 1.0
            for octave in range(8, 1, -1):
                side = 2 ** (10 - octave)
                grain = rng.random((side, side), np.float32)
                total += weight * cv2.resize(grain, (_BANK_SIDE, _BANK_SIDE), interpolation=cv2.INTER_CUBIC)
                weight *= slope
            total -= total.min()
            _BANK.append(total / total.max())
    return _BANK


def noise(rng, width, height, stretch=None):
    """A random cut of the bank scaled to width x height, 0..1."""
    source = bank()[rng.integers(len(bank()))]
    if stretch is None:
        stretch = float(np.exp(rng.uniform(-0.7, 1.2)))
    cut_w = int(np.clip(width / stretch, 24, _BANK_SIDE - 1))
    cut_h = int(np.clip(height / stretch, 24, _BANK_SIDE - 1))
    x = rng.integers(0, _BANK_SIDE - cut_w)
    y = rng.integers(0, _BANK_SIDE - cut_h)
    cut = source[y : y + cut_h, x : x + cut_w]
    if rng.random() < 0.5:
        cut = cut[:, ::-1]
    return cv2.resize(np.ascontiguousarray(cut), (width, height), interpolation=cv2.INTER_LINEAR)


def tint(gray, low, high):
    """Maps 0..1 to colours between low and high (BGR)."""
    low = np.asarray(low, np.float32)
    high = np.asarray(high, np.float32)
    return np.clip(low + gray[..., None] * (high - low), 0, 255).astype(np.uint8)


def grey(rng, low=40, high=210, spread=8):
    base = rng.uniform(low, high)
    return np.clip(base + rng.uniform(-spread, spread, 3), 0, 255)


def colour(rng, low=20, high=235):
    """A random colour, muted more often than bright."""
    tone = rng.uniform(low, high, 3)
    return tone.mean() + (tone - tone.mean()) * rng.beta(1.2, 1.5)


def _c(values):
    return tuple(int(v) for v in values)


def _grain(rng, picture, amount):
    height, width = picture.shape[:2]
    fine = (rng.random((height, width), np.float32) - 0.5) * amount
    return np.clip(picture + fine[..., None], 0, 255).astype(np.uint8)


def asphalt(rng, width, height):
    base = grey(rng, 50, 150, 5)
    contrast = rng.uniform(4, 30)
    picture = _grain(rng, tint(noise(rng, width, height), base - contrast, base + contrast), rng.uniform(4, 40))
    if rng.random() < 0.7:
        paint = _c(grey(rng, 170, 245, 6)) if rng.random() < 0.8 else (40, 190, 220)
        angle = rng.choice([0, 90, rng.uniform(-40, 40)])
        unit = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        normal = np.array([-unit[1], unit[0]])
        gap = rng.uniform(0.2, 0.6) * height
        dashed = rng.random() < 0.5
        for lane in range(rng.integers(1, 5)):
            start = np.array([width / 2, height / 2]) + normal * gap * (lane - 1.5)
            step = rng.uniform(0.1, 0.2) * width if dashed else 3 * width
            for k in range(-8 if dashed else 0, 9 if dashed else 1):
                a = start + unit * step * k * 1.8 - (0 if dashed else unit * step / 2)
                b = a + unit * step
                cv2.line(picture, _c(a), _c(b), paint, max(1, int(height * 0.012)), cv2.LINE_AA)
    for _ in range(rng.integers(0, 4)):
        points = np.cumsum(rng.normal(0, width * 0.03, (12, 2)), 0) + rng.random(2) * (width, height)
        cv2.polylines(picture, [points.astype(np.int32)], False, _c(base * 0.7), 1, cv2.LINE_AA)
    return picture


def grass(rng, width, height):
    low = np.array([rng.uniform(10, 60), rng.uniform(50, 110), rng.uniform(20, 90)])
    picture = tint(noise(rng, width, height), low, low + rng.uniform(30, 90, 3))
    streak = cv2.resize(rng.random((height // 6 + 1, width), np.float32), (width, height)) - 0.5
    picture = np.clip(picture + streak[..., None] * rng.uniform(10, 60), 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        path = np.array([[0.4, 1.1], [0.6, 1.1], [0.55, -0.1], [0.5, -0.1]]) + rng.uniform(-0.4, 0.4, 2) * (1, 0)
        cv2.fillPoly(picture, [(path * (width, height)).astype(np.int32)], _c(grey(rng, 120, 200, 15)))
    return picture


def brick(rng, width, height):
    mortar = grey(rng, 90, 210)
    picture = tint(noise(rng, width, height), mortar - 15, mortar + 15)
    tone = np.array([rng.uniform(30, 110), rng.uniform(40, 130), rng.uniform(80, 190)])
    brick_h = int(max(5, height * rng.uniform(0.03, 0.12)))
    brick_w = int(brick_h * rng.uniform(1.5, 3.2))
    joint = max(1, brick_h // 9)
    rows = height // brick_h + 1
    for row in range(rows):
        offset = (row % 2) * brick_w // 2
        for x in range(-offset, width, brick_w):
            shade = tone * rng.uniform(0.8, 1.15)
            cv2.rectangle(
                picture, (x, row * brick_h), (x + brick_w - joint - 1, (row + 1) * brick_h - joint - 1), _c(np.clip(shade, 0, 255)), -1
            )
    return _grain(rng, picture, rng.uniform(5, 30))


def carpet(rng, width, height):
    side = int(rng.integers(10, 60))
    tile = tint(noise(rng, side, side, 0.2), colour(rng), colour(rng))
    for _ in range(rng.integers(1, 5)):
        a, b = (rng.random((2, 2)) * side).astype(int)
        shade = _c(colour(rng))
        if rng.random() < 0.5:
            cv2.circle(tile, tuple(a.tolist()), int(rng.integers(2, max(3, side // 3))), shade, -1, cv2.LINE_AA)
        else:
            cv2.rectangle(tile, tuple(a.tolist()), tuple(b.tolist()), shade, -1)
    picture = np.tile(tile, (height // side + 1, width // side + 1, 1))[:height, :width]
    return _grain(rng, np.ascontiguousarray(picture), 20)


def wall(rng, width, height):
    base = colour(rng, 90, 240) if rng.random() < 0.5 else grey(rng, 90, 240, 12)
    slope_x, slope_y = rng.uniform(-35, 35, 2)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = (xs / width - 0.5) * slope_x + (ys / height - 0.5) * slope_y
    picture = np.clip(base + shade[..., None], 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        picture = _grain(rng, picture, rng.uniform(1, 10))
    for _ in range(rng.integers(0, 6)):
        x, y = rng.uniform(-0.1, 1, 2) * (width, height)
        w, h = rng.uniform(0.05, 0.35, 2) * (width, height)
        cv2.rectangle(picture, _c((x, y)), _c((x + w, y + h)), _c(colour(rng)), -1)
        cv2.rectangle(picture, _c((x, y)), _c((x + w, y + h)), _c(colour(rng)), int(rng.integers(1, 4)))
    if rng.random() < 0.6:
        floor = int(height * rng.uniform(0.6, 0.9))
        picture[floor:] = tint(noise(rng, width, height - floor), colour(rng, 50, 180), colour(rng, 80, 220))
    return picture


def plain(rng, width, height):
    """A nearly flat surface, hard for motion search."""
    base = grey(rng, 100, 235, 14)
    slope = rng.uniform(-25, 25, 2)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = (xs / width - 0.5) * slope[0] + (ys / height - 0.5) * slope[1]
    picture = np.clip(base + shade[..., None], 0, 255).astype(np.uint8)
    split = int(height * rng.uniform(0.45, 0.95))
    picture[split:] = np.clip(picture[split:].astype(np.int16) + int(rng.integers(-40, 40)), 0, 255).astype(np.uint8)
    return picture


def shelves(rng, width, height):
    picture = tint(noise(rng, width, height), grey(rng, 40, 110), grey(rng, 60, 140))
    row_h = int(height * rng.uniform(0.1, 0.3)) + 4
    slant = rng.uniform(-0.15, 0.15) if rng.random() < 0.5 else 0.0
    for y in range(row_h, height + row_h, row_h):
        x = 0
        while x < width:
            w = int(rng.uniform(0.25, 0.8) * row_h) + 2
            h = int(rng.uniform(0.4, 0.85) * row_h)
            if rng.random() < 0.88:
                lift = int(slant * x)
                tone = colour(rng, 10, 240)
                cv2.rectangle(picture, (x, y - h + lift), (x + w - 2, y + lift), _c(tone), -1)
                if rng.random() < 0.5:
                    cv2.rectangle(picture, (x + 1, y - h // 2 + lift), (x + w - 3, y - h // 4 + lift), _c(255 - tone), -1)
            x += w
        board = _c(grey(rng, 80, 200))
        cv2.line(picture, (0, y), (width, int(y + slant * width)), board, max(2, row_h // 10))
    return _grain(rng, picture, 15)


def sky(rng, width, height):
    top = np.array([rng.uniform(150, 245), rng.uniform(110, 190), rng.uniform(60, 160)])
    low = np.clip(top + rng.uniform(10, 80, 3), 0, 250)
    if rng.random() < 0.3:
        top = low = grey(rng, 170, 235, 6)
    ramp = np.repeat(np.linspace(0, 1, height, dtype=np.float32)[:, None], width, 1)
    picture = tint(ramp, top, low).astype(np.float32)
    cloud = np.clip(noise(rng, width, height, 1.5) * 2.5 - rng.uniform(0.9, 1.8), 0, 1)[..., None]
    return np.clip(picture * (1 - cloud) + 240 * cloud, 0, 255).astype(np.uint8)


def skyline(rng, picture, base, reach):
    """Trees, houses and poles standing on the line y = base."""
    width = picture.shape[1]
    x = int(-rng.uniform(0, 40))
    trees = rng.random() < 0.6
    while x < width:
        w = int(rng.uniform(0.02, 0.18) * width / max(1, width / 600)) + 3
        h = int(rng.uniform(0.2, 1.0) * reach) + 2
        pick = rng.random()
        if trees and pick < 0.7:
            tone = np.array([rng.uniform(15, 60), rng.uniform(50, 110), rng.uniform(20, 80)])
            for _ in range(4):
                centre = (int(x + rng.uniform(0, w)), int(base - h * rng.uniform(0.3, 0.9)))
                cv2.circle(picture, centre, max(2, int(w * rng.uniform(0.3, 0.6))), _c(tone * rng.uniform(0.7, 1.3)), -1)
        elif pick < 0.85:
            tone = grey(rng, 60, 220, 30)
            cv2.rectangle(picture, (x, base - h), (x + w, base), _c(tone), -1)
            cell = max(4, w // 5)
            for wx in range(x + 2, x + w - cell // 2, cell):
                for wy in range(base - h + 3, base - 4, cell + 2):
                    cv2.rectangle(picture, (wx, wy), (wx + cell // 2, wy + cell // 2), _c(tone * 0.5), -1)
        else:
            cv2.line(picture, (x, base), (x, base - h), _c(grey(rng, 30, 120)), 2)
        x += int(w * rng.uniform(0.6, 1.6)) + 2


def horizon(rng, width, height):
    picture = sky(rng, width, height)
    line = int(height * rng.uniform(0.2, 0.55))
    ground = rng.choice(np.array(["asphalt", "grass", "sand"]))
    if ground == "grass":
        picture[line:] = grass(rng, width, height - line)
    elif ground == "asphalt":
        picture[line:] = asphalt(rng, width, height - line)
    else:
        base = np.array([rng.uniform(90, 160), rng.uniform(130, 190), rng.uniform(160, 220)])
        picture[line:] = tint(noise(rng, width, height - line), base - 25, base + 25)
    skyline(rng, picture, line + 2, height * rng.uniform(0.06, 0.35))
    return picture


def street(rng, width, height):
    picture = np.zeros((height, width, 3), np.uint8)
    kerb = int(height * rng.uniform(0.45, 0.65))
    x = 0
    while x < width:
        w = int(width * rng.uniform(0.12, 0.4))
        tone = grey(rng, 60, 220, 35)
        cv2.rectangle(picture, (x, 0), (x + w, kerb), _c(tone), -1)
        cell = int(max(8, height * rng.uniform(0.07, 0.16)))
        glass = tone * rng.uniform(0.3, 0.7) if rng.random() < 0.7 else np.clip(tone * 1.3, 0, 255)
        for wy in range(int(cell * 0.4), kerb - cell, int(cell * 1.5)):
            for wx in range(x + cell // 2, x + w - cell, int(cell * 1.4)):
                cv2.rectangle(picture, (wx, wy), (wx + cell * 2 // 3, wy + cell), _c(glass * rng.uniform(0.8, 1.2)), -1)
        x += w
    walk = kerb + int(height * rng.uniform(0.05, 0.15))
    picture[kerb:walk] = _c(grey(rng, 110, 190))
    picture[walk:] = asphalt(rng, width, height - walk)
    return _grain(rng, picture, 14)


def room(rng, width, height):
    picture = wall(rng, width, height)
    floor = int(height * rng.uniform(0.5, 0.75))
    low, high = colour(rng, 50, 170), colour(rng, 80, 210)
    picture[floor:] = tint(noise(rng, width, height - floor), low, high)
    if rng.random() < 0.6:
        centre = (width * rng.uniform(0.2, 0.8), floor - height * rng.uniform(0.1, 0.6))
        for k in np.linspace(-1.5, 2.5, int(rng.integers(6, 20))):
            end = (centre[0] + (k * width - centre[0]) * 1.5, height * 1.3)
            start = (centre[0] + (end[0] - centre[0]) * 0.45, centre[1] + (end[1] - centre[1]) * 0.45)
            if start[1] >= floor - 5:
                cv2.line(picture, _c(start), _c(end), _c(low * 0.8), 1, cv2.LINE_AA)
    for _ in range(rng.integers(2, 8)):
        w, h = rng.uniform(0.04, 0.25, 2) * (width, height)
        x, y = rng.uniform(0, width), floor + rng.uniform(-0.1, 0.25) * height
        tone = colour(rng, 20, 220)
        cv2.rectangle(picture, _c((x, y - h)), _c((x + w, y)), _c(tone), -1)
        cv2.rectangle(picture, _c((x, y - h)), _c((x + w, y - h * 0.8)), _c(np.clip(tone * 1.25, 0, 255)), -1)
    return _grain(rng, picture, 10)


def foliage(rng, width, height):
    low = np.array([rng.uniform(5, 50), rng.uniform(30, 80), rng.uniform(10, 70)])
    first = noise(rng, width, height, 0.6)
    second = noise(rng, width, height, 0.35)
    picture = tint(first * 0.6 + second * 0.5, low, low + np.array([60, 130, 90]) * rng.uniform(0.6, 1.3))
    for _ in range(rng.integers(0, 6)):
        x = rng.uniform(0, width)
        cv2.line(picture, _c((x, 0)), _c((x + rng.normal(0, 20), height)), _c(low * 0.8), int(rng.integers(2, 14)))
    return _grain(rng, picture, 25)


def tiles(rng, width, height):
    side = int(max(6, height * rng.uniform(0.05, 0.25)))
    first, second = colour(rng), colour(rng)
    if rng.random() < 0.6:
        second = np.clip(first + rng.uniform(-40, 40), 0, 255)
    ys, xs = np.mgrid[0:height, 0:width]
    odd = ((xs // side + ys // side) % 2).astype(np.float32)
    picture = tint(odd, first, second).astype(np.float32)
    picture += (noise(rng, width, height)[..., None] - 0.5) * rng.uniform(10, 60)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    joint = _c(first * 0.6)
    for v in range(0, max(width, height), side):
        cv2.line(picture, (v, 0), (v, height), joint, 1)
        cv2.line(picture, (0, v), (width, v), joint, 1)
    return picture


def clutter(rng, width, height):
    picture = tint(noise(rng, width, height), colour(rng), colour(rng))
    for _ in range(rng.integers(8, 60)):
        centre = rng.random(2) * (width, height)
        size = rng.uniform(0.02, 0.2) * height
        if rng.random() < 0.5:
            box = cv2.boxPoints((tuple(centre.tolist()), (size * 2, size), float(rng.uniform(0, 180)) if rng.random() < 0.5 else 0.0))
            cv2.fillPoly(picture, [box.astype(np.int32)], _c(colour(rng)), cv2.LINE_AA)
        else:
            cv2.circle(picture, _c(centre), int(size / 2) + 1, _c(colour(rng)), -1, cv2.LINE_AA)
    return _grain(rng, picture, 15)


MAKERS = {
    "asphalt": asphalt,
    "grass": grass,
    "brick": brick,
    "carpet": carpet,
    "wall": wall,
    "plain": plain,
    "shelves": shelves,
    "horizon": horizon,
    "street": street,
    "room": room,
    "foliage": foliage,
    "tiles": tiles,
    "clutter": clutter,
}


def detail(rng, picture):
    """Fine detail that belongs to the surface: what a sharp lens would show and motion search needs."""
    height, width = picture.shape[:2]
    fine = rng.standard_normal((height, width), np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), float(rng.uniform(0.6, 1.6)))
    fine *= rng.uniform(4, 15) / (fine.std() + 1e-6)
    coarse = (noise(rng, width, height, 0.3) - 0.5) * rng.uniform(10, 50)
    return np.clip(picture + (fine + coarse)[..., None], 0, 255).astype(np.uint8)


def make(kind, rng, width, height, detailed=False):
    picture = MAKERS[kind](rng, width, height)
    if detailed or (kind != "plain" and rng.random() < 0.5):
        picture = detail(rng, picture)
    if rng.random() < 0.35:
        shade = noise(rng, width, height, 3.0)[..., None] * rng.uniform(0.2, 0.7) + rng.uniform(0.5, 0.8)
        picture = np.clip(picture * shade, 0, 255).astype(np.uint8)
    if rng.random() < (0.1 if detailed else 0.25):
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 0.9 if detailed else 1.8)))
    return picture
