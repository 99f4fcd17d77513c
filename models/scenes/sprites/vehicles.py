"""Cars, lorries, buses and trains from the side, both ends and above."""

import numpy as np

from models.scenes import textures
from models.scenes.sprites import colours
from models.scenes.sprites.surface import Light, Pad, Sprite, rounded

# Outline over the wheels as shares of length and height, and the cabin as (x0, x1).
_CARS = {
    "sedan": (2.9, [(0, .62), (.02, .45), (.2, .4), (.34, .06), (.4, .03), (.66, .03), (.72, .07), (.84, .38), (.98, .45), (1, .65)], (.24, .81)),
    "hatch": (2.45, [(0, .6), (.02, .42), (.07, .12), (.14, .04), (.58, .03), (.66, .08), (.8, .4), (.97, .47), (1, .66)], (.08, .77)),
    "suv": (2.3, [(0, .6), (.01, .35), (.06, .06), (.1, .02), (.62, .02), (.7, .08), (.8, .36), (.98, .42), (1, .65)], (.06, .77)),
    "pickup": (2.8, [(0, .6), (0, .38), (.42, .38), (.46, .06), (.66, .04), (.76, .36), (.97, .42), (1, .65)], (.45, .74)),
}
_GLASS = (62, 56, 50)
WHITE_LAMP, RED_LAMP = (215, 240, 245), (40, 36, 190)


def _roof(outline, x):
    """Height of the outline at x."""
    xs, ys = zip(*outline)
    return float(np.interp(x, xs, ys))


def _wheel(pad, centre, radius, turn, hub):
    pad.ellipse(centre, (radius, radius), (24, 23, 22))
    pad.ellipse(centre, (radius * 0.66, radius * 0.66), hub * 0.55)
    pad.ellipse(centre, (radius * 0.58, radius * 0.58), hub)
    for k in range(5):
        angle = turn + k * 2 * np.pi / 5
        tip = (centre[0] + np.cos(angle) * radius * 0.54, centre[1] + np.sin(angle) * radius * 0.54)
        pad.line(centre, tip, hub * 0.32, 0.03)
    pad.ellipse(centre, (radius * 0.14, radius * 0.14), hub * 0.7)


def _rolling(rng, pad, light, wheels, turning):
    """Phases of turning wheels on one body."""
    hub = textures.grey(rng, 90, 200)
    frames = []
    for k in range(4 if turning else 1):
        copy = pad.copy()
        for centre, radius in wheels:
            _wheel(copy, centre, radius, k * 2 * np.pi / 20 + 0.3, hub)
        frames.append(light.shine(copy))
    return frames


def _panes(pad, edges, top, low, glass, lean=(0.0, 0.0)):
    """Side windows that mirror a bright sky above."""
    last = len(edges) - 2
    for i, (a, b) in enumerate(zip(edges[:-1], edges[1:])):
        left, right = (lean[0] if i == 0 else 0.0), (lean[1] if i == last else 0.0)
        pane = [(a + 0.02 + left, top), (b - 0.02 - right, top), (b - 0.02, low), (a + 0.02, low)]
        pad.face(rounded(pane, 1), glass * 1.9, glass * 0.7)


def _car_side(rng, height, tone, moving, light):
    names = ("sedan", "sedan", "hatch", "hatch", "suv", "suv", "pickup")
    name = names[rng.integers(len(names))]
    length, outline, cabin = _CARS[name]
    length = length * rng.uniform(0.9, 1.1)
    pad = Pad(int(height * (length + 0.1)), height)
    shape = np.array(outline) + rng.normal(0, 0.006, (len(outline), 2))
    bottom = rng.uniform(0.8, 0.86)
    body = [(x * length + 0.05, y * 0.92 + 0.03) for x, y in shape] + [(length + 0.04, bottom), (0.06, bottom)]
    pad.face(rounded(body), tone * 1.18 + 8, tone * 0.7)
    pad.face([(0.08, 0.5), (length, 0.5), (length + 0.02, 0.6), (0.06, 0.6)], tone * 1.15 + 12, tone * 0.86)
    pad.face([(0.07, bottom - 0.07), (length + 0.03, bottom - 0.07), (length + 0.02, bottom), (0.08, bottom)], tone * 0.4, (25, 25, 25))
    glass = np.array(_GLASS) * rng.uniform(0.6, 1.3)
    edges = np.linspace(cabin[0], cabin[1], int(rng.integers(2, 4)) + 1) * length + 0.05
    slope = {"sedan": (0.3, 0.3), "hatch": (0.1, 0.3), "suv": (0.08, 0.24), "pickup": (0.06, 0.24)}[name]
    _panes(pad, edges, 0.115, 0.42, glass, slope)
    for x in edges[1:-1]:
        pad.line((x, 0.45), (x + 0.01, bottom - 0.1), tone * 0.62, 0.008)
        pad.line((x - 0.16, 0.5), (x - 0.07, 0.5), tone * 0.5, 0.018)
    pad.ball((cabin[1] * length - 0.05, 0.43), (0.055, 0.035), tone * 0.8)
    pad.face([(length - 0.06, 0.5), (length + 0.035, 0.53), (length + 0.035, 0.6), (length - 0.05, 0.58)], (235, 240, 240), (150, 160, 160))
    pad.face([(0.055, 0.46), (0.11, 0.46), (0.11, 0.57), (0.055, 0.57)], RED_LAMP, (30, 28, 110))
    radius = rng.uniform(0.16, 0.2)
    wheels = [((x * length + 0.05, 0.985 - radius), radius) for x in (0.19, 0.81)]
    for centre, r in wheels:
        pad.ellipse((centre[0], centre[1] - 0.015), (r * 1.14, r * 1.14), (16, 16, 16))
    return _rolling(rng, pad, light, wheels, moving)


