"""Pictures of actors: premultiplied BGRA uint8 sprites, one or a cycle of them.

A sprite is drawn facing right (side views), away or to the camera (front and rear views) or upwards
(top views). Its box is the box of its opaque pixels; shadows are kept apart.
"""

import numpy as np

from models.scenes.sprites import animals as _animals
from models.scenes.sprites import bicycle as _bicycle
from models.scenes.sprites import people as _people
from models.scenes.sprites import things as _things
from models.scenes.sprites import vehicles as _vehicles
from models.scenes.sprites.animals import animal
from models.scenes.sprites.people import arm, person
from models.scenes.sprites.things import box, something
from models.scenes.sprites.surface import Sprite

__all__ = ["Sprite", "VIEWS", "animal", "arm", "box", "make", "person", "something", "vehicle"]

_ROAD = ("side", "front", "rear", "top")
VIEWS = {
    "car": _ROAD, "lorry": _ROAD, "bus": _ROAD, "train": _ROAD, "bicycle": ("side", "front", "rear"), "person": ("side", "front", "rear", "bust"),
    "group": ("side", "front", "rear"), "animal": ("any",), "bird": ("side",), "box": ("any",), "door": ("front",), "ball": ("any",),
    "something": ("any",),
}


def make(rng, kind, view, tall, moving, colour=None):
    """A sprite of a kind in one of its views.

    tall is the height of the drawing in pixels (the length for top views); moving asks for a cycle
    of phases; colour forces a name of vocabulary.COLOURS. A door always has its phases from closed
    (0) to open (phases - 1).
    """
    views = VIEWS.get(kind)
    if views is None or (view not in views and view != "any" and views != ("any",) and kind != "bird"):
        raise ValueError(f"required: a kind and view of {VIEWS}, found: {kind} {view}")
    tall = max(24, int(tall))
    colour = None if colour == "none" else colour
    if kind in ("car", "lorry", "bus", "train"):
        return _vehicles.vehicle(rng, kind, view, tall, moving, colour)
    if kind == "bicycle":
        return _bicycle.bicycle(rng, view, tall, moving, colour)
    if kind == "person":
        return _people.person(rng, view, int(tall / 0.55) if view == "bust" else tall, moving and view != "bust", colour)
    if kind == "group":
        return _people.group(rng, view, tall, moving, colour)
    if kind == "animal":
        return _animals.animal(rng, tall, moving, colour)
    if kind == "bird":
        return _animals.bird(rng, tall, moving, colour)
    if kind == "ball":
        return _things.ball(rng, tall, moving, colour)
    return {"box": _things.box, "door": _things.door, "something": _things.something}[kind](rng, tall, colour)


def vehicle(rng, view, tall):
    """Any road vehicle, for plans that do not tell them apart."""
    return make(rng, str(rng.choice(np.array(["car", "car", "lorry", "bus"]))), view, tall, True)
