"""Small tokenizers with the pre-tokenization and the special tokens of each family."""

import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from . import corpus

# Qwen's rule of what a word is: contractions, letters with one leading mark, single digits, marks, line ends, spaces.
QWEN_WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")


def _trained(tokenizer, size, first, **options):
    tokenizer.train_from_iterator(
        corpus.training(), trainers.BpeTrainer(vocab_size=size, special_tokens=first, show_progress=False, **options))
    return tokenizer


def _with_specials(tokenizer, specials):
    tokenizer.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in specials])
    return tokenizer


def byte_level(words, size, specials, normalizer=None):
    """Bytes as letters (GPT-2, SmolLM, Qwen): `words` is the pre-tokenizer before it."""
    tokenizer = Tokenizer(models.BPE())
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = words
    tokenizer.decoder = decoders.ByteLevel()
    _trained(tokenizer, size, [], initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    return _with_specials(tokenizer, specials)


def smollm(size, specials):
    words = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return byte_level(words, size, specials)


def qwen(size, specials):
    words = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(QWEN_WORDS), "isolated"),
         pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return byte_level(words, size, specials, normalizers.NFC())


def llama(size, specials):
    """Pieces with a mark for the space, bytes for what no piece covers, `<s>` before every text."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    first = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    _trained(tokenizer, size, first)
    # Bytes are pieces, not special tokens: the trainer's list is the only way to give them their places.
    rebuilt = Tokenizer.from_str(_without_added(tokenizer.to_str(), keep={"<unk>", "<s>", "</s>"}))
    rebuilt.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    rebuilt.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return _with_specials(rebuilt, specials)


def _without_added(text, keep):
    described = json.loads(text)
    described["added_tokens"] = [token for token in described["added_tokens"] if token["content"] in keep]
    return json.dumps(described)


def fast(tokenizer, **special):
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, clean_up_tokenization_spaces=False, **special)
