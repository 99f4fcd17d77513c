package io.watchword.fusion.log.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.fusion.log.LogIndex;
import io.watchword.fusion.log.RunCollector;
import io.watchword.fusion.log.SegmentsInOrder;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads spans of topic {@code embeddings} by its index. What the index does not hold yet is looked
 * at once, when it is first asked for, and remembered; so the index may lag or be missing, and
 * every answer is of all that is stored when it is asked. Owns two consumers. Not thread-safe.
 */
public final class KafkaUnderstandingLog implements UnderstandingLog {
    private final Consumer<byte[], byte[]> offsets;
    private final RangeReader reader;
    private final Map<String, EmbeddingRun> complete;
    private final Map<Integer, RunCollector> collectors = new HashMap<>();
    private final Map<Integer, Long> begins = new HashMap<>();
    private boolean looked;
    private LogIndex index = new LogIndex(List.of());

    private KafkaUnderstandingLog(
            Consumer<byte[], byte[]> offsets, RangeReader reader, Map<String, EmbeddingRun> runs) {
        this.offsets = offsets;
        this.reader = reader;
        this.complete = runs;
    }

    /** Connects, and reads the index. */
    public static KafkaUnderstandingLog open(String bootstrapServers) {
        Consumer<byte[], byte[]> offsets = LogConsumers.open(bootstrapServers, Map.of());
        try {
            return new KafkaUnderstandingLog(
                    offsets,
                    new RangeReader(LogConsumers.open(bootstrapServers, Map.of())),
                    IndexTopic.read(offsets));
        } catch (RuntimeException e) {
            offsets.close();
            throw e;
        }
    }

    @Override
    public List<StoredStream> streams() {
        refresh();
        return index.streams();
    }

    @Override
    public void read(String streamId, TimeSpan span, java.util.function.Consumer<Embedding> each) {
        refresh();
        index.newestBundle(streamId, span)
                .ifPresent(bundleSha256 -> readIndexed(streamId, bundleSha256, span, each));
    }

    @Override
    public void read(
            String streamId,
            String bundleSha256,
            TimeSpan span,
            java.util.function.Consumer<Embedding> each) {
        refresh();
        readIndexed(streamId, bundleSha256, span, each);
    }

    /** When Kafka took the first record of a span, Unix time in milliseconds. */
    OptionalLong firstAppendedUnixMs(String streamId, TimeSpan span) {
        refresh();
        return index.firstAppendedUnixMs(streamId, span);
    }

    private void readIndexed(
            String streamId,
            String bundleSha256,
            TimeSpan span,
            java.util.function.Consumer<Embedding> each) {
        byte[] key = streamId.getBytes(UTF_8);
        for (List<EmbeddingRun> bucket : index.read(streamId, bundleSha256, span)) {
            SegmentsInOrder segments = new SegmentsInOrder(span);
            for (EmbeddingRun run : bucket) {
                long from = Math.max(run.firstOffset(), begins.getOrDefault(run.partition(), 0L));
                reader.read(
                        run.partition(),
                        from,
                        run.lastOffset(),
                        record -> take(record, key, bundleSha256, segments));
            }
            segments.inOrder().forEach(each);
        }
    }

    /** Records of other streams are passed over unread. */
    private static void take(
            ConsumerRecord<byte[], byte[]> record,
            byte[] key,
            String bundleSha256,
            SegmentsInOrder segments) {
        if (Arrays.equals(record.key(), key)) {
            LogConsumers.embedding(record)
                    .filter(embedding -> embedding.bundleSha256().equals(bundleSha256))
                    .ifPresent(segments::take);
        }
    }

    /** Looks at what came since, and forgets what was deleted. */
    private void refresh() {
        List<TopicPartition> partitions = LogConsumers.partitions(offsets, Topics.EMBEDDINGS);
        Map<TopicPartition, Long> begin = offsets.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = offsets.endOffsets(partitions);
        begin.forEach((partition, offset) -> begins.put(partition.partition(), offset));
        boolean changed = !looked;
        for (TopicPartition partition : partitions) {
            changed |= collect(partition.partition(), end.getOrDefault(partition, 0L));
        }
        changed |=
                complete.values()
                        .removeIf(
                                run -> run.lastOffset() < begins.getOrDefault(run.partition(), 0L));
        if (!changed) {
            return;
        }
        looked = true;
        List<EmbeddingRun> all = new ArrayList<>(complete.values());
        for (RunCollector collector : collectors.values()) {
            all.addAll(collector.open());
        }
        index = new LogIndex(all);
    }

    /** Whether anything came. */
    private boolean collect(int partition, long end) {
        long begin = begins.getOrDefault(partition, 0L);
        RunCollector collector = collectors.get(partition);
        if (collector == null || collector.next() < begin) {
            collector = RunCollector.resume(partition, begin, complete.values());
            collectors.put(partition, collector);
        }
        RunCollector into = collector;
        if (into.next() >= end) {
            return false;
        }
        reader.read(
                partition,
                into.next(),
                end - 1,
                record ->
                        LogRecords.take(into, record).forEach(run -> complete.put(run.key(), run)));
        return true;
    }

    @Override
    public void close() {
        reader.close();
        offsets.close();
    }
}
