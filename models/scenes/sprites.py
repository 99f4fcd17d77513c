"""Pictures of actors: premultiplied BGRA uint8 sprites, one or a cycle of them.

A sprite is drawn facing right (side views), away or to the camera (front views) or upwards (top
views). Its box is the box of its opaque pixels; shadows are kept apart as soft alpha below.
"""

import cv2
import numpy as np

from models.scenes import textures

SKINS = ((140, 175, 225), (110, 145, 200), (80, 110, 165), (50, 75, 120), (35, 50, 85), (165, 195, 240))
HAIRS = ((20, 20, 25), (30, 45, 70), (60, 110, 160), (150, 150, 150), (40, 60, 120), (110, 170, 210))
PAINTS = (
    (235, 235, 235), (200, 200, 200), (150, 150, 150), (90, 90, 90), (35, 35, 35), (40, 40, 190), (30, 30, 120),
    (170, 90, 30), (110, 60, 20), (60, 120, 50), (60, 190, 230), (40, 110, 220), (180, 170, 120), (90, 130, 170),
)


class Sprite:
    """A cycle of equally sized BGRA pictures with a mip pyramid."""

    def __init__(self, frames):
        frames = _crop(frames)
        self.height, self.width = frames[0].shape[:2]
        self.levels = [frames]
        while min(self.levels[-1][0].shape[:2]) > 24:
            self.levels.append([cv2.resize(f, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for f in self.levels[-1]])
        self.phases = len(frames)
        self.solidity = float((frames[0][..., 3] > 127).mean())

    def picture(self, phase, scale):
        """The picture of a phase from the level that suits the scale, and the scale left to apply."""
        level = 0
        while scale < 0.6 and level + 1 < len(self.levels):
            scale *= 2
            level += 1
        return self.levels[level][phase % self.phases], scale


def _crop(frames):
    union = np.max([f[..., 3] for f in frames], axis=0) > 40
    ys = np.flatnonzero(union.any(1))
    xs = np.flatnonzero(union.any(0))
    y0, y1, x0, x1 = ys[0], ys[-1] + 1, xs[0], xs[-1] + 1
    return [np.ascontiguousarray(f[y0:y1, x0:x1]) for f in frames]


def _finish(rng, colour, alpha, detail=None):
    """Shades a drawing and premultiplies it."""
    height, width = alpha.shape
    ys = np.linspace(0.5, -0.5, height, dtype=np.float32)[:, None]
    xs = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    light = 1.0 + ys * detail[0] + xs * detail[1]
    light = light + (textures.noise(rng, width, height, 1.5) - 0.5) * detail[2]
    if detail[3]:
        light = light + (textures.noise(rng, width, height, 0.25) - 0.5) * detail[3]
    shaded = np.clip(colour * light[..., None], 0, 255)
    out = np.empty((height, width, 4), np.uint8)
    out[..., :3] = (shaded * (alpha[..., None] / 255.0)).astype(np.uint8)
    out[..., 3] = alpha
    return out


def _light(rng):
    return rng.uniform(0.0, 0.55), rng.uniform(-0.4, 0.4), rng.uniform(0.0, 0.4), rng.choice([0, 1, 1]) * rng.uniform(0.1, 0.7)


class _Pad:
    """A drawing surface with colour and alpha, coordinates 0..1 of its height."""

    def __init__(self, width, height):
        self.colour = np.zeros((height, width, 3), np.uint8)
        self.alpha = np.zeros((height, width), np.uint8)
        self.unit = height

    def _px(self, points):
        return np.round(np.asarray(points, np.float64) * self.unit * 16).astype(np.int32)

    def poly(self, points, tone):
        px = self._px(points)
        tone = tuple(int(v) for v in np.clip(tone, 0, 255))
        cv2.fillPoly(self.colour, [px], tone, cv2.LINE_AA, 4)
        cv2.fillPoly(self.alpha, [px], 255, cv2.LINE_AA, 4)

    def ellipse(self, centre, axes, tone, angle=0.0):
        c = self._px(centre)
        a = self._px(axes)
        tone = tuple(int(v) for v in np.clip(tone, 0, 255))
        for plane, value in ((self.colour, tone), (self.alpha, 255)):
            cv2.ellipse(plane, tuple(c.tolist()), tuple(a.tolist()), angle, 0, 360, value, -1, cv2.LINE_AA, 4)

    def limb(self, points, widths, tone):
        """A bent tapered tube."""
        points = np.asarray(points, np.float64)
        for (a, b), wa, wb in zip(zip(points[:-1], points[1:]), widths[:-1], widths[1:]):
            along = b - a
            normal = np.array([-along[1], along[0]]) / (np.linalg.norm(along) + 1e-9)
            self.poly([a + normal * wa / 2, b + normal * wb / 2, b - normal * wb / 2, a - normal * wa / 2], tone)
            self.ellipse(b, (wb / 2, wb / 2), tone)
        self.ellipse(points[0], (widths[0] / 2, widths[0] / 2), tone)

    def line(self, a, b, tone, width):
        cv2.line(
            self.colour, tuple(self._px(a).tolist()), tuple(self._px(b).tolist()), tuple(int(v) for v in np.clip(tone, 0, 255)),
            max(1, int(width * self.unit)), cv2.LINE_AA, 4,
        )


def _paint(rng):
    base = np.array(PAINTS[rng.integers(len(PAINTS))], np.float64)
    return np.clip(base + rng.uniform(-25, 25, 3), 8, 250)


def _cloth(rng):
    return textures.colour(rng, 15, 240) if rng.random() < 0.6 else textures.grey(rng, 20, 235, 10)


# ---- vehicles -----------------------------------------------------------------------------------

# Outline over the wheels: (x, y) of the length and height, and the windows as (x0, x1) of the cabin.
_SIDE = {
    "sedan": (2.9, [(0, .62), (.02, .45), (.2, .4), (.34, .06), (.4, .03), (.66, .03), (.72, .07), (.84, .38), (.98, .45), (1, .65)], (.26, .8)),
    "hatch": (2.5, [(0, .6), (.02, .42), (.05, .12), (.12, .04), (.6, .03), (.68, .08), (.8, .4), (.97, .47), (1, .66)], (.06, .76)),
    "suv": (2.35, [(0, .6), (.01, .35), (.06, .05), (.1, .02), (.64, .02), (.72, .08), (.8, .36), (.98, .42), (1, .65)], (.05, .77)),
    "van": (2.2, [(0, .7), (0, .06), (.03, .02), (.72, .02), (.8, .08), (.9, .4), (.99, .48), (1, .7)], (.62, .88)),
    "bus": (3.0, [(0, .75), (0, .06), (.02, .02), (.97, .02), (1, .1), (1, .75)], (.02, .98)),
    "truck": (3.2, [(0, .7), (0, .02), (.68, .02), (.68, .6), (.71, .6), (.71, .12), (.9, .12), (.97, .4), (1, .45), (1, .75)], (.8, .95)),
    "pickup": (2.8, [(0, .6), (0, .38), (.42, .38), (.46, .06), (.66, .04), (.76, .36), (.97, .42), (1, .65)], (.45, .74)),
}


def _vehicle_side(rng, height):
    name = list(_SIDE)[rng.integers(len(_SIDE))]
    aspect, outline, cabin = _SIDE[name]
    aspect *= rng.uniform(0.88, 1.12)
    pad = _Pad(int(height * (aspect + 0.1)), height)
    tone = _paint(rng)
    length = aspect
    jitter = rng.normal(0, 0.008, (len(outline), 2))
    body = [((x + dx) * length + 0.05, (y + dy) * 0.92 + 0.03) for (x, y), (dx, dy) in zip(outline, jitter)]
    bottom = rng.uniform(0.8, 0.86)
    body += [(length + 0.04, bottom), (0.06, bottom)]
    pad.poly(body, tone)
    pad.poly([(0.06, bottom - 0.08), (length + 0.04, bottom - 0.08), (length + 0.03, bottom), (0.07, bottom)], tone * 0.45)
    glass = textures.grey(rng, 25, 110, 12) if rng.random() < 0.8 else np.array((190, 180, 165))
    tall = name in ("bus", "van", "truck")
    top, low = (0.12, 0.44) if not tall else (0.12 if name != "truck" else 0.2, 0.42)
    panes = int(rng.integers(5, 9)) if name == "bus" else int(rng.integers(2, 4))
    lean = 0.0 if tall else 0.07
    edges = np.linspace(cabin[0], cabin[1], panes + 1) * length + 0.05
    for i, (a, b) in enumerate(zip(edges[:-1], edges[1:])):
        left = lean * 2.2 if i == 0 and name == "sedan" else (lean * 0.6 if i == 0 else 0.0)
        right = lean * 2.0 if i == panes - 1 else 0.0
        pane = [(a + 0.02 + left, top), (b - 0.02 - right, top), (b - 0.02, low), (a + 0.02, low)]
        pad.poly(pane, glass)
        pad.poly([pane[0], ((pane[0][0] + pane[1][0]) / 2, top), (a + 0.02 + (b - a) * 0.15, low), pane[3]], glass * 1.25)
    if name != "truck":
        for x in np.linspace(cabin[0] + 0.12, cabin[1] - 0.12, int(rng.integers(1, 4))):
            pad.line((x * length, 0.45), (x * length, bottom - 0.1), tone * 0.7, 0.01)
    pad.line((0.1, 0.5), (length, 0.52), np.clip(tone * 1.2, 0, 255), 0.012)
    if name in ("truck", "van", "bus") and rng.random() < 0.5:
        x, y = rng.uniform(0.1, 0.3) * length, rng.uniform(0.5, 0.55)
        pad.poly([(x, y), (x + 0.3 * length, y), (x + 0.3 * length, y + 0.16), (x, y + 0.16)], _paint(rng))
    pad.poly([(length - 0.04, 0.5), (length + 0.04, 0.52), (length + 0.04, 0.6), (length - 0.05, 0.58)], (200, 240, 250))
    pad.poly([(0.05, 0.48), (0.11, 0.48), (0.11, 0.6), (0.05, 0.6)], (40, 40, 200))
    radius = rng.uniform(0.16, 0.2) * (0.85 if tall else 1.0)
    hub = textures.grey(rng, 90, 220)
    axles = [0.19, 0.81] if name not in ("truck", "bus") else [0.16, 0.28, 0.84]
    for x in axles:
        centre = (x * length + 0.05, 0.99 - radius)
        pad.ellipse(centre, (radius * 1.18, radius * 1.18), tone * 0.3)
        pad.ellipse(centre, (radius, radius), (22, 22, 22))
        pad.ellipse(centre, (radius * 0.58, radius * 0.58), hub)
        for k in range(5):
            angle = k * 2 * np.pi / 5
            pad.line(centre, (centre[0] + np.cos(angle) * radius * 0.5, centre[1] + np.sin(angle) * radius * 0.5), hub * 0.4, 0.02)
    return pad


def _vehicle_end(rng, height, rear):
    """Front or rear view."""
    kind = rng.choice(np.array(["car", "car", "suv", "box"]))
    aspect = {"car": 1.3, "suv": 1.1, "box": 0.85}[str(kind)] * rng.uniform(0.92, 1.1)
    pad = _Pad(int(height * (aspect + 0.1)), height)
    tone = _paint(rng)
    w, o = aspect, 0.05
    waist = 0.45 if kind != "box" else 0.5
    inset = 0.17 if kind == "car" else 0.08 if kind == "suv" else 0.02
    for x in (0.06, w - 0.24):
        pad.poly([(o + x, 0.8), (o + x + 0.18, 0.8), (o + x + 0.18, 1.0), (o + x, 1.0)], (20, 20, 20))
    pad.poly([(o + inset, 0.06), (o + inset + 0.06, 0.02), (o + w - inset - 0.06, 0.02), (o + w - inset, 0.06), (o + w - 0.03, waist), (o + 0.03, waist)], tone)
    pad.poly([(o + 0.02, waist - 0.02), (o + w - 0.02, waist - 0.02), (o + w, waist + 0.12), (o + w - 0.01, 0.9), (o + 0.01, 0.9), (o, waist + 0.12)], tone)
    glass = textures.grey(rng, 20, 100, 10)
    g = inset + 0.05
    pad.poly([(o + g, 0.09), (o + w - g, 0.09), (o + w - 0.1, waist - 0.03), (o + 0.1, waist - 0.03)], glass)
    pad.poly([(o + g, 0.09), (o + w * 0.45, 0.09), (o + w * 0.3, waist - 0.03), (o + 0.1, waist - 0.03)], glass * 1.3)
    pad.poly([(o + 0.02, 0.76), (o + w - 0.02, 0.76), (o + w - 0.03, 0.92), (o + 0.03, 0.92)], tone * rng.uniform(0.3, 0.8))
    lamp = (45, 45, 215) if rear else (225, 240, 245)
    for side in (0, 1):
        x = o + 0.04 if side == 0 else o + w - 0.26
        pad.poly([(x, waist + 0.07), (x + 0.22, waist + 0.09), (x + 0.2, waist + 0.22), (x + 0.01, waist + 0.2)], lamp)
    if rear:
        pad.line((o + 0.1, waist + 0.05), (o + w - 0.1, waist + 0.05), tone * 0.7, 0.012)
    else:
        pad.poly([(o + w * 0.3, waist + 0.13), (o + w * 0.7, waist + 0.13), (o + w * 0.66, waist + 0.26), (o + w * 0.34, waist + 0.26)], (30, 30, 30))
    pad.poly([(o + w * 0.4, 0.72), (o + w * 0.6, 0.72), (o + w * 0.6, 0.8), (o + w * 0.4, 0.8)], (215, 225, 225))
    for x in (o - 0.03, o + w - 0.05):
        pad.poly([(x, waist - 0.07), (x + 0.08, waist - 0.07), (x + 0.08, waist), (x, waist)], tone * 0.8)
    return pad


def _vehicle_top(rng, height):
    """Top view, nose upwards; height is its length."""
    aspect = rng.uniform(0.42, 0.52)
    pad = _Pad(int(height * (aspect + 0.1)), height)
    tone = _paint(rng)
    o, w = 0.05, aspect
    r = rng.uniform(0.06, 0.14)
    for y in (0.16, 0.7):
        for x in (-0.012, w - 0.03):
            pad.poly([(o + x, y), (o + x + 0.042, y), (o + x + 0.042, y + 0.13), (o + x, y + 0.13)], (20, 20, 20))
    body = [(o + r, 0.01), (o + w - r, 0.01), (o + w - r * 0.3, 0.06), (o + w, 0.2), (o + w, 0.9), (o + w - r * 0.5, 0.985), (o + r * 0.5, 0.985), (o, 0.9), (o, 0.2), (o + r * 0.3, 0.06)]
    pad.poly(body, tone)
    boxy = rng.random() < 0.3
    glass = textures.grey(rng, 20, 90, 10)
    front = rng.uniform(0.24, 0.32) if not boxy else 0.1
    back = rng.uniform(0.76, 0.86) if not boxy else 0.96
    pad.poly([(o + 0.04, front), (o + w / 2, front - 0.03), (o + w - 0.04, front), (o + w - 0.08, front + 0.13), (o + 0.08, front + 0.13)], glass)
    if not boxy:
        pad.poly([(o + 0.08, back - 0.1), (o + w - 0.08, back - 0.1), (o + w - 0.05, back), (o + 0.05, back)], glass)
    for x0, x1 in ((0.02, 0.07), (w - 0.07, w - 0.02)):
        if not boxy:
            pad.poly([(o + x0, front + 0.1), (o + x1, front + 0.15), (o + x1, back - 0.12), (o + x0, back - 0.05)], glass)
    pad.poly([(o + 0.08, front + 0.14), (o + w - 0.08, front + 0.14), (o + w - 0.09, back - 0.11), (o + 0.09, back - 0.11)], np.clip(tone * rng.uniform(0.95, 1.15), 0, 255))
    for x in (o + w * 0.3, o + w * 0.7):
        pad.line((x, 0.06), (x, front - 0.02), tone * 0.8, 0.008)
    for x in (o + 0.03, o + w - 0.1):
        pad.poly([(x, 0.03), (x + 0.07, 0.025), (x + 0.07, 0.06), (x, 0.07)], (225, 240, 245))
        pad.poly([(x, 0.965), (x + 0.07, 0.965), (x + 0.07, 0.98), (x, 0.98)], (40, 40, 200))
    for x in (o - 0.035, o + w - 0.005):
        pad.poly([(x, front + 0.04), (x + 0.04, front + 0.03), (x + 0.04, front + 0.07), (x, front + 0.07)], tone * 0.7)
    return pad


def vehicle(rng, view, height):
    """view: side, front, rear or top."""
    if view == "side":
        pad = _vehicle_side(rng, height)
    elif view == "top":
        pad = _vehicle_top(rng, height)
    else:
        pad = _vehicle_end(rng, height, view == "rear")
    return Sprite([_finish(rng, pad.colour, pad.alpha, _light(rng))])


# ---- persons ------------------------------------------------------------------------------------


def _wardrobe(rng):
    shirt, legs = _cloth(rng), _cloth(rng) * rng.uniform(0.4, 1.0)
    return {
        "skin": np.array(SKINS[rng.integers(len(SKINS))], np.float64),
        "hair": np.array(HAIRS[rng.integers(len(HAIRS))], np.float64),
        "shirt": shirt,
        "sleeve": shirt * rng.uniform(0.75, 1.0) if rng.random() < 0.7 else None,
        "legs": legs,
        "shoe": textures.grey(rng, 15, 230),
        "shorts": rng.random() < 0.15,
        "coat": rng.uniform(0.1, 0.28) if rng.random() < 0.3 else 0.0,
        "hat": _cloth(rng) if rng.random() < 0.25 else None,
        "vest": (40, 140, 240) if rng.random() < 0.12 else None,
        "bag": _cloth(rng) if rng.random() < 0.3 else None,
        "long": rng.random() < 0.35,
        "girth": rng.uniform(0.85, 1.3),
        "stride": rng.uniform(0.3, 0.62),
        "lean": rng.uniform(-0.01, 0.04),
    }


def _bent(origin, upper, lower, first, second):
    """Joint positions of a two-part limb; angles from straight down, forward positive."""
    knee = (origin[0] + upper * np.sin(first), origin[1] + upper * np.cos(first))
    foot = (knee[0] + lower * np.sin(second), knee[1] + lower * np.cos(second))
    return [origin, knee, foot]


def _person_side(wear, height, phase, moving=True):
    pad = _Pad(int(height * 0.72), height)
    g, x = wear["girth"], 0.36
    swing = wear["stride"] * np.sin(phase) if moving else 0.05
    hip, shoulder = (x, 0.52), (x + wear["lean"], 0.215)
    skin, shirt = wear["skin"], wear["shirt"]
    sleeve = skin if wear["sleeve"] is None else wear["sleeve"]

    def leg(angle, ahead, shade):
        bend = 0.55 * max(0.0, np.cos(phase) * ahead) if moving else 0.0
        points = _bent(hip, 0.235, 0.215, angle, angle - bend - 0.05)
        tone = wear["legs"] * shade
        pad.limb(points, (0.105 * g, 0.08 * g, 0.055 * g), tone)
        if wear["shorts"]:
            pad.limb(points[1:], (0.065 * g, 0.045 * g), skin * shade)
        foot = points[2]
        pad.poly([(foot[0] - 0.03, foot[1] - 0.02), (foot[0] + 0.03, foot[1] - 0.02), (foot[0] + 0.085, foot[1] + 0.018), (foot[0] - 0.035, foot[1] + 0.018)], wear["shoe"] * shade)

    def arm(angle, shade):
        points = _bent((shoulder[0], shoulder[1] + 0.015), 0.165, 0.155, angle, angle + 0.35)
        pad.limb(points, (0.07 * g, 0.058 * g, 0.045 * g), sleeve * shade)
        if wear["sleeve"] is None:
            pad.limb(points[:2], (0.075 * g, 0.065 * g), shirt * shade)
        pad.ellipse(points[2], (0.024, 0.028), skin * shade)

    arm(swing * 0.8, 0.72)
    leg(-swing, -1.0, 0.75)
    leg(swing, 1.0, 1.0)
    if wear["bag"] is not None:
        pad.ellipse((shoulder[0] - 0.1 * g, 0.32), (0.07, 0.11), wear["bag"])
    low = 0.55 + wear["coat"]
    torso = [(shoulder[0] - 0.07 * g, 0.19), (shoulder[0] + 0.055 * g, 0.185), (shoulder[0] + 0.085 * g, 0.3), (x + 0.075 * g, low), (x - 0.08 * g, low), (shoulder[0] - 0.085 * g, 0.3)]
    pad.poly(torso, shirt)
    if wear["vest"] is not None:
        pad.poly(torso, wear["vest"])
        pad.poly([(x - 0.08 * g, 0.38), (x + 0.08 * g, 0.38), (x + 0.08 * g, 0.41), (x - 0.08 * g, 0.41)], (210, 225, 220))
    head = (shoulder[0] + 0.015, 0.095)
    pad.limb([(shoulder[0], 0.2), (head[0], 0.13)], (0.06, 0.055), skin * 0.9)
    pad.ellipse(head, (0.058, 0.075), skin)
    if wear["long"]:
        pad.poly([(head[0] - 0.06, 0.06), (head[0] + 0.01, 0.05), (head[0] - 0.015, 0.2), (head[0] - 0.085, 0.22)], wear["hair"])
    pad.ellipse((head[0] - 0.018, 0.065), (0.055, 0.052), wear["hair"])
    pad.poly([(head[0] + 0.05, 0.09), (head[0] + 0.07, 0.115), (head[0] + 0.05, 0.12)], skin)
    if wear["hat"] is not None:
        pad.ellipse((head[0], 0.05), (0.068, 0.045), wear["hat"])
        pad.poly([(head[0], 0.05), (head[0] + 0.11, 0.062), (head[0] + 0.1, 0.072), (head[0], 0.075)], wear["hat"] * 0.8)
    arm(-swing * 0.8, 0.95)
    return pad


def _person_front(wear, height, phase, back, moving=True):
    pad = _Pad(int(height * 0.6), height)
    g, x = wear["girth"], 0.3
    step = np.sin(phase) if moving else 0.0
    skin, shirt = wear["skin"], wear["shirt"]
    sleeve = skin if wear["sleeve"] is None else wear["sleeve"]
    for side in (-1, 1):
        lift = 0.06 * max(0.0, step * side)
        hip = (x + side * 0.055 * g, 0.52)
        foot = (x + side * 0.06 * g, 0.965 - lift)
        knee = ((hip[0] + foot[0]) / 2 + side * 0.012, 0.74 - lift * 0.8)
        pad.limb([hip, knee, foot], (0.12 * g, 0.09 * g, 0.06 * g), wear["legs"] * (1.0 - 0.2 * (lift > 0.01)))
        if wear["shorts"]:
            pad.limb([knee, foot], (0.075 * g, 0.05 * g), skin)
        pad.ellipse((foot[0] + side * 0.008, foot[1] + 0.008), (0.042, 0.025), wear["shoe"])
    for side in (-1, 1):
        reach = 0.05 * step * side
        shoulder = (x + side * 0.115 * g, 0.225)
        elbow = (x + side * (0.15 * g + 0.01), 0.37 - abs(reach) * 0.3)
        hand = (x + side * (0.155 * g + 0.005), 0.5 - max(0.0, reach))
        pad.limb([shoulder, elbow, hand], (0.075 * g, 0.06 * g, 0.045 * g), sleeve * 0.9)
        if wear["sleeve"] is None:
            pad.limb([shoulder, ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2)], (0.08 * g, 0.075 * g), shirt * 0.95)
        pad.ellipse(hand, (0.025, 0.032), skin)
    low = 0.56 + wear["coat"]
    torso = [(x - 0.125 * g, 0.195), (x - 0.04, 0.175), (x + 0.04, 0.175), (x + 0.125 * g, 0.195), (x + 0.115 * g, 0.38), (x + 0.115 * g, low), (x - 0.115 * g, low), (x - 0.115 * g, 0.38)]
    pad.poly(torso, shirt)
    if wear["vest"] is not None:
        pad.poly(torso, wear["vest"])
        pad.poly([(x - 0.12 * g, 0.42), (x + 0.12 * g, 0.42), (x + 0.12 * g, 0.45), (x - 0.12 * g, 0.45)], (210, 225, 220))
        for side in (-1, 1):
            pad.line((x + side * 0.07, 0.19), (x + side * 0.07, 0.45), (210, 225, 220), 0.025)
    elif not back and wear["coat"] > 0:
        pad.line((x, 0.2), (x, low), shirt * 0.6, 0.012)
    if wear["bag"] is not None and back:
        pad.poly([(x - 0.09, 0.21), (x + 0.09, 0.21), (x + 0.1, 0.43), (x - 0.1, 0.43)], wear["bag"])
    pad.limb([(x, 0.2), (x, 0.14)], (0.065, 0.06), skin * 0.85)
    pad.ellipse((x, 0.095), (0.056, 0.075), wear["hair"] if back else skin)
    if wear["long"]:
        pad.poly([(x - 0.065, 0.06), (x + 0.065, 0.06), (x + 0.075, 0.2), (x - 0.075, 0.2)], wear["hair"])
        if not back:
            pad.ellipse((x, 0.1), (0.045, 0.06), skin)
    pad.ellipse((x, 0.055), (0.06, 0.045), wear["hair"])
    if not back:
        for side in (-1, 1):
            pad.ellipse((x + side * 0.02, 0.095), (0.008, 0.006), (30, 30, 30))
        pad.line((x - 0.015, 0.135), (x + 0.015, 0.135), skin * 0.6, 0.008)
    if wear["hat"] is not None:
        pad.ellipse((x, 0.045), (0.07, 0.045), wear["hat"])
    return pad


