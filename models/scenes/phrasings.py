"""The questions of `questions`, and some more, as people put them: loosely, in the past, with words that add nothing."""

from models.scenes import truth as truths, words
from models.scenes.detail import count
from models.scenes.grammar import HEARD
from models.scenes.questions import absent, event_text, other_event, silent
from models.scenes.vocabulary import ACTORS

MANY = {
    "car": ("cars",), "lorry": ("lorries", "trucks"), "bus": ("buses",), "train": ("trains",), "bicycle": ("bicycles", "bikes", "cyclists"),
    "person": ("people", "pedestrians"), "group": ("groups", "crowds"), "animal": ("animals", "dogs"), "bird": ("birds",), "box": ("boxes",),
    "door": ("doors",), "ball": ("balls",), "something": ("things",),
}
ALSO_CALLED = {
    "lorry": ("a truck", "a van"), "bicycle": ("a bike", "a cyclist"), "person": ("someone", "anyone", "a pedestrian", "a man"),
    "group": ("a crowd", "a group of people"), "animal": ("a dog", "an animal"), "car": ("a car",), "train": ("a tram",),
}
ALSO_CALLED_RU = {
    "car": ("автомобиль",), "lorry": ("фура", "фургон"), "bicycle": ("велосипедист",), "person": ("кто-то", "пешеход", "мужчина"),
    "group": ("люди", "толпа"), "animal": ("собака",), "train": ("трамвай",),
}
# Where and when, which a window does not know: to be passed over.
TAIL = {
    "en": (" today", " this morning", " last night", " at the gate", " in the yard", " on the road", " in the street", " near the door", " here", " there",
           " in the picture", " in the video", " now", " at that time", " in the car park", " yesterday", " at the entrance"),
    "ru": (" сегодня", " утром", " ночью", " у ворот", " во дворе", " на дороге", " на улице", " возле двери", " здесь", " там", " в кадре", " на видео",
           " сейчас", " в это время", " на парковке", " вчера", " у входа"),
}
ASK = {
    "en": {
        "presence": ("Was there {}?", "Is there {}?", "Did you see {}?", "Do you see {}?", "Can you see {}?", "Did {} appear?", "Has {} been here?", "{}?"),
        "plural": ("Were there {}?", "Were there any {}?", "Are there any {}?", "Any {}?", "Did you see any {}?"),
        "event": ("Is it true that {}?", "Did it happen that {}?", "{}?", "Is it so that {}?"),
        "sound presence": ("Did you hear {}?", "Do you hear {}?", "Was there {}?", "Can {} be heard?", "Is there the sound of {}?", "Any sound of {}?"),
        "what": ("What was there?", "What do you see?", "What did you see?", "Who was there?", "Who or what is seen?", "What moves?", "What moved?"),
        "happens": ("What happened?", "What happens?", "What is going on?", "What was going on?", "Describe what happened.", "And then?", "What did it do?"),
        "way": ("Which way did it go?", "Where did it go?", "In which direction does it move?", "From where to where?", "Which direction?"),
        "count": ("How many were there?", "How many are there?", "How many?", "How many did you see?"),
        "sound": ("What was heard?", "What do you hear?", "What did you hear?", "Which sound was heard?", "Were there any sounds?"),
        "camera": ("What did the camera do?", "How does the camera move?", "How did the camera move?"),
        "moved": ("Did the camera move?", "Does the camera move?", "Is the camera moving?"),
        "time": ("Is it day or night?", "By day or at night?", "When was it, by day or at night?"),
        "dark": ("Is it night?", "Was it at night?", "Is it dark?"), "colour": ("What colour is it?", "What colour was it?", "Which colour?"),
        "weather": ("Is there {}?", "Was there {}?"),
    },
    "ru": {
        "presence": ("Был ли там {}?", "Там есть {}?", "Ты видишь, что там {}?", "Видно ли: {}?", "Появлялся ли {}?", "{}?", "Есть ли {}?"),
        "plural": ("{}?",),
        "event": ("Правда ли, что {}?", "Было ли так, что {}?", "{}?", "Видно ли, что {}?"),
        "sound presence": ("Был ли слышен звук {}?", "Слышно ли звук {}?", "Есть ли звук {}?", "Был звук {}?"),
        "what": ("Что там было?", "Что ты видишь?", "Кто там был?", "Что двигалось?", "Кого или что видно?"),
        "happens": ("Что произошло?", "Что происходит?", "Что случилось?", "Что там происходило?", "А потом?", "Что оно делало?"),
        "way": ("Куда оно двигалось?", "В каком направлении?", "Куда?", "В какую сторону?"),
        "count": ("Сколько их было?", "Сколько их?", "Сколько?", "Сколько было видно?"),
        "sound": ("Что было слышно?", "Что слышно?", "Какой звук был слышен?", "Были ли звуки?"),
        "camera": ("Что делала камера?", "Как движется камера?", "Как двигалась камера?"),
        "moved": ("Двигалась ли камера?", "Камера движется?", "Движется ли камера?"),
        "time": ("Это день или ночь?", "Днём или ночью?", "Когда это было, днём или ночью?"),
        "dark": ("Это ночь?", "Это было ночью?", "Темно ли?"), "colour": ("Какого оно цвета?", "Какой цвет?", "Какого цвета?"),
        "weather": ("Есть ли {}?", "Был ли {}?"),
    },
}
_YES = {"en": ("Yes.", "No."), "ru": ("Да.", "Нет.")}
_STEMS = {"passes": "pass", "flies": "fly", "approaches": "approach"}
# What is asked of an action alone, and actions that surely are not going on at the same time.
DONE = {
    "stops": ("stop", "останавливается"), "enters": ("come in", "появляется"), "leaves": ("leave", "уезжает или уходит"), "turns back": ("turn back", "поворачивает обратно"),
    "falls": ("fall", "падает"), "runs": ("run", "бежит"), "approaches": ("approach", "приближается"), "opens": ("open", "открывается"),
    "is left behind": ("get left behind", "оставлено"), "collides with": ("collide with anything", "сталкивается"), "overtakes": ("overtake anything", "обгоняет"),
    "follows": ("follow anything", "следует за кем-то"), "stands still": ("stand still", "стоит неподвижно"), "passes": ("pass", "проезжает или проходит"),
}
EXCLUDED = {
    "passes": ("stops", "falls", "stands still", "turns back", "opens"), "moves": ("falls", "stands still", "opens", "stops"),
    "stops": ("falls", "runs", "opens", "turns back", "overtakes"), "stands still": ("runs", "falls", "enters", "turns back", "overtakes", "follows"),
    "approaches": ("falls", "stands still", "opens", "turns back"), "enters": ("falls", "stands still", "opens", "overtakes"),
    "leaves": ("stands still", "falls", "opens", "stops"), "runs": ("falls", "stands still", "overtakes"), "turns back": ("stands still", "falls", "overtakes"),
    "recedes": ("stands still", "falls", "approaches"), "falls": ("stands still", "overtakes", "opens"), "follows": ("falls", "opens", "collides with"),
}


