"""The byte-level BPE tokenizer of captions."""

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = ["<pad>", "<eos>", "<seg>", "<spatial>", "</spatial>", "<motion>", "</motion>", "<audio>",
           "</audio>", "<temporal>", "</temporal>", "<en>", "<ru>", "<detail>", "<events>", "<ask>", "</ask>",
           *(f"<time {bin}>" for bin in range(100))]
PAD, EOS, SEGMENT = 0, 1, 2


def train(texts, vocabulary):
    """Learns merges from captions in all languages; special tokens get the first ids."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator(texts, trainer)
    assert [tokenizer.token_to_id(token) for token in SPECIAL] == list(range(len(SPECIAL)))
    return tokenizer
