"""python -m models.training.probe --run DIR --data DIR [--tensors DIR --truth DIR]: what motion ids say by themselves.

A linear probe reads nothing but the 45 ids of a segment (a weight for each id, and one for each id in
each place) and names the camera's motion, one of 8, and how the main actor moves, one of 8 classes.
It learns from training clips and is judged on others; codes in use are counted beside.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import codebook, dataset, labels, run, stages, sizes as S

MAIN = ("none", "stands still", "left to right", "right to left", "up", "down", "toward camera", "away")


class Probe(nn.Module):
    """ids i64 [B,45] -> logits [B,8]."""

    def __init__(self, classes):
        super().__init__()
        self.anywhere = nn.EmbeddingBag(S.CODES, classes, mode="sum")
        self.there = nn.EmbeddingBag(S.CODES * S.MOTION_TOKENS, classes, mode="sum")
        self.bias = nn.Parameter(torch.zeros(classes))
        nn.init.zeros_(self.anywhere.weight)
        nn.init.zeros_(self.there.weight)

    def forward(self, ids):
        return self.anywhere(ids) + self.there(ids + torch.arange(S.MOTION_TOKENS) * S.CODES) + self.bias


def camera_classes(table, rows):
    """0..7 by the camera's motion; -1 where it stands still."""
    return table["slot.camera"][rows] - 2  # 0 is no picture, 1 still


def main_classes(table, rows):
    """0..7 by how the main actor moves; -1 where its action has no way."""
    actor, direction = table["slot.actor"][rows], table["slot.direction"][rows]
    still = table["slot.action"][rows] == labels.CLASSES["action"].index("stands still")
    found = np.full(len(rows), -1)
    found[actor == 0] = 0
    found[still] = 1
    for value in range(1, len(labels.CLASSES["direction"])):
        found[(direction == value) & (actor > 0)] = value + 1
    return found


TASKS = {"camera": camera_classes, "main actor": main_classes}


def fit(ids, wanted, steps=600, batch=512, decay=3e-4, seed=1):
    torch.manual_seed(seed)
    probe = Probe(8)
    optimiser = torch.optim.Adam(probe.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        rows = torch.randint(len(ids), (min(batch, len(ids)),))
        loss = nn.functional.cross_entropy(probe(ids[rows]), wanted[rows])
        loss = loss + decay * sum((p * p).sum() for p in probe.parameters()) / 8
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return probe.eval()


@torch.no_grad()
def ids_of(networks, shards, rows, batch=128):
    """Motion ids [N,45] of segments."""
    found = [networks.motion_tokenizer(torch.from_numpy(shards.column("motion", rows[i:i + batch])).float())[0]
             for i in range(0, len(rows), batch)]
    return torch.cat(found)


def segments(shards, files):
    """Rows of files' segments that have video."""
    rows = np.concatenate([np.arange(f.first, f.first + f.count) for f in files])
    has = np.concatenate([np.asarray(a["has"]) for a in shards.arrays])
    return rows[has[rows, 0] > 0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--tensors", help="of the clips it is judged on; default: training clips held out")
    parser.add_argument("--truth")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    networks = run.networks_of(arguments.run, 1, later=False).eval()
    shards = run.shards_of(arguments)
    other = dataset.Shards(arguments.tensors, arguments.truth) if arguments.tensors else shards
    mine = segments(shards, [f for f in shards.files if not stages.held_out(f.name)])
    theirs = segments(other, other.files if arguments.tensors else [f for f in shards.files if stages.held_out(f.name)])
    ids, judged = ids_of(networks, shards, mine), ids_of(networks, other, theirs)
    codes, perplexity = codebook.usage(judged)
    result = {"segments": len(mine), "judged on": len(theirs), "codes": codes, "codes_used": codes / S.CODES,
              "perplexity": perplexity}
    if warning := codebook.alarm(judged):
        print(f"WARNING: {warning}")
    tables = labels.table(shards), labels.table(other)
    for name, classes in TASKS.items():
        wanted, truth = torch.from_numpy(classes(tables[0], mine)), torch.from_numpy(classes(tables[1], theirs))
        probe = fit(ids[wanted >= 0], wanted[wanted >= 0])
        with torch.no_grad():
            right = (probe(judged[truth >= 0]).argmax(1) == truth[truth >= 0]).float()
        commonest = torch.bincount(truth[truth >= 0], minlength=8).max() / max(1, len(right))
        result |= {f"{name} probe": float(right.mean()), f"{name} commonest class": float(commonest)}
    line = json.dumps(result)
    print(line)
    with (Path(arguments.run) / "probe.log").open("a") as log:
        log.write(line + "\n")


if __name__ == "__main__":
    main()
