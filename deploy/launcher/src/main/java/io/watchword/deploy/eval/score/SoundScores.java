package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Embedding;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.metric.Onsets;
import io.watchword.deploy.eval.metric.Tally;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether sounds get their names, and when they are said to begin. */
public final class SoundScores {
    private static final String SLOT = "sound";
    private static final long WITHIN_US = 1_000_000;
    private static final long SETTLED_US = 300_000; // what sounds from the start has no beginning
    private static final double HEARD = 0.5;
    private static final long LEAST_US = 300_000;

    private SoundScores() {}

    /** Names, from the captions: events in whose span the truth has a sound. */
    public static void names(List<Judged> judged, Scores scores) {
        long right = 0;
        long sounding = 0;
        long silent = 0;
        long alarms = 0;
        for (Judged one : judged) {
            if (one.truth().isEmpty() || !one.truth().get().containsKey(SLOT)) {
                continue;
            }
            String truth = one.truth().get().getOrDefault(SLOT, "none");
            String said = one.said().map(slots -> slots.get(SLOT)).orElse("");
            if (truth.equals("none")) {
                silent++;
                alarms += truth.equals(said) ? 0 : 1;
            } else {
                sounding++;
                right += truth.equals(said) ? 1 : 0;
            }
        }
        ObjectNode section = scores.detail("sounds");
        section.put("events_with_sound", sounding);
        section.put("events_in_silence", silent);
        section.put("named_in_silence", Scores.rounded(alarms / (double) Math.max(1, silent)));
        if (sounding == 0) {
            scores.absent("sound_accuracy", "no event has a sound in its window of truth");
        } else {
            scores.put("sound_accuracy", right / (double) sounding);
        }
    }

    /** Beginnings, from the loudness stored with the embeddings. */
    public static void onsets(EvaluationSet set, Kept kept, List<String> labels, Scores scores) {
        List<Long> errorsUs = new ArrayList<>();
        int truths = 0;
        int found = 0;
        int named = 0;
        for (SourceTruth source : set.sources()) {
            List<Embedding> stream = kept.embeddings(source.name());
            List<SourceTruth.Sound> sounds =
                    source.sounds().stream()
                            .filter(sound -> sound.span().startUs() >= SETTLED_US)
                            .toList();
            List<Long> begins = sounds.stream().map(sound -> sound.span().startUs()).toList();
            List<Long> told = Onsets.find(steps(stream));
            List<Onsets.Pair> pairs = Onsets.match(begins, told, WITHIN_US);
            truths += begins.size();
            found += told.size();
            for (Onsets.Pair pair : pairs) {
                errorsUs.add(pair.errorUs());
                String label = sounds.get(pair.truth()).label();
                named += heard(stream, begins.get(pair.truth()), labels.indexOf(label)) ? 1 : 0;
            }
        }
        ObjectNode section = scores.detail("onsets");
        section.put("true", truths).put("found", found).put("matched", errorsUs.size());
        section.put("recall", Scores.rounded(errorsUs.size() / (double) Math.max(1, truths)));
        section.put("precision", Scores.rounded(errorsUs.size() / (double) Math.max(1, found)));
        if (errorsUs.isEmpty()) {
            scores.absent("onset_error_ms", "no sound of the set begins after a file's start");
            return;
        }
        errorsUs.sort(null);
        section.put("median_ms", errorsUs.get(errorsUs.size() / 2) / 1000.0);
        section.put("p90_ms", errorsUs.get(errorsUs.size() * 9 / 10) / 1000.0);
        section.put("class_heard", Scores.rounded(named / (double) errorsUs.size()));
        scores.put(
                "onset_error_ms",
                errorsUs.stream().mapToLong(Long::longValue).average().orElse(0) / 1000);
    }

    private static List<Onsets.Loud> steps(List<Embedding> stream) {
        List<Onsets.Loud> steps = new ArrayList<>();
        for (Embedding embedding : stream) {
            SegmentFacts facts = embedding.facts();
            for (int i = 0; facts.hasAudio() && i < facts.loudnessDbfs().length; i++) {
                long startUs = embedding.span().startUs() + i * facts.stepUs();
                long endUs = Math.min(startUs + facts.stepUs(), embedding.span().endUs());
                if (startUs < endUs) {
                    steps.add(new Onsets.Loud(startUs, endUs, facts.loudnessDbfs()[i]));
                }
            }
        }
        return steps;
    }

    /** Whether the segment in which a sound begins, or the one after, scores its class. */
    private static boolean heard(List<Embedding> stream, long startUs, int label) {
        for (int i = 0; i < stream.size(); i++) {
            if (startUs < stream.get(i).span().endUs()) {
                return hears(stream.get(i), label)
                        || (i + 1 < stream.size() && hears(stream.get(i + 1), label));
            }
        }
        return false;
    }

    private static boolean hears(Embedding embedding, int label) {
        float[] scores = embedding.facts().audioScores();
        return label >= 0 && label < scores.length && scores[label] >= HEARD;
    }

    /** Names, from the audio encoder's own scores of each segment. */
    public static void encoder(EvaluationSet set, Kept kept, List<String> labels, Scores scores) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (SourceTruth source : set.sources()) {
            for (Embedding embedding : kept.embeddings(source.name())) {
                for (int i = 0; embedding.facts().hasAudio() && i < labels.size(); i++) {
                    String label = labels.get(i);
                    boolean truth =
                            source.sounds().stream()
                                    .filter(sound -> sound.label().equals(label))
                                    .anyMatch(sound -> sounds(sound.span(), embedding.span()));
                    tallies.merge(label, Tally.NONE.with(hears(embedding, i), truth), Tally::plus);
                }
            }
        }
        ObjectNode section = scores.detail("audio_encoder");
        tallies.forEach(
                (label, tally) ->
                        section.putObject(label)
                                .put("segments", tally.right() + tally.missed())
                                .put("precision", Scores.rounded(tally.precision()))
                                .put("recall", Scores.rounded(tally.recall()))
                                .put("f1", Scores.rounded(tally.f1())));
    }

    private static boolean sounds(TimeSpan sound, TimeSpan segment) {
        long commonUs =
                Math.min(sound.endUs(), segment.endUs())
                        - Math.max(sound.startUs(), segment.startUs());
        return commonUs > 0 && commonUs >= Math.min(LEAST_US, sound.durationUs() / 2);
    }
}