def _lorry_side(rng, height, tone, moving, light):
    length = rng.uniform(2.1, 4.2)
    pad = Pad(int(height * (length + 0.1)), height)
    cab = 0.55 if length < 3 else 0.6
    split = length - cab
    pad.poly([(0.06, 0.74), (length, 0.74), (length, 0.84), (0.06, 0.84)], (38, 38, 40))
    style = rng.integers(4)
    load = tone if rng.random() < 0.6 else colours.shade(rng, "white" if rng.random() < 0.6 else "grey")
    if style < 3:
        pad.face([(0.05, 0.02), (split, 0.02), (split, 0.74), (0.05, 0.74)], load * 1.1, load * 0.75)
        for x in np.arange(0.05, split, rng.uniform(0.08, 0.3)) if style == 1 else ():
            pad.line((x, 0.03), (x, 0.73), load * 0.85, 0.01)
        if style == 2:
            x, w = rng.uniform(0.15, 0.4) * split, rng.uniform(0.25, 0.5) * split
            mark = textures.colour(rng)
            pad.poly([(x, 0.25), (x + w, 0.25), (x + w, 0.5), (x, 0.5)], mark)
            pad.line((x + 0.05, 0.37), (x + w - 0.05, 0.37), 255 - mark, 0.05)
        pad.line((0.05, 0.035), (split, 0.035), load * 0.6, 0.012)
        pad.line((0.05, 0.72), (split, 0.72), load * 0.5, 0.02)
    else:
        heap = [(0.1, 0.45)] + [(x, rng.uniform(0.22, 0.42)) for x in np.linspace(0.2, split - 0.2, 6)] + [(split - 0.05, 0.45), (split - 0.05, 0.74), (0.1, 0.74)]
        pad.face(rounded(heap, 1), (90, 120, 150), (50, 70, 90))
        pad.face([(0.05, 0.45), (split - 0.03, 0.45), (split - 0.06, 0.74), (0.08, 0.74)], load, load * 0.7)
    o = split + 0.05
    body = [(o, 0.12), (o + cab * 0.62, 0.12), (o + cab * 0.82, 0.42), (length + 0.04, 0.47), (length + 0.04, 0.84), (o, 0.84)]
    if rng.random() < 0.5:
        body = [(o, 0.1), (length, 0.12), (length + 0.04, 0.4), (length + 0.04, 0.84), (o, 0.84)]
    pad.face(rounded(body, 1), tone * 1.15, tone * 0.7)
    _panes(pad, [o + 0.06, o + cab * 0.68], 0.2, 0.44, np.array(_GLASS), (0.0, 0.06))
    pad.line((o + 0.06, 0.5), (o + 0.06, 0.8), tone * 0.6, 0.01)
    pad.face([(length - 0.04, 0.62), (length + 0.035, 0.62), (length + 0.035, 0.7), (length - 0.04, 0.7)], WHITE_LAMP, (150, 150, 150))
    radius = rng.uniform(0.115, 0.145)
    places = [length - 0.26, 0.3, 0.3 + radius * 2.2] + ([0.3 + radius * 4.4, length - 0.9] if length > 3 else [])
    return _rolling(rng, pad, light, [((x, 0.985 - radius), radius) for x in places], moving)


