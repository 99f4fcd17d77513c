package io.watchword.deploy.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoredSegmentsTest {
    private static final int MANY = 150; // more than are looked back at

    private final Path directory;

    StoredSegmentsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void showsTheNewestPictureAndFindsWhatLiesFarBack() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, 2);
            send(broker, "yard", 0, MANY);
            Instant told = Instant.now();
            try (StoredSegments segments = StoredSegments.open(broker.bootstrapServers())) {
                await(() -> segments.latest("yard").isPresent());
                send(broker, "gate", 0, 1);
                await(() -> segments.latest("gate").isPresent());

                assertThat(segments.at("yard", 2_000_000, told))
                        .hasValue(SampleSegments.jpeg("yard", 1));
                assertThat(segments.at("yard", 3_500_000, told)).hasValue("later".getBytes(UTF_8));
                assertThat(
                                segments.trace("yard", new TimeSpan(4_000_000, 8_000_000), told)
                                        .orElseThrow()
                                        .loudnessDbfs()[0])
                        .isGreaterThan(-21f);
                assertThat(segments.at("yard", 1_000_000_000_000L, told)).isEmpty();
                assertThat(segments.latest("attic")).isEqualTo(Optional.empty());
            }
        }
    }

    private static void send(EmbeddedBroker broker, String streamId, int from, int count) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int number = from; number < from + count; number++) {
                Segment segment = SampleSegments.of(streamId, number);
                Future<RecordMetadata> unused =
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.SEGMENTS,
                                        streamId.getBytes(UTF_8),
                                        SegmentCodec.encode(segment)));
            }
            producer.flush();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("too late").isNegative();
            Thread.sleep(20);
        }
    }
}
