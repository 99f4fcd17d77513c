"""One tiny model of random weights per family: configuration, tokenizer, processor and chat template.

The templates are written here; what they render is the format that each family's published models use."""

import torch
from transformers import (CLIPVisionConfig, Idefics3Config, Idefics3ForConditionalGeneration, Idefics3Processor,
                          LlamaConfig, LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor, Qwen2Config,
                          Qwen2VLConfig, Qwen2VLForConditionalGeneration, Qwen2VLProcessor, SiglipVisionConfig)
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from . import tokenizers_of, wrappers

TEXT = {"hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 3,
        "num_key_value_heads": 1, "max_position_embeddings": 512, "head_dim": 16}
VOCABULARY = 512
TEXT_SCALE = 3 * (576 / TEXT["hidden_size"]) ** 0.5

IDEFICS3_TEMPLATE = (
    "<|im_start|>{% for m in messages %}{{ m.role | capitalize }}"
    "{{ ':' if m.content[0].type == 'image' else ': ' }}"
    "{% for part in m.content %}{{ '<image>' if part.type == 'image' else part.text }}{% endfor %}"
    "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}")
LLAVA_TEMPLATE = (
    "{% for m in messages %}{{ m.role | upper }}: "
    "{% for part in m.content if part.type == 'image' %}{{ '<image>\n' }}{% endfor %}"
    "{% for part in m.content if part.type == 'text' %}{{ part.text }} {% endfor %}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}")
CHAT_ML = (
    "{% for m in messages %}{% if loop.first and m.role != 'system' %}"
    "{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}"
    "<|im_start|>{{ m.role }}\n{% for part in m.content %}"
    "{% if part.type == 'image' %}{{ 'IMAGE' }}{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
QWEN2_VL_TEMPLATE = CHAT_ML.replace("IMAGE", "<|vision_start|><|image_pad|><|vision_end|>")
LLAVA_QWEN2_TEMPLATE = CHAT_ML.replace("IMAGE", "<image>")


class Family:
    """A model, its processor, and the module that becomes vision_encoder.onnx."""

    def __init__(self, name, model, processor, vision, template_in):
        self.name, self.model, self.processor, self.template_in = name, model, processor, template_in
        self.vision = vision

    @property
    def tokenizer(self):
        return self.processor.tokenizer

    @property
    def text_model(self):
        return self.model.model.text_model if self.name == "idefics3" else self.model.model.language_model


def idefics3():
    tokenizer = tokenizers_of.fast(
        tokenizers_of.smollm(480, ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<fake_token_around_image>", "<image>",
                                   "<global-img>", "<end_of_utterance>", "<row_1_col_1>", "<row_1_col_2>", "<row_2_col_1>",
                                   "<row_2_col_2>"]),
        bos_token="<|im_start|>", eos_token="<end_of_utterance>", pad_token="<|im_end|>")
    ids = tokenizer.convert_tokens_to_ids
    config = Idefics3Config(
        vision_config={"hidden_size": 24, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2,
                       "image_size": 64, "patch_size": 8},
        text_config=LlamaConfig(**TEXT, vocab_size=VOCABULARY, rope_parameters={"rope_type": "default", "rope_theta": 1e5},
                                pad_token_id=ids("<|im_end|>")).to_dict(),
        scale_factor=2, image_token_id=ids("<image>"), pad_token_id=ids("<|im_end|>"), attn_implementation="eager")
    model = prepared(Idefics3ForConditionalGeneration, config, [ids("<end_of_utterance>")], vision_scale=6)
    images = Idefics3ImageProcessorPil(size={"longest_edge": 128}, max_image_size={"longest_edge": 64},
                                       do_image_splitting=True)
    processor = Idefics3Processor(images, tokenizer, image_seq_len=16, chat_template=IDEFICS3_TEMPLATE)
    return Family("idefics3", model, processor, wrappers.IdeficsVision(model.model), "chat_template.json")