def stem(verb):
    """Infinitive of a verb of the English clauses."""
    return _STEMS.get(verb) or verb.removesuffix("s")


def did(text, actor):
    """(\"Did a car stop?\", \"Does a car stop?\") of an English clause."""
    rest = text.removeprefix(actor + " ")
    if rest.startswith("is "):
        return tuple(f"{verb} {actor} {rest.removeprefix('is ')}?" for verb in ("Was", "Is"))
    head, *more = rest.split(" ")
    if head in ("suddenly", "nearly"):
        more[0] = stem(more[0])
    else:
        head = stem(head)
    line = " ".join([head, *more]).replace(" and stops", " and stop")
    return tuple(f"{verb} {actor} {line}?" for verb in ("Did", "Does"))


def _one(rng, options):
    return options[int(rng.integers(len(options)))]


def _upper(text):
    return text[0].upper() + text[1:]


def _put(rng, lang, form, text=""):
    """The question, now and then with words that add nothing."""
    line = _upper(form.format(text))
    if rng.random() < 0.35:
        line = line[:-1] + _one(rng, TAIL[lang]) + line[-1]
    return line


def _name(rng, lang, kind):
    called = (ALSO_CALLED if lang == "en" else ALSO_CALLED_RU).get(kind, ())
    return _one(rng, called) if called and rng.random() < 0.4 else words.ACTOR[lang][kind]


def _presence(rng, lang, kind):
    if lang == "en" and rng.random() < 0.4:
        return _put(rng, lang, _one(rng, ASK[lang]["plural"]), _one(rng, MANY[kind]))
    return _put(rng, lang, _one(rng, ASK[lang]["presence"]), _name(rng, lang, kind))


def _event(rng, lang, text, actor):
    if lang == "en" and rng.random() < 0.6:
        return _put(rng, lang, _one(rng, did(text, actor)))
    return _put(rng, lang, _one(rng, ASK[lang]["event"]), text)


