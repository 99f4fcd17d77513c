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
    private final Map<String, StreamProgress> read = new ConcurrentHashMap<>();
    private final Map<String, StreamProgress> written = new ConcurrentHashMap<>();

    ProgressWriter(Producer<byte[], byte[]> producer, int partitions) {
        this.producer = producer;
        this.partitions = partitions;
    }

    /** What the topic says, in its order. */
    void read(StreamProgress progress) {
        read.put(progress.streamId(), progress);
    }

    /** What this worker wrote itself is newer than what it has read so far. */
    StreamProgress of(String streamId) {
        StreamProgress mine = written.get(streamId);
        return mine != null ? mine : read.getOrDefault(streamId, StreamProgress.none(streamId));
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

    /** A newer one supersedes it, so that a failure does not matter. */
    @Override
    public void writeLater(StreamProgress progress) {
        written.put(progress.streamId(), progress);
        try {
            var unused = producer.send(StreamRecords.progress(progress, partitions));
        } catch (KafkaException | IllegalStateException e) {
            logger.atDebug().addKeyValue("detail", e.getMessage()).log("progress not written");
        }
    }
}
