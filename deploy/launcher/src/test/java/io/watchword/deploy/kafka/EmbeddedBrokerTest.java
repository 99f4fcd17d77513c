package io.watchword.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Topics;
import io.watchword.deploy.UserMistake;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private final Path directory;

    EmbeddedBrokerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void keepsItsRecordsWhenItIsStartedAgain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            createTopics(broker);
            produceWithTimestamp(broker, "an event", 1_420_000_000_000L);
        }

        List<ConsumerRecord<byte[], byte[]>> kept;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            createTopics(broker);
            kept = consume(broker, 1);
        }

        assertThat(kept).hasSize(1);
        assertThat(new String(kept.get(0).value(), UTF_8)).isEqualTo("an event");
        assertThat(kept.get(0).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.start(directory, port))
                    .isInstanceOf(UserMistake.class)
                    .hasMessage("port " + port + " on 127.0.0.1 is in use");
        }
    }

    private static void createTopics(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, 1);
        }
    }

    private static void produceWithTimestamp(EmbeddedBroker broker, String value, long timestampMs)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.EVENTS, 0, timestampMs, null, value.getBytes(UTF_8)))
                    .get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(EmbeddedBroker broker, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.EVENTS, 0)));
            while (records.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
