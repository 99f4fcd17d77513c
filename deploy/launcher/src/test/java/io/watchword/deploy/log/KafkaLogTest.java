package io.watchword.deploy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.EmbeddingRunCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.LogConfig;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.kafka.IndexFollower;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLogTest {
    private static final long SEGMENT_US = 2_000_000;
    private static final long PER_BUCKET = EmbeddingRun.BUCKET_US / SEGMENT_US;
    private static final TimeSpan ALL = new TimeSpan(0, Long.MAX_VALUE);

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        PipelineTopics.create(admin, 1);
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    private static Embedding segment(String stream, long sequence, String bundle) {
        long startUs = sequence * SEGMENT_US;
        return new Embedding(
                stream,
                stream + "/" + sequence,
                stream,
                0,
                sequence,
                new TimeSpan(startUs, startUs + SEGMENT_US),
                "tiny " + bundle,
                bundle,
                new int[] {1},
                List.of(),
                new float[0],
                SegmentFacts.none(),
                List.of(),
                0,
                false,
                false);
    }

    /** Appends segments of several streams by turns. */
    private static void append(String bundle, long from, long to, String... streams)
            throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (long sequence = from; sequence < to; sequence++) {
                for (String stream : streams) {
                    Embedding embedding = segment(stream, sequence, bundle);
                    byte[] value = EmbeddingCodec.encode(embedding);
                    ProducerRecord<byte[], byte[]> record =
                            new ProducerRecord<>(Topics.EMBEDDINGS, stream.getBytes(UTF_8), value);
                    Headers.of(embedding.segmentId(), value).forEach(record.headers()::add);
                    sent.add(producer.send(record));
                }
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private static List<Long> sequences(KafkaUnderstandingLog log, String stream, TimeSpan span) {
        List<Long> sequences = new ArrayList<>();
        log.read(stream, span, embedding -> sequences.add(embedding.sequence()));
        return sequences;
    }

    private static List<Long> range(long from, long to) {
        List<Long> range = new ArrayList<>();
        for (long i = from; i < to; i++) {
            range.add(i);
        }
        return range;
    }

    /** Follows the index until it has as many runs of a stream, each key once. */
    private static List<EmbeddingRun> awaitRuns(String stream, int count) {
        Map<String, EmbeddingRun> runs = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition index = new TopicPartition(Topics.EMBEDDING_INDEX, 0);
            consumer.assign(List.of(index));
            consumer.seekToBeginning(List.of(index));
            long untilNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (runs.size() < count && System.nanoTime() - untilNs < 0) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(500))) {
                    if (EmbeddingRunCodec.decode(record.value())
                                    instanceof Decoded.Valid<EmbeddingRun> valid
                            && valid.value().streamId().equals(stream)) {
                        runs.put(new String(record.key(), UTF_8), valid.value());
                    }
                }
            }
        }
        assertThat(runs).hasSize(count);
        return List.copyOf(runs.values());
    }

    @Test
    void whatNobodyHasIndexedYetIsReadAllTheSame() throws Exception {
        append("one", 0, 400, "unindexed", "beside");

        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(broker.bootstrapServers())) {
            assertThat(sequences(log, "unindexed", ALL)).isEqualTo(range(0, 400));
            TimeSpan span = new TimeSpan(149 * SEGMENT_US + 1, 160 * SEGMENT_US);
            assertThat(sequences(log, "unindexed", span)).isEqualTo(range(149, 160));
            assertThat(sequences(log, "nobody", ALL)).isEmpty();

            append("one", 400, 410, "unindexed");

            assertThat(sequences(log, "unindexed", new TimeSpan(398 * SEGMENT_US, 1L << 60)))
                    .as("what came since the log was opened")
                    .isEqualTo(range(398, 410));
        }
    }

    @Test
    void aFollowerThatIsKilledNeitherLosesNorDoublesAnything() throws Exception {
        append("one", 0, 2 * PER_BUCKET + 10, "killed");
        try (IndexFollower first = IndexFollower.start(broker.bootstrapServers())) {
            awaitRuns("killed", 2);
        }
        append("one", 2 * PER_BUCKET + 10, 4 * PER_BUCKET + 10, "killed");
        try (IndexFollower second = IndexFollower.start(broker.bootstrapServers())) {
            List<EmbeddingRun> runs = awaitRuns("killed", 4);
            assertThat(runs).extracting(EmbeddingRun::count).containsOnly((int) PER_BUCKET);
            assertThat(runs)
                    .extracting(EmbeddingRun::bucket)
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        }
        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(broker.bootstrapServers())) {
            assertThat(sequences(log, "killed", ALL)).isEqualTo(range(0, 4 * PER_BUCKET + 10));
        }
    }

    @Test
    void aNewBundleIsReadAndTheOldOneStaysReadable() throws Exception {
        append("old", 0, 20, "twice");
        append("new", 5, 20, "twice");
        append("new", 5, 9, "twice"); // again, after a restart

        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(broker.bootstrapServers())) {
            assertThat(sequences(log, "twice", ALL)).isEqualTo(range(5, 20));
            List<Long> old = new ArrayList<>();
            log.read("twice", "old", ALL, embedding -> old.add(embedding.sequence()));
            assertThat(old).isEqualTo(range(0, 20));
            StoredStream stored = log.stream("twice").orElseThrow();
            assertThat(stored.bundles())
                    .extracting(StoredStream.StoredBundle::name)
                    .containsExactly("tiny new", "tiny old");
            assertThat(stored.span()).isEqualTo(new TimeSpan(0, 20 * SEGMENT_US));
        }
    }

    @Test
    void whatRetentionDeletedIsPassedOver() throws Exception {
        append("one", 0, PER_BUCKET + 20, "deleted");
        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(broker.bootstrapServers())) {
            List<EmbeddingRun> before = new ArrayList<>();
            try (IndexFollower follower = IndexFollower.start(broker.bootstrapServers())) {
                before.addAll(awaitRuns("deleted", 1));
            }
            TopicPartition partition = new TopicPartition(Topics.EMBEDDINGS, 0);
            long half = before.get(0).firstOffset() + PER_BUCKET / 2;
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(half)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            assertThat(sequences(log, "deleted", ALL))
                    .isEqualTo(range(PER_BUCKET / 2, PER_BUCKET + 20));
        }
        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(broker.bootstrapServers())) {
            assertThat(sequences(log, "deleted", ALL))
                    .isEqualTo(range(PER_BUCKET / 2, PER_BUCKET + 20));
        }
    }

    @Test
    void topicsKeepWhatTheyHoldAsLongAsIsConfiguredAlsoWhenThatChanges() throws Exception {
        PipelineTopics.provide(admin, 1, Optional.of(LogConfig.DEFAULT));

        assertThat(setting(Topics.EMBEDDINGS, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
        assertThat(setting(Topics.EMBEDDING_INDEX, "cleanup.policy")).contains("compact");

        LogConfig.Embeddings longer =
                new LogConfig.Embeddings(Duration.ofDays(90), 7_000_000, false, Duration.ofDays(1));
        LogConfig other = new LogConfig(longer, new LogConfig.Events(Duration.ofDays(400)));
        PipelineTopics.provide(admin, 1, Optional.of(other));
        PipelineTopics.provide(admin, 1, Optional.empty());

        assertThat(setting(Topics.EMBEDDINGS, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(90).toMillis()));
        assertThat(setting(Topics.EMBEDDINGS, "retention.bytes")).isEqualTo("7000000");
        assertThat(setting(Topics.EMBEDDING_INDEX, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(90).toMillis()));
        assertThat(setting(Topics.EVENTS, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(400).toMillis()));
        PipelineTopics.provide(admin, 1, Optional.of(LogConfig.DEFAULT));
    }

    @Test
    void aKafkaWithoutRemoteStorageRefusesTiersInOneLine() throws Exception {
        LogConfig.Embeddings tiered =
                new LogConfig.Embeddings(Duration.ofDays(30), 50L << 30, true, Duration.ofDays(1));

        assertThatThrownBy(
                        () ->
                                PipelineTopics.provide(
                                        admin,
                                        1,
                                        Optional.of(
                                                new LogConfig(tiered, LogConfig.Events.DEFAULT))))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("log.embeddings: Kafka refuses it: ");
    }

    private static String setting(String topic, String key)
            throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return requireNonNull(config, topic).get(key).value();
    }
}
