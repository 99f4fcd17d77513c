"""The later stages: language (after true slots), projector (language model frozen), fusion (joint)."""

import numpy as np
import torch

from . import fusion as fuse
from .heads import hits
from .sampler import Sampler
from .stages import add, ratio

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
