"""Persons from the side, the front, behind and as busts; groups of them; arms."""

import cv2
import numpy as np

from models.scenes import textures
from models.scenes.sprites import colours
from models.scenes.sprites.surface import Light, Pad, Sprite, bent, rounded

SKINS = ((140, 175, 225), (110, 145, 200), (80, 110, 165), (50, 75, 120), (35, 50, 85), (165, 195, 240))
HAIRS = ((20, 20, 25), (30, 45, 70), (60, 110, 160), (150, 150, 150), (40, 60, 120), (110, 170, 210))


def wardrobe(rng, colour=None):
    """What a person wears; the name of the shirt's colour is the person's."""
    family = colour or colours.pick(rng, colours.CLOTH)
    shirt = colours.shade(rng, family)
    legs = colours.shade(rng, colours.pick(rng, (("black", 5), ("blue", 5), ("grey", 4), ("brown", 3), ("white", 1)))) * rng.uniform(0.6, 1.0)
    return {
        "colour": family, "skin": np.array(SKINS[rng.integers(len(SKINS))], np.float64), "hair": np.array(HAIRS[rng.integers(len(HAIRS))], np.float64),
        "shirt": shirt, "sleeve": shirt * rng.uniform(0.8, 1.0) if rng.random() < 0.75 else None, "legs": legs, "shoe": textures.grey(rng, 15, 230),
        "shorts": rng.random() < 0.12, "coat": rng.uniform(0.1, 0.26) if rng.random() < 0.3 else 0.0,
        "hat": textures.colour(rng, 15, 220) if rng.random() < 0.25 else None, "band": rng.random() < 0.1,
        "bag": textures.colour(rng, 15, 160) if rng.random() < 0.3 else None, "long": rng.random() < 0.35, "girth": rng.uniform(0.85, 1.25),
        "stride": rng.uniform(0.3, 0.62), "lean": rng.uniform(-0.01, 0.04),
    }


def _head_side(pad, wear, at):
    x, y = at
    skin, hair = wear["skin"], wear["hair"]
    pad.limb([(x - 0.015, y + 0.1), (x, y + 0.035)], (0.055, 0.05), skin * 0.85)
    pad.ellipse(at, (0.052, 0.068), skin * 0.9)
    pad.ellipse((x + 0.012, y - 0.004), (0.036, 0.05), skin * 1.04)
    if wear["long"]:
        pad.poly(rounded([(x - 0.058, y - 0.04), (x + 0.005, y - 0.045), (x - 0.012, y + 0.1), (x - 0.08, y + 0.115)]), hair)
    pad.ellipse((x - 0.02, y - 0.024), (0.048, 0.05), hair)
    pad.ellipse((x - 0.024, y - 0.038), (0.03, 0.026), hair * 1.3 + 6)
    pad.poly(rounded([(x + 0.044, y - 0.006), (x + 0.062, y + 0.018), (x + 0.044, y + 0.024)], 1), skin * 0.96)
    pad.ellipse((x - 0.008, y + 0.006), (0.009, 0.015), skin * 0.75)
    if wear["hat"] is not None:
        pad.ellipse((x, y - 0.04), (0.06, 0.04), wear["hat"])
        pad.poly([(x, y - 0.04), (x + 0.1, y - 0.028), (x + 0.09, y - 0.018), (x, y - 0.016)], wear["hat"] * 0.75)


