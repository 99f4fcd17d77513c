"""Batches of windows for the later stages: stored blocks, texts of all tasks, slots and search captions."""

import zlib

import numpy as np
import torch

from models.scenes import caption

from . import cache, fusion as fuse, labels
from .contrast import padded
from .stages import put
from .texts import LANGUAGES, Texts
from .tokens import EOS

EXTRA = (("events", 0.35), ("question", 0.5), ("detail", 0.15))
SILENT = ([EOS], 1)  # a row of a task that the window cannot be asked: nothing is counted


def wrong_slots(slots, random):
    """Slots that differ in one place: the hard negatives of search. The second actor is changed most often."""
    often = ("second", "second", "direction", "action", "actor", "camera", "sound")
    names = [n for n in often if slots[n] != labels.NONE]
    names += ["second", "sound"]
    for name in random.permutation(names):
        options = labels.SOUNDS if name == "sound" else labels.CLASSES[name]
        for value in random.permutation(options)[:6]:
            if value == slots[name] or (name not in ("second", "sound") and value == labels.NONE):
                continue
            try:
                changed = slots | {str(name): str(value)}
                if (text := caption.sentence(changed, "en")) and text != caption.sentence(slots, "en"):
                    return changed
            except (KeyError, ValueError):
                continue
    return None


