"""python -m unittest models.training.test_training (about ten seconds)"""

import json
import unittest
from pathlib import Path

import numpy as np
import torch

from models.training import ablate, asking, calibrate, fusion, golden, labels, sampler, sizes as S, stages, texts, \
    tokens
from models.training.codebook import CodebookLearner, alarm
from models.training.networks import Networks, quantised
from models.training.pipeline import Bundle, quantise, stored

BUNDLE = Path(__file__).parents[1] / "testbundle"


def small():
    torch.manual_seed(0)
    return Networks(S.TEST, labels.SOUNDS, 420)


def batch(rows, count):
    length = count + fusion.HISTORY
    made = {m: torch.randn(rows, length, S.TOKENS[m], S.DIM) for m in ("spatial", "motion", "audio")}
    made["present"] = torch.ones(rows, length, 4)
    made["kept"] = torch.ones(rows, length, 4)
    made["texts"] = [text(rows, 9), text(rows, 11)]
    return made


def text(rows, length):
    """Ids given at first, then to be said."""
    return fusion.with_targets([(torch.randint(120, 400, (length,)).tolist(), 1) for _ in range(rows)])


class Training(unittest.TestCase):
    def test_blocks_are_stored_as_the_contract_says(self):
        block = np.array([[1.0, -2.0], [0.5, 0.0118]], np.float32)
        values, scale = quantise(block)
        self.assertEqual(values.tolist(), [[64, -127], [32, 1]])  # 63.5 rounds up, 31.75 and 0.749
        np.testing.assert_allclose(stored(block), quantised(torch.from_numpy(block)).numpy(), atol=1e-6)
        self.assertEqual(stored(np.zeros((2, 2), np.float32)).sum(), 0)

    def test_a_mirrored_mirror_is_the_truth(self):
        truth = {"camera": {"kind": "pan left", "dx": [-1.0, 2.0]}, "text": [],
                 "actors": [{"wx": [3.0], "cx": [0.25], "cover": [list(range(15))]}],
                 "events": [{"start": 0, "end": 1, "actor": 0, "slots": {"direction": "left to right"}}]}
        self.assertEqual(labels.mirrored(truth)["camera"]["kind"], "pan right")
        self.assertEqual(labels.mirrored(truth)["events"][0]["slots"]["direction"], "right to left")
        self.assertEqual(labels.mirrored(labels.mirrored(truth)), truth)

    def test_every_caption_survives_the_tokenizer_and_can_be_read_back(self):
        corpus = labels.corpus(1)
        tokenizer = tokens.train(corpus, S.SHIPPED.vocabulary)
        for i, text in enumerate(corpus):
            self.assertEqual(tokenizer.decode(tokenizer.encode(text).ids), text)
            self.assertNotIn(None, labels.parse(text, "ru" if i % 2 else "en").values(), text)

    def test_events_are_written_with_time_tokens_and_read_back(self):
        tokenizer = tokens.train(["a car enters from the left"], S.TEST.vocabulary)
        line = "<time 12><time 99> a car enters<time 50><time 51> a car enters"
        ids = tokenizer.encode(line).ids
        self.assertEqual(ids[0], tokens.SPECIAL.index("<time 12>"))
        said = tokenizer.decode(ids, skip_special_tokens=False)
        spans = asking.spans(said, 2.0, 6.0)
        self.assertEqual([clause for *_, clause in spans], ["a car enters"] * 2)
        self.assertAlmostEqual(spans[0][0], 2 + 4 * 12 / 99)
        self.assertEqual(texts.bin_of(4.0, 4.0), 99)
        self.assertEqual(texts.bin_of(-0.1, 4.0), 0)

    def test_a_wrong_caption_for_search_differs_in_one_slot(self):
        slots = {"time": "day", "camera": "still", "actor": "car", "action": "enters", "direction": "left to right",
                 "second": "none", "sound": "engine"}
        random = np.random.default_rng(0)
        for _ in range(20):
            wrong = sampler.wrong_slots(slots, random)
            self.assertEqual(sum(wrong[n] != slots[n] for n in slots), 1)

    def test_what_is_given_is_not_to_be_said(self):
        ids, wanted = fusion.with_targets([([7, 8, 9, 1], 2), ([7, 1], 1)])
        self.assertEqual(ids.tolist(), [[7, 8, 9, 1], [7, 1, 0, 0]])
        self.assertEqual(wanted.tolist(), [[-100, 9, 1, -100], [1, -100, -100, -100]])

    def test_the_texts_of_a_prompt_do_not_see_each_other(self):
        model = fusion.Fusion(small(), stages.slot_sizes()).eval()
        made = batch(2, 2)
        prefix, mask = model.prefix(made, model.temporal(made)[0])
        _, before, _ = model.text_loss(prefix, mask, made["texts"])
        _, after, _ = model.text_loss(prefix, mask, [made["texts"][0], text(2, 11)])
        rows = [i for i in range(36) if i % 18 < 8]  # of each sample 8 places of the first text, 10 of the second
        torch.testing.assert_close(before[rows], after[rows])

    def test_training_and_the_exported_prompt_agree(self):
        """The loss of a batch is what step-by-step decoding would assign."""
        networks = small()
        model = fusion.Fusion(networks, stages.slot_sizes()).eval()
        made = batch(1, 1)
        made["kept"][:, :, 2] = 0  # no audio: its rows must leave no trace, not even in positions
        prefix, mask = model.prefix(made, model.temporal(made)[0])
        _, logits, _ = model.text_loss(prefix, mask, made["texts"])
        language = networks.language_model
        embeds = torch.cat([prefix[:, mask[0] > 0], language.embedding(made["texts"][0][0])], 1)
        count = embeds.shape[1]
        empty = torch.zeros(1, S.TEST.kv_heads, 0, language.head_dim)
        feeds = (embeds, torch.ones(1, count, dtype=torch.long), torch.arange(count)[None],
                 *[empty] * (2 * S.TEST.layers))
        every = networks.decoder(every=True)(*feeds)[0]
        torch.testing.assert_close(every[0, -9:-1], logits[:8], atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(networks.decoder()(*feeds)[0], every[:, -1:])

    def test_a_resampler_learns_from_prompts_in_which_it_tells_of_older_segments(self):
        torch.manual_seed(2)
        model = fusion.Fusion(small(), stages.slot_sizes())
        made = batch(2, 3)
        made["kept"][0, fusion.HISTORY:, 2] = 0  # segments without audio are not looked at
        projected = {m: torch.randn(2, 3, 4, S.TEST.hidden) for m in S.MODALITIES}
        kept = made["kept"][:, fusion.HISTORY:]
        embeds, mask = model.remembered(projected, kept)
        whole, _ = model.framed(projected, kept)
        changed = projected | {"audio": projected["audio"] + torch.tensor([1.0, 0.0])[:, None, None, None]}
        self.assertEqual(embeds.shape[1], 1 + 4 * (2 + S.TEST.latents) + whole.shape[1] // 3)
        seen = model.remembered(changed, kept)[0][0, mask[0] > 0]
        torch.testing.assert_close(seen, embeds[0, mask[0] > 0])
        embeds[mask > 0].square().sum().backward()
        for modality in S.MODALITIES:
            self.assertGreater(float(model.resamplers[modality].queries.grad.abs().max()), 0)

    def test_captions_of_a_batch_are_those_of_each_prompt_alone(self):
        """Greedy decoding of padded prompts, as the ablations do it, against the graph that ships."""
        networks = small()
        model = fusion.Fusion(networks, stages.slot_sizes()).eval()
        language = networks.language_model
        language.head.weight.data *= 8  # else every step is close to a tie
        prefix, mask = torch.randn(2, 9, S.TEST.hidden), torch.ones(2, 9)
        mask[0, 3:6] = 0
        found = ablate.said(model, prefix, mask, "en", limit=6)
        empty = torch.zeros(1, S.TEST.kv_heads, 0, language.head_dim)
        for row in range(2):
            first = language.embedding(torch.tensor([tokens.SPECIAL.index("<en>")]))
            embeds = torch.cat([prefix[row, mask[row] > 0], first])
            ids = []
            while len(ids) < 6:
                count = len(embeds)
                logits = networks.decoder()(embeds[None], torch.ones(1, count, dtype=torch.long),
                                            torch.arange(count)[None], *[empty] * (2 * S.TEST.layers))[0]
                ids.append(int(logits[0, -1].argmax()))
                embeds = torch.cat([embeds, language.embedding(torch.tensor(ids[-1:]))])
            self.assertEqual(found[row], ids[:ids.index(tokens.EOS)] if tokens.EOS in ids else ids)

    def test_search_text_hears_the_order_of_words(self):
        model = small().search_text.eval()
        ids, mask = torch.tensor([[130, 140, 150], [150, 140, 130]]), torch.ones(2, 3, dtype=torch.long)
        found = model(ids, mask)
        self.assertGreater(float((found[0] - found[1]).detach().abs().max()), 1e-3)

    def test_calibration_finds_the_chances_behind_outcomes(self):
        random = np.random.default_rng(1)
        features = np.stack([random.uniform(-1, 0, 4000), random.integers(10, 30, 4000)], 1)
        chance = 1 / (1 + np.exp(-(6 * features[:, 0] - 0.1 * features[:, 1] + 3)))
        right = (random.random(4000) < chance).astype(float)
        scale, bias = calibrate.logistic(features, right)
        self.assertAlmostEqual(scale[0], 6, delta=0.6)
        self.assertAlmostEqual(bias, 3, delta=0.6)
        self.assertLess(calibrate.crossed(features, right), 0.04)
        self.assertGreater(calibrate.expected_error(np.full(4000, 0.99), right), 0.2)

    def test_dead_codes_are_revived(self):
        networks = small()
        learner, tokenizer = CodebookLearner(), networks.motion_tokenizer
        z = torch.randn(4000, S.CODE_DIM)
        learner.start(tokenizer, z[:10].repeat(400, 1))  # ten distinct rows: most codes are copies
        for step in range(120):
            rows = z[torch.randint(4000, (2000,))]
            learner.update(tokenizer, rows, tokenizer.nearest(rows), revive=step % 10 == 0)
        self.assertGreater(len(torch.unique(tokenizer.nearest(z))), 300)

    def test_a_codebook_that_collapsed_raises_the_alarm(self):
        self.assertIn("only 3 of 512", alarm(torch.randint(3, (1000,))))
        self.assertEqual(alarm(torch.arange(512)), "")

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
