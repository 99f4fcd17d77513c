"""Runs the exported graphs in ONNX Runtime against the golden files, as another program would: by names and shapes."""

import json

import numpy as np
import onnxruntime

from . import arrays


def against_onnx(directory, golden_file):
    """Largest absolute errors of each stage; fails if one exceeds 1e-4 or a token differs."""
    golden = json.loads(golden_file.read_text(encoding="utf-8"))
    config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    sessions = {name: onnxruntime.InferenceSession(directory / "onnx" / f"{name}.onnx")
                for name in ("vision_encoder", "embed_tokens", "decoder_model_merged")}
    ids = arrays.unpack(golden["input_ids"])[None]
    features = _features(sessions["vision_encoder"], golden)
    embeds = sessions["embed_tokens"].run(None, {"input_ids": ids})[0]
    image = config.get("image_token_id", config.get("image_token_index"))
    embeds[0, ids[0] == image] = features
    logits, tokens = _decode(sessions, embeds, arrays.unpack(golden["position_ids"]), len(golden["tokens"]),
                             golden["family"])
    errors = {"features": _error(features, golden["image_features"]),
              "embeds": _error(embeds[0], golden["inputs_embeds"]),
              "logits": _error(logits[:, arrays.unpack(golden["logits_columns"])], golden["logits_at_columns"])}
    if max(errors.values()) > 1e-4 or tokens != golden["tokens"]:
        raise SystemExit(f"{directory}: {errors}, tokens {tokens} and {golden['tokens']}")
    return errors


def _error(found, packed):
    return float(np.abs(found - arrays.unpack(packed)).max())


def _features(session, golden):
    pixels = arrays.unpack(golden["pixel_values"])
    feeds = {"pixel_values": pixels}
    if golden["family"] == "idefics3":
        feeds["pixel_attention_mask"] = np.ones((*pixels.shape[:2], *pixels.shape[3:]), bool)
    if golden["family"] == "qwen2_vl":
        feeds["grid_thw"] = arrays.unpack(golden["grid_thw"])
    found = session.run(None, feeds)[0]
    return found.reshape(-1, found.shape[-1])


def _decode(sessions, embeds, positions, count, family):
    decoder = sessions["decoder_model_merged"]
    past = {put.name: np.zeros((1, put.shape[1], 0, put.shape[3]), np.float32)
            for put in decoder.get_inputs() if put.name.startswith("past")}
    places = positions[:, None] if family == "qwen2_vl" else positions[None]
    total, tokens, first = 0, [], None
    for _ in range(count):
        total += embeds.shape[1]
        out = decoder.run(None, {"inputs_embeds": embeds, "attention_mask": np.ones((1, total), np.int64),
                                 "position_ids": places, **past})
        first = out[0][0] if first is None else first
        past = dict(zip(past, out[1:], strict=True))
        tokens.append(int(out[0][0, -1].argmax()))
        embeds = sessions["embed_tokens"].run(None, {"input_ids": np.array([[tokens[-1]]])})[0]
        places = places.max(keepdims=False) + np.ones((*places.shape[:-1], 1), np.int64)
    return first, tokens
