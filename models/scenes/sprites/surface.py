"""A drawing surface for actors and the light that falls on what was drawn."""

import cv2
import numpy as np

from models.scenes import textures


def rounded(points, times=2):
    """Cuts the corners of a closed outline."""
    points = np.asarray(points, np.float64)
    for _ in range(times):
        after = np.roll(points, -1, axis=0)
        points = np.stack([points * 0.8 + after * 0.2, points * 0.2 + after * 0.8], 1).reshape(-1, 2)
    return points


def bent(origin, upper, lower, first, second):
    """Joint positions of a two-part limb; angles from straight down, forward positive."""
    knee = (origin[0] + upper * np.sin(first), origin[1] + upper * np.cos(first))
    foot = (knee[0] + lower * np.sin(second), knee[1] + lower * np.cos(second))
    return [origin, knee, foot]


class Pad:
    """Colour and alpha planes; coordinates are in units of the height."""

    def __init__(self, width, height):
        self.colour = np.zeros((height, width, 3), np.uint8)
        self.alpha = np.zeros((height, width), np.uint8)
        self.unit = height

    def copy(self):
        other = Pad(self.alpha.shape[1], self.unit)
        other.colour[:], other.alpha[:] = self.colour, self.alpha
        return other

    def _px(self, points):
        return np.round(np.asarray(points, np.float64) * self.unit * 16).astype(np.int32)

    @staticmethod
    def _tone(tone):
        return tuple(int(v) for v in np.clip(tone, 0, 255))

    def poly(self, points, tone):
        px = self._px(points)
        cv2.fillPoly(self.colour, [px], self._tone(tone), cv2.LINE_AA, 4)
        cv2.fillPoly(self.alpha, [px], 255, cv2.LINE_AA, 4)

    def face(self, points, upper, lower):
        """A surface whose tone runs from top to bottom."""
        px = self._px(points)
        x0, y0 = np.maximum(px.min(0) // 16 - 1, 0)
        x1, y1 = np.minimum(px.max(0) // 16 + 2, self.alpha.shape[::-1])
        if x1 <= x0 or y1 <= y0:
            return
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillPoly(mask, [px - np.array([x0, y0]) * 16], 255, cv2.LINE_AA, 4)
        ramp = np.linspace(0, 1, y1 - y0, dtype=np.float32)[:, None]
        tones = np.clip(np.asarray(upper, np.float32) * (1 - ramp) + np.asarray(lower, np.float32) * ramp, 0, 255)
        area = self.colour[y0:y1, x0:x1]
        m = mask[..., None].astype(np.float32) / 255
        area[:] = area * (1 - m) + tones[:, None] * m
        np.maximum(self.alpha[y0:y1, x0:x1], mask, out=self.alpha[y0:y1, x0:x1])

    def ellipse(self, centre, axes, tone, angle=0.0):
        c, a, tone = self._px(centre), self._px(axes), self._tone(tone)
        for plane, value in ((self.colour, tone), (self.alpha, 255)):
            cv2.ellipse(plane, tuple(c.tolist()), tuple(a.tolist()), angle, 0, 360, value, -1, cv2.LINE_AA, 4)

    def ball(self, centre, axes, tone):
        """An ellipse that looks round: lit above, dark below."""
        tone = np.asarray(tone, np.float64)
        self.ellipse(centre, axes, tone * 0.72)
        for k, gain in ((0.86, 0.88), (0.66, 1.0), (0.4, 1.12)):
            self.ellipse((centre[0], centre[1] - axes[1] * (1 - k) * 0.45), (axes[0] * k, axes[1] * k), tone * gain)

    def limb(self, points, widths, tone):
        """A bent tapered tube, its rim darker than its middle."""
        points, tone = np.asarray(points, np.float64), np.asarray(tone, np.float64)
        for part, gain, aside in ((1.0, 0.74, 0.0), (0.74, 0.94, -0.06), (0.42, 1.08, -0.1)):
            for (a, b), wa, wb in zip(zip(points[:-1], points[1:]), widths[:-1], widths[1:]):
                a, b = a + (aside * wa, aside * wa), b + (aside * wb, aside * wb)
                along = b - a
                normal = np.array([-along[1], along[0]]) / (np.linalg.norm(along) + 1e-9) * part / 2
                self.poly([a + normal * wa, b + normal * wb, b - normal * wb, a - normal * wa], tone * gain)
                self.ellipse(b, (wb * part / 2, wb * part / 2), tone * gain)
            self.ellipse(points[0], (widths[0] * part / 2, widths[0] * part / 2), tone * gain)

    def line(self, a, b, tone, width):
        """A line on what is there already."""
        ends = (tuple(self._px(a).tolist()), tuple(self._px(b).tolist()))
        cv2.line(self.colour, *ends, self._tone(tone), max(1, int(width * self.unit)), cv2.LINE_AA, 4)

    def rod(self, a, b, tone, width):
        """A line that stands alone."""
        a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
        along = b - a
        normal = np.array([-along[1], along[0]]) / (np.linalg.norm(along) + 1e-9) * width / 2
        self.poly([a + normal, b + normal, b - normal, a - normal], tone)


class Light:
    """How a subject is lit: direction, strength, texture; the same for all phases of a sprite."""

    def __init__(self, rng, gloss=0.0, texture=1.0):
        self.seed = int(rng.integers(1 << 30))
        self.down = rng.uniform(0.05, 0.4)
        self.side = rng.uniform(-0.3, 0.3)
        self.round = rng.uniform(0.15, 0.6)
        self.dapple = rng.uniform(0.0, 0.28) * texture
        self.weave = rng.choice([0.3, 1.0]) * rng.uniform(0.05, 0.3) * texture
        self.gloss = gloss

    def shine(self, pad):
        """Premultiplied BGRA of a pad."""
        rng = np.random.default_rng(self.seed)
        height, width = pad.alpha.shape
        soft = max(0.6, height * 0.006)
        blurred = cv2.GaussianBlur(pad.colour, (0, 0), soft)
        inside = cv2.erode(pad.alpha, np.ones((3, 3), np.uint8), iterations=max(1, int(soft * 2)))
        colour = pad.colour.copy()
        cv2.copyTo(blurred, (inside > 250).astype(np.uint8), colour)
        light = np.linspace(1 + self.down / 2, 1 - self.down / 2, height, dtype=np.float32)[:, None]
        light = light + np.linspace(-self.side / 2, self.side / 2, width, dtype=np.float32)[None, :]
        small = cv2.resize(pad.alpha, (max(8, width // 4), max(8, height // 4)), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        bulge = cv2.GaussianBlur(small, (0, 0), max(1.0, small.shape[0] * 0.045))
        slope = cv2.Sobel(bulge, cv2.CV_32F, 0, 1, ksize=3) + np.sign(self.side) * 0.6 * cv2.Sobel(bulge, cv2.CV_32F, 1, 0, ksize=3)
        light = light + cv2.resize(slope, (width, height)) * self.round
        if self.dapple:
            light = light + (textures.noise(rng, width, height, 1.5) - 0.5) * self.dapple
        if self.weave > 0.02:
            light = light + (textures.noise(rng, width, height, 0.25) - 0.5) * self.weave
        shaded = cv2.multiply(colour, cv2.merge([light] * 3), dtype=cv2.CV_8U)
        if self.gloss:
            glint = np.clip(textures.noise(rng, width, height, 2.5) * 2 - 1.2, 0, 1) * (255 * self.gloss)
            shaded = cv2.add(shaded, cv2.merge([glint] * 3), dtype=cv2.CV_8U)
        out = np.empty((height, width, 4), np.uint8)
        out[..., :3] = cv2.multiply(shaded, cv2.merge([pad.alpha] * 3), scale=1 / 255)
        out[..., 3] = pad.alpha
        return out


class Sprite:
    """A cycle of equally sized premultiplied BGRA pictures with a mip pyramid.

    colour is a name of vocabulary.COLOURS, body the BGR tone behind it.
    """

    def __init__(self, frames, colour="none", body=(0, 0, 0)):
        frames = _crop(frames)
        self.colour, self.body = colour, np.asarray(body, np.float64)
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
    ys, xs = np.flatnonzero(union.any(1)), np.flatnonzero(union.any(0))
    y0, y1, x0, x1 = ys[0], ys[-1] + 1, xs[0], xs[-1] + 1
    return [np.ascontiguousarray(f[y0:y1, x0:x1]) for f in frames]
