package io.watchword.ingest.kafka;

import io.watchword.contract.StreamProgress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how far ingest has come, and remembers it. Thread-safe. */
final class ProgressWriter implements ProgressLog {
    private static final Logger logger = LoggerFactory.getLogger(ProgressWriter.class);
    private static final long RETRY_MS = 500;

    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final Fence fence;
    private final Map<String, StreamProgress> read = new ConcurrentHashMap<>();
    private final Map<String, StreamProgress> written = new ConcurrentHashMap<>();

    ProgressWriter(Producer<byte[], byte[]> producer, int partitions, Fence fence) {
        this.producer = producer;
        this.partitions = partitions;
        this.fence = fence;
    }

    /** What the topic says, in its order; a late word of an epoch that is over counts no more. */
    void read(StreamProgress progress) {
        read.merge(progress.streamId(), progress, (old, now) -> behind(now, old) ? old : now);
    }

    /** What this worker wrote itself is newer than what it has read so far, in the same epoch. */
    StreamProgress of(String streamId) {
        StreamProgress mine = written.get(streamId);
        StreamProgress topics = read.getOrDefault(streamId, StreamProgress.none(streamId));
        return mine == null || behind(mine, topics) ? topics : mine;
    }

    private static boolean behind(StreamProgress one, StreamProgress other) {
        return one.epoch() < other.epoch();
    }

    /** Another worker goes on with the stream; only the topic knows what it does. */
    void forget(String streamId) {
        written.remove(streamId);
    }

    /** Returns when Kafka has it: until then, tries again. */
    @Override
    public void write(StreamProgress progress) throws InterruptedException {
        written.put(progress.streamId(), progress);
        while (true) {
            try {
                if (fence.holds()) {
                    producer.send(StreamRecords.progress(progress, partitions)).get();
                    return;
                }
                Thread.sleep(RETRY_MS); // the stream is being stopped
            } catch (ExecutionException | KafkaException e) {
                logger.atWarn()
                        .addKeyValue("streamId", progress.streamId())
                        .addKeyValue("detail", e.getMessage())
                        .log("progress not written, trying again");
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /** A newer one supersedes it, so that a failure does not matter. */
    @Override
    public void writeLater(StreamProgress progress) {
        if (!fence.holds()) {
            return; // another worker's word is newer
        }
        written.put(progress.streamId(), progress);
        try {
            var unused = producer.send(StreamRecords.progress(progress, partitions));
        } catch (KafkaException | IllegalStateException e) {
            logger.atDebug().addKeyValue("detail", e.getMessage()).log("progress not written");
        }
    }
}
