"""Temporal encoder, projectors, language model and search text, trained on stored token blocks."""

import torch
from torch import nn
from torch.nn import functional as F

from . import sizes as S
from .contrast import agreement
from .heads import cross_entropy, hits
from .networks import quantised
from .tokens import PAD, SPECIAL

HISTORY = S.WINDOW - 1
# Token k of the temporal encoder answers for slot k, the last one for when things go on.
SLOT_ORDER = ("actor", "action", "direction", "camera", "sound", "time", "second")
MORE_SLOTS = ("colour", "weather", "count")  # of the picture, read from the tokens of actor, time and second
READ_FROM = {"colour": 0, "weather": 5, "count": 6}
STEPS = 2 * S.MOTION_STEPS
IGNORED = -100
REMEMBERED = 0.5  # share of training prompts in which a resampler tells of the older segments


class Oracle(nn.Module):
    """The temporal block's embeddings [B,k,8,D] as true slots would have them: the language model's first teacher."""

    def __init__(self, classes, hidden):
        super().__init__()
        self.slots = nn.ModuleDict({n: nn.Embedding(classes[n], hidden)
                                    for n in (*SLOT_ORDER, *MORE_SLOTS) if n != "sound"})
        self.sound = nn.Linear(classes["sound"], hidden)
        self.steps = nn.Linear(STEPS, hidden)

    def forward(self, slots):
        """slots: i64 [B,k] by name, sound f32 [B,k,12], activity f32 [B,k,2,12]."""
        rows = [self.sound(slots["sound"]) if n == "sound" else self.slots[n](slots[n].clamp(min=0))
                for n in SLOT_ORDER]
        for name, at in READ_FROM.items():
            rows[at] = rows[at] + self.slots[name](slots[name].clamp(min=0))
        rows.append(self.steps(slots["activity"].flatten(2)))
        return torch.stack(rows, 2) * 0.3


