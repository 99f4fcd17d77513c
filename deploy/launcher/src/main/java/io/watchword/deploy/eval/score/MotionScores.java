package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Embedding;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.metric.LinearProbe;
import io.watchword.deploy.eval.set.Described;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What the motion token ids hold: how many of them occur, and what can be read out of them. */
public final class MotionScores {
    private static final List<String> CAMERA =
            List.of(
                    "pan left",
                    "pan right",
                    "tilt up",
                    "tilt down",
                    "shake",
                    "zoom in",
                    "zoom out",
                    "drives forward");
    private static final int LEAST_EXAMPLES = 40;
    private static final double TRAINED = 0.7;

    private final EvaluationSet set;
    private final Kept kept;
    private final int codes;
    private final long seed;

    /**
     * @param codes size of the bundle's codebook
     */
    public MotionScores(EvaluationSet set, Kept kept, int codes, long seed) {
        this.set = set;
        this.kept = kept;
        this.codes = codes;
        this.seed = seed;
    }

    /** Share of the codebook that occurs. */
    public void codesUsed(Scores scores) {
        BitSet used = new BitSet(codes);
        long tokens = 0;
        for (String source : kept.sources()) {
            for (Embedding embedding : kept.embeddings(source)) {
                for (int id : embedding.motionIds()) {
                    used.set(id);
                    tokens++;
                }
            }
        }
        scores.detail("codes")
                .put("used", used.cardinality())
                .put("codebook", codes)
                .put("tokens", tokens);
        if (tokens == 0) {
            scores.absent("codes_used", "no segment has motion");
        } else {
            scores.put("codes_used", used.cardinality() / (double) codes);
        }
    }

    /** The camera's motion, of the eight kinds, from ids alone; files are split, not segments. */
    public void probe(Scores scores) {
        probe("motion_probe", "camera", CAMERA, scores)
                .ifPresentOrElse(
                        accuracy -> scores.put("motion_probe", accuracy),
                        () ->
                                scores.absent(
                                        "motion_probe",
                                        "fewer than "
                                                + LEAST_EXAMPLES
                                                + " segments with a moving camera on either side"
                                                + " of the split"));
        List<String> still = new ArrayList<>(CAMERA);
        still.add(0, "still");
        probe("motion_probe_with_still", "camera", still, scores);
    }

    private Optional<Double> probe(
            String section, String slot, List<String> classes, Scores scores) {
        List<SourceTruth> sources = new ArrayList<>(set.sources());
        Collections.shuffle(sources, new Random(seed));
        int border = (int) Math.round(sources.size() * TRAINED);
        List<LinearProbe.Example> known = examples(sources.subList(0, border), slot, classes);
        List<LinearProbe.Example> asked =
                examples(sources.subList(border, sources.size()), slot, classes);
        ObjectNode node = scores.detail(section);
        node.put("trained_on", known.size()).put("asked", asked.size());
        if (known.size() < LEAST_EXAMPLES || asked.size() < LEAST_EXAMPLES) {
            return Optional.empty();
        }
        LinearProbe probe = LinearProbe.train(known, codes, classes.size(), seed);
        Map<String, int[]> byClass = new TreeMap<>();
        int right = 0;
        for (LinearProbe.Example example : asked) {
            boolean same = probe.classify(example.ids()) == example.label();
            right += same ? 1 : 0;
            int[] counts =
                    byClass.computeIfAbsent(classes.get(example.label()), name -> new int[2]);
            counts[0] += same ? 1 : 0;
            counts[1]++;
        }
        double accuracy = right / (double) asked.size();
        node.put("accuracy", Scores.rounded(accuracy));
        node.put(
                "majority",
                Scores.rounded(
                        byClass.values().stream().mapToInt(counts -> counts[1]).max().orElse(0)
                                / (double) asked.size()));
        ObjectNode each = node.putObject("by_class");
        byClass.forEach(
                (name, counts) ->
                        each.putObject(name)
                                .put("asked", counts[1])
                                .put("right", Scores.rounded(counts[0] / (double) counts[1])));
        return Optional.of(accuracy);
    }

    private List<LinearProbe.Example> examples(
            List<SourceTruth> sources, String slot, List<String> classes) {
        List<LinearProbe.Example> examples = new ArrayList<>();
        for (SourceTruth source : sources) {
            for (Embedding embedding : kept.embeddings(source.name())) {
                int label =
                        source.window(embedding.span(), Judge.WITHIN_US)
                                .map(Described::slots)
                                .map(slots -> slots.getOrDefault(slot, ""))
                                .map(classes::indexOf)
                                .orElse(-1);
                if (label >= 0 && embedding.motionIds().length > 0) {
                    examples.add(new LinearProbe.Example(embedding.motionIds(), label));
                }
            }
        }
        return examples;
    }
}
