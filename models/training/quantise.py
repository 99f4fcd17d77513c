"""python -m models.training.quantise --bundle DIR --tensors DIR --truth DIR [--write]: int8 beside fp32.

Weights of matrix products become bytes (dynamic quantisation, each output channel its own scale);
convolutions stay as they are. Prints a table of size and slots; --write keeps the smallest variant
whose slots fall by no more than --fall, else the bundle stays as it is.
"""

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic

from . import bundle as bundles, dataset, evaluate, golden, sizes as S

LANGUAGE = ("decoder_model_merged",)
TOKENS = ("temporal_encoder", "search_text", *(f"projector_{m}" for m in S.MODALITIES))
VARIANTS = {"fp32": (), "decoder int8": LANGUAGE, "temporal, search, projectors int8": TOKENS,
            "all of these int8": LANGUAGE + TOKENS}


def variant(source, out, roles):
    """A copy of a bundle with some roles' matrix products in bytes."""
    shutil.copytree(source, out, dirs_exist_ok=True)
    description = json.loads((out / "bundle.json").read_text())
    for role in roles:
        path = out / description["roles"][role]["file"]
        quantize_dynamic(Path(source) / path.name, path, op_types_to_quantize=["MatMul"], per_channel=True,
                         weight_type=QuantType.QInt8)
        description["roles"][role]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    bundles.save(description, out)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--tensors", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--clips", type=int, default=300, help="to search among")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--fall", type=float, default=0.002)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    logging.getLogger().setLevel(logging.ERROR)
    shards, results, sizes, memory = dataset.Shards(arguments.tensors, arguments.truth), {}, {}, {}
    with tempfile.TemporaryDirectory() as place:
        for name, roles in VARIANTS.items():
            out = variant(arguments.bundle, Path(place) / name.replace(" ", "-").replace(",", ""), roles)
            encoded, *_, scores = evaluate.slots_of(evaluate.Bundle(out), shards, arguments.limit, arguments.seed,
                                                      ("en", "ru"), memory)
            found = evaluate.search(encoded, arguments.clips)
            sizes[name] = (bundles.size_of(out), out)
            results[name] = {"MB": sizes[name][0] / 1e6, "slots en": scores["en"]["all slots"],
                             "slots ru": scores["ru"]["all slots"], "search r1": found["r1"]}
        print(evaluate.table(results))
        base = results["fp32"]
        judged = ("slots en", "slots ru")
        good = [n for n, r in results.items() if all(base[k] - r[k] <= arguments.fall for k in judged)]
        best = min(good, key=lambda n: sizes[n][0])
        print(f"smallest without a fall of more than {arguments.fall}: {best}")
        if arguments.write and best != "fp32":
            for path in sizes[best][1].iterdir():
                shutil.copy(path, arguments.bundle)
            golden.write(arguments.bundle, attempts=4)


if __name__ == "__main__":
    main()
