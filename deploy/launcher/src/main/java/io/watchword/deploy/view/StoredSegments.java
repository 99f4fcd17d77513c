package io.watchword.deploy.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.view.media.Keyframes;
import io.watchword.view.media.MotionAndSound;
import io.watchword.view.media.MotionTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures, motion and sound of topic {@code segments}. It follows the topic from a little way back
 * and holds of each stream the newest picture, and where its segments lie; all else is read again
 * when it is asked for. What lies farther back is looked for near the time at which it was told of.
 *
 * <p>Thread-safe. Owns two consumers; one thread follows, and one caller at a time reads.
 */
final class StoredSegments implements Keyframes, MotionAndSound, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StoredSegments.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long BACK = 60; // records of each partition
    private static final int MOST_SPOTS = 200_000; // four days of one camera, some 30 MB
    private static final int MOST_PICTURES = 1000;
    private static final List<Duration> LOOK_BACK =
            List.of(Duration.ofSeconds(90), Duration.ofMinutes(20));
    private static final int MOST_READ = 2000;
    private static final int FOLLOW_WAIT_MS = 500;
    private static final int READ_WAIT_MS = 10; // what is read is there
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Consumer<byte[], byte[]> follower;
    private final Consumer<byte[], byte[]> reader; // guarded by itself
    private final SegmentSpots spots = new SegmentSpots(MOST_SPOTS); // guarded by this
    private final Map<String, byte[]> pictures = // guarded by this
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                    return size() > MOST_PICTURES;
                }
            };
    private final Thread thread = new Thread(this::follow, "view-segments");
    private volatile boolean closed;

    private StoredSegments(Consumer<byte[], byte[]> follower, Consumer<byte[], byte[]> reader) {
        this.follower = follower;
        this.reader = reader;
    }

    static StoredSegments open(String bootstrapServers) {
        KafkaConsumer<byte[], byte[]> follower = consumer(bootstrapServers, FOLLOW_WAIT_MS);
        List<TopicPartition> all =
                follower.partitionsFor(Topics.SEGMENTS).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        follower.assign(all);
        Map<TopicPartition, Long> begins = follower.beginningOffsets(all);
        follower.endOffsets(all)
                .forEach(
                        (partition, end) ->
                                follower.seek(
                                        partition,
                                        Math.max(begins.getOrDefault(partition, 0L), end - BACK)));
        StoredSegments segments =
                new StoredSegments(follower, consumer(bootstrapServers, READ_WAIT_MS));
        segments.thread.setDaemon(true);
        segments.thread.start();
        return segments;
    }

    /**
     * @param waitMs how long the broker may wait for something to come
     */
    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, int waitMs) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "enable.auto.commit",
                        "false",
                        "fetch.max.wait.ms",
                        Integer.toString(waitMs),
                        "auto.offset.reset",
                        "earliest", // where retention overtook us
                        "default.api.timeout.ms",
                        "10000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private void follow() {
        try (follower) {
            while (!closed) {
                follower.poll(POLL).forEach(record -> segment(record).ifPresent(this::newest));
            }
        } catch (WakeupException e) {
            logger.atDebug().log("segments are followed no longer");
        } catch (KafkaException e) {
            logger.atError().setCause(e).log("segments cannot be followed any more");
        }
    }

    private Optional<Segment> segment(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || !(SegmentCodec.decode(record.value()) instanceof Decoded.Valid<Segment> valid)) {
            return Optional.empty();
        }
        Segment segment = valid.value();
        synchronized (this) {
            spots.note(
                    segment.streamId(),
                    new SegmentSpots.Spot(segment.span(), record.partition(), record.offset()));
        }
        return Optional.of(segment);
    }

    private synchronized void newest(Segment segment) {
        List<Keyframe> keyframes = segment.keyframes();
        if (!keyframes.isEmpty()) {
            pictures.put(segment.streamId(), keyframes.get(keyframes.size() - 1).jpeg());
        }
    }

    @Override
    public synchronized Optional<byte[]> latest(String streamId) {
        return Optional.ofNullable(pictures.get(streamId));
    }

    @Override
    public Optional<byte[]> at(String streamId, long ptsUs, Instant told) {
        Keyframe best = null;
        for (Segment segment : segments(streamId, new TimeSpan(ptsUs, ptsUs + 1), told)) {
            for (Keyframe keyframe : segment.keyframes()) {
                if (best == null || keyframe.ptsUs() <= ptsUs) {
                    best = keyframe;
                }
            }
        }
        return Optional.ofNullable(best).map(Keyframe::jpeg);
    }

    @Override
    public Optional<MotionTrace> trace(String streamId, TimeSpan span, Instant told) {
        List<Segment> found = segments(streamId, span, told);
        return found.isEmpty() ? Optional.empty() : Optional.of(Traces.of(span, found));
    }

    /** Those of a stream that have some of a span, by time, as far as they are kept. */
    private List<Segment> segments(String streamId, TimeSpan span, Instant told) {
        synchronized (reader) {
            if (closed) {
                return List.of();
            }
            List<Segment> known = read(spots(streamId, span), streamId, span);
            for (Duration back : LOOK_BACK) {
                if (!known.isEmpty() && known.get(0).span().startUs() <= span.startUs()) {
                    break;
                }
                scan(streamId, span, told, back);
                known = read(spots(streamId, span), streamId, span);
            }
            return known;
        }
    }

    private synchronized List<SegmentSpots.Spot> spots(String streamId, TimeSpan span) {
        return spots.overlapping(streamId, span);
    }

    private List<Segment> read(List<SegmentSpots.Spot> where, String streamId, TimeSpan span) {
        Map<Long, Segment> read = new HashMap<>(); // by offset; what lies together comes together
        List<Segment> found = new ArrayList<>();
        for (SegmentSpots.Spot spot : where) {
            if (!read.containsKey(spot.offset())) {
                read(spot, read);
            }
            Segment segment = read.get(spot.offset());
            if (segment != null
                    && segment.streamId().equals(streamId)
                    && segment.span().overlaps(span)) {
                found.add(segment);
            }
        }
        return found;
    }

    private void read(SegmentSpots.Spot spot, Map<Long, Segment> read) {
        TopicPartition partition = new TopicPartition(Topics.SEGMENTS, spot.partition());
        reader.assign(List.of(partition));
        reader.resume(List.of(partition)); // a scan may have paused it
        reader.seek(partition, spot.offset());
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (reader.position(partition) <= spot.offset() && System.nanoTime() - deadlineNs < 0) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                segment(record).ifPresent(segment -> read.put(record.offset(), segment));
            }
        }
    }

    /** Notes where segments lie that were stored a while before they were told of. */
    private void scan(String streamId, TimeSpan span, Instant told, Duration back) {
        Map<TopicPartition, Long> from = new HashMap<>();
        long fromMs = told.minus(back).minusMillis(span.durationUs() / 1000).toEpochMilli();
        reader.partitionsFor(Topics.SEGMENTS)
                .forEach(
                        info ->
                                from.put(
                                        new TopicPartition(info.topic(), info.partition()),
                                        fromMs));
        List<TopicPartition> there = new ArrayList<>();
        Map<TopicPartition, OffsetAndTimestamp> places = reader.offsetsForTimes(from);
        reader.assign(from.keySet());
        reader.resume(from.keySet());
        for (TopicPartition partition : from.keySet()) {
            OffsetAndTimestamp place = places.get(partition);
            if (place == null) {
                reader.pause(List.of(partition)); // all of it is older
            } else {
                reader.seek(partition, place.offset());
                there.add(partition);
            }
        }
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        int read = 0;
        while (!there.isEmpty() && read < MOST_READ && System.nanoTime() - deadlineNs < 0) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                read++;
                boolean late = record.timestamp() > told.toEpochMilli();
                boolean its =
                        record.key() != null && new String(record.key(), UTF_8).equals(streamId);
                boolean beyond =
                        its
                                && segment(record)
                                        .filter(one -> one.span().startUs() >= span.endUs())
                                        .isPresent();
                if (late || beyond) {
                    TopicPartition done = new TopicPartition(record.topic(), record.partition());
                    there.remove(done);
                    if (beyond) {
                        there.clear(); // a stream lies in one partition
                    }
                    reader.pause(List.of(done));
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        follower.wakeup();
        reader.wakeup();
        synchronized (reader) {
            reader.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }
}
