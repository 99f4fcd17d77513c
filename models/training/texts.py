"""What the language model is to say of a window, by task, as ids.

A text is (ids, said): `said` is how many of the first ids are given to the model, not said by it.
"""

import zlib

import numpy as np

from models.scenes import caption, phrasings, truth as truths

from . import labels
from .sizes import TIME_BINS
from .tokens import EOS, SPECIAL

LANGUAGES = ("en", "ru")
TASKS = ("caption", "detail", "events", "question")


def bin_of(seconds, duration):
    """Vid2Seq's relative time bin of a moment in a span."""
    return int(np.clip(np.floor((TIME_BINS - 1) * seconds / duration), 0, TIME_BINS - 1))


def timed(events, start, end, language):
    """`<time a><time b> clause` of every event of a span, in order."""
    return "".join(f"<time {bin_of(low - start, end - start)}><time {bin_of(high - start, end - start)}> "
                   + caption.clause(slots, language) for low, high, slots in events)


class Texts:
    """Texts of windows, each made once; a view is (file, flip, picture, sound)."""

    def __init__(self, shards, tokenizer):
        self.shards, self.tokenizer, self.known = shards, tokenizer, {}

    def ids(self, text):
        return self.tokenizer.encode(text).ids

    def of(self, task, view, at, count, language, random=None):
        """Ids of a task's text, and how many of them are given."""
        key = (task, view[0].name, *view[1:], at, count, language)
        if key not in self.known:
            self.known[key] = getattr(self, task)(view, at, count, language)
        found = self.known[key]
        return found[int(random.integers(len(found)))] if task == "question" else found

    def given(self, heads, text):
        ids = [SPECIAL.index(h) for h in heads]
        return [*ids, *self.ids(text), EOS], len(ids)

    def caption(self, view, at, count, language):
        file, flip, picture, sound = view
        slots = labels.slots_of(self.shards, file, at, count, flip, picture, sound)
        return self.given([f"<{language}>"], caption.sentence(slots, language))

    def detail(self, view, at, count, language):
        truth, span = labels.truth_of(view[0], view[1]), labels.span_of(self.shards, view[0], at, count)
        return self.given(["<detail>", f"<{language}>"], caption.detail(truth, *span, language))

    def events(self, view, at, count, language):
        truth, span = labels.truth_of(view[0], view[1]), labels.span_of(self.shards, view[0], at, count)
        found = truths.events(truth, *span) if view[2] else []
        return self.given(["<events>", f"<{language}>"], timed(found, *span, language))

    def question(self, view, at, count, language):
        """Several questions with answers; one is drawn each time."""
        truth, span = labels.truth_of(view[0], view[1]), labels.span_of(self.shards, view[0], at, count)
        random, found = np.random.default_rng(zlib.crc32(f"{view[0].name} {at} {count} {language}".encode())), []
        for turn in range(5):
            asked_as = phrasings.ask if turn >= 2 else caption.questions
            for question, answer in asked_as(truth, *span, language, random):
                asked = [SPECIAL.index("<ask>"), *self.ids(question), SPECIAL.index("</ask>"),
                         SPECIAL.index(f"<{language}>")]
                found.append(([*asked, *self.ids(answer), EOS], len(asked)))
        return found


def sample(shards, files=300):
    """Details, clauses and questions of some clips, for the tokenizer."""
    random, found = np.random.default_rng(5), []
    for file in shards.files[::max(1, len(shards.files) // files)]:
        span = labels.span_of(shards, file, 0, file.count)
        for language in LANGUAGES:
            found.append(caption.detail(file.truth, *span, language))
            found += [" " + caption.clause(slots, language) for *_, slots in truths.events(file.truth, *span)]
            found += [t for pair in caption.questions(file.truth, *span, language, random) for t in pair]
    return found
