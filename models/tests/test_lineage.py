"""python -m unittest models.tests.test_lineage: sizes and numbers of the published networks we follow."""

import unittest

import numpy as np
import torch

from models.parity import motion_field, omnifusion, vid2seq, video_lavit


def count(module):
    return sum(parameter.numel() for parameter in module.parameters())


class VideoLavit(unittest.TestCase):
    def test_full_size_has_the_published_number_of_weights(self):
        with torch.device("meta"):
            network = video_lavit.MotionTokenizer(video_lavit.FULL)
        self.assertEqual(count(network), 158_476_322)
        self.assertEqual(count(network.encoder), 79_133_184)
        self.assertEqual(count(network.decoder), 78_767_616)
        self.assertEqual(count(network.to_code), 279_072)
        self.assertEqual(count(network.to_motion), 263_682)
        self.assertEqual(network.codebook.numel(), 32_768)

    def test_small_profile_gives_135_tokens_and_back(self):
        torch.manual_seed(1)
        network = video_lavit.MotionTokenizer(video_lavit.SMALL).eval()
        with torch.no_grad():
            ids, codes = network(torch.randn(1, 2, 24, 20, 36))
            self.assertEqual(ids.shape, (1, 135))
            self.assertEqual(codes.shape, (1, 135, 8))
            self.assertEqual(network.rebuilt(ids).shape, (1, 2, 24, 20, 36))

    def test_pools_the_signed_maximum_of_each_axis_and_interpolates_frame_12(self):
        vectors = np.array([[-1, 16, 16, 0, 0, 3, 3, 4, -8, 2], [-1, 16, 16, 0, 0, 9, 9, -4, 2, 1], [1, 16, 16, 0, 0, 900, -5, 1, 1, 1]])
        still = np.zeros((0, 10), np.int64)
        frames = [motion_field.frame_field(vectors if i in (11, 12) else still, 576, 320) for i in range(24)]
        clip = motion_field.clip_field(frames)
        std = motion_field.STD
        self.assertAlmostEqual(clip[0, 11, 0, 0], 4 / 576 / std[0], 6)  # of the second vector
        self.assertAlmostEqual(clip[1, 11, 0, 0], 4 / 320 / std[1], 6)  # of the first
        self.assertAlmostEqual(clip[0, 11, 0, 35], 1 / 576 / std[0], 6)  # clipped to the corner
        self.assertAlmostEqual(clip[0, 12, 0, 0], 2 / 576 / std[0], 6)
        self.assertEqual(np.abs(clip[:, :11]).max(), 0)

    def test_stored_field_of_one_vector_a_block_is_the_exported_one_but_for_frames_0_and_12(self):
        random = np.random.default_rng(1)
        halves = random.integers(-30, 31, (2, 12, 2, 20, 36)).astype(np.int8)
        steps = halves.reshape(24, 2, 20, 36)
        fields = []
        for step in steps:
            rows = [[-1, 16, 16, 0, 0, 16 * x + 8, 16 * y + 8, -int(step[0, y, x]), -int(step[1, y, x]), 2]
                    for y in range(20) for x in range(36)]
            fields.append(motion_field.frame_field(np.array(rows), 576, 320))
        exported, stored = motion_field.clip_field(fields), motion_field.stored_clip(*halves)
        self.assertLessEqual(np.abs(exported[:, 1:] - stored[:, 1:]).max(), 1e-6)
        self.assertEqual(np.abs(stored[:, 0]).max(), 0)


class OmniFusion(unittest.TestCase):
    def test_full_size_has_the_published_number_of_weights(self):
        with torch.device("meta"):
            adapter = omnifusion.Adapter(omnifusion.FULL)
        self.assertEqual(count(adapter), 12_598_272)
        self.assertEqual(count(adapter.to_hidden), 4_198_400)

    def test_is_one_post_norm_transformer_layer(self):
        torch.manual_seed(2)
        profile = omnifusion.SMALL
        ours = omnifusion.Adapter(profile).eval()
        theirs = torch.nn.TransformerEncoderLayer(profile.dim, profile.heads, profile.ffn, batch_first=True).eval()
        names = {"self_attn.in_proj_weight": ours.to_qkv.weight, "self_attn.in_proj_bias": ours.to_qkv.bias,
                 "self_attn.out_proj.weight": ours.out.weight, "self_attn.out_proj.bias": ours.out.bias,
                 "linear1.weight": ours.ffn[0].weight, "linear1.bias": ours.ffn[0].bias,
                 "linear2.weight": ours.ffn[2].weight, "linear2.bias": ours.ffn[2].bias,
                 "norm1.weight": ours.norm1.weight, "norm1.bias": ours.norm1.bias,
                 "norm2.weight": ours.norm2.weight, "norm2.bias": ours.norm2.bias}
        theirs.load_state_dict({name: value.detach() for name, value in names.items()})
        tokens = torch.randn(2, profile.tokens, profile.dim)
        with torch.no_grad():
            wanted = ours.to_hidden(theirs(tokens))
            self.assertLessEqual((ours(tokens) - wanted).abs().max(), 1e-5)


class Vid2Seq(unittest.TestCase):
    def test_full_size_has_the_published_number_of_weights(self):
        with torch.device("meta"):
            encoder = vid2seq.TemporalEncoder(vid2seq.FULL)
        self.assertEqual(count(encoder), 66_246_144)

    def test_takes_fewer_frames_with_the_nearest_places(self):
        torch.manual_seed(3)
        encoder = vid2seq.TemporalEncoder(vid2seq.SMALL).eval()
        encoder.blocks = torch.nn.ModuleList()
        with torch.no_grad():
            found = encoder(torch.zeros(1, 50, 16))
            self.assertTrue(torch.allclose(found, encoder.norm(encoder.place[:, ::2])))

    def test_bins_of_a_minute(self):
        golden = {0: 0, 0.6: 0, 0.61: 1, 30: 49, 59.99: 98, 60: 99, 61: 99, -1: 0}
        self.assertEqual({t: vid2seq.time_bin(t, 60.0) for t in golden}, golden)
        self.assertEqual(vid2seq.bin_time(99, 60.0), 60)


if __name__ == "__main__":
    unittest.main()