def person(rng, view, height, moving, phases=8):
    """view: side, front, rear or bust (upper body)."""
    wear = _wardrobe(rng)
    light = _light(rng)
    seed = int(rng.integers(1 << 30))
    frames = []
    for k in range(phases if moving else 1):
        phase = 2 * np.pi * k / phases
        if view == "side":
            pad = _person_side(wear, height, phase, moving)
        else:
            pad = _person_front(wear, height, phase, view == "rear", moving)
        frame = _finish(np.random.default_rng(seed), pad.colour, pad.alpha, light)
        frames.append(frame[: int(height * 0.55)] if view == "bust" else frame)
    return Sprite(frames)


def arm(rng, height):
    """A forearm with a hand that reaches upwards; the elbow end is cut off below."""
    pad = _Pad(int(height * 0.5), height)
    wear = _wardrobe(rng)
    skin = wear["skin"]
    sleeve = wear["shirt"]
    x = 0.25
    pad.limb([(x, 1.1), (x, 0.42)], (0.24, 0.15), skin if rng.random() < 0.3 else sleeve)
    pad.limb([(x, 0.45), (x, 0.3)], (0.11, 0.12), skin)
    pad.ellipse((x, 0.25), (0.09, 0.11), skin)
    for k in range(4):
        a = (k - 1.5) * 0.22
        pad.limb([(x + (k - 1.5) * 0.045, 0.2), (x + (k - 1.5) * 0.05 + np.sin(a) * 0.1, 0.06 + 0.02 * abs(k - 1.5))], (0.045, 0.035), skin * (0.95 + 0.03 * k))
    pad.limb([(x - 0.07, 0.27), (x - 0.15, 0.17)], (0.05, 0.04), skin * 0.92)
    return Sprite([_finish(rng, pad.colour, pad.alpha, _light(rng))])