def _bus_side(rng, height, tone, moving, light):
    length = rng.uniform(2.6, 3.7)
    pad = Pad(int(height * (length + 0.1)), height)
    body = [(0.05, 0.86), (0.05, 0.08), (0.1, 0.03), (length - 0.05, 0.03), (length + 0.02, 0.1), (length + 0.04, 0.5), (length + 0.04, 0.86)]
    pad.face(rounded(body, 1), tone * 1.12, tone * 0.72)
    glass = np.array(_GLASS) * rng.uniform(0.6, 1.2)
    count = int(rng.integers(5, 10))
    top, low = 0.15, rng.uniform(0.46, 0.55)
    if rng.random() < 0.4:
        pad.face([(0.1, top), (length, top), (length, low), (0.1, low)], glass * 1.4, glass * 0.6)
    _panes(pad, np.linspace(0.09, length + 0.01, count + 1), top, low, glass)
    for x in (length - 0.35, length * 0.45):
        pad.face([(x, 0.16), (x + 0.26, 0.16), (x + 0.26, 0.84), (x, 0.84)], glass * 1.5, glass * 0.8)
        pad.line((x + 0.13, 0.16), (x + 0.13, 0.84), tone * 0.5, 0.015)
    if rng.random() < 0.5:
        stripe = textures.colour(rng)
        pad.line((0.08, 0.66), (length, 0.66), stripe, 0.05)
    pad.line((0.06, 0.84), (length + 0.03, 0.84), (30, 30, 30), 0.04)
    radius = rng.uniform(0.11, 0.13)
    wheels = [((x, 0.985 - radius), radius) for x in (0.65, length - 0.6)]
    for centre, r in wheels:
        pad.ellipse((centre[0], centre[1] - 0.01), (r * 1.2, r * 1.2), (18, 18, 18))
    return _rolling(rng, pad, light, wheels, moving)


def _train_side(rng, height, tone, light):
    cars = int(rng.integers(1, 4))
    each = rng.uniform(2.4, 3.4)
    length = cars * each
    pad = Pad(int(height * (length + 0.1)), height)
    glass, stripe = np.array(_GLASS) * rng.uniform(0.6, 1.2), textures.colour(rng)
    nose = rng.uniform(0.1, 0.6)
    for k in range(cars):
        a, b = 0.05 + k * each, 0.03 + (k + 1) * each
        body = [(a, 0.05), (b, 0.05), (b, 0.84), (a, 0.84)]
        if k == cars - 1:
            body = [(a, 0.05), (b - nose, 0.05), (b - nose * 0.35, 0.28), (b, 0.6), (b, 0.84), (a, 0.84)]
        pad.face(rounded(body, 1), tone * 1.12, tone * 0.74)
        _panes(pad, np.linspace(a + 0.3, b - 0.3 - nose * (k == cars - 1), int(rng.integers(6, 10))), 0.22, 0.46, glass)
        for x in (a + 0.12, b - 0.3 - nose * (k == cars - 1)):
            pad.face([(x, 0.18), (x + 0.17, 0.18), (x + 0.17, 0.8), (x, 0.8)], tone * 0.8, tone * 0.6)
        pad.line((a + 0.02, 0.62), (b - 0.05, 0.62), stripe, 0.06)
        pad.line((a, 0.07), (b - nose * (k == cars - 1), 0.07), tone * 0.55, 0.02)
        for x in (a + 0.35, a + 0.65, b - 0.65, b - 0.35):
            pad.ellipse((x, 0.9), (0.085, 0.085), (40, 42, 46))
        pad.poly([(a + 0.2, 0.82), (a + 0.8, 0.82), (a + 0.8, 0.9), (a + 0.2, 0.9)], (35, 35, 38))
        pad.poly([(b - 0.8, 0.82), (b - 0.2, 0.82), (b - 0.2, 0.9), (b - 0.8, 0.9)], (35, 35, 38))
    pad.poly([(length - nose * 0.9, 0.16), (length - nose * 0.5, 0.16), (length - nose * 0.25, 0.38), (length - nose * 0.9, 0.38)], glass)
    return [light.shine(pad)]