class Sampler:
    """Windows of one length each batch."""

    def __init__(self, source, networks, tokenizer, out=None, alter=None):
        self.source, self.tokenizer = source, tokenizer
        self.networks, self.out, self.alter = networks, out, alter
        self.reload()

    def reload(self):
        """Takes up new shards; without a directory for caches there are only slots and texts."""
        self.caches = [] if self.out is None else [
            cache.Cache(self.networks, self.source.shards, self.out / "cache", flip) for flip in (False, True)]
        self.texts, self.wrong = Texts(self.source.shards, self.tokenizer), {}

    def segments(self, files, count, random, plain=False):
        """Single segments with what came before them; plain: as they are, and each at most once."""
        every = [(file, at) for file in files for at in range(file.count)]
        picked = random.permutation(len(every))[:count] if plain else random.integers(len(every), size=count)
        return [(*every[i], min(every[i][1], fuse.HISTORY), not plain and bool(random.random() < 0.5), "") for i in picked]

    def choose(self, files, batch, random, plain=False):
        """Windows of one length: (file, first, history, flip, what was taken away)."""
        count = int(random.choice([1, 2, 3, 4], p=[0.35, 0.25, 0.2, 0.2]))
        long = [f for f in files if f.count >= count]
        chosen = []
        for i in random.integers(len(long), size=max(4, int(batch / (0.5 + count / 2)))):
            file = long[i]
            at = int(random.integers(file.count - count + 1))
            history = min(at, 3 if plain or random.random() < 0.7 else int(random.integers(0, 4)))
            roll = 1.0 if plain else random.random()
            taken = "sound" if roll < 0.05 else "level" if roll < 0.08 else "picture" if roll < 0.1 else ""
            chosen.append((file, at, history, not plain and bool(random.random() < 0.5), taken))
        return count, chosen

    def view(self, chosen):
        """What remains of a chosen window: (file, flip, picture, sound)."""
        file, at, _, flip, taken = chosen
        picture = taken != "picture" and bool(self.source.has[file.first + at, 0])
        return file, flip, picture, taken not in ("sound", "level")

    def text(self, task, c, count, language, random):
        view = self.view(c)
        if task != "caption" and not (view[2] and view[3]):
            return SILENT
        found = self.texts.of(task, view, c[1], count, language, random)
        return found if found else SILENT

    def batch(self, count, chosen, random, drop=0.1, noise=0.0, tasks=None):
        """Tensors of chosen windows, with texts: the caption in both languages and one task more (or `tasks`)."""
        batch = self.blocks(count, chosen, random, drop, noise) if self.caches else {
            "present": torch.ones(len(chosen), count + fuse.HISTORY, 4)}
        if tasks is None:
            extra = str(random.choice([t for t, _ in EXTRA], p=[p for _, p in EXTRA]))
            tasks = [("caption", "en"), ("caption", "ru"), (extra, None)]
        batch["texts"] = [fuse.with_targets([
            self.text(task, c, count, language or LANGUAGES[int(random.integers(2))], random) for c in chosen])
            for task, language in tasks]
        self.add_slots(batch, count, chosen)
        if self.caches:
            self.add_search(batch, count, chosen, random)
        return batch

    def blocks(self, count, chosen, random, drop, noise):
        length = count + fuse.HISTORY
        starts = np.array([c[1] for c in chosen])
        firsts = np.array([c[0].first for c in chosen])
        flat = np.clip(starts[:, None] + np.arange(-fuse.HISTORY, count), 0, None) + firsts[:, None]
        there = np.arange(length) >= fuse.HISTORY - np.array([c[2] for c in chosen])[:, None]
        has = self.source.has[flat].astype(bool)
        video = there & has[:, :, 0] & np.array([c[4] != "picture" for c in chosen])[:, None]
        sound = there & has[:, :, 1] & np.array([c[4] != "sound" for c in chosen])[:, None]
        present = put(np.stack([there, video, video, sound], 2).astype(np.float32))
        flips = np.array([c[3] for c in chosen])
        batch = {"present": present, "lean": False}
        for j, name in enumerate(cache.BLOCKS, 1):
            values = self.caches[0].gather(name, flat)
            if name != "audio" and flips.any():
                values[flips] = self.caches[1].gather(name, flat[flips])
            tokens = put(values)
            if name == "audio":
                silent = torch.tensor([c[4] == "level" for c in chosen])[:, None, None, None]
                tokens = torch.where(silent, self.caches[0].silence.to(tokens.device), tokens)
            if noise:  # the same clips come again and again
                tokens = tokens + noise * torch.randn_like(tokens)
            batch[name] = tokens * present[:, :, j, None, None]
        # Blocks left out of the prompt now and then, so that it leans on all of them.
        dropped = put((random.random((len(chosen), 1, 4)) < drop).astype(np.float32))
        dropped[:, :, 3] = 0
        batch["kept"] = torch.cat([present[:, :, 1:], present[:, :, :1]], 2) * (1 - dropped)
        if self.alter:
            ids = np.where(flips[:, None, None], self.caches[1].ids[flat], self.caches[0].ids[flat])
            batch = self.alter(batch, put(ids).long())
        return batch

    def add_slots(self, batch, count, chosen):
        flips = np.array([c[3] for c in chosen])
        index = np.stack([np.arange(count) + c[0].first + c[1] for c in chosen])
        names = [f"slot.{n}" for n in (*fuse.SLOT_ORDER, *fuse.MORE_SLOTS) if n != "sound"]
        wanted = self.source.labels_of([*names, "sounds", "activity"], index, flips)
        # Without stored blocks nothing is seen: the slots are all there is, so what was taken goes from them.
        taken = torch.tensor([not self.view(c)[2] for c in chosen])[:, None]
        unseen = (batch["present"][:, fuse.HISTORY:, 1] == 0) | taken
        batch["slots"] = {n.removeprefix("slot."): torch.where(unseen, 0, wanted[n]) for n in names}
        heard = batch["present"][:, fuse.HISTORY:, 3:]
        silent = torch.tensor([c[4] in ("level", "sound") for c in chosen])[:, None, None]
        batch["slots"]["sound"] = wanted["sounds"].clamp(min=0) * heard * ~silent
        batch["slots"]["activity"] = wanted["activity"].clamp(min=0) * ~unseen[:, :, None, None]

    def add_search(self, batch, count, chosen, random):
        """The last segment's caption in either language, and with one slot changed; equal captions share a group."""
        numbers, texts, wrong = [], [], []
        for c in chosen:
            view, at = self.view(c), c[1] + count - 1
            language = LANGUAGES[int(random.integers(2))]
            own = self.texts.of("caption", view, at, 1, language)[0][1:-1]
            numbers.append(zlib.crc32(str(self.texts.of("caption", view, at, 1, "en")[0]).encode()))
            slots = labels.slots_of(self.source.shards, view[0], at, 1, *view[1:])
            other = wrong_slots(slots, random)
            texts.append(own)
            wrong.append(self.spoken(other, language) if other else texts[0])
        batch["group"], batch["find"] = torch.tensor(numbers), padded(texts)
        batch["wrong"] = padded(wrong)
        longest = max(batch["find"].shape[1], batch["wrong"].shape[1])
        for name in ("find", "wrong"):
            batch[name] = torch.nn.functional.pad(batch[name], (0, longest - batch[name].shape[1]))

    def spoken(self, slots, language):
        key = (*slots.values(), language)
        if key not in self.wrong:
            self.wrong[key] = self.tokenizer.encode(caption.sentence(slots, language)).ids
        return self.wrong[key]
