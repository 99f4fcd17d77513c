"""One more sentence about a window: colour, weather, count, text on screen, own speed."""

import numpy as np

from models.scenes import truth as truths, words

_WORDS = {
    "en": ("Colour {}", "weather {}", "{} in view", "text {}", "speed {} km/h", "braking", "Nothing more"),
    "ru": ("Цвет {}", "погода {}", "в кадре {}", "надпись {}", "скорость {} км/ч", "торможение", "Больше ничего"),
}


def count(shown):
    """How many are seen; the members of a crew count one by one."""
    return sum(one.actor.get("count", 1) for one in shown)


def written(truth, start_s, end_s):
    """Texts that stand on the picture for at least half of the window."""
    half = 0.5 * (end_s - start_s)
    return [one["text"] for one in truth.get("text") or () if min(end_s, one["end"]) - max(start_s, one["start"]) >= half]


def detail(truth, start_s, end_s, lang):
    """The sentence; parts that do not apply are left out."""
    colour, weather, many, text, speed, braking, nothing = _WORDS[lang]
    shown = truths.actors(truth, start_s, end_s)
    parts = []
    main = truths.facts(truth, start_s, end_s)["actor"]
    hue = next((one.actor.get("colour", "none") for one in shown if one.kind == main), "none")
    if hue != "none":
        parts.append(colour.format(words.COLOUR[lang][hue]))
    if truth.get("weather", "dry") != "dry":
        parts.append(weather.format(words.WEATHER[lang][truth["weather"]]))
    if count(shown) > 1:
        parts.append(many.format(count(shown)))
    parts += [text.format(one) for one in written(truth, start_s, end_s)]
    steps = truths.window_steps(truth, start_s, end_s)
    if truth.get("telemetry") and len(steps):
        known = truth["telemetry"]
        inside = slice(steps[0], steps[-1] + 1)
        parts.append(speed.format(int(round(float(np.mean(known["speed"][inside])) * 3.6 / 10)) * 10))
        if any(known["brake"][inside]):
            parts.append(braking)
    line = ", ".join(parts) or nothing
    return line[0].upper() + line[1:] + "."
