package io.watchword.sinks.connect;

import io.watchword.contract.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Records that no target can take, on their way to Connect's dead-letter topic, which keeps the
 * bytes; the message says why, code first.
 */
final class DeadLetters {
    private final SinkTaskContext context;

    /** Not yet known to be in the dead-letter topic. */
    private final List<Future<Void>> reports = new ArrayList<>();

    DeadLetters(SinkTaskContext context) {
        this.context = context;
    }

    /**
     * @throws DataException with the reason, where there is no dead-letter topic
     */
    void reject(SinkRecord record, ErrorCode code, String detail) {
        DataException reason =
                new DataException(
                        code
                                + ": "
                                + detail
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

    /** Returns when all of them arrived; call it before their offsets are committed. */
    void await() {
        List<Future<Void>> pending = List.copyOf(reports);
        reports.clear(); // if one did not arrive, Connect reads its record again
        pending.forEach(DeadLetters::await);
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
}