# ---- others -------------------------------------------------------------------------------------


def animal(rng, height, moving, phases=8):
    """A four-legged animal from the side."""
    coat = textures.colour(rng, 20, 235) * 0.4 + np.array(HAIRS[rng.integers(len(HAIRS))]) * 0.6
    patch = np.array([(240, 240, 240), (25, 25, 30), (60, 100, 150)][rng.integers(3)], np.float64)
    spots = [(rng.uniform(0.5, 1.2), rng.uniform(0.36, 0.52), rng.uniform(0.04, 0.12)) for _ in range(rng.integers(0, 4))]
    length, depth, stride = rng.uniform(0.42, 0.58), rng.uniform(0.13, 0.2), rng.uniform(0.35, 0.7)
    light, seed = _light(rng), int(rng.integers(1 << 30))
    frames = []
    for k in range(phases if moving else 1):
        phase = 2 * np.pi * k / phases
        pad = _Pad(int(height * 1.75), height)
        cx, cy = 0.85, 0.45
        for index, (x, shade) in enumerate(((-0.8, 0.7), (0.7, 0.7), (-0.7, 1.0), (0.8, 1.0))):
            angle = stride * np.sin(phase + index * np.pi * 0.9) if moving else 0.0
            points = _bent((cx + x * length, cy + 0.06), 0.25, 0.24, angle, angle - 0.25 * np.cos(phase + index))
            pad.limb(points, (0.12, 0.075, 0.06), coat * shade)
        wag = 0.15 * np.sin(phase * 2) if moving else 0.1
        pad.limb([(cx - length * 0.95, cy - 0.05), (cx - length - 0.12, cy - 0.18 - wag), (cx - length - 0.17, cy - 0.3 - wag)], (0.07, 0.05, 0.03), coat)
        pad.ellipse((cx, cy), (length, depth), coat)
        pad.ellipse((cx + length * 0.6, cy - 0.01), (length * 0.45, depth * 1.12), coat)
        for sx, sy, r in spots:
            pad.ellipse((sx, sy), (r, r * 0.8), patch)
        pad.limb([(cx + length * 0.8, cy - 0.08), (cx + length + 0.08, cy - 0.24)], (0.22, 0.16), coat)
        pad.ellipse((cx + length + 0.12, cy - 0.27), (0.12, 0.1), coat)
        pad.limb([(cx + length + 0.15, cy - 0.25), (cx + length + 0.27, cy - 0.22)], (0.11, 0.07), coat * 0.95)
        pad.ellipse((cx + length + 0.3, cy - 0.235), (0.022, 0.02), (20, 20, 20))
        pad.ellipse((cx + length + 0.15, cy - 0.3), (0.014, 0.014), (20, 20, 20))
        pad.limb([(cx + length + 0.06, cy - 0.33), (cx + length + 0.01, cy - 0.2)], (0.07, 0.05), coat * 0.7)
        frames.append(_finish(np.random.default_rng(seed), pad.colour, pad.alpha, light))
    return Sprite(frames)


