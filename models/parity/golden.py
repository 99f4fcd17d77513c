"""What PyTorch and transformers make of a picture and a prompt, stage by stage."""

import numpy as np
import torch

from . import corpus, pictures

TOKENS = 64
QUESTIONS = ["What happens in the picture?", "Что происходит на снимке?", "Describe: 3 cars, 2 людей…"]


def conversation(question, images):
    return [{"role": "user", "content": [{"type": "image"}] * images + [{"type": "text", "text": question}]}]


def inputs(family, names, question):
    """The processor's own rendering, and its tensors, as the model takes them."""
    text = family.processor.apply_chat_template(conversation(question, len(names)), add_generation_prompt=True)
    drawn = [pictures.PICTURES[name]() for name in names]
    return family.processor(text=[text], images=drawn, return_tensors="pt")


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


def written(family, names, question):
    """The prompt with every image token, as the tokenizer gets it, with the token it puts first."""
    text = family.processor.apply_chat_template(conversation(question, len(names)), add_generation_prompt=True)
    drawn = [pictures.PICTURES[name]() for name in names]
    more = {"return_row_col_info": True} if family.name == "idefics3" else {}
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
