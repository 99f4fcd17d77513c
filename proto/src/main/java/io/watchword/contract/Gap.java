package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/**
 * A span of a stream that no segment tells of: the record on topic {@code gaps}, keyed by stream
 * id. Segments and gaps together leave no media time untold.
 *
 * @param epoch during which it was noticed
 * @param detail for people, one line; no addresses, no secrets
 */
public record Gap(String streamId, long epoch, TimeSpan span, Reason reason, String detail) {
    /** Why. The name is the metric label and the wire value. */
    public enum Reason {
        /** The source went away and came back. */
        DISCONNECTED,
        /** It was there and sent nothing that decodes. */
        STALLED,
        /** Its pts left out a span, or nothing of the span decoded. */
        HOLE,
        /** Left out on purpose, because there was too much to do. */
        SHED,
        /** The decoder ended without being asked. */
        DECODER,
        /** It broke the decoder again and again: the dead-letter topic has it. */
        POISON,
        /** No ingest worker was running. */
        NOT_WATCHED
    }

    public Gap {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(span, "span is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(detail, "detail is null");
    }

    /** The same gap told twice has the same id. */
    public String gapId() {
        return streamId + "/gap/" + span.startUs();
    }
}
