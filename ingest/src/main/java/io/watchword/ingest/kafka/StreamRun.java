package io.watchword.ingest.kafka;

/** A stream while this worker watches it. */
interface StreamRun extends AutoCloseable {
    /**
     * Ends it.
     *
     * @param removed whether the stream is removed: then it is closed for the stages after this one
     */
    void stop(boolean removed);

    @Override
    default void close() {
        stop(false);
    }
}
