"""Drawing of premultiplied pictures through affine matrices, and pictures of light made once a process."""

import cv2
import numpy as np

_BANK = {}
BANK_W, BANK_H = 1200, 900


def bank():
    """Noise, shadow, glow, cone, rain and snow pictures."""
    if not _BANK:
        rng = np.random.default_rng(11)
        grey = np.clip(rng.normal(128, 32, (BANK_H, BANK_W)), 0, 255).astype(np.uint8)
        _BANK["grey"] = cv2.merge([grey] * 3)
        _BANK["colour"] = np.clip(rng.normal(128, 32, (BANK_H, BANK_W, 3)), 0, 255).astype(np.uint8)
        ys, xs = np.mgrid[-1:1:64j, -1:1:64j]
        _BANK["glow"] = (np.clip(1 - np.hypot(xs, ys), 0, 1) ** 2).astype(np.float32)
        along, across = np.mgrid[0:1:96j, -1:1:64j]
        spread = 0.12 + 0.88 * along
        beam = np.clip(1 - (across / spread) ** 2, 0, 1) * np.clip(1 - along, 0, 1) ** 1.4 / (0.35 + along)
        _BANK["cone"] = np.clip(beam, 0, 1).astype(np.float32)
        shadow = np.zeros((32, 64, 4), np.uint8)
        shadow[..., 3] = (np.clip(1.15 - np.hypot(*np.mgrid[-1:1:32j, -1:1:64j]), 0, 1) ** 0.8 * 255).clip(0, 255)
        shadow[0] = shadow[-1] = 0
        shadow[:, 0] = shadow[:, -1] = 0
        _BANK["shadow"] = shadow
        _BANK["rain"], _BANK["snow"] = _rain(rng), _snow(rng)
    return _BANK


def _rain(rng):
    rain = np.zeros((BANK_H, BANK_W), np.uint8)
    for _ in range(2600):
        x, y = rng.integers(0, BANK_W), rng.integers(0, BANK_H)
        length = int(rng.integers(8, 26))
        cv2.line(rain, (x, y), (x + length // 5, y + length), int(rng.integers(40, 170)), 1, cv2.LINE_AA)
    return cv2.merge([rain] * 3)


def _snow(rng):
    snow = np.zeros((BANK_H, BANK_W), np.uint8)
    for _ in range(1100):
        centre = (int(rng.integers(0, BANK_W)), int(rng.integers(0, BANK_H)))
        cv2.circle(snow, centre, int(rng.choice([1, 1, 1, 2, 3])), int(rng.integers(90, 255)), -1, cv2.LINE_AA)
    return cv2.merge([cv2.GaussianBlur(snow, (0, 0), 0.7)] * 3)


def cut(name, width, height, x, y):
    """A width x height cut of a picture of the bank; whole numbers x and y move it about."""
    source = bank()[name]
    times = max(1, -(-height // (BANK_H - 100)), -(-width // (BANK_W - 100)))
    w, h = -(-width // times), -(-height // times)
    x, y = int(x) % (BANK_W - w), int(y) % (BANK_H - h)
    piece = source[y : y + h, x : x + w]
    if times > 1:
        piece = cv2.resize(piece, (w * times, h * times), interpolation=cv2.INTER_NEAREST)
    return piece[:height, :width]


def blit(frame, picture, matrix, corners, opacity=1.0, smear=(0, 0)):
    """Draws a premultiplied picture through an affine matrix; smear blurs it by so many pixels along x or y."""
    height, width = frame.shape[:2]
    wide, high = int(smear[0]) | 1, int(smear[1]) | 1
    x0, y0 = np.floor(corners.min(0)).astype(int) - (1 + wide // 2, 1 + high // 2)
    x1, y1 = np.ceil(corners.max(0)).astype(int) + (2 + wide // 2, 2 + high // 2)
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    if x1 <= x0 or y1 <= y0:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    patch = cv2.warpAffine(picture, local, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR, borderValue=(0, 0, 0, 0))
    if wide > 1 or high > 1:
        patch = cv2.blur(patch, (wide, high), borderType=cv2.BORDER_REPLICATE)
    if opacity < 1.0:
        patch = cv2.convertScaleAbs(patch, alpha=opacity)
    area = frame[y0:y1, x0:x1]
    keep = cv2.merge([255 - patch[..., 3]] * 3)
    cv2.add(cv2.multiply(area, keep, scale=1 / 255), np.ascontiguousarray(patch[..., :3]), dst=area)


def add_light(frame, picture, matrix, corners, tone):
    """Adds a float picture 0..1 times a tone through an affine matrix."""
    height, width = frame.shape[:2]
    x0, y0 = np.floor(corners.min(0)).astype(int)
    x1, y1 = np.ceil(corners.max(0)).astype(int) + 1
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    if x1 <= x0 or y1 <= y0:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    patch = cv2.warpAffine(picture, local, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR)
    area = frame[y0:y1, x0:x1]
    cv2.add(area, cv2.merge([patch * float(v) for v in tone]), dst=area, dtype=cv2.CV_8U)


def affine(picture, x, y, scale, angle, flip):
    """Matrix that puts the middle of a picture at (x, y), and the corners it lands on."""
    h, w = picture.shape[:2]
    radians = np.radians(angle)
    cos, sin = np.cos(radians) * scale, np.sin(radians) * scale
    fx = -1.0 if flip else 1.0
    return placed(np.array([[cos * fx, -sin], [sin * fx, cos]]), (w / 2, h / 2), (x, y), w, h)


def placed(turn, anchor, at, width, height):
    """Matrix with a linear part that puts an anchor of the picture at a place, and the corners it lands on."""
    matrix = np.empty((2, 3))
    matrix[:, :2] = turn
    matrix[:, 2] = np.asarray(at) - turn @ np.asarray(anchor, float)
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ turn.T + matrix[:, 2]
    return matrix, corners
