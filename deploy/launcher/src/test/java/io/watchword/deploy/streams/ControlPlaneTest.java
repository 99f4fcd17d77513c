package io.watchword.deploy.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Profile;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.Main;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.kafka.StreamsTopic;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    private final Path data;

    ControlPlaneTest(@TempDir Path directory) {
        this.data = directory.resolve("data");
    }

    @Test
    void withoutARunStreamsAreKeptForTheNextOne() throws Exception {
        try (ControlPlane streams = ControlPlane.open(data, Optional.empty())) {
            assertThat(streams.add(stream("yard", "", "canary"))).isEqualTo(ControlPlane.Added.NEW);
            assertThat(streams.add(stream("yard", "", "canary")))
                    .isEqualTo(ControlPlane.Added.REPLACED);
            assertThat(streams.add(stream("door", "", "canary"))).isEqualTo(ControlPlane.Added.NEW);
        }

        try (ControlPlane streams = ControlPlane.open(data, Optional.empty())) {
            assertThat(streams.contents().specs().keySet()).containsExactly("door", "yard");
            assertThat(StreamRows.read(streams))
                    .extracting(row -> row.spec().streamId())
                    .containsExactly("door", "yard");
            assertThat(streams.remove("door")).isTrue();
            assertThat(streams.remove("door")).isFalse();
            assertThat(streams.contents().specs().keySet()).containsExactly("yard");
        }
        assertThat(secrets()).containsExactly("yard~password");
        assertThat(filesWith("canary")).containsExactly("secrets/yard~password");
    }

    @Test
    void commandsThatChangeWhatIsWatchedAreInTheAuditLog() throws Exception {
        assertThat(run("streams", "add", "yard", "rtsp://user:canary@10.0.0.9/1")).isZero();
        assertThat(run("streams", "add", "yard", "no address")).isNotZero();
        assertThat(run("streams", "remove", "yard")).isZero();

        String log = Files.readString(data.resolve("audit.jsonl"));
        assertThat(log.lines())
                .satisfiesExactly(
                        added ->
                                assertThat(added)
                                        .contains(
                                                "\"who\":\"local\"",
                                                "\"what\":\"streams add\"",
                                                "\"of\":\"yard\""),
                        removed -> assertThat(removed).contains("\"what\":\"streams remove\""));
        assertThat(log).doesNotContain("canary");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        PrintStream out = new PrintStream(OutputStream.nullOutputStream());
        return Main.run(
                new Terminal(out, out, false, Integer.MAX_VALUE),
                Path.of("."),
                all.toArray(String[]::new));
    }

    @Test
    void aRunThatHoldsTheDirectoryIsAsked() throws Exception {
        try (DataDirectory held = DataDirectory.open(data);
                EmbeddedBroker broker = EmbeddedBroker.start(held.broker(), 0)) {
            createTopics(broker.bootstrapServers(), 4);
            held.announce(broker.bootstrapServers(), "127.0.0.1:1");

            try (ControlPlane streams = ControlPlane.open(data, Optional.empty())) {
                streams.add(stream("yard", "", "pw"));
            }
            try (ControlPlane streams =
                    ControlPlane.open(data, Optional.of(broker.bootstrapServers()))) {
                assertThat(streams.contents().specs().keySet()).containsExactly("yard");
            }
        }
    }

    @Test
    void aRunsStreamsGoWithItAndTheirProgressStays() throws Exception {
        try (DataDirectory held = DataDirectory.open(data);
                EmbeddedBroker broker = EmbeddedBroker.start(held.broker(), 0)) {
            createTopics(broker.bootstrapServers(), 4);
            held.announce(broker.bootstrapServers(), "127.0.0.1:1");
            StreamProgress progress = new StreamProgress("mine", 2, 5, 6, 7, 0, false, 0, false);
            try (ControlPlane streams = ControlPlane.open(data, Optional.empty())) {
                streams.add(stream("kept", "", "pw"));
                streams.add(stream("mine", "run-2", "pw"));
                streams.add(stream("old", "run-1", "pw"));
                writeProgress(broker.bootstrapServers(), progress);

                streams.removeOf("run-2", true);
                assertThat(streams.contents().specs().keySet()).containsExactly("kept", "mine");

                streams.removeOf("run-2", false);
                assertThat(streams.contents().specs().keySet()).containsExactly("kept");
                assertThat(streams.contents().progress())
                        .containsExactly(Map.entry("mine", progress));
            }
            assertThat(secrets()).containsExactly("kept~password");
            assertThat(partitionsOf(broker.bootstrapServers(), "mine")).hasSize(1);
        }
    }

    @Test
    void aStreamsRecordsLieWhereKafkaPutsItsId() {
        assertThat(StreamsTopic.partition("yard", 1)).isZero();
        assertThat(
                        Stream.of("yard", "door", "двор", "clip-ba7816bf")
                                .map(id -> StreamsTopic.partition(id, 16)))
                .containsExactlyElementsOf(
                        Stream.of("yard", "door", "двор", "clip-ba7816bf")
                                .map(
                                        id ->
                                                org.apache.kafka.clients.producer.internals
                                                        .BuiltInPartitioner.partitionForKey(
                                                        id.getBytes(UTF_8), 16))
                                .toList());
    }

    private static void createTopics(String bootstrapServers, int streamPartitions)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(
                            List.of(
                                    new org.apache.kafka.clients.admin.NewTopic(
                                                    Topics.STREAMS, streamPartitions, (short) 1)
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            PipelineTopics.create(admin, 2);
        }
    }

    private static void writeProgress(String bootstrapServers, StreamProgress progress)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.STREAMS,
                                    StreamsTopic.partition(progress.streamId(), 4),
                                    StreamProgress.key(progress.streamId()).getBytes(UTF_8),
                                    StreamsCodec.encode(progress)))
                    .get();
        }
    }

    private static List<Integer> partitionsOf(String bootstrapServers, String streamId) {
        java.util.TreeSet<Integer> partitions = new java.util.TreeSet<>();
        TopicScan.all(
                bootstrapServers,
                Topics.STREAMS,
                record -> {
                    if (new String(record.key(), UTF_8).startsWith(streamId)) {
                        partitions.add(record.partition());
                    }
                });
        return List.copyOf(partitions);
    }

    private static NewStream stream(String id, String owner, String password) {
        return new NewStream(
                new StreamSpec(
                        id,
                        "rtsp://u:${secret:" + id + "~password}@camera:554/1",
                        Profile.SURVEILLANCE,
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        owner),
                Map.of(id + "~password", password),
                List.of());
    }

    private List<String> secrets() throws Exception {
        try (Stream<Path> files = Files.list(DataDirectory.secrets(data))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Files in the data directory in whose bytes a text stands. */
    private List<String> filesWith(String text) throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Files.copy(file, bytes);
            return bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
