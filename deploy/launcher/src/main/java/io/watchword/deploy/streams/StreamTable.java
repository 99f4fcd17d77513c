package io.watchword.deploy.streams;

import io.watchword.contract.Event;
import io.watchword.contract.StreamVitals;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.ingest.source.SourceUri;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Streams as a table for people. Pure. Nothing in it is to be trusted: captions come from a model,
 * reasons from cameras.
 *
 * @param width characters of a line; the event is cut to fit
 */
record StreamTable(int width, long nowUnixUs, ZoneId zone) {
    private static final List<String> HEAD =
            List.of(
                    "STREAM", "STATE", "FPS", "ERRORS", "LAG", "BYTES", "GAPS", "SHED", "EVENT",
                    "SOURCE");
    private static final int EVENT = 8;
    private static final int NARROWEST_EVENT = 16;
    private static final int WIDEST_EVENT = 120;

    String of(List<StreamRow> rows) {
        if (rows.isEmpty()) {
            return "no streams\n";
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        int others = 2 * (widths.length - 1);
        for (int column = 0; column < widths.length; column++) {
            others += column == EVENT ? 0 : widths[column];
        }
        int room = Math.min(WIDEST_EVENT, Math.max(NARROWEST_EVENT, width - others));
        widths[EVENT] = Math.min(widths[EVENT], room);
        StringBuilder table = new StringBuilder();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = StreamText.cut(row.get(column), widths[column]);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private List<String> cells(StreamRow row) {
        Optional<StreamVitals> vitals = row.vitals();
        List<String> cells = new ArrayList<>();
        cells.add(row.spec().streamId());
        cells.add(
                vitals.map(of -> StreamText.state(of, row.reason(), nowUnixUs))
                        .orElse("not taken yet"));
        cells.add(vitals.map(of -> format("%.1f", of.frameRateHz())).orElse("-"));
        cells.add(vitals.map(StreamTable::errors).orElse("-"));
        cells.add(vitals.filter(of -> of.lagUs() > 0).map(of -> seconds(of.lagUs())).orElse("-"));
        cells.add(vitals.map(of -> bytes(of.bytesRead())).orElse("-"));
        cells.add(
                vitals.map(
                                of ->
                                        of.gaps() == 0
                                                ? "0"
                                                : of.gaps() + " (" + seconds(of.gapUs()) + ")")
                        .orElse("-"));
        cells.add(vitals.map(of -> of.shedUs() == 0 ? "0" : seconds(of.shedUs())).orElse("-"));
        cells.add(row.event().map(event -> event(row, event)).orElse("-"));
        cells.add(source(row));
        return cells.stream().map(TerminalText::clean).toList();
    }

    private String event(StreamRow row, Event event) {
        return StreamText.when(
                        row.progress().map(of -> of.originUnixUs()).orElse(0L), event.span(), zone)
                + "  "
                + event.caption();
    }

    /** What was typed, without what must not be seen. */
    static String source(StreamRow row) {
        try {
            return SourceUri.parse(row.spec().source()).display();
        } catch (IllegalArgumentException e) {
            return "(refused: " + e.getMessage() + ")";
        }
    }

    private static String errors(StreamVitals vitals) {
        long all = vitals.framesDecoded() + vitals.framesDamaged();
        return all == 0 ? "-" : format("%.1f%%", 100.0 * vitals.framesDamaged() / all);
    }

    private static String seconds(long spanUs) {
        return spanUs < 60_000_000
                ? format("%.1f s", spanUs / 1e6)
                : spanUs < 3_600_000_000L
                        ? format("%.0f min", spanUs / 60e6)
                        : format("%.1f h", spanUs / 3600e6);
    }

    static String bytes(long bytes) {
        double amount = bytes;
        for (String unit : List.of("B", "KB", "MB", "GB")) {
            if (amount < 1000) {
                return format(unit.equals("B") ? "%.0f %s" : "%.1f %s", amount, unit);
            }
            amount /= 1024;
        }
        return format("%.1f TB", amount);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
