"""A rider on a bicycle from the side, the front and behind."""

import cv2
import numpy as np

from models.scenes import textures
from models.scenes.sprites import people
from models.scenes.sprites.surface import Light, Pad, Sprite, rounded


def _ring(pad, centre, radius, tone, width):
    c, r = pad._px(centre), int(round(radius * pad.unit * 16))
    thick = max(1, int(width * pad.unit))
    for plane, value in ((pad.colour, pad._tone(tone)), (pad.alpha, 255)):
        cv2.ellipse(plane, tuple(c.tolist()), (r, r), 0, 0, 360, value, thick, cv2.LINE_AA, 4)


def _side(wear, frame, height, phase):
    pad = Pad(int(height * 1.12), height)
    radius, ground = 0.2, 0.985
    hind, fore = (0.26, ground - radius - 0.01), (0.84, ground - radius - 0.01)
    crank, seat, bar = (0.5, 0.76), (0.42, 0.52), (0.77, 0.48)

    def leg(shift, gain):
        pedal = (crank[0] + 0.07 * np.cos(phase + shift), crank[1] + 0.07 * np.sin(phase + shift))
        hip = np.array((seat[0], seat[1] - 0.03))
        gap = np.array(pedal) - hip
        reach = min(np.hypot(*gap), 0.37)
        inner = np.arccos(np.clip((0.2**2 + reach**2 - 0.18**2) / (2 * 0.2 * reach), -1, 1))
        aim = np.arctan2(gap[0], gap[1]) + inner
        knee = hip + 0.2 * np.array((np.sin(aim), np.cos(aim)))
        pad.limb([hip, knee, pedal], (0.1, 0.075, 0.05), wear["legs"] * gain)
        pad.poly(rounded([(pedal[0] - 0.03, pedal[1] - 0.01), (pedal[0] + 0.05, pedal[1]), (pedal[0] + 0.05, pedal[1] + 0.02), (pedal[0] - 0.03, pedal[1] + 0.02)], 1), wear["shoe"] * gain)

    leg(np.pi, 0.65)
    for hub in (hind, fore):
        _ring(pad, hub, radius, (28, 28, 28), 0.022)
        for k in range(6):
            a = -phase * 1.3 + k * np.pi / 3
            pad.rod(hub, (hub[0] + radius * np.cos(a), hub[1] + radius * np.sin(a)), (150, 150, 150), 0.006)
    head = (0.72, 0.54)
    for a, b in ((hind, crank), (crank, head), (seat, head), (seat, crank), (hind, seat), (fore, head), (head, bar)):
        pad.rod(a, b, frame, 0.028)
    pad.poly(rounded([(0.35, 0.5), (0.48, 0.5), (0.46, 0.53), (0.37, 0.53)], 1), (25, 25, 25))
    _ring(pad, crank, 0.04, (70, 70, 70), 0.014)
    shoulder = (0.575, 0.235)
    torso = rounded([(seat[0] - 0.07, 0.5), (seat[0] - 0.02, 0.36), (shoulder[0] - 0.06, 0.2), (shoulder[0] + 0.04, 0.21), (shoulder[0] + 0.02, 0.34), (seat[0] + 0.07, 0.51)])
    pad.face(torso, wear["shirt"] * 1.1, wear["shirt"] * 0.8)
    people._head_side(pad, wear, (0.645, 0.105))
    leg(0.0, 1.0)
    sleeve = wear["skin"] if wear["sleeve"] is None else wear["sleeve"]
    pad.limb([shoulder, (0.66, 0.38), bar], (0.07, 0.055, 0.045), sleeve * 0.95)
    pad.ellipse(bar, (0.025, 0.025), wear["skin"])
    return pad


def _facing(wear, frame, height, phase, back):
    pad = Pad(int(height * 0.5), height)
    x = 0.25
    for side in (-1, 1):
        lift = 0.06 * np.sin(phase + (side > 0) * np.pi)
        pad.limb([(x + side * 0.05, 0.5), (x + side * 0.085, 0.64 + lift), (x + side * 0.06, 0.83 + lift)], (0.1, 0.085, 0.055), wear["legs"] * (0.85 + 0.15 * side))
        pad.ellipse((x + side * 0.06, 0.85 + lift), (0.035, 0.022), wear["shoe"])
    pad.poly(rounded([(x - 0.03, 0.58), (x + 0.03, 0.58), (x + 0.03, 0.99), (x - 0.03, 0.99)], 1), (28, 28, 28))
    pad.rod((x, 0.5), (x, 0.66), frame, 0.05)
    pad.rod((x - 0.2, 0.47), (x + 0.2, 0.47), (45, 45, 45), 0.026)
    for side in (-1, 1):
        pad.limb([(x + side * 0.1, 0.24), (x + side * 0.165, 0.36), (x + side * 0.15, 0.46)], (0.07, 0.058, 0.045), wear["shirt"] * 0.85)
    torso = rounded([(x - 0.11, 0.21), (x - 0.04, 0.18), (x + 0.04, 0.18), (x + 0.11, 0.21), (x + 0.085, 0.5), (x - 0.085, 0.5)], 1)
    pad.face(torso, wear["shirt"] * 1.1, wear["shirt"] * 0.78)
    pad.limb([(x, 0.2), (x, 0.14)], (0.06, 0.055), wear["skin"] * 0.8)
    people._head_front(pad, wear, (x, 0.1), back)
    pad.ellipse((x, 0.53 if back else 0.52), (0.02, 0.02), (40, 40, 210) if back else (230, 240, 240))
    return pad


def bicycle(rng, view, height, moving, colour=None, phases=8):
    """view: side, front or rear; the frame has the colour of the rider's shirt."""
    wear, light = people.wardrobe(rng, colour), Light(rng)
    frame = wear["shirt"] if wear["colour"] != "black" else textures.grey(rng, 30, 60)
    frames = []
    for k in range(phases if moving else 1):
        phase = 2 * np.pi * k / phases
        frames.append(light.shine(_side(wear, frame, height, phase) if view == "side" else _facing(wear, frame, height, phase, view == "rear")))
    return Sprite(frames, wear["colour"], wear["shirt"])
