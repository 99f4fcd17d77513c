"""What PyTorch and transformers make of a picture and a prompt, stage by stage."""

import types

import numpy as np
import torch
from PIL import Image
from transformers.models.smolvlm import processing_smolvlm

from . import corpus, pictures

TOKENS = 64
QUESTIONS = ["What happens in the picture?", "Что происходит на снимке?", "Describe: 3 cars, 2 людей…"]


def conversation(question, images):
    return [{"role": "user", "content": [{"type": "image"}] * images + [{"type": "text", "text": question}]}]


def splitting(family, tiles):
    """Of the family that knows tiles, whether pictures are cut; nothing of the others."""
    return {"do_image_splitting": tiles} if family.name == "idefics3" else {}


def inputs(family, names, question, tiles=False):
    """The processor's own rendering, and its tensors, as the model takes them."""
    text = family.processor.apply_chat_template(conversation(question, len(names)), add_generation_prompt=True)
    drawn = [pictures.PICTURES[name]() for name in names]
    return family.processor(text=[text], images=drawn, return_tensors="pt", **splitting(family, tiles))


def prompts(family):
    """Exact text and ids of one and two pictures in both languages; the text is read back from the ids."""
    for names in (["street"], ["street", "tower"]):
        for question in QUESTIONS:
            got = inputs(family, names, question)
            ids = got["input_ids"][0]
            entry = {"pictures": [name + ".png" for name in names], "question": question,
                     "text": written(family, names, question), "ids": ids.tolist()}
            if family.name == "qwen2_vl":
                entry["grid_thw"] = got["image_grid_thw"].tolist()
                places, delta = positions(family, got)
                entry["position_ids"] = places[:, 0].tolist()
                entry["next_position"] = int(len(ids) + delta)
            yield entry


def written(family, names, question, tiles=False):
    """The prompt with every image token, as the tokenizer gets it, with the token it puts first."""
    text = family.processor.apply_chat_template(conversation(question, len(names)), add_generation_prompt=True)
    drawn = [pictures.PICTURES[name]() for name in names]
    more = {"return_row_col_info": True, **splitting(family, tiles)} if family.name == "idefics3" else {}
    _, replacements = family.processor._process_images([drawn] if more else drawn, **more)
    text, _ = family.processor.get_text_with_replacements([text], images_replacements=replacements)
    first = family.tokenizer("")["input_ids"]
    return family.tokenizer.decode(first) + text[0]


def positions(family, got):
    return family.model.model.get_rope_index(
        got["input_ids"], mm_token_type_ids=got["mm_token_type_ids"], image_grid_thw=got["image_grid_thw"],
        attention_mask=got["attention_mask"])


@torch.no_grad()
def stages(family, picture="street", question=QUESTIONS[1]):
    """Every stage of one picture and one question, and the greedy tokens that follow."""
    got = inputs(family, [picture], question)
    model = family.model
    features = image_features(family, got)
    out = model(**got, use_cache=False, output_hidden_states=True)
    merged = out.hidden_states[0][0]
    logits = out.logits[0]
    tokens, margin = greedy(model, got)
    columns = np.linspace(0, logits.shape[-1] - 1, 16).astype(np.int64)
    result = {"picture": picture + ".png", "question": question, "input_ids": got["input_ids"][0].numpy(),
              "pixel_values": got["pixel_values"].numpy().astype(np.float32)}
    if family.name == "qwen2_vl":
        result["grid_thw"] = got["image_grid_thw"].numpy()
        places, delta = positions(family, got)
        result["position_ids"] = places[:, 0].numpy()
        result["rope_delta"] = int(delta)
    else:
        result["position_ids"] = np.arange(len(merged), dtype=np.int64)
    return result | {
        "image_features": features.numpy(), "inputs_embeds": merged.numpy(), "logits_last": logits[-1].numpy(),
        "logits_columns": columns, "logits_at_columns": logits[:, columns].numpy(), "tokens": tokens,
        "smallest_margin": margin}


TILED = ("street", "road")
SIZES = ((1280, 720), (720, 1280), (512, 288), (512, 512), (2048, 500), (333, 2000), (2047, 2048), (3000, 40))


