package io.watchword.sinks.connect;

import io.watchword.contract.Decoded;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.store.EventOutput;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
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

    /** Not yet known to be in the dead-letter topic. */
    private final List<Future<Void>> reports = new ArrayList<>();

    private EventDelivery(EventOutput output, SinkTaskContext context) {
        this.output = output;
        this.context = context;
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
            Decoded<EventJson> decoded = EventConverter.convert(record);
            if (decoded instanceof Decoded.Valid<EventJson> valid) {
                output.add(valid.value());
            } else {
                reject(record, (Decoded.Invalid<EventJson>) decoded);
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
        List<Future<Void>> pending = List.copyOf(reports);
        reports.clear(); // if one did not arrive, Connect reads its record again
        pending.forEach(EventDelivery::await);
    }

    private static void await(Future<Void> report) {
        try {
            report.get();
        } catch (ExecutionException e) {
            throw new ConnectException("a record is not in the dead-letter topic", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("stopped while records went to the dead-letter topic", e);
        }
    }

    /** Connect's dead-letter topic keeps the bytes; the message says why, code first. */
    private void reject(SinkRecord record, Decoded.Invalid<EventJson> invalid) {
        DataException reason =
                new DataException(
                        invalid.code()
                                + ": "
                                + invalid.detail()
                                + " ("
                                + record.topic()
                                + "-"
                                + record.kafkaPartition()
                                + "@"
                                + record.kafkaOffset()
                                + ")");
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw reason;
        }
        reports.add(reporter.report(record, reason));
    }
}
