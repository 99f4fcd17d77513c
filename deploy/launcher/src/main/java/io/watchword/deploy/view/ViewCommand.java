package io.watchword.deploy.view;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.access.Exposure;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.describe.Terminal;
import io.watchword.deploy.metrics.HttpPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The arguments of {@code view}, as picocli fills them in, and their check. */
@Command(
        name = "view",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Show what an existing Kafka holds until a signal: the page, search, subscriptions, and"
                    + " their APIs."
        },
        footer = {
            "",
            "Questions are answered where fuse.languageModel of the configuration names a server.",
            "Exit codes: 1 an internal failure, the log is named; 2 bad arguments or",
            "configuration; 130 after Ctrl-C and 143 after SIGTERM."
        })
public final class ViewCommand implements Subcommand {
    @Option(
            names = "--bootstrap",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The Kafka that has the events.")
    private String bootstrap = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Settings that differ from the defaults; deploy/pipeline.yaml has all.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where its state, recordings and the log are (default: the user's data"
                            + " directory).")
    private @Nullable Path data;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Address of the page (default: 127.0.0.1). Another lets others in: it takes"
                            + " access.required in the configuration.")
    private @Nullable String host;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description = "Port of the page (default: 8080, or the next free one).")
    private @Nullable Integer httpPort;

    @Option(
            names = "--grpc-port",
            paramLabel = "N",
            description = "Port of gRPC (default: any free one).")
    private @Nullable Integer grpcPort;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Model bundle whose text encoder searches (default: models/tiny).")
    private @Nullable Path bundle;

    @Option(names = "--quiet", description = "Only problems.")
    private boolean quiet;

    private ViewOptions options(Path home) {
        return new ViewOptions(
                Optional.ofNullable(config),
                bootstrap,
                data == null ? DataDirectory.ofUser() : data,
                bundle == null ? home.resolve("models").resolve("tiny") : bundle,
                Optional.ofNullable(host),
                Optional.ofNullable(httpPort),
                Optional.ofNullable(grpcPort),
                quiet);
    }

    @Override
    public int run(Terminal terminal, Path home) {
        ViewOptions options = options(home);
        try {
            PipelineConfig configured = ConfigLoader.load(options.config());
            PipelineConfig loaded = options.host().map(configured::withHost).orElse(configured);
            List<String> problems = new ArrayList<>(HttpPort.problems(options.httpPort()));
            problems.addAll(HttpPort.problems("--grpc-port", options.grpcPort()));
            problems.addAll(Exposure.problems(loaded, options.data()));
            if (!problems.isEmpty()) {
                throw new UserMistake(problems);
            }
            ModelBundle opened = open(options.bundle());
            return new UntilSignal(terminal, "view")
                    .run(options.data(), new ViewRun(options, loaded, opened, terminal));
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (IOException e) {
            terminal.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.INTERNAL;
        }
    }

    private static ModelBundle open(Path directory) {
        try {
            return ModelBundle.open(directory);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}