@torch.no_grad()
def tiles(family):
    """Pictures cut into tiles: prompts, pixels as bytes [tiles and whole, 3, side, side], features of the first picture
    [tokens, D] and the greedy tokens after its prompt; rows and columns of tiles at the sizes of SmolVLM."""
    cases = []
    for name in TILED:
        got = inputs(family, [name], QUESTIONS[0], tiles=True)
        values = got["pixel_values"][0].numpy()
        cases.append({"picture": name + ".png", "pixels": np.rint((values * 0.5 + 0.5) * 255).astype(np.uint8)})
    asked = [{"pictures": [name + ".png" for name in names], "question": question,
              "text": written(family, names, question, tiles=True),
              "ids": inputs(family, names, question, tiles=True)["input_ids"][0].tolist()}
             for names in (["street"], ["road", "street"]) for question in QUESTIONS[:2]]
    first = inputs(family, [TILED[0]], QUESTIONS[0], tiles=True)
    tokens, margin = greedy(family.model, first)
    return {"prompts": asked, "cut": cases, "question": QUESTIONS[0],
            "image_features": image_features(family, first).numpy(), "tokens": tokens, "smallest_margin": margin,
            "grids": [{"width": width, "height": height, "tiles": grid(family, width, height)} for width, height in SIZES]}


def grid(family, width, height):
    """Rows and columns of tiles of 512 pixels, the longest edge being 2,048."""
    got = family.processor.image_processor(
        Image.new("RGB", (width, height)), size={"longest_edge": 2048}, max_image_size={"longest_edge": 512},
        do_image_splitting=True, return_row_col_info=True)
    return [got["rows"][0][0], got["cols"][0][0]]


def videos(family):
    """What SmolVLM2's processor writes of so many frames, and its template around that. The processor spells numbers
    with a library of its own; where that is not installed, the two numbers here are given to it."""
    processing_smolvlm.num2words = processing_smolvlm.num2words or {2: "two", 3: "three"}.__getitem__
    smolvlm = types.SimpleNamespace(
        image_seq_len=family.processor.image_seq_len, image_token="<image>", global_image_token="<global-img>",
        fake_image_token="<fake_token_around_image>")
    for seconds, question in (([0.5, 2.4], QUESTIONS[0]), ([0, 61.9, 125.2], QUESTIONS[1])):
        metadata = types.SimpleNamespace(fps=1, timestamps=seconds, duration=seconds[-1] + 1.3)
        frames = {"pixel_values": np.zeros((1, len(seconds), 1)), "video_metadata": [metadata]}
        shown = processing_smolvlm.SmolVLMProcessor.replace_video_token(smolvlm, frames, 0)
        asked = [{"role": "user", "content": [{"type": "video"}, {"type": "text", "text": question}]}]
        text = family.tokenizer.apply_chat_template(
            asked, chat_template=processing_smolvlm.DEFAULT_CHAT_TEMPLATE, add_generation_prompt=True, tokenize=False)
        text = text.replace("<video>", shown)
        yield {"seconds": seconds, "duration": metadata.duration, "question": question, "text": text,
               "ids": family.tokenizer(text)["input_ids"]}


def image_features(family, got):
    """[tokens, D]: those of all pictures in a row."""
    if family.name == "qwen2_vl":
        out = family.model.model.get_image_features(got["pixel_values"], got["image_grid_thw"])
    elif family.name == "idefics3":
        out = family.model.model.get_image_features(got["pixel_values"], got["pixel_attention_mask"])
    else:
        config = family.model.config
        out = family.model.model.get_image_features(
            got["pixel_values"], vision_feature_layer=config.vision_feature_layer,
            vision_feature_select_strategy=config.vision_feature_select_strategy)
    found = out.pooler_output
    if not isinstance(found, torch.Tensor):
        found = torch.cat([part.reshape(-1, part.shape[-1]) for part in found])
    return found.reshape(-1, found.shape[-1])


def greedy(model, got):
    """64 tokens, the most likely one each time, and the smallest distance between the best two logits."""
    out = model.generate(**got, do_sample=False, max_new_tokens=TOKENS, eos_token_id=None, pad_token_id=0,
                         output_logits=True, return_dict_in_generate=True)
    best = torch.stack(out.logits, 1)[0].topk(2, -1).values
    return out.sequences[0, got["input_ids"].shape[1]:].tolist(), float((best[:, 0] - best[:, 1]).min())


def ids_of_corpus(family):
    """Ids without the tokens that a tokenizer puts around a text, and what they read back as."""
    for line in corpus.mixed():
        ids = family.tokenizer(line, add_special_tokens=False)["input_ids"]
        yield {"text": line, "ids": ids, "decoded": family.tokenizer.decode(ids)}
