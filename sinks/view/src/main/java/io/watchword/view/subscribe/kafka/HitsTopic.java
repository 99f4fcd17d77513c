package io.watchword.view.subscribe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Headers;
import io.watchword.contract.Hit;
import io.watchword.contract.HitCodec;
import io.watchword.contract.Topics;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.TooManyFollowers;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitLog;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.timeline.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hits in topic {@code hits}: writes them, remembers those of earlier runs, and hands them on to
 * followers. At most {@value #MOST_FOLLOWERS} follow.
 *
 * <p>Thread-safe. One thread of its own reads; followers are called by others.
 */
public final class HitsTopic implements HitLog, AutoCloseable {
    public static final int MOST_FOLLOWERS = 1000;

    /** Of each partition, that are looked at for what was told before. */
    private static final long RECALLED = 20_000;

    private static final Logger logger = LoggerFactory.getLogger(HitsTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** A broker that is away must not cost a hit. */
    private static final int A_DAY_MS = 86_400_000;

    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;
    private final Map<Integer, Long> live = new HashMap<>(); // next offsets, guarded by this
    private final Set<HitFollower> followers = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private volatile Optional<Thread> reader = Optional.empty();
    private volatile boolean closed;

    private HitsTopic(String bootstrapServers, KafkaConsumer<byte[], byte[]> consumer) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = consumer;
        this.producer = KafkaClients.producer(bootstrapServers, A_DAY_MS);
        this.partitions = KafkaClients.partitions(consumer, Topics.HITS).size();
        this.workers =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread worker = new Thread(task, "hit-follower");
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    /** Opens the topic, to be written; {@link #read} opens it to followers. */
    public static HitsTopic open(String bootstrapServers) {
        return new HitsTopic(
                bootstrapServers, KafkaClients.consumer(bootstrapServers, Optional.empty()));
    }

    /**
     * Begins to read; called once. Returns when the hits were told that are there.
     *
     * @param told takes every hit, those told before as far back as matters, and those that other
     *     instances write
     */
    public void read(Consumer<Hit> told) {
        List<TopicPartition> all = KafkaClients.partitions(consumer, Topics.HITS);
        consumer.assign(all);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        ends.forEach(
                (partition, end) ->
                        consumer.seek(
                                partition,
                                Math.max(begins.getOrDefault(partition, 0L), end - RECALLED)));
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                decode(record).ifPresent(told);
            }
        }
        synchronized (this) {
            all.forEach(one -> live.put(one.partition(), consumer.position(one)));
        }
        reader = Optional.of(new Thread(() -> readOn(told), "hits"));
        reader.get().setDaemon(true);
        reader.get().start();
    }

    /** Writes a hit; it goes on trying while the broker is away. */
    public void append(Hit hit) {
        byte[] value = HitCodec.encode(hit);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.HITS, hit.subscription().id().getBytes(UTF_8), value);
        Headers.of(hit.hitId(), value).forEach(record.headers()::add);
        Future<RecordMetadata> unused =
                producer.send(
                        record,
                        (written, failure) -> {
                            if (failure != null) {
                                logger.atError()
                                        .addKeyValue("eventId", hit.eventId())
                                        .setCause(failure)
                                        .log("hit was not written");
                            }
                        });
    }

    /** Waits until all that was appended is written. */
    public void flush() {
        producer.flush();
    }

    private void readOn(Consumer<Hit> told) {
        try {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    handOn(record, told);
                }
            }
        } catch (WakeupException e) {
            logger.debug("hits are no longer read");
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private void handOn(ConsumerRecord<byte[], byte[]> record, Consumer<Hit> told) {
        Optional<Hit> hit = decode(record);
        synchronized (this) {
            live.put(record.partition(), record.offset() + 1);
            if (hit.isPresent()) {
                Position position = new Position(record.partition(), record.offset());
                followers.forEach(follower -> follower.offer(hit.get(), position));
            }
        }
        hit.ifPresent(told);
    }

    private static Optional<Hit> decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null
                && HitCodec.decode(record.value()) instanceof Decoded.Valid<Hit> valid) {
            return Optional.of(valid.value());
        }
        logger.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("record is no hit, it is passed over");
        return Optional.empty();
    }

    /** Where Kafka's own producers put a subscription's hits. */
    private int partition(String subscriptionId) {
        return Utils.toPositive(Utils.murmur2(subscriptionId.getBytes(UTF_8))) % partitions;
    }

    @Override
    public HitPage read(
            String subscriptionId, Optional<Cursor> after, int limit, Predicate<Hit> filter) {
        HitRange range =
                new HitRange(bootstrapServers, partition(subscriptionId), subscriptionId, filter);
        return range.read(after, limit);
    }

    @Override
    public EventFeed.Following follow(
            String subscriptionId,
            Optional<Cursor> from,
            Predicate<Hit> filter,
            HitListener listener) {
        int partition = partition(subscriptionId);
        HitRange range = new HitRange(bootstrapServers, partition, subscriptionId, filter);
        synchronized (this) {
            if (followers.size() >= MOST_FOLLOWERS) {
                throw new TooManyFollowers(MOST_FOLLOWERS);
            }
            Cursor begin =
                    new Cursor(new TreeMap<>(Map.of(partition, live.getOrDefault(partition, 0L))));
            HitFollower follower =
                    new HitFollower(
                            subscriptionId,
                            filter,
                            listener,
                            workers,
                            new HitFollower.Place(begin, from, range),
                            followers::remove);
            listener.began(from.orElse(begin));
            followers.add(follower);
            follower.resume();
            return follower;
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            if (reader.isPresent()) {
                reader.get().join(2000);
            } else {
                consumer.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        followers.forEach(HitFollower::close);
        workers.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
