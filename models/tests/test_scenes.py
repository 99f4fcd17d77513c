"""python -m unittest discover -s models/tests -t ."""

import tempfile
import unittest

import numpy as np
import torch

from models.clips import score
from models.scenes import caption, evalset, generate, heldout, phrasings, plan, questions, render, selftest, sketch, truth
from models.scenes.vocabulary import HELD_OUT, SOUNDS, VEHICLES
from models.training import augment, labels, stills


def scene(seconds=4.0, **changes):
    """Truth of an empty still scene, six steps a second."""
    n = int(seconds * 6)
    data = {
        "duration": seconds, "time": "day", "luma": [120] * n, "audio": {"audio": "aac"}, "actors": [], "sounds": [],
        "camera": {"kind": "still", "dx": [0.0] * n, "dy": [0.0] * n, "zoom": [0.0] * n, "speed": 0.0},
    }
    data.update(changes)
    return data


def actor(xs, kind="car", size=0.25, area=0.04, contrast=40):
    """An actor of constant size whose centre runs through xs, a value a step."""
    xs = np.asarray(xs, float)
    n = len(xs)
    inside = np.clip(np.minimum(xs + size / 2, 1) - np.maximum(xs - size / 2, 0), 0, None) / size
    return {
        "kind": kind, "view": "side", "acts": [], "cx": xs.tolist(), "cy": [0.5] * n, "w": [size] * n, "h": [size] * n, "area": (area * inside).tolist(),
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

    def test_a_car_that_goes_on_at_a_right_angle_turns_aside_and_one_that_goes_faster_speeds_up(self):
        t = np.arange(24) / 23
        one = actor(0.3 + np.minimum(0.3, 0.6 * t))
        one["cy"] = (0.3 + np.maximum(0, 0.8 * (t - 0.5))).tolist()
        one["wy"] = np.diff(np.array(one["cy"]) * 320, prepend=one["cy"][0] * 320).tolist()
        slots = truth.facts(scene(actors=[one]), 0, 4)
        self.assertEqual((slots["action"], slots["direction"]), ("turns aside", "down"))
        self.assertEqual(self.action(0.25 + 0.5 * (0.25 * t + np.maximum(0, t - 0.5))), ("speeds up", "left to right"))

    def test_people_who_cover_more_than_their_height_a_second_run_and_cars_do_not(self):
        xs = 0.2 + 0.6 * np.arange(24) / 23
        self.assertEqual(self.action(xs, kind="person", size=0.15), ("runs", "left to right"))
        self.assertEqual(self.action(xs, kind="person", size=0.6), ("moves", "left to right"))
        self.assertEqual(self.action(xs, kind="car", size=0.15), ("moves", "left to right"))

    def test_a_fall_counts_only_in_windows_that_show_it(self):
        one = actor(np.full(24, 0.5), kind="box")
        one["acts"] = [{"action": "falls", "start": 2.5, "end": 3.1}]
        data = scene(actors=[one])
        self.assertEqual([truth.facts(data, s, s + 2)["action"] for s in (0, 2)], ["stands still", "falls"])

    def test_a_relation_names_its_second_and_mirrors_with_the_picture(self):
        one, two = actor(np.linspace(0.1, 0.6, 24)), actor(np.linspace(0.4, 0.9, 24), kind="bus")
        data = scene(actors=[one, two], relations=[{"action": "follows", "actor": 0, "other": 1, "start": 0.0, "end": 4.0}])
        for seen in (data, labels.mirrored(data)):
            slots = truth.facts(seen, 0, 4)
            self.assertEqual((slots["actor"], slots["action"], slots["second"]), ("car", "follows", "bus"))
        self.assertEqual(caption.clause(slots, "ru"), "машина следует за автобусом")

    def test_events_and_activity_have_the_spans_of_the_motion(self):
        data = scene(actors=[actor(0.3 + 0.4 * np.clip(np.arange(24) / 6 - 1, 0, 1))])
        (start, end, slots), = truth.events(data, 0, 4)
        self.assertAlmostEqual(start, 1.0, delta=0.2)
        self.assertAlmostEqual(end, 2.0, delta=0.2)
        self.assertEqual(slots["actor"], "car")
        self.assertEqual(truth.activity(data), [(start, end)])

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
        dense = truth.segment_labels(scene(actors=[actor(np.linspace(0.3, 0.7, 24))]), 2, 4)
        self.assertEqual((dense["cells"].shape, dense["sounds"].shape, dense["sound_frames"].shape), ((3, 5), (12,), (10, 12)))
        self.assertEqual(truth.ACTORS[dense["actor"]], "car")


class CaptionTest(unittest.TestCase):
    def test_every_sentence_parses_back_to_its_slots(self):
        self.assertGreater(selftest.check_all(), 1000)

    def test_two_sounds_are_read_in_either_order(self):
        for first, second in (("an engine", "a horn"), ("a horn", "an engine")):
            slots = caption.parse(f"By day, camera still: nothing moves. Sound of {first} and {second}.", "en")
            self.assertEqual(slots["sound"], "engine+horn")

    def test_parts_that_are_not_understood_are_none(self):
        slots = caption.parse("By day, camera flies: a car sings. Sound of an engine.", "en")
        self.assertEqual((slots["time"], slots["camera"], slots["actor"], slots["action"], slots["sound"]), ("day", None, "car", None, "engine"))


class QuestionTest(unittest.TestCase):
    def test_presence_is_asked_with_as_many_yes_as_no_and_never_denies_what_is_seen(self):
        data = scene(actors=[actor(np.linspace(0.3, 0.7, 24))], sounds=[{"class": SOUNDS[0], "start": 0.0, "end": 4.0, "db": -12}])
        random, yes, asked = np.random.default_rng(1), 0, 0
        for _ in range(300):
            for kind, question, answer in questions.ask(data, 0, 4, "en", random):
                if kind == "presence":
                    asked, yes = asked + 1, yes + (answer == "Yes.")
                    self.assertEqual(answer == "Yes.", "a car" in question)
        self.assertTrue(0.4 * asked < yes < 0.6 * asked, (yes, asked))

    def test_loose_questions_about_what_is_seen_get_the_true_answer(self):
        data = scene(actors=[actor(np.linspace(0.3, 0.7, 24))], sounds=[{"class": SOUNDS[0], "start": 0.0, "end": 4.0, "db": -12}])
        random, told = np.random.default_rng(1), {}
        for _ in range(400):
            for question, answer in phrasings.ask(data, 0, 4, "en", random):
                told.setdefault(question, set()).add(answer)
        self.assertEqual({q: a for q, a in told.items() if len(a) > 1}, {}, "one question, two answers")
        for question, answer in (("Were there any cars?", "Yes."), ("Were there any buses?", "No."), ("Did a car drive from left to right?", "Yes."),
                                 ("Does a car stand still?", "No."), ("What happened?", "A car drives from left to right."), ("Is it dark?", "No."),
                                 ("Did you hear an engine?", "Yes."), ("Did the camera move?", "No.")):
            self.assertEqual(told.get(question), {answer}, question)

    def test_clauses_become_questions_in_the_past(self):
        for text, asked in (("a car passes upwards", "Did a car pass upwards?"), ("a bird flies away", "Did a bird fly away?"),
                            ("a box is left behind by a person", "Was a box left behind by a person?"),
                            ("a car suddenly appears", "Did a car suddenly appear?"), ("a bus drives ahead and stops", "Did a bus drive ahead and stop?")):
            self.assertEqual(phrasings.did(text, " ".join(text.split()[:2]))[0], asked)

    def test_the_evaluation_set_has_every_window_of_the_grid(self):
        self.assertEqual(len(evalset.windows(4.0)), 36)
        line = evalset.entry(dict(scene(actors=[actor(np.linspace(0.3, 0.7, 24))]), file="a.mp4", index=0))
        self.assertEqual(line["events"][0]["en"], "a car drives from left to right")
        self.assertEqual({one["lang"] for one in line["questions"]}, {"en", "ru"})


class ScoreTest(unittest.TestCase):
    def test_kinds_of_vehicles_and_groups_are_right_where_facts_are_coarse(self):
        event = {"start": 0.0, "end": 4.0}
        for kind in (*VEHICLES, "group", "person"):
            slots = caption.parse(f"By day, camera still: {caption.words.ACTOR['en'][kind]} enters from the left. No sound.", "en")
            for fact in ("vehicle", "person"):
                found = dict((k, right) for k, _, right in score.claims(slots, event, {"moves": [{**event, "actor": [fact], "direction": []}]}))
                self.assertEqual(found["actor"], (kind in VEHICLES) == (fact == "vehicle"))


class StillsTest(unittest.TestCase):
    def test_stills_have_the_labels_of_the_windows_they_begin(self):
        pictures, rows = stills.stills(3, 5)
        self.assertGreater(len(pictures), 1)
        self.assertEqual({picture.shape for picture in pictures}, {(144, 240, 3)})
        self.assertEqual(len(rows), len(pictures))
        self.assertTrue(all(row["cells"].shape == (15,) for row in rows))
        again, _ = stills.stills(3, 5)
        self.assertTrue(all((one == two).all() for one, two in zip(pictures, again)))


class BackwardsTest(unittest.TestCase):
    def wanted(self, actor, action, direction, camera="still"):
        classes = labels.CLASSES
        values = {"slot.actor": classes["actor"].index(actor), "slot.second": 0, "slot.action": classes["action"].index(action),
                  "slot.direction": classes["direction"].index(direction), "slot.camera": classes["camera"].index(camera)}
        found = {name: torch.tensor([value]) for name, value in values.items()}
        return found | {"moves": torch.full((1, 15), labels.MOVES.index("right")), "activity": torch.ones(1, 2, 12)}

    def run_backwards(self, wanted):
        fields = np.zeros((1, 12, 3, 20, 36), np.int8)
        fields[0, :, 0] = np.arange(12)[:, None, None]
        always = type("Always", (), {"random": staticmethod(np.zeros)})()
        augment.backwards(fields, wanted, always)
        return fields[0, :, 0, 0, 0].tolist()

    def test_what_comes_from_the_left_leaves_to_the_left_when_time_runs_backwards(self):
        wanted = self.wanted("car", "enters", "left to right", "pan left")
        self.assertEqual(self.run_backwards(wanted), [0, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1])
        named = {n: labels.CLASSES[n][int(wanted[f"slot.{n}"])] for n in ("action", "direction", "camera")}
        self.assertEqual(named, {"action": "leaves", "direction": "right to left", "camera": "pan right"})
        self.assertEqual(labels.MOVES[int(wanted["moves"][0, 0])], "left")

    def test_nothing_falls_upwards_and_no_held_out_pair_appears(self):
        for actor, action in (("bicycle", "falls"), ("animal", "enters"), ("bus", "stops")):
            self.assertEqual(self.run_backwards(self.wanted(actor, action, "none")), list(range(12)), (actor, action))


class HeldOutTest(unittest.TestCase):
    def test_train_scenes_show_no_held_out_pair_and_heldout_scenes_all_do(self):
        for split, expected in (("train", False), ("heldout", True)):
            for index in range(6):
                data = sketch.sketch(heldout.planned(3, index, split)[0])
                found = set()
                for start, end in heldout.windows(data):
                    slots = truth.facts(data, start, end)
                    found |= {(slots["actor"], slots["action"]), (slots["actor"], slots["camera"])} & set(HELD_OUT)
                self.assertEqual(bool(found), expected, (split, index, found))


    def test_every_held_out_pair_has_its_turn(self):
        self.assertEqual({heldout.wish(index, "heldout") for index in range(len(HELD_OUT))}, set(HELD_OUT))


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
