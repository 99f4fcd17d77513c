package io.watchword.deploy.allinone;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.encoders.EncodeConfig;
import io.watchword.fusion.FuseConfig;
import io.watchword.llm.LlmConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts everything once and stops it: the launcher script has Java note down the classes that were
 * loaded, so that later starts are faster.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /**
     * Runs the rehearsal.
     *
     * @param bundle any bundle that can be run
     */
    public static void run(Path bundle) throws Exception {
        try (DataDirectory data = DataDirectory.temporary();
                AllInOne all = AllInOne.start(settings(bundle, data), () -> broker(data))) {
            all.failure()
                    .ifPresent(
                            failure -> {
                                throw new IllegalStateException(failure);
                            });
        }
    }

    private static AllInOne.Settings settings(Path bundle, DataDirectory data)
            throws java.io.IOException {
        Path out = Files.createDirectories(data.flinkTemporary().resolve("out"));
        return new AllInOne.Settings(
                ModelBundle.open(bundle),
                bundle,
                EncodeConfig.DEFAULT,
                FuseConfig.DEFAULT,
                LlmConfig.DEFAULT,
                Optional.empty(),
                data,
                out);
    }

    private static EmbeddedBroker broker(DataDirectory data) throws java.io.IOException {
        return EmbeddedBroker.start(data.broker(), 0);
    }
}
