"""Light at night: street lamps, headlights, tail lights and their beams."""

import cv2
import numpy as np

from models.scenes import blit

WHITE, RED, BEAM = (170, 215, 225), (20, 20, 170), (95, 120, 125)


class Lights:
    """Adds light to finished frames of one scene."""

    def __init__(self, scene, rng):
        self.scene, self.glows = scene, {}
        self.beams = float(scene.look.get("headlights", 1.0))
        self.lamps = [
            (
                rng.uniform(-0.7, 0.7) * scene.width, rng.uniform(-0.6, 0.2) * scene.height,
                rng.choice([0.04, 0.08, 0.2, 0.4]) * rng.uniform(0.7, 1.3) * scene.height, rng.uniform(60, 190) * np.array([rng.uniform(0.4, 1), 0.9, 1.0]),
            )
            for _ in range(scene.look["lamps"])
        ]

    def glow(self, frame, x, y, radius, tone):
        """A soft round light."""
        h, w = frame.shape[:2]
        x0, x1, y0, y1 = int(max(0, x - radius)), int(min(w, x + radius)), int(max(0, y - radius)), int(min(h, y + radius))
        if x1 <= x0 or y1 <= y0 or radius < 1:
            return
        side = int(2 * radius) // 4 * 4 + 4
        key = (side, *(int(v) for v in tone))
        picture = self.glows.get(key)
        if picture is None:
            small = (blit.bank()["glow"][..., None] * np.asarray(tone, np.float32)).clip(0, 255).astype(np.uint8)
            picture = self.glows[key] = cv2.resize(small, (side, side))
        top, left = y0 - int(y - radius), x0 - int(x - radius)
        part = picture[max(top, 0) : top + y1 - y0, max(left, 0) : left + x1 - x0]
        area = frame[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
        cv2.add(area, part[: area.shape[0], : area.shape[1]], dst=area)

    def cone(self, frame, at, towards, length, width):
        """A beam from a lamp along a unit vector."""
        if length < 4 or not self.beams:
            return
        picture = blit.bank()["cone"]
        h, w = picture.shape
        along, across = np.asarray(towards, float) * length / h, np.array([-towards[1], towards[0]]) * width / w
        matrix, corners = blit.placed(np.stack([across, along], 1), (w / 2, 0), at, w, h)
        blit.add_light(frame, picture, matrix, corners, np.array(BEAM) * self.beams)

    def add(self, frame, f, place):
        """place(actor, f) -> x, y, height on the screen of an actor's middle."""
        scene = self.scene
        z = scene.zoom[f]
        if not scene.drive:
            for x, y, radius, tone in self.lamps:
                self.glow(frame, (x - scene.cam_x[f]) * z + scene.width / 2, (y - scene.cam_y[f]) * z + scene.height / 2, radius * z, tone)
        else:
            self.cone(frame, (scene.width / 2, scene.height * 1.1), (0.0, -1.0), scene.height * 0.75, scene.width * 1.1)
        for actor in scene.actors:
            if actor.lights and actor.shown[f]:
                self._vehicle(frame, actor, f, *place(actor, f))

    def _vehicle(self, frame, actor, f, x, y, tall):
        wide = tall * actor.sprite.width / actor.sprite.height
        if actor.view == "side":
            ahead = -1 if actor.flip[f] else 1
            self.glow(frame, x + ahead * wide * 0.5, y + tall * 0.1, tall * 0.32, WHITE)
            self.cone(frame, (x + ahead * wide * 0.5, y + tall * 0.1), (ahead * 0.97, 0.24), tall * 2.2, tall * 1.1)
            self.glow(frame, x - ahead * wide * 0.48, y + tall * 0.05, tall * 0.2, RED)
        elif actor.view == "top":
            turn = np.radians(actor.angle[f])
            nose, side = np.array([np.sin(turn), -np.cos(turn)]), np.array([np.cos(turn), np.sin(turn)])
            for s in (-0.3, 0.3):
                lamp = np.array((x, y)) + nose * tall * 0.5 + side * wide * s
                self.glow(frame, *lamp, tall * 0.1, WHITE)
                self.cone(frame, lamp, nose, tall * 1.0, tall * 0.5)
                self.glow(frame, *((x, y) - nose * tall * 0.48 + side * wide * s), tall * 0.08, RED)
        else:
            front = actor.view == "front"
            for s in (-0.36, 0.36):
                at = (x + wide * s, y + tall * 0.14)
                self.glow(frame, *at, tall * (0.3 if front else 0.18), WHITE if front else RED)
                if front:
                    self.glow(frame, *at, tall * 0.75, (60, 70, 72))
            if front:
                self.cone(frame, (x, y + tall * 0.3), (0.0, 1.0), tall * 0.9, wide * 1.6)
