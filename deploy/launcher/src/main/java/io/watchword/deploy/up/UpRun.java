package io.watchword.deploy.up;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.DescribingMetrics;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.config.SinkConfig;
import io.watchword.deploy.connect.SinkSettings;
import io.watchword.deploy.ingest.IngestStarter;
import io.watchword.deploy.ingest.IngestWiring;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.metrics.LlmMetrics;
import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.deploy.metrics.StreamMetrics;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.streams.ControlPlane;
import io.watchword.deploy.streams.NewStream;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.view.PagePort;
import io.watchword.deploy.view.ProcessHealth;
import io.watchword.deploy.view.StartingPage;
import io.watchword.deploy.view.ViewWiring;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.view.http.ViewServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One run of {@code up}. */
final class UpRun {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SINKS_EVERY = Duration.ofSeconds(30);

    // Together below 25 seconds: who sends SIGTERM often sends SIGKILL after 30.
    private static final Duration INGEST_LIMIT = Duration.ofSeconds(7);
    private static final Duration STREAMS_LIMIT = Duration.ofSeconds(3);
    private static final Duration PIPELINE_LIMIT = Duration.ofSeconds(11);
    private static final Duration OTHER_LIMIT = Duration.ofSeconds(1);

    private final UpOptions options;
    private final PipelineConfig config;
    private final ModelBundle bundle;
    private final DataDirectory data;
    private final Terminal terminal;
    private final BooleanSupplier ending;
    private final String runId;

    UpRun(
            UpOptions options,
            PipelineConfig config,
            ModelBundle bundle,
            DataDirectory data,
            Terminal terminal,
            BooleanSupplier ending) {
        this.options = options;
        this.config = config;
        this.bundle = bundle;
        this.data = data;
        this.terminal = terminal;
        this.ending = ending;
        this.runId =
                "up-"
                        + ProcessHandle.current().pid()
                        + "-"
                        + ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /**
     * Runs until told to end.
     *
     * @param open takes what must be closed at the end, in the order of its start
     */
    int run(BrokerChoice broker, IngestStarter ingest, CloseStack open) throws Exception {
        CompletableFuture<List<NewStream>> sources =
                CompletableFuture.supplyAsync(this::identify); // reads whole files
        Readiness readiness = new Readiness();
        Meters meters = open.add("meters", new Meters(), OTHER_LIMIT);
        ProcessHealth health = new ProcessHealth(readiness, meters, data.root());
        ServedAccess access = ServedAccess.of(config, data.root());
        StartingPage page = open.add("page", startPage(access, health), OTHER_LIMIT);
        SecretStore secrets = SecretStore.open(DataDirectory.secrets(data.root()), System.getenv());
        ViewWiring view = new ViewWiring(view(secrets, meters, access));
        AllInOne pipeline =
                open.add(
                        "pipeline",
                        AllInOne.start(
                                settings(),
                                () -> broker.start(data.broker(), 0),
                                new LlmMetrics(meters.registry()),
                                view),
                        PIPELINE_LIMIT);
        pipeline.health().forEach(readiness::add);
        readiness.add("view", view::unready);
        DescribingMetrics.bind(meters.registry(), pipeline.describing());
        health.watch(pipeline.describing().gate());
        String bootstrap = pipeline.bootstrapServers();
        ViewServer http = open.add("page", page.await(), OTHER_LIMIT); // before the view ends
        http.serve(view.parts(Optional.of(pipeline.llmTarget())));
        StreamNews news =
                open.add(
                        "news", StreamNews.open(bootstrap, terminal, options.quiet()), OTHER_LIMIT);
        ControlPlane streams =
                open.add("streams client", ControlPlane.at(bootstrap, secrets), OTHER_LIMIT);
        open.add("streams of this run", () -> streams.removeOf(runId, false), STREAMS_LIMIT);
        streams.removeOf(runId, true);
        register(sources.get(), streams);
        data.announce(bootstrap, pipeline.llmTarget());
        ViewWiring.announce(data, access, view.grpcPort());
        open.add("announcement", data::withdraw, OTHER_LIMIT);
        IngestStarter.Request request =
                new IngestStarter.Request(
                        bootstrap,
                        runId,
                        config.ingest(),
                        data.root(),
                        secrets,
                        new StreamMetrics(meters.registry()));
        IngestStarter.Ingest worker = open.add("ingest", ingest.start(request), INGEST_LIMIT);
        readiness.add("ingest", worker::failure);
        for (SinkConfig sink : config.sinks()) {
            pipeline.addSink(sink, SinkSettings.of(sink));
        }
        open.add("readiness", readiness::stopping, OTHER_LIMIT);
        readiness.started();
        sayReady(access, http.port(), view.grpcPort());
        return follow(pipeline, worker, news);
    }

    private void sayReady(ServedAccess access, int httpPort, int grpcPort) {
        double readyS = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        say(String.format(Locale.ROOT, "ready in %.1f s", readyS));
        say("page on " + access.pageAddress(httpPort));
        say("grpc on " + access.grpcTarget(grpcPort));
    }

    private StartingPage startPage(ServedAccess access, ProcessHealth health) {
        return StartingPage.begin(
                () -> PagePort.start(options.httpPort(), config.http().port(), access, health));
    }

    private ViewWiring.Settings view(SecretStore secrets, Meters meters, ServedAccess access) {
        return new ViewWiring.Settings(
                config,
                bundle,
                data.root(),
                IngestWiring.recordings(config.ingest(), data.root()),
                secrets,
                meters,
                options.grpcPort(),
                access);
    }

    private AllInOne.Settings settings() {
        return new AllInOne.Settings(
                bundle,
                options.bundle(),
                config.encode(),
                config.fuse(),
                config.llm(),
                options.config().map(given -> config.log()),
                data,
                options.out());
    }

    private List<NewStream> identify() {
        List<NewStream> streams = new ArrayList<>();
        for (String source : options.sources()) {
            streams.add(identify(source, Optional.empty()));
        }
        return streams;
    }

    private NewStream identify(String source, Optional<String> id) {
        return NewStream.of(Up.request(options, source, id, runId), HostResolver.SYSTEM);
    }

    /** Streams that stay are never replaced by those of a run, nor those of a run by each other. */
    private void register(List<NewStream> sources, ControlPlane streams) throws Exception {
        for (int index = 0; index < sources.size(); index++) {
            NewStream stream = sources.get(index);
            String id = stream.spec().streamId();
            Optional<String> sameAs = streams.sourceOf(id);
            boolean there = sameAs.filter(stream.spec().source()::equals).isPresent();
            for (int count = 2; sameAs.isPresent() && !there; count++) {
                stream = identify(options.sources().get(index), Optional.of(id + "-" + count));
                sameAs = streams.sourceOf(stream.spec().streamId());
                there = sameAs.filter(stream.spec().source()::equals).isPresent();
            }
            stream.notes().forEach(this::say);
            if (!there) {
                streams.add(stream);
            }
        }
    }

    /** Shows what happens until told to end; throws when something died. */
    private int follow(AllInOne pipeline, IngestStarter.Ingest worker, StreamNews news)
            throws InterruptedException {
        long sinksLookedAtNs = System.nanoTime();
        while (!ending.getAsBoolean()) {
            news.poll(POLL);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - sinksLookedAtNs > SINKS_EVERY.toNanos()) {
                pipeline.restartFailedSinks().forEach(terminal::complain);
                sinksLookedAtNs = System.nanoTime();
            }
            Optional<String> failure = pipeline.failure().or(worker::failure);
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
