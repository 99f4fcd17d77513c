"""What all stages share: the source of segments with labels, and shares of right answers."""

import time
import zlib

import numpy as np
import torch

from . import dataset, labels

HELD_OUT = 16  # one file in so many


def put(values):
    """An array as a tensor where the stage computes."""
    return torch.from_numpy(np.ascontiguousarray(values)).to(torch.get_default_device())


def held_out(name):
    """Whether a clip is kept out of training: for curves and calibration."""
    return zlib.crc32(name.encode()) % HELD_OUT == 0


class Source:
    """Shards that may grow while training runs, with labels; one file in 16 is held out."""

    def __init__(self, load, seed, every_seconds=60):
        self.load, self.every, self.looked = load, every_seconds, -1e9
        self.random = np.random.default_rng(seed)
        self.shards, self.tables = None, None
        self.refresh()

    def refresh(self):
        """Looks for new shards now and then; true if there are any."""
        if time.monotonic() - self.looked < self.every:
            return False
        self.looked = time.monotonic()
        shards = self.load()
        if not shards.files:
            raise SystemExit("no complete shard with truth was found under --data")
        if self.shards is not None and shards.names == self.shards.names:
            return False
        self.shards = shards
        self.tables = [labels.table(shards, flip) for flip in (False, True)]
        self.held = [f for f in shards.files if held_out(f.name)] or shards.files[:1]
        self.files = [f for f in shards.files if not held_out(f.name)]
        self.has = np.concatenate([np.asarray(a["has"]) for a in shards.arrays])
        self._drawn = {}
        print(f"{len(shards.names)} shards, {len(self.files)} + {len(self.held)} files, "
              f"{shards.size} segments", flush=True)
        return True

    def rows(self, files, modality):
        """Segments of files that have video (0) or audio (1)."""
        rows = np.concatenate([np.arange(f.first, f.first + f.count) for f in files])
        return rows[self.has[rows, modality] > 0]

    def training_rows(self, modality):
        return self.rows(self.files, modality)

    def draw(self, count, modality, balance=()):
        """Random training segments; rare classes of the slots in `balance` come more often."""
        key = (modality, balance)
        if key not in self._drawn:
            rows = self.training_rows(modality)
            weight = np.ones(len(rows))
            for slot in balance:
                values = self.tables[0][f"slot.{slot}"][rows]
                weight *= np.bincount(values.clip(0))[values.clip(0)] ** -0.5
            self._drawn[key] = rows, np.cumsum(weight / weight.sum())
        rows, until = self._drawn[key]
        return rows[np.searchsorted(until, self.random.random(count) * until[-1])]

    def pictures(self, rows):
        """Key frames u8 [B,H,W,3]."""
        return self.shards.column("images", rows)

    def labels_of(self, names, rows, flip=None):
        """Label tensors of rows; those where flip is true as in the mirrored picture."""
        result = {}
        for name in names:
            values = self.tables[0][name][rows]
            if flip is not None:
                side = np.asarray(flip).reshape([-1] + [1] * (values.ndim - 1))
                values = np.where(side, self.tables[1][name][rows], values)
            result[name] = put(values)
        return result


class Stills(Source):
    """Single pictures with labels (stills.py), drawn like segments; none is held out."""

    def __init__(self, directory, seed):
        super().__init__(lambda: dataset.Stills(directory), seed)

    def refresh(self):
        if time.monotonic() - self.looked < self.every:
            return False
        self.looked = time.monotonic()
        stills = self.load()
        if self.shards is not None and stills.names == self.shards.names:
            return False
        self.shards, self.tables, self._drawn = stills, stills.tables, {}
        print(f"{len(stills.names)} shards of stills, {stills.size} pictures", flush=True)
        return True

    def training_rows(self, modality):
        return np.arange(self.shards.size)


def slot_names(names):
    return {n: len(labels.CLASSES[n]) for n in names}


def slot_sizes():
    """Classes of every slot head of the last stages."""
    return slot_names(labels.CLASSES) | {"sound": len(labels.SOUNDS)}


def ratio(counts):
    """{name: (right, known)} summed -> shares."""
    return {n: r / max(1, k) for n, (r, k) in counts.items()}


def add(counts, name, pair):
    old = counts.get(name, (0, 0))
    counts[name] = (old[0] + pair[0], old[1] + pair[1])


def held_batches(source, modality, limit=768, batch=64):
    rows = source.rows(source.held, modality)
    rows = rows[np.linspace(0, len(rows) - 1, min(limit, len(rows))).astype(int)]
    return [rows[i:i + batch] for i in range(0, len(rows), batch)]
