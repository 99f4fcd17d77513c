"""python -m unittest discover -s models/tests -t ."""

import tempfile
import unittest

import numpy as np

from models.scenes import caption, generate, plan, render, selftest, truth


def scene(seconds=4.0, **changes):
    """Truth of an empty still scene, six steps a second."""
    n = int(seconds * 6)
    data = {
        "duration": seconds, "time": "day", "luma": [120] * n, "audio": {"audio": "aac"}, "actors": [], "sounds": [],
        "camera": {"kind": "still", "dx": [0.0] * n, "dy": [0.0] * n, "zoom": [0.0] * n, "speed": 0.0},
    }
    data.update(changes)
    return data


def actor(xs, kind="vehicle", size=0.25, area=0.04, contrast=40):
    """An actor of constant size whose centre runs through xs, a value a step."""
    xs = np.asarray(xs, float)
    n = len(xs)
    inside = np.clip(np.minimum(xs + size / 2, 1) - np.maximum(xs - size / 2, 0), 0, None) / size
    return {
        "kind": kind, "view": "side", "cx": xs.tolist(), "cy": [0.5] * n, "w": [size] * n, "h": [size] * n, "area": (area * inside).tolist(),
        "vis": inside.tolist(), "contrast": (contrast * (inside > 0)).tolist(), "shown": [1] * n, "wx": np.diff(xs * 576, prepend=xs[0] * 576).tolist(),
        "wy": [0.0] * n, "grow": [0.0] * n, "cover": [[30] * 15] * n,
    }


class FactsTest(unittest.TestCase):
    def action(self, xs, **kind):
        slots = truth.facts(scene(actors=[actor(xs, **kind)]), 0, 4)
        return slots["action"], slots["direction"]

    def test_an_empty_still_scene_says_that_nothing_moves(self):
        text, _ = caption.describe(scene(), 0, 4, "en")
        self.assertEqual(text, "By day, camera still: nothing moves. No sound.")

    def test_actions_follow_the_path(self):
        t = np.arange(24) / 23
        self.assertEqual(self.action(-0.2 + 1.4 * t), ("passes", "left to right"))
        self.assertEqual(self.action(1.2 - 0.7 * t), ("enters", "right to left"))
        self.assertEqual(self.action(0.5 + 0.7 * t), ("leaves", "left to right"))
        self.assertEqual(self.action(0.3 + 0.4 * t), ("moves", "left to right"))
        self.assertEqual(self.action(0.3 + np.minimum(0.4, 0.8 * t)), ("stops", "left to right"))
        self.assertEqual(self.action(0.7 - np.maximum(0, 0.8 * (t - 0.5))), ("starts", "right to left"))
        self.assertEqual(self.action(0.7 - 0.8 * np.abs(t - 0.5)), ("turns back", "right to left"))
        self.assertEqual(self.action(0.5 + 0 * t), ("stands still", "none"))

    def test_tiny_hidden_and_faint_actors_are_not_named(self):
        xs = np.linspace(0.3, 0.7, 24)
        for unseen in ({"area": 0.002}, {"contrast": 3}):
            self.assertEqual(self.action(xs, **unseen), ("none", "none"))

    def test_a_standing_actor_does_not_move_when_the_camera_pans(self):
        n = 24
        one = actor(np.linspace(0.8, 0.3, n))
        one["wx"] = [0.0] * n
        data = scene(actors=[one], camera={"kind": "pan right", "dx": [12.0] * n, "dy": [0.0] * n, "zoom": [0.0] * n, "speed": 0.0})
        slots = truth.facts(data, 0, 4)
        self.assertEqual((slots["camera"], slots["action"]), ("pan right", "stands still"))

    def test_a_sound_counts_only_in_the_windows_it_is_heard_in(self):
        data = scene(sounds=[{"class": "horn", "start": 2.5, "end": 3.2, "db": -12}, {"class": "bang", "start": 1.8, "end": 2.4, "db": -12}])
        self.assertEqual([truth.facts(data, s, s + 2)["sound"] for s in (0, 2)], ["bang", "horn"])
        self.assertEqual(truth.facts(dict(data, audio=None), 0, 4)["sound"], "none")

    def test_labels_have_the_shapes_the_trainer_reads(self):
        labels = truth.segment_labels(scene(actors=[actor(np.linspace(0.3, 0.7, 24))]), 2, 4)
        self.assertEqual((labels["cells"].shape, labels["sounds"].shape, labels["sound_frames"].shape), ((3, 5), (8,), (10, 8)))
        self.assertEqual(truth.ACTORS[labels["actor"]], "vehicle")


class CaptionTest(unittest.TestCase):
    def test_every_sentence_parses_back_to_its_slots(self):
        self.assertGreater(selftest.check_all(), 1000)

    def test_parts_that_are_not_understood_are_none(self):
        slots = caption.parse("By day, camera flies: a vehicle sings. Sound of an engine.", "en")
        self.assertEqual((slots["time"], slots["camera"], slots["actor"], slots["action"], slots["sound"]), ("day", None, "vehicle", None, "engine"))


class SceneTest(unittest.TestCase):
    def test_steps_see_the_first_frame_at_or_after_their_time(self):
        self.assertEqual(render.step_frames(24, 12).tolist(), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22])
        self.assertEqual(render.step_frames(10, 10).tolist(), [0, 2, 4, 5, 7, 9])

    def test_a_scene_is_the_same_again_and_its_windows_parse_back(self):
        self.assertGreater(selftest.check_windows(selftest.check_repeat((7,)), 50), 0)

    def test_splits_draw_different_scenes(self):
        with tempfile.TemporaryDirectory() as train, tempfile.TemporaryDirectory() as test:
            self.assertNotEqual(generate.render_scene(5, 0, train, "train")["sounds"], None)
            one, two = plan.plan(5, 0), plan.plan(5 + generate._SPLIT["test"], 0)
            generate.render_scene(5, 0, test, "test")
            self.assertNotEqual((one.background, one.frames, one.camera, one.width), (two.background, two.frames, two.camera, two.width))


if __name__ == "__main__":
    unittest.main()
