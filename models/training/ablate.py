"""python -m models.training.ablate --run DIR --data DIR --minutes N [--rows NAME,NAME]: what each part is worth.

Every row starts from the run's encoders and from the language model that true slots taught, trains
temporal encoder, projectors and language model for the same minutes with the same seed, and has its
generated captions of held-out training clips read back. Prints a Markdown table as it grows.
"""

import argparse
import contextlib
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import evaluate, fusion as fuse, labels, loop, projectors, run, sizes as S, stages
from .fusion_stages import LEAN
from .language import Projector
from .sampler import Sampler
from .tokens import EOS, SPECIAL

ROWS = ("MLP projectors", "linear projectors", "transformer layer projectors", "layer-wise mix", "motion ids alone",
        "motion features alone", "without motion", "without audio", "without temporal")
PROJECTORS = {"linear projectors": projectors.LinearProjector,
              "transformer layer projectors": projectors.LayerProjector}
NAMED = ("camera", "actor", "action", "direction", "second", "sound", "all slots")


def blocks_altered(row, networks):
    """What a row does to a batch's blocks, or nothing."""
    def without(modality):
        at = S.MODALITIES.index(modality)

        def change(batch, ids):
            if modality != "temporal":
                batch["present"][:, :, at + 1] = 0
                batch[modality] = torch.zeros_like(batch[modality])
            batch["kept"][:, :, at] = 0
            return batch
        return change
    if row.startswith("without "):
        return without(row.removeprefix("without "))
    tokenizer = networks.motion_tokenizer
    if row == "motion ids alone":
        with torch.no_grad():
            words = tokenizer.norm(tokenizer.from_code(tokenizer.codebook))

        def change(batch, ids):
            batch["motion"] = words[ids] * batch["present"][:, :, 2, None, None]
            return batch
        return change
    if row == "motion features alone":
        with torch.no_grad():
            words = tokenizer.from_code(tokenizer.codebook)

        def change(batch, ids):  # takes the codes' part out of the tokens, as far as the norm lets it
            batch["motion"] = (batch["motion"] - words[ids]) * batch["present"][:, :, 2, None, None]
            return batch
        return change
    return None


def built(row, arguments, tokenizer):
    """Networks and modules of one row, with the weights every row shares."""
    torch.manual_seed(arguments.seed)
    networks = run.Networks(run.SHIPPED, labels.SOUNDS, tokenizer.get_vocab_size())
    run.load_encoders(networks, arguments.run)
    modules = fuse.Fusion(networks, stages.slot_sizes())
    if run.load_later(modules, arguments.run, "language") is None:
        raise SystemExit(f"{arguments.run} has no language.pt: run --stage language first")
    torch.manual_seed(arguments.seed)  # parts that are not shared begin anew in every row
    sizes = run.SHIPPED
    kind = PROJECTORS.get(row, Projector)
    modules.projectors = nn.ModuleDict({m: kind(m, sizes.hidden) for m in S.MODALITIES})
    encoder = projectors.MixedTemporal if row == "layer-wise mix" else type(modules.temporal_encoder)
    modules.temporal_encoder = encoder(sizes.inner, sizes.temporal_ffn)
    return networks, modules


@torch.no_grad()
def said(modules, prefix, mask, language, limit=48):
    """Greedy ids of a batch of prompts: lists without the end token."""
    model, rows = modules.language_model, prefix.shape[0]
    step = model.embedding(torch.full((rows, 1), SPECIAL.index(f"<{language}>")))
    embeds, keys = torch.cat([prefix, step], 1), torch.cat([mask, torch.ones(rows, 1)], 1)
    places, pasts, found = keys.cumsum(1).long() - 1, None, []
    total = embeds.shape[1]
    bias = (torch.ones(total, total).tril()[None, None] * keys[:, None, None] - 1) * 1e4
    for _ in range(limit):
        hidden, pasts = model.run(embeds, places.clamp(min=0), bias, pasts)
        found.append(model.head(hidden[:, -1]).argmax(-1))
        if all(bool((torch.stack(found, 1)[n] == EOS).any()) for n in range(rows)):
            break
        embeds, keys = model.embedding(found[-1])[:, None], torch.cat([keys, torch.ones(rows, 1)], 1)
        places, bias = places[:, -1:] + 1, (keys[:, None, None] - 1) * 1e4
    lists = torch.stack(found, 1).tolist()
    return [ids[:ids.index(EOS)] if EOS in ids else ids for ids in lists]


@torch.no_grad()
def judged(row, modules, sampler, source, tokenizer, rounds=10, batch=60):
    """Slots of generated English captions of held-out clips."""
    modules.eval()
    random, texts, wanted = np.random.default_rng(7), [], []
    for _ in range(rounds):
        count, chosen = sampler.choose(source.held, batch, random, plain=True)
        made = sampler.batch(count, chosen, random, drop=0)
        prefix, mask = modules.prefix(made, fuse.quantised_through(modules.temporal(made)[0]))
        texts += [tokenizer.decode(ids) for ids in said(modules, prefix, mask, "en")]
        wanted += [labels.slots_of(source.shards, c[0], c[1], count) for c in chosen]
    return evaluate.score(texts, wanted, "en")


def train(row, arguments, source, tokenizer):
    networks, modules = built(row, arguments, tokenizer)
    source.random = np.random.default_rng(arguments.seed)
    sampler = Sampler(source, networks, tokenizer, Path(arguments.run), alter=blocks_altered(row, networks))
    weights = [p for n, p in modules.named_parameters() if not n.startswith(("oracle", "search"))]
    optimiser, queue = torch.optim.AdamW(weights, lr=arguments.rate, weight_decay=0.05), fuse.Queue(0)
    budget, step = loop.Budget(arguments.steps or 10 ** 9, 10 ** 9 if arguments.steps else arguments.minutes), 0
    modules.train()
    while (fraction := budget.fraction(step)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * loop.rate(fraction)
        count, chosen = sampler.choose(source.files, arguments.batch, source.random)
        made = sampler.batch(count, chosen, source.random, noise=0.2, tasks=[("caption", "en"), ("caption", "ru")])
        made["lean"] = row != "without temporal" and source.random.random() < LEAN
        with torch.autocast("cpu", torch.bfloat16) if arguments.bf16 else contextlib.nullcontext():
            loss = sum(modules.losses(made, queue, search_weight=0.0).values())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        step += 1
    return step, judged(row, modules, sampler, source, tokenizer)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--minutes", type=float, default=1.5, help="for each row")
    parser.add_argument("--steps", type=int, help="for each row, in place of minutes: fair where other work goes on beside it")
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bf16", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    source = stages.Source(lambda: run.shards_of(arguments), arguments.seed, every_seconds=1e9)
    tokenizer = run.tokenizer_of(arguments.run)
    lines = ["| | steps | " + " | ".join(NAMED) + " |", "|---" * (len(NAMED) + 2) + "|"]
    print("\n".join(lines), flush=True)
    for row in arguments.rows.split(","):
        begun = time.time()
        steps, scores = train(row, arguments, source, tokenizer)
        lines.append(f"| {row} | {steps} | " + " | ".join(f"{scores[n]:.3f}" for n in NAMED) + " |")
        print(lines[-1], f"<!-- {time.time() - begun:.0f} s -->", flush=True)
        (Path(arguments.run) / "ablation.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
