package io.watchword.fusion.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Decoded;
import io.watchword.contract.Headers;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.Topics;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.kafka.SegmentPlaces.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds key frames in topic {@code segments}: notes where each segment is as the topic grows, and
 * reads one again when its pictures are asked for. It begins a little way back, and reads the topic
 * from its first record once a segment stays unknown for {@link #LATE}. A segment not seen within
 * {@link #PATIENCE} is given up. Owns two consumers and the thread that uses them; it commits
 * nothing.
 */
public final class KafkaKeyframes implements Keyframes {
    private static final Logger logger = LoggerFactory.getLogger(KafkaKeyframes.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LATE = Duration.ofSeconds(2); // fresh segments come sooner
    private static final Duration BACK = Duration.ofMinutes(10); // as long as most events are
    private static final int MAX_PLACES = 200_000; // four days of one camera, some 30 MB

    /** Who asked for what, and until when it is looked for. */
    private record Wish(
            List<String> segmentIds,
            long untilNs,
            CompletableFuture<Map<String, List<Keyframe>>> answer) {}

    private final Consumer<byte[], byte[]> scanner;
    private final Consumer<byte[], byte[]> reader;
    private final LongSupplier clockNs;
    private final SegmentPlaces places = new SegmentPlaces(MAX_PLACES);
    private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private boolean fromBeginning;
    private volatile boolean closed;
    private final Thread thread = new Thread(this::run, "keyframes");

    /**
     * @param scanner assigned to all partitions of the topic, at any place
     * @param reader assigned to none
     */
    KafkaKeyframes(
            Consumer<byte[], byte[]> scanner,
            Consumer<byte[], byte[]> reader,
            LongSupplier clockNs) {
        this.scanner = requireNonNull(scanner, "scanner is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.clockNs = requireNonNull(clockNs, "clockNs is null");
    }

    /** Connects, and begins to read the topic. */
    public static KafkaKeyframes open(String bootstrapServers) {
        KafkaConsumer<byte[], byte[]> scanner = consumer(bootstrapServers);
        List<TopicPartition> all =
                scanner.partitionsFor(Topics.SEGMENTS).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        scanner.assign(all);
        seek(scanner, all, System.currentTimeMillis() - BACK.toMillis());
        KafkaKeyframes keyframes =
                new KafkaKeyframes(scanner, consumer(bootstrapServers), System::nanoTime);
        keyframes.thread.setDaemon(true);
        keyframes.thread.start();
        return keyframes;
    }

    /** To the first record of that time in each partition, or to the end where all are older. */
    private static void seek(
            Consumer<byte[], byte[]> scanner, List<TopicPartition> all, long fromMs) {
        Map<TopicPartition, Long> times = new HashMap<>();
        all.forEach(partition -> times.put(partition, fromMs));
        scanner.seekToEnd(all);
        scanner.offsetsForTimes(times)
                .forEach(
                        (partition, found) -> {
                            if (found != null) {
                                scanner.seek(partition, found.offset());
                            }
                        });
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest"); // where retention overtook us
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public CompletableFuture<Map<String, List<Keyframe>>> of(List<String> segmentIds) {
        CompletableFuture<Map<String, List<Keyframe>>> answer = new CompletableFuture<>();
        long untilNs = clockNs.getAsLong() + PATIENCE.toNanos();
        wishes.add(new Wish(List.copyOf(segmentIds), untilNs, answer));
        if (closed) { // perhaps after the thread looked for the last time
            answer.complete(Map.of());
        }
        return answer;
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (KafkaException e) {
            logger.atError().setCause(e).log("key frames cannot be read any more");
        } finally {
            closed = true;
            wishes.forEach(wish -> wish.answer.complete(Map.of()));
            reader.close();
            scanner.close();
        }
    }

    /** Reads on a little, and grants the wishes whose segments are all known or overdue. */
    void step() {
        for (ConsumerRecord<byte[], byte[]> record : scanner.poll(POLL)) {
            Header id = record.headers().lastHeader(Headers.ID);
            if (id != null && id.value() != null) {
                places.note(
                        new String(id.value(), UTF_8),
                        new Place(record.partition(), record.offset()));
            }
        }
        if (!fromBeginning && wishes.stream().anyMatch(wish -> late(wish) && !known(wish))) {
            fromBeginning = true; // once: what is not there then is still to come, or gone
            scanner.seekToBeginning(scanner.assignment());
        }
        for (Iterator<Wish> all = wishes.iterator(); all.hasNext(); ) {
            Wish wish = all.next();
            if (known(wish) || clockNs.getAsLong() - wish.untilNs >= 0) {
                Map<String, List<Keyframe>> found = found(wish);
                all.remove();
                wish.answer.complete(found);
            }
        }
    }

    private boolean late(Wish wish) {
        return clockNs.getAsLong() - wish.untilNs >= LATE.minus(PATIENCE).toNanos();
    }

    private boolean known(Wish wish) {
        return wish.segmentIds.stream().allMatch(id -> places.find(id).isPresent());
    }

    private Map<String, List<Keyframe>> found(Wish wish) {
        Map<String, List<Keyframe>> found = new HashMap<>();
        for (String segmentId : wish.segmentIds) {
            places.find(segmentId)
                    .map(place -> read(segmentId, place))
                    .ifPresent(keyframes -> found.put(segmentId, keyframes));
        }
        return found;
    }

    /** Of another record at that place, or of none, nothing. */
    private List<Keyframe> read(String segmentId, Place place) {
        TopicPartition partition = new TopicPartition(Topics.SEGMENTS, place.partition());
        reader.assign(List.of(partition));
        reader.seek(partition, place.offset());
        List<Keyframe> keyframes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(READ).records(partition)) {
            if (record.offset() == place.offset()
                    && record.value() != null
                    && SegmentCodec.decode(record.value()) instanceof Decoded.Valid<Segment> segment
                    && segment.value().segmentId().equals(segmentId)) {
                keyframes.addAll(segment.value().keyframes());
            }
        }
        return keyframes;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
