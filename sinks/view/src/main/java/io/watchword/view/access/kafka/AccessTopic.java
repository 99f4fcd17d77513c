package io.watchword.view.access.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Topics;
import io.watchword.view.access.SharedAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic {@code access}: keeps what {@link SharedAccess} must remember, and tells every instance.
 * One thread reads, another writes; of {@value #CAPACITY} records that wait while Kafka is away the
 * next is given up, and the log says so.
 */
public final class AccessTopic implements AutoCloseable {
    static final int CAPACITY = 10_000;

    private static final Logger logger = LoggerFactory.getLogger(AccessTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SharedAccess shared;
    private final Thread reader = daemon(this::read, "access-reader");
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(CAPACITY),
                    task -> daemon(task, "access-writer"),
                    (task, full) -> lost());
    private final AtomicBoolean closed = new AtomicBoolean();

    private AccessTopic(String bootstrapServers, SharedAccess shared) {
        this.shared = shared;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What is kept is remembered when this returns. */
    public static AccessTopic open(String bootstrapServers, SharedAccess shared) {
        AccessTopic topic = new AccessTopic(bootstrapServers, shared);
        List<TopicPartition> partitions = List.of(new TopicPartition(Topics.ACCESS, 0));
        topic.consumer.assign(partitions);
        topic.consumer.seekToBeginning(partitions);
        long end = topic.consumer.endOffsets(partitions).getOrDefault(partitions.get(0), 0L);
        while (topic.consumer.position(partitions.get(0)) < end) {
            topic.consumer.poll(POLL).forEach(topic::remember);
        }
        topic.reader.start();
        shared.tellTo(topic::tell);
        return topic;
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            shared.remember(new String(record.key(), UTF_8), record.value());
        }
    }

    private void read() {
        try {
            while (!closed.get()) {
                consumer.poll(POLL).forEach(this::remember);
            }
        } catch (WakeupException e) {
            logger.debug("access is no longer read");
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
        }
    }

    private void tell(String key, byte @Nullable [] value) {
        writer.execute(
                () -> write(new ProducerRecord<>(Topics.ACCESS, key.getBytes(UTF_8), value)));
    }

    private void write(ProducerRecord<byte[], byte[]> record) {
        try {
            Future<RecordMetadata> unused = // told to the callback
                    producer.send(
                            record,
                            (written, failure) -> {
                                if (failure != null) {
                                    lost();
                                }
                            });
        } catch (KafkaException e) {
            lost();
        }
    }

    private void lost() {
        if (!closed.get()) {
            logger.atWarn()
                    .log("other instances, and the next run, do not know what was ended or seen");
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        consumer.wakeup();
        writer.shutdown();
        try {
            boolean unused = writer.awaitTermination(1, TimeUnit.SECONDS);
            reader.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_LIMIT);
    }
}
