"""The stages of the three encoders: what each trains, its losses, and its check on held-out scenes."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import cache, codebook, labels, sizes as S
from .augment import backwards, lit, noise_like, swayed
from .contrast import Sentences, TextContrast
from .heads import Pooled, cross_entropy, hits
from .motion import MotionDecoder
from .stages import add, held_batches, put, ratio, slot_names

FORGOTTEN = 0.3  # share of a token's features that its heads do not get to see in training
CONTRAST = 0.2  # weight of the contrast with text beside the dense labels


def to_pixels(images):
    return put(images).permute(0, 3, 1, 2).float() / 255


def weighted(logits, target, filled=3.0):
    """Cross-entropy of cells in which those with something in them count more."""
    known = target >= 0
    loss = F.cross_entropy(logits[known].float(), target[known], reduction="none")
    weight = torch.where(target[known] > 0, filled, 1.0)
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def vision(networks, source, batch, tokenizer, stills=None):
    """Kind and colour of what fills the 15 cells; facts of the whole picture; contrast with its caption.

    Learns from `stills` if there are any; the check is on clips always.
    """
    facts = ("actor", "second", "time", "weather", "colour", "count")
    modules = nn.ModuleDict({
        "encoder": networks.vision_encoder, "pooled": Pooled(slot_names(facts)),
        "cells": nn.Linear(S.DIM, len(labels.KINDS)), "colours": nn.Linear(S.DIM, len(labels.COLOURS)),
        "contrast": TextContrast(tokenizer.get_vocab_size())}).to(memory_format=torch.channels_last)
    names = [f"slot.{n}" for n in facts] + ["cells", "colours"]
    shown = stills or source
    sentences = Sentences(shown, tokenizer)

    def predict(images):
        tokens = modules["encoder"](images.contiguous(memory_format=torch.channels_last))
        partly = F.dropout(tokens, FORGOTTEN, modules.training)
        return tokens, {f"slot.{n}": v for n, v in modules["pooled"](partly).items()} | {
            "cells": modules["cells"](partly), "colours": modules["colours"](partly)}

    def losses(step):
        shown.refresh()
        rows = shown.draw(batch, 0, ("actor", "second"))
        flip = shown.random.random(batch) < 0.5
        images = shown.pictures(rows)
        images[flip] = images[flip][:, :, ::-1]
        wanted = shown.labels_of(names, rows, flip)
        tokens, found = predict(lit(to_pixels(images), shown.random))
        weights = {"slot.weather": 0.5, "slot.time": 0.5, "slot.count": 0.5, "colours": 0.5}
        result = {n: weights.get(n, 1.0) * cross_entropy(found[n].float(), wanted[n]) for n in names if n != "cells"}
        result["cells"] = 2.0 * weighted(found["cells"], wanted["cells"])
        ids, groups = sentences.of(rows, flip, shown.random)
        return result | {"contrast": CONTRAST * modules["contrast"](tokens, ids, groups)}

    def check():
        counts = {}
        for rows in held_batches(source, 0):
            _, found = predict(to_pixels(source.pictures(rows)))
            wanted = source.labels_of(names, rows)
            for n in names:
                add(counts, n, hits(found[n], wanted[n]))
            filled = torch.where(wanted["cells"] > 0, wanted["cells"], -1)
            add(counts, "cells with something", hits(found["cells"], filled))
        return ratio(counts)
    return modules, losses, check


def motion(networks, source, batch, tokenizer):
    """Codebook that rebuilds the field; movers of cells, and the facts motion carries."""
    facts = ("actor", "action", "direction", "camera", "second", "count")
    modules = nn.ModuleDict({
        "encoder": networks.motion_tokenizer, "learner": codebook.CodebookLearner(),
        "decoder": MotionDecoder(), "pooled": Pooled(slot_names(facts)),
        "cells": nn.Linear(S.DIM * 3, len(labels.MOVES)),
        # Classes from the codes alone: they must name motion without the continuous features.
        "codes": Pooled(slot_names(("camera", "direction")), S.CODE_DIM),
        "activity": nn.Linear(S.DIM * 15, 8)}).to(memory_format=torch.channels_last_3d)
    names = [f"slot.{n}" for n in facts] + ["moves"]

    def predict(tokens):
        tokens = F.dropout(tokens, FORGOTTEN, modules.training)
        cells = tokens.unflatten(1, (3, 15)).transpose(1, 2).flatten(2)
        return {f"slot.{n}": v for n, v in modules["pooled"](tokens).items()} | {
            "moves": modules["cells"](cells)}

    def active(tokens):
        """[B,2,12] logits: each third of the segment says its four steps."""
        said = modules["activity"](tokens.unflatten(1, (3, 15)).flatten(2))
        return said.unflatten(2, (2, 4)).transpose(1, 2).flatten(2)

    def losses(step):
        source.refresh()
        rows = source.draw(batch, 0, ("action",))
        flip = source.random.random(batch) < 0.5
        fields = source.shards.column("motion", rows)
        fields[flip] = cache.mirrored_motion(fields[flip])
        wanted = source.labels_of([*names, "activity"], rows, flip)
        backwards(fields, wanted, source.random)
        tokens, passed, result = codebook.quantisation_losses(
            modules["encoder"], modules["learner"], modules["decoder"],
            swayed(fields, source.random), step)
        found = predict(tokens)
        result |= {n: cross_entropy(found[n].float(), wanted[n]) for n in names if n != "moves"}
        result["moves"] = weighted(found["moves"], wanted["moves"])
        for n, logits in modules["codes"](passed).items():
            result[f"codes.{n}"] = 0.5 * cross_entropy(logits.float(), wanted[f"slot.{n}"])
        known = wanted["activity"][:, 0, 0] >= 0
        result["activity"] = 0.5 * F.binary_cross_entropy_with_logits(
            active(tokens)[known].float(), wanted["activity"][known], pos_weight=put(np.array([[1.0], [6.0]], np.float32)))
        return result

    def check():
        counts, every = {}, []
        for rows in held_batches(source, 0):
            fields = put(source.shards.column("motion", rows)).float()
            ids, tokens = modules["encoder"](fields)
            every.append(ids)
            found, wanted = predict(tokens), source.labels_of([*names, "activity"], rows)
            for n in names:
                add(counts, n, hits(found[n], wanted[n]))
            filled = torch.where(wanted["moves"] > 0, wanted["moves"], -1)
            add(counts, "moves where something moves", hits(found["moves"], filled))
            same = (active(tokens) > 0) == (wanted["activity"] > 0.5)
            add(counts, "active steps", (int(same[:, 0].sum()), same[:, 0].numel()))
        every = torch.cat(every)
        codes, perplexity = codebook.usage(every)
        warning = codebook.alarm(every)
        return ratio(counts) | {"codes": codes, "perplexity": perplexity} | ({"WARNING": warning} if warning else {})
    return modules, losses, check


def audio(networks, source, batch, tokenizer):
    """Which sounds are heard, in the segment and in each fifth of a second; contrast with their names."""
    modules = nn.ModuleDict({"encoder": networks.audio_encoder,
                             "contrast": TextContrast(tokenizer.get_vocab_size())})
    encoder = modules["encoder"]
    sentences = Sentences(source, tokenizer, only="sound")

    def heard(pcm):
        with torch.autocast(pcm.device.type, enabled=False):
            mel = encoder.mel(pcm.float())
        tokens, logits = encoder.heard(mel)
        logits = logits.float()
        return tokens, logits, torch.logsumexp(2 * logits, 1) / 2 - np.log(S.AUDIO_TOKENS) / 2

    def losses(step):
        source.refresh()
        rows = source.draw(batch, 1)
        pcm = put(source.shards.column("pcm", rows)).float() / 32768
        # Level robustness, within reason: much quieter copies would turn sound into silence.
        gain = put(np.exp(source.random.uniform(-0.9, 0.7, (batch, 1))).astype(np.float32))
        level = put(np.exp(source.random.uniform(-10, -7, (batch, 1))).astype(np.float32))
        noise = noise_like(pcm, source.random) * level
        wanted = source.labels_of(["frames", "sounds"], rows)
        tokens, logits, whole = heard((pcm * gain + noise).clamp(-1, 1))
        ids, groups = sentences.of(rows, np.zeros(batch, bool), source.random)
        return {"frames": 3 * F.binary_cross_entropy_with_logits(logits, wanted["frames"]),
                "sounds": 3 * F.binary_cross_entropy_with_logits(whole, wanted["sounds"]),
                "contrast": CONTRAST * modules["contrast"](tokens, ids, groups)}

    def check():
        counts = {}
        for rows in held_batches(source, 1):
            pcm = put(source.shards.column("pcm", rows)).float() / 32768
            there = source.labels_of(["sounds"], rows)["sounds"] > 0.5
            said = encoder(pcm)[1] > 0.5
            add(counts, "all sounds right", (int((said == there).all(1).sum()), len(there)))
            for i, name in enumerate(labels.SOUNDS):
                both = int((said & there)[:, i].sum())
                add(counts, f"{name} recall", (both, int(there[:, i].sum())))
                add(counts, f"{name} precision", (both, int(said[:, i].sum())))
        return ratio(counts)
    return modules, losses, check
