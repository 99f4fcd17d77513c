package io.watchword.deploy.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables of figures. */
final class Tables {
    private Tables() {}

    /** How near captions are to the sentences of the truth. */
    static String captions(JsonNode captions) {
        StringBuilder table =
                new StringBuilder(
                        "<table><tr><th></th><th>events</th><th>BLEU-4</th><th>CIDEr</th>"
                                + "<th>METEOR, equal words</th><th>facts</th><th>all right</th>"
                                + "<th>held out: facts</th></tr>");
        for (Map.Entry<String, JsonNode> language : captions.properties()) {
            JsonNode one = language.getValue();
            table.append("<tr><th>").append(Html.text(language.getKey())).append("</th>");
            table.append(cell(one.path("events_with_a_window")));
            table.append(cell(one.path("bleu_4")));
            table.append(cell(one.path("cider")));
            table.append(cell(one.path("meteor_exact")));
            table.append(cell(one.path("slots_test").path("accuracy")));
            table.append(cell(one.path("slots_test").path("all_slots_right")));
            table.append(cell(one.path("slots_heldout").path("accuracy")));
            table.append("</tr>");
        }
        return table.append("</table>").toString();
    }

    /** Audits by slot, each cell the darker the more is right. */
    static String heat(JsonNode audits) {
        List<String> slots = new ArrayList<>();
        audits.path("none").path("by_slot").fieldNames().forEachRemaining(slots::add);
        StringBuilder table = new StringBuilder("<table class=\"heat\"><tr><th></th><th>all</th>");
        slots.forEach(slot -> table.append("<th>").append(Html.text(slot)).append("</th>"));
        table.append("</tr>");
        for (Map.Entry<String, JsonNode> audit : audits.properties()) {
            boolean whole = audit.getKey().equals("none");
            table.append("<tr><th>")
                    .append(whole ? "all senses" : Html.text(audit.getKey()))
                    .append("</th>")
                    .append(warm(audit.getValue().path("accuracy").asDouble()));
            slots.forEach(
                    slot ->
                            table.append(
                                    warm(audit.getValue().path("by_slot").path(slot).asDouble())));
            table.append("</tr>");
        }
        return table.append("</table>").toString();
    }

    private static String warm(double share) {
        return String.format(
                Locale.ROOT,
                "<td style=\"--share:%.2f\">%s</td>",
                share,
                Math.round(1000 * share) / 10.0);
    }

    /** Anything nested: leaves as rows, branches as further tables. */
    static String tree(String name, JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("<div><h3>");
        table.append(Html.text(name.replace('_', ' '))).append("</h3><table>");
        if (isGrid(node)) {
            grid(table, node);
        } else {
            rows(table, "", node);
        }
        return table.append("</table></div>").toString();
    }

    /** Whether all of its values are objects of plain values. */
    private static boolean isGrid(JsonNode node) {
        return node.properties().stream()
                .allMatch(
                        entry ->
                                entry.getValue().isObject()
                                        && entry.getValue().properties().stream()
                                                .noneMatch(
                                                        leaf -> leaf.getValue().isContainerNode()));
    }

    private static void grid(StringBuilder table, JsonNode node) {
        List<String> columns = new ArrayList<>();
        node.properties().iterator().next().getValue().fieldNames().forEachRemaining(columns::add);
        table.append("<tr><th></th>");
        columns.forEach(
                column ->
                        table.append("<th>")
                                .append(Html.text(column.replace('_', ' ')))
                                .append("</th>"));
        table.append("</tr>");
        for (Map.Entry<String, JsonNode> row : node.properties()) {
            table.append("<tr><th>").append(Html.text(row.getKey().replace('_', ' ')));
            table.append("</th>");
            columns.forEach(column -> table.append(cell(row.getValue().path(column))));
            table.append("</tr>");
        }
    }

    private static void rows(StringBuilder table, String prefix, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = prefix + entry.getKey().replace('_', ' ');
            if (entry.getValue().isObject()) {
                rows(table, name + " · ", entry.getValue());
            } else if (entry.getValue().isValueNode()) {
                table.append("<tr><th>").append(Html.text(name)).append("</th>");
                table.append(cell(entry.getValue())).append("</tr>");
            }
        }
    }

    private static String cell(JsonNode value) {
        String shown =
                value.isIntegralNumber()
                        ? Long.toString(value.asLong())
                        : value.isNumber()
                                ? Html.number(value.asDouble())
                                : Html.text(value.asText("–"));
        return "<td>" + (value.isMissingNode() ? "–" : shown) + "</td>";
    }
}
