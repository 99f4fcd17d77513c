"""A four-legged animal and a bird, both from the side."""

import numpy as np

from models.scenes.sprites import colours
from models.scenes.sprites.surface import Light, Pad, Sprite, bent, rounded


def animal(rng, height, moving, colour=None, phases=8):
    """Something like a dog."""
    family = colour or colours.pick(rng, colours.FUR)
    coat = colours.shade(rng, family)
    patch = np.array([(235, 235, 235), (25, 25, 30), (60, 100, 150)][rng.integers(3)], np.float64)
    spots = [(rng.uniform(0.5, 1.2), rng.uniform(0.36, 0.52), rng.uniform(0.03, 0.09)) for _ in range(rng.integers(0, 3))]
    length, depth, stride = rng.uniform(0.42, 0.58), rng.uniform(0.12, 0.18), rng.uniform(0.35, 0.7)
    droop, snout = rng.random() < 0.5, rng.uniform(0.2, 0.3)
    light = Light(rng, texture=1.6)
    frames = []
    for k in range(phases if moving else 1):
        phase = 2 * np.pi * k / phases
        pad = Pad(int(height * 1.75), height)
        cx, cy = 0.85, 0.45
        for index, (x, gain) in enumerate(((-0.8, 0.62), (0.7, 0.62), (-0.7, 1.0), (0.8, 1.0))):
            angle = stride * np.sin(phase + index * np.pi * 0.9) if moving else 0.0
            fold = 0.25 * np.cos(phase + index) if moving else 0.1
            points = bent((cx + x * length, cy + 0.06), 0.25, 0.24, angle, angle - fold)
            pad.limb(points, (0.15, 0.08, 0.055), coat * gain)
            pad.ellipse((points[2][0] + 0.02, points[2][1]), (0.05, 0.025), coat * gain * 0.85)
        wag = 0.15 * np.sin(phase * 2) if moving else 0.1
        pad.limb([(cx - length * 0.95, cy - 0.05), (cx - length - 0.12, cy - 0.18 - wag), (cx - length - 0.17, cy - 0.3 - wag)], (0.07, 0.05, 0.03), coat)
        trunk = rounded([
            (cx - length, cy - depth * 0.7), (cx - length * 0.3, cy - depth), (cx + length * 0.6, cy - depth * 1.1), (cx + length * 1.05, cy - depth * 0.7),
            (cx + length * 1.0, cy + depth * 0.9), (cx + length * 0.4, cy + depth * 1.15), (cx - length * 0.5, cy + depth * 0.65), (cx - length * 1.02, cy + depth * 0.5),
        ])
        pad.face(trunk, coat * 1.15, coat * 0.68)
        for sx, sy, r in spots:
            pad.ellipse((sx, sy), (r, r * 0.7), patch)
        hx, hy = cx + length + 0.12, cy - 0.27
        pad.limb([(cx + length * 0.8, cy - 0.06), (hx - 0.04, hy + 0.03)], (0.24, 0.15), coat)
        pad.ball((hx, hy), (0.115, 0.1), coat)
        pad.limb([(hx + 0.03, hy + 0.02), (hx + snout * 0.75, hy + 0.05)], (0.11, 0.065), coat * 0.95)
        pad.ellipse((hx + snout * 0.85, hy + 0.035), (0.022, 0.02), (20, 20, 20))
        pad.ellipse((hx + 0.03, hy - 0.03), (0.013, 0.013), (20, 20, 20))
        ear = [(hx - 0.06, hy - 0.06), (hx - 0.11, hy + 0.07)] if droop else [(hx - 0.05, hy - 0.05), (hx - 0.06, hy - 0.15)]
        pad.limb(ear, (0.075, 0.045 if droop else 0.02), coat * 0.7)
        frames.append(light.shine(pad))
    return Sprite(frames, family, coat)


def bird(rng, height, moving, colour=None, phases=8):
    """Flying with beating wings, or perched when it does not move."""
    family = colour or colours.pick(rng, (("grey", 8), ("black", 9), ("white", 8), ("brown", 6), ("blue", 2), ("red", 1)))
    tone = colours.shade(rng, family)
    tip = tone * rng.uniform(0.3, 0.8)
    span, plump = rng.uniform(0.42, 0.56), rng.uniform(0.075, 0.11)
    beak = np.array((40, 150, 220)) if rng.random() < 0.5 else np.array((60, 60, 60))
    light = Light(rng)
    frames = []
    for k in range(phases if moving else 1):
        phase = 2 * np.pi * k / phases
        pad = Pad(int(height * 1.35), height)
        x, y = 0.65, 0.55

        def wing(gain, shift, beat):
            lift = np.sin(beat) * span * 0.85
            elbow = (x - 0.02 + shift, y - 0.05 - lift * 0.55)
            end = (x - 0.16 + shift, y - 0.04 - lift + 0.1 * np.cos(beat))
            shape = [(x + 0.13 + shift, y - 0.03), (elbow[0] + 0.1, elbow[1]), end, (elbow[0] - 0.14, elbow[1] + 0.06), (x - 0.14 + shift, y)]
            pad.face(rounded(shape, 2), (tip if lift > 0 else tone) * gain, (tone if lift > 0 else tip) * gain)

        if moving:
            wing(0.65, 0.05, phase - 0.25)
        pad.face(rounded([(x - 0.2, y - 0.03), (x - 0.45, y - 0.05), (x - 0.47, y + 0.06), (x - 0.2, y + 0.04)], 1), tone * 0.8, tip)
        pad.ball((x, y), (0.26, plump), tone)
        pad.ball((x + 0.27, y - 0.055), (0.085, 0.075), tone * 0.95)
        pad.poly([(x + 0.34, y - 0.075), (x + 0.45, y - 0.045), (x + 0.34, y - 0.025)], beak)
        pad.ellipse((x + 0.3, y - 0.07), (0.012, 0.012), (15, 15, 15))
        if moving:
            wing(1.0, 0.0, phase)
        else:
            pad.face(rounded([(x + 0.12, y - 0.06), (x - 0.1, y - 0.05), (x - 0.34, y + 0.02), (x - 0.05, y + 0.05)]), tone * 0.85, tip)
            for shift in (-0.02, 0.06):
                pad.rod((x + shift, y + plump * 0.8), (x + shift + 0.01, y + plump + 0.13), beak * 0.8, 0.02)
        frames.append(light.shine(pad))
    return Sprite(frames, family, tone)
