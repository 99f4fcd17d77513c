"""python -m models.parity.export_published [--out models/parity]: the fixtures of published layouts, and their golden
files. Tiny models of random weights, built from the public configuration classes of transformers."""

import argparse
import pathlib
import shutil

import torch

from . import arrays, check, families, golden, layout, pictures

SEEDS = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/parity"))
    parser.add_argument("--family", choices=list(families.ALL), nargs="*", default=list(families.ALL))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    drawn = arguments.out / "golden"
    drawn.mkdir(parents=True, exist_ok=True)
    for name, draw in pictures.PICTURES.items():
        draw().save(drawn / f"{name}.png", optimize=True)
    arrays.write(drawn / "resize.json", {"cases": list(pictures.resized())})
    for name in arguments.family:
        export(name, arguments.out / "fixtures" / name, drawn / f"{name}.json")


def export(name, directory, golden_file):
    """Weights are drawn until greedy decoding is lively and no two tokens ever come close."""
    family, stages, seed = chosen(name)
    shutil.rmtree(directory, ignore_errors=True)
    layout.graphs(family, directory / "onnx")
    layout.texts(family, directory)
    arrays.write(golden_file, {"family": name, "seed": seed, "prompts": list(golden.prompts(family)),
                               "corpus": list(golden.ids_of_corpus(family)), **stages})
    if name == "idefics3":
        arrays.write(golden_file.with_name("idefics3_tiles.json"),
                     {**golden.tiles(family), "videos": list(golden.videos(family))})
    worst = check.against_onnx(directory, golden_file)
    print(name, "seed", seed, "margin", round(stages["smallest_margin"], 4), worst)


def chosen(name):
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        family = families.ALL[name]()
        stages = golden.stages(family)
        eos = set(_list(family.model.generation_config.eos_token_id))
        tokens = stages["tokens"]
        if stages["smallest_margin"] > 0.005 and len(set(tokens)) > 16 and not eos & set(tokens):
            return family, stages, seed
    raise SystemExit(f"{name}: none of {SEEDS} seeds gives 64 tokens that are safe to compare")


def _list(value):
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    main()
