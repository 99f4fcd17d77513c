package io.watchword.deploy.eval.kept;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.List;

/**
 * An event as {@code events.jsonl} has it.
 *
 * @param segmentIds segments whose embeddings were in the prompt
 */
public record ToldEvent(
        String eventId,
        String source,
        TimeSpan span,
        String caption,
        String language,
        List<String> labels,
        double confidence,
        List<String> segmentIds) {
    public ToldEvent {
        requireNonNull(eventId, "eventId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        requireNonNull(caption, "caption is null");
        requireNonNull(language, "language is null");
        labels = List.copyOf(labels);
        segmentIds = List.copyOf(segmentIds);
    }

    /** Whether the detector says that nothing happens in it. */
    public boolean calm() {
        return labels.contains("calm");
    }

    /** Whether it is part of another event, told in words of its own. */
    public boolean part() {
        return labels.contains(Event.PART);
    }

    /** The same span, said otherwise. */
    public ToldEvent saying(String otherCaption, String otherLanguage, double otherConfidence) {
        return new ToldEvent(
                eventId,
                source,
                span,
                otherCaption,
                otherLanguage,
                labels,
                otherConfidence,
                segmentIds);
    }
}
