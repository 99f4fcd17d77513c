package io.watchword.ingest.clock;

import io.watchword.deploy.ExitCode;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.flink.EncodeJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Breaks every layer rule on purpose: {@code LayersTest} checks that each of them notices. */
final class PlantedViolation {
    private PlantedViolation() {}

    static ProducerRecord<String, Integer> logicThatKnowsAnEngineAndAnotherStage() {
        return new ProducerRecord<>(EncodeJob.GROUP, EncodeConfig.DEFAULT.maxBatchSize());
    }

    static Class<?> logicThatKnowsAShell() {
        return EncodeJob.class;
    }

    static Class<?> stageThatKnowsDeploy() {
        return ExitCode.class;
    }

    static void codeThatEndsTheProcess() {
        System.exit(1);
    }

    static ObjectInputStream codeThatReadsSerialisedObjects(InputStream in) throws IOException {
        return new ObjectInputStream(in);
    }
}
