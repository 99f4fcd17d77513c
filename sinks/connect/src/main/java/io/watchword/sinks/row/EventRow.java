package io.watchword.sinks.row;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.Comparator;
import java.util.Optional;

/**
 * One event as an output keeps it.
 *
 * @param supersedes id of the event this one replaces, or empty
 * @param text what the output writes of it: a JSON line, a caption
 */
public record EventRow(
        String eventId,
        int revision,
        String streamId,
        String source,
        TimeSpan span,
        Optional<String> supersedes,
        String text) {
    /** Source, stream, start, id: streams of one source name are not mixed. */
    public static final Comparator<EventRow> ORDER =
            Comparator.comparing(EventRow::source)
                    .thenComparing(EventRow::streamId)
                    .thenComparingLong(row -> row.span().startUs())
                    .thenComparing(EventRow::eventId);

    public EventRow {
        requireNonNull(eventId, "eventId is null");
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        requireNonNull(supersedes, "supersedes is null");
        requireNonNull(text, "text is null");
        checkArgument(revision >= 1, "revision is %d, the first is 1", revision);
    }

    public static EventRow of(Event event, String text) {
        return new EventRow(
                event.eventId(),
                event.revision(),
                event.streamId(),
                event.source(),
                event.span(),
                event.supersedes(),
                text);
    }
}