def llava():
    tokenizer = tokenizers_of.fast(tokenizers_of.llama(500, ["<image>", "<pad>"]), bos_token="<s>", eos_token="</s>",
                                   unk_token="<unk>", pad_token="<pad>")
    ids = tokenizer.convert_tokens_to_ids
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(hidden_size=24, intermediate_size=48, num_hidden_layers=3, num_attention_heads=2,
                                       image_size=56, patch_size=14, projection_dim=24).to_dict(),
        text_config=LlamaConfig(**TEXT, vocab_size=VOCABULARY, bos_token_id=1, eos_token_id=2).to_dict(),
        image_token_index=ids("<image>"), image_seq_length=16, attn_implementation="eager")
    model = prepared(LlavaForConditionalGeneration, config, 2, vision_scale=3)
    images = LlavaImageProcessorPil(size={"shortest_edge": 56}, crop_size={"height": 56, "width": 56})
    processor = LlavaProcessor(images, tokenizer, patch_size=14, vision_feature_select_strategy="default",
                               num_additional_image_tokens=1, chat_template=LLAVA_TEMPLATE)
    return Family("llava", model, processor, wrappers.LlavaVision(model.model), "tokenizer_config.json")


def llava_qwen2():
    tokenizer = tokenizers_of.fast(tokenizers_of.qwen(480, ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"]),
                                   eos_token="<|im_end|>", pad_token="<|endoftext|>")
    ids = tokenizer.convert_tokens_to_ids
    config = LlavaConfig(
        vision_config=SiglipVisionConfig(hidden_size=24, intermediate_size=48, num_hidden_layers=2,
                                         num_attention_heads=2, image_size=48, patch_size=16,
                                         vision_use_head=False).to_dict(),
        text_config=Qwen2Config(**TEXT, vocab_size=VOCABULARY).to_dict(),
        image_token_index=ids("<image>"), image_seq_length=9, vision_feature_select_strategy="full",
        vision_feature_layer=-1, attn_implementation="eager")
    model = prepared(LlavaForConditionalGeneration, config, [ids("<|im_end|>"), ids("<|endoftext|>")],
                     vision_scale=2)
    images = LlavaImageProcessorPil(size={"shortest_edge": 48}, crop_size={"height": 48, "width": 48},
                                    image_mean=[0.0, 0.0, 0.0], image_std=[1.0, 1.0, 1.0])
    processor = LlavaProcessor(images, tokenizer, patch_size=16, vision_feature_select_strategy="full",
                               num_additional_image_tokens=0, chat_template=LLAVA_QWEN2_TEMPLATE)
    return Family("llava_qwen2", model, processor, wrappers.LlavaVision(model.model), "chat_template.jinja")


def qwen2_vl():
    tokenizer = tokenizers_of.fast(
        tokenizers_of.qwen(480, ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
                                 "<|image_pad|>", "<|video_pad|>"]),
        eos_token="<|im_end|>", pad_token="<|endoftext|>")
    ids = tokenizer.convert_tokens_to_ids
    config = Qwen2VLConfig(
        vision_config={"depth": 2, "embed_dim": 24, "hidden_size": 48, "num_heads": 2, "mlp_ratio": 2},
        text_config={**TEXT, "vocab_size": VOCABULARY,
                     "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}},
        image_token_id=ids("<|image_pad|>"), video_token_id=ids("<|video_pad|>"),
        vision_start_token_id=ids("<|vision_start|>"), vision_end_token_id=ids("<|vision_end|>"),
        attn_implementation="eager")
    model = prepared(Qwen2VLForConditionalGeneration, config, [ids("<|im_end|>"), ids("<|endoftext|>")],
                     vision_scale=6)
    images = Qwen2VLImageProcessorPil(min_pixels=56 * 56, max_pixels=84 * 112)
    processor = PictureProcessor(images, tokenizer, None, chat_template=QWEN2_VL_TEMPLATE)
    return Family("qwen2_vl", model, processor, wrappers.QwenVision(model.model), "chat_template.json")


class PictureProcessor(Qwen2VLProcessor):
    """Without the processor of videos, which needs torchvision."""

    def check_argument_for_proper_class(self, argument_name, argument):
        if argument_name == "video_processor":
            return type(None)
        return super().check_argument_for_proper_class(argument_name, argument)


def prepared(model_class, config, eos, vision_scale):
    """Random weights; those of the language model scaled up, or greedy decoding falls into a loop at once. Three times
    does for 576 wide; narrow ones need as much more as the root of the widths' ratio. Those that see are scaled for
    features as large as the embeddings of words, so that an error in them is one in the tokens."""
    model = model_class(config).eval().float()
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if weights.dim() > 1:
                text = "text_model" in name or "language_model" in name or "lm_head" in name
                weights.mul_(TEXT_SCALE if text else vision_scale)
    model.generation_config.eos_token_id = eos
    model.requires_grad_(False)
    return model


ALL = {"idefics3": idefics3, "llava": llava, "llava_qwen2": llava_qwen2, "qwen2_vl": qwen2_vl}
