"""Synthesised sounds: float32 waveforms at 24 kHz."""

import numpy as np

from models.scenes import impacts
from models.scenes.waves import RATE, band, edges, far, room, slow, time_axis


def engine(rng, seconds):
    t = time_axis(seconds)
    n = len(t)
    base = rng.uniform(22, 75) * np.exp(0.08 * slow(rng, n, 0.7) + rng.uniform(-0.4, 0.4) * np.linspace(0, 1, n))
    turn = 2 * np.pi * np.cumsum(base) / RATE
    wave = np.zeros(n, np.float32)
    for k in range(1, int(rng.integers(8, 22))):
        wave += np.sin(turn * k + rng.uniform(0, 6.3)) * rng.uniform(0.3, 1.0) / k ** rng.uniform(0.5, 1.0)
    wave += band(rng, n, 60, rng.uniform(300, 1500)) * (0.5 + 0.3 * np.sin(turn)) * rng.uniform(0.3, 1.2)
    return edges(wave * (1 + 0.15 * slow(rng, n, 1.5)) * np.linspace(*rng.uniform(0.5, 1.0, 2), n).astype(np.float32), 0.15, 0.2)


def horn(rng, seconds):
    t = time_axis(seconds)
    base = rng.uniform(280, 520)
    wave = np.zeros(len(t), np.float32)
    for ratio in (1.0, rng.uniform(1.18, 1.28)) if rng.random() < 0.75 else (1.0,):
        for k in range(1, 12):
            wave += np.sin(2 * np.pi * base * ratio * k * t + rng.uniform(0, 6)) * (0.75 if k % 2 else 0.45) / k**0.7
    if seconds > 0.8 and rng.random() < 0.4:
        gap = int(rng.uniform(0.35, 0.6) * len(t))
        wave[gap : gap + int(0.12 * RATE)] = 0
    return edges(wave, 0.02, 0.04)


def siren(rng, seconds):
    t = time_axis(seconds)
    style = rng.integers(3)
    low, high = rng.uniform(450, 750), rng.uniform(1000, 1650)
    if style == 0:
        ride = 0.5 - 0.5 * np.cos(2 * np.pi * t / rng.uniform(1.8, 5.0) + rng.uniform(0, 6))
    elif style == 1:
        ride = (t * rng.uniform(2.5, 4.5)) % 1.0
    else:
        high = low * rng.uniform(1.25, 1.45)
        ride = ((t / rng.uniform(0.35, 0.7)) % 2 > 1).astype(np.float32)
    turn = 2 * np.pi * np.cumsum(low + (high - low) * ride) / RATE
    wave = np.sin(turn) + rng.uniform(0.1, 0.5) * np.sin(2 * turn) + rng.uniform(0.1, 0.5) * np.sin(3 * turn)
    wave = wave * np.linspace(rng.uniform(0.4, 1.0), rng.uniform(0.4, 1.0), len(t))
    return edges(wave.astype(np.float32), 0.1, 0.15)


_VOWELS = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240), (660, 1720, 2410), (490, 1350, 1690), (440, 1020, 2240))


