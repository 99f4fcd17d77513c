"""Backgrounds of scenes by name: BGR uint8 pictures."""

import cv2
import numpy as np

from models.scenes import places, surfaces
from models.scenes.grain import bank, colour, grey, lit, noise, tint
from models.scenes.places import sky, skyline

__all__ = ["MAKERS", "bank", "colour", "detail", "grey", "make", "noise", "sky", "skyline", "tint"]

MAKERS = {
    "asphalt": surfaces.asphalt, "grass": surfaces.grass, "brick": surfaces.brick, "carpet": surfaces.carpet, "wall": surfaces.wall,
    "plain": surfaces.plain, "shelves": places.shelves, "horizon": places.horizon, "street": places.street, "room": places.room,
    "foliage": surfaces.foliage, "tiles": surfaces.tiles, "clutter": surfaces.clutter,
}


def detail(rng, picture):
    """Fine detail that belongs to the surface: what a sharp lens would show and motion search needs."""
    height, width = picture.shape[:2]
    fine = rng.standard_normal((height, width), np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), float(rng.uniform(0.6, 1.6)))
    fine *= rng.uniform(4, 12) / (fine.std() + 1e-6)
    fine += (noise(rng, width, height, 0.3) - 0.5) * rng.uniform(10, 40)
    return cv2.add(picture, cv2.merge([fine] * 3), dtype=cv2.CV_8U)


def make(kind, rng, width, height, detailed=False):
    """A background; detailed ones show camera motion everywhere."""
    picture = MAKERS[kind](rng, width, height)
    if detailed or (kind != "plain" and rng.random() < 0.4):
        picture = detail(rng, picture)
    if rng.random() < 0.4:
        picture = lit(picture, noise(rng, width, height, 3.0) * rng.uniform(0.2, 0.7) + rng.uniform(0.5, 0.8))
    if rng.random() < 0.3:
        shade = (noise(rng, width, height, 1.6) > rng.uniform(0.45, 0.65)).astype(np.float32)
        shade = cv2.GaussianBlur(shade, (0, 0), float(rng.uniform(0.005, 0.03)) * height)
        picture = lit(picture, 1 - rng.uniform(0.15, 0.45) * shade)
    if rng.random() < (0.1 if detailed else 0.25):
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 0.9 if detailed else 1.4)))
    return picture
