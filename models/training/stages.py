"""The four stages: what each trains, its losses, and its check on held-out scenes."""

import time
import zlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import cache, codebook, fusion as fuse, labels, sizes as S
from .heads import Pooled, cross_entropy, hits
from .motion import MotionDecoder

HELD_OUT = 16  # one file in so many
MARK = "v1"  # of the encoders that filled a cache: delete the cache after training them again


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
        if self.shards is not None and shards.names == self.shards.names:
            return False
        self.shards = shards
        self.tables = [labels.table(shards, flip) for flip in (False, True)]
        self.held = [f for f in shards.files if zlib.crc32(f.name.encode()) % HELD_OUT == 0] or shards.files[:1]
        self.files = [f for f in shards.files if zlib.crc32(f.name.encode()) % HELD_OUT]
        self.has = np.concatenate([np.asarray(a["has"]) for a in shards.arrays])
        print(f"{len(shards.names)} shards, {len(self.files)} + {len(self.held)} files, "
              f"{shards.size} segments", flush=True)
        return True

    def rows(self, files, modality):
        """Segments of files that have video (0) or audio (1)."""
        rows = np.concatenate([np.arange(f.first, f.first + f.count) for f in files])
        return rows[self.has[rows, modality] > 0]

    def draw(self, count, modality):
        rows = self.rows(self.files, modality)
        return self.random.choice(rows, count)

    def labels_of(self, names, rows, flip=None):
        """Label arrays of rows; those where flip is true as in the mirrored picture."""
        result = {}
        for name in names:
            values = self.tables[0][name][rows]
            if flip is not None:
                side = np.asarray(flip).reshape([-1] + [1] * (values.ndim - 1))
                values = np.where(side, self.tables[1][name][rows], values)
            result[name] = torch.from_numpy(values)
        return result

    def pictures(self, rows, flip):
        images, motion = self.shards.column("images", rows), self.shards.column("motion", rows)
        other = cache.mirrored(images[flip], motion[flip])
        images[flip], motion[flip] = other
        return images, motion


