package io.watchword.deploy.view;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.ingest.IngestWiring;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.view.http.ViewServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run of {@code view}. */
final class ViewRun implements UntilSignal.Service {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration VIEW_LIMIT = Duration.ofSeconds(15);
    private static final Duration OTHER_LIMIT = Duration.ofSeconds(1);

    private final ViewOptions options;
    private final PipelineConfig config;
    private final ModelBundle bundle;
    private final Terminal terminal;

    ViewRun(ViewOptions options, PipelineConfig config, ModelBundle bundle, Terminal terminal) {
        this.options = options;
        this.config = config;
        this.bundle = bundle;
        this.terminal = terminal;
    }

    @Override
    public int run(DataDirectory data, CloseStack open, BooleanSupplier ending) throws Exception {
        Readiness readiness = new Readiness();
        Meters meters = open.add("meters", new Meters(), OTHER_LIMIT);
        ProcessHealth health = new ProcessHealth(readiness, meters, data.root());
        PipelineTopics.provideAt(
                options.bootstrap(),
                AllInOne.PARTITIONS,
                options.config().map(given -> config.log()));
        SecretStore secrets = SecretStore.open(DataDirectory.secrets(data.root()), System.getenv());
        ServedAccess access = ServedAccess.of(config, data.root());
        ViewWiring view =
                new ViewWiring(
                        new ViewWiring.Settings(
                                config,
                                bundle,
                                data.root(),
                                IngestWiring.recordings(config.ingest(), data.root()),
                                secrets,
                                meters,
                                options.grpcPort(),
                                access));
        open.add("view", view.start(options.bootstrap()), VIEW_LIMIT);
        readiness.add("view", view::unready);
        ViewServer http =
                open.add(
                        "page",
                        PagePort.start(options.httpPort(), config.http().port(), access, health),
                        OTHER_LIMIT);
        http.serve(
                view.parts(
                        Optional.of(config.fuse().languageModel())
                                .filter(target -> !target.isEmpty())));
        ViewWiring.announce(data, access, view.grpcPort());
        open.add("announcement", data::withdraw, OTHER_LIMIT);
        open.add("readiness", readiness::stopping, OTHER_LIMIT);
        readiness.started();
        double readyS = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        say(String.format(Locale.ROOT, "ready in %.1f s", readyS));
        say("page on " + access.pageAddress(http.port()));
        say("grpc on " + access.grpcTarget(view.grpcPort()));
        while (!ending.getAsBoolean()) {
            Thread.sleep(LOOK.toMillis());
        }
        return ExitCode.OK;
    }

    private void say(String line) {
        if (!options.quiet()) {
            terminal.say(line);
        }
    }
}
