"""Temporal encoder, projectors, language model and search text, trained on stored token blocks."""

import torch
from torch import nn
from torch.nn import functional as F

from . import sizes as S
from .heads import cross_entropy, hits
from .networks import quantised
from .tokens import EOS, PAD, SPECIAL

HISTORY = S.WINDOW - 1
# Token k of the temporal encoder answers for slot k; the last one is for search.
SLOT_ORDER = ("actor", "action", "direction", "camera", "sound", "time", "second")


class Fusion(nn.Module):
    """What the last stage trains. A batch has k described segments after 3 of history."""

    def __init__(self, networks, classes):
        super().__init__()
        self.temporal_encoder = networks.temporal_encoder
        self.projectors = networks.projectors
        self.language_model = networks.language_model
        self.search_text = networks.search_text
        self.slots = nn.ModuleDict({n: nn.Linear(S.DIM, classes[n]) for n in SLOT_ORDER})
        self.log_scale = nn.Parameter(torch.tensor(2.3))

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

    def prefix(self, batch, temporal):
        """Embeddings [B,P,D] of the prompt before the language token, and which rows are there."""
        model, present = self.language_model, batch["present"]
        rows, embeds, mask = present.shape[0], [], []
        special = model.embedding.weight[:len(SPECIAL)]
        blocks = {"temporal": temporal}
        if not batch.get("lean"):  # lean prompts hold temporal blocks only, at a third of the cost
            blocks |= {m: batch[m][:, HISTORY:] for m in ("spatial", "motion", "audio")}
        kept = batch["kept"][:, HISTORY:]
        projected = {m: self.projectors[m](t.flatten(0, 1)).unflatten(0, t.shape[:2])
                     for m, t in blocks.items()}
        for n in range(temporal.shape[1]):
            embeds.append(special[SPECIAL.index("<seg>")].expand(rows, 1, -1))
            mask.append(torch.ones(rows, 1))
            for j, m in enumerate(S.MODALITIES):
                if m not in blocks:
                    continue
                first, last = (special[SPECIAL.index(t)].expand(rows, 1, -1) for t in (f"<{m}>", f"</{m}>"))
                embeds += [first, projected[m][:, n], last]
                mask.append(kept[:, n, j:j + 1].expand(-1, self.projectors[m].count + 2))
        return torch.cat(embeds, 1), torch.cat(mask, 1)

    def caption_loss(self, batch, temporal):
        """Cross-entropy of both languages' captions after one shared prefix."""
        prefix, mask = self.prefix(batch, temporal)
        texts = [batch["en"], batch["ru"]]  # [B,T] language token, pieces, end token, padding
        embeds = torch.cat([prefix] + [self.language_model.embedding(t) for t in texts], 1)
        length = mask.sum(1, keepdim=True).long()
        places = [mask.cumsum(1).long() - 1] + [length + torch.arange(t.shape[1]) for t in texts]
        keys = torch.cat([mask] + [(t != PAD).float() for t in texts], 1)
        part = torch.cat([torch.full((p.shape[1],), i) for i, p in enumerate(places)])
        total = len(part)
        causal = torch.ones(total, total).tril()
        causal = causal * ((part[None] == part[:, None]) | (part[None] == 0))
        bias = (causal[None, None] * keys[:, None, None] - 1) * 1e4
        hidden, _ = self.language_model.run(embeds, torch.cat(places, 1).clamp(min=0), bias)
        hidden = hidden[:, prefix.shape[1]:]
        tokens = torch.cat(texts, 1)
        after = torch.cat([F.pad(t[:, 1:], (0, 1)) for t in texts], 1)
        wanted = after != PAD
        logits = self.language_model.head(hidden[wanted])
        return F.cross_entropy(logits.float(), after[wanted]), logits, after[wanted], tokens

    def search_loss(self, batch, search):
        """Symmetric contrast of segments and their captions; equal captions are all right."""
        text = self.search_text(batch["find"], (batch["find"] != PAD).long())
        scores = search @ text.t() * self.log_scale.exp().clamp(max=50)
        same = (batch["group"][:, None] == batch["group"][None]).float()
        target = same / same.sum(1, keepdim=True)
        return -0.5 * ((target * scores.log_softmax(1)).sum(1).mean()
                       + (target * scores.t().log_softmax(1)).sum(1).mean())

    def losses(self, batch, slot_weight=0.5, search_weight=0.1):
        temporal, search = self.temporal(batch)
        caption, _, _, _ = self.caption_loss(batch, quantised_through(temporal))
        result = {"caption": caption}
        for i, name in enumerate(SLOT_ORDER):
            logits, wanted = self.slots[name](temporal[:, :, i]).float(), batch["slots"][name]
            if name == "sound":
                loss = 3 * F.binary_cross_entropy_with_logits(logits, wanted)
            else:
                loss = cross_entropy(logits, wanted)
            result[name] = slot_weight * loss
        result["search"] = search_weight * self.search_loss(batch, search[:, -1].float())
        return result

    def slot_hits(self, batch):
        """(right, known) of each slot head in the described segments."""
        temporal, _ = self.temporal(batch)
        found = {name: self.slots[name](temporal[:, :, i]) for i, name in enumerate(SLOT_ORDER)}
        same = ((found["sound"] > 0) == (batch["slots"]["sound"] > 0.5)).all(-1)
        return {"sound": (int(same.sum()), same.numel())} | {
            name: hits(found[name], batch["slots"][name]) for name in SLOT_ORDER if name != "sound"}


def quantised_through(tokens):
    """Storage as bytes in the forward pass, identity in the backward pass."""
    return tokens + (quantised(tokens) - tokens).detach()


def encode_caption(tokenizer, text, language):
    """Ids: language token, pieces, end token."""
    return [SPECIAL.index(f"<{language}>"), *tokenizer.encode(text).ids, EOS]


def padded(rows):
    """Lists of ids -> i64 [B,longest]."""
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