def _walker(wear, height, phase, moving):
    pad = Pad(int(height * 0.72), height)
    g, x = wear["girth"], 0.36
    swing = wear["stride"] * np.sin(phase) if moving else 0.05
    sink = 0.012 * abs(np.sin(phase)) if moving else 0.0
    hip, shoulder = (x, 0.52 + sink), (x + wear["lean"], 0.215 + sink)
    skin, shirt = wear["skin"], wear["shirt"]
    sleeve = skin if wear["sleeve"] is None else wear["sleeve"]

    def leg(angle, ahead, gain):
        fold = 0.6 * max(0.0, np.cos(phase) * ahead) if moving else 0.0
        points = bent(hip, 0.235, 0.215, angle, angle - fold - 0.05)
        pad.limb(points, (0.11 * g, 0.08 * g, 0.055 * g), wear["legs"] * gain)
        if wear["shorts"]:
            pad.limb(points[1:], (0.065 * g, 0.045 * g), skin * gain)
        fx, fy = points[2]
        pad.poly(rounded([(fx - 0.03, fy - 0.022), (fx + 0.025, fy - 0.022), (fx + 0.09, fy + 0.012), (fx + 0.08, fy + 0.02), (fx - 0.038, fy + 0.02)], 1), wear["shoe"] * gain)

    def arm(angle, gain):
        points = bent((shoulder[0], shoulder[1] + 0.015), 0.165, 0.155, angle, angle + 0.35)
        pad.ellipse(points[2], (0.024, 0.028), skin * gain)
        pad.limb(points, (0.07 * g, 0.058 * g, 0.042 * g), sleeve * gain)
        if wear["sleeve"] is None:
            pad.limb([points[0], (np.array(points[0]) + points[1]) / 2], (0.078 * g, 0.07 * g), shirt * gain)

    arm(swing * 0.8, 0.66)
    leg(-swing, -1.0, 0.68)
    leg(swing, 1.0, 1.0)
    if wear["bag"] is not None:
        pad.ball((shoulder[0] - 0.1 * g, 0.32 + sink), (0.068, 0.11), wear["bag"])
    low = 0.55 + wear["coat"] + sink
    torso = rounded([
        (shoulder[0] - 0.06 * g, shoulder[1] - 0.03), (shoulder[0] + 0.05 * g, shoulder[1] - 0.03), (shoulder[0] + 0.09 * g, 0.3), (x + 0.08 * g, low),
        (x - 0.085 * g, low), (shoulder[0] - 0.09 * g, 0.3),
    ])
    pad.face(torso, shirt * 1.08, shirt * 0.8)
    for k, dark in ((0.36, 0.82), (0.45, 0.78)):
        pad.line((x - 0.07 * g, k + 0.03), (x + 0.03 * g, k), shirt * dark, 0.008)
    if wear["band"]:
        pad.line((x - 0.08 * g, 0.4), (x + 0.08 * g, 0.4), (210, 225, 220), 0.03)
    _head_side(pad, wear, (shoulder[0] + 0.015, 0.095 + sink))
    arm(-swing * 0.8, 0.96)
    return pad


def _facing(wear, height, phase, back, moving):
    pad = Pad(int(height * 0.6), height)
    g, x = wear["girth"], 0.3
    step = np.sin(phase) if moving else 0.0
    skin, shirt = wear["skin"], wear["shirt"]
    sleeve = skin if wear["sleeve"] is None else wear["sleeve"]
    for side in (-1, 1):
        lift = 0.06 * max(0.0, step * side)
        hip, foot = (x + side * 0.055 * g, 0.52), (x + side * 0.06 * g, 0.965 - lift)
        knee = ((hip[0] + foot[0]) / 2 + side * 0.012, 0.74 - lift * 0.8)
        pad.limb([hip, knee, foot], (0.12 * g, 0.09 * g, 0.06 * g), wear["legs"] * (1.0 - 0.25 * (lift > 0.01)))
        if wear["shorts"]:
            pad.limb([knee, foot], (0.075 * g, 0.05 * g), skin)
        pad.ellipse((foot[0] + side * 0.008, foot[1] + 0.008), (0.04, 0.024), wear["shoe"])
    for side in (-1, 1):
        reach = 0.05 * step * side
        shoulder, elbow = (x + side * 0.108 * g, 0.225), (x + side * (0.145 * g + 0.01), 0.37 - abs(reach) * 0.3)
        hand = (x + side * (0.15 * g + 0.005), 0.5 - max(0.0, reach))
        pad.ellipse(hand, (0.025, 0.032), skin)
        pad.limb([shoulder, elbow, hand], (0.075 * g, 0.06 * g, 0.042 * g), sleeve * 0.88)
        if wear["sleeve"] is None:
            pad.limb([shoulder, (np.array(shoulder) + elbow) / 2], (0.08 * g, 0.075 * g), shirt * 0.92)
    low = 0.56 + wear["coat"]
    torso = rounded([
        (x - 0.12 * g, 0.2), (x - 0.04, 0.178), (x + 0.04, 0.178), (x + 0.12 * g, 0.2), (x + 0.112 * g, 0.38), (x + 0.115 * g, low),
        (x - 0.115 * g, low), (x - 0.112 * g, 0.38),
    ], 1)
    pad.face(torso, shirt * 1.1, shirt * 0.78)
    pad.line((x - 0.09 * g, 0.43), (x - 0.02, 0.46), shirt * 0.78, 0.008)
    pad.line((x + 0.1 * g, 0.36), (x + 0.04, 0.4), shirt * 0.8, 0.008)
    if wear["band"]:
        pad.line((x - 0.11 * g, 0.42), (x + 0.11 * g, 0.42), (210, 225, 220), 0.03)
    elif not back and wear["coat"] > 0:
        pad.line((x, 0.2), (x, low), shirt * 0.6, 0.01)
    if wear["bag"] is not None and back:
        pad.face(rounded([(x - 0.09, 0.21), (x + 0.09, 0.21), (x + 0.1, 0.43), (x - 0.1, 0.43)], 1), wear["bag"] * 1.15, wear["bag"] * 0.7)
    pad.limb([(x, 0.2), (x, 0.14)], (0.065, 0.06), skin * 0.8)
    _head_front(pad, wear, (x, 0.095), back)
    return pad


