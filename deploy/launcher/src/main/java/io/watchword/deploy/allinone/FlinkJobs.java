package io.watchword.deploy.allinone;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.flink.FlinkCluster;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.flink.EncodeJob;
import io.watchword.encoders.flink.EncodeJobConfig;
import io.watchword.encoders.onnx.SharedEncoders;
import io.watchword.fusion.flink.FuseJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The two jobs of the pipeline, as its settings want them. */
final class FlinkJobs {
    private static final String ENCODE_JOB = "encode";
    private static final String FUSE_JOB = "fuse";

    private final AllInOne.Settings settings;

    FlinkJobs(AllInOne.Settings settings) {
        this.settings = settings;
    }

    /** Loads the encoders, which the job then finds loaded; refuses a bundle that cannot be run. */
    EncoderLease loadEncoders() throws Exception {
        return Refusal.asMistake(new SharedEncoders(bundleDirectory(), settings.encode())::acquire);
    }

    void submitEncoding(FlinkCluster flink, String bootstrapServers) throws Exception {
        EncodeJobConfig config =
                new EncodeJobConfig(
                        bootstrapServers, bundleDirectory(), Duration.ZERO, settings.encode());
        flink.submit(ENCODE_JOB, env -> EncodeJob.build(env, config));
    }

    void submitFusing(FlinkCluster flink, String bootstrapServers, String llmTarget)
            throws Exception {
        flink.submit(
                FUSE_JOB,
                env ->
                        FuseJob.build(
                                env, settings.fuse(), bootstrapServers, llmTarget, audioLabels()));
    }

    /** What the bundle's audio encoder tells apart; nothing where the bundle has none. */
    private List<String> audioLabels() {
        ModelBundle bundle = settings.bundle();
        List<String> labels = new ArrayList<>();
        if (bundle.has(ModelBundle.Roles.AUDIO_ENCODER)) {
            bundle.section("audio").path("labels").forEach(label -> labels.add(label.asText()));
        }
        return List.copyOf(labels);
    }

    private String bundleDirectory() {
        return settings.bundleDirectory().toAbsolutePath().normalize().toString();
    }
}
