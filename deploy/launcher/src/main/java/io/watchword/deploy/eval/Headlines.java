package io.watchword.deploy.eval;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.deploy.eval.score.Scores;
import java.util.List;
import java.util.Locale;

/** The headline figures as lines of text. */
final class Headlines {
    private Headlines() {}

    /** One line a figure; where there is none, why. */
    static List<String> of(JsonNode scores) {
        return Scores.KEYS.stream()
                .map(
                        key ->
                                scores.path(key).isNumber()
                                        ? String.format(
                                                Locale.ROOT,
                                                "%-24s %.4f",
                                                key,
                                                scores.path(key).asDouble())
                                        : String.format(
                                                Locale.ROOT,
                                                "%-24s -       %s",
                                                key,
                                                scores.path("not_measured").path(key).asText()))
                .toList();
    }
}
