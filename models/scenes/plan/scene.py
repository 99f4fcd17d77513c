"""A planned scene and its actors."""

from dataclasses import dataclass, field

import numpy as np

from models.scenes import sprites


@dataclass
class Actor:
    """One actor: arrays have one value a frame."""

    kind: str
    view: str
    sprite: sprites.Sprite
    x: np.ndarray
    y: np.ndarray
    height: np.ndarray
    angle: np.ndarray
    flip: np.ndarray
    phase: np.ndarray
    shown: np.ndarray
    depth: np.ndarray
    shadow: float
    lights: bool
    acts: list = field(default_factory=list)  # {"action", "start", "end"} in seconds, of what boxes alone do not tell
    crew: int | None = None  # index of the actor that this one is part of


@dataclass
class Scene:
    """All that the renderer draws and the truth tells; relations name actors by index."""

    seed: int
    index: int
    width: int
    height: int
    fps: float
    frames: int
    background: str
    night: bool
    weather: str
    camera: str
    cam_x: np.ndarray
    cam_y: np.ndarray
    zoom: np.ndarray
    drive: dict
    actors: list
    posts: list
    sounds: list
    look: dict
    coding: dict
    actions: list = field(default_factory=list)
    relations: list = field(default_factory=list)  # {"action", "actor", "other", "start", "end"}
    telemetry: dict | None = None

    @property
    def duration(self):
        return self.frames / self.fps

    @property
    def rain(self):
        return self.weather == "rain"
