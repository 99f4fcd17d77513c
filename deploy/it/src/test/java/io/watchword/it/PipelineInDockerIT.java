package io.watchword.it;

import io.watchword.deploy.kafka.Broker;
import io.watchword.deploy.kafka.BrokerChoice;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The pipeline on Apache Kafka in a container. */
@Tag("docker")
class PipelineInDockerIT extends PipelineContract {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.2.1");

    private static final KafkaContainer KAFKA =
            new KafkaContainer(IMAGE).withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(8 << 20));

    PipelineInDockerIT(@TempDir Path directory) {
        super(directory);
    }

    @BeforeAll
    static void startKafka() {
        KAFKA.start();
    }

    @AfterAll
    static void stopKafka() {
        KAFKA.stop();
    }

    @Override
    BrokerChoice broker() {
        return (data, port) -> new Running(KAFKA.getBootstrapServers());
    }

    /** It outlives a run, as a cluster does. */
    private record Running(String bootstrapServers) implements Broker {
        @Override
        public void close() {}
    }
}
