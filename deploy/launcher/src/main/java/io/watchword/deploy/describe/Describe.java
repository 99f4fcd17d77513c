package io.watchword.deploy.describe;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.source.WebFiles;
import io.watchword.deploy.terminal.LogFile;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.source.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command {@code describe}: checks what can be checked before anything is started, runs the
 * pipeline, and turns what happened into an exit code.
 */
public final class Describe {
    private static final Logger logger = LoggerFactory.getLogger(Describe.class);
    private static final int MAX_PORT = 65_535;

    private final Terminal terminal;
    private final BrokerChoice broker;
    private volatile boolean ending; // set by the thread that a signal starts

    public Describe(Terminal terminal, BrokerChoice broker) {
        this.terminal = terminal;
        this.broker = broker;
    }

    /**
     * Returns the exit code. Nothing is thrown: a failure of ours is said in one line, and logged.
     */
    public int run(DescribeCommand command, Path defaultBundle) {
        return run(command.options(defaultBundle), RecordKeeper.NONE);
    }

    /** As above, for another command: a copy of what goes through the topics is kept. */
    public int run(DescribeOptions options, RecordKeeper keeper) {
        try {
            PipelineConfig config = configured(options);
            ModelBundle bundle = check(options, config.fuse().language());
            SourceFiles sources = SourceFiles.check(options.sources());
            sources.unreadable().forEach(source -> terminal.complain(source.toString()));
            if (sources.readable().isEmpty() && sources.addresses().isEmpty()) {
                return ExitCode.UNREADABLE;
            }
            makeOut(options.out());
            int code = run(options, config, bundle, sources, keeper);
            return code == ExitCode.OK && !sources.unreadable().isEmpty()
                    ? ExitCode.UNREADABLE
                    : code;
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (IOException e) {
            terminal.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.INTERNAL;
        }
    }

    private static PipelineConfig configured(DescribeOptions options) {
        PipelineConfig config = ConfigLoader.load(options.config());
        return options.language().isEmpty()
                ? config
                : config.withLanguage(options.language().get());
    }

    /** Finds every problem before it gives up. */
    private static ModelBundle check(DescribeOptions options, String language) {
        List<String> problems = new ArrayList<>();
        for (String source : options.sources()) {
            checkAddress(source, problems);
        }
        checkPort("--broker-port", options.brokerPort(), problems);
        checkPort("--llm-port", options.llmPort(), problems);
        if (options.llmPort() != 0 && options.llmPort() == options.brokerPort()) {
            problems.add("--llm-port and --broker-port are both " + options.llmPort());
        }
        if (Files.exists(options.out()) && !Files.isDirectory(options.out())) {
            problems.add("--out " + options.out() + ": not a directory");
        }
        try {
            ModelBundle bundle = ModelBundle.open(options.bundle());
            if (!bundle.languages().contains(language)) {
                problems.add(
                        "--lang %s: bundle %s speaks %s"
                                .formatted(
                                        language,
                                        bundle.name(),
                                        String.join(", ", bundle.languages())));
            }
            if (problems.isEmpty()) {
                return bundle;
            }
        } catch (IllegalArgumentException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
        throw new UserMistake(problems);
    }

    private static void checkAddress(String source, List<String> problems) {
        if (!SourceFiles.isUrl(source)) {
            return;
        }
        try {
            SourceUri uri = SourceUri.parse(source);
            if (uri.kind() != SourceUri.Kind.HTTP) {
                problems.add(
                        uri
                                + ": required a file or an http(s) address; watch it with: watchword up --source");
            }
        } catch (IllegalArgumentException e) {
            problems.add("an address that cannot be read: " + e.getMessage());
        }
    }

    private static void checkPort(String option, int port, List<String> problems) {
        if (port < 0 || port > MAX_PORT) {
            problems.add(option + " " + port + ": not in [0, " + MAX_PORT + "]");
            return;
        }
        try {
            EmbeddedBroker.freePort(port);
        } catch (UserMistake e) {
            problems.add(option + ": " + e.getMessage());
        } catch (IOException e) {
            problems.add(option + " " + port + ": " + e.getMessage());
        }
    }

    private static void makeOut(Path out) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UserMistake("--out " + out + ": cannot be created");
        }
        if (!Files.isWritable(out)) {
            throw new UserMistake("--out " + out + ": permission denied");
        }
    }

    private int run(
            DescribeOptions options,
            PipelineConfig config,
            ModelBundle bundle,
            SourceFiles sources,
            RecordKeeper keeper)
            throws IOException {
        try (CloseStack open = new CloseStack()) {
            // Also when a signal ends the process: nothing temporary stays behind.
            Thread onSignal =
                    new Thread(
                            () -> {
                                ending = true;
                                open.close();
                            },
                            "closing");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                return run(options, config, bundle, sources, keeper, open);
            } finally {
                open.close();
                forget(onSignal);
            }
        }
    }

    private int run(
            DescribeOptions options,
            PipelineConfig config,
            ModelBundle bundle,
            SourceFiles sources,
            RecordKeeper keeper,
            CloseStack open)
            throws IOException {
        DataDirectory data =
                open.add(
                        "data directory",
                        options.data().isPresent()
                                ? DataDirectory.open(options.data().get())
                                : DataDirectory.temporary());
        data.holdOnly(bundle.name(), bundle.sha256());
        LogFile log = open.add("log", LogFile.open(data.logs()));
        try {
            List<Path> files = new ArrayList<>(sources.readable());
            int fetched = fetch(sources.addresses(), config, data, files);
            if (files.isEmpty()) {
                return fetched;
            }
            int code =
                    new DescribeRun(options, config, bundle, data, terminal, keeper)
                            .describe(files, broker, open);
            return code == ExitCode.OK ? fetched : code;
        } catch (UserMistake e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        } catch (Exception e) { // the boundary: whatever it is, people get one line
            if (ending) { // no wonder, then
                return ExitCode.INTERNAL;
            }
            logger.error("describe failed", e);
            terminal.complain(oneLine(e));
            terminal.complain("the log is " + keep(log, data, options.out()));
            return ExitCode.INTERNAL;
        }
    }

    /** Adds the files that came from the web; returns the exit code as far as they decide it. */
    private int fetch(
            List<String> addresses, PipelineConfig config, DataDirectory data, List<Path> files)
            throws IOException {
        WebFiles web = new WebFiles(config.ingest(), data.root().resolve("downloads"));
        int code = ExitCode.OK;
        for (String address : addresses) {
            WebFiles.Result result =
                    web.fetch(
                            address,
                            name -> Optional.ofNullable(System.getenv(name)),
                            (received, total) ->
                                    terminal.progress("fetched " + (received >> 20) + " MB"));
            terminal.clearProgress();
            if (result instanceof WebFiles.Result.Here here) {
                files.add(here.file());
            } else if (result instanceof WebFiles.Result.Failed failed) {
                terminal.complain(failed.source() + ": " + failed.detail());
                code = ExitCode.UNREADABLE;
            }
        }
        return code;
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getName()
                : message.lines().findFirst().orElse("");
    }

    /** A log in a temporary directory would be deleted with it. */
    private static Path keep(LogFile log, DataDirectory data, Path out) throws IOException {
        if (!data.isTemporary()) {
            return log.file();
        }
        Path kept = out.resolve("watchword.log");
        Files.copy(log.file(), kept, StandardCopyOption.REPLACE_EXISTING);
        return kept;
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
