package io.watchword.ingest.kafka;

/** Told how far ingest has come with a stream, each time Kafka has acknowledged more of it. */
@FunctionalInterface
public interface IngestListener {
    /**
     * @param reachedUs media time up to which every segment is acknowledged
     * @param durationUs declared duration; negative where unknown
     */
    void progressed(String streamId, long reachedUs, long durationUs);
}
