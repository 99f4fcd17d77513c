package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.eval.metric.Bleu;
import io.watchword.deploy.eval.metric.Calibration;
import io.watchword.deploy.eval.metric.Cider;
import io.watchword.deploy.eval.metric.ExactMeteor;
import io.watchword.deploy.eval.metric.Sentences;
import io.watchword.deploy.eval.metric.SlotTally;
import java.util.List;
import java.util.function.Predicate;

/** Whether captions are true, word by word and fact by fact. */
public final class CaptionScores {
    private final List<String> slots;

    public CaptionScores(List<String> slots) {
        this.slots = List.copyOf(slots);
    }

    /** Facts of the sentences that can be judged. */
    public SlotTally slots(List<Judged> judged, Predicate<Judged> of) {
        SlotTally tally = new SlotTally(slots);
        judged.stream()
                .filter(of)
                .filter(one -> one.truth().isPresent())
                .forEach(one -> tally.add(one.said(), one.truth().orElseThrow()));
        return tally;
    }

    /** The headline figures, of the first language. */
    public void headline(List<Judged> judged, Scores scores) {
        if (slots.isEmpty()) {
            String reason = "the set has no grammar.json to read facts with";
            scores.absent("slot_accuracy", reason);
            scores.absent("slot_accuracy_heldout", reason);
            return;
        }
        put(slots(judged, one -> !one.source().heldOut()), "slot_accuracy", "test", scores);
        put(
                slots(judged, one -> one.source().heldOut()),
                "slot_accuracy_heldout",
                "heldout",
                scores);
    }

    private static void put(SlotTally tally, String key, String split, Scores scores) {
        if (tally.sentences() == 0) {
            scores.absent(key, "no event of split " + split + " has a window of truth near it");
            return;
        }
        scores.put(key, tally.accuracy());
    }

    /** Everything about the captions of one language. */
    public void detail(List<Judged> judged, String language, Scores scores) {
        ObjectNode section = scores.detail("captions").putObject(language);
        List<Sentences> pairs =
                judged.stream()
                        .filter(one -> one.sentence().isPresent())
                        .map(
                                one ->
                                        Sentences.of(
                                                one.event().caption(),
                                                one.sentence().orElseThrow()))
                        .toList();
        section.put("events", judged.size());
        section.put("events_with_a_window", pairs.size());
        section.put(
                "events_without_caption",
                judged.stream().filter(one -> one.event().caption().isBlank()).count());
        if (!pairs.isEmpty()) {
            section.put("bleu_4", Scores.rounded(Bleu.of(pairs)));
            section.put("cider", Scores.rounded(Cider.of(pairs)));
            section.put(
                    "meteor_exact",
                    Scores.rounded(
                            pairs.stream().mapToDouble(ExactMeteor::of).average().orElse(0)));
        }
        put(slots(judged, one -> !one.source().heldOut()), section.putObject("slots_test"));
        put(slots(judged, one -> one.source().heldOut()), section.putObject("slots_heldout"));
    }

    /** Facts by slot, and what one gets for saying the commonest. */
    public static void put(SlotTally tally, ObjectNode into) {
        into.put("sentences", tally.sentences());
        if (tally.sentences() == 0) {
            return;
        }
        into.put("accuracy", Scores.rounded(tally.accuracy()));
        into.put("all_slots_right", Scores.rounded(tally.wholeSentences()));
        into.put("majority", Scores.rounded(tally.majority()));
        ObjectNode each = into.putObject("by_slot");
        ObjectNode majority = into.putObject("majority_by_slot");
        for (String slot : tally.slots()) {
            each.put(slot, Scores.rounded(tally.accuracy(slot)));
            majority.put(slot, Scores.rounded(tally.majority(slot)));
        }
    }

    /** Whether the events' confidence says how often all their facts are right. */
    public void calibration(List<Judged> judged, Scores scores) {
        List<Calibration.Claim> claims =
                judged.stream()
                        .filter(one -> one.truth().isPresent())
                        .map(
                                one ->
                                        new Calibration.Claim(
                                                one.event().confidence(),
                                                one.wrong(slots).isEmpty()))
                        .toList();
        Calibration calibration = Calibration.of(claims);
        if (claims.isEmpty()) {
            scores.absent("ece", "no event has a window of truth near it");
            return;
        }
        scores.put("ece", calibration.error());
        ObjectNode section = scores.detail("calibration");
        section.put("events", claims.size());
        for (Calibration.Bin bin : calibration.bins()) {
            if (bin.count() > 0) {
                section.withArray("/bins")
                        .addObject()
                        .put("from", Scores.rounded(bin.from()))
                        .put("to", Scores.rounded(bin.to()))
                        .put("events", bin.count())
                        .put("confidence", Scores.rounded(bin.confidence()))
                        .put("right", Scores.rounded(bin.accuracy()));
            }
        }
    }
}