def to_pixels(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255


def slot_names(names):
    return {n: len(labels.CLASSES[n]) for n in names}


def slot_sizes():
    """Classes of every slot head of the last stage."""
    return slot_names(labels.CLASSES) | {"sound": len(labels.SOUNDS)}


def ratio(counts):
    """{name: (right, known)} summed -> shares."""
    return {n: r / max(1, k) for n, (r, k) in counts.items()}


def add(counts, name, pair):
    old = counts.get(name, (0, 0))
    counts[name] = (old[0] + pair[0], old[1] + pair[1])


def held_batches(source, modality, limit=512, batch=64):
    rows = source.rows(source.held, modality)
    rows = rows[np.linspace(0, len(rows) - 1, min(limit, len(rows))).astype(int)]
    return [rows[i:i + batch] for i in range(0, len(rows), batch)]


def vision(networks, source, batch):
    """Dense kinds of the 15 cells; actor, second actor and time of day from all of them."""
    facts = ("actor", "second", "time")
    modules = nn.ModuleDict({"encoder": networks.vision_encoder, "pooled": Pooled(slot_names(facts)),
                             "cells": nn.Linear(S.DIM, len(labels.KINDS))})
    names = [f"slot.{n}" for n in facts] + ["cells"]

    def predict(images):
        tokens = modules["encoder"](images)
        return {f"slot.{n}": v for n, v in modules["pooled"](tokens).items()} | {
            "cells": modules["cells"](tokens)}

    def losses(step):
        source.refresh()
        rows = source.draw(batch, 0)
        flip = source.random.random(batch) < 0.5
        images, _ = source.pictures(rows, flip)
        wanted = source.labels_of(names, rows, flip)
        found = predict(lit(images, source.random))
        weights = {"cells": 2.0}
        return {n: weights.get(n, 1.0) * cross_entropy(found[n].float(), wanted[n]) for n in names}

    def check():
        counts = {}
        for rows in held_batches(source, 0):
            found = predict(to_pixels(source.shards.column("images", rows)))
            wanted = source.labels_of(names, rows)
            for n in names:
                add(counts, n, hits(found[n], wanted[n]))
            filled = torch.where(wanted["cells"] > 0, wanted["cells"], -1)
            add(counts, "cells with something", hits(found["cells"], filled))
        return ratio(counts)
    return modules, losses, check


def lit(images, random):
    """Changes of brightness, contrast, colour, noise and framing that leave the labels true."""
    count = len(images)
    gain = random.uniform(0.8, 1.2, (count, 1, 1, 1)) * random.uniform(0.9, 1.1, (count, 1, 1, 3))
    shift = random.uniform(-12, 12, (count, 1, 1, 1))
    made = to_pixels(np.clip(images * gain + shift, 0, 255).astype(np.float32))
    made = made + torch.randn_like(made) * torch.from_numpy(random.uniform(0, 0.04, (count, 1, 1, 1))).float()
    grey = torch.from_numpy(random.random((count, 1, 1, 1)) < 0.15)
    made = torch.where(grey, made.mean(1, keepdim=True).expand_as(made), made)
    top, left = int(random.integers(0, 9)), int(random.integers(0, 13))
    bottom, right = S.IMAGE_HEIGHT - int(random.integers(0, 9)), S.IMAGE_WIDTH - int(random.integers(0, 13))
    return F.interpolate(made[:, :, top:bottom, left:right], (S.IMAGE_HEIGHT, S.IMAGE_WIDTH),
                         mode="bilinear", align_corners=False)


def swayed(fields, random):
    """A little slower or faster, with a little jitter."""
    fields = fields.astype(np.float32)
    fields[:, :, :2] *= random.uniform(0.8, 1.25, (len(fields), 1, 1, 1, 1))
    fields[:, :, :2] += (random.random(fields[:, :, :2].shape) < 0.02) * random.normal(0, 2, fields[:, :, :2].shape)
    return torch.from_numpy(np.clip(np.round(fields), -127, 127)).float()


def motion(networks, source, batch):
    """Codebook that rebuilds the field; movers of cells, and the facts motion carries."""
    facts = ("actor", "action", "direction", "camera", "second")
    modules = nn.ModuleDict({
        "encoder": networks.motion_tokenizer, "learner": codebook.CodebookLearner(),
        "decoder": MotionDecoder(), "pooled": Pooled(slot_names(facts)),
        "cells": nn.Linear(S.DIM * 3, len(labels.MOVES))})
    names = [f"slot.{n}" for n in facts] + ["moves"]

    def predict(tokens):
        cells = tokens.unflatten(1, (3, 15)).transpose(1, 2).flatten(2)
        return {f"slot.{n}": v for n, v in modules["pooled"](tokens).items()} | {
            "moves": modules["cells"](cells)}

    def losses(step):
        source.refresh()
        rows = source.draw(batch, 0)
        flip = source.random.random(batch) < 0.5
        _, fields = source.pictures(rows, flip)
        wanted = source.labels_of(names, rows, flip)
        tokens, _, result = codebook.quantisation_losses(
            modules["encoder"], modules["learner"], modules["decoder"],
            swayed(fields, source.random), step)
        found = predict(tokens)
        return result | {n: cross_entropy(found[n].float(), wanted[n]) for n in names}

    def check():
        counts, every = {}, []
        for rows in held_batches(source, 0):
            fields = torch.from_numpy(source.shards.column("motion", rows)).float()
            ids, tokens = modules["encoder"](fields)
            every.append(ids)
            found, wanted = predict(tokens), source.labels_of(names, rows)
            for n in names:
                add(counts, n, hits(found[n], wanted[n]))
            filled = torch.where(wanted["moves"] > 0, wanted["moves"], -1)
            add(counts, "moves where something moves", hits(found["moves"], filled))
        codes, perplexity = codebook.usage(torch.cat(every))
        return ratio(counts) | {"codes": codes, "perplexity": perplexity}
    return modules, losses, check


def audio(networks, source, batch):
    """Which sounds are heard, in the segment and in each fifth of a second."""
    modules = nn.ModuleDict({"encoder": networks.audio_encoder})
    encoder = modules["encoder"]

    def heard(pcm):
        with torch.autocast("cpu", enabled=False):
            mel = encoder.mel(pcm.float())
        logits = encoder.heard(mel)[1].float()
        return logits, torch.logsumexp(2 * logits, 1) / 2 - np.log(S.AUDIO_TOKENS) / 2

    def losses(step):
        source.refresh()
        rows = source.draw(batch, 1)
        pcm = torch.from_numpy(source.shards.column("pcm", rows)).float() / 32768
        # Level robustness, within reason: much quieter copies would turn sound into silence.
        gain = torch.from_numpy(np.exp(source.random.uniform(-0.9, 0.7, (batch, 1)))).float()
        noise = torch.randn_like(pcm) * torch.from_numpy(
            np.exp(source.random.uniform(-10, -7, (batch, 1)))).float()
        wanted = source.labels_of(["frames", "sounds"], rows)
        logits, whole = heard((pcm * gain + noise).clamp(-1, 1))
        return {"frames": 3 * F.binary_cross_entropy_with_logits(logits, wanted["frames"]),
                "sounds": 3 * F.binary_cross_entropy_with_logits(whole, wanted["sounds"])}

    def check():
        counts = {}
        for rows in held_batches(source, 1):
            pcm = torch.from_numpy(source.shards.column("pcm", rows)).float() / 32768
            there = source.labels_of(["sounds"], rows)["sounds"] > 0.5
            said = encoder(pcm)[1] > 0.5
            add(counts, "all sounds right", (int((said == there).all(1).sum()), len(there)))
            for i, name in enumerate(labels.SOUNDS):
                both = int((said & there)[:, i].sum())
                add(counts, f"{name} recall", (both, int(there[:, i].sum())))
                add(counts, f"{name} precision", (both, int(said[:, i].sum())))
        return ratio(counts)
    return modules, losses, check


class Sampler:
    """Windows of stored blocks with captions for the last stage."""

    def __init__(self, source, networks, tokenizer, out):
        self.source, self.tokenizer = source, tokenizer
        self.networks, self.out = networks, out
        self.reload()

    def reload(self):
        self.caches = [cache.Cache(self.networks, self.source.shards, self.out / "cache", MARK, flip)
                       for flip in (False, True)]
        self.texts = {}

    def ids(self, view, at, count, language):
        """Caption ids of a window as `view` = (file, flip, picture, sound) shows it."""
        key = (view[0].name, *view[1:], at, count, language)
        if key not in self.texts:
            file, flip, picture, sound = view
            text = labels.window(self.source.shards, file, at, count, language, flip, picture, sound)[0]
            self.texts[key] = fuse.encode_caption(self.tokenizer, text, language)
        return self.texts[key]

    def choose(self, files, batch, random, plain=False):
        """Windows of one length: (file, first, history, flip, what was taken away)."""
        count = int(random.choice([1, 2, 3, 4], p=[0.35, 0.3, 0.2, 0.15]))
        long = [f for f in files if f.count >= count]
        chosen = []
        for i in random.integers(len(long), size=max(4, int(batch / (0.5 + count / 2)))):
            file = long[i]
            at = int(random.integers(file.count - count + 1))
            history = min(at, 3 if plain or random.random() < 0.7 else int(random.integers(0, 4)))
            roll = 1.0 if plain else random.random()
            taken = "sound" if roll < 0.08 else "level" if roll < 0.12 else "picture" if roll < 0.15 else ""
            chosen.append((file, at, history, not plain and bool(random.random() < 0.5), taken))
        return count, chosen

    def view(self, chosen):
        """What remains of a chosen window: (file, flip, picture, sound)."""
        file, at, _, flip, taken = chosen
        picture = taken != "picture" and bool(self.source.has[file.first + at, 0])
        return file, flip, picture, taken not in ("sound", "level")

    def batch(self, count, chosen, random, drop=0.1, noise=0.0):
        length = count + fuse.HISTORY
        rows, present = [], torch.zeros(len(chosen), length, 4)
        for n, (file, at, history, _, taken) in enumerate(chosen):
            index = np.clip(np.arange(at - fuse.HISTORY, at + count), 0, None) + file.first
            rows.append(index)
            there = torch.from_numpy((np.arange(length) >= fuse.HISTORY - history).astype(np.float32))
            has = torch.from_numpy(self.source.has[index].astype(np.float32))
            video, sound = has[:, 0] * (taken != "picture"), has[:, 1] * (taken != "sound")
            present[n] = torch.stack([there, video * there, video * there, sound * there], 1)
        flat = np.stack(rows)
        flips = torch.tensor([c[3] for c in chosen])[:, None, None, None]
        batch = {"present": present}
        for j, name in enumerate(cache.BLOCKS, 1):
            sides = [c.block(name, flat.reshape(-1)).unflatten(0, flat.shape)
                     for c in self.caches[:1 if name == "audio" else 2]]
            tokens = torch.where(flips, sides[-1], sides[0])
            if name == "audio":
                silent = torch.tensor([c[4] == "level" for c in chosen])[:, None, None, None]
                tokens = torch.where(silent, self.caches[0].silence, tokens)
            if noise:  # the same clips come again and again
                tokens = tokens + noise * torch.randn_like(tokens)
            batch[name] = tokens * present[:, :, j, None, None]
        # Blocks left out of the prompt now and then, so that it leans on all of them.
        dropped = torch.from_numpy(random.random((len(chosen), 1, 4)) < drop).float()
        dropped[:, :, 3] = 0
        batch["kept"] = torch.cat([present[:, :, 1:], present[:, :, :1]], 2) * (1 - dropped)
        for language in ("en", "ru"):
            batch[language] = fuse.padded([self.ids(self.view(c), c[1], count, language) for c in chosen])
        self.add_slots(batch, count, chosen)
        self.add_search(batch, count, chosen, random)
        return batch

    def add_slots(self, batch, count, chosen):
        flips = np.array([c[3] for c in chosen])
        index = np.stack([np.arange(count) + c[0].first + c[1] for c in chosen])
        names = [f"slot.{n}" for n in fuse.SLOT_ORDER if n != "sound"]
        wanted = self.source.labels_of([*names, "sounds"], index, flips)
        unseen = batch["present"][:, fuse.HISTORY:, 1] == 0
        batch["slots"] = {n.removeprefix("slot."): torch.where(unseen, 0, wanted[n]) for n in names}
        heard = batch["present"][:, fuse.HISTORY:, 3:]
        silent = torch.tensor([c[4] == "level" for c in chosen])[:, None, None]
        batch["slots"]["sound"] = wanted["sounds"].clamp(min=0) * heard * ~silent

    def add_search(self, batch, count, chosen, random):
        """The last segment's own caption in either language; equal captions form a group."""
        groups, texts, numbers = {}, [], []
        for c in chosen:
            at = c[1] + count - 1
            same = tuple(self.ids(self.view(c), at, 1, "en"))
            numbers.append(groups.setdefault(same, len(groups)))
            language = "en" if random.random() < 0.5 else "ru"
            texts.append(self.ids(self.view(c), at, 1, language)[1:-1])
        batch["group"], batch["find"] = torch.tensor(numbers), fuse.padded(texts)


def fusion(modules, networks, source, tokenizer, batch, out):
    """Slots of temporal tokens, captions in both languages, search."""
    sampler = Sampler(source, networks, tokenizer, out)

    def losses(step):
        if source.refresh():
            sampler.reload()
        count, chosen = sampler.choose(source.files, batch, source.random)
        made = sampler.batch(count, chosen, source.random, noise=0.2)
        made["lean"] = source.random.random() < (0.7 if step < 1000 else 0.4)
        return modules.losses(made)

    def check():
        random, counts, tokens = np.random.default_rng(3), {}, (0, 0)
        loss = 0.0
        for _ in range(8):
            count, chosen = sampler.choose(source.held, batch, random, plain=True)
            made = sampler.batch(count, chosen, random, drop=0)
            for name, pair in modules.slot_hits(made).items():
                add(counts, name, pair)
            temporal, _ = modules.temporal(made)
            value, logits, wanted, _ = modules.caption_loss(made, temporal)
            loss += float(value) / 8
            add(counts, "token", hits(logits, wanted))
        return ratio(counts) | {"caption loss": loss}
    return modules, losses, check
