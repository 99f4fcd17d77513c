package io.watchword.deploy.allinone;

import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.client.GrpcDescriber;
import io.watchword.fusion.client.ModelGate;
import io.watchword.fusion.client.SharedGate;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.kafka.KafkaKeyframes;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import io.watchword.fusion.revise.kafka.KafkaReviser;
import java.util.Optional;

/**
 * The gate to the language model, which the fuse job shares, and what revises captions that had to
 * be written without the model.
 */
public final class Describing implements AutoCloseable {
    private final SharedGate.Lease gate;
    private final UnderstandingLog log;
    private final KafkaReviser reviser;

    private Describing(SharedGate.Lease gate, UnderstandingLog log, KafkaReviser reviser) {
        this.gate = gate;
        this.log = log;
        this.reviser = reviser;
    }

    static Describing start(
            String bootstrapServers, FuseConfig config, String bundleSha256, String model) {
        SharedGate gate = new SharedGate(model, config.outage());
        Keyframes keyframes =
                config.describing().keyframes()
                        ? KafkaKeyframes.open(bootstrapServers)
                        : Keyframes.NONE;
        UnderstandingLog log = KafkaUnderstandingLog.open(bootstrapServers);
        return new Describing(
                gate.acquire(),
                log,
                KafkaReviser.start(
                        bootstrapServers,
                        config,
                        bundleSha256,
                        log::read, // by the reviser's thread alone until that has ended
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
        log.close();
        gate.close();
    }
}
