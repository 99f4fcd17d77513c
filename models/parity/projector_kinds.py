"""python -m models.parity.projector_kinds: a small random bundle of each kind of projector, and what it answers.

Writes models/parity/projectors_small for the Java tests: the answers are PyTorch's, not those of the exported graphs.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models.training import bundle
from models.training.projectors import EncoderMix
from models.training.resampler import Resampler

from .export_lineage import slim, write_description
from .omnifusion import Adapter, Profile

OUT = Path(__file__).parent / "projectors_small"
TOKENS, DIM, HIDDEN, LATENTS = 6, 8, 12, 4
LAYERS, DIMS = 2, (4, 3)  # of a mix: layers of each encoder, and widths of the two


class Perceiver(nn.Module):
    """A resampler over the tokens, then one matrix."""

    def __init__(self):
        super().__init__()
        self.resampler = Resampler(LATENTS, DIM, 16)
        self.out = nn.Linear(DIM, HIDDEN)

    def forward(self, tokens):
        return self.out(self.resampler(tokens))


def kinds():
    """Each kind's network, and the widths of the tensors that it takes."""
    return {
        "linear": (nn.Linear(DIM, HIDDEN), [DIM]),
        "mlp": (nn.Sequential(nn.Linear(DIM, 16), nn.GELU(), nn.Linear(16, HIDDEN)), [DIM]),
        "transformer": (Adapter(Profile(TOKENS, DIM, HIDDEN, heads=2, ffn=16)), [DIM]),
        "mix": (EncoderMix(LAYERS, DIMS, 8, HIDDEN), [LAYERS * dim for dim in DIMS]),
        "perceiver": (Perceiver(), [DIM]),
    }


def stored(widths):
    """The values of a block, (count, all widths) row-major, by a formula that Java repeats."""
    numbers = np.arange(TOKENS * sum(widths), dtype=np.int64)
    return ((numbers * 37 % 255 - 127) / np.float32(64)).astype(np.float32).reshape(1, TOKENS, sum(widths))


def write(kind, network, widths):
    out = OUT / kind
    out.mkdir(parents=True, exist_ok=True)
    parts = torch.from_numpy(stored(widths)).split(widths, -1)
    names = ["tokens", "tokens_2"][:len(widths)]
    bundle.export(network.eval(), out / "projector_spatial.onnx", dict(zip(names, parts)), ["embeds"],
                  bundle.batched([*names, "embeds"]))
    slim(out / "projector_spatial.onnx")
    with torch.no_grad():
        embeds = network(*parts)[0]
    golden = {"shape": list(embeds.shape), "embeds": [round(v, 8) for v in embeds.flatten().tolist()]}
    (out / "golden.json").write_text(json.dumps(golden) + "\n")
    write_description(out, "projector_spatial", "projector_spatial.onnx", {}, kind=kind,
                      grid=[1, LATENTS] if kind == "perceiver" else [2, 3])


def main():
    torch.set_num_threads(1)
    torch.manual_seed(8)
    for kind, (network, widths) in kinds().items():
        if kind == "mix":  # shares that are alike would hide an exchange of layers
            network.shares.data.copy_(torch.tensor([0.7, -0.4]))
        write(kind, network, widths)


if __name__ == "__main__":
    main()
