"""python -m models.training.run --data DIR --out DIR --stage NAME|all [--device cuda] [--processes N]

Trains one stage, or all in order. A stage that was stopped goes on from its checkpoint.
"""

import argparse
import contextlib
import os
import tempfile
from pathlib import Path

import torch
from torch import distributed, multiprocessing

from . import cache, dataset, encoder_stages, fusion_stages, labels, stages, texts, tokens
from .fusion import Fusion
from .loop import fit
from .networks import Networks
from .sizes import SHIPPED

# steps, minutes at most, batch, peak learning rate
PLAN = {"vision": (60000, 22, 64, 2e-3), "motion": (60000, 20, 64, 2e-3), "audio": (60000, 6, 64, 2e-3),
        "language": (60000, 4, 48, 2e-3), "projector": (60000, 5, 48, 2e-3), "fusion": (60000, 25, 48, 1.5e-3),
        "search": (60000, 6, 256, 1.5e-3)}
ENCODERS = {"vision": "vision_encoder", "motion": "motion_tokenizer", "audio": "audio_encoder"}
LATER = ("language", "projector", "fusion", "search")  # each begins with the weights of the one before


def tokenizer_of(out, shards=None):
    """The run's tokenizer; made once, from the caption grammar and texts of the clips."""
    path = Path(out) / "tokenizer.json"
    if not path.exists():
        if shards is None:
            raise SystemExit(f"{path} is missing: run --stage labels first")
        made = tokens.train(labels.corpus() + texts.sample(shards), SHIPPED.vocabulary)
        partial = path.with_name(f".{os.getpid()}.tokenizer.json")
        made.save(str(partial), pretty=False)
        partial.replace(path)
    return tokens.Tokenizer.from_file(str(path))


def weights_of(out, stage):
    """Weights of a stage's checkpoint, or nothing."""
    path = Path(out) / f"{stage}.pt"
    if not path.exists():
        return None
    return torch.load(path, weights_only=True, map_location=torch.get_default_device())["modules"]


def load_encoders(networks, out):
    for stage, role in ENCODERS.items():
        if (weights := weights_of(out, stage)) is not None:
            mine = {k.removeprefix("encoder."): v for k, v in weights.items() if k.startswith("encoder.")}
            getattr(networks, role).load_state_dict(mine)


def load_later(modules, out, upto="search"):
    """The newest of the later stages' weights, `upto` included; its name, or nothing."""
    for stage in LATER[LATER.index(upto)::-1]:
        if (weights := weights_of(out, stage)) is not None:
            modules.load_state_dict(weights)
            return stage
    return None


def networks_of(out, seed, later=True):
    """All networks, with the weights of the stages that have a checkpoint."""
    torch.manual_seed(seed)
    networks = Networks(SHIPPED, labels.SOUNDS, tokenizer_of(out).get_vocab_size())
    load_encoders(networks, out)
    if later:
        load_later(Fusion(networks, stages.slot_sizes()), out)
    return networks


def shards_of(arguments):
    return dataset.Shards(Path(arguments.data) / "tensors", Path(arguments.data) / "train")


def prepared(stage, arguments, batch, rank):
    """(modules, losses, check) of a stage."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    source = stages.Source(lambda: shards_of(arguments), arguments.seed + 1000 * rank)
    tokenizer = tokenizer_of(out, source.shards)
    networks = networks_of(out, arguments.seed, later=False)
    stills = Path(arguments.data) / "stills"
    if stage == "vision" and stills.exists():
        return encoder_stages.vision(networks, source, batch, tokenizer, stages.Stills(stills, arguments.seed + 1000 * rank))
    if stage in ENCODERS:
        return getattr(encoder_stages, stage)(networks, source, batch, tokenizer)
    modules = Fusion(networks, stages.slot_sizes())
    print(f"{stage} begins with the weights of {load_later(modules, out, stage)}", flush=True)
    return getattr(fusion_stages, stage)(modules, networks, source, tokenizer, batch, out)


def train(stage, arguments, rank=0):
    steps, minutes, batch, peak = PLAN[stage]
    torch.set_num_threads(arguments.threads)
    torch.set_default_device(arguments.device)
    modules, losses, check = prepared(stage, arguments, arguments.batch or batch, rank)

    def amp(function):
        def inner(*rest):
            half = torch.autocast(arguments.device.split(":")[0], torch.bfloat16)
            with half if arguments.bf16 else contextlib.nullcontext():
                return function(*rest)
        return inner
    fit(stage, modules, amp(losses), amp(check), arguments.out, steps=arguments.steps or steps,
        minutes=arguments.minutes or minutes, peak=arguments.rate or peak, seed=arguments.seed + 1000 * rank)


def beside(rank, stage, arguments, meeting):
    """One of several processes that train a stage together."""
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank,
                                   world_size=arguments.processes)
    train(stage, arguments, rank)
    distributed.destroy_process_group()


def start(stage, arguments):
    if arguments.processes == 1:
        train(stage, arguments)
        return
    with tempfile.TemporaryDirectory() as place:
        multiprocessing.spawn(beside, (stage, arguments, f"{place}/meeting"), arguments.processes)


def fill_cache(arguments, flip):
    """Encodes all segments with the encoders as they are; later stages do it themselves if this was not run."""
    torch.set_num_threads(arguments.threads)
    networks = networks_of(arguments.out, arguments.seed, later=False)
    cache.build(networks, shards_of(arguments), Path(arguments.out) / "cache", flip)


def make_labels(arguments):
    """Label tables beside the tensors, and the tokenizer: what the stages side by side would each make."""
    Path(arguments.out).mkdir(parents=True, exist_ok=True)
    shards = shards_of(arguments)
    tokenizer_of(arguments.out, shards)
    for flip in (False, True):
        labels.table(shards, flip)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="holds tensors/, train/ (truth) and, for vision, stills/")
    parser.add_argument("--out", required=True)
    parser.add_argument("--stage", default="all", choices=[*PLAN, "all", "labels", "cache", "cache-mirrored"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="that train one stage together, on the CPU")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--bf16", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.stage == "labels":
        make_labels(arguments)
    elif arguments.stage.startswith("cache"):
        fill_cache(arguments, arguments.stage == "cache-mirrored")
    else:
        for stage in PLAN if arguments.stage == "all" else [arguments.stage]:
            start(stage, arguments)


if __name__ == "__main__":
    main()
