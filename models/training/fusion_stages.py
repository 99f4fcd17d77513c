"""The later stages: language (after true slots), projector (language model frozen), fusion (joint), search (alone)."""

import numpy as np
import torch

from . import fusion as fuse
from .heads import hits
from .sampler import Sampler
from .stages import add, ratio
from .tokens import PAD

LEAN = 0.4  # share of prompts with temporal blocks only
CHECKED = ("caption", "detail", "events", "question")


def checked(modules, source, sampler, batch, oracle=False):
    """Shares of right slot heads and of right tokens by task, on held-out clips."""
    random, counts, loss = np.random.default_rng(3), {}, 0.0
    for round_ in range(8):
        count, chosen = sampler.choose(source.held, batch, random, plain=True)
        task = CHECKED[round_ % 4]
        made = sampler.batch(count, chosen, random, drop=0, tasks=[("caption", "en"), ("caption", "ru")])
        more = sampler.batch(count, chosen, random, drop=0, tasks=[(task, "en")])["texts"]
        if oracle:
            kept = torch.ones(*made["present"][:, fuse.HISTORY:].shape)
            prefix, mask = modules.framed({"temporal": modules.oracle(made["slots"])}, kept)
        else:
            for name, pair in modules.slot_hits(made).items():
                add(counts, name, pair)
            prefix, mask = modules.prefix(made, fuse.quantised_through(modules.temporal(made)[0]))
        value, logits, wanted = modules.text_loss(prefix, mask, made["texts"])
        loss += float(value) / 8
        add(counts, "token", hits(logits, wanted))
        _, logits, wanted = modules.text_loss(prefix, mask, more)
        add(counts, f"{task} token", hits(logits, wanted))
    return ratio(counts) | {"caption loss": loss}


def language(modules, networks, source, tokenizer, batch, out):
    """The language model and its embeddings alone, told by true slots."""
    for name, weights in modules.named_parameters():
        weights.requires_grad = name.startswith(("language_model", "oracle"))
    sampler = Sampler(source, networks, tokenizer)

    def losses(step):
        if source.refresh():
            sampler.reload()
        return modules.oracle_losses(sampler.batch(*sampler.choose(source.files, batch, source.random), source.random))
    return modules, losses, lambda: checked(modules, source, sampler, batch, oracle=True)


def seen(modules, networks, source, tokenizer, batch, out, lean):
    sampler, queue = Sampler(source, networks, tokenizer, out), fuse.Queue()

    def losses(step):
        if source.refresh():
            sampler.reload()
        count, chosen = sampler.choose(source.files, batch, source.random)
        made = sampler.batch(count, chosen, source.random, noise=0.2)
        made["lean"] = source.random.random() < lean
        return modules.losses(made, queue)
    return modules, losses, lambda: checked(modules, source, sampler, batch)


def projector(modules, networks, source, tokenizer, batch, out):
    """Temporal encoder, projectors, search; the language model stays as it is."""
    for name, weights in modules.named_parameters():
        weights.requires_grad = not name.startswith(("language_model", "oracle"))
    return seen(modules, networks, source, tokenizer, batch, out, lean=0.6)


def fusion(modules, networks, source, tokenizer, batch, out):
    """Everything together."""
    for name, weights in modules.named_parameters():
        weights.requires_grad = not name.startswith("oracle")
    return seen(modules, networks, source, tokenizer, batch, out, lean=LEAN)


def search(modules, networks, source, tokenizer, batch, out):
    """Search vectors of segments and texts alone: many segments a batch, each the others' negative."""
    mine = ("temporal_encoder.to_search", "search_text", "log_scale")
    for name, weights in modules.named_parameters():
        weights.requires_grad = name.startswith(mine)
    sampler = Sampler(source, networks, tokenizer, out)

    def found(files, random, count, noise):
        chosen = sampler.segments(files, count, random, plain=noise == 0)
        made = sampler.blocks(1, chosen, random, 0.0, noise)
        sampler.add_search(made, 1, chosen, random)
        return made, modules.temporal(made)[1][:, -1].float()

    def losses(step):
        if source.refresh():
            sampler.reload()
        made, vectors = found(source.files, source.random, batch, 0.2)
        return {"search": modules.search_loss(made, vectors, None)}

    def check():
        made, vectors = found(source.held, np.random.default_rng(3), 1000, 0.0)
        said = modules.search_text(made["find"], (made["find"] != PAD).long()).float()
        order = (said @ vectors.t()).argsort(1, descending=True)
        same = made["group"][:, None] == made["group"][order]
        return {"segments": len(vectors), "r1": same[:, 0].float().mean().item(), "r10": same[:, :10].any(1).float().mean().item()}
    return modules, losses, check
