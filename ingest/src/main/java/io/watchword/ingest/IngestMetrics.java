package io.watchword.ingest;

import io.watchword.contract.Gap;
import io.watchword.contract.StreamVitals;

/** What ingest counts, in its own words. Called from many threads. */
public interface IngestMetrics {
    /** Counts nothing. */
    IngestMetrics NONE = new IngestMetrics() {};

    /** How a stream is doing; its totals only rise while the stream is known. */
    default void vitals(String streamId, StreamVitals vitals) {}

    /** Kafka has acknowledged a segment. */
    default void segment(String streamId, long bytes, long mediaUs) {}

    /** A span is told as a gap. */
    default void gap(String streamId, Gap.Reason reason, long mediaUs) {}

    /** A live source is tried again. */
    default void reconnected(String streamId, String reason) {}

    /** A decoder process did not end by itself: crash, stall or limit. */
    default void decoderRestarted(String streamId, String reason) {}

    /** The egress policy refused an address. */
    default void addressDenied(String streamId) {}

    /** From a live stream's frame to Kafka's acknowledgement of its segment. */
    default void latency(String streamId, long elapsedNs) {}

    /** The stream is watched no more by this worker. */
    default void forgotten(String streamId) {}
}
