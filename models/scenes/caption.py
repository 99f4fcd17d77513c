"""The canonical sentence of a window in English and Russian, and its exact inverse.

describe: truth -> sentence and slots; sentence: slots -> sentence; parse: sentence -> slots.
"""

from models.scenes import truth as truths

SLOTS = ("time", "camera", "actor", "action", "direction", "second", "sound")
LANGUAGES = ("en", "ru")

_TIME = {
    "en": {"day": "By day", "night": "At night"},
    "ru": {"day": "Днём", "night": "Ночью"},
}
_CAMERA = {
    "en": {
        "still": "camera still", "pan left": "camera pans left", "pan right": "camera pans right", "tilt up": "camera tilts up",
        "tilt down": "camera tilts down", "shake": "camera shakes", "zoom in": "camera zooms in", "zoom out": "camera zooms out",
        "drives forward": "camera drives forward",
    },
    "ru": {
        "still": "камера неподвижна", "pan left": "камера поворачивается влево", "pan right": "камера поворачивается вправо",
        "tilt up": "камера наклоняется вверх", "tilt down": "камера наклоняется вниз", "shake": "камера дрожит", "zoom in": "камера приближает",
        "zoom out": "камера отдаляет", "drives forward": "камера едет вперёд",
    },
}
_ACTOR = {
    "en": {"vehicle": "a vehicle", "person": "a person", "box": "a box", "something": "something", "animal": "an animal"},
    "ru": {"vehicle": "машина", "person": "человек", "box": "коробка", "something": "что-то", "animal": "животное"},
}
_MET = {
    "en": _ACTOR["en"],
    "ru": {"vehicle": "машину", "person": "человека", "box": "коробку", "something": "что-то", "animal": "животное"},
}
_SEVERAL = {"en": "several others", "ru": "несколько других"}
_ALSO = {"en": ", also ", "ru": ", ещё "}
_CALM = {"en": ("nothing moves", "nothing else moves"), "ru": ("ничего не движется", "больше ничего не движется")}
_SOUND = {
    "en": {
        "engine": "an engine", "horn": "a horn", "siren": "a siren", "bang": "a bang", "glass": "breaking glass", "voice": "a voice", "music": "music",
        "noise": "wind or rain",
    },
    "ru": {
        "engine": "двигателя", "horn": "гудка", "siren": "сирены", "bang": "удара", "glass": "бьющегося стекла", "voice": "голоса",
        "music": "музыки", "noise": "ветра или дождя",
    },
}
_SOUND_FORM = {"en": ("Sound of ", " and ", "No sound"), "ru": ("Звук ", " и ", "Звука нет")}
_NO_PICTURE = {"en": "No picture", "ru": "Нет изображения"}

_GOES = {"en": {"vehicle": "drives", "person": "walks"}, "ru": {"vehicle": "едет", "person": "идёт"}}
_GOES_ELSE = {"en": "moves", "ru": "движется"}
_PASSES_RU = {"vehicle": "проезжает"}
_LEAVES_RU = {"vehicle": "уезжает"}
_FOUR = ("left to right", "right to left", "up", "down")
_WAY = {
    "en": ("from left to right", "from right to left", "upwards", "downwards"),
    "ru": ("слева направо", "справа налево", "вверх", "вниз"),
}
_FROM = {"en": ("from the left", "from the right", "from below", "from above"), "ru": ("слева", "справа", "снизу", "сверху")}
_TO = {"en": ("to the right", "to the left", "upwards", "downwards"), "ru": ("вправо", "влево", "вверх", "вниз")}


def _verbs(kind, lang):
    """Every (action, direction) of a kind with its words."""
    goes = _GOES[lang].get(kind, _GOES_ELSE[lang])
    english = lang == "en"
    phrases = {}
    for i, way in enumerate(_FOUR):
        along, origin, target = _WAY[lang][i], _FROM[lang][i], _TO[lang][i]
        phrases["moves", way] = f"{goes} {along}"
        phrases["enters", way] = f"enters {origin}" if english else f"появляется {origin}"
        phrases["leaves", way] = f"leaves {target}" if english else f"{_LEAVES_RU.get(kind, 'уходит')} {target}"
        phrases["passes", way] = f"passes {along}" if english else f"{_PASSES_RU.get(kind, 'проходит')} {along}"
        phrases["stops", way] = f"{goes} {along} and stops" if english else f"{goes} {along} и останавливается"
        phrases["starts", way] = f"starts moving {along}" if english else f"начинает двигаться {along}"
        phrases["turns back", way] = f"turns back {target}" if english else f"поворачивает обратно {target}"
    phrases["moves", "away"] = f"{goes} ahead" if english else f"{goes} впереди"
    phrases["approaches", "toward camera"] = "approaches" if english else "приближается"
    phrases["recedes", "away"] = f"{goes} away" if english else "удаляется"
    phrases["stands still", "none"] = "stands still" if english else "стоит неподвижно"
    phrases["appears", "none"] = "suddenly appears" if english else "внезапно появляется"
    phrases["disappears", "none"] = "suddenly disappears" if english else "внезапно исчезает"
    return phrases


