"""The three graphs of the published layout. Where the stock forward cannot be traced (sizes or grids turn into
constants, or the number of images depends on their content), the same arithmetic stands here with tensors only."""

import torch
from torch import nn
from transformers import DynamicCache
from transformers.models.qwen2_vl.modeling_qwen2_vl import apply_rotary_pos_emb_vision


class Embed(nn.Module):
    """input_ids [B, S] -> inputs_embeds [B, S, D]."""

    def __init__(self, model):
        super().__init__()
        self.table = model.get_input_embeddings()

    def forward(self, input_ids):
        return self.table(input_ids)


class Decoder(nn.Module):
    """inputs_embeds [B, S, D], attention_mask [B, P + S], position_ids [B, S] or [3, B, S], then key and value of each
    layer [B, kvH, P, hd] -> logits [B, S, V], then key and value of each layer [B, kvH, P + S, hd]."""

    def __init__(self, text_model, head):
        super().__init__()
        self.text_model = text_model
        self.head = head

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        cache = DynamicCache()
        for layer in range(len(past) // 2):
            cache.update(past[2 * layer], past[2 * layer + 1], layer)
        steps, total = inputs_embeds.shape[1], attention_mask.shape[1]
        column = torch.arange(total)
        row = torch.arange(steps) + (total - steps)
        seen = (column[None, :] <= row[:, None])[None] & (attention_mask[:, None, :] > 0)
        lowest = torch.finfo(torch.float32).min
        mask = torch.where(seen, 0.0, lowest)[:, None]
        out = self.text_model(inputs_embeds=inputs_embeds, attention_mask=mask, position_ids=position_ids,
                              past_key_values=cache, use_cache=True)
        present = []
        for layer in out.past_key_values.layers:
            present += [layer.keys, layer.values]
        return self.head(out.last_hidden_state), *present


class IdeficsVision(nn.Module):
    """pixel_values [B, N, 3, H, W], pixel_attention_mask bool [B, N, H, W] -> image_features [B * N, T, D].

    The stock forward drops images that are all zero; here the caller feeds real ones only."""

    def __init__(self, model):
        super().__init__()
        self.vision = model.vision_model
        self.connector = model.connector
        self.patch = model.config.vision_config.patch_size
        self.side = model.config.vision_config.image_size // self.patch

    def forward(self, pixel_values, pixel_attention_mask):
        pixels = pixel_values.flatten(0, 1)
        mask = pixel_attention_mask.flatten(0, 1).float()[:, None]
        patches = nn.functional.max_pool2d(mask, self.patch, self.patch)[:, 0]
        embeddings = self.vision.embeddings
        states = embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        states = states + embeddings.position_embedding(self.positions(patches))
        states = self.vision.encoder(states, self.additive(patches)).last_hidden_state
        return self.connector(self.vision.post_layernorm(states))

    def positions(self, patches):
        """[N, h, w] of 0 and 1 -> row of the position table of every patch [N, h * w]; 0 where there is none."""
        rows = self.buckets(patches[:, :, 0])
        columns = self.buckets(patches[:, 0, :])
        return ((rows[:, :, None] * self.side + columns[:, None, :]) * patches.long()).flatten(1)

    def buckets(self, there):
        """[N, n] -> the one of `side` equal parts that each of n places lies in, by comparisons."""
        place = torch.arange(there.shape[1], dtype=torch.float32)[None] / there.sum(1, keepdim=True)
        place = place.clamp(max=1 - 1e-6)
        bounds = torch.arange(1 / self.side, 1.0, 1 / self.side)
        return (place[:, :, None] >= bounds).long().sum(-1)

    @staticmethod
    def additive(patches):
        flat = patches.flatten(1)
        return ((1 - flat) * torch.finfo(torch.float32).min)[:, None, None, :].expand(-1, 1, flat.shape[1], -1)


class LlavaVision(nn.Module):
    """pixel_values [N, 3, H, W] -> image_features [N, T, D]."""

    def __init__(self, model):
        super().__init__()
        self.tower = model.vision_tower
        self.projector = model.multi_modal_projector
        self.layer = model.config.vision_feature_layer
        self.first = 1 if model.config.vision_feature_select_strategy == "default" else 0

    def forward(self, pixel_values):
        states = self.tower(pixel_values, output_hidden_states=True).hidden_states[self.layer]
        return self.projector(states[:, self.first:])


class QwenVision(nn.Module):
    """pixel_values [P, 3 * 2 * 14 * 14], grid_thw [n, 3] -> image_features [P / 4, D].

    The stock forward loops over the grid in Python, so that it becomes a constant of the graph."""

    def __init__(self, model):
        super().__init__()
        self.visual = model.visual
        self.merge = model.config.vision_config.spatial_merge_size

    def forward(self, pixel_values, grid_thw):
        frame, row, column = self.places(pixel_values.shape[0], grid_thw)
        states = self.visual.patch_embed(pixel_values)
        rotary = self.visual.rotary_pos_emb(states, torch.stack([row, column], -1))
        lowest = torch.finfo(torch.float32).min
        mask = torch.where(frame[:, None] == frame[None, :], 0.0, lowest)[None]
        for block in self.visual.blocks:
            states = states + self.attention(block.attn, block.norm1(states), mask, rotary)
            states = states + block.mlp(block.norm2(states))
        return self.visual.merger(states)

    def places(self, count, grid_thw):
        """Of each of `count` patches: a number for its frame, its row and its column."""
        patch = torch.arange(count)
        sizes = grid_thw.prod(-1)
        ends = sizes.cumsum(0)
        image = (patch[:, None] >= ends[None, :]).long().sum(-1)
        height, width = grid_thw[image, 1], grid_thw[image, 2]
        within = patch - (ends - sizes)[image]
        step = within // (height * width)
        block, inner = (within % (height * width)) // self.merge**2, within % self.merge**2
        blocks = width // self.merge
        row = (block // blocks) * self.merge + inner // self.merge
        column = (block % blocks) * self.merge + inner % self.merge
        return image * 100_000 + step, row, column

    @staticmethod
    def attention(layer, states, mask, rotary):
        query, key, value = (layer.qkv(states).reshape(-1, 3, layer.num_heads, layer.head_dim)
                             .permute(1, 0, 2, 3).unbind(0))
        query, key = apply_rotary_pos_emb_vision(query, key, *rotary)
        query, key, value = (part.transpose(0, 1) for part in (query, key, value))
        weights = torch.softmax(query @ key.transpose(1, 2) * layer.scaling + mask, -1)
        return layer.proj((weights @ value).transpose(0, 1).reshape(-1, layer.num_heads * layer.head_dim))
