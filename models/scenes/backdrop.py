"""Backgrounds in front of a camera: a flat picture, or the road ahead of a driving car."""

import cv2
import numpy as np

from models.scenes import lens, textures


def _weathered(rng, picture, weather, strength):
    """Snow lies, rain darkens and wets, a covered sky is grey; in place."""
    height, width = picture.shape[:2]
    if weather == "snow":
        lies = np.clip(textures.noise(rng, width, height) * 1.6 - 0.55 + 0.5 * (strength - 0.5), 0, 1) * (0.3 + 0.6 * strength)
        lies = lies * np.linspace(0.35, 1.0, height, dtype=np.float32)[:, None]
        picture[:] = picture * (1 - lies[..., None]) + 232 * lies[..., None]
    elif weather == "rain":
        wet = 1 - 0.35 * strength * (0.5 + textures.noise(rng, width, height, 1.0))
        puddle = np.clip(textures.noise(rng, width, height, 1.5) * 3 - 1.9, 0, 1) * np.linspace(0, 1, height, dtype=np.float32)[:, None] * strength
        picture[:] = np.clip(picture * wet[..., None] + 60 * puddle[..., None], 0, 255)
    elif weather == "overcast" and height:
        grey = picture.mean(axis=2, keepdims=True) * 0.35 + 120
        picture[:] = np.clip(picture * (1 - 0.8 * strength) + grey * 0.8 * strength, 0, 255)


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
        weather, strength = lens.weather_of(scene)
        _weathered(rng, self.picture, weather, strength)
        posts = scene.look.get("occluders") or [(place, wide, 0.0, tone) for place, wide, tone in scene.posts]
        if posts:
            self.mask = np.zeros(self.picture.shape[:2], np.uint8)
            for place, wide, top, tone in posts:
                self._occlude(rng, place, wide, top, tone)

    def _occlude(self, rng, place, wide, top, tone):
        """A pillar, a low wall or leaves in front of the actors; sizes in parts of the picture."""
        width, height = self.scene.width, self.scene.height
        rows, columns = self.picture.shape[:2]
        x, half = int(place * width - self.left), max(2, int(wide * width / 2))
        x0, x1 = max(0, x - half), min(columns, x + half)
        y0 = 0 if top <= 0 else int(np.clip(top * height - height / 2 - self.top, 0, rows - 1))
        if x1 <= x0:
            return
        piece = np.zeros((rows - y0, x1 - x0), np.uint8)
        leafy = tone[1] > 1.15 * max(tone[0], tone[2])
        tone = np.array([35, 85, 55]) * (0.6 + tone[1] / 255) if leafy else np.mean(tone) * 0.75 + np.asarray(tone) * 0.25
        if leafy:
            for _ in range(int(np.clip(piece.size / 90, 20, 500))):
                centre = (int(rng.uniform(0, piece.shape[1])), int(rng.uniform(0, piece.shape[0])))
                cv2.ellipse(piece, centre, (int(rng.uniform(3, 9)), int(rng.uniform(2, 5))), rng.uniform(0, 180), 0, 360, 255, -1)
        else:
            piece[:] = 255
        across = np.linspace(-1, 1, piece.shape[1], dtype=np.float32)[None, :]
        light = 1.15 - 0.45 * across**2 - 0.25 * across if wide < 0.12 else np.ones_like(across)
        light = light * (0.75 + 0.5 * textures.noise(rng, piece.shape[1], piece.shape[0], 0.4 if leafy else 1.0))
        drawn = np.clip(light[..., None] * np.asarray(tone, np.float32), 0, 255).astype(np.uint8)
        cv2.copyTo(drawn, piece, self.picture[y0:, x0:x1])
        np.maximum(self.mask[y0:, x0:x1], piece, out=self.mask[y0:, x0:x1])

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
        self.sky = textures.sky(rng, width * 2, height)
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
        weather, strength = lens.weather_of(self.scene)
        _weathered(rng, ground, weather, strength)
        _weathered(rng, self.sky[: self.horizon], "overcast" if weather != "dry" else "dry", strength)
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
