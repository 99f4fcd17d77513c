"""Writes golden.json: inputs anyone can rebuild, and what a bundle answers to them."""

import json

import numpy as np

from . import sizes as S
from .pipeline import Bundle, quantise

FORMULA = "value[i] = ((i * multiplier) % modulus + offset) / divisor, i over the flat array"


def ramp(shape, multiplier, modulus, offset, divisor):
    """An input by formula, with its statement."""
    i = np.arange(int(np.prod(shape)), dtype=np.int64)
    values = (((i * multiplier) % modulus + offset) / np.float32(divisor)).astype(np.float32)
    about = {"shape": list(shape), "multiplier": multiplier, "modulus": modulus, "offset": offset,
             "divisor": divisor}
    return values.reshape(shape), about


def summary(array):
    flat = array.reshape(-1)
    return {"shape": list(array.shape), "first": [round(float(v), 7) for v in flat[:8]],
            "sum": float(flat.astype(np.float64).sum())}


def encoders(bundle):
    """Every encoder and projector at formula inputs."""
    image = ramp((1, 3, S.IMAGE_HEIGHT, S.IMAGE_WIDTH), 37, 255, 0, 255)
    field = ramp((1, S.MOTION_STEPS, 3, S.GRID_HEIGHT, S.GRID_WIDTH), 37, 25, -12, 1)
    cases = {"vision_encoder": {"pixel_values": image}, "motion_tokenizer": {"motion": field},
             "audio_encoder": {"pcm": ramp((1, S.SAMPLES), 37, 255, -127, 255)},
             "temporal_encoder": {
                 m: ramp((1, S.WINDOW, S.TOKENS[m], S.DIM), 37, 255, -127, 64)
                 for m in ("spatial", "motion", "audio")}}
    present = np.array([[[0, 0, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1]]], np.float32)
    cases["temporal_encoder"]["present"] = (present, {
        "shape": [1, S.WINDOW, 4], "values": present.reshape(-1).tolist()})
    for m in S.MODALITIES:
        cases[f"projector_{m}"] = {"tokens": ramp((1, S.TOKENS[m], S.DIM), 37, 255, -127, 64)}
    ids = np.array([[2, 3, 20, 100, 1]], np.int64)
    cases["embed_tokens"] = {"input_ids": (ids, {"shape": [1, 5], "values": ids[0].tolist()})}
    cases["search_text"] = {**cases["embed_tokens"], "attention_mask": (np.ones((1, 5), np.int64), {
        "shape": [1, 5], "values": [1] * 5})}
    result = {}
    for role, feeds in cases.items():
        names = [output.name for output in bundle.sessions[role].get_outputs()]
        outputs = bundle.sessions[role].run(names, {n: value for n, (value, _) in feeds.items()})
        result[role] = {"inputs": {name: about for name, (_, about) in feeds.items()},
                        "outputs": {n: summary(o) for n, o in zip(names, outputs)}}
    return result


def caption(bundle, language, tokens, seed):
    """A prompt of two segments of seeded blocks, the second without audio, and its greedy ids."""
    random, segments, blocks = np.random.default_rng(seed), [], []
    for n in range(2):
        record, values = {}, {}
        for m in S.MODALITIES:
            if n == 1 and m == "audio":
                continue
            block, scale = quantise(random.normal(size=(S.TOKENS[m], S.DIM)).astype(np.float32))
            record[m] = {"count": S.TOKENS[m], "dim": S.DIM, "scale": float(scale),
                         "values": block.reshape(-1).tolist()}
            values[m] = block.astype(np.float32) * scale
        segments.append(values)
        blocks.append(record)
    embeds, layout = bundle.prompt(segments, language)
    margins = []
    ids = bundle.generate(embeds, tokens, margins)
    return {"language": language, "seed": seed, "segments": blocks, "layout": layout,
            "promptLength": len(embeds), "promptIds": [e["id"] for e in layout if "id" in e],
            "embedsByModality": {m: sum(e["embeds"] for e in layout if e.get("block") == m)
                                 for m in S.MODALITIES},
            "ids": ids, "stopped": "eos" if len(ids) < tokens else "length",
            "text": bundle.tokenizer.decode(ids), "smallestMargin": min(margins)}


def write(directory, tokens=16, attempts=40):
    """Writes golden.json; seeds are tried until no step is close to a tie."""
    bundle = Bundle(directory)
    best = None
    for seed in range(attempts):
        found = caption(bundle, "ru" if seed % 2 else "en", tokens, seed)
        quality = (len(found["ids"]) >= 12, len(set(found["ids"])) >= 3, found["smallestMargin"])
        if best is None or quality > best[0]:
            best = (quality, found)
    golden = {"formula": FORMULA, "tolerance": 1e-4, "sumTolerance": 1e-2, "maxNewTokens": tokens,
              "encoders": encoders(bundle), "caption": best[1]}
    text = json.dumps(golden, ensure_ascii=False)
    (bundle.directory / "golden.json").write_text(text + "\n")
    return best[0]
