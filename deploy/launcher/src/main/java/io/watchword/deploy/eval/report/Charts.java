package io.watchword.deploy.eval.report;

import java.util.List;
import java.util.Map;

/** Charts as SVG: shares from 0 to 1 upwards. */
final class Charts {
    private static final List<String> COLOURS =
            List.of("#2563a8", "#e07a3f", "#3a9277", "#9c6bb3", "#b8a13a", "#8a8f98");
    private static final double LEFT = 46;
    private static final double TOP = 14;
    private static final double BOTTOM = 44;
    private static final double RIGHT = 12;

    private final StringBuilder svg = new StringBuilder();
    private final double width;
    private final double height;

    private Charts(double width, double height) {
        this.width = width;
        this.height = height;
        add(
                "<svg viewBox=\"0 0 %s %s\" role=\"img\">",
                Html.at(width + LEFT + RIGHT), Html.at(height + TOP + BOTTOM));
        for (int i = 0; i <= 4; i++) {
            double share = i / 4.0;
            add(
                    "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                    Html.at(LEFT), Html.at(LEFT + width), Html.at(y(share)), Html.at(y(share)));
            label(LEFT - 6, y(share) + 4, "end", Math.round(100 * share) + " %");
        }
    }

    /** A point of a line. */
    record Point(double x, double y) {}

    /** Bars in groups; a value below 0 has no bar. */
    static String bars(List<String> groups, Map<String, List<Double>> series) {
        double slot = 34.0 * series.size() + 26;
        Charts chart = new Charts(slot * groups.size(), 220);
        for (int g = 0; g < groups.size(); g++) {
            int s = 0;
            for (Map.Entry<String, List<Double>> one : series.entrySet()) {
                double value = one.getValue().get(g);
                double x = LEFT + g * slot + 13 + s * 34;
                if (value >= 0) {
                    chart.bar(x, 28, value, colour(s), 1, one.getKey() + ", " + groups.get(g));
                }
                s++;
            }
            chart.label(LEFT + (g + 0.5) * slot, chart.y(0) + 18, "middle", groups.get(g));
        }
        return chart.done() + legend(List.copyOf(series.keySet()));
    }

    /** Lines over an axis from 0 to 1. */
    static String lines(String axis, Map<String, List<Point>> series) {
        Charts chart = new Charts(420, 260);
        chart.axis(axis);
        int s = 0;
        for (List<Point> points : series.values()) {
            StringBuilder path = new StringBuilder();
            for (Point point : points) {
                path.append(path.length() == 0 ? "M" : "L")
                        .append(Html.at(chart.x(point.x())))
                        .append(' ')
                        .append(Html.at(chart.y(point.y())));
            }
            chart.add("<path class=\"line\" stroke=\"%s\" d=\"%s\"/>", colour(s), path.toString());
            s++;
        }
        return chart.done() + legend(List.copyOf(series.keySet()));
    }

    /**
     * Confidence against how often it is right; the fuller a bar, the more events it stands for.
     *
     * @param points confidence and share that is right, by bin
     * @param weights share of events in each bin
     */
    static String reliability(List<Point> points, List<Double> weights, int bins) {
        Charts chart = new Charts(420, 260);
        chart.axis("confidence");
        chart.add(
                "<path class=\"ideal\" d=\"M%s %sL%s %s\"/>",
                Html.at(chart.x(0)), Html.at(chart.y(0)), Html.at(chart.x(1)), Html.at(chart.y(1)));
        double wide = 420.0 / bins - 3;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double full = 0.25 + 0.75 * Math.sqrt(weights.get(i));
            double x = Math.max(LEFT, Math.min(chart.x(1) - wide, chart.x(point.x()) - wide / 2));
            chart.bar(
                    x,
                    wide,
                    point.y(),
                    colour(0),
                    full,
                    Html.percent(weights.get(i)) + " of the events");
        }
        return chart.done();
    }

    private void axis(String name) {
        for (int i = 0; i <= 5; i++) {
            label(x(i / 5.0), y(0) + 17, "middle", Html.at(i / 5.0));
        }
        label(x(0.5), y(0) + 36, "middle", name);
    }

    private void bar(
            double x, double wide, double value, String colour, double opacity, String what) {
        add(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\" fill=\"%s\""
                        + " fill-opacity=\"%s\"><title>%s: %s</title></rect>",
                Html.at(x),
                Html.at(y(value)),
                Html.at(wide),
                Html.at(y(0) - y(value)),
                colour,
                Html.number(opacity),
                Html.text(what),
                Html.percent(value));
        if (wide > 24) {
            label(x + wide / 2, y(value) - 4, "middle", Long.toString(Math.round(100 * value)));
        }
    }

    private double x(double share) {
        return LEFT + share * width;
    }

    private double y(double share) {
        return TOP + (1 - share) * height;
    }

    private void label(double x, double y, String anchor, String text) {
        add(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
                Html.at(x), Html.at(y), anchor, Html.text(text));
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private static String legend(List<String> names) {
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            legend.append("<span><i style=\"background:")
                    .append(colour(i))
                    .append("\"></i>")
                    .append(Html.text(names.get(i)))
                    .append("</span>");
        }
        return legend.append("</p>").toString();
    }

    @com.google.errorprone.annotations.FormatMethod
    private void add(String format, Object... parts) {
        svg.append(String.format(java.util.Locale.ROOT, format, parts));
    }

    private String done() {
        return svg.append("</svg>").toString();
    }
}
