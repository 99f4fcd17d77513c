package io.watchword.deploy.up;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.describe.BrokerChoice;
import io.watchword.deploy.describe.Terminal;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.log.LogFile;
import io.watchword.deploy.streams.NewStream;
import io.watchword.ingest.fetch.HostResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command {@code up}: checks what can be checked before anything is started, runs until a
 * signal, a failure or an interrupt, and closes everything in the reverse order of its start.
 */
public final class Up {
    private static final Logger logger = LoggerFactory.getLogger(Up.class);
    private static final int MAX_PORT = 65_535;

    private final Terminal terminal;
    private final BrokerChoice broker;
    private final IngestStarter ingest;
    private volatile boolean ending; // set by the thread that a signal starts

    public Up(Terminal terminal, BrokerChoice broker, IngestStarter ingest) {
        this.terminal = terminal;
        this.broker = broker;
        this.ingest = ingest;
    }

    /** Returns the exit code. Nothing is thrown: a failure is said in one line, and logged. */
    int run(UpOptions options) {
        try {
            PipelineConfig configured = ConfigLoader.load(options.config());
            PipelineConfig config =
                    options.language().map(configured::withLanguage).orElse(configured);
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
        checkPort(options, problems);
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

    private static void checkPort(UpOptions options, List<String> problems) {
        int port = options.httpPort().orElse(0);
        if (port < 0 || port > MAX_PORT) {
            problems.add("--http-port " + port + ": not in [0, " + MAX_PORT + "]");
            return;
        }
        try {
            EmbeddedBroker.freePort(port);
        } catch (UserMistake e) {
            problems.add("--http-port: " + e.getMessage());
        } catch (IOException e) {
            problems.add("--http-port " + port + ": " + e.getMessage());
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
        try (CloseStack open = new CloseStack()) {
            Thread onSignal =
                    new Thread(
                            () -> {
                                ending = true;
                                open.close();
                            },
                            "closing");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                return open(options, config, bundle, open);
            } finally {
                open.close();
                forget(onSignal);
            }
        }
    }

    private int open(UpOptions options, PipelineConfig config, ModelBundle bundle, CloseStack open)
            throws IOException {
        DataDirectory data = open.add("data directory", DataDirectory.open(options.data()));
        data.holdOnly(bundle.name(), bundle.sha256());
        LogFile log = open.add("log", LogFile.open(data.logs()));
        try {
            return new UpRun(options, config, bundle, data, terminal, () -> ending)
                    .run(broker, ingest, open);
        } catch (UserMistake e) {
            throw e;
        } catch (InterruptedException | InterruptException e) {
            Thread.interrupted(); // so that what is open can close in peace
            return ExitCode.OK;
        } catch (Exception e) { // the boundary: whatever it is, people get one line
            if (ending) { // no wonder, then
                return ExitCode.INTERNAL;
            }
            logger.error("up failed", e);
            terminal.complain(oneLine(e));
            terminal.complain("the log is " + log.file());
            return ExitCode.INTERNAL;
        }
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getName()
                : message.lines().findFirst().orElse("");
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal is ending the process: the hook does its work.
            logger.atDebug().log("process is ending");
        }
    }
}
