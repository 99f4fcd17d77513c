"""python -m models.training.score_events --events events.jsonl --truth DIR

Scores the captions the product wrote against the truth of each event's span.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from . import labels
from .evaluate import SCORED, chance, score, table


def truths(directory):
    """Truth by clip name without suffix; one directory level of shards is searched too."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(Path(directory).rglob("*.json"))}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--show", type=int, default=10)
    arguments = parser.parse_args()
    known, texts, wanted, results = truths(arguments.truth), {}, {}, {}
    unknown, empty = Counter(), 0
    for line in Path(arguments.events).read_text().splitlines():
        event = json.loads(line)
        name = Path(event["source"]).stem
        if name not in known:
            unknown[name] += 1
            continue
        language = event["language"]
        empty += not event["caption"]
        text, slots = labels.described(known[name], event["startUs"], event["endUs"], language)
        texts.setdefault(language, []).append(event["caption"] or "")
        wanted.setdefault(language, []).append(slots)
        if len(wanted[language]) <= arguments.show:
            print(f"{name} {event['startUs'] / 1e6:.1f}-{event['endUs'] / 1e6:.1f}\n  said  "
                  f"{event['caption']}\n  truth {text}")
    for language in sorted(wanted):
        results[f"chance {language}"] = chance(wanted[language])
        results[f"{language} ({len(wanted[language])} events)"] = score(texts[language], wanted[language], language)
    if results:
        print(table(results))
    print(f"overall = mean over {', '.join(SCORED)}; without truth: {sum(unknown.values())} events; "
          f"without caption: {empty}")


if __name__ == "__main__":
    main()
