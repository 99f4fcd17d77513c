package io.watchword.deploy.eval.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page: headline figures, charts, tables, scenes. One file that needs no network. */
public final class HtmlReport {
    private final JsonNode scores;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(JsonNode scores) {
        this.scores = scores;
    }

    /**
     * @param scores as in {@code scores.json}
     */
    public static String of(JsonNode scores, List<Scene> scenes) {
        HtmlReport report = new HtmlReport(scores);
        report.head();
        report.page.append(Tiles.of(scores));
        report.facts();
        report.audits();
        report.time();
        report.tables();
        report.page.append(SceneCards.of(scenes));
        report.page.append(resource("notes.html")).append("</main></body></html>\n");
        return report.page.toString();
    }

    private void head() {
        page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>Watchword: how right is ")
                .append(Html.text(scores.path("bundle").asText("a bundle")))
                .append("?</title><style>")
                .append(resource("report.css"))
                .append("</style></head><body><header><h1>How right is <em>")
                .append(Html.text(scores.path("bundle").asText("a bundle")))
                .append("</em>?</h1><p>")
                .append(scores.path("sources").asInt())
                .append(" sources, seed ")
                .append(scores.path("seed").asLong())
                .append(", commit <code>")
                .append(Html.text(scores.path("commit").asText()))
                .append("</code></p><p><code>")
                .append(Html.text(scores.path("command").asText()))
                .append("</code></p></header><main>");
    }

    private void facts() {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        List<String> slots = new ArrayList<>();
        JsonNode captions = scores.path("detail").path("captions");
        for (Map.Entry<String, JsonNode> language : captions.properties()) {
            bySlot(series, slots, language.getKey(), language.getValue().path("slots_test"));
            bySlot(
                    series,
                    slots,
                    language.getKey() + ", held out",
                    language.getValue().path("slots_heldout"));
        }
        JsonNode first =
                captions.properties().stream()
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(captions);
        JsonNode majority = first.path("slots_test").path("majority_by_slot");
        if (!majority.isEmpty() && !slots.isEmpty()) {
            series.put(
                    "always the commonest",
                    slots.stream().map(slot -> majority.path(slot).asDouble(-1)).toList());
        }
        if (!slots.isEmpty()) {
            page.append("<section><h2>Facts in the sentences</h2>")
                    .append("<p>Share of events whose sentence says each fact rightly.</p>")
                    .append(Charts.bars(slots, series))
                    .append("</section>");
        }
        page.append("<section><h2>Sentences</h2>").append(Tables.captions(captions));
        page.append("</section>");
    }

    private static void bySlot(
            Map<String, List<Double>> series, List<String> slots, String name, JsonNode tally) {
        JsonNode each = tally.path("by_slot");
        if (each.isEmpty()) {
            return;
        }
        if (slots.isEmpty()) {
            each.fieldNames().forEachRemaining(slots::add);
        }
        series.put(name, slots.stream().map(slot -> each.path(slot).asDouble(-1)).toList());
    }

    private void audits() {
        JsonNode audits = scores.path("detail").path("audits");
        if (!audits.isEmpty()) {
            page.append("<section><h2>With a sense taken away</h2>")
                    .append("<p>The same spans, asked about again. A model that uses a sense")
                    .append(" loses the facts that come from it.</p>")
                    .append(Tables.heat(audits))
                    .append("</section>");
        }
    }

    private void time() {
        page.append("<div class=\"two\"><section><h2>Where events are</h2>");
        List<Charts.Point> precision = new ArrayList<>();
        List<Charts.Point> recall = new ArrayList<>();
        for (JsonNode at : scores.path("detail").path("events").path("curve")) {
            double tIou = at.path("t_iou").asDouble();
            precision.add(new Charts.Point(tIou, at.path("precision").asDouble()));
            recall.add(new Charts.Point(tIou, at.path("recall").asDouble()));
        }
        Map<String, List<Charts.Point>> lines = new LinkedHashMap<>();
        lines.put("precision", precision);
        lines.put("recall", recall);
        page.append(Charts.lines("temporal intersection over union, more than", lines))
                .append("</section><section><h2>What confidence means</h2>");
        JsonNode calibration = scores.path("detail").path("calibration");
        List<Charts.Point> points = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (JsonNode bin : calibration.path("bins")) {
            points.add(
                    new Charts.Point(
                            bin.path("confidence").asDouble(), bin.path("right").asDouble()));
            weights.add(
                    bin.path("events").asDouble()
                            / Math.max(1, calibration.path("events").asInt()));
        }
        page.append(Charts.reliability(points, weights, 15))
                .append("<p class=\"legend\">share of events with every fact right; the line is")
                .append(" what confidence promises</p></section></div>");
    }

    private void tables() {
        JsonNode detail = scores.path("detail");
        page.append("<section><h2>The rest</h2><div class=\"tables\">");
        for (String section :
                List.of(
                        "events",
                        "sounds",
                        "onsets",
                        "audio_encoder",
                        "codes",
                        "motion_probe",
                        "motion_probe_with_still",
                        "retrieval",
                        "questions")) {
            page.append(Tables.tree(section, detail.path(section)));
        }
        page.append("</div></section>");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