def _head_front(pad, wear, at, back):
    x, y = at
    skin, hair = wear["skin"], wear["hair"]
    if wear["long"]:
        pad.poly(rounded([(x - 0.062, y - 0.04), (x + 0.062, y - 0.04), (x + 0.072, y + 0.1), (x - 0.072, y + 0.1)]), hair * 0.85)
    pad.ball(at, (0.05, 0.07), hair if back else skin)
    pad.ellipse((x, y - 0.045), (0.052, 0.036), hair)
    if not back:
        for side in (-1, 1):
            pad.ellipse((x + side * 0.02, y), (0.01, 0.007), skin * 0.6)
            pad.ellipse((x + side * 0.02, y + 0.001), (0.005, 0.005), (25, 25, 25))
        pad.line((x, y + 0.005), (x + 0.003, y + 0.024), skin * 0.82, 0.006)
        pad.line((x - 0.014, y + 0.042), (x + 0.014, y + 0.042), skin * 0.62, 0.006)
    else:
        pad.ellipse((x, y - 0.02), (0.03, 0.03), hair * 1.2 + 5)
    if wear["hat"] is not None:
        pad.ball((x, y - 0.045), (0.062, 0.04), wear["hat"])


def _drawn(wear, view, height, phase, moving):
    return _walker(wear, height, phase, moving) if view == "side" else _facing(wear, height, phase, view == "rear", moving)


def person(rng, view, height, moving, colour=None, phases=8):
    """view: side, front, rear or bust (upper body); height of the whole body in pixels."""
    wear, light = wardrobe(rng, colour), Light(rng)
    frames = []
    for k in range(phases if moving else 1):
        frame = light.shine(_drawn(wear, view, height, 2 * np.pi * k / phases, moving))
        frames.append(frame[: int(height * 0.55)] if view == "bust" else frame)
    return Sprite(frames, wear["colour"], wear["shirt"])


def group(rng, view, height, moving, colour=None, phases=6):
    """Three to six persons who walk or stand together; one colour is named when most wear it."""
    count = int(rng.integers(3, 7))
    family = colour or "none"
    members = []
    for k in range(count):
        tall = int(height * rng.uniform(0.78, 0.94))
        members.append((wardrobe(rng, colour), Light(rng), tall, k * rng.uniform(0.19, 0.27) * height, rng.uniform(0, 6.3)))
    members.sort(key=lambda member: member[2] * rng.uniform(0.97, 1.03))
    width = int(height * 0.75 + max(member[3] for member in members))
    frames = []
    for k in range(phases if moving else 1):
        canvas = np.zeros((height, width, 4), np.uint8)
        for order, (wear, light, tall, left, shift) in enumerate(members):
            drawn = light.shine(_drawn(wear, view, tall, 2 * np.pi * k / phases + shift, moving))
            top = int((height - tall) * (0.35 + 0.65 * order / count))
            area = canvas[top : top + tall, int(left) : int(left) + drawn.shape[1]]
            drawn = drawn[: area.shape[0], : area.shape[1]]
            keep = cv2.merge([255 - drawn[..., 3]] * 4)
            area[:] = cv2.add(cv2.multiply(area, keep, scale=1 / 255), drawn)
        frames.append(canvas)
    return Sprite(frames, family, members[-1][0]["shirt"])


def arm(rng, height):
    """A forearm with a hand that reaches upwards; the elbow end is cut off below."""
    pad = Pad(int(height * 0.5), height)
    wear = wardrobe(rng)
    skin, x = wear["skin"], 0.25
    bare = rng.random() < 0.3
    pad.limb([(x, 1.1), (x, 0.42)], (0.24, 0.15), skin if bare else wear["shirt"])
    pad.limb([(x, 0.45), (x, 0.3)], (0.11, 0.12), skin)
    pad.ball((x, 0.25), (0.09, 0.11), skin)
    for k in range(4):
        a = (k - 1.5) * 0.22
        tip = (x + (k - 1.5) * 0.05 + np.sin(a) * 0.1, 0.06 + 0.02 * abs(k - 1.5))
        pad.limb([(x + (k - 1.5) * 0.045, 0.2), tip], (0.045, 0.035), skin * (0.95 + 0.03 * k))
    pad.limb([(x - 0.07, 0.27), (x - 0.15, 0.17)], (0.05, 0.04), skin * 0.92)
    return Sprite([Light(rng).shine(pad)], "none" if bare else wear["colour"], wear["shirt"])
