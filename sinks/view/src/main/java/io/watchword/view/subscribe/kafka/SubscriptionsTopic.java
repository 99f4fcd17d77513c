package io.watchword.view.subscribe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Headers;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscriptionCodec;
import io.watchword.contract.Topics;
import io.watchword.view.subscribe.SubscriptionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions in topic {@code subscriptions}, as they stand. What is written is read back before
 * {@link #put} returns, so that it is in force here; other processes follow as fast as they read.
 *
 * <p>Thread-safe. One thread of its own reads.
 */
public final class SubscriptionsTopic implements SubscriptionStore, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(SubscriptionsTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int LIMIT_MS = 10_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Consumer<StandingSubscription> changed;
    private final Consumer<String> removed;
    private final Map<String, StandingSubscription> all = new ConcurrentHashMap<>();
    private final Map<Integer, Long> applied = new HashMap<>(); // guarded by this
    private final Thread reader;
    private volatile boolean closed;

    private SubscriptionsTopic(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            Consumer<StandingSubscription> changed,
            Consumer<String> removed) {
        this.consumer = consumer;
        this.producer = producer;
        this.changed = changed;
        this.removed = removed;
        this.reader = new Thread(this::read, "subscriptions");
        this.reader.setDaemon(true);
    }

    /**
     * Opens the topic; those that are stored are in force when this returns.
     *
     * @param changed takes each that is added or changed
     * @param removed takes the id of each that is removed
     */
    public static SubscriptionsTopic open(
            String bootstrapServers,
            Consumer<StandingSubscription> changed,
            Consumer<String> removed) {
        KafkaConsumer<byte[], byte[]> consumer =
                KafkaClients.consumer(bootstrapServers, Optional.empty());
        SubscriptionsTopic topic =
                new SubscriptionsTopic(
                        consumer,
                        KafkaClients.producer(bootstrapServers, LIMIT_MS),
                        changed,
                        removed);
        List<TopicPartition> partitions = KafkaClients.partitions(consumer, Topics.SUBSCRIPTIONS);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(topic::apply);
        }
        topic.reader.start();
        return topic;
    }

    private void read() {
        try {
            while (!closed) {
                consumer.poll(POLL).forEach(this::apply);
            }
        } catch (WakeupException e) {
            logger.debug("subscriptions are no longer read");
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            apply(new String(record.key(), UTF_8), record);
        }
        synchronized (this) {
            applied.put(record.partition(), record.offset());
            notifyAll();
        }
    }

    private void apply(String id, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            if (all.remove(id) != null) {
                removed.accept(id);
            }
            return;
        }
        Decoded<StandingSubscription> decoded = StandingSubscriptionCodec.decode(record.value());
        if (decoded instanceof Decoded.Valid<StandingSubscription> valid
                && valid.value().id().equals(id)) {
            all.put(id, valid.value());
            changed.accept(valid.value());
        } else {
            logger.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("record is no subscription, it is passed over");
        }
    }

    @Override
    public Map<String, StandingSubscription> all() {
        return Map.copyOf(all);
    }

    @Override
    public void put(StandingSubscription subscription) {
        write(subscription.id(), StandingSubscriptionCodec.encode(subscription));
    }

    @Override
    public void remove(String id) {
        write(id, null);
    }

    @Override
    public void putAll(List<StandingSubscription> subscriptions) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (StandingSubscription one : subscriptions) {
            sent.add(send(one.id(), StandingSubscriptionCodec.encode(one)));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            inForce(one);
        }
    }

    private void write(String id, byte @org.jspecify.annotations.Nullable [] value) {
        inForce(send(id, value));
    }

    private Future<RecordMetadata> send(
            String id, byte @org.jspecify.annotations.Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.SUBSCRIPTIONS, id.getBytes(UTF_8), value);
        if (value != null) {
            Headers.of(id, value).forEach(record.headers()::add);
        }
        return producer.send(record);
    }

    private void inForce(Future<RecordMetadata> sent) {
        try {
            await(requireNonNull(sent.get(), "no metadata"));
        } catch (ExecutionException e) {
            throw new KafkaException("the subscription was not stored", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while a subscription was stored", e);
        }
    }

    private synchronized void await(RecordMetadata written) throws InterruptedException {
        long endNs = System.nanoTime() + LIMIT_MS * 1_000_000L;
        while (applied.getOrDefault(written.partition(), -1L) < written.offset()) {
            long leftMs = (endNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new KafkaException("the subscription is stored, but not yet in force");
            }
            wait(leftMs);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofMillis(500));
    }
}
