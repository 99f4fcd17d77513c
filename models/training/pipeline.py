"""Runs a bundle's ONNX files the way the product does: blocks stored as bytes, prompt, greedy."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from . import sizes as S
from .bundle import session


def quantise(tokens):
    """One block [n,128] -> (int8 values, scale); Math.round of Java rounds half up."""
    scale = np.float32(np.abs(tokens).max() / np.float32(127))
    if scale == 0:
        return np.zeros(tokens.shape, np.int8), scale
    return np.floor(tokens / scale + np.float32(0.5)).astype(np.int8), scale


def stored(tokens):
    """A block after storage."""
    values, scale = quantise(tokens)
    return values.astype(np.float32) * scale


class Bundle:
    """Sessions of one bundle directory."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.description = json.loads((self.directory / "bundle.json").read_text())
        self.sessions = {role: session(self.directory / about["file"])
                         for role, about in self.description["roles"].items() if role != "tokenizer"}
        self.tokenizer = Tokenizer.from_file(str(self.directory / "tokenizer.json"))
        self.model = self.description["languageModel"]

    def run(self, role, **feeds):
        return self.sessions[role].run(None, feeds)

    def encode(self, image, motion, pcm, has):
        """Stored blocks of one segment's tensors: uint8 HWC, int8 field, int16 samples."""
        blocks = {}
        if has[0]:
            pixels = image.astype(np.float32).transpose(2, 0, 1)[None] / 255
            blocks["spatial"] = stored(self.run("vision_encoder", pixel_values=pixels)[0][0])
            field = motion.astype(np.float32)[None]
            blocks["motion"] = stored(self.run("motion_tokenizer", motion=field)[1][0])
        if has[1]:
            samples = pcm.astype(np.float32)[None] / 32768
            blocks["audio"] = stored(self.run("audio_encoder", pcm=samples)[0][0])
        return blocks

    def temporal(self, history):
        """Adds the temporal block of the last of up to four segments' blocks; returns search."""
        feeds = {m: np.zeros((1, S.WINDOW, S.TOKENS[m], S.DIM), np.float32)
                 for m in ("spatial", "motion", "audio")}
        present = np.zeros((1, S.WINDOW, 4), np.float32)
        for i, blocks in enumerate(history, S.WINDOW - len(history)):
            present[0, i, 0] = 1
            for j, m in enumerate(feeds, 1):
                if m in blocks:
                    feeds[m][0, i], present[0, i, j] = blocks[m], 1
        tokens, search = self.run("temporal_encoder", **feeds, present=present)
        history[-1]["temporal"] = stored(tokens[0])
        return search[0]

    def embed(self, ids):
        return self.run("embed_tokens", input_ids=np.array([ids], np.int64))[0][0]

    def prompt(self, segments, language, before=()):
        """Embeddings [S,D] of the prompt, and its layout; `before` are ids ahead of the language's token."""
        about, rows, layout = self.model["prompt"], [], []

        def token(text):
            layout.append({"token": text, "id": self.tokenizer.token_to_id(text)})
            rows.append(self.embed([layout[-1]["id"]]))
        for n, blocks in enumerate(segments):
            token(about["segment"])
            for m in about["order"]:
                if m in blocks:
                    token(about["delimiters"][m][0])
                    embeds = self.run(f"projector_{m}", tokens=blocks[m][None])[0][0]
                    layout.append({"block": m, "segment": n, "embeds": len(embeds)})
                    rows.append(embeds)
                    token(about["delimiters"][m][1])
        if before:
            rows.append(self.embed(list(before)))
            layout.append({"given": list(before), "embeds": len(before)})
        token(about["language"][language])
        return np.concatenate(rows), layout

    def asked(self, question):
        """Ids that stand before the language's token to ask a question."""
        first, last = (self.tokenizer.token_to_id(t) for t in self.model["prompt"]["question"])
        return [first, *self.tokenizer.encode(question).ids, last]

    def generate(self, embeds, limit=None, margins=None, logprobs=None):
        """Greedy ids after a prompt, without the end token; `logprobs` collects those of all, the end included."""
        eos, ids, past = self.tokenizer.token_to_id(self.model["eosToken"]), [], 0
        empty = np.zeros((1, self.model["kvHeads"], 0, self.model["headDim"]), np.float32)
        cache = {f"past_key_values.{i}.{k}": empty
                 for i in range(self.model["layers"]) for k in ("key", "value")}
        names = ["logits"] + [name.replace("past_key_values", "present") for name in cache]
        while len(ids) < (limit or self.model["maxNewTokens"]):
            step = len(embeds)
            outputs = self.sessions["decoder_model_merged"].run(names, {
                "inputs_embeds": embeds[None], "attention_mask": np.ones((1, past + step), np.int64),
                "position_ids": np.arange(past, past + step)[None], **cache})
            logits = outputs[0][0, -1].astype(np.float64)
            if margins is not None:
                best = np.sort(logits)[-2:]
                margins.append(float(best[1] - best[0]))
            chosen = int(logits.argmax())
            if logprobs is not None:
                logprobs.append(float(logits[chosen] - logits.max() - np.log(np.exp(logits - logits.max()).sum())))
            if chosen == eos:
                break
            ids.append(chosen)
            cache = dict(zip(cache, outputs[1:]))
            past += step
            embeds = self.embed([chosen])
        return ids

    def describe(self, segments, language):
        """The caption of up to four segments' blocks."""
        return self.tokenizer.decode(self.generate(self.prompt(segments, language)[0]))
