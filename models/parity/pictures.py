"""The pictures of the golden files, drawn here, and what PIL makes of them in other sizes."""

import numpy as np
from PIL import Image, ImageDraw

FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC,
           "lanczos": Image.Resampling.LANCZOS}

# (picture, width, height): smaller, larger, one side each, by one pixel, to almost nothing.
SIZES = [("street", 48, 32), ("street", 121, 80), ("street", 20, 90), ("street", 97, 63), ("street", 3, 2),
         ("tower", 64, 64), ("tower", 25, 33)]


def street():
    """96 x 64: gradient, hard edges, thin lines and noise, so that every filter rings and clips."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[0:64, 0:96]
    pixels = np.stack([x * 255 / 95, y * 255 / 63, 255 - (x + y) * 255 / 158], axis=-1)
    pixels[40:] = 0.25 * pixels[40:] + random.integers(0, 12, (24, 96, 1))
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((12, 30, 40, 46), fill=(230, 20, 20))
    draw.rectangle((15, 33, 22, 38), fill=(255, 255, 255))
    draw.ellipse((60, 8, 80, 28), fill=(255, 240, 40), outline=(0, 0, 0))
    draw.line((0, 63, 95, 40), fill=(0, 0, 0))
    draw.line((50, 0, 50, 63), fill=(255, 255, 255))
    return picture


def tower():
    """50 x 70, upright: a chequerboard of single pixels above a flat wall."""
    y, x = np.mgrid[0:70, 0:50]
    pixels = np.repeat((((x + y) % 2) * 255)[..., None], 3, axis=-1)
    pixels[30:] = (90, 120, 160)
    pixels[45:60, 10:40] = (250, 180, 5)
    return Image.fromarray(pixels.astype(np.uint8))


def road():
    """96 x 40: a part of the street, wide enough for one row of tiles."""
    return street().crop((0, 20, 96, 60))


PICTURES = {"street": street, "tower": tower, "road": road}


def resized():
    """One case per filter and size: the bytes PIL gives, row by row, RGB."""
    for name, width, height in SIZES:
        for label, resample in FILTERS.items():
            pixels = np.asarray(PICTURES[name]().resize((width, height), resample))
            yield {"picture": name + ".png", "filter": label, "width": width, "height": height, "pixels": pixels}
