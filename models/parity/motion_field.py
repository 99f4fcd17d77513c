"""The motion field of Video-LaVIT from the vectors a decoder exports, and from the field a segment stores.

A clip is [2, 24, 20, 36]: x and y displacement, 24 frames at 6 Hz, in shares of the picture over STD.
"""

import numpy as np
import torch
from torch.nn import functional as F

FRAMES, GROUP, GRID = 24, 12, (20, 36)
SENTINEL = -10000.0
STD = (0.0993703 / 10, 0.1130276 / 10)
BLOCK = 16
STORED_PX_PER_UNIT, STORED_WIDTH_PX, STORED_HEIGHT_PX = 0.5, 576, 320


def frame_field(vectors, width, height):
    """Exported vectors [N,10] (source, w, h, src_x, src_y, dst_x, dst_y, motion_x, motion_y, scale) -> f32 [2,height,width].

    A position that no vector ends in holds the sentinel; of several the last stays.
    """
    field = np.full((2, height, width), SENTINEL, np.float32)
    for row in vectors:
        x = min(max(int(row[5]), 0), width - 1)
        y = min(max(int(row[6]), 0), height - 1)
        for axis, size in ((0, width), (1, height)):
            moved = float(row[0]) * float(row[7 + axis]) / float(row[9])
            field[axis, y, x] = np.float32(moved / size / STD[axis])
    return field


def clip_field(frames):
    """Fields of up to 24 frames, each [2,height,width] -> f32 [2,24,20,36].

    The maximum of a block is taken by sign and for each axis by itself. Frame 12 starts the next group of pictures
    and has no vectors of its own: it becomes the mean of its neighbours, whatever it held.
    """
    height, width = frames[0].shape[1:]
    missing = [np.full((2, height, width), SENTINEL, np.float32)] * (FRAMES - len(frames))
    field = torch.from_numpy(np.stack([*frames, *missing]))
    padded = F.pad(field, (0, -width % BLOCK, 0, -height % BLOCK), value=SENTINEL)
    pooled = F.max_pool2d(padded, BLOCK)
    pooled = torch.where(pooled < -1000, torch.zeros_like(pooled), pooled)
    pooled[GROUP] = (pooled[GROUP - 1] + pooled[GROUP + 1]) / 2
    # In double precision and rounded once: any order of the same sum then gives the same field.
    resized = F.interpolate(pooled.double(), GRID, mode="bicubic", align_corners=False, antialias=False).float()
    return resized.transpose(0, 1).contiguous().numpy()


def stored_clip(first, second):
    """Stored fields of two neighbouring segments, int8 [12,2,20,36] in half pixels at 576x320 -> f32 [2,24,20,36].

    A stored step always has vectors; those of frames 0 and 12 are dropped as the groups of pictures would have it.
    """
    units = np.concatenate([first, second]).astype(np.float64).transpose(1, 0, 2, 3)
    shares = np.empty(units.shape, np.float32)
    for axis, size in ((0, STORED_WIDTH_PX), (1, STORED_HEIGHT_PX)):
        shares[axis] = (units[axis] * STORED_PX_PER_UNIT / size / STD[axis]).astype(np.float32)
    shares[:, 0] = 0
    shares[:, GROUP] = (shares[:, GROUP - 1] + shares[:, GROUP + 1]) / 2
    return shares
