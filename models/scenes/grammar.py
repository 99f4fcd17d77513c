"""The grammar of the captions: every clause and phrase, and the slots that it sets.

python -m models.scenes.grammar --out FILE writes it for readers in other languages: a reader takes,
left to right, the longest phrase that matches, and sets its slots; slots never set are empty.
"""

import argparse
import itertools
import json

from models.scenes import words
from models.scenes.vocabulary import RELATIONS, SLOTS, SOUNDS

LANGUAGES = words.LANGUAGES
# Which actors may do what not everybody does.
_ONLY = {
    "opens": ("door",), "closes": ("door",), "crowds": ("group",), "queues": ("group", "car", "lorry", "bus"), "runs": ("person", "group", "animal"),
    "falls": ("person", "group", "animal", "bird", "bicycle", "box", "ball", "something"),
}


def _english(kind):
    """(action, direction) -> words after the actor's name."""
    goes = words.GOES["en"].get(kind, words.GOES_ELSE["en"])
    found = {}
    for i, way in enumerate(words.FOUR):
        along, origin, target = words.WAY["en"][i], words.FROM["en"][i], words.TO["en"][i]
        found |= {
            ("moves", way): f"{goes} {along}", ("enters", way): f"enters {origin}", ("leaves", way): f"leaves {target}",
            ("passes", way): f"passes {along}", ("stops", way): f"{goes} {along} and stops", ("starts", way): f"starts moving {along}",
            ("turns back", way): f"turns back {target}", ("turns aside", way): f"turns aside {target}", ("speeds up", way): f"speeds up {along}",
            ("runs", way): f"runs {along}",
        }
    return found | {
        ("moves", "away"): f"{goes} ahead", ("approaches", "toward camera"): "approaches", ("recedes", "away"): f"{goes} away",
        ("stands still", "none"): "stands still", ("appears", "none"): "suddenly appears", ("disappears", "none"): "suddenly disappears",
        ("falls", "down"): "falls", ("opens", "none"): "opens", ("closes", "none"): "closes", ("crowds", "none"): "gathers",
        ("queues", "none"): "waits in a queue",
    }


def _russian(kind):
    goes = words.GOES["ru"].get(kind, words.GOES_ELSE["ru"])
    passes, leaves = words.PASSES_RU.get(goes, "проходит"), words.LEAVES_RU.get(goes, "уходит")
    found = {}
    for i, way in enumerate(words.FOUR):
        along, origin, target = words.WAY["ru"][i], words.FROM["ru"][i], words.TO["ru"][i]
        found |= {
            ("moves", way): f"{goes} {along}", ("enters", way): f"появляется {origin}", ("leaves", way): f"{leaves} {target}",
            ("passes", way): f"{passes} {along}", ("stops", way): f"{goes} {along} и останавливается",
            ("starts", way): f"начинает двигаться {along}", ("turns back", way): f"поворачивает обратно {target}",
            ("turns aside", way): f"сворачивает {target}", ("speeds up", way): f"ускоряется {along}", ("runs", way): f"бежит {along}",
        }
    return found | {
        ("moves", "away"): f"{goes} впереди", ("approaches", "toward camera"): "приближается", ("recedes", "away"): "удаляется",
        ("stands still", "none"): words.STANDS_RU.get(kind, "стоит неподвижно"), ("appears", "none"): "внезапно появляется",
        ("disappears", "none"): "внезапно исчезает", ("falls", "down"): "падает", ("opens", "none"): "открывается",
        ("closes", "none"): "закрывается", ("crowds", "none"): "собирается вместе", ("queues", "none"): "ждёт в очереди",
    }


_END = {"m": "", "f": "а", "n": "о"}
_ENGLISH_TIES = {"is left behind": "is left behind by", "is picked up": "is picked up by"}


