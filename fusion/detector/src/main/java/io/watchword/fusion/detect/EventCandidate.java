package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.List;

/**
 * A span of a stream that deserves a sentence, before it has one.
 *
 * @param eventId derived from all that decides the event, never from its text
 * @param epoch which connection of the stream; 0 for files
 * @param rule what picked the span, with a version
 * @param labels of {@link Labels}, the most telling first
 */
public record EventCandidate(
        String eventId,
        String streamId,
        String source,
        long epoch,
        String rule,
        TimeSpan span,
        List<String> labels,
        String bundle,
        String bundleSha256) {
    public EventCandidate {
        requireNonNull(eventId, "eventId is null");
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(rule, "rule is null");
        requireNonNull(span, "span is null");
        requireNonNull(bundle, "bundle is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        labels = List.copyOf(labels);
    }

    /**
     * The candidate that an event came from, as long as no model has narrowed its span.
     *
     * @param epoch of its segments
     * @param bundle name of the bundle that its model's sha256 stands for
     */
    public static EventCandidate of(Event event, long epoch, String bundle) {
        return new EventCandidate(
                event.eventId(),
                event.streamId(),
                event.source(),
                epoch,
                DetectorWalk.rule(event.labels().contains(Labels.CALM), epoch),
                event.span(),
                event.labels(),
                bundle,
                event.model().sha256());
    }

    /** Whether nothing happens in it. */
    public boolean calm() {
        return labels.contains(Labels.CALM);
    }
}
