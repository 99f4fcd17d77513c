"""Tensors that the real ingest made of rendered clips, and the truth beside them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import labels

ARRAYS = ("images", "motion", "pcm", "has", "spans", "activity")


@dataclass(frozen=True)
class File:
    """One clip: `count` segments from `first` on, of all shards together."""

    name: str
    first: int
    count: int
    truth: dict


class Shards:
    """All complete shards of a directory; arrays are memory-mapped."""

    def __init__(self, tensors, truth, limit=None):
        self.names, self.arrays, self.starts, self.files = [], [], [], []
        self.directory, first = Path(tensors), 0
        for index in sorted(Path(tensors).glob("*.index.json"))[:limit]:
            name = index.name.removesuffix(".index.json")
            known = []
            for entry in json.loads(index.read_text())["files"]:
                about = find_truth(entry["file"], name, Path(truth))
                if about is not None and entry["count"] > 0:
                    known.append(File(f"{name}/{Path(entry['file']).name}", first + entry["first"],
                                      entry["count"], about))
            if not known:  # a shard of the other split
                continue
            arrays = {a: np.load(index.with_name(f"{name}.{a}.npy"), mmap_mode="r") for a in ARRAYS}
            self.files += known
            self.names.append(name)
            self.arrays.append(arrays)
            self.starts.append(first)
            first += len(arrays["images"])
        self.size, self._whole = first, {}

    def locate(self, segment):
        shard = int(np.searchsorted(self.starts, segment, side="right")) - 1
        return self.arrays[shard], segment - self.starts[shard]

    def tensors(self, segment):
        """(image uint8 [96,160,3], motion int8 [12,3,20,36], pcm int16 [32000], has uint8 [2])."""
        arrays, row = self.locate(segment)
        return tuple(np.asarray(arrays[a][row]) for a in ("images", "motion", "pcm", "has"))

    def column(self, name, segments):
        """One array's rows for many segments; the array is read into memory the first time."""
        if name not in self._whole:
            self._whole[name] = np.concatenate([arrays[name] for arrays in self.arrays])
        return self._whole[name][segments]

    def span(self, file, at, count):
        """[start, end) in microseconds of `count` segments of a file."""
        first, last = self.column("spans", [file.first + at, file.first + at + count - 1])
        return int(first[0]), int(last[1])


class Stills:
    """All shards of stills in a directory: pictures, and their label tables as they are and mirrored."""

    def __init__(self, directory):
        paths = sorted(Path(directory).glob("*.images.npy"))
        if not paths:
            raise SystemExit(f"{directory} has no shard of stills")
        self.names = [path.name.removesuffix(".images.npy") for path in paths]
        self.images = [np.load(path, mmap_mode="r") for path in paths]
        self.starts = np.cumsum([0, *map(len, self.images)])
        self.size = int(self.starts[-1])
        parts = [np.load(Path(directory) / f"{name}.labels.npz") for name in self.names]
        plain = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        self.tables = [plain, labels.turned(plain)]

    def column(self, name, rows):
        """Pictures u8 [B,144,240,3]; `name` is "images", the only array there is."""
        where = np.searchsorted(self.starts, rows, side="right") - 1
        return np.stack([self.images[w][row - self.starts[w]] for w, row in zip(where, rows)])


def find_truth(video, shard, directory):
    """The truth of a clip: beside it, or in the truth directory, by name."""
    name = Path(video).stem + ".json"
    for path in (directory / shard / name, directory / name, Path(video).with_suffix(".json")):
        if path.exists():
            return json.loads(path.read_text())
    return None