class Fusion(nn.Module):
    """What the later stages train. A batch has k described segments after 3 of history."""

    def __init__(self, networks, classes):
        super().__init__()
        self.temporal_encoder = networks.temporal_encoder
        self.projectors = networks.projectors
        self.resamplers = networks.resamplers
        self.language_model = networks.language_model
        self.search_text = networks.search_text
        self.slots = nn.ModuleDict({n: nn.Linear(S.DIM, classes[n]) for n in (*SLOT_ORDER, *MORE_SLOTS)})
        self.steps = nn.Linear(S.DIM, STEPS)
        self.oracle = Oracle(classes, networks.sizes.hidden)
        self.log_scale = nn.Parameter(torch.tensor(3.0))

    def temporal(self, batch):
        """Tokens [B,k,8,128] and search [B,k,128] of the described segments."""
        present = batch["present"]
        rows, length = present.shape[:2]
        there = present[:, :, 0].flatten().nonzero()[:, 0]  # absent segments cost nothing
        flat = [batch[m].flatten(0, 1)[there] for m in ("spatial", "motion", "audio")]
        found = self.temporal_encoder.resample(*flat, present.flatten(0, 1)[there])
        seen = found.new_zeros(rows * length, S.TEMPORAL_TOKENS, S.DIM).index_copy(0, there, found)
        seen = seen.unflatten(0, (rows, length))
        count = length - HISTORY
        windows = torch.stack([seen[:, i:i + S.WINDOW] for i in range(count)], 1).flatten(0, 1)
        exists = torch.stack([present[:, i:i + S.WINDOW, 0] for i in range(count)], 1).flatten(0, 1)
        tokens, search = self.temporal_encoder.over_time(windows, exists)
        return tokens.unflatten(0, (rows, count)), search.unflatten(0, (rows, count))

    def framed(self, projected, kept):
        """Embeddings [B,P,D] of all segments' projected blocks between their delimiters, and which rows are there.

        projected: {modality: [B,k,m,D]}, kept [B,k,4] in the order of MODALITIES.
        """
        special = self.language_model.embedding.weight[:len(SPECIAL)]
        rows, count = kept.shape[:2]
        embeds, mask = [], []
        for n in range(count):
            embeds.append(special[SPECIAL.index("<seg>")].expand(rows, 1, -1))
            mask.append(torch.ones(rows, 1))
            for j, m in enumerate(S.MODALITIES):
                if m not in projected:
                    continue
                first, last = (special[SPECIAL.index(t)].expand(rows, 1, -1) for t in (f"<{m}>", f"</{m}>"))
                embeds += [first, projected[m][:, n], last]
                mask.append(kept[:, n, j:j + 1].expand(-1, projected[m].shape[2] + 2))
        return torch.cat(embeds, 1), torch.cat(mask, 1)

    def prefix(self, batch, temporal):
        """Embeddings [B,P,D] of the prompt before the task's tokens, and which rows are there."""
        blocks = {"temporal": temporal}
        if not batch.get("lean"):  # lean prompts hold temporal blocks only, at a third of the cost
            blocks |= {m: batch[m][:, HISTORY:] for m in ("spatial", "motion", "audio")}
        projected = {m: self.projectors[m](t.flatten(0, 1)).unflatten(0, t.shape[:2]) for m, t in blocks.items()}
        kept = batch["kept"][:, HISTORY:]
        if self.resamplers and self.training and kept.shape[1] > 1 and torch.rand(()) < REMEMBERED:
            return self.remembered(projected, kept)
        return self.framed(projected, kept)

    def remembered(self, projected, kept):
        """As `framed`, with one segment of latents in the place of all but the last."""
        older = {m: self.resamplers[m](p[:, :-1].flatten(1, 2),
                                       kept[:, :-1, S.MODALITIES.index(m)].repeat_interleave(p.shape[2], 1))[:, None]
                 for m, p in projected.items()}
        parts = [self.framed(older, kept[:, :-1].amax(1, keepdim=True)),
                 self.framed({m: p[:, -1:] for m, p in projected.items()}, kept[:, -1:])]
        return tuple(torch.cat(part, 1) for part in zip(*parts))

    def text_loss(self, prefix, mask, texts):
        """Cross-entropy of several texts after one shared prefix.

        texts: [(ids [B,T] padded, wanted [B,T])]; wanted[t] is the id to say after ids[t], or IGNORED.
        Returns the loss, logits and wanted ids of every counted place.
        """
        model = self.language_model
        embeds = torch.cat([prefix] + [model.embedding(ids) for ids, _ in texts], 1)
        length = mask.sum(1, keepdim=True).long()
        places = [mask.cumsum(1).long() - 1] + [length + torch.arange(ids.shape[1]) for ids, _ in texts]
        keys = torch.cat([mask] + [(ids != PAD).float() for ids, _ in texts], 1)
        part = torch.cat([torch.full((p.shape[1],), i) for i, p in enumerate(places)])
        total = len(part)
        causal = torch.ones(total, total).tril()
        causal = causal * ((part[None] == part[:, None]) | (part[None] == 0))
        bias = (causal[None, None] * keys[:, None, None] - 1) * 1e4
        hidden, _ = model.run(embeds, torch.cat(places, 1).clamp(min=0), bias)
        hidden = hidden[:, prefix.shape[1]:]
        wanted = torch.cat([w for _, w in texts], 1)
        counted = wanted != IGNORED
        logits = model.head(hidden[counted])
        return F.cross_entropy(logits.float(), wanted[counted]), logits, wanted[counted]

    def search_loss(self, batch, search, queue):
        """Contrast of segments and their captions both ways; `queue` holds vectors of earlier batches.

        Besides, each segment against its caption with one slot changed ("wrong" ids [B,S]). Large batches need no queue.
        """
        ids = torch.cat([batch["find"], batch["wrong"]])
        both = self.search_text(ids, (ids != PAD).long()).float()
        text, wrong = both.chunk(2)
        scale, same = self.log_scale.exp().clamp(max=60), (batch["group"][:, None] == batch["group"][None]).float()
        loss = agreement(search, text, same, scale)
        loss = loss + F.softplus(scale * ((search * wrong).sum(1) - (search * text).sum(1))).mean()
        if queue is None:
            return loss
        if len(queue):
            seen, said, groups = queue.all()
            equal = (batch["group"][:, None] == groups[None]).float()
            for mine, other, own in ((search, said, text), (text, seen, search)):
                right = (mine * own).sum(1, keepdim=True) * scale
                rest = mine @ other.t() * scale - equal * 1e4
                loss = loss - 0.5 * torch.cat([right, rest], 1).log_softmax(1)[:, 0].mean()
        queue.push(search.detach(), text.detach(), batch["group"])
        return loss

    def dense_losses(self, batch, temporal, weight):
        """Every slot from the token that answers for it, and when things go on."""
        result = {}
        for i, name in enumerate((*SLOT_ORDER, *MORE_SLOTS)):
            logits = self.slots[name](temporal[:, :, READ_FROM.get(name, i)]).float()
            wanted = batch["slots"][name]
            if name == "sound":
                loss = 3 * F.binary_cross_entropy_with_logits(logits, wanted)
            else:
                loss = cross_entropy(logits, wanted)
            result[name] = weight * (0.3 if name in MORE_SLOTS else 1.0) * loss
        steps = self.steps(temporal[:, :, -1]).float()
        result["steps"] = weight * F.binary_cross_entropy_with_logits(steps, batch["slots"]["activity"].flatten(2))
        return result

    def losses(self, batch, queue, slot_weight=0.5, search_weight=0.2):
        temporal, search = self.temporal(batch)
        prefix, mask = self.prefix(batch, quantised_through(temporal))
        said, _, _ = self.text_loss(prefix, mask, batch["texts"])
        result = {"text": said} | self.dense_losses(batch, temporal, slot_weight)
        if search_weight:
            result["search"] = search_weight * self.search_loss(batch, search[:, -1].float(), queue)
        return result

    def oracle_losses(self, batch):
        """The language model after true slots instead of what is seen and heard."""
        kept = torch.ones(*batch["present"][:, HISTORY:].shape)
        prefix, mask = self.framed({"temporal": self.oracle(batch["slots"])}, kept)
        return {"text": self.text_loss(prefix, mask, batch["texts"])[0]}

    def slot_hits(self, batch):
        """(right, known) of each slot head in the described segments."""
        temporal, _ = self.temporal(batch)
        found = {name: self.slots[name](temporal[:, :, READ_FROM.get(name, i)])
                 for i, name in enumerate((*SLOT_ORDER, *MORE_SLOTS))}
        same = ((found["sound"] > 0) == (batch["slots"]["sound"] > 0.5)).all(-1)
        return {"sound": (int(same.sum()), same.numel())} | {
            name: hits(logits, batch["slots"][name]) for name, logits in found.items() if name != "sound"}


class Queue:
    """Search vectors of earlier batches with the hashes of their captions."""

    def __init__(self, size=1024):
        self.size, self.parts = size, []

    def __len__(self):
        return sum(len(part[0]) for part in self.parts)

    def push(self, *part):
        self.parts.append(part)
        while len(self) - len(self.parts[0][0]) >= self.size:
            self.parts.pop(0)

    def all(self):
        return [torch.cat(column) for column in zip(*self.parts)]


def quantised_through(tokens):
    """Storage as bytes in the forward pass, identity in the backward pass."""
    return tokens + (quantised(tokens) - tokens).detach()


def with_targets(rows):
    """[(ids, given)] -> ids [B,T] padded, wanted [B,T]: what follows each id from the last given one on."""
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.full((len(rows), longest), PAD)
    wanted = torch.full((len(rows), longest), IGNORED)
    for n, (row, given) in enumerate(rows):
        ids[n, :len(row)] = torch.tensor(row)
        wanted[n, given - 1:len(row) - 1] = torch.tensor(row[given:])
    return ids, wanted
