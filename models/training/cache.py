"""Stored token blocks of every segment, from frozen encoders, so that later stages train on them."""

import os
from pathlib import Path

import numpy as np
import torch

from . import sizes as S
from .stages import put

BLOCKS = ("spatial", "motion", "audio")


def blocks_of(networks, arrays, at, batch, flip):
    """Tokens [n,count,128] of a batch of raw tensors, and motion ids. In bfloat16: noise well below storage's."""
    images, motion, pcm = (np.array(arrays[a][at:at + batch]) for a in ("images", "motion", "pcm"))
    if flip:
        images, motion = mirrored(images, motion)
    images, motion, pcm = put(images), put(motion).float(), put(pcm)
    with torch.autocast(images.device.type, torch.bfloat16):
        ids, moved = networks.motion_tokenizer(motion)
        blocks = {"spatial": networks.vision_encoder(images.permute(0, 3, 1, 2).float() / 255), "motion": moved}
    if not flip:  # sound has no left and right
        mel = networks.audio_encoder.mel(pcm.float() / 32768)
        blocks["audio"] = networks.audio_encoder.heard(mel)[0]
    return {name: tokens.float() for name, tokens in blocks.items()}, ids


def to_bytes(tokens):
    """int8 values and a scale for each block."""
    scale = tokens.abs().amax((1, 2)) / 127
    values = torch.floor(tokens / scale.clamp(min=1e-12)[:, None, None] + 0.5)
    return values.to(torch.int8).cpu().numpy(), scale.cpu().numpy()


def mirrored_motion(motion):
    """Fields int8 [B,12,3,20,36] with left and right swapped."""
    motion = np.ascontiguousarray(motion[..., ::-1])
    motion[:, :, 0] = -np.maximum(motion[:, :, 0], -127)
    return motion


def mirrored(images, motion):
    """Left and right swapped."""
    return np.ascontiguousarray(images[:, :, ::-1]), mirrored_motion(motion)


@torch.no_grad()
def build(networks, shards, directory, flip, batch=64):
    """Writes missing cache files of all shards."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    networks.eval()
    for name, arrays in zip(shards.names, shards.arrays):
        path = directory / f"{name}{'.flip' if flip else ''}.npz"
        if path.exists():
            continue
        found = {}
        for at in range(0, len(arrays["images"]), batch):
            blocks, ids = blocks_of(networks, arrays, at, batch, flip)
            found.setdefault("ids", []).append(ids.to(torch.int16).cpu().numpy())
            for b, tokens in blocks.items():
                values, scale = to_bytes(tokens)
                found.setdefault(b, []).append(values)
                found.setdefault(f"{b}.scale", []).append(scale)
        partial = path.with_name(f".{os.getpid()}.{path.name}")
        np.savez(partial, **{key: np.concatenate(rows) for key, rows in found.items()})
        partial.replace(path)


class Cache:
    """All shards' blocks in memory, plus the block of digital silence."""

    def __init__(self, networks, shards, directory, flip):
        build(networks, shards, directory, flip)
        parts = [np.load(Path(directory) / f"{name}{'.flip' if flip else ''}.npz") for name in shards.names]
        blocks = [b for b in BLOCKS if b in parts[0]]
        self.values = {b: np.concatenate([p[b] for p in parts]) for b in blocks}
        self.scales = {b: np.concatenate([p[f"{b}.scale"] for p in parts]) for b in blocks}
        self.ids = np.concatenate([p["ids"] for p in parts])
        with torch.no_grad():
            silent = networks.audio_encoder(torch.zeros(1, S.SAMPLES))[0]
        values, scale = to_bytes(silent)
        self.silence = torch.from_numpy(values.astype(np.float32) * scale)[0]

    def gather(self, name, segments):
        """f32 [...,count,128] of segments [...] as read back from storage."""
        return self.values[name][segments].astype(np.float32) * self.scales[name][segments][..., None, None]
