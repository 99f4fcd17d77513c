"""Yes-or-no questions and dense events, put to a bundle."""

import re

import numpy as np

from models.scenes import caption, truth as truths

from . import labels, texts

YES, NO = {"en": "Yes.", "ru": "Да."}, {"en": "No.", "ru": "Нет."}


def presence(encoded, chosen, seed, limit=300):
    """Precision, recall and F1 of "yes", and the share of "yes", over polls with as many yes as no."""
    random, counts, answers = np.random.default_rng(seed), {(a, b): 0 for a in (0, 1) for b in (0, 1)}, 0
    bundle, shards = encoded.bundle, encoded.shards
    for n, (file, at, count) in enumerate(chosen[:limit]):
        language = texts.LANGUAGES[n % 2]
        segments, window = None, labels.span_of(shards, file, at, count)
        for question, answer in caption.questions(file.truth, *window, language, random):
            if answer not in (YES[language], NO[language]):
                continue
            segments = segments or encoded.segments("en", file, at, count)[0]
            embeds, _ = bundle.prompt(segments, language, bundle.asked(question))
            found = bundle.tokenizer.decode(bundle.generate(embeds, limit=12))
            answers += found in (YES[language], NO[language])
            counts[found == YES[language], answer == YES[language]] += 1
    total = max(1, sum(counts.values()))
    right, claimed, there = counts[1, 1], counts[1, 1] + counts[1, 0], counts[1, 1] + counts[0, 1]
    return {"polls": sum(counts.values()), "answered yes or no": answers / total, "precision": right / max(1, claimed),
            "recall": right / max(1, there), "f1": 2 * right / max(1, claimed + there), "yes": claimed / total}


def spans(text, start, end):
    """[(start, end, clause)] of `<time a><time b> clause` repeated, in seconds."""
    bins = texts.TIME_BINS - 1
    return [(start + int(a) / bins * (end - start), start + int(b) / bins * (end - start), clause.strip())
            for a, b, clause in re.findall(r"<time (\d+)><time (\d+)>([^<]*)", text)]


def overlap(one, two):
    """Intersection over union of two spans."""
    shared = max(0.0, min(one[1], two[1]) - max(one[0], two[0]))
    return shared / max(1e-6, max(one[1], two[1]) - min(one[0], two[0]))


def events(encoded, chosen, limit=300, threshold=0.5):
    """F1 of decoded events: spans that overlap by half, and of those that also say the same clause."""
    bundle, shards = encoded.bundle, encoded.shards
    start_id = bundle.tokenizer.token_to_id(bundle.model["prompt"]["events"]["start"])
    matched = same = given = wanted = 0
    for file, at, count in chosen[:limit]:
        window = labels.span_of(shards, file, at, count)
        embeds, _ = bundle.prompt(encoded.segments("en", file, at, count)[0], "en", [start_id])
        text = bundle.tokenizer.decode(bundle.generate(embeds), skip_special_tokens=False)
        found = spans(text, *window)
        truth = [(a, b, caption.clause(slots, "en")) for a, b, slots in truths.events(file.truth, *window)]
        given, wanted = given + len(found), wanted + len(truth)
        for said in found:
            best = max(truth, key=lambda t: (overlap(said, t), t[2] == said[2]), default=None)
            if best is not None and overlap(said, best) >= threshold:
                truth.remove(best)
                matched += 1
                same += best[2] == said[2]
    return {"said": given, "there": wanted, "f1 of spans": 2 * matched / max(1, given + wanted),
            "f1 of spans and clauses": 2 * same / max(1, given + wanted)}
