"""The words of the captions in English and Russian, by the names of the vocabulary."""

LANGUAGES = ("en", "ru")

TIME = {"en": {"day": "By day", "night": "At night"}, "ru": {"day": "Днём", "night": "Ночью"}}
CAMERA = {
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
# Nominative, accusative and instrumental case, and gender: masculine, feminine or neuter.
RUSSIAN = {
    "car": ("машина", "машину", "машиной", "f"), "lorry": ("грузовик", "грузовик", "грузовиком", "m"),
    "bus": ("автобус", "автобус", "автобусом", "m"), "train": ("поезд", "поезд", "поездом", "m"),
    "bicycle": ("велосипед", "велосипед", "велосипедом", "m"), "person": ("человек", "человека", "человеком", "m"),
    "group": ("группа людей", "группу людей", "группой людей", "f"), "animal": ("животное", "животное", "животным", "n"),
    "bird": ("птица", "птицу", "птицей", "f"), "box": ("коробка", "коробку", "коробкой", "f"), "door": ("дверь", "дверь", "дверью", "f"),
    "ball": ("мяч", "мяч", "мячом", "m"), "something": ("что-то", "что-то", "чем-то", "n"),
}
ACTOR = {
    "en": {
        "car": "a car", "lorry": "a lorry", "bus": "a bus", "train": "a train", "bicycle": "a bicycle", "person": "a person", "group": "a group",
        "animal": "an animal", "bird": "a bird", "box": "a box", "door": "a door", "ball": "a ball", "something": "something",
    },
    "ru": {kind: forms[0] for kind, forms in RUSSIAN.items()},
}
SEVERAL = {"en": "several others", "ru": "несколько других"}
ALSO = {"en": ", also ", "ru": ", ещё "}
CALM = {"en": ("nothing moves", "nothing else moves"), "ru": ("ничего не движется", "больше ничего не движется")}
SOUND = {
    "en": {
        "engine": "an engine", "horn": "a horn", "siren": "a siren", "bang": "a bang", "glass": "breaking glass", "voice": "a voice", "music": "music",
        "noise": "wind or rain", "bark": "barking", "footsteps": "footsteps", "alarm": "an alarm", "screech": "screeching brakes",
    },
    "ru": {
        "engine": "двигателя", "horn": "гудка", "siren": "сирены", "bang": "удара", "glass": "бьющегося стекла", "voice": "голоса",
        "music": "музыки", "noise": "ветра или дождя", "bark": "лая", "footsteps": "шагов", "alarm": "сигнализации", "screech": "визга тормозов",
    },
}
SOUND_FORM = {"en": ("Sound of ", " and ", "No sound"), "ru": ("Звук ", " и ", "Звука нет")}
NO_PICTURE = {"en": "No picture", "ru": "Нет изображения"}

GOES = {
    "en": {
        "car": "drives", "lorry": "drives", "bus": "drives", "bicycle": "rides", "person": "walks", "group": "walks", "animal": "walks", "bird": "flies",
        "ball": "rolls",
    },
    "ru": {
        "car": "едет", "lorry": "едет", "bus": "едет", "train": "едет", "bicycle": "едет", "person": "идёт", "group": "идёт", "animal": "идёт",
        "bird": "летит", "ball": "катится",
    },
}
GOES_ELSE = {"en": "moves", "ru": "движется"}
PASSES_RU = {"едет": "проезжает", "летит": "пролетает", "катится": "прокатывается"}
LEAVES_RU = {"едет": "уезжает", "летит": "улетает", "катится": "укатывается"}
STANDS_RU = {"box": "лежит неподвижно", "ball": "лежит неподвижно"}
FOUR = ("left to right", "right to left", "up", "down")
WAY = {
    "en": ("from left to right", "from right to left", "upwards", "downwards"),
    "ru": ("слева направо", "справа налево", "вверх", "вниз"),
}
FROM = {"en": ("from the left", "from the right", "from below", "from above"), "ru": ("слева", "справа", "снизу", "сверху")}
TO = {"en": ("to the right", "to the left", "upwards", "downwards"), "ru": ("вправо", "влево", "вверх", "вниз")}

COLOUR = {
    "en": {name: name for name in ("black", "grey", "white", "red", "orange", "yellow", "green", "blue", "brown", "purple")},
    "ru": {
        "black": "чёрный", "grey": "серый", "white": "белый", "red": "красный", "orange": "оранжевый", "yellow": "жёлтый", "green": "зелёный",
        "blue": "синий", "brown": "коричневый", "purple": "фиолетовый",
    },
}
WEATHER = {"en": {"rain": "rain", "snow": "snow", "fog": "fog"}, "ru": {"rain": "дождь", "snow": "снег", "fog": "туман"}}
