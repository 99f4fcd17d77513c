"""The canonical sentence of a window in English and Russian, and its exact inverse.

describe: truth -> sentence and slots; sentence: slots -> sentence; parse: sentence -> slots;
clause: the event alone; detail and questions: one more sentence, and what may be asked.
"""

from models.scenes import truth as truths, words
from models.scenes.detail import detail
from models.scenes.grammar import CLAUSES, LANGUAGES, LISTENED, READ, grammar, heard
from models.scenes.questions import questions
from models.scenes.vocabulary import RELATIONS, SLOTS

__all__ = ["LANGUAGES", "SLOTS", "clause", "describe", "detail", "grammar", "parse", "parse_clause", "questions", "sentence"]

_CLAUSE_SLOTS = ("actor", "action", "direction", "second")
_UNSEEN = dict.fromkeys(("time", "camera", *_CLAUSE_SLOTS), "none")
_BACK = {
    name: {lang: {text: key for key, text in table[lang].items()} for lang in LANGUAGES}
    for name, table in (("time", words.TIME), ("camera", words.CAMERA), ("actor", words.ACTOR))
}


def clause(slots, lang):
    """The event of slots, without time, camera and sound."""
    if slots["actor"] == "none":
        return words.CALM[lang][slots["camera"] != "still"]
    if slots["action"] in RELATIONS:
        return CLAUSES[lang][slots["actor"], slots["action"], "none", slots["second"]]
    text = CLAUSES[lang][slots["actor"], slots["action"], slots["direction"]]
    if slots["second"] != "none":
        text += words.ALSO[lang] + words.ACTOR[lang].get(slots["second"], words.SEVERAL[lang])
    return text


def sentence(slots, lang):
    """The sentence of slots."""
    sound = heard(slots["sound"], lang)
    if slots["time"] == "none":
        return f"{words.NO_PICTURE[lang]}. {sound}."
    return f"{words.TIME[lang][slots['time']]}, {words.CAMERA[lang][slots['camera']]}: {clause(slots, lang)}. {sound}."


def describe(truth, start_s, end_s, lang, picture=True, sound=True):
    """The sentence and slots of a window of a scene; picture or sound False as if it had none."""
    slots = truths.facts(truth, start_s, end_s)
    if not picture:
        slots.update(_UNSEEN)
    if not sound:
        slots["sound"] = "none"
    return sentence(slots, lang), slots


def parse_clause(text, lang):
    """Actor, action, direction and second of a clause; None for each that is not understood."""
    if text in words.CALM[lang]:
        return dict.fromkeys(_CLAUSE_SLOTS, "none")
    slots = dict.fromkeys(_CLAUSE_SLOTS)
    text, also, rest = text.partition(words.ALSO[lang])
    slots["second"] = (_BACK["actor"][lang] | {words.SEVERAL[lang]: "several"}).get(rest) if also else "none"
    key = READ[lang].get(text)
    if key is not None:
        return slots | dict(zip(_CLAUSE_SLOTS, key))
    for name, kind in _BACK["actor"][lang].items():
        if text == name or text.startswith(name + " "):
            slots["actor"] = kind
            verb = text[len(name) :]
            for (_, *tail), known in CLAUSES[lang].items():
                if len(tail) == 2 and verb and known.endswith(verb):
                    slots.update(action=tail[0], direction=tail[1])
    return slots


def parse(text, lang):
    """Slots of a sentence; None for each part that is not understood."""
    slots = dict.fromkeys(SLOTS)
    head, dot, tail = text.strip().partition(". ")
    if dot:
        slots["sound"] = LISTENED[lang].get(tail.rstrip("."))
    if head == words.NO_PICTURE[lang]:
        return slots | _UNSEEN
    scene, _, event = head.partition(": ")
    time, _, camera = scene.partition(", ")
    slots["time"] = _BACK["time"][lang].get(time)
    slots["camera"] = _BACK["camera"][lang].get(camera)
    return slots | parse_clause(event.rstrip("."), lang) if event else slots
