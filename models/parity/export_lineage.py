"""python -m models.parity.export_lineage: small random networks of Video-LaVIT and OmniFusion, and what they answer.

Writes models/parity/video_lavit_small and models/parity/omnifusion_small for the Java tests; with --full DIR only the
motion tokenizer in its published size, 270 MB, into DIR.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer

from models.training import bundle

from . import motion_field, omnifusion, video_lavit

HERE = Path(__file__).parent
TOKENIZER = HERE.parent / "testbundle" / "tokenizer.json"
SIZES = ((640, 360), (100, 70))  # of the frames whose vectors are made up; neither is a multiple of a block
STRIDE = 97  # of the values of a clip that are kept where all would be too many
QUESTIONS = ("What is going on here?", "Что здесь происходит? A car едет.")


class Chance:
    """Whole numbers of a 64-bit linear congruential generator, easily written in any language."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % bound


def made_up_vectors(chance, width, height):
    """Vectors of one frame: some macroblocks, some of them with four blocks, a few ending outside the picture."""
    rows = []
    for top in range(0, height, 16):
        for left in range(0, width, 16):
            parts = (0, 1, 1, 4)[chance.below(4)]
            for part in range(parts):
                scale = (1, 2, 4)[chance.below(3)]
                source = 1 if chance.below(8) == 0 else -1
                dst_x = left + 8 if parts == 1 else left + 4 + 8 * (part % 2)
                dst_y = top + 8 if parts == 1 else top + 4 + 8 * (part // 2)
                rows.append([source, 16, 16, 0, 0, dst_x, dst_y, chance.below(129) - 64, chance.below(129) - 64, scale])
    return np.array(rows, np.int64).reshape(-1, 10)


def exported_clip(chance, width, height, frames):
    """A clip of made-up vectors; frame 0 has none."""
    fields = [motion_field.frame_field(made_up_vectors(chance, width, height) if i else [], width, height)
              for i in range(frames)]
    return motion_field.clip_field(fields)


def stored_segments(chance):
    """Two stored fields, int8 [12,2,20,36]: most cells at rest."""
    return [np.array([chance.below(61) - 30 if chance.below(4) == 0 else 0 for _ in range(12 * 2 * 720)],
                     np.int8).reshape(12, 2, 20, 36) for _ in range(2)]


def clips():
    """The four clips of the golden file, each f32 [2,24,20,36]."""
    chance = Chance(20260701)
    found = [exported_clip(chance, *SIZES[0], 24), exported_clip(chance, *SIZES[1], 20)]
    return found + [motion_field.stored_clip(*stored_segments(chance)) for _ in range(2)]


def lively(module, gain):
    """Larger random weights, so that answers differ from place to place."""
    for parameter in module.parameters():
        if parameter.dim() > 1:
            parameter.data *= gain
        elif parameter.abs().sum() == 0:
            parameter.data.normal_(std=0.1)


def write_description(out, role, file, more, **of_role):
    """A bundle.json of one role."""
    sha = hashlib.sha256((out / file).read_bytes()).hexdigest()
    description = {"name": out.name, "version": "1", "licence": "Apache-2.0", "languages": ["en", "ru"],
                   "roles": {role: {"file": file, "sha256": sha, **bundle.described(out / file), **of_role}}, **more}
    (out / "bundle.json").write_text(json.dumps(description, indent=1) + "\n")


def slim(path):
    """Drops the names of a graph's nodes: they are a third of a small network's file."""
    model = onnx.load(str(path))
    for node in model.graph.node:
        node.ClearField("name")
        node.ClearField("doc_string")
    onnx.save(model, str(path))


def write_motion(out, profile):
    """Network, two clips in full and two in part, and ids of all four."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)
    network = video_lavit.MotionTokenizer(profile).eval()
    lively(network, 1.6)
    fields = clips()
    batch = torch.from_numpy(np.stack(fields))
    bundle.export(network, out / "motion_clip_tokenizer.onnx", {"clip": batch[:1]}, ["ids", "codes"],
                  {name: {0: "batch"} for name in ("clip", "ids", "codes")},
                  [{"clip": batch}] if profile == video_lavit.SMALL else [])
    slim(out / "motion_clip_tokenizer.onnx")
    started = time.perf_counter()
    with torch.no_grad():
        distances = torch.cat([network.distances(clip[None]) for clip in batch])
    seconds = time.perf_counter() - started
    ids, two = distances.argmin(-1), distances.topk(2, largest=False)[0]
    margin = float((two[..., 1] - two[..., 0]).min())
    for name, clip in zip(("exported", "short"), fields):
        (out / f"{name}.f32").write_bytes(clip.astype("<f4").tobytes())
    golden = {"sizes": SIZES, "frames": [24, 20], "ids": ids.tolist(), "smallestMargin": margin,
              "codesUsed": len(ids.unique()), "storedStride": STRIDE,
              "stored": [[float(v) for v in clip.flatten()[::STRIDE]] for clip in fields[2:]]}
    (out / "golden.json").write_text(json.dumps(golden) + "\n")
    write_description(out, "motion_clip_tokenizer", "motion_clip_tokenizer.onnx", {
        "motion": {"profile": "video-lavit", "clip": {
            "steps": 24, "tokens": video_lavit.TOKENS, "codes": profile.codes}}})
    print(f"{out.name}: margin {margin:.2g}, {golden['codesUsed']} codes of {ids.numel()} ids, {seconds:.1f} s")


def write_adapter(out):
    """Adapter as a projector, its answer to a formula, and prompt layouts."""
    out.mkdir(exist_ok=True)
    torch.manual_seed(4)
    adapter, profile = omnifusion.Adapter(omnifusion.SMALL).eval(), omnifusion.SMALL
    shape = (1, profile.tokens, profile.dim)
    numbers = np.arange(np.prod(shape), dtype=np.int64)
    tokens = ((numbers * 37 % 255 - 127) / np.float32(64)).astype(np.float32).reshape(shape)
    bundle.export(adapter, out / "projector_spatial.onnx", {"tokens": torch.from_numpy(tokens)}, ["embeds"],
                  {name: {0: "batch"} for name in ("tokens", "embeds")})
    with torch.no_grad():
        embeds = adapter(torch.from_numpy(tokens))[0]
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    layouts = [{"question": q, "ids": omnifusion.layout(tokenizer, q, -1, "<spatial>", "</spatial>", "<ask>", "</ask>")}
               for q in QUESTIONS]
    golden = {"embeds": [round(v, 8) for v in embeds.flatten().tolist()], "layouts": layouts}
    (out / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
    write_description(out, "projector_spatial", "projector_spatial.onnx", {"languageModel": {"prompt": omnifusion.PROMPT}},
                      kind="transformer", grid=[6, 6])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", type=Path, metavar="DIR", help="write the motion tokenizer in its published size")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.full:
        write_motion(arguments.full, video_lavit.FULL)
    else:
        write_motion(HERE / "video_lavit_small", video_lavit.SMALL)
        write_adapter(HERE / "omnifusion_small")


if __name__ == "__main__":
    main()
