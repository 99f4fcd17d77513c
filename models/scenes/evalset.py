"""Writes the evaluation set of rendered scenes: python -m models.scenes.evalset --truth DIR --out DIR.

truth.jsonl has a line for each scene: its events, all windows whose ends are multiples of half a
second and that are at most eight seconds long, sounds and questions; grammar.json the grammar.
"""

import argparse
import glob
import json
import os

import numpy as np

from models.scenes import caption, grammar, questions, truth as truths

GRID_S, LONGEST_S = 0.5, 8.0
QUESTION_S = 4.0


def windows(duration):
    """(start, end) in seconds of every window; the last end is the scene's own."""
    marks = [*np.arange(0, duration - 1e-6, GRID_S).tolist(), duration]
    return [(a, b) for i, a in enumerate(marks) for b in marks[i + 1 :] if b - a <= LONGEST_S + 1e-6]


def _said(slots, form):
    return {lang: form(slots, lang) for lang in caption.LANGUAGES}


def _questions(truth, seed):
    """Questions on consecutive windows, in both languages with the same answers' chances."""
    found = []
    for start in np.arange(0, max(truth["duration"] - 1, 0.1), QUESTION_S).tolist():
        end = min(start + QUESTION_S, truth["duration"])
        for lang in caption.LANGUAGES:
            rng = np.random.default_rng([seed, truth["index"], int(start)])
            for kind, question, answer in questions.ask(truth, start, end, lang, rng):
                found.append({"start": start, "end": end, "lang": lang, "question": question, "answer": answer, "kind": kind})
    return found


def entry(truth, seed=0):
    """One line of the evaluation set."""
    spans = []
    for start, end in windows(truth["duration"]):
        slots = truths.facts(truth, start, end)
        spans.append({"start": start, "end": end, "slots": slots, **_said(slots, caption.sentence)})
    happens = [{"start": a, "end": b, "slots": slots, **_said(slots, caption.clause)} for a, b, slots in truths.events(truth, 0.0, truth["duration"])]
    heard = truth["sounds"] if truth["audio"] is not None else []
    return {
        "file": truth["file"], "durationS": truth["duration"], "activity": [list(span) for span in truths.activity(truth)], "events": happens,
        "windows": spans, "sounds": [{key: one[key] for key in ("class", "start", "end")} for one in heard], "split": truth.get("split", "test"),
        "questions": _questions(truth, seed),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, "truth.jsonl"), "w", encoding="utf-8") as out:
        for path in sorted(glob.glob(os.path.join(options.truth, "**", "*.json"), recursive=True)):
            out.write(json.dumps(entry(truths.load(path), options.seed), ensure_ascii=False, separators=(",", ":")) + "\n")
    with open(os.path.join(options.out, "grammar.json"), "w", encoding="utf-8") as out:
        json.dump(grammar.grammar(), out, ensure_ascii=False)


if __name__ == "__main__":
    main()
