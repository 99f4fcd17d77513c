"""Boxes, doors, balls and things that are nothing in particular."""

import cv2
import numpy as np

from models.scenes import textures
from models.scenes.sprites import colours
from models.scenes.sprites.surface import Light, Pad, Sprite


def box(rng, height, colour=None):
    """A cuboid with three visible faces."""
    family = colour or colours.pick(rng, colours.CARD)
    tone = colours.shade(rng, family)
    w, rise, deep = rng.uniform(0.7, 1.6), rng.uniform(0.1, 0.25), rng.uniform(0.05, 0.35)
    pad = Pad(int(height * (w + 0.5)), height)
    pad.face([(0.02, rise), (w, rise), (w, 0.99), (0.02, 0.99)], tone * 1.05, tone * 0.82)
    pad.poly([(0.02, rise), (deep, 0.01), (w + deep, 0.01), (w, rise)], tone * 1.2)
    pad.face([(w, rise), (w + deep, 0.01), (w + deep, 0.99 - rise), (w, 0.99)], tone * 0.75, tone * 0.5)
    tape = np.clip(tone * rng.uniform(0.7, 1.3), 0, 255)
    if rng.random() < 0.7:
        c = w / 2
        pad.poly([(c - 0.04, rise), (c + 0.04, rise), (c + 0.04, rise + 0.3), (c - 0.04, rise + 0.3)], tape)
        pad.poly([(c - 0.04, rise), (c + deep - 0.04, 0.01), (c + deep + 0.04, 0.01), (c + 0.04, rise)], tape * 1.1)
    if rng.random() < 0.5:
        x, y = rng.uniform(0.08, w * 0.5), rng.uniform(rise + 0.1, 0.7)
        pad.poly([(x, y), (x + 0.3, y), (x + 0.3, y + 0.18), (x, y + 0.18)], (225, 228, 228))
        for k in range(3):
            pad.line((x + 0.03, y + 0.04 + 0.05 * k), (x + rng.uniform(0.15, 0.27), y + 0.04 + 0.05 * k), (90, 90, 90), 0.012)
    if rng.random() < 0.25:
        for v in np.linspace(rise, 0.99, 5):
            pad.line((0.02, v), (w, v), tone * 0.7, 0.02)
    return Sprite([Light(rng).shine(pad)], family, tone)


def _leaf(pad, corners, tone, panel, rng_state):
    """A door's leaf with panels or a pane."""
    a, b, c, d = (np.array(p) for p in corners)
    pad.face([a, b, c, d], tone * 1.08, tone * 0.8)

    def at(u, v):
        upper, lower = a + (b - a) * u, d + (c - d) * u
        return upper + (lower - upper) * v

    for v0, v1, gain in panel:
        pad.face([at(0.14, v0), at(0.86, v0), at(0.86, v1), at(0.14, v1)], tone * gain, tone * gain * 1.1)
    if rng_state["glass"]:
        pad.face([at(0.2, 0.1), at(0.8, 0.1), at(0.8, 0.45), at(0.2, 0.45)], (150, 140, 130), (80, 75, 70))
    pad.ellipse(at(rng_state["knob"], 0.53), (0.014, 0.014), (120, 170, 190))


def door(rng, height, colour=None, phases=8):
    """A door in its frame; phase 0 is closed, the last phase fully open."""
    family = colour or colours.pick(rng, (("white", 8), ("brown", 12), ("grey", 7), ("green", 3), ("blue", 4), ("red", 4), ("black", 2)))
    tone = colours.shade(rng, family)
    w = rng.uniform(0.42, 0.6)
    style = rng.choice(np.array(["hinged", "hinged", "hinged", "sliding", "roller"]))
    if style == "roller":
        w = rng.uniform(0.8, 1.3)
    jamb = tone * rng.uniform(0.5, 0.8) if rng.random() < 0.5 else textures.grey(rng, 60, 200)
    inside = textures.grey(rng, 8, 50, 6) if rng.random() < 0.7 else textures.grey(rng, 190, 250, 8)
    state = {"glass": rng.random() < 0.3, "knob": 0.9}
    panel = [(0.08, 0.46, 0.86), (0.58, 0.94, 0.86)] if rng.random() < 0.6 else []
    left, light = rng.random() < 0.5, Light(rng, texture=0.5)
    frames = []
    for k in range(phases):
        open_ = k / (phases - 1)
        pad = Pad(int(height * (w + 0.12)), height)
        pad.face([(0.0, 0.0), (w + 0.1, 0.0), (w + 0.1, 1.0), (0.0, 1.0)], jamb, jamb * 0.8)
        x0, x1, y0 = 0.045, w + 0.055, 0.045
        pad.face([(x0, y0), (x1, y0), (x1, 0.995), (x0, 0.995)], inside * 0.8, inside * 1.3)
        if style == "hinged":
            wide, skew = (x1 - x0) * max(0.1, np.cos(open_ * np.radians(82))), 0.05 * np.sin(open_ * np.radians(82))
            if left:
                corners = [(x0, y0), (x0 + wide, y0 + skew), (x0 + wide, 0.995 - skew * 0.4), (x0, 0.995)]
            else:
                corners = [(x1, y0), (x1 - wide, y0 + skew), (x1 - wide, 0.995 - skew * 0.4), (x1, 0.995)]
            _leaf(pad, corners, tone * (1 - 0.25 * open_), panel, state)
        elif style == "sliding":
            edge = x0 + (x1 - x0) * (1 - 0.92 * open_)
            _leaf(pad, [(x0, y0), (edge, y0), (edge, 0.995), (x0, 0.995)], tone, panel if open_ < 0.5 else [], state)
        else:
            low = y0 + (0.995 - y0) * (1 - 0.92 * open_)
            pad.face([(x0, y0), (x1, y0), (x1, low), (x0, low)], tone * 1.05, tone * 0.85)
            for y in np.arange(low, y0, -0.06):
                pad.line((x0, y), (x1, y), tone * 0.65, 0.01)
        frames.append(light.shine(pad))
    return Sprite(frames, family, tone)


