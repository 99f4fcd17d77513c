"""Renders scenes to video files with truth beside them.

python -m models.scenes.generate --seed 1 --first 0 --count 500 --out DIR [--split train|test|heldout]
Scene i of a seed is the same whatever the range it is rendered in. The test split draws from other
random streams than the train split of the same seed; the heldout split has only scenes that show a held-out combination,
the others none.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import wave

import cv2
import numpy as np

from models.scenes import heldout, render, sketch, sounds

_SPLIT = {"train": 0, "test": 1_000_003, "heldout": 2_000_003}


def _audio_file(scene, rng, folder):
    path = os.path.join(folder, f"ww-scene-{os.getpid()}.wav")
    samples = sounds.mix(rng, scene.duration, scene.sounds, scene.coding["floor_db"])
    with wave.open(path, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sounds.RATE)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def _quality(coding):
    if coding["kbps"]:
        return ["-b:v", f"{coding['kbps']}k", "-maxrate", f"{coding['kbps']}k", "-bufsize", f"{coding['kbps']}k"]
    return ["-crf", str(coding["crf"])]


def _command(scene, audio, target):
    coding = scene.coding
    rate = f"{scene.fps:g}"
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", "1", "-f", "rawvideo", "-pix_fmt", "yuv420p"]
    command += ["-s", f"{scene.width}x{scene.height}", "-r", rate, "-i", "pipe:0"]
    if audio:
        command += ["-i", audio]
    gop = ["-g", str(coding["gop"])]
    if coding["codec"] == "h264":
        command += ["-c:v", "libx264", "-preset", coding["preset"], *_quality(coding), *gop]
    elif coding["codec"] == "hevc":
        command += ["-c:v", "libx265", "-preset", "ultrafast", "-crf", str(coding["crf"])]
        command += ["-x265-params", f"log-level=none:pools=none:frame-threads=1:keyint={coding['gop']}"]
        command += ["-tag:v", "hvc1"] if coding["container"] == "mp4" else []
    elif coding["codec"] == "mpeg4":
        command += ["-c:v", "mpeg4", "-q:v", str(int(np.clip((coding["crf"] - 14) / 1.6, 2, 14))), *gop]
    else:
        command += ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-crf", str(coding["crf"] - 8), "-b:v", "1500k", *gop]
    if audio:
        rate_a = f"{coding['audio_kbps']}k"
        codec = {"aac": ["aac", "-b:a", rate_a], "pcm": ["pcm_s16le"], "opus": ["libopus", "-b:a", rate_a]}[coding["audio"]]
        command += ["-c:a", *codec, "-ar", str(coding["rate"]), "-ac", str(coding["channels"])]
    return command + ["-threads", "1", "-fflags", "+bitexact", target]


def render_scene(seed, index, out, split="train"):
    """Writes one scene; returns its truth. A scene that turns out not to fit its split is planned anew."""
    attempt = 0
    while True:
        scene, attempt = heldout.planned(seed + _SPLIT[split], index, split, attempt)
        truth = _render(scene, np.random.default_rng([seed + _SPLIT[split], index, 5]), out)
        if heldout.fits(truth, split):
            break
        os.unlink(os.path.join(out, truth["file"]))
    truth.update(split=split, attempt=attempt - 1)
    partial = os.path.join(out, f".{index:06d}.json")
    with open(partial, "w", encoding="utf-8") as handle:
        json.dump(truth, handle, separators=(",", ":"))
    os.replace(partial, os.path.join(out, f"{index:06d}.json"))
    return truth


def _render(scene, rng, out):
    """Writes the video file of a scene; returns its truth."""
    name = f"{scene.index:06d}.{scene.coding['container']}"
    scratch = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()
    audio = _audio_file(scene, rng, scratch) if scene.coding["audio"] else None
    renderer = render.Renderer(scene)
    process = subprocess.Popen(_command(scene, audio, os.path.join(out, name)), stdin=subprocess.PIPE)
    try:
        for _, planes in renderer.frames():
            process.stdin.write(planes)
        process.stdin.close()
        if process.wait() != 0:
            raise RuntimeError(f"ffmpeg failed on scene {scene.index}")
    finally:
        if process.poll() is None:
            process.kill()
        if audio:
            os.unlink(audio)
    truth = sketch.complete(renderer.truth(), scene)
    truth["file"] = name
    return truth


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--split", choices=sorted(_SPLIT), default="train")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    cv2.setNumThreads(1)
    started = time.perf_counter()
    for done, index in enumerate(range(options.first, options.first + options.count), 1):
        if os.path.exists(os.path.join(options.out, f"{index:06d}.json")):
            continue
        render_scene(options.seed, index, options.out, options.split)
        if done % 100 == 0 or done == options.count:
            each = (time.perf_counter() - started) / done * 1000
            print(f"{done}/{options.count} scenes, {each:.0f} ms each", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
