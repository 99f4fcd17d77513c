package io.watchword.ingest.kafka;

import io.watchword.contract.StreamProgress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far ingest has come, and remembers it. Writes nothing while the fence is down: another
 * worker has the streams. Thread-safe.
 */
final class ProgressWriter implements ProgressLog {
    private static final Logger logger = LoggerFactory.getLogger(ProgressWriter.class);
    private static final long RETRY_MS = 500;

    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final Fence fence;
    private final Map<String, StreamProgress> read = new ConcurrentHashMap<>();
    private final Map<String, StreamProgress> written = new ConcurrentHashMap<>();
    private final Map<String, Future<RecordMetadata>> latest = new ConcurrentHashMap<>();

    ProgressWriter(Producer<byte[], byte[]> producer, int partitions, Fence fence) {
        this.producer = producer;
        this.partitions = partitions;
        this.fence = fence;
    }

    /**
     * What the topic says, in its order. A worker that had lost the stream without knowing may have
     * written last; its epoch gives it away.
     */
    void read(StreamProgress progress) {
        note(read, progress);
    }

    /** Returns whether it is the newest. */
    private static boolean note(Map<String, StreamProgress> of, StreamProgress progress) {
        StreamProgress newest =
                of.merge(
                        progress.streamId(),
                        progress,
                        (before, now) -> now.epoch() < before.epoch() ? before : now);
        return newest.equals(progress);
    }

    /** What this worker wrote itself is newer than what it has read so far. */
    StreamProgress of(String streamId) {
        StreamProgress mine = written.get(streamId);
        return mine != null ? mine : read.getOrDefault(streamId, StreamProgress.none(streamId));
    }

    /** Another worker goes on with the stream; only the topic knows what it does. */
    void forget(String streamId) {
        written.remove(streamId);
        latest.remove(streamId);
    }

    /** Waits until Kafka has what was written last of some streams, or the time is over. */
    void settle(Collection<String> streamIds, Duration limit) {
        long endNs = System.nanoTime() + limit.toNanos();
        try {
            for (String streamId : streamIds) {
                Future<RecordMetadata> pending = latest.get(streamId);
                if (pending != null) {
                    await(pending, endNs - System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<RecordMetadata> pending, long limitNs)
            throws InterruptedException {
        try {
            RecordMetadata unused = pending.get(Math.max(0, limitNs), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            logger.atWarn().addKeyValue("detail", e.getMessage()).log("progress not written");
        }
    }

    /**
     * Returns when Kafka has it: until then, tries again.
     *
     * @throws KafkaException if this worker no longer has the stream
     */
    @Override
    public void write(StreamProgress progress) throws InterruptedException {
        while (true) {
            if (!fence.holds()) {
                throw new KafkaException("this worker no longer has the stream");
            }
            written.put(progress.streamId(), progress);
            try {
                producer.send(StreamRecords.progress(progress, partitions)).get();
                return;
            } catch (ExecutionException | KafkaException e) {
                logger.atWarn()
                        .addKeyValue("streamId", progress.streamId())
                        .addKeyValue("detail", e.getMessage())
                        .log("progress not written, trying again");
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /**
     * A newer one supersedes it, so that a failure does not matter. What comes late of an epoch
     * that is over is not written.
     */
    @Override
    public void writeLater(StreamProgress progress) {
        if (!fence.holds() || !note(written, progress)) {
            return;
        }
        try {
            latest.put(
                    progress.streamId(),
                    producer.send(StreamRecords.progress(progress, partitions)));
        } catch (KafkaException | IllegalStateException e) {
            logger.atDebug().addKeyValue("detail", e.getMessage()).log("progress not written");
        }
    }
}