def _end(rng, height, kind, tone, rear, light):
    """The front or the rear of a vehicle."""
    aspect = {"car": rng.choice([1.3, 1.3, 1.12]), "lorry": 0.82, "bus": 0.84, "train": 0.8}[kind] * rng.uniform(0.92, 1.1)
    pad = Pad(int(height * (aspect + 0.14)), height)
    w, o = aspect, 0.07
    small = kind == "car"
    waist, inset = (0.45, 0.17 if aspect > 1.2 else 0.1) if small else (0.5, 0.015)
    for x in (0.05, w - 0.21) if kind != "train" else ():
        pad.poly([(o + x, 0.8), (o + x + 0.16, 0.8), (o + x + 0.16, 0.995), (o + x, 0.995)], (20, 20, 20))
    if small:
        top = [(o + inset, 0.07), (o + inset + 0.07, 0.02), (o + w - inset - 0.07, 0.02), (o + w - inset, 0.07), (o + w - 0.03, waist + 0.03), (o + 0.03, waist + 0.03)]
        pad.face(rounded(top, 1), tone * 1.15, tone * 0.95)
        low = [(o + 0.03, waist - 0.02), (o + w - 0.03, waist - 0.02), (o + w, waist + 0.12), (o + w - 0.01, 0.9), (o + 0.01, 0.9), (o, waist + 0.12)]
        pad.face(rounded(low, 1), tone * 1.12, tone * 0.6)
    else:
        crown = 0.12 if kind == "train" else 0.03
        pad.face(rounded([(o, crown), (o + crown, 0.02), (o + w - crown, 0.02), (o + w, crown), (o + w, 0.92), (o, 0.92)], 1), tone * 1.12, tone * 0.65)
    glass = np.array(_GLASS) * rng.uniform(0.6, 1.2)
    g = inset + 0.05
    blind = rear and kind == "lorry"
    if blind:
        for x in (o + w / 2, o + 0.05, o + w - 0.05):
            pad.line((x, 0.06), (x, 0.74), tone * 0.6, 0.012)
        for y in (0.3, 0.55):
            pad.line((o + w / 2 - 0.05, y), (o + w / 2 + 0.05, y), tone * 0.4, 0.025)
    else:
        high = 0.09 if kind != "lorry" else 0.16
        deep = waist - 0.03 if small or not rear else 0.36
        spread = 0.1 if small else g
        pad.face(rounded([(o + g, high), (o + w - g, high), (o + w - spread, deep), (o + spread, deep)], 1), glass * 1.9, glass * 0.7)
        if kind in ("bus", "train") and rng.random() < 0.6:
            pad.poly([(o + 0.15, 0.035), (o + w - 0.15, 0.035), (o + w - 0.15, 0.085), (o + 0.15, 0.085)], (20, 20, 22))
            pad.line((o + 0.2, 0.06), (o + w * 0.55, 0.06), (40, 190, 250), 0.02)
        if kind == "train":
            pad.line((o + w / 2, 0.09), (o + w / 2, 0.47), tone * 0.5, 0.03)
    pad.face([(o + 0.02, 0.78), (o + w - 0.02, 0.78), (o + w - 0.03, 0.92), (o + 0.03, 0.92)], tone * rng.uniform(0.35, 0.8), (28, 28, 28))
    lamp = RED_LAMP if rear else WHITE_LAMP
    size = 0.2 if small else 0.13
    for x in (o + 0.04, o + w - 0.04 - size):
        y = waist + 0.08 if small else 0.7
        pad.face(rounded([(x, y), (x + size, y + 0.01), (x + size - 0.02, y + 0.12), (x + 0.01, y + 0.11)], 1), np.array(lamp) * 1.05, np.array(lamp) * 0.6)
    if rear:
        pad.line((o + 0.1, waist + 0.05), (o + w - 0.1, waist + 0.05), tone * 0.65, 0.01)
    elif kind != "train":
        y = waist + 0.12 if small else 0.62
        pad.face([(o + w * 0.3, y), (o + w * 0.7, y), (o + w * 0.66, y + 0.13), (o + w * 0.34, y + 0.13)], (45, 45, 45), (18, 18, 18))
        pad.line((o + w * 0.32, y + 0.06), (o + w * 0.68, y + 0.06), (120, 120, 120), 0.01)
    if kind != "train":
        pad.poly([(o + w * 0.4, 0.73), (o + w * 0.6, 0.73), (o + w * 0.6, 0.79), (o + w * 0.4, 0.79)], (215, 225, 225))
    for x in (o - 0.05, o + w - 0.03) if kind != "train" else ():
        pad.ball((x + 0.04, waist - 0.04), (0.04, 0.035 if small else 0.07), tone * 0.7)
    return [light.shine(pad)]


