package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.metric.ExactMeteor;
import io.watchword.deploy.eval.metric.Overlap;
import io.watchword.deploy.eval.metric.Soda;
import io.watchword.deploy.eval.metric.Tally;
import io.watchword.deploy.eval.metric.Words;
import io.watchword.deploy.eval.set.Described;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.Grammar;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;

/**
 * Whether events are where something happens. Calm events say that nothing does, and parts repeat
 * what their event says: both are left out. Activity that goes on is told in pieces that touch:
 * they count as one.
 */
public final class EventScores {
    private static final double[] THRESHOLDS = {0.3, 0.5, 0.7, 0.9};
    private static final List<String> EVENT_SLOTS =
            List.of("actor", "action", "direction", "second");

    private final EvaluationSet set;
    private final Map<String, List<ToldEvent>> bySource;

    /**
     * @param events of one language, in order of time for each source
     */
    public EventScores(EvaluationSet set, List<ToldEvent> events) {
        this.set = set;
        this.bySource =
                events.stream()
                        .filter(event -> !event.calm() && !event.part())
                        .collect(Collectors.groupingBy(ToldEvent::source));
    }

    /** Precision and recall, means over sources. */
    private record Located(double tIou, double precision, double recall) {}

    public void score(Scores scores) {
        ObjectNode section = scores.detail("events");
        Tally tally = pairs(0.5);
        section.put("said", tally.right() + tally.wrong());
        section.put("true", tally.right() + tally.missed());
        section.put("precision_50", Scores.rounded(tally.precision()));
        section.put("recall_50", Scores.rounded(tally.recall()));
        if (tally.count() == 0) {
            scores.absent("event_f1_50", "nothing happens in the set, and no event says so");
        } else {
            scores.put("event_f1_50", tally.f1());
        }
        ObjectNode located = section.putObject("located");
        for (double threshold : THRESHOLDS) {
            Located at = located(threshold);
            located.putObject("t_iou_" + threshold)
                    .put("precision", Scores.rounded(at.precision()))
                    .put("recall", Scores.rounded(at.recall()));
        }
        soda(section);
        for (int i = 1; i <= 19; i++) {
            Located at = located(i * 0.05);
            section.withArray("/curve")
                    .addObject()
                    .put("t_iou", Scores.rounded(at.tIou()))
                    .put("precision", Scores.rounded(at.precision()))
                    .put("recall", Scores.rounded(at.recall()));
        }
    }

    private Tally pairs(double least) {
        Tally tally = Tally.NONE;
        for (SourceTruth source : set.sources()) {
            List<TimeSpan> said = spans(said(source));
            int right = Overlap.pairs(said, source.activity(), least);
            tally =
                    tally.plus(
                            new Tally(
                                    right,
                                    said.size() - right,
                                    source.activity().size() - right,
                                    0));
        }
        return tally;
    }

    private Located located(double above) {
        double precision = 0;
        double recall = 0;
        int saying = 0;
        int holding = 0;
        for (SourceTruth source : set.sources()) {
            List<TimeSpan> said = spans(said(source));
            if (!said.isEmpty()) {
                saying++;
                precision += Overlap.met(said, source.activity(), above);
            }
            if (!source.activity().isEmpty()) {
                holding++;
                recall += Overlap.met(source.activity(), said, above);
            }
        }
        return new Located(above, precision / Math.max(1, saying), recall / Math.max(1, holding));
    }

    private List<ToldEvent> said(SourceTruth source) {
        return bySource.getOrDefault(source.name(), List.of());
    }

    private static List<TimeSpan> spans(List<ToldEvent> events) {
        List<TimeSpan> joined = new ArrayList<>();
        for (ToldEvent event : events) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).endUs() == event.span().startUs()) {
                joined.set(last, new TimeSpan(joined.get(last).startUs(), event.span().endUs()));
            } else {
                joined.add(event.span());
            }
        }
        return joined;
    }

    private void soda(ObjectNode section) {
        section.set(
                "soda_c_meteor_exact",
                soda(
                        (truth, event) ->
                                truth.sentence(event.language())
                                        .map(
                                                sentence ->
                                                        ExactMeteor.of(
                                                                Words.of(event.caption()),
                                                                Words.of(sentence)))
                                        .orElse(0.0)));
        set.grammar().ifPresent(g -> section.set("soda_slots", soda((t, e) -> facts(g, t, e))));
    }

    /** Share of the facts about who does what that are the same. */
    private static double facts(Grammar grammar, Described truth, ToldEvent event) {
        Optional<Map<String, String>> said = grammar.read(event.caption(), event.language());
        if (said.isEmpty() || truth.slots().isEmpty()) {
            return 0;
        }
        List<String> slots = EVENT_SLOTS.stream().filter(grammar.slots()::contains).toList();
        long same =
                slots.stream()
                        .filter(
                                slot ->
                                        truth.slots()
                                                .getOrDefault(slot, "none")
                                                .equals(said.get().get(slot)))
                        .count();
        return same / (double) Math.max(1, slots.size());
    }

    private ObjectNode soda(ToDoubleBiFunction<Described, ToldEvent> similarity) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        int sources = 0;
        for (SourceTruth source : set.sources()) {
            List<ToldEvent> said = said(source);
            if (source.events().isEmpty()) {
                continue;
            }
            double[][] worth = new double[source.events().size()][said.size()];
            for (int i = 0; i < worth.length; i++) {
                Described truth = source.events().get(i);
                for (int j = 0; j < said.size(); j++) {
                    double tIou = Overlap.tIou(truth.span(), said.get(j).span());
                    worth[i][j] =
                            tIou == 0 ? 0 : tIou * similarity.applyAsDouble(truth, said.get(j));
                }
            }
            Soda.Score score = Soda.of(worth, said.size());
            precision += score.precision();
            recall += score.recall();
            f1 += score.f1();
            sources++;
        }
        int divisor = Math.max(1, sources);
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("precision", Scores.rounded(precision / divisor))
                .put("recall", Scores.rounded(recall / divisor))
                .put("f1", Scores.rounded(f1 / divisor))
                .put("sources", sources);
    }
}
