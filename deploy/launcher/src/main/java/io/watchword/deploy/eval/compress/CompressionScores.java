package io.watchword.deploy.eval.compress;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Compression;
import io.watchword.deploy.eval.ask.LanguageModelAsker;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.score.CaptionScores;
import io.watchword.deploy.eval.score.EventScores;
import io.watchword.deploy.eval.score.Judge;
import io.watchword.deploy.eval.score.Judged;
import io.watchword.deploy.eval.score.Scores;
import io.watchword.deploy.eval.set.EvaluationSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Quality against tokens: a line for each way to make prompts shorter. */
public final class CompressionScores {
    private static final String HEAD =
            "compression     tokens/s  of video  slots  held-out  event F1  soda  CPU s  no answer";

    private final EvaluationSet set;
    private final Retelling retelling;
    private final Judge judge;

    public CompressionScores(
            EvaluationSet set, Kept kept, LanguageModelAsker asker, String language) {
        this.set = requireNonNull(set, "set is null");
        this.retelling = new Retelling(set, kept, asker, language);
        this.judge = new Judge(set);
    }

    /**
     * Measures one after the other.
     *
     * @param line told each line of a table as it is there
     * @return all figures
     */
    public ObjectNode measure(List<Compression> choices, Consumer<String> line) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("questions", retelling.find());
        line.accept(HEAD);
        for (Compression choice : choices) {
            ObjectNode row = row(retelling.tell(choice));
            row.put("compression", choice.text());
            json.withArray("/choices").add(row);
            line.accept(text(row));
        }
        return json;
    }

    private ObjectNode row(Retold retold) {
        List<Judged> judged =
                judge.judge(
                        retold.events().stream()
                                .sorted(
                                        Comparator.comparing(ToldEvent::source)
                                                .thenComparingLong(event -> event.span().startUs()))
                                .toList());
        Scores scores = new Scores();
        new CaptionScores(judge.slots()).headline(judged, scores);
        new EventScores(set, judged.stream().map(Judged::event).toList()).score(scores);
        ObjectNode row = new ObjectMapper().createObjectNode();
        for (String key : List.of("slot_accuracy", "slot_accuracy_heldout", "event_f1_50")) {
            row.set(key, scores.json().path(key));
        }
        row.set("soda_slots", scores.json().at("/detail/events/soda_slots/f1"));
        row.put("tokens_per_second", rounded(retold.positionsPerAskedSecond()));
        row.put("tokens_per_second_of_video", rounded(retold.positionsPerVideoSecond()));
        row.put("prompt_positions", retold.positions());
        row.put("answers", retold.questions());
        row.put("unanswered", retold.unanswered());
        row.put("llm_cpu_seconds", rounded(retold.cpuNs() / 1e9));
        return row;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static String text(ObjectNode row) {
        return String.format(
                Locale.ROOT,
                "%-14s %9.1f %9.1f  %5.3f  %8.3f  %8.3f  %4.2f  %5.1f  %d",
                row.path("compression").asText(),
                row.path("tokens_per_second").asDouble(),
                row.path("tokens_per_second_of_video").asDouble(),
                row.path("slot_accuracy").asDouble(),
                row.path("slot_accuracy_heldout").asDouble(),
                row.path("event_f1_50").asDouble(),
                row.path("soda_slots").asDouble(),
                row.path("llm_cpu_seconds").asDouble(),
                row.path("unanswered").asInt());
    }
}
