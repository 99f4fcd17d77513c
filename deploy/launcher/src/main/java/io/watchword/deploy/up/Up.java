package io.watchword.deploy.up;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.access.Exposure;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.connect.SinkSettings;
import io.watchword.deploy.ingest.IngestStarter;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.metrics.HttpPort;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.streams.NewStream;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.fetch.HostResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code up}: checks what can be checked before anything is started, runs until a
 * signal, a failure or an interrupt, and closes everything in the reverse order of its start.
 */
public final class Up {
    private final Terminal terminal;
    private final BrokerChoice broker;
    private final IngestStarter ingest;

    public Up(Terminal terminal, BrokerChoice broker, IngestStarter ingest) {
        this.terminal = terminal;
        this.broker = broker;
        this.ingest = ingest;
    }

    /** Returns the exit code. Nothing is thrown: a failure is said in one line, and logged. */
    int run(UpOptions options) {
        try {
            PipelineConfig configured = ConfigLoader.load(options.config());
            PipelineConfig spoken =
                    options.language().map(configured::withLanguage).orElse(configured);
            PipelineConfig config = options.host().map(spoken::withHost).orElse(spoken);
            ModelBundle bundle = check(options, config);
            return open(options, config, bundle);
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (IOException e) {
            terminal.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.INTERNAL;
        }
    }

    /** Finds every problem before it gives up. */
    private static ModelBundle check(UpOptions options, PipelineConfig config) {
        List<String> problems = new ArrayList<>();
        for (String source : options.sources()) {
            try {
                // A name keeps it from reading whole files to find out which they are.
                NewStream unused =
                        NewStream.of(
                                request(options, source, Optional.of("checked"), ""),
                                HostResolver.SYSTEM);
            } catch (UserMistake e) {
                problems.addAll(e.problems());
            }
        }
        problems.addAll(HttpPort.problems(options.httpPort()));
        problems.addAll(HttpPort.problems("--grpc-port", options.grpcPort()));
        problems.addAll(Exposure.problems(config, options.data()));
        if (!config.sinks().isEmpty()) {
            SecretStore secrets =
                    SecretStore.open(DataDirectory.secrets(options.data()), System.getenv());
            problems.addAll(SinkSettings.problems(config.sinks(), secrets::find));
        }
        checkOut(options.out(), problems);
        try {
            ModelBundle bundle = ModelBundle.open(options.bundle());
            if (!bundle.languages().contains(config.fuse().language())) {
                problems.add(
                        "--lang %s: bundle %s speaks %s"
                                .formatted(
                                        config.fuse().language(),
                                        bundle.name(),
                                        String.join(", ", bundle.languages())));
            }
            if (problems.isEmpty()) {
                return bundle;
            }
        } catch (IllegalArgumentException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
        throw new UserMistake(problems.stream().distinct().toList());
    }

    /** Options of one kind of source are no mistake where another kind stands beside it. */
    static NewStream.Request request(
            UpOptions options, String source, Optional<String> id, String owner) {
        boolean rtsp = source.regionMatches(true, 0, "rtsp", 0, 4);
        boolean several = options.sources().size() > 1;
        return new NewStream.Request(
                id,
                source,
                options.profile(),
                several && !rtsp ? Optional.empty() : options.transport(),
                options.watch() && (!several || isFolder(source)),
                List.of(),
                owner);
    }

    private static boolean isFolder(String source) {
        try {
            return Files.isDirectory(Path.of(source));
        } catch (java.nio.file.InvalidPathException e) {
            return false;
        }
    }

    private static void checkOut(Path out, List<String> problems) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            problems.add("--out " + out + ": not a directory");
            return;
        }
        try {
            Files.createDirectories(out);
            if (!Files.isWritable(out)) {
                problems.add("--out " + out + ": permission denied");
            }
        } catch (IOException e) {
            problems.add("--out " + out + ": cannot be created");
        }
    }

    private int open(UpOptions options, PipelineConfig config, ModelBundle bundle)
            throws IOException {
        return new UntilSignal(terminal, "up")
                .run(
                        options.data(),
                        (data, open, ending) -> {
                            data.holdOnly(bundle.name(), bundle.sha256());
                            return new UpRun(options, config, bundle, data, terminal, ending)
                                    .run(broker, ingest, open);
                        });
    }
}