_CLAUSES = {
    lang: {(kind, *key): f"{name} {verb}" for kind, name in _ACTOR[lang].items() for key, verb in _verbs(kind, lang).items()} for lang in LANGUAGES
}
_MEETS = {"en": "meets", "ru": "встречает"}
for _lang in LANGUAGES:
    for _kind, _name in _ACTOR[_lang].items():
        for _other, _accusative in _MET[_lang].items():
            _CLAUSES[_lang][_kind, "meets", "none", _other] = f"{_name} {_MEETS[_lang]} {_accusative}"
_READ = {lang: {text: key for key, text in table.items()} for lang, table in _CLAUSES.items()}


def _sound(name, lang):
    start, joint, none = _SOUND_FORM[lang]
    return none + "." if name == "none" else start + joint.join(_SOUND[lang][part] for part in name.split("+")) + "."


def sentence(slots, lang):
    """The sentence of slots."""
    if slots["time"] == "none":
        return f"{_NO_PICTURE[lang]}. {_sound(slots['sound'], lang)}"
    head = f"{_TIME[lang][slots['time']]}, {_CAMERA[lang][slots['camera']]}: "
    if slots["actor"] == "none":
        clause = _CALM[lang][slots["camera"] != "still"]
    elif slots["action"] == "meets":
        clause = _CLAUSES[lang][slots["actor"], "meets", "none", slots["second"]]
    else:
        clause = _CLAUSES[lang][slots["actor"], slots["action"], slots["direction"]]
        if slots["second"] != "none":
            clause += _ALSO[lang] + _ACTOR[lang].get(slots["second"], _SEVERAL[lang])
    return f"{head}{clause}. {_sound(slots['sound'], lang)}"


def describe(truth, start_s, end_s, lang, picture=True, sound=True):
    """The sentence and slots of a window of a scene; picture or sound False as if it had none."""
    slots = truths.facts(truth, start_s, end_s)
    if not picture:
        slots.update(time="none", camera="none", actor="none", action="none", direction="none", second="none")
    if not sound:
        slots["sound"] = "none"
    return sentence(slots, lang), slots


def _parse_sound(text, lang):
    start, joint, none = _SOUND_FORM[lang]
    if text == none:
        return "none"
    if not text.startswith(start):
        return None
    back = {word: name for name, word in _SOUND[lang].items()}
    rest = text[len(start) :]
    if rest in back:
        return back[rest]
    for word, name in back.items():
        if rest.startswith(word + joint) and rest[len(word + joint) :] in back:
            pair = {name, back[rest[len(word + joint) :]]}
            return "+".join(one for one in truths.SOUNDS if one in pair)
    return None


def _parse_clause(clause, lang, slots):
    if clause in _CALM[lang]:
        slots.update(actor="none", action="none", direction="none", second="none")
        return
    clause, also, rest = clause.partition(_ALSO[lang])
    second = "none"
    if also:
        back = {word: name for name, word in _ACTOR[lang].items()} | {_SEVERAL[lang]: "several"}
        second = back.get(rest)
    slots["second"] = second
    key = _READ[lang].get(clause)
    if key is not None:
        slots.update(actor=key[0], action=key[1], direction=key[2])
        if len(key) == 4:
            slots["second"] = key[3]
        return
    for kind, name in _ACTOR[lang].items():
        if clause.startswith(name + " "):
            slots["actor"] = kind
            verb = clause[len(name) + 1 :]
            for (_, *tail), text in _CLAUSES[lang].items():
                if text.endswith(" " + verb) and len(tail) == 2:
                    slots.update(action=tail[0], direction=tail[1])


def parse(text, lang):
    """Slots of a sentence; None for each part that is not understood."""
    slots = dict.fromkeys(SLOTS)
    head, dot, tail = text.strip().partition(". ")
    if dot:
        slots["sound"] = _parse_sound(tail.rstrip("."), lang)
    if head == _NO_PICTURE[lang]:
        slots.update(time="none", camera="none", actor="none", action="none", direction="none", second="none")
        return slots
    scene, _, clause = head.partition(": ")
    time, _, camera = scene.partition(", ")
    slots["time"] = {word: name for name, word in _TIME[lang].items()}.get(time)
    slots["camera"] = {word: name for name, word in _CAMERA[lang].items()}.get(camera)
    if clause:
        _parse_clause(clause.rstrip("."), lang, slots)
    return slots
