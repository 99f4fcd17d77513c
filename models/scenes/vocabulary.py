"""Every name that truth, captions and training share. The order is part of trained networks: append, never insert.

Names are of the field of surveillance and dashcams; `none` comes first where a slot may be empty.
"""

TIMES = ("day", "night")
WEATHER = ("dry", "rain", "snow", "fog")
CAMERAS = ("still", "pan left", "pan right", "tilt up", "tilt down", "shake", "zoom in", "zoom out", "drives forward")
ACTORS = (
    "none", "car", "lorry", "bus", "train", "bicycle", "person", "group", "animal", "bird", "box", "door", "ball", "something",
)
SECONDS = (*ACTORS, "several")
ACTIONS = (
    "none", "moves", "enters", "leaves", "passes", "stops", "starts", "turns back", "turns aside", "speeds up", "approaches", "recedes", "stands still",
    "appears", "disappears", "meets", "follows", "overtakes", "nearly hits", "collides with", "falls", "is left behind", "is picked up", "opens",
    "closes", "crowds", "queues", "runs",
)
RELATIONS = ("meets", "follows", "overtakes", "nearly hits", "collides with", "is left behind", "is picked up")  # their second actor is named
DIRECTIONS = ("none", "left to right", "right to left", "up", "down", "toward camera", "away")
SOUNDS = ("engine", "horn", "siren", "bang", "glass", "voice", "music", "noise", "bark", "footsteps", "alarm", "screech")
COLOURS = ("none", "black", "grey", "white", "red", "orange", "yellow", "green", "blue", "brown", "purple")
CELL_MOTIONS = ("none", "still", "right", "left", "up", "down", "toward", "away")

VEHICLES = ("car", "lorry", "bus", "train")  # what a coarse eye calls a vehicle
SLOTS = ("time", "camera", "actor", "action", "direction", "second", "sound")  # of the short caption

# (actor, action) and (actor, camera) pairs that no training scene shows; the held-out split is made of them.
HELD_OUT = (
    ("lorry", "stops"), ("car", "turns back"), ("person", "recedes"), ("animal", "leaves"), ("bus", "starts"), ("bicycle", "passes"),
    ("box", "falls"), ("bird", "enters"), ("person", "zoom in"), ("car", "tilt down"), ("animal", "pan left"), ("ball", "stops"),
)
