"""python -m models.training.calibrate --bundle DIR --data DIR: confidence that means what it says.

Fits P(every slot of the sentence is right) to the mean token log-probability and the number of tokens,
both with the end token, on training clips held out of training, and writes it to bundle.json as
languageModel.calibration: P = 1 / (1 + exp(-(scale * mean + length * tokens + bias))).
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import bundle as bundles, evaluate, labels, run, stages
from .pipeline import Bundle


def logistic(features, right, rounds=60, ridge=1e-3):
    """Weights and bias by Newton's method; features [N,F], right [N] of 0 and 1."""
    x = np.concatenate([features, np.ones((len(features), 1))], 1)
    mean, spread = x[:, :-1].mean(0), x[:, :-1].std(0) + 1e-9
    x[:, :-1] = (x[:, :-1] - mean) / spread
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - right) + ridge * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + ridge * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    scale = weights[:-1] / spread
    return scale, float(weights[-1] - scale @ mean)


def expected_error(chance, right, bins=10):
    """Expected calibration error over equal bins of confidence."""
    at = np.minimum((chance * bins).astype(int), bins - 1)
    return float(sum(abs(chance[at == b].mean() - right[at == b].mean()) * (at == b).mean()
                     for b in range(bins) if (at == b).any()))


def outcomes(encoded, chosen, wanted):
    """features [N,2] (mean log-probability, tokens) and right [N] of captions in both languages."""
    features, right = [], []
    for language in ("en", "ru"):
        chances = []
        for text, slots in zip(evaluate.said(encoded, chosen, language, chances), wanted):
            found = labels.parse(text, language)
            right.append(all(found.get(n) == v for n, v in slots.items()))
        features += [(np.mean(c), len(c)) for c in chances]
    return np.array(features), np.array(right, float)


def crossed(features, right):
    """Calibration error where each half is judged by the other half's fit; windows of a file stay together."""
    half = len(right) // 4
    part = (np.arange(len(right)) // max(1, half)) % 2
    chance = np.zeros(len(right))
    for side in (0, 1):
        scale, bias = logistic(features[part != side], right[part != side])
        chance[part == side] = 1 / (1 + np.exp(-(features[part == side] @ scale + bias)))
    return expected_error(chance, right)


def held_out(shards):
    """The same shards with only the files that no stage trains on."""
    shards.files = [f for f in shards.files if stages.held_out(f.name)]
    return shards


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    shards, bundle = held_out(run.shards_of(arguments)), Bundle(arguments.bundle)
    chosen = evaluate.windows(shards, arguments.limit, arguments.seed)
    wanted = [labels.slots_of(shards, *window) for window in chosen]
    features, right = outcomes(evaluate.Encoded(bundle, shards, arguments.seed), chosen, wanted)
    scale, bias = logistic(features, right)
    before = expected_error(np.exp(features[:, 0]), right)
    about = {"kind": "platt", "scale": float(scale[0]), "length": float(scale[1]), "bias": bias}
    description = json.loads((Path(arguments.bundle) / "bundle.json").read_text())
    description["languageModel"]["calibration"] = about
    bundles.save(description, arguments.bundle)
    print(json.dumps({"captions": len(right), "right": right.mean(), "ece before": before,
                      "ece after, crossed": crossed(features, right), **about}))


if __name__ == "__main__":
    main()
