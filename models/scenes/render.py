"""Turns a planned scene into frames and writes down, from the same numbers, what they show.

Truth is kept at the six steps a second of the motion field; step i describes the first frame at or
after i / 6 s, the frame the pipeline samples.
"""

import cv2
import numpy as np

from models.scenes import textures
from models.scenes.plan import FIELD_H, FIELD_W, STEP_HZ

MAP_W, MAP_H = 75, 42
ROWS, COLUMNS = 3, 5
_NOISE = {}


def _noise_bank():
    if not _NOISE:
        rng = np.random.default_rng(11)
        grey = np.clip(rng.normal(128, 32, (800, 1100)), 0, 255).astype(np.uint8)
        _NOISE["grey"] = np.repeat(grey[..., None], 3, 2)
        _NOISE["colour"] = np.clip(rng.normal(128, 32, (800, 1100, 3)), 0, 255).astype(np.uint8)
        ys, xs = np.mgrid[-1:1:64j, -1:1:64j]
        _NOISE["glow"] = (np.clip(1 - np.hypot(xs, ys), 0, 1) ** 2).astype(np.float32)
        shadow = np.zeros((32, 64, 4), np.uint8)
        shadow[..., 3] = (np.clip(1.15 - np.hypot(*np.mgrid[-1:1:32j, -1:1:64j]), 0, 1) ** 0.8 * 255).clip(0, 255)
        shadow[0] = shadow[-1] = 0
        shadow[:, 0] = shadow[:, -1] = 0
        _NOISE["shadow"] = shadow
        rain = np.zeros((900, 1100), np.uint8)
        for _ in range(2600):
            x, y = rng.integers(0, 1100), rng.integers(0, 900)
            length = int(rng.integers(8, 26))
            cv2.line(rain, (x, y), (x + length // 5, y + length), int(rng.integers(40, 170)), 1, cv2.LINE_AA)
        _NOISE["rain"] = np.repeat(rain[..., None], 3, 2)
    return _NOISE


def step_frames(frames, fps):
    """The frame that each step of the motion field sees."""
    count = int(np.ceil((frames - 1) / fps * STEP_HZ + 1e-9)) + 1
    index = np.ceil(np.arange(count) * fps / STEP_HZ - 1e-6).astype(int)
    return index[index < frames]


def _blit(frame, picture, matrix, corners, opacity=1.0):
    """Draws a premultiplied picture through an affine matrix onto its own corner of the frame."""
    height, width = frame.shape[:2]
    x0, y0 = np.floor(corners.min(0)).astype(int) - 1
    x1, y1 = np.ceil(corners.max(0)).astype(int) + 2
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    if x1 <= x0 or y1 <= y0:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    patch = cv2.warpAffine(picture, local, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR, borderValue=(0, 0, 0, 0))
    area = frame[y0:y1, x0:x1]
    alpha = patch[..., 3]
    if opacity < 1.0:
        alpha = cv2.multiply(alpha, 1.0, scale=opacity)
    keep = cv2.merge([255 - alpha] * 3)
    cv2.add(cv2.multiply(area, keep, scale=1 / 255), np.ascontiguousarray(patch[..., :3]), dst=area)


def _affine(picture, x, y, scale, angle, flip):
    """Matrix that puts the middle of a picture at (x, y), and the corners it lands on."""
    h, w = picture.shape[:2]
    radians = np.radians(angle)
    cos, sin = np.cos(radians) * scale, np.sin(radians) * scale
    fx = -1.0 if flip else 1.0
    turn = np.array([[cos * fx, -sin], [sin * fx, cos]])
    matrix = np.empty((2, 3))
    matrix[:, :2] = turn
    matrix[:, 2] = (x, y) - turn @ (w / 2, h / 2)
    corners = np.array([[0, 0], [w, 0], [0, h], [w, h]]) @ turn.T + matrix[:, 2]
    return matrix, corners


class Backdrop:
    """The background: a flat picture seen through the camera, or a road seen from a driving car."""

    def __init__(self, scene, rng):
        self.scene = scene
        self.cached = None
        width, height = scene.width, scene.height
        if scene.drive:
            self._road(rng, width, height)
            return
        reach_x = int(np.clip(scene.cam_x.max() - scene.cam_x.min(), 0, 1.2 * width))
        reach_y = int(np.clip(scene.cam_y.max() - scene.cam_y.min(), 0, 1.2 * height))
        self.picture = textures.make(scene.background, rng, width + reach_x, height + reach_y, scene.camera != "still" and rng.random() < 0.85)
        if scene.camera != "still":
            self._enrich(rng)
        self.left = -width / 2 + scene.cam_x.min()
        self.top = -height / 2 + scene.cam_y.min()
        self.mask = None
        if scene.posts:
            self.mask = np.zeros(self.picture.shape[:2], np.uint8)
            for place, wide, tone in scene.posts:
                x = int(place * width - self.left)
                half = max(2, int(wide * width / 2))
                for plane, value in ((self.picture, tuple(tone)), (self.mask, 255)):
                    cv2.rectangle(plane, (x - half, -5), (x + half, self.picture.shape[0] + 5), value, -1)

    def _enrich(self, rng):
        """Puts things on a surface too even for anyone to see the camera move."""
        small = cv2.resize(self.picture, (self.picture.shape[1] // 3, self.picture.shape[0] // 3), interpolation=cv2.INTER_AREA)
        gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
        if np.abs(np.diff(gray, axis=1)).mean() > 2.5 and np.abs(np.diff(gray, axis=0)).mean() > 2.0:
            return
        height, width = self.picture.shape[:2]
        for _ in range(int(rng.integers(15, 45) * width * height / (self.scene.width * self.scene.height))):
            x, y = rng.random(2) * (width, height)
            w, h = rng.uniform(0.01, 0.12, 2) * self.scene.height
            tone = tuple(int(v) for v in textures.colour(rng))
            if rng.random() < 0.5:
                cv2.rectangle(self.picture, (int(x), int(y)), (int(x + w), int(y + h)), tone, -1)
            else:
                cv2.line(self.picture, (int(x), int(y)), (int(x + w * 3), int(y + h * rng.uniform(-3, 3))), tone, 2, cv2.LINE_AA)

    def curve(self, luma, night, gamma):
        """Brightness curve that brings the first frame to the planned brightness."""
        tones = 255 * (np.arange(256) / 255.0) ** gamma
        shares = np.bincount(self.frame(0)[0].reshape(-1), minlength=256)
        mean = float((tones * shares).sum() / shares.sum())
        if night:
            return tones * min(luma / max(mean, 1.0), 0.75)
        return tones if 80 < mean < 190 else tones * (luma / max(mean, 1.0))

    def _road(self, rng, width, height):
        geometry = self.scene.drive
        self.horizon = int(geometry["horizon"])
        self.sky = textures._sky(rng, width * 2, height)
        textures.skyline(rng, self.sky, self.horizon + 1, height * rng.uniform(0.03, 0.12))
        metres, per_metre = 40, 12
        self.per_metre, self.texture_w = per_metre, 480
        lane = geometry["lane"] * per_metre
        ground = textures.make(str(rng.choice(np.array(["grass", "asphalt", "foliage", "tiles"]))), rng, self.texture_w, metres * per_metre, True)
        middle = self.texture_w / 2 + geometry["shift"] * per_metre
        left, right = middle - lane * (geometry["lanes"] - 0.5), middle + lane * 1.5
        tar = textures.grey(rng, 50, 140, 6)
        strip = textures.detail(rng, textures.tint(textures.noise(rng, int(right - left) + 8, metres * per_metre, 0.6), tar - 22, tar + 22))
        x0 = max(0, int(left) - 4)
        ground[:, x0 : x0 + strip.shape[1]] = strip[:, : self.texture_w - x0]
        paint = (225, 230, 230) if rng.random() < 0.8 else (60, 190, 220)
        for edge in (left, right):
            cv2.line(ground, (int(edge), 0), (int(edge), metres * per_metre), paint, 3)
        dash = rng.choice([8, 10, 20])
        x = middle - lane / 2
        while x > left + 4:
            for y in range(0, metres, int(dash)):
                cv2.line(ground, (int(x), y * per_metre), (int(x), int((y + dash * 0.4) * per_metre)), paint, 3)
            x -= lane
        for y in range(0, metres, int(dash)):
            cv2.line(ground, (int(middle + lane / 2), y * per_metre), (int(middle + lane / 2), int((y + dash * 0.4) * per_metre)), paint, 3)
        self.ground = np.vstack([ground] * 2)
        self.period = metres * per_metre
        self.objects = []
        style = rng.integers(3)
        distance = 0.0
        reach = geometry["travel"][-1] + 90
        while distance < reach:
            distance += rng.uniform(2.5, 16)
            side = rng.choice([-1, 1])
            x3 = side * (geometry["lane"] * (geometry["lanes"] if side < 0 else 1.6) + rng.uniform(0.5, 9))
            self.objects.append((distance, x3, rng.uniform(2, 9), int(rng.integers(3)) if style == 2 else int(style), textures.colour(rng, 20, 150), rng.uniform(0.1, 0.5)))

    def frame(self, f):
        """The backdrop of a frame and the mask of what stands in front of the actors."""
        scene = self.scene
        if scene.drive:
            return self._drive_frame(f), None
        z = scene.zoom[f]
        key = (scene.cam_x[f], scene.cam_y[f], z)
        if self.cached is not None and self.cached[0] == key:
            return self.cached[1].copy(), self.cached[2]
        width, height = scene.width, scene.height
        shift = (np.array([self.left, self.top]) - (scene.cam_x[f], scene.cam_y[f])) * z + (width / 2, height / 2)
        matrix = np.array([[z, 0, shift[0]], [0, z, shift[1]]])
        view = cv2.warpAffine(self.picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        mask = None
        if self.mask is not None:
            mask = cv2.warpAffine(self.mask, matrix, (width, height), flags=cv2.INTER_NEAREST)
        self.cached = (key, view, mask)
        return view.copy(), mask

    def _drive_frame(self, f):
        scene, geometry = self.scene, self.scene.drive
        width, height = scene.width, scene.height
        vx, focal = float(geometry["vx"][f]), geometry["focal"]
        line = geometry["horizon"] + geometry["bob"][f]
        shift = int(np.clip(width / 2 + (width / 2 - vx), 0, width))
        top = int(line)
        frame = np.empty((height, width, 3), np.uint8)
        lift = self.horizon - top
        frame[: top + 1] = self.sky[max(0, lift) : max(0, lift) + top + 1, shift : shift + width]
        ys = np.arange(top + 1, height, dtype=np.float32)
        depth = focal * geometry["eye"] / np.maximum(ys - line, 0.6)
        along = (self.period - ((geometry["travel"][f] + depth) * self.per_metre) % self.period).astype(np.float32)
        xs = np.arange(width, dtype=np.float32)
        across = (xs[None, :] - vx) * (depth / focal)[:, None] * self.per_metre + self.texture_w / 2
        map_y = np.repeat(along[:, None], width, 1)
        frame[top + 1 :] = cv2.remap(self.ground, across.astype(np.float32), map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        band = min(6, height - top - 2)
        haze = frame[top + 1 + band].mean(0)
        frame[top + 1 : top + 1 + band] = (frame[top + 1 : top + 1 + band] * 0.3 + haze * 0.7).astype(np.uint8)
        for place, x3, tall, style, tone, wide in reversed(self.objects):
            z = place - geometry["travel"][f]
            if not 1.5 < z < 70:
                continue
            x, ground = vx + focal * x3 / z, line + focal * geometry["eye"] / z
            h = focal * tall / z
            shade = tuple(int(v) for v in tone * min(1.3, 0.75 + z / 120))
            if x < -2 * h or x > width + 2 * h or h > 6 * height:
                continue
            foot, head = (int(x), int(ground)), (int(x), int(ground - h))
            thick = max(1, int(h * 0.05))
            if style == 0:
                cv2.line(frame, foot, (int(x), int(ground - h * 0.5)), (30, 45, 60), thick)
                for dx, dy, r in ((0, 0.7, 0.28), (-0.15, 0.55, 0.2), (0.16, 0.6, 0.2)):
                    green = (shade[0] // 3, shade[1], shade[2] // 2)
                    cv2.circle(frame, (int(x + dx * h), int(ground - dy * h)), max(1, int(r * h)), green, -1)
            elif style == 1:
                cv2.line(frame, foot, head, shade, thick)
                if wide > 0.3:
                    cv2.rectangle(frame, (int(x - h * 0.1), head[1]), (int(x + h * 0.1), int(ground - h * 0.8)), (shade[2], shade[1], 200), -1)
            else:
                cv2.rectangle(frame, (int(x - h * wide), head[1]), (int(x + h * wide), foot[1]), shade, -1)
                dark = tuple(v // 2 for v in shade)
                for dy in (0.25, 0.6):
                    cv2.rectangle(frame, (int(x - h * wide * 0.6), int(ground - h * (dy + 0.15))), (int(x + h * wide * 0.6), int(ground - h * dy)), dark, -1)
        return frame


class Renderer:
    """Yields frames; afterwards `truth()` tells what they showed."""

    def __init__(self, scene):
        _noise_bank()
        self.scene = scene
        self.rng = np.random.default_rng(scene.look["seed"])
        self.backdrop = Backdrop(scene, self.rng)
        self.steps = step_frames(scene.frames, scene.fps)
        self.is_step = {int(f): i for i, f in enumerate(self.steps)}
        count = len(self.steps)
        self.records = [
            {k: np.zeros(count) for k in ("cx", "cy", "w", "h", "area", "vis", "contrast")} | {"cover": np.zeros((count, ROWS * COLUMNS))}
            for _ in scene.actors
        ]
        self.luma = np.zeros(count)
        look = scene.look
        curve = self.backdrop.curve(look["luma"], scene.night, look["gamma"])
        self.tables = np.stack([np.clip(curve * c, 0, 255).astype(np.uint8) for c in look["cast"]], 1)[None]
        self.lamps = [
            (self.rng.uniform(-0.7, 0.7) * scene.width, self.rng.uniform(-0.6, 0.2) * scene.height, self.rng.choice([0.04, 0.08, 0.2, 0.4]) * self.rng.uniform(0.7, 1.3) * scene.height,
             self.rng.uniform(60, 190) * np.array([self.rng.uniform(0.4, 1), 0.9, 1.0]))
            for _ in range(look["lamps"])
        ]
        self.text = self._text() if look["text"] else None
        self.glows = {}
        self._tell_apart()
        self.identity = bool((self.tables[0] == np.arange(256)[:, None]).all())

    def _tell_apart(self):
        """Lightens or darkens actors that would melt into the background."""
        backdrop = float(self.backdrop.frame(0)[0].mean())
        need = 45 if self.scene.night else 18
        for actor in self.scene.actors:
            picture = actor.sprite.levels[-1][0]
            cover = float(picture[..., 3].sum()) / 255
            tone = float(picture[..., :3].sum()) / 3 / max(cover, 1.0)
            if abs(tone - backdrop) >= need:
                continue
            wanted = backdrop + need + 15 if tone >= backdrop or backdrop < 90 else backdrop - need - 15
            factor = float(np.clip(wanted / max(tone, 8.0), 0.2, 5.0))
            for level in actor.sprite.levels:
                for drawn in level:
                    limit = drawn[..., 3:]
                    drawn[..., :3] = np.minimum(drawn[..., :3] * np.float32(factor), limit).astype(np.uint8)

    def _text(self):
        scene = self.scene
        mask = np.zeros((scene.height, scene.width), np.uint8)
        scale = scene.height / 480
        words = f"CAM {self.rng.integers(1, 99):02d}  20{self.rng.integers(10, 40)}-{self.rng.integers(1, 13):02d}-{self.rng.integers(1, 29):02d}"
        y = int(scene.height * (0.08 if self.rng.random() < 0.6 else 0.96))
        cv2.putText(mask, words, (int(scene.width * self.rng.uniform(0.02, 0.5)), y), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, max(1, int(scale * 2)))
        return mask

    def _place(self, actor, f):
        """Screen centre, drawn picture, scale left, screen height."""
        scene = self.scene
        z = scene.zoom[f]
        x = (actor.x[f] - scene.cam_x[f]) * z + scene.width / 2
        y = (actor.y[f] - scene.cam_y[f]) * z + scene.height / 2
        tall = actor.height[f] * z
        picture, scale = actor.sprite.picture(int(actor.phase[f]), tall / actor.sprite.height)
        return x, y, picture, scale, tall

    def _draw(self, frame, actor, f):
        x, y, picture, scale, tall = self._place(actor, f)
        scene = self.scene
        wide = tall * actor.sprite.width / actor.sprite.height
        if x + wide + tall < 0 or x - wide - tall > scene.width or y + wide + tall < 0 or y - wide - tall > scene.height:
            return
        if actor.shadow:
            dark = _NOISE["shadow"]
            if actor.view == "top":
                matrix, corners = _affine(dark, x + tall * 0.04, y + tall * 0.04, 1.0, 0.0, False)
                span = (wide * 1.2 / 64, tall * 1.1 / 32)
                turn = np.radians(actor.angle[f])
                basis = np.array([[np.cos(turn) * span[0], -np.sin(turn) * span[1]], [np.sin(turn) * span[0], np.cos(turn) * span[1]]])
                matrix[:, :2] = basis
                matrix[:, 2] = (x + tall * 0.03, y + tall * 0.03) - basis @ (32, 16)
            else:
                span = (wide * 1.15 / 64, max(tall * 0.14, 2) / 32)
                matrix = np.array([[span[0], 0, x - 32 * span[0]], [0, span[1], y + tall / 2 - 16 * span[1]]])
            corners = np.array([[0, 0], [64, 0], [0, 32], [64, 32]]) @ matrix[:, :2].T + matrix[:, 2]
            _blit(frame, dark, matrix, corners, actor.shadow)
        matrix, corners = _affine(picture, x, y, scale, actor.angle[f], actor.flip[f])
        _blit(frame, picture, matrix, corners)

    def _glow(self, frame, x, y, radius, tone):
        h, w = frame.shape[:2]
        x0, x1, y0, y1 = int(max(0, x - radius)), int(min(w, x + radius)), int(max(0, y - radius)), int(min(h, y + radius))
        if x1 <= x0 or y1 <= y0 or radius < 1:
            return
        side = int(2 * radius) // 4 * 4 + 4
        key = (side, *(int(v) for v in tone))
        glow = self.glows.get(key)
        if glow is None:
            small = (_NOISE["glow"][..., None] * np.asarray(tone, np.float32)).clip(0, 255).astype(np.uint8)
            glow = self.glows[key] = cv2.resize(small, (side, side))
        top, left = y0 - int(y - radius), x0 - int(x - radius)
        cut = glow[max(top, 0) : top + y1 - y0, max(left, 0) : left + x1 - x0]
        area = frame[y0 : y0 + cut.shape[0], x0 : x0 + cut.shape[1]]
        cv2.add(area, cut[: area.shape[0], : area.shape[1]], dst=area)

    def _lights(self, frame, f):
        scene = self.scene
        z = scene.zoom[f]
        if not scene.drive:
            for x, y, radius, tone in self.lamps:
                self._glow(frame, (x - scene.cam_x[f]) * z + scene.width / 2, (y - scene.cam_y[f]) * z + scene.height / 2, radius * z, tone)
        elif scene.night:
            self._glow(frame, scene.width / 2, scene.height * 0.9, scene.height * 0.6, (50, 60, 60))
        for actor in scene.actors:
            if not actor.lights or not actor.shown[f]:
                continue
            x, y, _, _, tall = self._place(actor, f)
            wide = tall * actor.sprite.width / actor.sprite.height
            white, red = (170, 215, 225), (20, 20, 170)
            if actor.view == "side":
                ahead = -1 if actor.flip[f] else 1
                self._glow(frame, x + ahead * wide * 0.5, y + tall * 0.08, tall * 0.5, white)
                self._glow(frame, x + ahead * wide * 0.8, y + tall * 0.25, tall * 0.7, (70, 90, 95))
                self._glow(frame, x - ahead * wide * 0.48, y + tall * 0.05, tall * 0.2, red)
            elif actor.view == "top":
                turn = np.radians(actor.angle[f])
                nose = np.array([np.sin(turn), -np.cos(turn)])
                side = np.array([np.cos(turn), np.sin(turn)])
                for s in (-0.3, 0.3):
                    self._glow(frame, *((x, y) + nose * tall * 0.52 + side * wide * s), tall * 0.16, white)
                    self._glow(frame, *((x, y) + nose * tall * 0.8 + side * wide * s), tall * 0.35, (80, 100, 105))
                    self._glow(frame, *((x, y) - nose * tall * 0.48 + side * wide * s), tall * 0.08, red)
            else:
                tone, size = (white, 0.3) if actor.view == "front" else (red, 0.18)
                for s in (-0.36, 0.36):
                    self._glow(frame, x + wide * s, y + tall * 0.12, tall * size, tone)

    def _finish(self, frame, f):
        scene, look = self.scene, self.scene.look
        if look["blur"]:
            frame = cv2.GaussianBlur(frame, (0, 0), look["blur"] * scene.width / 400)
        if not self.identity:
            frame = cv2.LUT(frame, self.tables)
        if look["flicker"]:
            frame = cv2.convertScaleAbs(frame, alpha=1 + look["flicker"] * np.sin(f * 0.7))
        if scene.night:
            self._lights(frame, f)
        if look["grey"]:
            frame = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        self.bare = frame
        if look["rain"]:
            streak = _NOISE["rain"]
            y = (900 - scene.height - (f * 37) % (900 - scene.height)) if scene.height < 860 else 0
            x = (f * 131) % (1100 - scene.width)
            frame = cv2.addWeighted(frame, 1.0, streak[y : y + scene.height, x : x + scene.width], look["rain"] * (0.4 if scene.night else 1.0), 0)
        if look["noise"]:
            bank = _NOISE["colour" if look["colour_noise"] else "grey"]
            y, x = self.rng.integers(0, 800 - scene.height), self.rng.integers(0, 1100 - scene.width)
            amount = look["noise"] / 32
            frame = cv2.addWeighted(frame, 1.0, bank[y : y + scene.height, x : x + scene.width], amount, -128 * amount)
        if self.text is not None:
            frame[self.text > 0] = 235
        return frame

    def frames(self):
        """Frames as I420 planes, ready for the encoder."""
        scene = self.scene
        for f in range(scene.frames):
            frame, mask = self.backdrop.frame(f)
            clean = frame.copy() if mask is not None or f in self.is_step else None
            order = sorted(range(len(scene.actors)), key=lambda k: scene.actors[k].depth[f])
            for k in order:
                if scene.actors[k].shown[f]:
                    self._draw(frame, scene.actors[k], f)
            if mask is not None:
                cv2.copyTo(clean, mask, frame)
            finished = self._finish(frame, f)
            planes = cv2.cvtColor(finished, cv2.COLOR_BGR2YUV_I420)
            if f in self.is_step:
                self.luma[self.is_step[f]] = float(planes[: scene.height].mean())
                self._measure(self.is_step[f], f, order, mask, clean, self.bare)
            yield planes

    def _measure(self, step, f, order, mask, clean, finished):
        """Boxes, visible parts and contrast of the actors in one sampled frame."""
        scene = self.scene
        owner = np.zeros((MAP_H, MAP_W), np.uint8)
        fit = np.array([MAP_W / scene.width, MAP_H / scene.height])
        for k in order:
            actor = scene.actors[k]
            record = self.records[k]
            x, y, picture, scale, tall = self._place(actor, f)
            matrix, corners = _affine(picture, x, y, scale, actor.angle[f], actor.flip[f])
            low, high = corners.min(0), corners.max(0)
            size = (scene.width, scene.height)
            record["cx"][step], record["cy"][step] = (low + high) / 2 / size
            record["w"][step], record["h"][step] = (high - low) / size
            if not actor.shown[f]:
                continue
            small = matrix * fit[:, None]
            alpha = np.ascontiguousarray(picture[..., 3])
            seen = cv2.warpAffine(alpha, small, (MAP_W, MAP_H), flags=cv2.INTER_LINEAR)
            owner[seen > 110] = k + 1
            record["full"] = float((alpha > 110).mean()) * picture.shape[0] * picture.shape[1] * scale * scale * fit[0] * fit[1]
        if mask is not None:
            owner[cv2.resize(mask, (MAP_W, MAP_H), interpolation=cv2.INTER_NEAREST) > 0] = 0
        if not owner.any():
            return
        before = cv2.LUT(cv2.resize(clean, (MAP_W, MAP_H), interpolation=cv2.INTER_NEAREST), self.tables)
        gap = cv2.absdiff(cv2.resize(finished, (MAP_W, MAP_H), interpolation=cv2.INTER_NEAREST), before).max(2)
        for k, record in enumerate(self.records):
            mine = owner == k + 1
            count = int(mine.sum())
            if count:
                record["area"][step] = count / (MAP_W * MAP_H)
                record["vis"][step] = min(1.0, count / max(record.get("full", 1.0), 1.0))
                record["contrast"][step] = float(np.percentile(gap[mine], 60))
                cells = mine.reshape(ROWS, MAP_H // ROWS, COLUMNS, MAP_W // COLUMNS).sum((1, 3))
                record["cover"][step] = cells.reshape(-1) / (MAP_H // ROWS * (MAP_W // COLUMNS))

    def truth(self):
        """The truth of all rendered frames as plain data."""
        scene = self.scene
        steps = self.steps
        zoom = scene.zoom[steps]
        unit_x, unit_y = FIELD_W / scene.width, FIELD_H / scene.height

        def moved(values):
            return np.diff(values, prepend=values[:1])

        def short(values, digits):
            return [round(float(v), digits) if digits else int(round(float(v))) for v in values]

        actors = []
        for actor, record in zip(scene.actors, self.records):
            actors.append({
                "kind": actor.kind,
                "view": actor.view,
                "cx": short(record["cx"], 3), "cy": short(record["cy"], 3), "w": short(record["w"], 3), "h": short(record["h"], 3),
                "area": short(record["area"], 4), "vis": short(record["vis"], 2), "contrast": short(record["contrast"], 0),
                "shown": short(actor.shown[steps], 0),
                "wx": short(moved(actor.x[steps]) * zoom * unit_x, 2), "wy": short(moved(actor.y[steps]) * zoom * unit_y, 2),
                "grow": short(moved(np.log(actor.height[steps])), 4),
                "cover": [short(row * 100, 0) for row in record["cover"]],
            })
        coding = scene.coding
        return {
            "v": 1, "seed": scene.seed, "index": scene.index,
            "width": scene.width, "height": scene.height, "fps": scene.fps, "frames": scene.frames, "duration": round(scene.duration, 4),
            "codec": {k: coding[k] for k in ("codec", "container", "crf", "preset", "gop")},
            "audio": None if coding["audio"] is None else {k: coding[k] for k in ("audio", "rate", "channels", "floor_db")},
            "background": scene.background, "time": "night" if scene.night else "day", "weather": "rain" if scene.rain else "dry",
            "luma": short(self.luma, 0),
            "camera": {
                "kind": scene.camera,
                "dx": short(moved(scene.cam_x[steps]) * zoom * unit_x, 2), "dy": short(moved(scene.cam_y[steps]) * zoom * unit_y, 2),
                "zoom": short(moved(np.log(zoom)), 4), "speed": round(scene.drive.get("speed", 0.0), 1),
            },
            "actions": scene.actions,
            "actors": actors,
            "sounds": scene.sounds,
        }
