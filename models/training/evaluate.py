"""python -m models.training.evaluate --bundle DIR --tensors DIR --truth DIR [--out FILE]

Scores the slots of generated captions on held-out scenes, through the exported files, with blocks
stored as bytes; then takes senses away and shows how far each score falls.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from . import dataset, labels
from .pipeline import Bundle

SCORED = ("actor", "action", "direction", "camera", "sound")
AUDITS = ("en", "ru", "blind", "motion shuffled", "motion reversed", "muted", "no picture")


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


def changed(audit, tensors, random):
    """The tensors of one segment after the audit took something away."""
    image, motion, pcm, has = tensors
    if audit == "motion shuffled":
        motion = motion[random.permutation(len(motion))]
    if audit == "motion reversed":
        motion = motion[::-1]
    if audit == "muted":
        has = np.array([has[0], 0], np.uint8)
    if audit == "no picture":
        image = np.full_like(image, 115)
    return image, motion, pcm, has


def captions(bundle, shards, chosen, audit, seed):
    """One generated caption a window."""
    random, memory = np.random.default_rng(seed), {}
    for file, at, count in chosen:
        for i in range(max(0, at - 3), at + count):
            key = file.first + i
            if key not in memory:
                memory[key] = bundle.encode(*changed(audit, shards.tensors(key), random))
        segments = []
        for i in range(at, at + count):
            history = [dict(memory[file.first + j]) for j in range(max(0, i - 3), i + 1)]
            bundle.temporal(history)
            segments.append(history[-1])
        language = "ru" if audit == "ru" else "en"
        embeds, layout = bundle.prompt(segments, language)
        if audit == "blind":
            row = 0
            for entry in layout:
                size = entry.get("embeds", 1)
                if "block" in entry:
                    embeds[row:row + size] = 0
                row += size
        yield bundle.tokenizer.decode(bundle.generate(embeds))


def score(texts, wanted, language):
    """Share of right slots, by slot and overall; a slot that cannot be read back is wrong."""
    right, total = Counter(), Counter()
    for text, slots in zip(texts, wanted):
        said = labels.parse(text, language)
        for name, value in slots.items():
            total[name] += 1
            right[name] += said.get(name) == value
    result = {name: right[name] / total[name] for name in total}
    result["overall"] = sum(right[n] for n in SCORED) / max(1, sum(total[n] for n in SCORED))
    return result


def chance(wanted):
    """What always naming the commonest class of each slot would score."""
    result, parts = {}, []
    for name in wanted[0]:
        counts = Counter(slots[name] for slots in wanted)
        result[name] = counts.most_common(1)[0][1] / len(wanted)
        if name in SCORED:
            parts.append(result[name])
    result["overall"] = sum(parts) / len(parts)
    return result


def search(bundle, shards, chosen):
    """How often a segment's own caption is the first, or among the first five, of all distinct ones."""
    captions_, vectors = [], []
    for file, at, count in chosen:
        last = at + count - 1
        history = [bundle.encode(*shards.tensors(file.first + i)) for i in range(max(0, last - 3), last + 1)]
        vectors.append(bundle.temporal(history))
        captions_.append(labels.window(shards, file, last, 1, "en")[0])
    distinct = sorted(set(captions_))
    found = []
    for text in distinct:
        ids = np.array([bundle.tokenizer.encode(text).ids], np.int64)
        found.append(bundle.run("search_text", input_ids=ids, attention_mask=np.ones_like(ids))[0][0])
    order = np.argsort(-np.stack(vectors) @ np.stack(found).T, 1)
    rank = np.array([list(row).index(distinct.index(text)) for row, text in zip(order, captions_)])
    return {"captions": len(distinct), "first": float((rank < 1).mean()),
            "among the first five": float((rank < 5).mean()), "chance of first": 1 / len(distinct)}


def table(results):
    names = list(next(iter(results.values())))
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for audit, scores in results.items():
        lines.append(f"| {audit} | " + " | ".join(f"{scores.get(n, 0):.3f}" for n in names) + " |")
    return "\n".join(lines)


def evaluate(directory, shards, limit, seed, audits=AUDITS):
    bundle = Bundle(directory)
    chosen = windows(shards, limit, seed)
    wanted = [labels.window(shards, file, at, count, "en")[1] for file, at, count in chosen]
    results, examples = {"chance (majority)": chance(wanted)}, []
    for audit in audits:
        texts = list(captions(bundle, shards, chosen, audit, seed))
        results[audit] = score(texts, wanted, "ru" if audit == "ru" else "en")
        print(audit, {k: round(v, 3) for k, v in results[audit].items()}, flush=True)
        if audit in ("en", "ru"):
            for (file, at, count), text in list(zip(chosen, texts))[:20]:
                truth = labels.window(shards, file, at, count, audit)[0]
                examples.append({"file": file.name, "segments": [at, at + count], "said": text,
                                 "truth": truth})
    return {"windows": len(chosen), "files": len(shards.files), "scores": results,
            "search": search(bundle, shards, chosen),
            "examples": examples}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--tensors", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--out", help="default: scores.json in the bundle")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--audits", default=",".join(AUDITS))
    arguments = parser.parse_args()
    shards = dataset.Shards(arguments.tensors, arguments.truth)
    result = evaluate(arguments.bundle, shards, arguments.limit, arguments.seed,
                      arguments.audits.split(","))
    out = Path(arguments.out or Path(arguments.bundle) / "scores.json")
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(table(result["scores"]))


if __name__ == "__main__":
    main()
