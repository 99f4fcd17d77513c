"""Writes the files of the published layout: three graphs under onnx/, and the JSON files beside it."""

import json
import warnings

import onnx
import torch

from . import wrappers

LAYERS = 2


def graphs(family, directory):
    """onnx/vision_encoder.onnx, onnx/embed_tokens.onnx and onnx/decoder_model_merged.onnx."""
    directory.mkdir(parents=True, exist_ok=True)
    hidden = family.model.config.get_text_config().hidden_size
    _export(wrappers.Embed(family.model), (torch.ones(2, 3, dtype=torch.int64),), directory / "embed_tokens.onnx",
            {"input_ids": ["batch_size", "sequence_length"]},
            {"inputs_embeds": ["batch_size", "sequence_length", hidden]})
    vision = {"idefics3": _idefics3, "qwen2_vl": _qwen2_vl}.get(family.name, _llava)
    inputs, names = vision(family.model.config)
    _export(family.vision, inputs, directory / "vision_encoder.onnx", names,
            {"image_features": ["num_image_tokens", hidden] if family.name == "qwen2_vl"
             else ["num_images", "image_tokens", hidden]})
    _decoder(family, directory / "decoder_model_merged.onnx", hidden)


def _idefics3(config):
    side = config.vision_config.image_size
    mask = torch.ones(1, 2, side, side, dtype=torch.bool)
    mask[0, 1, side // 2:] = False
    return ((torch.randn(1, 2, 3, side, side), mask),
            {"pixel_values": ["batch_size", "num_images", 3, "height", "width"],
             "pixel_attention_mask": ["batch_size", "num_images", "height", "width"]})


def _llava(config):
    side = config.vision_config.image_size
    return (torch.randn(2, 3, side, side),), {"pixel_values": ["num_images", 3, side, side]}


def _qwen2_vl(config):
    values = config.vision_config.in_channels * config.vision_config.temporal_patch_size * 14 * 14
    return ((torch.randn(24 + 16, values), torch.tensor([[1, 4, 6], [1, 4, 4]])),
            {"pixel_values": ["num_patches", values], "grid_thw": ["num_images", 3]})


def _decoder(family, path, hidden):
    text = family.model.config.get_text_config()
    heads, size = text.num_key_value_heads, text.head_dim
    positions = torch.arange(3, 7).expand(2, 4)
    places = ["batch_size", "sequence_length"]
    if family.name == "qwen2_vl":
        positions, places = positions.expand(3, 2, 4), [3, *places]
    past = [torch.randn(2, heads, 3, size) for _ in range(2 * LAYERS)]
    names = {"inputs_embeds": ["batch_size", "sequence_length", hidden],
             "attention_mask": ["batch_size", "total_sequence_length"], "position_ids": places}
    outputs = {"logits": ["batch_size", "sequence_length", text.vocab_size]}
    for layer in range(LAYERS):
        for part in ("key", "value"):
            names[f"past_key_values.{layer}.{part}"] = ["batch_size", heads, "past_sequence_length", size]
            outputs[f"present.{layer}.{part}"] = ["batch_size", heads, "total_sequence_length", size]
    inputs = (torch.randn(2, 4, hidden), torch.ones(2, 7, dtype=torch.int64), positions, *past)
    _export(wrappers.Decoder(family.text_model, family.model.lm_head), inputs, path, names, outputs)


def _export(module, inputs, path, names, outputs):
    axes = {name: {axis: label for axis, label in enumerate(shape) if isinstance(label, str)}
            for name, shape in {**names, **outputs}.items()}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), inputs, str(path), input_names=list(names), output_names=list(outputs),
                          dynamic_axes=axes, opset_version=17, dynamo=False)
    model = onnx.load(path)
    for value in [*model.graph.input, *model.graph.output]:
        wanted = {**names, **outputs}[value.name]
        for place, label in zip(value.type.tensor_type.shape.dim, wanted, strict=True):
            if isinstance(label, int):
                place.dim_value = label
            else:
                place.dim_param = label
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, path)


def texts(family, directory):
    """config.json, generation_config.json, the processor's and the tokenizer's files, the chat template."""
    model, processor = family.model, family.processor
    config = json.loads(model.config.to_json_string(use_diff=False))
    if family.name == "llava_qwen2":
        config = _flat(config)
    _json(directory / "config.json", _lean(config))
    _json(directory / "generation_config.json", {"eos_token_id": model.generation_config.eos_token_id})
    processor.image_processor.save_pretrained(directory)
    processor.tokenizer.backend_tokenizer.save(str(directory / "tokenizer.json"), pretty=False)
    special = processor.tokenizer.special_tokens_map
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", **special}
    more = {"image_seq_len": processor.image_seq_len} if family.name == "idefics3" else {}
    if family.name.startswith("llava"):
        more = {"patch_size": processor.patch_size, "num_additional_image_tokens": processor.num_additional_image_tokens,
                "vision_feature_select_strategy": processor.vision_feature_select_strategy}
    _json(directory / "processor_config.json", {"processor_class": type(processor).__name__, **more})
    if family.template_in == "tokenizer_config.json":
        tokenizer["chat_template"] = processor.chat_template
    elif family.template_in == "chat_template.json":
        _json(directory / "chat_template.json", {"chat_template": processor.chat_template})
    else:
        (directory / "chat_template.jinja").write_text(processor.chat_template, encoding="utf-8")
    _json(directory / "tokenizer_config.json", tokenizer)


def _flat(config):
    """As FastVLM's file has it: the language model's keys at the top, another model type."""
    text = {key: value for key, value in config["text_config"].items() if key != "model_type"}
    return {**text, "model_type": "llava_qwen2", "architectures": ["LlavaQwen2ForCausalLM"],
            "image_token_index": config["image_token_index"], "mm_hidden_size": config["vision_config"]["hidden_size"]}


def _lean(config):
    """Without what is empty, and without what the library writes into every configuration."""
    dropped = ("transformers_version", "_name_or_path", "attn_implementation", "_attn_implementation_autoset",
               "chunk_size_feed_forward", "id2label", "label2id", "output_attentions", "output_hidden_states",
               "return_dict", "is_encoder_decoder")
    kept = {key: value for key, value in config.items() if value not in (None, {}, []) and key not in dropped}
    return {key: _lean(value) if isinstance(value, dict) else value for key, value in kept.items()}


def _json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
