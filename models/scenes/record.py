"""Truth of a rendered scene as plain data, at the six steps a second of the motion field."""

import numpy as np

from models.scenes.plan import FIELD_H, FIELD_W

MAP_W, MAP_H = 75, 42
ROWS, COLUMNS = 3, 5


def _ttc(scene, steps):
    """Seconds to collision a step, None where nothing is near; None when the scene has none."""
    values = getattr(scene, "ttc", None)
    if values is not None:
        return list(values)
    values = (scene.drive or {}).get("ttc")
    if values is None:
        return None
    return [round(float(v), 2) if np.isfinite(v) else None for v in np.asarray(values, float)[steps]]


def describe(scene, steps, records, luma, texts, weather):
    """records: one dict a actor of arrays with a value a step; texts: words shown with their seconds."""
    zoom = scene.zoom[steps]
    unit_x, unit_y = FIELD_W / scene.width, FIELD_H / scene.height

    def moved(values):
        return np.diff(values, prepend=values[:1])

    def short(values, digits):
        return [round(float(v), digits) if digits else int(round(float(v))) for v in values]

    actors = []
    for actor, record in zip(scene.actors, records):
        actors.append({
            "kind": actor.kind,
            "view": actor.view,
            "colour": "none" if scene.night or scene.look["grey"] else actor.sprite.colour,
            "acts": getattr(actor, "acts", []), "crew": getattr(actor, "crew", None),
            "cx": short(record["cx"], 3), "cy": short(record["cy"], 3), "w": short(record["w"], 3), "h": short(record["h"], 3),
            "area": short(record["area"], 4), "vis": short(record["vis"], 2), "contrast": short(record["contrast"], 0),
            "shown": short(actor.shown[steps], 0),
            "wx": short(moved(actor.x[steps]) * zoom * unit_x, 2), "wy": short(moved(actor.y[steps]) * zoom * unit_y, 2),
            "grow": short(moved(np.log(actor.height[steps])), 4),
            "cover": [short(row * 100, 0) for row in record["cover"]],
        })
    coding = scene.coding
    return {
        "v": 2, "seed": scene.seed, "index": scene.index,
        "width": scene.width, "height": scene.height, "fps": scene.fps, "frames": scene.frames, "duration": round(scene.duration, 4),
        "codec": {k: coding[k] for k in ("codec", "container", "crf", "preset", "gop")},
        "audio": None if coding["audio"] is None else {k: coding[k] for k in ("audio", "rate", "channels", "floor_db")},
        "background": scene.background, "time": "night" if scene.night else "day", "weather": weather,
        "luma": short(luma, 0),
        "camera": {
            "kind": scene.camera,
            "dx": short(moved(scene.cam_x[steps]) * zoom * unit_x, 2), "dy": short(moved(scene.cam_y[steps]) * zoom * unit_y, 2),
            "zoom": short(moved(np.log(zoom)), 4), "speed": round(scene.drive.get("speed", 0.0), 1),
        },
        "actions": scene.actions,
        "actors": actors,
        "sounds": scene.sounds,
        "text": [{"text": t["text"], "start": t["start"], "end": t["end"]} for t in texts],
        "relations": getattr(scene, "relations", []), "events": getattr(scene, "events", []),
        "telemetry": getattr(scene, "telemetry", None), "ttc": _ttc(scene, steps),
    }
