package io.watchword.deploy.ingest;

import static io.watchword.contract.Checks.checkState;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.metrics.MetricsServer;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.deploy.metrics.StreamMetrics;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.log.kafka.IndexFollower;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run of {@code ingest}. */
final class IngestRun implements UntilSignal.Service {
    private static final Duration LOOK = Duration.ofMillis(200);

    // Together below 25 seconds: who sends SIGTERM often sends SIGKILL after 30.
    private static final Duration INGEST_LIMIT = Duration.ofSeconds(20);
    private static final Duration OTHER_LIMIT = Duration.ofSeconds(1);

    private final IngestOptions options;
    private final PipelineConfig config;
    private final Terminal terminal;

    IngestRun(IngestOptions options, PipelineConfig config, Terminal terminal) {
        this.options = options;
        this.config = config;
        this.terminal = terminal;
    }

    @Override
    public int run(DataDirectory data, CloseStack open, BooleanSupplier ending) throws Exception {
        Readiness readiness = new Readiness();
        MetricsServer http =
                open.add(
                        "metrics",
                        MetricsServer.start(
                                options.httpPort().orElse(config.http().port()), readiness),
                        OTHER_LIMIT);
        PipelineTopics.provideAt(
                options.bootstrap(),
                AllInOne.PARTITIONS,
                options.config().map(given -> config.log()));
        // The workers share it, as they share the streams.
        open.add("embedding index", IndexFollower.start(options.bootstrap()), OTHER_LIMIT);
        IngestStarter.Ingest worker =
                open.add(
                        "ingest",
                        IngestWiring.start(
                                new IngestStarter.Request(
                                        options.bootstrap(),
                                        options.worker(),
                                        config.ingest(),
                                        data.root(),
                                        SecretStore.open(
                                                DataDirectory.secrets(data.root()),
                                                System.getenv()),
                                        new StreamMetrics(http.registry()))),
                        INGEST_LIMIT);
        readiness.add("ingest", worker::failure);
        open.add("readiness", readiness::stopping, OTHER_LIMIT);
        readiness.started();
        double readyS = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        say(String.format(Locale.ROOT, "ready in %.1f s", readyS));
        say("metrics on http://127.0.0.1:" + http.port() + "/metrics");
        while (!ending.getAsBoolean()) {
            Thread.sleep(LOOK.toMillis());
            Optional<String> failure = worker.failure();
            checkState(failure.isEmpty() || ending.getAsBoolean(), "%s", failure.orElse(""));
        }
        return ExitCode.OK;
    }

    private void say(String line) {
        if (!options.quiet()) {
            terminal.say(line);
        }
    }
}
