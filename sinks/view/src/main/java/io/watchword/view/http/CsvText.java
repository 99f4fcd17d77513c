package io.watchword.view.http;

import io.watchword.contract.Event;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Events as lines of CSV. Pure. Captions and names are not to be trusted: a cell that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
final class CsvText {
    static final String HEAD =
            "eventId,revision,streamId,source,startsAt,recordedAt,startUs,endUs,severity,"
                    + "confidence,labels,caption,language,degraded\r\n";

    private CsvText() {}

    static String row(TimelineEntry entry) {
        Event event = entry.event();
        return List.of(
                                event.eventId(),
                                Integer.toString(event.revision()),
                                event.streamId(),
                                event.source(),
                                entry.startsAt().map(Instant::toString).orElse(""),
                                entry.recordedAt().toString(),
                                Long.toString(event.span().startUs()),
                                Long.toString(event.span().endUs()),
                                event.severity().name().toLowerCase(Locale.ROOT),
                                String.format(Locale.ROOT, "%.4f", event.confidence()),
                                String.join(" ", event.labels()),
                                event.caption(),
                                event.language(),
                                Boolean.toString(event.degraded()))
                        .stream()
                        .map(CsvText::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain && !formula ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
