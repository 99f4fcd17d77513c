"""Checks captions of real clips against facts: python -m models.clips.score --events events.jsonl.

Each event claims a light, a camera, whether something moves, which way, and a sound. A claim is right
or wrong by the facts of its span; a moving span that no event calls moving is absent. --truth prints
what truly happens beside the events (a file like clips-events.json).
"""

import argparse
import collections
import json
import pathlib

from models.scenes import caption
from models.scenes.vocabulary import VEHICLES

# Facts name coarse actors: any vehicle, a person whether alone or in a group.
COARSE = {**dict.fromkeys(VEHICLES, "vehicle"), "group": "person"}
WAYS = {"left to right": "right", "right to left": "left", "up": "up", "down": "down",
        "toward camera": "toward", "away": "away"}
KINDS = ("light", "camera", "moves", "direction", "stops", "actor", "sound")


def overlap(event, span):
    return min(event["end"], span["end"]) - max(event["start"], span["start"])


def claims(slots, event, facts):
    """(kind, claimed, right) of each checkable claim."""
    if facts.get("light") and slots["time"] in ("day", "night"):
        yield "light", slots["time"], slots["time"] == facts["light"]
    if facts.get("camera") and slots["camera"] not in (None, "none"):
        moving = "still" if slots["camera"] == "still" else "moving"
        yield "camera", slots["camera"], moving == facts["camera"]
    if slots["sound"] is not None and "sound" in facts:
        heard = slots["sound"]
        right = {"none": heard == "none", "speech": "voice" in heard, "sound": heard != "none"}
        yield "sound", heard, right[facts["sound"]]
    spans = [span for span in facts.get("moves", []) if overlap(event, span) >= 0.3]
    if slots["actor"] is None or "moves" not in facts:
        return
    if slots["actor"] == "none" or slots["action"] == "stands still":
        yield "moves", slots["action"], not any(overlap(event, s) > 0.5 * (event["end"] - event["start"]) for s in spans)
        return
    yield "moves", slots["action"], bool(spans) or facts.get("camera") == "moving"
    if slots["actor"] != "something" and spans:
        named = {slots["actor"], COARSE.get(slots["actor"], slots["actor"])}
        yield "actor", slots["actor"], any(named & set(span["actor"]) for span in spans)
    ways = {way for span in spans for way in span["direction"]}
    if slots["direction"] in WAYS and ways:
        yield "direction", slots["direction"], WAYS[slots["direction"]] in ways
    if slots["action"] == "stops" and spans:
        yield "stops", "stops", any(event["start"] <= span["end"] <= event["end"] + 0.5 for span in spans)


def read_events(path):
    events = collections.defaultdict(list)
    for line in path.read_text().splitlines():
        event = json.loads(line)
        event.update(start=event["startUs"] / 1e6, end=event["endUs"] / 1e6)
        events[pathlib.PurePath(event["source"]).name].append(event)
    return events


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=pathlib.Path, required=True)
    parser.add_argument("--facts", type=pathlib.Path, default=pathlib.Path(__file__).with_name("facts.json"))
    parser.add_argument("--truth", type=pathlib.Path)
    arguments = parser.parse_args()
    events = read_events(arguments.events)
    truth = {clip["file"]: clip["events"] for clip in json.loads(arguments.truth.read_text())} if arguments.truth else {}
    counts, per_clip = collections.Counter(), {}
    for facts in json.loads(arguments.facts.read_text())["clips"]:
        name, mine = facts["file"], collections.Counter()
        print(f"\n{name}")
        for span in truth.get(name, []):
            print(f"    {span['start']:5.1f} {span['end']:5.1f}  {span['what']}")
        for event in sorted(events.get(name, []), key=lambda e: e["start"]):
            slots = caption.parse(event["caption"], event["language"])
            checked = list(claims(slots, event, facts))
            marks = " ".join(("+" if right else "-") + kind for kind, _, right in checked)
            print(f"  > {event['start']:5.1f} {event['end']:5.1f}  {event['confidence']:.2f}  {event['caption']}  [{marks}]")
            for kind, _, right in checked:
                counts[kind, right] += 1
                mine[right] += 1
        for span in facts.get("moves", []):
            seen = any(overlap(event, span) >= 0.3 and caption.parse(event["caption"], event["language"])["actor"]
                       not in (None, "none") for event in events.get(name, []))
            if not seen:
                counts["moves", None] += 1
                mine[None] += 1
        per_clip[name] = mine
    print(f"\n{'clip':46} right wrong absent")
    for name, mine in per_clip.items():
        print(f"{name:46} {mine[True]:5} {mine[False]:5} {mine[None]:6}")
    print(f"\n{'fact':46} right wrong absent")
    for kind in KINDS:
        print(f"{kind:46} {counts[kind, True]:5} {counts[kind, False]:5} {counts[kind, None]:6}")
    totals = [sum(n for (_, right), n in counts.items() if right is value) for value in (True, False, None)]
    print(f"{'all':46} {totals[0]:5} {totals[1]:5} {totals[2]:6}")


if __name__ == "__main__":
    main()
