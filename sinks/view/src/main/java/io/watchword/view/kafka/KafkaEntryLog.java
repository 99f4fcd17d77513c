package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Topics;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EntryLog;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Topic {@code events}, read with a consumer of its own; each record is looked up in the timelines,
 * which know what it was joined with and what became of it. Readers take turns. Thread-safe.
 */
final class KafkaEntryLog implements EntryLog, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MAX_EMPTY_POLLS = 25;

    private final Consumer<byte[], byte[]> consumer;
    private final InstanceTimelines timelines;

    KafkaEntryLog(Consumer<byte[], byte[]> consumer, InstanceTimelines timelines) {
        this.consumer = requireNonNull(consumer, "consumer is null");
        this.timelines = requireNonNull(timelines, "timelines is null");
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest"); // where retention overtook a cursor
        settings.put("max.poll.records", "500");
        settings.put("default.api.timeout.ms", "5000");
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What a record of the topic is by now. */
    sealed interface Found {
        /** The newest revision of an event. */
        record Newest(TimelineEntry entry) implements Found {}

        /** No event, or one that was revised or replaced. */
        record Nothing() implements Found {}

        /** An event that the timelines have not taken in. */
        record NotYet(Event event) implements Found {}
    }

    /** The event of a record; empty if it holds none. */
    static Optional<Event> event(ConsumerRecord<byte[], byte[]> record) {
        return Records.problem(record.headers(), record.value()).isEmpty()
                        && EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid
                ? Optional.of(valid.value())
                : Optional.empty();
    }

    static Found find(ConsumerRecord<byte[], byte[]> record, InstanceTimelines timelines) {
        Optional<Event> read = event(record);
        if (read.isEmpty()) {
            return new Found.Nothing();
        }
        Event event = read.get();
        InstanceTimelines.Standing standing = timelines.standing(event.eventId(), Rights.ALL);
        Optional<TimelineEntry> entry = standing.entry();
        if (standing.revision() == 0) {
            return new Found.NotYet(event);
        }
        if (entry.isEmpty()) {
            return new Found.Nothing();
        }
        Position position = new Position(record.partition(), record.offset());
        if (entry.get().position().equals(position)) {
            return new Found.Newest(entry.get());
        }
        return entry.get().event().revision() >= event.revision()
                ? new Found.Nothing()
                : new Found.NotYet(event);
    }

    @Override
    public synchronized Stretch read(Cursor from, Cursor settled, int limit) {
        try {
            return readNow(from, settled, limit);
        } catch (KafkaException e) {
            throw new TimelinesUnavailable("topic " + Topics.EVENTS + " cannot be read", e);
        }
    }

    private Stretch readNow(Cursor from, Cursor settled, int limit) {
        List<TopicPartition> partitions = new ArrayList<>();
        from.nextOffsets().keySet().forEach(one -> partitions.add(partition(one)));
        consumer.assign(partitions);
        from.nextOffsets().forEach((one, offset) -> consumer.seek(partition(one), offset));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<TimelineEntry> entries = new ArrayList<>();
        SortedMap<Integer, Long> next = new TreeMap<>(from.nextOffsets());
        Set<TopicPartition> stopped = new HashSet<>();
        int count = 0;
        int empty = 0;
        while (count < limit && empty < MAX_EMPTY_POLLS && !atEnd(ends, stopped, next)) {
            int taken = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = partition(record.partition());
                if (stopped.contains(partition) || count >= limit) {
                    continue;
                }
                Found found = find(record, timelines);
                Position position = new Position(record.partition(), record.offset());
                if (found instanceof Found.NotYet && !settled.isPast(position)) {
                    stopped.add(partition);
                    continue;
                }
                if (found instanceof Found.Newest newest) {
                    entries.add(newest.entry());
                }
                next.put(record.partition(), record.offset() + 1);
                count++;
                taken++;
            }
            if (taken == 0) {
                empty++;
                moveOn(ends, stopped, next);
            }
        }
        return new Stretch(entries, new Cursor(next), !atEnd(ends, stopped, next));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(Topics.EVENTS, number);
    }

    private static boolean atEnd(
            Map<TopicPartition, Long> ends,
            Set<TopicPartition> stopped,
            SortedMap<Integer, Long> next) {
        return ends.entrySet().stream()
                .allMatch(
                        end ->
                                stopped.contains(end.getKey())
                                        || next.getOrDefault(end.getKey().partition(), 0L)
                                                >= end.getValue());
    }

    /** Past what retention deleted. */
    private void moveOn(
            Map<TopicPartition, Long> ends,
            Set<TopicPartition> stopped,
            SortedMap<Integer, Long> next) {
        for (TopicPartition partition : ends.keySet()) {
            if (!stopped.contains(partition)) {
                next.merge(partition.partition(), consumer.position(partition), Math::max);
            }
        }
    }

    private synchronized List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(Topics.EVENTS)
                .forEach(one -> partitions.add(partition(one.partition())));
        return partitions;
    }

    private static Cursor cursor(Map<TopicPartition, Long> offsets) {
        SortedMap<Integer, Long> next = new TreeMap<>();
        offsets.forEach((partition, offset) -> next.put(partition.partition(), offset));
        return new Cursor(next);
    }

    @Override
    public synchronized Cursor ends() {
        try {
            return cursor(consumer.endOffsets(partitions()));
        } catch (KafkaException e) {
            throw new TimelinesUnavailable("topic " + Topics.EVENTS + " cannot be read", e);
        }
    }

    @Override
    public synchronized Cursor beginnings() {
        try {
            return cursor(consumer.beginningOffsets(partitions()));
        } catch (KafkaException e) {
            throw new TimelinesUnavailable("topic " + Topics.EVENTS + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        synchronized (this) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }
}
