"""python -m models.training.export --run DIR --out models/tiny: the bundle of a run's checkpoints."""

import argparse

import torch

from . import bundle, golden, run
from .networks import parameters


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--name", default="tiny")
    parser.add_argument("--version", default="1")
    parser.add_argument("--full", action="store_true", help="store weights as float32, at twice the size")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    networks = run.networks_of(arguments.run, 1)
    size = bundle.write(networks, run.tokenizer_of(arguments.run), arguments.out, arguments.name,
                        arguments.version, halve=not arguments.full)
    golden.write(arguments.out, attempts=4)
    print(f"{size / 1e6:.1f} MB, {parameters(networks) / 1e6:.2f} M weights")


if __name__ == "__main__":
    main()
