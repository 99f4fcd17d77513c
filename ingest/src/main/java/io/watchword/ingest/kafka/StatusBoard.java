package io.watchword.ingest.kafka;

import io.watchword.contract.StreamStatus;
import io.watchword.contract.Topics;
import io.watchword.ingest.IngestMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how the worker's streams are doing, from one thread: at once when a state changes, else
 * every two seconds. Thread-safe.
 */
final class StatusBoard implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StatusBoard.class);
    private static final long LOOK_MS = 200;
    private static final int LOOKS_PER_ROUND = 10;

    private final Producer<byte[], byte[]> producer;
    private final IngestMetrics metrics;
    private final Set<StatusReporter> reporters = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread made = new Thread(task, "status");
                        made.setDaemon(true);
                        return made;
                    });
    private int looks;

    StatusBoard(Producer<byte[], byte[]> producer, IngestMetrics metrics) {
        this.producer = producer;
        this.metrics = metrics;
        var unused =
                thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    void add(StatusReporter reporter) {
        reporters.add(reporter);
    }

    /** Writes a last time. */
    void remove(StatusReporter reporter) {
        reporters.remove(reporter);
        write(reporter.status());
    }

    /** The stream is watched by nobody any more: its status goes. */
    void forget(String streamId) {
        String key = streamId + "/" + StreamStatus.Stage.INGEST.name();
        send(
                new ProducerRecord<>(
                        Topics.STREAM_STATUS, key.getBytes(StandardCharsets.UTF_8), null));
        metrics.forgotten(streamId);
    }

    private void look() {
        boolean round = ++looks % LOOKS_PER_ROUND == 0;
        for (StatusReporter reporter : reporters) {
            if (reporter.takeDirty() || round) {
                write(reporter.status());
            }
        }
    }

    void write(StreamStatus status) {
        status.vitals().ifPresent(vitals -> metrics.vitals(status.streamId(), vitals));
        send(StreamRecords.status(status));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            var unused = producer.send(record); // the next one supersedes it
        } catch (KafkaException | IllegalStateException e) {
            logger.atDebug().addKeyValue("detail", e.getMessage()).log("status not written");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean unused =
                    thread.awaitTermination(
                            Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