def _done(rng, lang, kind, action):
    """Whether something does something, without saying where to."""
    named = rng.random() < 0.7
    english, russian = DONE[action]
    if lang == "en":
        who = _name(rng, lang, kind) if named else _one(rng, ("anything", "something", "anyone"))
        return _put(rng, lang, f"{_one(rng, ('Did', 'Does'))} {who} {english}?")
    who = _name(rng, lang, kind) if named else "что-нибудь"
    return _put(rng, lang, _one(rng, ASK[lang]["event"]), f"{who} {russian}")


def _of_actors(truth, start_s, end_s, lang, rng, shown, slots):
    asks, (yes, no), found = ASK[lang], _YES[lang], []
    true = rng.random() < 0.5
    kind = _one(rng, [one.kind for one in shown]) if true else absent(rng, truth, start_s, end_s, slots["actor"])
    found.append((_presence(rng, lang, kind), yes if true else no))
    true = rng.random() < 0.5
    text = event_text(slots, lang) if true else other_event(rng, slots, lang)
    found.append((_event(rng, lang, text, words.ACTOR[lang][slots["actor"]]), yes if true else no))
    options = [a for a in EXCLUDED.get(slots["action"], ()) if all(one.action != a for one in shown)]
    if slots["action"] in DONE and (rng.random() < 0.5 or not options):
        found.append((_done(rng, lang, slots["actor"], slots["action"]), yes))
    elif options and len(shown) == 1:
        found.append((_done(rng, lang, slots["actor"], _one(rng, options)), no))
    found.append((_put(rng, lang, _one(rng, asks["what"])), _upper(words.ACTOR[lang][slots["actor"]]) + "."))
    found.append((_put(rng, lang, _one(rng, asks["happens"])), _upper(event_text(slots, lang)) + "."))
    found.append((_put(rng, lang, _one(rng, asks["count"])), f"{count(shown)}."))
    hue = next((one.actor.get("colour", "none") for one in shown if one.kind == slots["actor"]), "none")
    if hue != "none":
        found.append((_put(rng, lang, _one(rng, asks["colour"])), _upper(words.COLOUR[lang][hue]) + "."))
    return found


def _of_nothing(lang, rng):
    """Where no one is to be seen every presence is denied and nothing happens."""
    calm = _upper(words.CALM[lang][0]) + "."
    return [(_presence(rng, lang, _one(rng, ACTORS[1:])), _YES[lang][1]), (_put(rng, lang, _one(rng, ASK[lang]["happens"])), calm),
            (_put(rng, lang, _one(rng, ASK[lang]["what"])), calm), (_put(rng, lang, _one(rng, ASK[lang]["count"])), "0."),
            (_done(rng, lang, _one(rng, ACTORS[1:]), _one(rng, tuple(DONE))), _YES[lang][1])]


def ask(truth, start_s, end_s, lang, rng):
    """[(question, answer)] of a window."""
    asks, (yes, no) = ASK[lang], _YES[lang]
    slots, shown = truths.facts(truth, start_s, end_s), truths.actors(truth, start_s, end_s)
    nothing = not any(one["area"][i] > 0 for one in truth["actors"] for i in truths.window_steps(truth, start_s, end_s))
    found = _of_actors(truth, start_s, end_s, lang, rng, shown, slots) if shown else _of_nothing(lang, rng) if nothing else []
    heard = truths.sounds(truth, start_s, end_s)
    true = bool(heard) and rng.random() < 0.5
    sound = words.SOUND[lang][_one(rng, heard) if true else silent(rng, truth)]
    found.append((_put(rng, lang, _one(rng, asks["sound presence"]), sound), yes if true else no))
    found.append((_put(rng, lang, _one(rng, asks["sound"])), HEARD[lang][slots["sound"]] + "."))
    found.append((_put(rng, lang, _one(rng, asks["camera"])), _upper(words.CAMERA[lang][slots["camera"]]) + "."))
    found.append((_put(rng, lang, _one(rng, asks["moved"])), no if slots["camera"] == "still" else yes))
    if slots["time"] != "none":
        found.append((_put(rng, lang, _one(rng, asks["time"])), words.TIME[lang][slots["time"]] + "."))
        found.append((_put(rng, lang, _one(rng, asks["dark"])), yes if slots["time"] == "night" else no))
    weather = truth.get("weather", "dry")
    if weather not in words.WEATHER[lang] or rng.random() < 0.5:
        weather = _one(rng, tuple(words.WEATHER[lang]))
    found.append((_put(rng, lang, _one(rng, asks["weather"]), words.WEATHER[lang][weather]), yes if truth.get("weather") == weather else no))
    return found
