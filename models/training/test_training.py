"""python -m unittest models.training.test_training (about ten seconds)"""

import json
import unittest
from pathlib import Path

import numpy as np
import torch

from models.training import fusion, golden, labels, sizes as S, stages, tokens
from models.training.codebook import CodebookLearner
from models.training.networks import Networks, quantised
from models.training.pipeline import Bundle, quantise, stored

BUNDLE = Path(__file__).parents[1] / "testbundle"


def small():
    torch.manual_seed(0)
    return Networks(S.TEST, labels.SOUNDS, 320)


def batch(rows, count):
    length = count + fusion.HISTORY
    made = {m: torch.randn(rows, length, S.TOKENS[m], S.DIM) for m in ("spatial", "motion", "audio")}
    made["present"] = torch.ones(rows, length, 4)
    made["kept"] = torch.ones(rows, length, 4)
    made["en"] = torch.randint(13, 300, (rows, 9))
    made["ru"] = torch.randint(13, 300, (rows, 11))
    return made


class Training(unittest.TestCase):
    def test_blocks_are_stored_as_the_contract_says(self):
        block = np.array([[1.0, -2.0], [0.5, 0.0118]], np.float32)
        values, scale = quantise(block)
        self.assertEqual(values.tolist(), [[64, -127], [32, 1]])  # 63.5 rounds up, 31.75 and 0.749
        np.testing.assert_allclose(stored(block), quantised(torch.from_numpy(block)).numpy(), atol=1e-6)
        self.assertEqual(stored(np.zeros((2, 2), np.float32)).sum(), 0)

    def test_a_mirrored_mirror_is_the_truth(self):
        truth = {"camera": {"kind": "pan left", "dx": [-1.0, 2.0]},
                 "actors": [{"wx": [3.0], "cx": [0.25], "cover": [list(range(15))]}]}
        self.assertEqual(labels.mirrored(truth)["camera"]["kind"], "pan right")
        self.assertEqual(labels.mirrored(labels.mirrored(truth)), truth)

    def test_every_caption_survives_the_tokenizer_and_can_be_read_back(self):
        texts = labels.corpus()
        tokenizer = tokens.train(texts, S.SHIPPED.vocabulary)
        for i, text in enumerate(texts):
            self.assertEqual(tokenizer.decode(tokenizer.encode(text).ids), text)
            self.assertNotIn(None, labels.parse(text, "ru" if i % 2 else "en").values(), text)

    def test_the_two_captions_of_a_prompt_do_not_see_each_other(self):
        model = fusion.Fusion(small(), stages.slot_sizes()).eval()
        made = batch(2, 2)
        temporal, _ = model.temporal(made)
        _, before, _, _ = model.caption_loss(made, temporal)
        made["ru"] = torch.randint(13, 300, (2, 11))
        _, after, _, _ = model.caption_loss(made, temporal)
        rows = [i for i in range(36) if i % 18 < 8]  # of each sample 8 English and 10 Russian rows
        torch.testing.assert_close(before[rows], after[rows])

    def test_training_and_the_exported_prompt_agree(self):
        """The loss of a batch is what step-by-step decoding would assign."""
        networks = small()
        model = fusion.Fusion(networks, stages.slot_sizes()).eval()
        made = batch(1, 1)
        made["kept"][:, :, 2] = 0  # no audio: its rows must leave no trace, not even in positions
        temporal, _ = model.temporal(made)
        _, logits, _, _ = model.caption_loss(made, temporal)
        prefix, mask = model.prefix(made, temporal)
        language = networks.language_model
        embeds = torch.cat([prefix[:, mask[0] > 0], language.embedding(made["en"])], 1)
        count = embeds.shape[1]
        empty = torch.zeros(1, S.TEST.kv_heads, 0, language.head_dim)
        found = networks.decoder()(embeds, torch.ones(1, count, dtype=torch.long), torch.arange(count)[None],
                                   *[empty] * (2 * S.TEST.layers))[0]
        torch.testing.assert_close(found[0, -9:-1], logits[:8], atol=1e-4, rtol=1e-4)

    def test_dead_codes_are_revived(self):
        networks = small()
        learner, tokenizer = CodebookLearner(), networks.motion_tokenizer
        z = torch.randn(4000, S.CODE_DIM)
        learner.start(tokenizer, z[:10].repeat(400, 1))  # ten distinct rows: most codes are copies
        for step in range(120):
            rows = z[torch.randint(4000, (2000,))]
            learner.update(tokenizer, rows, tokenizer.nearest(rows), revive=step % 10 == 0)
        self.assertGreater(len(torch.unique(tokenizer.nearest(z))), 300)

    def test_the_bundle_for_tests_still_gives_its_golden_answers(self):
        bundle = Bundle(BUNDLE)
        known = json.loads((BUNDLE / "golden.json").read_text())
        found = golden.encoders(bundle)
        for role, about in known["encoders"].items():
            for name, output in about["outputs"].items():
                np.testing.assert_allclose(found[role]["outputs"][name]["first"], output["first"], atol=1e-4)
        segments = [{m: np.array(b["values"], np.float32).reshape(b["count"], b["dim"]) * np.float32(b["scale"])
                     for m, b in record.items()} for record in known["caption"]["segments"]]
        embeds, layout = bundle.prompt(segments, known["caption"]["language"])
        self.assertEqual(layout, known["caption"]["layout"])
        self.assertEqual(bundle.generate(embeds, known["maxNewTokens"]), known["caption"]["ids"])


if __name__ == "__main__":
    unittest.main()
