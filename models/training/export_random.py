"""python -m models.training.export_random --out DIR: a small bundle of random weights, for tests."""

import argparse

import torch

from . import bundle, golden, tokens
from .networks import Networks
from .sizes import TEST

LABELS = ["engine", "horn", "siren", "bang", "glass", "speech"]
TEXTS = [
    "By day, camera still: a vehicle drives from left to right. Engine sound.",
    "By night, camera pans left: a person walks from right to left and stops. Speech.",
    "By day, camera still: nothing moves. No sound.",
    "Днём, камера неподвижна: машина едет слева направо. Звук двигателя.",
    "Ночью, камера движется влево: человек идёт справа налево и останавливается. Речь.",
    "Днём, камера неподвижна: ничего не движется. Звука нет.",
]


TIME_WEIGHT = 0.8


def speakable(text):
    """Whether a token is whole characters: half of one would make the sentence invalid."""
    return text != "" and text.isprintable() and "\ufffd" not in text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    tokenizer = tokens.train(TEXTS, TEST.vocabulary)
    networks = Networks(TEST, LABELS, tokenizer.get_vocab_size())
    for block in networks.language_model.blocks:  # small weights would repeat one token
        for weight in block.parameters():
            if weight.dim() > 1:
                weight.data *= 2
    networks.language_model.embedding.weight.data *= 10
    networks.language_model.head.weight.data *= 8
    silent = [id for id in range(tokenizer.get_vocab_size()) if not speakable(tokenizer.decode([id]))]
    times = [tokenizer.token_to_id(f"<time {bin}>") for bin in range(100)]
    spoken = networks.language_model.head.weight.data[times] * TIME_WEIGHT
    networks.language_model.head.weight.data[silent] = 0  # text that is text, and a few steps of it
    networks.language_model.head.weight.data[times] = spoken  # seldom in captions, often enough in events
    size = bundle.write(networks, tokenizer, arguments.out, "random", "1")
    print(f"{size} bytes; golden {golden.write(arguments.out)}")


if __name__ == "__main__":
    main()
