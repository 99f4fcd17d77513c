"""Short synthesised sounds: blows, breaking glass, barks, steps. float32 waveforms at 24 kHz."""

import numpy as np

from models.scenes.waves import RATE, band, edges, slow, time_axis


def bang(rng, seconds):
    """A blow or a shot: a burst of noise and a thump, at times with a rattle behind."""
    t = time_axis(seconds)
    n = len(t)
    body = band(rng, n, 30, rng.uniform(900, 6000)) * np.exp(-t * rng.uniform(9, 26))
    thump = np.sin(2 * np.pi * rng.uniform(45, 130) * t * np.exp(-t * 2)) * np.exp(-t * rng.uniform(7, 16)) * rng.uniform(0.5, 2.5)
    wave = body + thump
    if rng.random() < 0.35:
        for _ in range(int(rng.integers(2, 7))):
            i = int(rng.uniform(0.03, 0.5) * n)
            wave[i:] += band(rng, n - i, 300, 5000) * np.exp(-t[: n - i] * rng.uniform(40, 90)) * rng.uniform(0.15, 0.5)
    return edges(wave.astype(np.float32), 0.001, 0.05) * 2.2


def glass(rng, seconds):
    """A burst of hiss and then shards that ring."""
    t = time_axis(seconds)
    n = len(t)
    wave = band(rng, n, 3000, 9500) * np.exp(-t * rng.uniform(12, 30)) * rng.uniform(0.6, 1.4)
    for _ in range(int(rng.integers(10, 30))):
        i = int(rng.uniform(0, 0.6) ** 1.6 * seconds * RATE)
        span = t[: n - i]
        wave[i:] += np.sin(2 * np.pi * rng.uniform(2200, 9500) * span) * np.exp(-span * rng.uniform(15, 60)) * rng.uniform(0.2, 1.0)
    return edges(wave.astype(np.float32), 0.001, 0.05) * 1.8


def bark(rng, seconds):
    """One bark after another: a pitch that rises and falls fast through a throat, with breath."""
    n = int(seconds * RATE)
    out = np.zeros(n, np.float32)
    pitch = np.exp(rng.uniform(np.log(180), np.log(750)))
    throat = pitch * rng.uniform(2.2, 4.0)
    length, pause = rng.uniform(0.09, 0.24), rng.uniform(0.1, 0.5)
    at = 0.0
    while at < seconds - 0.06:
        i = int(at * RATE)
        m = min(int(length * rng.uniform(0.8, 1.2) * RATE), n - i)
        if m < 400:
            break
        ride = np.linspace(0, 1, m)
        curve = pitch * rng.uniform(0.9, 1.1) * (0.75 + 0.6 * np.sin(np.pi * ride**0.6)) * (1 + 0.05 * slow(rng, m, 60))
        turn = 2 * np.pi * np.cumsum(curve) / RATE
        cry = np.zeros(m, np.float32)
        for k in range(1, int(min(24, 9000 / pitch)) + 1):
            f = pitch * k
            gain = 1 / (1 + ((f - throat) / (0.5 * throat)) ** 2) + 0.35 / (1 + ((f - 2.4 * throat) / throat) ** 2)
            cry += np.sin(turn * k + rng.uniform(0, 6)) * gain
        cry += band(rng, m, throat * 0.5, min(10000, throat * 3)) * rng.uniform(0.3, 1.0)
        out[i : i + m] += cry * np.minimum(1, ride * 14) * (1 - ride) ** 0.8 * rng.uniform(0.7, 1.0)
        at += m / RATE + pause * rng.uniform(0.5, 1.6)
    return out


def footsteps(rng, seconds):
    """Steps on a hard, soft or gravelly floor, left and right a little unlike."""
    n = int(seconds * RATE)
    out = np.zeros(n, np.float32)
    pace = rng.uniform(0.27, 0.4) if rng.random() < 0.25 else rng.uniform(0.45, 0.7)
    floor = rng.integers(3)
    low, high = ((150, 3500), (60, 700), (900, 8000))[floor]
    feet = [(rng.uniform(0.8, 1.2), rng.uniform(70, 160)) for _ in range(2)]
    at, foot = rng.uniform(0, 0.1), 0
    while at < seconds - 0.04:
        i = int(at * RATE)
        m = min(int(0.22 * RATE), n - i)
        t = np.arange(m, dtype=np.float32) / RATE
        gain, thud = feet[foot]
        heel = band(rng, m, low, high) * np.exp(-t * rng.uniform(35, 80)) + np.sin(2 * np.pi * thud * t) * np.exp(-t * 40) * 1.4
        sole = band(rng, m, low * 1.3, high) * np.exp(-np.abs(t - rng.uniform(0.06, 0.1)) * (25 if floor == 2 else 60)) * rng.uniform(0.2, 0.6)
        out[i : i + m] += ((heel + sole) * gain * rng.uniform(0.7, 1.1)).astype(np.float32)
        at, foot = at + pace * rng.uniform(0.93, 1.07), 1 - foot
    return out
