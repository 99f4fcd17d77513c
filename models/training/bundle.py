"""Writes a bundle directory: ONNX files checked against PyTorch, tokenizer, bundle.json."""

import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from . import halves, sizes as S
from .tokens import SPECIAL

TOLERANCE = 1e-4
DELIMITERS = {m: [f"<{m}>", f"</{m}>"] for m in S.MODALITIES}


def session(path):
    """A quiet one-thread session."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def state_shapes(path, module, inputs, outputs, dynamic):
    """Gives every output its true fixed dimensions: sessions are asked for them."""
    with torch.no_grad():
        found = module(*inputs.values())
    found = found if isinstance(found, tuple) else (found,)
    model = onnx.load(str(path))
    for output, tensor in zip(model.graph.output, found):
        for i, (dim, size) in enumerate(zip(output.type.tensor_type.shape.dim, tensor.shape)):
            if i not in dynamic.get(output.name, {}):
                dim.dim_value = size
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def export(module, path, inputs, outputs, dynamic, more=()):
    """Exports one graph and compares it with PyTorch at `inputs` and at each of `more`."""
    module.eval()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, tuple(inputs.values()), str(path), dynamo=False, opset_version=17,
                          input_names=list(inputs), output_names=outputs, dynamic_axes=dynamic)
    state_shapes(path, module, inputs, outputs, dynamic)
    graph = session(path)
    for feeds in (inputs, *more):
        with torch.no_grad():
            wanted = module(*feeds.values())
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        found = graph.run(outputs, {name: value.numpy() for name, value in feeds.items()})
        for name, want, have in zip(outputs, wanted, found):
            worst = float(np.abs(want.numpy() - have).max()) if have.size else 0.0
            if want.shape != have.shape or worst > TOLERANCE * max(1.0, float(want.abs().max())):
                raise ValueError(f"{path.name}: {name} differs by {worst}, {want.shape} {have.shape}")


def batched(names):
    return {name: {0: "batch"} for name in names}


def encoder_inputs(batch, generator):
    """Plausible random inputs of every encoder."""
    def rand(*shape):
        return torch.rand(shape, generator=generator)
    present = (rand(batch, S.WINDOW, 4) > 0.3).float()
    present[:, -1, 0] = 1
    return {
        "vision_encoder": {"pixel_values": rand(batch, 3, S.IMAGE_HEIGHT, S.IMAGE_WIDTH)},
        "motion_tokenizer": {"motion": torch.round(rand(batch, S.MOTION_STEPS, 3, S.GRID_HEIGHT, S.GRID_WIDTH) * 20 - 10)},
        "audio_encoder": {"pcm": rand(batch, S.SAMPLES) - 0.5},
        "temporal_encoder": {
            "spatial": rand(batch, S.WINDOW, S.SPATIAL_TOKENS, S.DIM) - 0.5,
            "motion": rand(batch, S.WINDOW, S.MOTION_TOKENS, S.DIM) - 0.5,
            "audio": rand(batch, S.WINDOW, S.AUDIO_TOKENS, S.DIM) - 0.5,
            "present": present},
    }


OUTPUTS = {"vision_encoder": ["tokens"], "motion_tokenizer": ["ids", "tokens"],
           "audio_encoder": ["tokens", "scores"], "temporal_encoder": ["tokens", "search"]}


def decoder_inputs(model, batch, past, step, generator):
    """Inputs of the decoder at one point of decoding."""
    cache = (batch, model.sizes.kv_heads, past, model.head_dim)
    feeds = {"inputs_embeds": torch.randn(batch, step, model.sizes.hidden, generator=generator),
             "attention_mask": torch.ones(batch, past + step, dtype=torch.long),
             "position_ids": torch.arange(past, past + step).repeat(batch, 1)}
    for i in range(model.sizes.layers):
        feeds[f"past_key_values.{i}.key"] = torch.randn(cache, generator=generator)
        feeds[f"past_key_values.{i}.value"] = torch.randn(cache, generator=generator)
    return feeds


def export_decoder(networks, path, generator):
    """decoder_model_merged.onnx, checked at P=0, decoding, batch 3 and a padded row."""
    model = networks.language_model
    presents = [f"present.{i}.{kind}" for i in range(model.sizes.layers) for kind in ("key", "value")]
    pasts = [f"past_key_values.{i}.{kind}" for i in range(model.sizes.layers) for kind in ("key", "value")]
    dynamic = {"inputs_embeds": {0: "batch", 1: "step"}, "attention_mask": {0: "batch", 1: "total"},
               "position_ids": {0: "batch", 1: "step"}, "logits": {0: "batch"}}
    dynamic |= {name: {0: "batch", 2: "past"} for name in pasts}
    dynamic |= {name: {0: "batch", 2: "total"} for name in presents}
    padded = decoder_inputs(model, 3, 4, 2, generator)
    padded["attention_mask"][1, :2] = 0
    more = [decoder_inputs(model, 1, 0, 9, generator), decoder_inputs(model, 2, 11, 1, generator), padded]
    export(networks.decoder(), path, decoder_inputs(model, 2, 3, 5, generator), ["logits"] + presents,
           dynamic, more)


def export_graphs(networks, out):
    """Every ONNX file of the bundle."""
    generator = torch.Generator().manual_seed(5)
    for role, feeds in encoder_inputs(2, generator).items():
        export(getattr(networks, role), out / f"{role}.onnx", feeds, OUTPUTS[role],
               batched(list(feeds) + OUTPUTS[role]), [encoder_inputs(1, generator)[role]])
    for modality, projector in networks.projectors.items():
        export(projector, out / f"projector_{modality}.onnx",
               {"tokens": torch.randn(2, S.TOKENS[modality], S.DIM, generator=generator)}, ["embeds"],
               batched(["tokens", "embeds"]))
    ids = torch.randint(0, networks.language_model.embedding.num_embeddings, (2, 7), generator=generator)
    rows = {0: "batch", 1: "sequence"}
    export(networks.language_model.embedding, out / "embed_tokens.onnx", {"input_ids": ids},
           ["inputs_embeds"], {"input_ids": rows, "inputs_embeds": rows}, [{"input_ids": ids[:1, :1]}])
    mask = torch.ones_like(ids)
    mask[1, 4:] = 0
    export(networks.search_text, out / "search_text.onnx", {"input_ids": ids, "attention_mask": mask},
           ["search"], {"input_ids": rows, "attention_mask": rows, "search": {0: "batch"}},
           [{"input_ids": ids[:1, :3], "attention_mask": mask[:1, :3]}])
    export_decoder(networks, out / "decoder_model_merged.onnx", generator)
    for modality, resampler in networks.resamplers.items():
        width = networks.sizes.hidden
        export(resampler, out / f"resampler_{modality}.onnx",
               {"embeds": torch.randn(2, 11, width, generator=generator)}, ["latents"],
               {"embeds": {0: "batch", 1: "embeddings"}, "latents": {0: "batch"}},
               [{"embeds": torch.randn(1, n, width, generator=generator)} for n in (1, 40)])


def described(path):
    """Inputs and outputs of one graph as bundle.json states them."""
    graph = session(path)
    return {"inputs": {i.name: i.shape for i in graph.get_inputs()},
            "outputs": {o.name: o.shape for o in graph.get_outputs()}}


def description(networks, out, name, version):
    """The contents of bundle.json."""
    roles = {}
    for path in sorted(out.glob("*.onnx")):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        roles[path.stem] = {"file": path.name, "sha256": sha, **described(path)}
    for modality, projector in networks.projectors.items():
        roles[f"projector_{modality}"] |= {"kind": projector.kind, "grid": projector.grid}
    tokenizer = out / "tokenizer.json"
    roles["tokenizer"] = {"file": tokenizer.name,
                          "sha256": hashlib.sha256(tokenizer.read_bytes()).hexdigest()}
    model = networks.language_model
    return {
        "name": name, "version": version, "licence": "Apache-2.0", "languages": ["en", "ru"],
        "roles": roles, "image": {"width": S.IMAGE_WIDTH, "height": S.IMAGE_HEIGHT},
        "motion": {"steps": S.MOTION_STEPS, "gridHeight": S.GRID_HEIGHT, "gridWidth": S.GRID_WIDTH,
                   "tokens": S.MOTION_TOKENS, "codes": S.CODES},
        "audio": {"sampleRateHz": S.SAMPLE_RATE, "samples": S.SAMPLES, "tokens": S.AUDIO_TOKENS,
                  "labels": list(networks.labels)},
        "temporal": {"segments": S.WINDOW, "tokens": S.TEMPORAL_TOKENS},
        "search": {"dim": S.DIM}, "tokenDim": S.DIM,
        "languageModel": {
            "layers": model.sizes.layers, "kvHeads": model.sizes.kv_heads, "headDim": model.head_dim,
            "hidden": model.sizes.hidden, "eosToken": SPECIAL[1], "maxSegments": 4,
            "maxNewTokens": 96,
            "prompt": {"segment": "<seg>", "order": list(S.MODALITIES), "delimiters": DELIMITERS,
                       "language": {"en": "<en>", "ru": "<ru>"}, "question": ["<ask>", "</ask>"],
                       "detail": "<detail>",
                       "events": {"start": "<events>", "time": ["<time ", ">"], "bins": S.TIME_BINS}}}}


def save(about, out):
    """bundle.json as it is kept."""
    (Path(out) / "bundle.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")


def size_of(out):
    """Bytes of a bundle's graphs and descriptions."""
    return sum(path.stat().st_size for path in Path(out).iterdir() if path.suffix in (".onnx", ".json"))


def write(networks, tokenizer, out, name, version, halve=False):
    """Writes all files of a bundle; anything of an older export is replaced. `halve` stores weights as float16."""
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    networks.eval()
    export_graphs(networks, out)
    for path in sorted(out.glob("*.onnx")) if halve else ():
        halves.store(path)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    save(description(networks, out, name, version), out)
    return size_of(out)
