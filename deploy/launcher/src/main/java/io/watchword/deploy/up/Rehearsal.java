package io.watchword.deploy.up;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.view.PagePort;
import io.watchword.deploy.view.ProcessHealth;
import io.watchword.deploy.view.StartingPage;
import io.watchword.deploy.view.ViewWiring;
import io.watchword.encoders.EncodeConfig;
import io.watchword.fusion.FuseConfig;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.view.http.ViewServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
                Meters meters = new Meters();
                StartingPage page = StartingPage.begin(() -> page(data, meters))) {
            ViewWiring view = new ViewWiring(view(bundle, data, meters));
            try (AllInOne all =
                    AllInOne.start(
                            settings(bundle, data), () -> broker(data), EngineMetrics.NONE, view)) {
                page.await().serve(view.parts(Optional.of(all.llmTarget())));
                check(all);
            }
        }
    }

    private static ViewServer page(DataDirectory data, Meters meters) throws IOException {
        return PagePort.start(
                Optional.of(0),
                0,
                ServedAccess.of(PipelineConfig.DEFAULT, data.root()),
                new ProcessHealth(new Readiness(), meters, data.root()));
    }

    private static ViewWiring.Settings view(Path bundle, DataDirectory data, Meters meters) {
        return new ViewWiring.Settings(
                PipelineConfig.DEFAULT,
                ModelBundle.open(bundle),
                data.root(),
                data.root().resolve("media"),
                SecretStore.open(DataDirectory.secrets(data.root()), Map.of()),
                meters,
                Optional.empty(),
                ServedAccess.of(PipelineConfig.DEFAULT, data.root()));
    }

    private static void check(AllInOne all) {
        all.failure()
                .ifPresent(
                        failure -> {
                            throw new IllegalStateException(failure);
                        });
    }

    private static AllInOne.Settings settings(Path bundle, DataDirectory data) throws IOException {
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

    private static EmbeddedBroker broker(DataDirectory data) throws IOException {
        return EmbeddedBroker.start(data.broker(), 0);
    }
}
