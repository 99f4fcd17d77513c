"""python -m models.parity.compression_golden: pooled grids and centres of a stream, as PyTorch and plain NumPy have them.

Writes models/parity/golden/compression.json for the Java tests.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

OUT = Path(__file__).parent / "golden" / "compression.json"
POOLED = ((3, 5, 2, 3), (3, 5, 1, 2), (4, 6, 2, 2), (1, 8, 1, 3))  # rows, columns, and those of what comes out
WIDTH, CENTRES, BLOCKS, EACH = 3, 4, 3, 6
ROUNDS = 2


def values(count, step):
    """Numbers by a formula that Java repeats."""
    return (np.arange(count, dtype=np.int64) * step % 101 - 50) / np.float64(16)


def pooled(rows, columns, to_rows, to_columns):
    grid = torch.from_numpy(values(rows * columns * WIDTH, 37)).reshape(1, rows, columns, WIDTH).permute(0, 3, 1, 2)
    found = F.adaptive_avg_pool2d(grid, (to_rows, to_columns)).permute(0, 2, 3, 1)
    return {"rows": rows, "columns": columns, "toRows": to_rows, "toColumns": to_columns,
            "values": [round(v, 7) for v in found.flatten().tolist()]}


def centres_of(stream):
    """Weighted k-means, two rounds for each block; data are the centres with their counts, and the block."""
    first, counts, rest = stream[0][:CENTRES], np.ones(CENTRES), [stream[0][CENTRES:], *stream[1:]]
    centres = first.copy()
    for block in rest:
        data, weights = np.concatenate([centres, block]), np.concatenate([counts, np.ones(len(block))])
        for _ in range(ROUNDS):
            own = ((data[:, None] - centres[None]) ** 2).sum(-1).argmin(1)
            centres = np.stack([np.average(data[own == i], 0, weights[own == i]) if (own == i).any() else centres[i]
                                for i in range(CENTRES)])
            counts = np.array([weights[own == i].sum() for i in range(CENTRES)])
    return centres, counts


def main():
    stream = values(BLOCKS * EACH * WIDTH, 29).reshape(BLOCKS, EACH, WIDTH)
    centres, counts = centres_of(stream)
    golden = {"pooled": [pooled(*case) for case in POOLED],
              "centres": [round(v, 7) for v in centres.flatten().tolist()], "counts": counts.tolist()}
    OUT.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
