package io.watchword.sinks.connect;

import io.watchword.contract.Decoded;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.store.EventOutput;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * From Connect to an output. Events gather in {@link #put}; {@link #flush} writes them, and only
 * when it returned does Connect commit their offsets, so a task that is killed reads them again.
 */
final class EventDelivery {
    /**
     * Up to so many events held, files are written after each batch; above, at the worker's {@code
     * offset.flush.interval.ms}, because every write is a whole file.
     */
    static final int PROMPT_EVENTS = 1_000;

    private final EventOutput output;
    private final SinkTaskContext context;
    private final DeadLetters deadLetters;

    private EventDelivery(EventOutput output, SinkTaskContext context) {
        this.output = output;
        this.context = context;
        this.deadLetters = new DeadLetters(context);
    }

    /**
     * @throws ConnectException naming what is damaged or not readable
     */
    static EventDelivery open(Supplier<EventOutput> output, SinkTaskContext context) {
        try {
            return new EventDelivery(output.get(), context);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    void put(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            Decoded<EventJson> decoded = RecordBytes.event(record);
            if (decoded instanceof Decoded.Valid<EventJson> valid) {
                output.add(valid.value());
            } else {
                Decoded.Invalid<EventJson> invalid = (Decoded.Invalid<EventJson>) decoded;
                deadLetters.reject(record, invalid.code(), invalid.detail());
            }
        }
        if (!records.isEmpty() && output.size() <= PROMPT_EVENTS) {
            context.requestCommit();
        }
    }

    void flush() {
        try {
            output.write();
        } catch (UncheckedIOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        deadLetters.await();
    }
}