def ball(rng, height, moving, colour=None, phases=8):
    """A round thing that rolls."""
    family = colour or colours.pick(rng, colours.ANY)
    tone = colours.shade(rng, family)
    style, mark = rng.integers(4), np.array((240, 240, 240)) if family != "white" else np.array((30, 30, 30))
    ys, xs = np.mgrid[-1:1:height * 1j, -1:1:height * 1j].astype(np.float32)
    far = np.hypot(xs, ys)
    alpha = (np.clip((1 - far) * height / 2, 0, 1) * 255).astype(np.uint8)
    shade = np.clip(1.1 - 0.5 * ys - 0.35 * far**2 + 0.15 * xs, 0.25, 1.5)
    glint = np.exp(-((xs + 0.3) ** 2 + (ys + 0.4) ** 2) / 0.03) * rng.uniform(0, 130)
    frames = []
    for k in range(phases if moving else 1):
        spin = 2 * np.pi * k / phases
        angle = np.arctan2(ys, xs) + spin
        if style == 0:
            marked = np.abs(np.cos(angle)) * far < 0.14
        elif style == 1:
            marked = (np.cos(angle * 5) > 0.72) & (far > 0.35) & (far < 0.8) | (far < 0.2)
        elif style == 2:
            marked = np.hypot(xs - 0.45 * np.cos(spin), ys - 0.45 * np.sin(spin)) < 0.25
        else:
            marked = np.zeros_like(far, bool)
        colour_ = np.where(marked[..., None], mark, tone) * shade[..., None] + glint[..., None]
        out = np.empty((height, height, 4), np.uint8)
        out[..., :3] = np.clip(colour_, 0, 255) * (alpha[..., None] / 255)
        out[..., 3] = alpha
        frames.append(out)
    return Sprite(frames, family, tone)


def _outline(rng):
    """A closed random outline, its height one."""
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    pick = rng.random()
    if pick < 0.55:
        radius = np.ones_like(angles)
        for k in range(1, 7):
            radius += rng.normal(0, 0.28 / k) * np.cos(k * angles + rng.uniform(0, 6.3))
        radius = np.clip(radius, 0.25, None)
    elif pick < 0.8:
        corners = int(rng.integers(3, 10))
        angles, radius = np.linspace(0, 2 * np.pi, corners, endpoint=False), rng.uniform(0.45, 1.0, corners)
    else:
        corners = int(rng.integers(3, 10)) * 2
        angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        radius = np.where(np.arange(corners) % 2, rng.uniform(0.3, 0.7), 1.0)
    squeeze = np.exp(rng.uniform(-0.6, 0.6))
    points = np.stack([np.cos(angles) * radius * squeeze, np.sin(angles) * radius / squeeze], 1)
    spin = rng.uniform(0, 2 * np.pi)
    points = points @ np.array([[np.cos(spin), -np.sin(spin)], [np.sin(spin), np.cos(spin)]]).T
    points -= points.min(0)
    return points / points[:, 1].max()


def _surface(rng, width, height):
    """A grey pattern, float32 0..1."""
    style = rng.integers(5)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) / height
    if style == 0:
        return textures.noise(rng, width, height)
    if style == 1:
        angle, pitch = rng.uniform(0, np.pi), rng.uniform(8, 60)
        return (0.5 + 0.5 * np.sign(np.sin((xs * np.cos(angle) + ys * np.sin(angle)) * pitch))).astype(np.float32)
    if style == 2:
        pitch = rng.uniform(4, 16)
        return ((np.floor(xs * pitch) + np.floor(ys * pitch)) % 2).astype(np.float32)
    if style == 3:
        return np.clip(xs * rng.uniform(-1, 1) + ys * rng.uniform(-1, 1) + 0.5, 0, 1)
    grey = cv2.GaussianBlur(rng.random((height, width), np.float32), (0, 0), float(rng.uniform(0.6, 4)))
    return np.clip((grey - 0.5) * 4 + 0.5, 0, 1)


def something(rng, height, colour=None):
    """A silhouette and a surface that are nothing in particular."""
    outline = _outline(rng)
    width = int(height * min(3.0, outline[:, 0].max())) + 4
    pad = Pad(width, height)
    scale = (height - 2) / height
    pad.poly(outline * scale, (0, 0, 0))
    for _ in range(int(rng.integers(0, 4)) if rng.random() < 0.4 else 0):
        pad.poly((_outline(rng) * rng.uniform(0.2, 0.6) + rng.uniform(0, 0.5, 2)) * scale, (0, 0, 0))
    family = colour or colours.pick(rng, colours.ANY)
    first = colours.shade(rng, family)
    second = colours.shade(rng, family) * rng.uniform(0.5, 1.1) if rng.random() < 0.5 else textures.colour(rng, 5, 250)
    named = second is not None and colours.name(np.clip((first + second) / 2, 0, 255)) == family
    pad.colour[:] = textures.tint(_surface(rng, width, height) if rng.random() < 0.8 else np.zeros((height, width), np.float32), first, second)
    for _ in range(int(rng.integers(0, 4))):
        at = (rng.random(2) * (width, height)).astype(int)
        tone = tuple(int(v) for v in textures.colour(rng))
        cv2.circle(pad.colour, tuple(at.tolist()), int(rng.uniform(0.03, 0.15) * height) + 1, tone, -1, cv2.LINE_AA)
    return Sprite([Light(rng).shine(pad)], family if named else "none", first)
