"""Turns a planned scene into frames and writes down, from the same numbers, what they show.

Truth is kept at the six steps a second of the motion field; step i describes the first frame at or
after i / 6 s, the frame the pipeline samples.
"""

import cv2
import numpy as np

from models.scenes import blit
from models.scenes.backdrop import Backdrop
from models.scenes.lens import Lens
from models.scenes.lights import Lights
from models.scenes.plan import STEP_HZ
from models.scenes.record import COLUMNS, MAP_H, MAP_W, ROWS, describe
from models.scenes.sprites import colours


def step_frames(frames, fps):
    """The frame that each step of the motion field sees."""
    count = int(np.ceil((frames - 1) / fps * STEP_HZ + 1e-9)) + 1
    index = np.ceil(np.arange(count) * fps / STEP_HZ - 1e-6).astype(int)
    return index[index < frames]


class Renderer:
    """Yields frames; afterwards `truth()` tells what they showed."""

    def __init__(self, scene):
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
        self.lights = Lights(scene, self.rng)
        self.lens = Lens(scene, self.rng)
        self.exposure_s = look.get("exposure_s", float(self.rng.uniform(0.004, 0.045 if scene.night else 0.03)))
        self.softness = look.get("softness", float(self.rng.choice([0.0, 0.35, 0.5, 0.7])))
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
            if actor.sprite.colour != "none":
                actor.sprite.colour = colours.name(np.clip(actor.sprite.body * factor, 0, 255))

    def _place(self, actor, f):
        """Screen centre, drawn picture, scale left, screen height."""
        scene = self.scene
        z = scene.zoom[f]
        x = (actor.x[f] - scene.cam_x[f]) * z + scene.width / 2
        y = (actor.y[f] - scene.cam_y[f]) * z + scene.height / 2
        tall = actor.height[f] * z
        picture, scale = actor.sprite.picture(int(actor.phase[f]), tall / actor.sprite.height)
        return x, y, picture, scale, tall

    def _smear(self, actor, f, x, y, tall):
        """Pixels that an actor moves on the screen while the shutter is open, along its main axis."""
        if f == 0:
            return 0, 0
        px, py, _, _, _ = self._place(actor, f - 1)
        open_ = self.exposure_s * self.scene.fps
        dx, dy = min(abs(x - px) * open_, tall * 0.3), min(abs(y - py) * open_, tall * 0.3)
        if max(dx, dy) < 1.5:
            return 0, 0
        return (dx, 0) if dx >= dy else (0, dy)

    def _draw(self, frame, actor, f):
        x, y, picture, scale, tall = self._place(actor, f)
        scene = self.scene
        wide = tall * actor.sprite.width / actor.sprite.height
        if x + wide + tall < 0 or x - wide - tall > scene.width or y + wide + tall < 0 or y - wide - tall > scene.height:
            return
        if actor.shadow:
            self._shadow(frame, actor, f, x, y, tall, wide)
        wet = scene.look.get("reflections", 0.0)
        if wet and actor.view not in ("top", "arm", "bust"):
            h, w = picture.shape[:2]
            mirror = np.array([[-scale if actor.flip[f] else scale, 0.0], [0.0, -scale]])
            matrix, corners = blit.placed(mirror, (w / 2, h), (x, y + tall / 2), w, h)
            blit.blit(frame, picture, matrix, corners, float(wet) * 0.7, (max(1, tall * 0.02), 0))
        matrix, corners = blit.affine(picture, x, y, scale, actor.angle[f], actor.flip[f])
        blit.blit(frame, picture, matrix, corners, 1.0, self._smear(actor, f, x, y, tall))

    def _shadow(self, frame, actor, f, x, y, tall, wide):
        """A soft patch of shade below an actor and, under a sun, the shadow it casts."""
        dark, scene = blit.bank()["shadow"], self.scene
        lean = scene.look.get("shadow_angle")
        if actor.view == "top":
            turn = np.radians(actor.angle[f])
            span = (wide * 1.2 / 64, tall * 1.1 / 32)
            basis = np.array([[np.cos(turn) * span[0], -np.sin(turn) * span[1]], [np.sin(turn) * span[0], np.cos(turn) * span[1]]])
            aside = np.array([np.sin(np.radians(lean)), 0.7]) * tall * 0.05 if lean is not None else np.array([0.03, 0.03]) * tall
            blit.blit(frame, dark, *blit.placed(basis, (32, 16), aside + (x, y), 64, 32), actor.shadow)
            return
        basis = np.diag([wide * 1.15 / 64, max(tall * 0.14, 2) / 32])
        blit.blit(frame, dark, *blit.placed(basis, (32, 16), (x, y + tall / 2), 64, 32), actor.shadow)
        if lean is None or scene.night or self.lens.weather != "dry":
            return
        level = actor.sprite.levels[min(2, len(actor.sprite.levels) - 1)]
        shape = level[int(actor.phase[f]) % len(level)]
        black = np.zeros_like(shape)
        black[..., 3] = shape[..., 3]
        h, w = shape.shape[:2]
        unit = tall / h
        basis = np.array([[-unit if actor.flip[f] else unit, -unit * 0.8 * np.sin(np.radians(lean))], [0.0, unit * 0.22]])
        blit.blit(frame, black, *blit.placed(basis, (w / 2, h), (x, y + tall * 0.49), w, h), actor.shadow * 0.6, (3, 0))

    def _where(self, actor, f):
        x, y, _, _, tall = self._place(actor, f)
        return x, y, tall

    def _finish(self, frame, f):
        scene, look = self.scene, self.scene.look
        frame = self.lens.air(frame)
        soft = np.hypot(look["blur"], self.softness) * scene.width / 400
        if soft > 0.2:
            frame = cv2.GaussianBlur(frame, (0, 0), soft)
        if not self.identity:
            frame = cv2.LUT(frame, self.tables)
        if look["flicker"]:
            frame = cv2.convertScaleAbs(frame, alpha=1 + look["flicker"] * np.sin(f * 0.7))
        if scene.night:
            self.lights.add(frame, f, self._where)
        if look["grey"]:
            frame = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        self.bare = frame
        return self.lens.finish(frame, f)

    def frames(self, only=None):
        """(number, I420 planes) of the frames, ready for the encoder; of those in `only` if it is given."""
        scene = self.scene
        for f in range(scene.frames):
            if only is not None and f not in only:
                continue
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
            yield f, planes

    def _measure(self, step, f, order, mask, clean, finished):
        """Boxes, visible parts and contrast of the actors in one sampled frame."""
        scene = self.scene
        owner = np.zeros((MAP_H, MAP_W), np.uint8)
        fit = np.array([MAP_W / scene.width, MAP_H / scene.height])
        for k in order:
            actor = scene.actors[k]
            record = self.records[k]
            x, y, picture, scale, tall = self._place(actor, f)
            matrix, corners = blit.affine(picture, x, y, scale, actor.angle[f], actor.flip[f])
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
        before = cv2.LUT(cv2.resize(self.lens.air(clean), (MAP_W, MAP_H), interpolation=cv2.INTER_NEAREST), self.tables)
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
        return describe(self.scene, self.steps, self.records, self.luma, self.lens.words_said, self.lens.weather)
