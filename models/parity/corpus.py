"""Sentences in English and Russian: what the small tokenizers learn from, and what they are compared on."""

_SUBJECTS = [
    ("a car", "машина"), ("a white lorry", "белый грузовик"), ("the last bus", "последний автобус"),
    ("a child", "ребёнок"), ("an old man", "пожилой мужчина"), ("a dog", "собака"), ("the crowd", "толпа"),
    ("someone in a red coat", "кто-то в красном пальто"), ("a cyclist", "велосипедист"), ("the train", "поезд"),
]
_ACTIONS = [
    ("stops at the gate", "останавливается у ворот"), ("passes from left to right", "проезжает слева направо"),
    ("turns around slowly", "медленно разворачивается"), ("leaves the loading zone", "покидает зону погрузки"),
    ("waits for the light", "ждёт сигнала светофора"), ("falls on the wet asphalt", "падает на мокрый асфальт"),
    ("looks into the camera", "смотрит в камеру"), ("drops a box and runs", "роняет коробку и убегает"),
]
_TIMES = [
    ("At noon", "В полдень"), ("By night", "Ночью"), ("In the rain", "Под дождём"), ("At 07:45", "В 07:45"),
    ("On 3 May", "3 мая"), ("Later", "Позже"),
]


def training():
    """Every combination of time, subject and action, both languages."""
    for english_time, russian_time in _TIMES:
        for english, russian in _SUBJECTS:
            for does, delaet in _ACTIONS:
                yield f"{english_time}, {english} {does}."
                yield f"{russian_time} {russian} {delaet}."
    yield from ("What happens in the picture?", "Что происходит на снимке?", "How many people are there?",
                "Сколько здесь людей?", "Describe the scene in one sentence.", "Опиши сцену одним предложением.",
                "You are a helpful assistant.", "user", "assistant", "User: ", "Assistant:", "USER: ", "ASSISTANT:")


def mixed():
    """What a tokenizer may meet: both languages in one line, digits, marks, spaces, signs it never saw."""
    return [
        "At 07:45 a car останавливается у ворот.",
        "Что делает the dog на 3-й минуте?",
        "Ёлка, подъезд, объявление; «кавычки» — тире…",
        "  two leading spaces, a\ttab and\n\na blank line  ",
        "IPv6 ::1, 1234567890, 3.14159, -40 °C, 50 %",
        "naïve café façade — coöperate",
        "emoji 🚗💨 и флаг 🇷🇺, 漢字, עברית",
        "don't can't it's we'll they've I'd",
        "СМЕШАННЫЙ РЕГИСТР and MiXeD cAsE",
        "e\u0301 is not é, й is not и\u0306",
        "",
        " ",
        "a",
        "я",
        "Проезжает грузовик с надписью FAST DELIVERY 24/7 https://example.org/?q=да&lang=ru",
    ]
