package io.watchword.deploy.ask;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.fusion.ask.BucketSize.Range;
import io.watchword.fusion.ask.Summary;
import io.watchword.fusion.ask.Summary.Counts;
import io.watchword.fusion.ask.Summary.Headline;
import io.watchword.fusion.ask.Summary.Part;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A summary as lines for people. Captions are cleaned of control characters. Pure. */
final class SummaryText {
    private static final String INDENT = "    ";
    private static final int NARROWEST = 20;

    private final StoredTimes times;
    private final int width;

    SummaryText(StoredTimes times, int width) {
        this.times = times;
        this.width = width;
    }

    String of(Summary summary) {
        StringBuilder text = new StringBuilder();
        text.append(TerminalText.clean(summary.streamId()))
                .append("  ")
                .append(times.span(summary.span()))
                .append('\n');
        for (Part part : summary.parts()) {
            text.append(range(part.range(), summary.clocked()))
                    .append("  ")
                    .append(counts(part.counts()))
                    .append('\n');
            part.headline().ifPresent(headline -> headline(headline, text));
        }
        return text.append("in all  ").append(counts(summary.total())).append('\n').toString();
    }

    private String range(Range range, boolean clocked) {
        return clocked
                ? times.clock(range.startUs()) + " - " + times.clock(range.endUs()).substring(11)
                : TerminalText.time(range.startUs()) + " - " + TerminalText.time(range.endUs());
    }

    private static String counts(Counts counts) {
        String labels =
                counts.labels().entrySet().stream()
                        .map(label -> TerminalText.clean(label.getKey()) + " " + label.getValue())
                        .collect(Collectors.joining(", "));
        String parts =
                counts.parts() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %d parts of events", counts.parts());
        String events = counts.events() == 1 ? "1 event" : counts.events() + " events";
        return events + (labels.isEmpty() ? "" : ": " + labels) + parts;
    }

    private void headline(Headline headline, StringBuilder text) {
        TimeSpan span = headline.span();
        String said =
                String.format(
                        Locale.ROOT,
                        "%s (%s, %.2f, %s)",
                        TerminalText.clean(headline.text()),
                        headline.byModel() ? "the model on all" : "the surest caption",
                        headline.confidence(),
                        times.span(span));
        List<String> lines = TerminalText.wrap(said, Math.max(NARROWEST, width - INDENT.length()));
        lines.forEach(line -> text.append(INDENT).append(line).append('\n'));
    }
}
