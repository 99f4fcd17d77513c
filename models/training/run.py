"""python -m models.training.run --data DIR --out DIR --stage vision|motion|audio|fusion|all

Trains one stage, or all in order. A stage that was stopped goes on from its checkpoint.
"""

import argparse
import contextlib
from pathlib import Path

import torch
from torch import nn

from . import cache, dataset, labels, stages, tokens
from .fusion import Fusion
from .loop import fit
from .networks import Networks
from .sizes import SHIPPED

# steps, minutes at most, batch, peak learning rate
PLAN = {"vision": (6000, 12, 64, 2e-3), "motion": (6000, 14, 64, 2e-3),
        "audio": (4000, 5, 64, 2e-3), "fusion": (30000, 30, 48, 1.5e-3)}
ENCODERS = {"vision": "vision_encoder", "motion": "motion_tokenizer", "audio": "audio_encoder"}


def tokenizer_of(out):
    """The run's tokenizer; made once, from the caption grammar."""
    path = Path(out) / "tokenizer.json"
    if not path.exists():
        tokens.train(labels.corpus(), SHIPPED.vocabulary).save(str(path), pretty=False)
    return tokens.Tokenizer.from_file(str(path))


def networks_of(out, seed, load=("vision", "motion", "audio", "fusion")):
    """All networks, with the weights of the stages that have a checkpoint."""
    torch.manual_seed(seed)
    networks = Networks(SHIPPED, labels.SOUNDS, tokenizer_of(out).get_vocab_size())
    for stage in load:
        path = Path(out) / f"{stage}.pt"
        if not path.exists():
            continue
        weights = torch.load(path, weights_only=True)["modules"]
        if stage == "fusion":
            fusion = Fusion(networks, stages.slot_sizes())
            fusion.load_state_dict(weights)
        else:
            mine = {k.removeprefix("encoder."): v for k, v in weights.items() if k.startswith("encoder.")}
            getattr(networks, ENCODERS[stage]).load_state_dict(mine)
    return networks


def sources(arguments):
    """(training shards, held-out shards): the last file in twenty is held out for curves."""
    return dataset.Shards(Path(arguments.data) / "tensors", Path(arguments.data) / "train")


def train(stage, arguments):
    steps, minutes, batch, peak = PLAN[stage]
    steps, minutes = arguments.steps or steps, arguments.minutes or minutes
    batch = arguments.batch or batch
    torch.set_num_threads(arguments.threads)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    earlier = ENCODERS if stage == "fusion" else ()
    networks = networks_of(out, arguments.seed, load=earlier)
    source = stages.Source(lambda: sources(arguments), arguments.seed)
    if stage == "fusion":
        modules = Fusion(networks, stages.slot_sizes())
        _, losses, check = stages.fusion(modules, networks, source, tokenizer_of(out), batch, out)
    else:
        modules, losses, check = getattr(stages, stage)(networks, source, batch)
    half = contextlib.nullcontext

    def amp(function):
        def inner(*rest):
            with torch.autocast("cpu", torch.bfloat16) if arguments.bf16 else half():
                return function(*rest)
        return inner
    fit(stage, modules, amp(losses), amp(check), out, steps=steps, minutes=minutes,
        peak=arguments.rate or peak, seed=arguments.seed)


def fill_cache(arguments, flip):
    """Encodes all segments with the encoders as they are; fusion does it itself if this was not run."""
    torch.set_num_threads(arguments.threads)
    networks = networks_of(arguments.out, arguments.seed, ENCODERS)
    cache.build(networks, sources(arguments), Path(arguments.out) / "cache", stages.MARK, flip)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="holds tensors/ and train/ (truth)")
    parser.add_argument("--out", required=True)
    parser.add_argument("--stage", default="all", choices=[*PLAN, "all", "cache", "cache-mirrored"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--bf16", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.stage.startswith("cache"):
        fill_cache(arguments, arguments.stage == "cache-mirrored")
        return
    for stage in PLAN if arguments.stage == "all" else [arguments.stage]:
        train(stage, arguments)


if __name__ == "__main__":
    main()
