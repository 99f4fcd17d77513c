"""python -m models.training.evaluate --bundle DIR --tensors DIR --truth DIR --out FILE

Fast scores while training: slots of generated captions on held-out scenes, through the exported files,
with blocks stored as bytes; then takes senses away and shows how far each score falls. Besides: search,
yes-or-no questions and dense events. The scores of the product come from `./watchword eval`.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from . import asking, dataset, labels
from .pipeline import Bundle

SCORED = ("actor", "action", "direction", "camera", "sound")
AUDITS = ("en", "ru", "blind", "frozen", "motion shuffled", "motion reversed", "muted", "no picture", "wrong stream")
UNTOUCHED = ("en", "ru", "blind")  # audits that leave the tensors as they are


def windows(shards, limit, seed):
    """(file, first segment, count): windows of 1 to 4 consecutive segments, spread over files."""
    random, found = np.random.default_rng(seed), []
    for file in shards.files:
        at = 0
        while at < file.count:
            count = min(int(random.integers(1, 5)), file.count - at)
            found.append((file, at, count))
            at += count
    order = random.permutation(len(found))[:limit]
    return [found[i] for i in sorted(order)]


def changed(audit, shards, segment, first, random):
    """The tensors of one segment after the audit took something away; `first` is the file's first segment."""
    if audit == "wrong stream":  # of another file, far away
        segment = (segment + shards.size // 2) % shards.size
    image, motion, pcm, has = shards.tensors(segment)
    if audit == "frozen":
        image, motion = shards.tensors(first)[0], np.zeros_like(motion)
    if audit == "motion shuffled":
        motion = motion[random.permutation(len(motion))]
    if audit == "motion reversed":
        motion = motion[::-1]
    if audit == "muted":
        has = np.array([has[0], 0], np.uint8)
    if audit == "no picture":
        image = np.full_like(image, 115)
    return image, motion, pcm, has


class Encoded:
    """Stored blocks of segments as an audit leaves them; what it leaves alone is encoded once."""

    def __init__(self, bundle, shards, seed, memory=None):
        self.bundle, self.shards, self.seed = bundle, shards, seed
        self.memory = {} if memory is None else memory

    def blocks(self, audit, file, at):
        kind = "" if audit in UNTOUCHED else audit
        key = (kind, file.first + at)
        if key not in self.memory:
            random = np.random.default_rng(self.seed + file.first + at)
            self.memory[key] = self.bundle.encode(*changed(kind, self.shards, file.first + at, file.first, random))
        return dict(self.memory[key])

    def segments(self, audit, file, at, count):
        """Blocks with temporal ones of a window's segments, and their search vectors."""
        found, vectors = [], []
        for i in range(at, at + count):
            history = [self.blocks(audit, file, j) for j in range(max(0, i - 3), i + 1)]
            vectors.append(self.bundle.temporal(history))
            found.append(history[-1])
        return found, vectors


def said(encoded, chosen, audit, logprobs=None):
    """One generated caption a window."""
    bundle = encoded.bundle
    for file, at, count in chosen:
        segments, _ = encoded.segments(audit, file, at, count)
        embeds, layout = bundle.prompt(segments, "ru" if audit == "ru" else "en")
        if audit == "blind":
            row = 0
            for entry in layout:
                size = entry.get("embeds", 1)
                if "block" in entry:
                    embeds[row:row + size] = 0
                row += size
        chances = []
        yield bundle.tokenizer.decode(bundle.generate(embeds, logprobs=chances))
        if logprobs is not None:
            logprobs.append(chances)


def score(texts, wanted, language):
    """Share of right slots, by slot and overall; a slot that cannot be read back is wrong."""
    right, total, whole = Counter(), Counter(), 0
    for text, slots in zip(texts, wanted):
        found = labels.parse(text, language)
        whole += all(found.get(n) == v for n, v in slots.items())
        for name, value in slots.items():
            total[name] += 1
            right[name] += found.get(name) == value
    result = {name: right[name] / total[name] for name in total}
    result["overall"] = sum(right[n] for n in SCORED) / max(1, sum(total[n] for n in SCORED))
    result["all slots"] = sum(right.values()) / max(1, sum(total.values()))
    return result | {"whole sentence": whole / max(1, len(wanted))}


def chance(wanted):
    """What always naming the commonest class of each slot would score."""
    result = {}
    for name in wanted[0]:
        counts = Counter(slots[name] for slots in wanted)
        result[name] = counts.most_common(1)[0][1] / len(wanted)
    return result | {"overall": float(np.mean([result[n] for n in SCORED])),
                     "all slots": float(np.mean(list(result.values()))), "whole sentence": 0.0}


def search(encoded, limit=1000, seed=3):
    """How often a caption finds its own segment first, or among the first ten; all segments' captions differ."""
    bundle, shards, own = encoded.bundle, encoded.shards, {}
    places = [(file, at) for file in shards.files for at in range(file.count)]
    for i in np.random.default_rng(seed).permutation(len(places)):
        file, at = places[i]
        own.setdefault(labels.window(shards, file, at, 1, "en")[0], (file, at))
        if len(own) == limit:
            break
    vectors = np.stack([encoded.segments("en", *place, 1)[1][0] for place in own.values()])
    found = []
    for text in own:
        ids = np.array([bundle.tokenizer.encode(text).ids], np.int64)
        found.append(bundle.run("search_text", input_ids=ids, attention_mask=np.ones_like(ids))[0][0])
    scores = np.stack(found) @ vectors.T
    rank = (scores > np.diag(scores)[:, None]).sum(1)
    return {"clips": len(own), "r1": float((rank < 1).mean()), "r5": float((rank < 5).mean()),
            "r10": float((rank < 10).mean()), "chance of first": 1 / len(own)}


def table(results):
    names = list(next(iter(results.values())))
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for audit, scores in results.items():
        lines.append(f"| {audit} | " + " | ".join(f"{scores.get(n, 0):.3f}" for n in names) + " |")
    return "\n".join(lines)


def slots_of(bundle, shards, limit, seed, audits=AUDITS, memory=None):
    """Scores by audit, with what was said of each window; `memory` is shared by bundles with the same encoders."""
    encoded, chosen = Encoded(bundle, shards, seed, memory), windows(shards, limit, seed)
    wanted = [labels.window(shards, file, at, count, "en")[1] for file, at, count in chosen]
    results, texts = {"chance (majority)": chance(wanted)}, {}
    for audit in audits:
        texts[audit] = list(said(encoded, chosen, audit))
        results[audit] = score(texts[audit], wanted, "ru" if audit == "ru" else "en")
        print(audit, {k: round(v, 3) for k, v in results[audit].items()}, flush=True)
    return encoded, chosen, wanted, texts, results


def examples(shards, chosen, texts, count=20):
    return [{"file": file.name, "segments": [at, at + size], "said": text,
             "truth": labels.window(shards, file, at, size, language)[0]}
            for language in ("en", "ru") if language in texts
            for (file, at, size), text in list(zip(chosen, texts[language]))[:count]]


def evaluate(directory, shards, limit, seed, audits=AUDITS, heldout=None, clips=1000):
    bundle = Bundle(directory)
    encoded, chosen, wanted, texts, results = slots_of(bundle, shards, limit, seed, audits)
    result = {"windows": len(chosen), "files": len(shards.files), "scores": results,
              "search": search(encoded, clips), "presence": asking.presence(encoded, chosen, seed),
              "events": asking.events(encoded, chosen),
              "examples": examples(shards, chosen, texts),
              "said": [{"file": f.name, "span": labels.span_of(shards, f, at, n), "en": text, "slots": slots}
                       for (f, at, n), text, slots in zip(chosen, texts.get("en", []), wanted)]}
    if heldout is not None:
        _, other, _, _, unseen = slots_of(bundle, heldout, limit, seed, ("en", "ru"))
        result["heldout"] = {"windows": len(other), "scores": unseen}
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--tensors", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--heldout-tensors")
    parser.add_argument("--heldout-truth")
    parser.add_argument("--out", required=True, help="a file, better outside the bundle")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--clips", type=int, default=1000, help="to search among")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--audits", default=",".join(AUDITS))
    arguments = parser.parse_args()
    shards = dataset.Shards(arguments.tensors, arguments.truth)
    heldout = dataset.Shards(arguments.heldout_tensors, arguments.heldout_truth) if arguments.heldout_tensors else None
    result = evaluate(arguments.bundle, shards, arguments.limit, arguments.seed, arguments.audits.split(","), heldout,
                      arguments.clips)
    out = Path(arguments.out)
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(table(result["scores"]))
    if heldout is not None:
        print("held-out combinations\n" + table(result["heldout"]["scores"]))
    print({name: result[name] for name in ("search", "presence", "events")})


if __name__ == "__main__":
    main()