def box(rng, height):
    """A cuboid with two or three visible faces."""
    aspect = rng.uniform(0.7, 1.6)
    pad = _Pad(int(height * (aspect + 0.5)), height)
    tone = np.array((rng.uniform(60, 110), rng.uniform(110, 160), rng.uniform(150, 205))) if rng.random() < 0.6 else textures.colour(rng, 50, 230)
    rise, deep = rng.uniform(0.1, 0.25), rng.uniform(0.05, 0.35)
    w = aspect
    pad.poly([(0.02, rise), (w, rise), (w, 0.99), (0.02, 0.99)], tone)
    pad.poly([(0.02, rise), (deep, 0.01), (w + deep, 0.01), (w, rise)], np.clip(tone * 1.2, 0, 255))
    pad.poly([(w, rise), (w + deep, 0.01), (w + deep, 0.99 - rise), (w, 0.99)], tone * 0.65)
    tape = np.clip(tone * rng.uniform(0.6, 1.4), 0, 255)
    if rng.random() < 0.7:
        c = w / 2
        pad.poly([(c - 0.04, rise), (c + 0.04, rise), (c + 0.04, rise + 0.3), (c - 0.04, rise + 0.3)], tape)
        pad.poly([(c - 0.04, rise), (c + deep - 0.04, 0.01), (c + deep + 0.04, 0.01), (c + 0.04, rise)], tape * 1.1)
    if rng.random() < 0.5:
        x, y = rng.uniform(0.08, w * 0.5), rng.uniform(rise + 0.1, 0.7)
        pad.poly([(x, y), (x + 0.3, y), (x + 0.3, y + 0.18), (x, y + 0.18)], (230, 230, 230))
    if rng.random() < 0.25:
        for v in np.linspace(rise, 0.99, 5):
            pad.line((0.02, v), (w, v), tone * 0.7, 0.02)
    pad.line((w, rise), (w, 0.99), tone * 0.5, 0.012)
    return Sprite([_finish(rng, pad.colour, pad.alpha, _light(rng))])


