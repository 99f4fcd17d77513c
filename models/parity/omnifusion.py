"""The adapter and the prompt layout of OmniFusion, written from their published shape."""

from dataclasses import dataclass

from torch import nn

INTRODUCTION = "This is a dialog with AI assistant.\n"
# The same layout as pieces of a bundle.json; the special tokens are those of models/testbundle.
PROMPT = {"segment": INTRODUCTION, "order": ["spatial"], "delimiters": {"spatial": ["<spatial>", "</spatial>"]},
          "question": ["<ask>", "</ask>"], "language": {"en": "", "ru": ""}}


@dataclass(frozen=True)
class Profile:
    """Widths of one adapter: patches of the vision encoder, its width, the language model's."""

    tokens: int = 576
    dim: int = 1024
    hidden: int = 4096
    heads: int = 4
    ffn: int = 2048


FULL = Profile()
SMALL = Profile(tokens=36, dim=32, hidden=48, heads=4, ffn=64)


class Adapter(nn.Module):
    """One post-norm transformer layer and a linear map: tokens [B,N,dim] -> embeds [B,N,hidden]."""

    def __init__(self, profile):
        super().__init__()
        self.heads = profile.heads
        self.to_qkv = nn.Linear(profile.dim, 3 * profile.dim)
        self.out = nn.Linear(profile.dim, profile.dim)
        self.ffn = nn.Sequential(nn.Linear(profile.dim, profile.ffn), nn.ReLU(), nn.Linear(profile.ffn, profile.dim))
        self.norm1, self.norm2 = nn.LayerNorm(profile.dim, eps=1e-5), nn.LayerNorm(profile.dim, eps=1e-5)
        self.to_hidden = nn.Linear(profile.dim, profile.hidden)

    def forward(self, tokens):
        heads = (self.heads, tokens.shape[-1] // self.heads)
        query, key, value = (part.unflatten(-1, heads).transpose(1, 2) for part in self.to_qkv(tokens).chunk(3, -1))
        weights = (query * heads[1] ** -0.5 @ key.transpose(-2, -1)).softmax(-1)
        x = self.norm1(tokens + self.out((weights @ value).transpose(1, 2).flatten(2)))
        return self.to_hidden(self.norm2(x + self.ffn(x)))


def layout(tokenizer, question, image, start, end, user, bot):
    """Ids of a prompt with `image` where embeddings stand; start, end, user and bot are single special tokens."""
    def special(token):
        return [tokenizer.token_to_id(token)]

    def text(words):
        return tokenizer.encode(words, add_special_tokens=False).ids

    return [*text(INTRODUCTION), *special(start), image, *special(end), *special(user), *text(question), *special(bot)]