def voice(rng, seconds):
    """Syllables: a pitched buzz through moving formants, hisses and pauses between."""
    n = int(seconds * RATE)
    out = np.zeros(n, np.float32)
    pitch = np.exp(rng.uniform(np.log(85), np.log(260)))
    size = rng.uniform(0.9, 1.2) * (1.12 if pitch > 160 else 1.0)
    rate = rng.uniform(0.8, 1.25)
    at = 0.0

    while at < seconds - 0.08:
        length = rng.uniform(0.09, 0.26) * rate
        m = min(int(length * RATE), n - int(at * RATE))
        if m < 200:
            break
        t = np.arange(m, dtype=np.float32) / RATE
        curve = pitch * np.exp(rng.normal(0, 0.13) + rng.normal(0, 0.12) * np.linspace(-1, 1, m)) * (1 + 0.012 * slow(rng, m, 25))
        turn = 2 * np.pi * np.cumsum(curve) / RATE
        first = np.array(_VOWELS[rng.integers(len(_VOWELS))]) * size
        second = np.array(_VOWELS[rng.integers(len(_VOWELS))]) * size
        syllable = np.zeros(m, np.float32)
        f0 = float(curve.mean())
        ride = np.linspace(0, 1, m, dtype=np.float32)
        for k in range(1, int(4200 / f0) + 1):
            f = f0 * k
            gain_a = gain_b = 0.02 / k**0.5
            for formant, (fa, fb) in enumerate(zip(first, second)):
                spread = 60 + 50 * formant
                weight = (1.0, 0.6, 0.3)[formant]
                gain_a += weight / (1 + ((f - fa) / spread) ** 2)
                gain_b += weight / (1 + ((f - fb) / spread) ** 2)
            syllable += np.sin(turn * k) * (gain_a + (gain_b - gain_a) * ride) / k**0.25
        syllable *= np.sqrt(np.abs(np.sin(np.pi * t / t[-1]))) * rng.uniform(0.5, 1.0)
        i = int(at * RATE)
        out[i : i + m] += syllable
        if rng.random() < 0.5:
            h = min(int(rng.uniform(0.03, 0.11) * RATE), n - i)
            hiss = band(rng, h, rng.uniform(1500, 4500), rng.uniform(5000, 10000)) * np.hanning(h) * rng.uniform(0.1, 0.6)
            out[i : i + h] += hiss.astype(np.float32)

        at += length * rng.uniform(0.85, 1.1)
        if rng.random() < 0.22:
            at += rng.uniform(0.05, 0.35)
    if rng.random() < 0.4:
        out = room(rng, out)
    if rng.random() < 0.35:
        spectrum = np.fft.rfft(out)
        f = np.fft.rfftfreq(n, 1 / RATE)
        out = np.fft.irfft(spectrum * (f > 250) * (f < rng.uniform(3000, 4000)), n).astype(np.float32)
    return out * 1.3


def music(rng, seconds):
    n = int(seconds * RATE)
    out = np.zeros(n, np.float32)
    beat = rng.uniform(0.22, 0.6)
    root = rng.uniform(110, 330)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12]) if rng.random() < 0.5 else np.array([0, 2, 3, 5, 7, 8, 10, 12])
    drums = rng.random() < 0.5
    decay = rng.uniform(1.5, 6)
    shape = rng.uniform(0.8, 2.2)
    for step in range(int(seconds / beat) + 1):
        i = int(step * beat * RATE)
        m = min(n - i, int(beat * 2.2 * RATE))
        if m < 100:
            break
        t = np.arange(m, dtype=np.float32) / RATE
        notes = [scale[rng.integers(8)]] if rng.random() < 0.6 else [0, 4, 7]
        for note in notes:
            f = root * 2 ** ((note + 12 * rng.integers(0, 2)) / 12)
            tone = sum(np.sin(2 * np.pi * f * k * t) / k**shape for k in range(1, 6))
            out[i : i + m] += tone * np.exp(-t * decay) * min(1.0, 1.5 / len(notes))
        if drums and step % 2 == 0:
            out[i : i + m] += np.sin(2 * np.pi * 60 * t) * np.exp(-t * 18) * 1.5
        elif drums:
            out[i : i + m] += band(rng, m, 2000, 9000) * np.exp(-t * 35) * 0.5
    return edges(out, 0.02, 0.1)


def noise(rng, seconds):
    """Wind (low, gusty) or rain (high, even)."""
    n = int(seconds * RATE)
    if rng.random() < 0.5:
        wave = band(rng, n, 60, rng.uniform(300, 900)) * np.exp(0.5 * slow(rng, n, 1.2))
    else:
        wave = band(rng, n, rng.uniform(400, 1500), 10000) * (1 + 0.08 * slow(rng, n, 3))
    return edges(wave.astype(np.float32), 0.2, 0.3)


