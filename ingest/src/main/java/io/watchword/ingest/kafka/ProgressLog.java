package io.watchword.ingest.kafka;

import io.watchword.contract.StreamProgress;

/** Where it is kept how far a stream is read. */
interface ProgressLog {
    /** Keeps nothing: who reads a file without it begins at its beginning. */
    ProgressLog NONE =
            new ProgressLog() {
                @Override
                public void write(StreamProgress progress) {}

                @Override
                public void writeLater(StreamProgress progress) {}
            };

    /** Returns when Kafka has it. */
    void write(StreamProgress progress) throws InterruptedException;

    /** Does not wait: a newer one follows. */
    void writeLater(StreamProgress progress);
}
