package io.watchword.encoders.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Ids;
import io.watchword.contract.Modality;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.Topics;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.EncoderSource;
import io.watchword.encoders.onnx.SharedEncoders;
import io.watchword.encoders.testing.FakeEncoders;
import io.watchword.encoders.testing.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class EncodeJobTest {
    private static MiniCluster cluster;

    private final List<RawRecord> in = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        MiniClusterConfiguration configuration =
                new MiniClusterConfiguration.Builder()
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(2)
                        .setRpcServiceSharing(RpcServiceSharing.SHARED)
                        .withRandomPorts()
                        .build();
        cluster = new MiniCluster(configuration);
        cluster.start();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void clear() {
        CollectingSink.clear();
    }

    @Test
    void encodesTwoStreamsEachInItsOrder() throws Exception {
        for (int sequence = 0; sequence < 6; sequence++) {
            add(Segments.of("a", sequence, 40 + sequence, 2));
            add(Segments.of("b", sequence, 140 + sequence, 2));
        }
        add(Segments.end("a", 6));
        add(Segments.end("b", 6));

        run(new FakeEncoders.Source(), 2);

        assertThat(sequences("a")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(sequences("b")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(embeddings("a").get(6).last()).isTrue();
    }

    @Test
    void letsTheTemporalEncoderSeeTheLastSegmentsOfItsOwnStreamOnly() throws Exception {
        for (int sequence = 0; sequence < 5; sequence++) {
            add(Segments.of("a", sequence, 40 + sequence, 2));
            add(Segments.of("b", sequence, 240, 2));
        }
        add(Segments.of("a", 0, 5, 60, 2, true));

        run(new FakeEncoders.Source(), 1);

        List<Embedding> a = embeddings("a");
        assertThat(seen(a.get(0))).containsExactly(0, 0, 0, 40);
        assertThat(seen(a.get(4))).containsExactly(41, 42, 43, 44);
        assertThat(seen(a.get(5))).containsExactly(0, 0, 0, 60);
    }

    @Test
    void putsAsideWhatItCannotReadAndGoesOn() throws Exception {
        add(Segments.of("a", 0, 40, 2));
        RawRecord good = record(Segments.of("a", 1, 41, 2));
        byte[] changed = good.value().clone();
        changed[changed.length / 2] ^= 1;
        in.add(new RawRecord(good.key(), changed, good.headers(), 3, 77));
        byte[] noise = {9, 9, 9};
        in.add(
                new RawRecord(
                        good.key(), noise, RawRecord.Header.of(Headers.of("x", noise)), 3, 78));
        in.add(new RawRecord(good.key(), good.value(), List.of(), 3, 79));
        add(Segments.end("a", 2));

        run(new FakeEncoders.Source(), 1);

        assertThat(sequences("a")).containsExactly(0L, 2L);
        List<OutRecord> dead = deadLetters();
        assertThat(dead)
                .extracting(record -> header(record, Headers.DLQ_REASON))
                .containsExactly("CHECKSUM", "INVALID_RECORD", "CHECKSUM");
        assertThat(dead)
                .extracting(record -> header(record, Headers.DLQ_OFFSET))
                .containsExactly("77", "78", "79");
        assertThat(dead.get(0).value()).isEqualTo(changed);
        assertThat(dead.get(0).key()).isEqualTo(good.key());
        assertThat(header(dead.get(0), Headers.SHA256)).isEqualTo(Ids.sha256Hex(good.value()));
        assertThat(header(dead.get(0), Headers.DLQ_TOPIC)).isEqualTo("segments");
        assertThat(header(dead.get(0), Headers.DLQ_PARTITION)).isEqualTo("3");
        assertThat(header(dead.get(0), Headers.DLQ_STAGE)).isEqualTo("encode");
    }

    @Test
    void putsAsideWhatAModelAnswersWithNanAndGoesOn() throws Exception {
        add(Segments.of("a", 0, 40, 2));
        add(Segments.of("a", 1, 41, FakeEncoders.NAN));
        add(Segments.of("a", 2, 42, FakeEncoders.SHORT));
        add(Segments.of("a", 3, 43, 2));
        add(Segments.end("a", 4));

        run(new FakeEncoders.Source(), 1);

        assertThat(sequences("a")).containsExactly(0L, 3L, 4L);
        assertThat(seen(embeddings("a").get(1))).containsExactly(40, 0, 0, 43);
        assertThat(deadLetters())
                .extracting(record -> header(record, Headers.DLQ_REASON))
                .containsExactly("INVALID_OUTPUT", "INVALID_OUTPUT");
        assertThat(deadLetters().get(0).value())
                .isEqualTo(SegmentCodec.encode(Segments.of("a", 1, 41, FakeEncoders.NAN)));
    }

    @Test
    void aBugFailsTheJobAndNotTheRecord() {
        add(Segments.of("a", 0, 40, FakeEncoders.BUG));

        assertThatThrownBy(() -> run(new FakeEncoders.Source(), 1))
                .hasStackTraceContaining("IllegalStateException: bug");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void namesAnEmbeddingByItsSegmentAndBundle() throws Exception {
        Segment segment = Segments.of("a", 0, 40, 2);
        RawRecord raw = record(segment);
        raw.headers().add(new RawRecord.Header(Headers.TIME_CAPTURE, "123".getBytes(UTF_8)));
        in.add(raw);

        run(new FakeEncoders.Source(), 1);

        OutRecord out = CollectingSink.records().get(0);
        assertThat(out.topic()).isEqualTo(Topics.EMBEDDINGS);
        assertThat(new String(out.key(), UTF_8)).isEqualTo("a");
        assertThat(header(out, Headers.ID))
                .isEqualTo(Ids.embeddingId(segment.segmentId(), "ab".repeat(32)));
        assertThat(header(out, Headers.SHA256)).isEqualTo(Ids.sha256Hex(out.value()));
        assertThat(header(out, Headers.TIME_CAPTURE)).isEqualTo("123");
        assertThat(header(out, Headers.TIME_ENCODE)).matches("[0-9]{16}");
    }

    @Test
    void encodesWithARealBundle() throws Exception {
        for (int sequence = 0; sequence < 5; sequence++) {
            add(Segments.of("a", sequence, 40 + 20 * sequence, 3 * sequence));
        }
        add(Segments.end("a", 5));

        run(new SharedEncoders("../models/testbundle", EncodeConfig.DEFAULT), 1);

        assertThat(deadLetters()).isEmpty();
        List<Embedding> embeddings = embeddings("a");
        assertThat(embeddings).hasSize(6);
        assertThat(embeddings.get(4).blocks())
                .extracting(block -> block.modality() + " " + block.count() + "×" + block.dim())
                .containsExactly(
                        "SPATIAL 15×128", "MOTION 45×128", "AUDIO 10×128", "TEMPORAL 8×128");
        assertThat(embeddings.get(4).motionIds()).hasSize(45);
        assertThat(embeddings.get(4).searchVector()).hasSize(128);
        assertThat(embeddings.get(4).facts().audioScores()).hasSize(6);
    }

    private void run(EncoderSource encoders, int parallelism) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration)) {
            env.setParallelism(parallelism);
            env.getConfig().enableObjectReuse();
            EncodeJob.connect(
                    env.fromData(
                                    in,
                                    org.apache.flink.api.common.typeinfo.TypeInformation.of(
                                            RawRecord.class))
                            .setParallelism(1),
                    encoders,
                    new CollectingSink(),
                    EncodeConfig.DEFAULT);
            cluster.executeJobBlocking(env.getStreamGraph().getJobGraph());
        }
    }

    private void add(Segment segment) {
        in.add(record(segment));
    }

    private static RawRecord record(Segment segment) {
        byte[] value = SegmentCodec.encode(segment);
        return new RawRecord(
                segment.streamId().getBytes(UTF_8),
                value,
                RawRecord.Header.of(Headers.of(segment.segmentId(), value)),
                0,
                segment.sequence());
    }

    private static List<Embedding> embeddings(String streamId) {
        List<Embedding> embeddings = new ArrayList<>();
        for (OutRecord record : CollectingSink.records()) {
            if (record.topic().equals(Topics.EMBEDDINGS)) {
                Embedding embedding =
                        ((Decoded.Valid<Embedding>) EmbeddingCodec.decode(record.value())).value();
                if (embedding.streamId().equals(streamId)) {
                    embeddings.add(embedding);
                }
            }
        }
        return embeddings;
    }

    private static List<Long> sequences(String streamId) {
        return embeddings(streamId).stream().map(Embedding::sequence).toList();
    }

    private static List<OutRecord> deadLetters() {
        return CollectingSink.records().stream()
                .filter(record -> record.topic().equals("segments.dlq"))
                .toList();
    }

    private static String header(OutRecord record, String name) {
        Map<String, String> headers = new java.util.HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.name(), new String(header.value(), UTF_8)));
        return headers.getOrDefault(name, "");
    }

    /** First spatial value of each segment in the window, as the fake temporal encoder tells. */
    private static int[] seen(Embedding embedding) {
        float[] tokens = embedding.block(Modality.TEMPORAL).orElseThrow().dequantise();
        int[] seen = new int[tokens.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Math.round(tokens[i]);
        }
        return seen;
    }
}
