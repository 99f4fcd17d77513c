package io.watchword.fusion.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.DenseEvent;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FuseJobTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private final List<Embedding> carPark =
            StreamScript.lasting(24).motion(4.5, 8.5, 5).motion(14.5, 18.5, 5).embeddings();

    @Test
    void turnsEmbeddingsIntoEventsInOrder() throws Exception {
        List<KafkaRow> out = run(rows(carPark), config -> new Echo());

        List<Event> events = events(out, "events");
        assertThat(events)
                .extracting(Event::caption)
                .containsExactly(
                        "calm seen in 2",
                        "motion seen in 3",
                        "calm seen in 2",
                        "motion seen in 3",
                        "calm seen in 2");
        assertThat(events).extracting(Event::revision).containsOnly(1);
        assertThat(events.get(1))
                .returns("clip.mp4", Event::source)
                .returns(0.75f, Event::confidence)
                .returns(false, Event::degraded)
                .returns(
                        new Event.Evidence(
                                List.of("seg-0-2", "seg-0-3", "seg-0-4"),
                                6_000_000,
                                new TokenLedger(1, 2, 3, 4, 5, 6, 7)),
                        Event::evidence)
                .returns(
                        new Event.Model("tiny 1", "m", "p", FuseConfig.DEFAULT.sha256()),
                        Event::model);
        assertThat(on(out, "events"))
                .allSatisfy(
                        row -> {
                            assertThat(row.key()).asString(UTF_8).isEqualTo("clip-1");
                            assertThat(
                                            Headers.checksumProblem(
                                                    row.header(Headers.SHA256),
                                                    requireNonNull(row.value())))
                                    .isEmpty();
                        })
                .extracting(row -> new String(row.header(Headers.ID), UTF_8))
                .isEqualTo(events.stream().map(Event::eventId).toList());
        assertThat(on(out, "stream-status")).hasSize(1);
    }

    @Test
    void givesTheSameEventsWhenRecordsComeTwice() throws Exception {
        List<KafkaRow> twice = new ArrayList<>(rows(carPark));
        twice.addAll(rows(carPark));

        List<KafkaRow> once = run(rows(carPark), config -> new Echo());
        List<KafkaRow> again = run(twice, config -> new Echo());

        assertThat(events(again, "events")).isEqualTo(events(once, "events"));
        assertThat(on(again, "stream-status")).hasSize(2);
    }

    @Test
    void givesThePartsOfAnEventTheSameIdsWhenRecordsComeTwice() throws Exception {
        List<KafkaRow> twice = new ArrayList<>(rows(carPark));
        twice.addAll(rows(carPark));

        List<Event> events = events(run(twice, config -> new Telling()), "events");

        assertThat(events).hasSize(5 + 2 * 2);
        assertThat(events).extracting(Event::eventId).doesNotHaveDuplicates();
        assertThat(events).isEqualTo(events(run(rows(carPark), c -> new Telling()), "events"));
        assertThat(events.get(1))
                .returns("A car passes.", Event::caption)
                .returns(1_500_000L, event -> event.span().durationUs());
    }

    @Test
    void sendsARecordThatItCannotReadToTheDeadLettersAsItCame() throws Exception {
        byte[] garbage = {(byte) 0xFF, 1, 2};
        KafkaRow noChecksum = new KafkaRow("embeddings", 3, 41, null, garbage, List.of());
        KafkaRow noRecord =
                KafkaRow.of("embeddings", new byte[] {7}, garbage, Headers.of("x", garbage));
        List<KafkaRow> in = new ArrayList<>(List.of(noChecksum, noRecord));
        in.addAll(rows(carPark));

        List<KafkaRow> out = run(in, config -> new Echo());

        assertThat(events(out, "events")).hasSize(5);
        List<KafkaRow> dead = on(out, "embeddings.dlq");
        assertThat(dead).extracting(KafkaRow::value).containsExactly(garbage, garbage);
        assertThat(dead.get(0).key()).isNull();
        assertThat(dead.get(0).header(Headers.DLQ_REASON)).asString(UTF_8).isEqualTo("CHECKSUM");
        assertThat(dead.get(0).header(Headers.DLQ_PARTITION)).asString(UTF_8).isEqualTo("3");
        assertThat(dead.get(0).header(Headers.DLQ_OFFSET)).asString(UTF_8).isEqualTo("41");
        assertThat(dead.get(1).key()).containsExactly(7);
        assertThat(dead.get(1).header(Headers.ID)).asString(UTF_8).isEqualTo("x");
        assertThat(dead.get(1).header(Headers.DLQ_REASON))
                .asString(UTF_8)
                .isEqualTo("INVALID_RECORD");
    }

    @Test
    void writesACaptionWithoutTheModelWhereItFails() throws Exception {
        List<KafkaRow> out = run(rows(carPark), config -> new Refusing(ErrorCode.OVERLOADED));

        assertThat(on(out, "events.dlq")).isEmpty();
        assertThat(events(out, "events"))
                .hasSize(5)
                .allSatisfy(
                        event ->
                                assertThat(event)
                                        .returns(1, Event::revision)
                                        .returns(true, Event::degraded)
                                        .returns(0f, Event::confidence)
                                        .returns("none", e -> e.model().name())
                                        .returns(
                                                StreamScript.BUNDLE_SHA256,
                                                e -> e.model().sha256()));
        assertThat(events(out, "events").subList(0, 2))
                .extracting(Event::caption)
                .containsExactly(
                        "Not described yet: nothing happens.",
                        "Not described yet: something moves.");
        assertThat(on(out, "stream-status")).hasSize(1);
    }

    @Test
    void keepsAnEventThatCannotBeAskedAboutAsADeadLetter() throws Exception {
        List<KafkaRow> out = run(rows(carPark), config -> new Refusing(ErrorCode.INVALID_RECORD));

        assertThat(on(out, "events")).isEmpty();
        List<KafkaRow> dead = on(out, "events.dlq");
        assertThat(dead).hasSize(5);
        assertThat(dead.get(0).header(Headers.DLQ_REASON))
                .asString(UTF_8)
                .isEqualTo("INVALID_RECORD");
        Event first = events(out, "events.dlq").get(0);
        assertThat(dead.get(0).header(Headers.ID)).asString(UTF_8).isEqualTo(first.eventId());
        assertThat(first.degraded()).isTrue();
        assertThat(first.caption()).isEmpty();
        assertThat(first.evidence().segmentIds()).containsExactly("seg-0-0", "seg-0-1");
    }

    @Test
    void buildsFromKafkaToKafkaWithStableOperatorIds() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();

        FuseJob.build(env, FuseConfig.DEFAULT, "127.0.0.1:9092", "127.0.0.1:50051", List.of());

        assertThat(env.getStreamGraph().getStreamNodes())
                .filteredOn(node -> !node.getOperatorName().contains("Committer"))
                .allSatisfy(node -> assertThat(node.getTransformationUID()).isNotNull())
                .extracting(node -> node.getTransformationUID())
                .contains("embeddings", "decode", "detect", "describe");
        assertThat(env.getBufferTimeout()).isZero();
    }

    private static List<KafkaRow> run(List<KafkaRow> in, DescriberFactory describers)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        FuseJob.configure(env, FuseConfig.DEFAULT);
        DataStream<KafkaRow> rows = env.fromData(in, TypeInformation.of(KafkaRow.class));
        List<KafkaRow> out = new ArrayList<>();
        try (CloseableIterator<KafkaRow> results =
                FuseJob.fuse(rows, FuseConfig.DEFAULT, describers, List.of()).executeAndCollect()) {
            results.forEachRemaining(out::add);
        }
        return out;
    }

    private static List<KafkaRow> rows(List<Embedding> embeddings) {
        List<KafkaRow> rows = new ArrayList<>();
        for (Embedding embedding : embeddings) {
            byte[] value = EmbeddingCodec.encode(embedding);
            Map<String, byte[]> headers = Headers.of(embedding.segmentId(), value);
            rows.add(
                    KafkaRow.of(
                            "embeddings", embedding.streamId().getBytes(UTF_8), value, headers));
        }
        return rows;
    }

    private static List<KafkaRow> on(List<KafkaRow> rows, String topic) {
        return rows.stream().filter(row -> row.topic().equals(topic)).toList();
    }

    private static List<Event> events(List<KafkaRow> rows, String topic) {
        return on(rows, topic).stream()
                .map(
                        row ->
                                ((Decoded.Valid<Event>)
                                                EventCodec.decode(requireNonNull(row.value())))
                                        .value())
                .toList();
    }

    /** Says what it was asked. */
    private static final class Echo implements Describer {
        @Override
        public CompletableFuture<Description> describe(Question question) {
            String text =
                    question.candidate().labels().get(0) + " seen in " + question.context().size();
            return CompletableFuture.supplyAsync(
                    () ->
                            new Description.Described(
                                    text,
                                    0.75f,
                                    new TokenLedger(1, 2, 3, 4, 5, 6, 7),
                                    "tiny 1",
                                    "m",
                                    "p"));
        }

        @Override
        public void close() {}
    }

    /** Tells of two things in all it sees, each half as long. */
    private static final class Telling implements Describer {
        @Override
        public CompletableFuture<Description> describe(Question question) {
            TimeSpan span = question.candidate().span();
            long middleUs = span.startUs() + 1_800_000;
            return CompletableFuture.completedFuture(
                    new Description.Described(
                            "Day.",
                            0.75f,
                            new TokenLedger(1, 2, 3, 4, 5, 6, 7),
                            "tiny 1",
                            "m",
                            "p",
                            List.of(
                                    new DenseEvent(
                                            new TimeSpan(span.startUs() + 300_000, middleUs),
                                            "a car passes",
                                            0.5f),
                                    new DenseEvent(
                                            new TimeSpan(middleUs, span.endUs()),
                                            "a dog runs",
                                            0.5f))));
        }

        @Override
        public void close() {}
    }

    /** Has no sentence for anybody. */
    private static final class Refusing implements Describer {
        private final ErrorCode code;

        Refusing(ErrorCode code) {
            this.code = code;
        }

        @Override
        public CompletableFuture<Description> describe(Question question) {
            return CompletableFuture.completedFuture(new Description.Refused(code, "not now"));
        }

        @Override
        public void close() {}
    }
}
