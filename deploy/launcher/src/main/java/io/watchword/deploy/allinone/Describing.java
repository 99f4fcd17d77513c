package io.watchword.deploy.allinone;

import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.client.GrpcDescriber;
import io.watchword.fusion.client.ModelGate;
import io.watchword.fusion.client.SharedGate;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.kafka.KafkaKeyframes;
import io.watchword.fusion.revise.kafka.KafkaReviser;
import io.watchword.fusion.revise.kafka.ScannedEmbeddings;
import java.util.Optional;

/**
 * The gate to the language model, which the fuse job shares, and what revises captions that had to
 * be written without the model.
 */
public final class Describing implements AutoCloseable {
    private final SharedGate.Lease gate;
    private final KafkaReviser reviser;

    private Describing(SharedGate.Lease gate, KafkaReviser reviser) {
        this.gate = gate;
        this.reviser = reviser;
    }

    static Describing start(
            String bootstrapServers, FuseConfig config, String bundleSha256, String model) {
        SharedGate gate = new SharedGate(model, config.outage());
        Keyframes keyframes =
                config.describing().keyframes()
                        ? KafkaKeyframes.open(bootstrapServers)
                        : Keyframes.NONE;
        return new Describing(
                gate.acquire(),
                KafkaReviser.start(
                        bootstrapServers,
                        config,
                        bundleSha256,
                        new ScannedEmbeddings(bootstrapServers),
                        GrpcDescriber.ofNoHaste(gate, config.describing(), keyframes)));
    }

    public ModelGate gate() {
        return gate.gate();
    }

    public KafkaReviser.Counts captions() {
        return reviser.counts();
    }

    Optional<String> failure() {
        return reviser.failure();
    }

    @Override
    public void close() {
        reviser.close();
        gate.close();
    }
}
