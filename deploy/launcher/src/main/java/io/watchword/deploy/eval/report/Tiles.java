package io.watchword.deploy.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.deploy.eval.score.Scores;

/** The headline figures, each beside what it should be. */
final class Tiles {
    private Tiles() {}

    /**
     * What a figure should reach.
     *
     * @param atMost whether less is better
     */
    private record Bar(double value, boolean atMost) {
        boolean isMet(double found) {
            return atMost ? Math.abs(found) <= value : found >= value;
        }
    }

    /** The bars that the shipped model is held to; NaN where there is none. */
    private static Bar bar(String key) {
        return switch (key) {
            case "slot_accuracy", "sound_accuracy", "motion_probe", "presence_f1" ->
                    new Bar(0.95, false);
            case "slot_accuracy_heldout" -> new Bar(0.8, false);
            case "event_f1_50" -> new Bar(0.85, false);
            case "onset_error_ms" -> new Bar(100, true);
            case "codes_used", "retrieval_r1" -> new Bar(0.6, false);
            case "russian_gap" -> new Bar(0.02, true);
            case "ece" -> new Bar(0.05, true);
            default -> new Bar(Double.NaN, false);
        };
    }

    static String of(JsonNode scores) {
        StringBuilder tiles = new StringBuilder("<section class=\"tiles\">");
        for (String key : Scores.KEYS) {
            JsonNode value = scores.path(key);
            Bar bar = bar(key);
            String state =
                    !value.isNumber()
                            ? "none"
                            : Double.isNaN(bar.value())
                                    ? "plain"
                                    : bar.isMet(value.asDouble()) ? "met" : "missed";
            tiles.append("<div class=\"tile ").append(state).append("\"><h3>");
            tiles.append(Html.text(key.replace('_', ' '))).append("</h3><strong>");
            tiles.append(value.isNumber() ? shown(key, value.asDouble()) : "–");
            tiles.append("</strong><p>");
            if (!value.isNumber()) {
                tiles.append(Html.text(scores.path("not_measured").path(key).asText()));
            } else if (!Double.isNaN(bar.value())) {
                tiles.append(bar.atMost() ? "at most " : "at least ")
                        .append(shown(key, bar.value()));
            }
            tiles.append("</p></div>");
        }
        return tiles.append("</section>").toString();
    }

    private static String shown(String key, double value) {
        return switch (key) {
            case "onset_error_ms" -> Math.round(value) + " ms";
            case "presence_f1", "event_f1_50", "ece" -> Html.number(value);
            default -> Html.percent(value);
        };
    }
}