def _top(rng, height, kind, tone, light):
    """From above, nose upwards; height is the length."""
    aspect = {"car": rng.uniform(0.42, 0.5), "lorry": rng.uniform(0.26, 0.36), "bus": rng.uniform(0.22, 0.28), "train": rng.uniform(0.13, 0.2)}[kind]
    pad = Pad(int(height * (aspect + 0.12)), height)
    o, w = 0.06, aspect
    r = w * rng.uniform(0.15, 0.28)
    glass = np.array(_GLASS) * rng.uniform(0.6, 1.2)
    for x in (o - 0.03, o + w - 0.01) if kind != "train" else ():
        y = 0.3 if kind == "car" else 0.06
        pad.poly([(x, y), (x + 0.04, y - 0.01), (x + 0.04, y + 0.03), (x, y + 0.03)], tone * 0.6)
    body = [(o + r, 0.01), (o + w - r, 0.01), (o + w, 0.09), (o + w, 0.93), (o + w - r * 0.5, 0.985), (o + r * 0.5, 0.985), (o, 0.93), (o, 0.09)]
    pad.poly(rounded(body, 1), tone)
    pad.poly([(o + w * 0.12, 0.05), (o + w * 0.88, 0.05), (o + w * 0.88, 0.95), (o + w * 0.12, 0.95)], np.clip(tone * 1.1 + 5, 0, 255))
    if kind == "car":
        front, back = rng.uniform(0.24, 0.32), rng.uniform(0.76, 0.88)
        pad.face([(o + 0.03, front), (o + w / 2, front - 0.03), (o + w - 0.03, front), (o + w - 0.07, front + 0.13), (o + 0.07, front + 0.13)], glass * 0.8, glass * 1.5)
        pad.face([(o + 0.07, back - 0.1), (o + w - 0.07, back - 0.1), (o + w - 0.05, back), (o + 0.05, back)], glass * 1.5, glass * 0.8)
        for x0, x1 in ((0.015, 0.06), (w - 0.06, w - 0.015)):
            pad.poly([(o + x0, front + 0.1), (o + x1, front + 0.15), (o + x1, back - 0.12), (o + x0, back - 0.05)], glass)
        for x in (o + w * 0.3, o + w * 0.7):
            pad.line((x, 0.06), (x, front - 0.03), tone * 0.8, 0.008)
    elif kind == "lorry":
        load = tone if rng.random() < 0.6 else colours.shade(rng, "white")
        pad.poly([(o - 0.005, 0.24), (o + w + 0.005, 0.24), (o + w + 0.005, 0.985), (o - 0.005, 0.985)], load)
        pad.line((o, 0.235), (o + w, 0.235), (25, 25, 25), 0.02)
        pad.face([(o + 0.02, 0.05), (o + w - 0.02, 0.05), (o + w - 0.04, 0.1), (o + 0.04, 0.1)], glass, glass * 1.6)
    else:
        for y in np.linspace(0.15, 0.85, int(rng.integers(2, 5))):
            pad.poly([(o + w * 0.3, y), (o + w * 0.7, y), (o + w * 0.7, y + 0.07), (o + w * 0.3, y + 0.07)], tone * 0.75)
        pad.face([(o + 0.015, 0.02), (o + w - 0.015, 0.02), (o + w - 0.02, 0.05), (o + 0.02, 0.05)], glass, glass * 1.6)
    for x in (o + w * 0.08, o + w * 0.76):
        pad.poly([(x, 0.015), (x + w * 0.16, 0.015), (x + w * 0.16, 0.035), (x, 0.04)], WHITE_LAMP)
        pad.poly([(x, 0.965), (x + w * 0.16, 0.965), (x + w * 0.16, 0.98), (x, 0.98)], RED_LAMP)
    return [light.shine(pad)]


def vehicle(rng, kind, view, height, moving=True, colour=None):
    """kind: car, lorry, bus or train; view: side, front, rear or top; height in pixels."""
    family = colour or colours.pick(rng, colours.PAINT)
    tone, light = colours.shade(rng, family), Light(rng, gloss=rng.uniform(0.0, 0.3), texture=0.35)
    if view == "top":
        frames = _top(rng, height, kind, tone, light)
    elif view in ("front", "rear"):
        frames = _end(rng, height, kind, tone, view == "rear", light)
    elif kind == "train":
        frames = _train_side(rng, height, tone, light)
    else:
        frames = {"car": _car_side, "lorry": _lorry_side, "bus": _bus_side}[kind](rng, height, tone, moving, light)
    return Sprite(frames, family, tone)
