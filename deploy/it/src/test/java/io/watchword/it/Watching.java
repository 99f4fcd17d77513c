package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.ingest.kafka.StreamsTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A broker with the pipeline's topics, what ingest has written to them so far, and the topic of
 * streams to write to. One thread uses it.
 */
final class Watching implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker;
    private final KafkaConsumer<byte[], byte[]> consumer;
    final StreamsTopic streams;
    final List<Segment> segments = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final Map<String, StreamVitals> vitals = new HashMap<>();
    private final Map<String, List<StreamVitals>> history = new HashMap<>();
    final Map<String, StreamStatus> statuses = new HashMap<>();
    private final List<byte[]> everything = new ArrayList<>();

    Watching(Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, 2);
        }
        streams = StreamsTopic.open(broker.bootstrapServers());
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (String topic :
                List.of(
                        Topics.SEGMENTS,
                        Topics.GAPS,
                        Topics.STREAMS,
                        Topics.STREAM_STATUS,
                        Topics.deadLetter(Topics.SEGMENTS))) {
            consumer.partitionsFor(topic)
                    .forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Adds a live stream that may reach loopback. */
    void add(String streamId, String source) {
        add(streamId, source, Profile.LIVE);
    }

    void add(String streamId, String source, Profile profile) {
        streams.add(
                new StreamSpec(
                        streamId,
                        source,
                        profile,
                        Map.of(),
                        List.of("127.0.0.0/8"),
                        Optional.empty(),
                        ""));
    }

    /** Reads on until something holds. */
    void until(String what, BooleanSupplier holds) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs)
                    .as(
                            "%s in %s; vitals %s, gaps %s, states %s",
                            what, PATIENCE, vitals, gaps, states())
                    .isNegative();
            consumer.poll(Duration.ofMillis(50)).forEach(this::take);
        }
    }

    /** Reads on until the stream is, or was since this was last asked, in a state. */
    void untilState(String streamId, StreamVitals.State state) {
        List<StreamVitals> passed = history.computeIfAbsent(streamId, id -> new ArrayList<>());
        until(
                streamId + " is " + state,
                () -> passed.stream().anyMatch(vital -> vital.state() == state));
        while (passed.get(0).state() != state) {
            passed.remove(0);
        }
    }

    void untilSegments(String streamId, long count) {
        until(count + " segments of " + streamId, () -> of(streamId).size() >= count);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            statuses.remove(new String(record.key(), UTF_8));
            return;
        }
        everything.add(record.value());
        record.headers().forEach(header -> everything.add(header.value()));
        switch (record.topic()) {
            case Topics.SEGMENTS -> segments.add(value(SegmentCodec.decode(record.value())));
            case Topics.GAPS -> gaps.add(value(StreamsCodec.decodeGap(record.value())));
            case Topics.STREAM_STATUS -> {
                StreamStatus status = value(StreamStatusCodec.decode(record.value()));
                statuses.put(status.key(), status);
                status.vitals().ifPresent(v -> note(status.streamId(), v));
            }
            default -> {}
        }
    }

    private Map<String, List<StreamVitals.State>> states() {
        Map<String, List<StreamVitals.State>> states = new HashMap<>();
        history.forEach(
                (id, passed) -> states.put(id, passed.stream().map(StreamVitals::state).toList()));
        return states;
    }

    private void note(String streamId, StreamVitals now) {
        vitals.put(streamId, now);
        history.computeIfAbsent(streamId, id -> new ArrayList<>()).add(now);
    }

    private static <T> T value(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        return ((Decoded.Valid<T>) decoded).value();
    }

    /** Media segments of a stream, in the order in which they were written. */
    List<Segment> of(String streamId) {
        return segments.stream()
                .filter(segment -> segment.streamId().equals(streamId) && !segment.last())
                .toList();
    }

    List<Gap> gapsOf(String streamId) {
        return gaps.stream().filter(gap -> gap.streamId().equals(streamId)).toList();
    }

    /** Segments and gaps of a stream leave no media time untold and tell none twice. */
    void assertConserved(String streamId) {
        List<TimeSpan> told = new ArrayList<>();
        of(streamId).forEach(segment -> told.add(segment.span()));
        gapsOf(streamId).forEach(gap -> told.add(gap.span()));
        told.sort((a, b) -> Long.compare(a.startUs(), b.startUs()));
        long reachedUs = 0;
        for (TimeSpan span : told) {
            assertThat(span.startUs()).as("of %s", told).isEqualTo(reachedUs);
            reachedUs = span.endUs();
        }
    }

    /** Whether any byte that was read, key, value or header, contains a text. */
    boolean kafkaHolds(String text) {
        Predicate<byte[]> holds = bytes -> new String(bytes, UTF_8).contains(text);
        return everything.stream().anyMatch(holds);
    }

    @Override
    public void close() {
        consumer.close();
        streams.close();
        broker.close();
    }
}
