package io.watchword.fusion.log.kafka;

import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.Topics;
import io.watchword.fusion.log.RunCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topic {@code embeddings} and writes its index. Followers share the partitions in a
 * consumer group, which only spreads the work: what one writes does not depend on who it is, and
 * where one begins is said by the index itself. A failure of Kafka makes it begin again; meanwhile
 * readers look at the topic's end themselves. Owns its thread and clients.
 */
public final class IndexFollower implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(IndexFollower.class);
    private static final String GROUP = "embedding-index";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long AGAIN_AFTER_MS = 5_000;
    private static final long CLOSE_LIMIT_MS = 5_000;

    private final String bootstrapServers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "embedding-index");

    private IndexFollower(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Begins to follow; returns at once. */
    public static IndexFollower start(String bootstrapServers) {
        IndexFollower follower = new IndexFollower(bootstrapServers);
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    follow();
                } catch (KafkaException e) {
                    logger.atWarn().setCause(e).log("embeddings are not indexed for the moment");
                    boolean unused = closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        Map<String, String> group =
                Map.of("group.id", GROUP, "max.poll.records", "200", "fetch.max.wait.ms", "500");
        Consumer<byte[], byte[]> consumer = LogConsumers.open(bootstrapServers, group);
        try (Producer<byte[], byte[]> producer = producer(bootstrapServers)) {
            Collecting collecting = new Collecting(consumer, bootstrapServers);
            consumer.subscribe(List.of(Topics.EMBEDDINGS), collecting);
            while (closed.getCount() > 0) {
                List<Future<RecordMetadata>> written = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    for (EmbeddingRun run : collecting.take(record)) {
                        written.add(producer.send(IndexTopic.record(run)));
                    }
                }
                await(written);
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true"); // keeps the order, too
        settings.put("delivery.timeout.ms", "60000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** An entry says that those before it are there, so none may be lost. */
    private static void await(List<Future<RecordMetadata>> written) throws InterruptedException {
        for (Future<RecordMetadata> write : written) {
            try {
                RecordMetadata unused = write.get();
            } catch (ExecutionException e) {
                throw new KafkaException("an entry of the index was not written", e.getCause());
            }
        }
    }

    /** The runs of the partitions that are this follower's for now. */
    private static final class Collecting implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;
        private final String bootstrapServers;
        private final Map<Integer, RunCollector> collectors = new HashMap<>();

        Collecting(Consumer<byte[], byte[]> consumer, String bootstrapServers) {
            this.consumer = consumer;
            this.bootstrapServers = bootstrapServers;
        }

        List<EmbeddingRun> take(ConsumerRecord<byte[], byte[]> record) {
            RunCollector collector = collectors.get(record.partition());
            if (collector == null || record.offset() < collector.next()) {
                return List.of(); // no longer ours, or seen
            }
            return LogRecords.take(collector, record);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Collection<EmbeddingRun> index;
            try (Consumer<byte[], byte[]> reader = LogConsumers.open(bootstrapServers, Map.of())) {
                index = IndexTopic.read(reader).values();
            }
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            for (TopicPartition partition : partitions) {
                RunCollector collector =
                        RunCollector.resume(
                                partition.partition(), begins.getOrDefault(partition, 0L), index);
                collectors.put(partition.partition(), collector);
                consumer.seek(partition, collector.next());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> collectors.remove(partition.partition()));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
