package io.watchword.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerGroupsTest {
    private final Path directory;

    ConsumerGroupsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void forgetsAGroupThatStillCountsMembers() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> member = member(broker)) {
            PipelineTopics.create(admin, 1);
            member.subscribe(List.of(Topics.EVENTS));
            while (member.assignment().isEmpty()) {
                member.poll(Duration.ofMillis(50));
            }

            ConsumerGroups.forgetAll(admin);

            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private static KafkaConsumer<byte[], byte[]> member(EmbeddedBroker broker) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "a group"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
