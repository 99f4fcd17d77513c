package io.watchword.sinks.connect;

import io.watchword.sinks.delivery.Outcome;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where a sink takes its records. Used by one thread. */
interface Target extends AutoCloseable {
    /**
     * Delivers records from the head of {@code waiting} and takes away those that are done with,
     * delivered or rejected. It may stop before the end, so that its thread is free from time to
     * time.
     *
     * @param letters for records that will never be taken
     * @return why the record that is now first cannot be taken now, or nothing
     */
    Optional<Outcome.Later> deliver(Deque<SinkRecord> waiting, DeadLetters letters);

    @Override
    void close();
}