def alarm(rng, seconds):
    """Beeps of one or two pitches in a pattern that repeats."""
    t = time_axis(seconds)
    n = len(t)
    pitch = rng.uniform(750, 3200)
    other = pitch * (1.0 if rng.random() < 0.5 else rng.uniform(0.7, 1.35))
    on, off = rng.uniform(0.06, 0.35), rng.uniform(0.06, 0.45)
    burst, rest = int(rng.choice([1, 1, 3, 4])), rng.uniform(0.2, 0.7)
    cycle = burst * (on + off) + (rest if burst > 1 else 0.0)
    place = t % cycle
    number = np.floor(place / (on + off))
    sounding = (place - number * (on + off) < on) & (number < burst)
    gate = np.convolve(sounding.astype(np.float32), np.ones(72, np.float32) / 72, "same")
    turn = 2 * np.pi * np.cumsum(np.where((np.floor(t / cycle) + number) % 2 > 0, other, pitch)) / RATE
    wave = np.sin(turn) + rng.uniform(0, 0.5) * np.sin(2 * turn) + rng.uniform(0, 0.5) * np.sin(3 * turn)
    return edges((wave * gate[:n]).astype(np.float32), 0.005, 0.02)


def screech(rng, seconds):
    """Tyres that slide: a rough whistle that wavers and sinks, in a hiss."""
    t = time_axis(seconds)
    n = len(t)
    ride = np.linspace(0, 1, n, dtype=np.float32)
    wave = band(rng, n, 900, rng.uniform(3500, 7000)) * rng.uniform(0.25, 0.7)
    for _ in range(int(rng.integers(2, 4))):
        pitch = rng.uniform(800, 2300) * (1 - rng.uniform(0.05, 0.3) * ride) * (1 + 0.02 * slow(rng, n, 40) + 0.03 * slow(rng, n, 6))
        turn = 2 * np.pi * np.cumsum(pitch) / RATE
        rough = 1 + 0.6 * slow(rng, n, 90)
        wave += (np.sin(turn) + 0.5 * np.sin(2 * turn + 0.4) + 0.25 * np.sin(3 * turn)) * rough * rng.uniform(0.5, 1.0)
    return edges((wave * (0.55 + 0.45 * np.sqrt(np.abs(np.sin(np.pi * ride))))).astype(np.float32), 0.03, 0.12)


MAKERS = {
    "engine": engine, "horn": horn, "siren": siren, "bang": impacts.bang, "glass": impacts.glass, "voice": voice, "music": music, "noise": noise,
    "bark": impacts.bark, "footsteps": impacts.footsteps, "alarm": alarm, "screech": screech,
}
_STRUCK = ("bang", "glass", "bark", "footsteps")


def _background(rng, n):
    """A floor of hum, air or far traffic, unit deviation; nothing in it has a name."""
    style = rng.integers(4)
    if style == 0:
        return rng.standard_normal(n).astype(np.float32)
    if style == 1:
        t = np.arange(n, dtype=np.float32) / RATE
        mains = rng.choice([50.0, 60.0])
        wave = sum(np.sin(2 * np.pi * mains * k * t + rng.uniform(0, 6)) / k for k in (1, 2, 3, 5)) + 0.5 * rng.standard_normal(n)
    elif style == 2:
        wave = band(rng, n, 30, rng.uniform(200, 700)) * (1 + 0.15 * slow(rng, n, 0.6))
    else:
        wave = band(rng, n, 100, rng.uniform(1500, 5000)) * (1 + 0.1 * slow(rng, n, 1.0))
    wave = np.asarray(wave, np.float32)
    return wave / (wave.std() + 1e-9)


def mix(rng, seconds, sounds, floor_db):
    """The waveform of a scene; floor_db None means digital silence between the sounds."""
    n = int(seconds * RATE)
    out = np.zeros(n, np.float32)
    for sound in sounds:
        wave = MAKERS[sound["class"]](rng, sound["end"] - sound["start"])
        place = rng.random()
        if place < 0.3:
            wave = far(rng, wave, rng.uniform(0.1, 0.8))
        elif place < 0.5:
            wave = room(rng, wave)
        loud = np.abs(wave).max() / 4 if sound["class"] in _STRUCK else np.sqrt(np.mean(wave**2))
        wave = wave * (10 ** (sound["db"] / 20) / (loud + 1e-9))
        i = int(sound["start"] * RATE)
        m = min(len(wave), n - i)
        out[i : i + m] += wave[:m]
    if floor_db is not None:
        out += _background(rng, n) * 10 ** (floor_db / 20)
    return np.clip(out, -0.99, 0.99)
