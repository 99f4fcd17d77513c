package io.watchword.deploy.ingest;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.ConfigOption;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.metrics.HttpPort;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The arguments of {@code ingest}, as picocli fills them in, and their check. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Read streams into an existing Kafka until a signal: one of several workers that share"
                    + " the streams of 'streams add'. When one ends, the others take over."
        },
        footer = {
            "",
            "Each worker has a data directory of its own: the secrets of its streams, recordings,"
                    + " the log.",
            "Exit codes: 1 an internal failure, the log is named; 2 bad arguments or",
            "configuration; 130 after Ctrl-C and 143 after SIGTERM."
        })
public final class IngestCommand implements Subcommand {
    @Option(
            names = "--bootstrap",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The Kafka that has the streams and takes the segments.")
    private String bootstrap = "";

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where secrets, recordings and the log are (default: the user's data"
                            + " directory).")
    private @Nullable Path data;

    @Option(
            names = "--worker",
            paramLabel = "ID",
            description = "Name of this worker, as status shows it (default: made up).")
    private @Nullable String worker;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description = "Port of metrics and health on 127.0.0.1 (default: any free one).")
    private @Nullable Integer httpPort;

    @Option(names = "--quiet", description = "Only problems.")
    private boolean quiet;

    private IngestOptions options() {
        return new IngestOptions(
                config.file(),
                bootstrap,
                data == null ? DataDirectory.ofUser() : data,
                worker == null ? "ingest-" + ProcessHandle.current().pid() : worker,
                Optional.ofNullable(httpPort),
                quiet);
    }

    @Override
    public int run(Terminal terminal, Path home) {
        IngestOptions options = options();
        try {
            PipelineConfig loaded = ConfigLoader.load(options.config());
            List<String> problems = HttpPort.problems(options.httpPort());
            if (!problems.isEmpty()) {
                throw new UserMistake(problems);
            }
            return new UntilSignal(terminal, "ingest")
                    .run(options.data(), new IngestRun(options, loaded, terminal));
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (IOException e) {
            terminal.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.INTERNAL;
        }
    }
}
