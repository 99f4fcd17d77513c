"""What stands between a scene and its frames: air, weather, optics, sensor and words on the picture."""

import cv2
import numpy as np

from models.scenes import blit, textures

_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_COMPLEX_SMALL)


def weather_of(scene):
    """Name and strength 0..1 of the weather."""
    name = scene.look.get("weather") or getattr(scene, "weather", None) or ("rain" if scene.rain else "dry")
    strength = scene.look.get("weather_strength")
    return name, float(strength if strength is not None else scene.look.get("rain", 0.0) or 0.5)


class Lens:
    """Finishes frames of one scene."""

    def __init__(self, scene, rng):
        self.scene, self.rng, look = scene, rng, scene.look
        self.weather, self.strength = weather_of(scene)
        self.width, self.height = scene.width, scene.height
        self.fog = self._fog() if self.weather == "fog" else None
        self.shade = self._shade(look)
        self.glare = self._glare(look.get("glare", 0.0)) if look.get("glare") else None
        self.bend = self._bend(0.3 * look["lens"]) if look.get("lens") else None
        self.words_said = self._texts()
        self.words = [self._written(word) for word in self.words_said]
        self.drift = rng.uniform(-3, 3)
        self.sharp = rng.random() < 0.25

    def _texts(self):
        """Words of the scene, those of its plan or a camera's stamp."""
        look = self.scene.look
        if "texts" in look:
            return look["texts"]
        if not look.get("text"):
            return []
        rng = self.rng
        stamp = f"CAM {rng.integers(1, 99):02d}  20{rng.integers(10, 40)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
        y = 0.08 if rng.random() < 0.6 else 0.96
        return [{"text": stamp, "x": float(rng.uniform(0.02, 0.5)), "y": y, "start": 0.0, "end": round(self.scene.duration, 3)}]

    def _written(self, word):
        """The word as (first frame, last frame, box, ink, alpha)."""
        fps, rng = self.scene.fps, self.rng
        font = _FONTS[rng.integers(len(_FONTS))]
        scale = max(0.38, self.height / 480 * rng.uniform(0.8, 1.2)) * (1.7 if font == cv2.FONT_HERSHEY_PLAIN else 1.0)
        thick = max(1, int(round(scale * 1.6)))
        (w, h), below = cv2.getTextSize(word["text"], font, scale, thick)
        x = int(np.clip(word["x"] * self.width, 2, max(2, self.width - w - 3)))
        y = int(np.clip(word["y"] * self.height, h + 2, self.height - below - 2))
        ink = np.zeros((self.height, self.width), np.uint8)
        rim = np.zeros_like(ink)
        cv2.putText(ink, word["text"], (x, y), font, scale, 255, thick, cv2.LINE_AA)
        cv2.putText(rim, word["text"], (x, y), font, scale, 255, thick + 2, cv2.LINE_AA)
        y0, y1, x0, x1 = max(0, y - h - 4), min(self.height, y + below + 4), max(0, x - 3), min(self.width, x + w + 6)
        box = (slice(y0, y1), slice(x0, x1))
        bright = 235 if rng.random() < 0.85 else 30
        return word["start"] * fps, word["end"] * fps, box, cv2.merge([ink[box]] * 3), cv2.merge([cv2.max(ink[box], rim[box])] * 3), bright

    def _fog(self):
        """How much of the picture the fog hides, and the light it adds."""
        ys = np.linspace(0, 1, self.height, dtype=np.float32)[:, None]
        depth = 1 - ys
        if self.scene.drive:
            line = self.scene.drive["horizon"] / self.height
            depth = np.where(ys < line, 1.0, 1 - (ys - line) / max(1 - line, 0.1)) ** 1.3
        veil = textures.noise(self.rng, self.width, self.height, 3.0)
        weight = np.clip(self.strength * (0.35 + 0.6 * depth + 0.25 * (veil - 0.5)), 0, 0.93)
        tone = np.array([214, 210, 205], np.float32) * (0.55 if self.scene.night else 1.0)
        return cv2.merge([((1 - weight) * 255).astype(np.uint8)] * 3), np.clip(weight[..., None] * tone, 0, 255).astype(np.uint8)

    def _shade(self, look):
        """Vignette and dirt as one picture of factors, or None."""
        vignette, dirt = look.get("vignette", 0.0), look.get("dirt", 0.0)
        if not vignette and not dirt:
            return None
        ys, xs = np.mgrid[-1 : 1 : self.height * 1j, -1 : 1 : self.width * 1j].astype(np.float32)
        factor = 1 - 0.6 * vignette * np.clip(xs**2 + ys**2, 0, 2)
        if dirt:
            spots = np.zeros((self.height, self.width), np.float32)
            for _ in range(int(4 + 22 * dirt)):
                centre = (int(self.rng.uniform(0, self.width)), int(self.rng.uniform(0, self.height)))
                cv2.circle(spots, centre, int(self.rng.uniform(0.006, 0.05) * self.height) + 1, float(self.rng.uniform(0.2, 1)), -1)
            factor = factor * (1 - 0.45 * dirt * cv2.GaussianBlur(spots, (0, 0), self.height * 0.012))
        return cv2.merge([np.clip(factor * 255, 0, 255).astype(np.uint8)] * 3)

    def _glare(self, strength):
        """Light that falls into the lens: a veil around a point, streaks and a ghost."""
        ys, xs = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32) / self.height
        x, y = self.rng.uniform(0, self.width / self.height), self.rng.uniform(-0.1, 0.35)
        far = np.hypot(xs - x, ys - y)
        light = np.exp(-far / 0.35) * 0.8 + np.exp(-far / 0.06)
        for angle in self.rng.uniform(0, np.pi, 3):
            light += np.exp(-np.abs((xs - x) * np.sin(angle) - (ys - y) * np.cos(angle)) / 0.012) * np.exp(-far / 0.3) * 0.4
        ghost = np.hypot(xs - (self.width / self.height - x), ys - (1 - y))
        light += 0.18 * ((ghost < 0.07) | (ghost > 0.1) & (ghost < 0.115))
        return np.clip(light[..., None] * strength * np.array([215, 240, 255], np.float32), 0, 255).astype(np.uint8)

    def _bend(self, k):
        """Maps of a barrel distortion that keeps the corners inside."""
        ys, xs = np.mgrid[-1 : 1 : self.height * 1j, -1 : 1 : self.width * 1j].astype(np.float32)
        gain = (1 + k * (xs**2 + ys**2)) / (1 + 2 * k)
        maps = (((xs * gain) + 1) / 2 * (self.width - 1)).astype(np.float32), (((ys * gain) + 1) / 2 * (self.height - 1)).astype(np.float32)
        return cv2.convertMaps(*maps, cv2.CV_16SC2)

    def air(self, frame):
        """The frame seen through fog."""
        if self.fog is None:
            return frame
        return cv2.add(cv2.multiply(frame, self.fog[0], scale=1 / 255), self.fog[1])

    def falling(self, frame, f):
        """Rain and snow in front of everything."""
        dim = 0.45 if self.scene.night else 1.0
        step = f * 30 / self.scene.fps
        fine = 2 if self.height < 320 and self.width < 520 else 1
        size = (self.width * fine, self.height * fine)

        def layer(name, x, y):
            piece = blit.cut(name, *size, x * fine, y * fine)
            return cv2.resize(piece, (self.width, self.height), interpolation=cv2.INTER_AREA) if fine > 1 else piece

        if self.weather == "rain":
            return cv2.addWeighted(frame, 1.0, layer("rain", f * 131, -step * 37), min(1.0, 1.3 * self.strength) * dim, 0)
        if self.weather == "snow":
            for gain, speed, lane in ((0.85, 6.0, 0), (0.5, 3.2, 557)):
                flakes = layer("snow", step * self.drift + lane, -step * speed + lane)
                frame = cv2.addWeighted(frame, 1.0, flakes, min(1.0, gain * (0.25 + self.strength)) * dim, 0)
        return frame

    def finish(self, frame, f):
        """Weather, stray light, optics, sensor noise and words."""
        look = self.scene.look
        frame = self.falling(frame, f)
        if self.glare is not None:
            frame = cv2.add(frame, self.glare)
        if self.shade is not None:
            frame = cv2.multiply(frame, self.shade, scale=1 / 255)
        if self.bend is not None:
            frame = cv2.remap(frame, *self.bend, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        if look["noise"]:
            name = "colour" if look["colour_noise"] else "grey"
            grain = blit.cut(name, self.width, self.height, self.rng.integers(0, 10_000), self.rng.integers(0, 10_000))
            amount = look["noise"] / 32
            frame = cv2.addWeighted(frame, 1.0, grain, amount, -128 * amount)
        if self.sharp:
            frame = cv2.addWeighted(frame, 1.5, cv2.blur(frame, (3, 3)), -0.5, 0)
        for first, last, box, ink, rim, bright in self.words:
            if first <= f <= last:
                area = frame[box]
                dark = cv2.multiply(area, 255 - rim, scale=1 / 255)
                frame[box] = cv2.add(dark, cv2.multiply(ink, (bright,) * 4, scale=1 / 255)) if bright > 100 else cv2.add(
                    cv2.multiply(area, 255 - ink, scale=1 / 255), cv2.multiply(ink, (bright,) * 4, scale=1 / 255))
        return frame
