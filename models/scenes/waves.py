"""Parts that synthesised sounds are made of: shaped noise, slow curves, edges, rooms and distance."""

import numpy as np

RATE = 24000


def time_axis(seconds):
    return np.arange(int(seconds * RATE), dtype=np.float32) / RATE


def band(rng, n, low, high):
    """Noise with energy between two frequencies, unit deviation."""
    size = 1 << int(np.ceil(np.log2(max(n, 256))))
    spectrum = np.fft.rfft(rng.standard_normal(size).astype(np.float32))
    f = np.fft.rfftfreq(size, 1 / RATE)
    spectrum *= 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)
    wave = np.fft.irfft(spectrum)[:n].astype(np.float32)
    return wave / (wave.std() + 1e-9)


def slow(rng, n, hz):
    """A smooth random curve with unit deviation."""
    knots = rng.standard_normal(max(4, int(n / RATE * hz) + 4))
    return np.interp(np.linspace(0, len(knots) - 1, n), np.arange(len(knots)), knots).astype(np.float32)


def edges(wave, attack, release):
    a, r = min(len(wave) // 2, int(attack * RATE)), min(len(wave) // 2, int(release * RATE))
    if a:
        wave[:a] *= np.linspace(0, 1, a, dtype=np.float32)
    if r:
        wave[-r:] *= np.linspace(1, 0, r, dtype=np.float32)
    return wave


def room(rng, wave, tail_s=None, wet=None):
    """The wave with the echo of a room, as long as before."""
    n = len(wave)
    tail = int((tail_s or rng.uniform(0.1, 0.6)) * RATE)
    response = rng.standard_normal(tail).astype(np.float32) * np.exp(-np.linspace(0, 6, tail, dtype=np.float32)) * (wet or rng.uniform(0.02, 0.07))
    response[0] = 1.0
    size = 1 << int(np.ceil(np.log2(n + tail)))
    return np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(response, size))[:n].astype(np.float32)


def far(rng, wave, amount):
    """The wave as heard from afar (amount 0..1): dull, thin below, and blurred by echoes."""
    n = len(wave)
    size = 1 << int(np.ceil(np.log2(max(n, 256))))
    f = np.fft.rfftfreq(size, 1 / RATE)
    gain = 1 / (1 + (f / (9000 * 0.22**amount)) ** 2) / (1 + (60 * amount / np.maximum(f, 1)) ** 2)
    dull = np.fft.irfft(np.fft.rfft(wave, size) * gain)[:n].astype(np.float32)
    return room(rng, dull, 0.25 + 0.5 * amount, 0.03 + 0.07 * amount)
