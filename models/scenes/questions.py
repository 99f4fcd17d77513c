"""Questions that a window answers: presence with as many yes as no, what, which way, how many, which sound, what first."""

from models.scenes import truth as truths, words
from models.scenes.detail import count
from models.scenes.grammar import CLAUSES, HEARD
from models.scenes.vocabulary import ACTORS, DIRECTIONS, RELATIONS, SOUNDS

_YES = {"en": ("Yes.", "No."), "ru": ("Да.", "Нет.")}
_ASK = {
    "en": {
        "presence": "Is there {}?", "sound presence": "Is the sound of {} heard?", "event": "Is it so that {}?", "what": "What is seen?",
        "way": "Which way does it go?", "count": "How many are seen?", "sound": "Which sound is heard?", "first": "What happens first?",
        "camera": "What does the camera do?",
    },
    "ru": {
        "presence": "В кадре есть {}?", "sound presence": "Слышен ли звук {}?", "event": "Верно ли, что {}?", "what": "Что видно?",
        "way": "В какую сторону идёт движение?", "count": "Сколько их видно?", "sound": "Какой звук слышен?", "first": "Что происходит сначала?",
        "camera": "Что делает камера?",
    },
}
_WAY = {
    lang: dict(zip(words.FOUR, words.WAY[lang])) | more
    for lang, more in (("en", {"toward camera": "toward the camera", "away": "away"}), ("ru", {"toward camera": "к камере", "away": "от камеры"}))
}
POPULAR = ("person", "car", "something", "group", "lorry", "bicycle")
ALIKE = {
    "car": ("lorry", "bus"), "lorry": ("bus", "car"), "bus": ("lorry", "train"), "train": ("bus", "lorry"), "bicycle": ("person", "animal"),
    "person": ("group", "bicycle"), "group": ("person",), "animal": ("person", "bird"), "bird": ("animal", "ball"), "box": ("something", "ball"),
    "door": ("box", "something"), "ball": ("something", "box"), "something": ("box", "ball"),
}


def _choice(rng, names):
    return names[int(rng.integers(len(names)))]


def absent(rng, truth, start_s, end_s, main):
    """An actor of which nothing at all is seen: any, a common one, or one like the main actor."""
    steps = truths.window_steps(truth, start_s, end_s)
    visible = {one["kind"] for one in truth["actors"] if any(one["area"][i] > 0 for i in steps)}
    visible |= {"person"} & {"person" for one in truth["actors"] if one.get("crew") is not None and "group" in visible}
    pools = (ACTORS[1:], POPULAR, ALIKE.get(main, ACTORS[1:]))
    pool = [kind for kind in pools[int(rng.integers(3))] if kind not in visible]
    return _choice(rng, pool or [kind for kind in ACTORS[1:] if kind not in visible])


def silent(rng, truth):
    """A sound that is nowhere in a scene."""
    there = {one["class"] for one in truth["sounds"]}
    return _choice(rng, [name for name in SOUNDS if name not in there])


def other_event(rng, slots, lang):
    """A clause that differs from the slots' in its direction or its action."""
    key = (slots["actor"], slots["action"], slots["direction"])
    # The same way with another verb may be true as well: what stops has moved.
    same = [k for k in CLAUSES[lang] if len(k) == 3 and k[0] == key[0] and k[1:] != key[1:] and (k[2] == "none" or k[2] != key[2])]
    turned = [k for k in same if k[1] == key[1]]
    return CLAUSES[lang][_choice(rng, turned if turned and rng.random() < 0.5 else same)]


def event_text(slots, lang):
    key = (slots["actor"], slots["action"], slots["direction"])
    return CLAUSES[lang][(*key[:2], "none", slots["second"]) if slots["action"] in RELATIONS else key]


def _cap(text):
    return text[0].upper() + text[1:] + "."


def ask(truth, start_s, end_s, lang, rng):
    """[(kind, question, answer)] of a window."""
    asks, (yes, no), found = _ASK[lang], _YES[lang], []
    slots = truths.facts(truth, start_s, end_s)
    shown = truths.actors(truth, start_s, end_s)
    if shown:
        true = rng.random() < 0.5
        kind = _choice(rng, [one.kind for one in shown]) if true else absent(rng, truth, start_s, end_s, slots["actor"])
        found.append(("presence", asks["presence"].format(words.ACTOR[lang][kind]), yes if true else no))
        true = rng.random() < 0.5
        text = event_text(slots, lang) if true else other_event(rng, slots, lang)
        found.append(("event", asks["event"].format(text), yes if true else no))
        found.append(("what", asks["what"], _cap(words.ACTOR[lang][slots["actor"]])))
        if slots["direction"] != DIRECTIONS[0]:
            found.append(("way", asks["way"], _cap(_WAY[lang][slots["direction"]])))
        found.append(("count", asks["count"], f"{count(shown)}."))
    heard = truths.sounds(truth, start_s, end_s)
    if heard:
        true = rng.random() < 0.5
        name = _choice(rng, heard) if true else silent(rng, truth)
        found.append(("sound presence", asks["sound presence"].format(words.SOUND[lang][name]), yes if true else no))
    found.append(("sound", asks["sound"], HEARD[lang][slots["sound"]] + "."))
    found.append(("camera", asks["camera"], _cap(words.CAMERA[lang][slots["camera"]])))
    happens = truths.events(truth, start_s, end_s)
    if len(happens) > 1 and happens[1][0] - happens[0][0] >= 0.5:
        found.append(("first", asks["first"], _cap(event_text(happens[0][2], lang))))
    return found


def questions(truth, start_s, end_s, lang, rng):
    """[(question, answer)] of a window."""
    return [(question, answer) for _, question, answer in ask(truth, start_s, end_s, lang, rng)]
