"""python -m unittest discover -s models/tests -t ."""

import unittest

import numpy as np

from models.scenes import blit, places, sounds, sprites, surfaces, textures, vocabulary
from models.scenes.sprites import colours


class SpriteTest(unittest.TestCase):
    def test_every_kind_and_view_is_drawn_with_a_known_colour(self):
        rng = np.random.default_rng(1)
        self.assertEqual(set(sprites.VIEWS), set(vocabulary.ACTORS) - {"none"})
        for kind, views in sprites.VIEWS.items():
            for view in views:
                sprite = sprites.make(rng, kind, view, 60, True)
                self.assertIn(sprite.colour, vocabulary.COLOURS)
                for frame in sprite.levels[0]:
                    self.assertEqual(frame.shape, (sprite.height, sprite.width, 4))
                    self.assertTrue((frame[..., :3] <= frame[..., 3:]).all(), f"{kind} {view} is not premultiplied")

    def test_a_wanted_colour_is_what_is_painted(self):
        for family in colours.FAMILIES:
            for kind, view in (("car", "top"), ("bus", "side"), ("ball", "any")):
                rng = np.random.default_rng(3)
                sprite = sprites.make(rng, kind, view, 80, False, family)
                self.assertEqual((sprite.colour, colours.name(sprite.body)), (family, family))

    def test_a_door_opens_from_its_first_phase_to_its_last(self):
        for seed in range(6):
            sprite = sprites.make(np.random.default_rng(seed), "door", "front", 80, True)
            closed = sprite.levels[0][0].astype(int)
            changes = [np.abs(frame.astype(int) - closed).mean() for frame in sprite.levels[0]]
            self.assertEqual(changes[0], 0)
            self.assertGreater(changes[-1], changes[1])

    def test_movers_change_from_phase_to_phase_and_still_ones_have_one(self):
        for kind, view in (("car", "side"), ("bicycle", "side"), ("person", "side"), ("group", "front"), ("animal", "any"), ("bird", "side")):
            moving = sprites.make(np.random.default_rng(2), kind, view, 80, True)
            self.assertGreater(moving.phases, 1)
            self.assertGreater(np.abs(moving.levels[0][0].astype(int) - moving.levels[0][1]).max(), 20)
            self.assertEqual(sprites.make(np.random.default_rng(2), kind, view, 80, False).phases, 1)

    def test_an_unknown_kind_or_view_is_refused(self):
        for kind, view in (("tank", "side"), ("car", "bust")):
            with self.assertRaisesRegex(ValueError, f"found: {kind} {view}"):
                sprites.make(np.random.default_rng(0), kind, view, 50, True)


class BackgroundTest(unittest.TestCase):
    def test_every_background_fills_its_size_and_is_the_same_again(self):
        for kind in textures.MAKERS:
            one, two = (textures.make(kind, np.random.default_rng(9), 130, 90) for _ in range(2))
            self.assertEqual((one.shape, one.dtype), ((90, 130, 3), np.uint8))
            self.assertTrue(np.array_equal(one, two), kind)

    def test_ground_recedes(self):
        flat = np.zeros((200, 200, 3), np.uint8)
        flat[:, ::20] = 255
        laid = places.receding(flat, 200, 100, 2.0)[..., 0]
        self.assertGreater((np.diff((laid[2] > 90).astype(int)) == 1).sum(), (np.diff((laid[-3] > 90).astype(int)) == 1).sum())

    def test_rain_and_noise_cover_a_picture_larger_than_their_bank(self):
        for size in ((1920, 1080), (192, 256), (1280, 720)):
            self.assertEqual(blit.cut("rain", *size, 77, -5).shape, (size[1], size[0], 3))

    def test_plain_surfaces_stay_nearly_flat(self):
        picture = surfaces.plain(np.random.default_rng(5), 160, 90).astype(float)
        self.assertLess(np.abs(np.diff(picture, axis=1)).mean(), 2.0)


class SoundTest(unittest.TestCase):
    def test_every_class_sounds_where_it_is_put_and_nowhere_before(self):
        for name in vocabulary.SOUNDS:
            wave = sounds.mix(np.random.default_rng(4), 3.0, [{"class": name, "start": 1.0, "end": 2.0, "db": -15.0}], None)
            self.assertEqual(len(wave), 3 * sounds.RATE)
            self.assertTrue(np.isfinite(wave).all(), name)
            self.assertEqual(np.abs(wave[: sounds.RATE - 1]).max(), 0.0)
            self.assertGreater(np.abs(wave[sounds.RATE : 2 * sounds.RATE]).max(), 0.02, name)

    def test_an_alarm_beeps_and_a_siren_does_not_stop(self):
        def silent_share(name):
            wave = np.abs(sounds.MAKERS[name](np.random.default_rng(6), 3.0))
            return (wave[: len(wave) // 480 * 480].reshape(-1, 480).max(1) < 0.05 * wave.max()).mean()

        self.assertGreater(silent_share("alarm"), 0.15)
        self.assertLess(silent_share("siren"), 0.05)


if __name__ == "__main__":
    unittest.main()
