"""Arrays in JSON: {"type", "shape", "zlib"}, the values little-endian, deflated, in base64."""

import base64
import json
import zlib

import numpy as np

NAMES = {"float32": "<f4", "int64": "<i8", "uint8": "u1"}


def pack(array):
    array = np.ascontiguousarray(array)
    name = str(array.dtype)
    data = array.astype(NAMES[name]).tobytes()
    return {"type": name, "shape": list(array.shape), "zlib": base64.b64encode(zlib.compress(data, 9)).decode()}


def unpack(packed):
    data = zlib.decompress(base64.b64decode(packed["zlib"]))
    return np.frombuffer(data, NAMES[packed["type"]]).reshape(packed["shape"])


def write(path, value):
    """JSON with arrays packed, one key a line at the top."""

    def default(item):
        if isinstance(item, np.ndarray):
            return pack(item)
        raise TypeError(type(item))

    lines = [f"{json.dumps(key)}: {json.dumps(item, ensure_ascii=False, default=default)}"
             for key, item in value.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