def _outline(rng, wobble):
    """A closed random outline around the centre, radius about 0.45 of the height."""
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    pick = rng.random()
    if pick < 0.55:
        radius = np.ones_like(angles)
        for k in range(1, 7):
            radius += rng.normal(0, 0.28 / k) * np.cos(k * angles + rng.uniform(0, 6.3)) * wobble
        radius = np.clip(radius, 0.25, None)
    else:
        corners = int(rng.integers(3, 10))
        knots = rng.uniform(0.45, 1.0, corners)
        where = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        if pick < 0.8:
            angles = where
            radius = knots
        else:
            angles = np.linspace(0, 2 * np.pi, corners * 2, endpoint=False)
            radius = np.where(np.arange(corners * 2) % 2, rng.uniform(0.3, 0.7), 1.0)
    squeeze = np.exp(rng.uniform(-0.6, 0.6))
    points = np.stack([np.cos(angles) * radius * squeeze, np.sin(angles) * radius / squeeze], 1)
    spin = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(spin), -np.sin(spin)], [np.sin(spin), np.cos(spin)]])
    points = points @ turn.T
    points -= points.min(0)
    return points / points[:, 1].max()


def something(rng, height, phases=1):
    """A silhouette and a surface that are nothing in particular."""
    parts = [_outline(rng, 1.0)]
    width = int(height * min(3.0, parts[0][:, 0].max())) + 4
    alpha = np.zeros((height, width), np.uint8)
    cv2.fillPoly(alpha, [(parts[0] * (height - 2) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    for _ in range(int(rng.integers(0, 4)) if rng.random() < 0.4 else 0):
        extra = _outline(rng, 1.0) * rng.uniform(0.2, 0.6) + rng.uniform(0, 0.5, 2)
        cv2.fillPoly(alpha, [(extra * (height - 2) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    style = rng.integers(6)
    first, second = textures.colour(rng, 5, 250), textures.colour(rng, 5, 250)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) / height
    if style == 0:
        gray = textures.noise(rng, width, height)
    elif style == 1:
        angle, pitch = rng.uniform(0, np.pi), rng.uniform(8, 60)
        gray = 0.5 + 0.5 * np.sign(np.sin((xs * np.cos(angle) + ys * np.sin(angle)) * pitch))
    elif style == 2:
        pitch = rng.uniform(4, 16)
        gray = ((np.floor(xs * pitch) + np.floor(ys * pitch)) % 2).astype(np.float32)
    elif style == 3:
        gray = np.clip(xs * rng.uniform(-1, 1) + ys * rng.uniform(-1, 1) + 0.5, 0, 1)
    elif style == 4:
        gray = rng.random((height, width), np.float32)
        gray = cv2.GaussianBlur(gray, (0, 0), float(rng.uniform(0.6, 4)))
        gray = np.clip((gray - 0.5) * 4 + 0.5, 0, 1)
    else:
        gray = np.zeros((height, width), np.float32)
        second = first
    picture = textures.tint(gray, first, second)
    for _ in range(int(rng.integers(0, 5))):
        at = (rng.random(2) * (width, height)).astype(int)
        cv2.circle(picture, tuple(at.tolist()), int(rng.uniform(0.03, 0.2) * height) + 1, tuple(int(v) for v in textures.colour(rng)), -1, cv2.LINE_AA)
    if rng.random() < 0.25:
        alpha = cv2.GaussianBlur(alpha, (0, 0), float(rng.uniform(1, 4)))
    return Sprite([_finish(rng, picture, alpha, _light(rng))])


_ENDS = ("side", "front", "rear", "top")
VIEWS = {kind: _ENDS for kind in ("car", "lorry", "bus", "train")} | {
    "bicycle": ("side", "front", "rear"), "person": ("side", "front", "rear", "bust"), "group": ("side", "front", "rear"), "animal": ("side",),
    "bird": ("side",), "box": ("any",), "ball": ("any",), "something": ("any",), "door": ("front",),
}


def make(rng, kind, view, tall, moving, colour=None):
    """A sprite of a kind."""
    if kind in ("car", "lorry", "bus", "train"):
        made = vehicle(rng, view, tall)
    elif kind in ("person", "group", "bicycle"):
        made = person(rng, view, int(tall / 0.55) if view == "bust" else tall, moving and view != "bust")
    elif kind in ("animal", "bird"):
        made = animal(rng, tall, moving)
    elif kind in ("box", "door"):
        made = box(rng, tall)
    else:
        made = something(rng, tall)
    made.colour = "none"
    return made