def _tie(action, kind, other, lang):
    """Words after the actor's name that tell a relation to another."""
    if lang == "en":
        return f"{_ENGLISH_TIES.get(action, action)} {words.ACTOR['en'][other]}"
    _, accusative, instrumental, _ = words.RUSSIAN[other]
    end = _END[words.RUSSIAN[kind][3]]
    return {
        "meets": f"встречает {accusative}", "follows": f"следует за {instrumental}", "overtakes": f"обгоняет {accusative}",
        "nearly hits": f"чуть не задевает {accusative}", "collides with": f"сталкивается с {instrumental}",
        "is left behind": f"оставлен{end} {instrumental}", "is picked up": f"поднят{end} {instrumental}",
    }[action]


def _clauses(lang):
    """(actor, action, direction) or, for relations, (actor, action, "none", second) -> clause."""
    found = {}
    for kind, name in words.ACTOR[lang].items():
        for (action, direction), verb in (_english if lang == "en" else _russian)(kind).items():
            if kind in _ONLY.get(action, (kind,)):
                found[kind, action, direction] = f"{name} {verb}"
        for action in RELATIONS:
            for other in words.ACTOR[lang]:
                found[kind, action, "none", other] = f"{name} {_tie(action, kind, other, lang)}"
    return found


CLAUSES = {lang: _clauses(lang) for lang in LANGUAGES}
READ = {lang: {text: key for key, text in table.items()} for lang, table in CLAUSES.items()}


def _heard(lang):
    """Sound slot -> words, for silence, one sound and two."""
    start, joint, none = words.SOUND_FORM[lang]
    found = {"none": none} | {name: start + words.SOUND[lang][name] for name in SOUNDS}
    pairs = itertools.combinations(SOUNDS, 2)
    return found | {f"{a}+{b}": start + words.SOUND[lang][a] + joint + words.SOUND[lang][b] for a, b in pairs}


HEARD = {lang: _heard(lang) for lang in LANGUAGES}


def heard(name, lang):
    """Words of a sound slot, its classes in whichever order."""
    return HEARD[lang]["+".join(sorted(name.split("+"), key=("none", *SOUNDS).index))]


def _listened(lang):
    """Words -> sound slot; two sounds may be named in either order."""
    start, joint, _ = words.SOUND_FORM[lang]
    found = {text: name for name, text in HEARD[lang].items()}
    for a, b in itertools.combinations(SOUNDS, 2):
        found[start + words.SOUND[lang][b] + joint + words.SOUND[lang][a]] = f"{a}+{b}"
    return found


LISTENED = {lang: _listened(lang) for lang in LANGUAGES}


def phrases(lang):
    """Every phrase that can stand in a sentence, with the slots it sets."""
    none = dict.fromkeys(SLOTS[:-1], "none")
    found = [(text, {"time": name}) for name, text in words.TIME[lang].items()]
    found += [(text, {"camera": name}) for name, text in words.CAMERA[lang].items()]
    found += [(text, {"actor": "none", "action": "none", "direction": "none", "second": "none"}) for text in words.CALM[lang]]
    found.append((words.NO_PICTURE[lang], none))
    found += [(name, {"actor": kind}) for kind, name in words.ACTOR[lang].items()]
    for key, text in CLAUSES[lang].items():
        found.append((text, dict(zip(("actor", "action", "direction", "second"), key))))
    also = [*words.ACTOR[lang].items(), ("several", words.SEVERAL[lang])]
    found += [(words.ALSO[lang] + name, {"second": kind}) for kind, name in also]
    found += [(text, {"sound": name}) for text, name in LISTENED[lang].items()]
    return found


def grammar():
    """The grammar as plain data."""
    languages = {lang: [{"text": text, "slots": slots} for text, slots in phrases(lang)] for lang in LANGUAGES}
    return {"slots": list(SLOTS), "languages": languages, "empty": dict.fromkeys(SLOTS, "none")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    with open(parser.parse_args().out, "w", encoding="utf-8") as handle:
        json.dump(grammar(), handle, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
