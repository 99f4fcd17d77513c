package io.watchword.deploy.view;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.access.Exposure;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.UntilSignal;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.ConfigOption;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.metrics.HttpPort;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where its state, recordings and the log are (default: the user's data"
                            + " directory).")
    private @Nullable Path data;

    @Mixin private PageOptions page = new PageOptions();

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Model bundle whose text encoder searches (default: models/tiny).")
    private @Nullable Path bundle;

    @Option(names = "--quiet", description = "Only problems.")
    private boolean quiet;

    private ViewOptions options(Path home) {
        return new ViewOptions(
                config.file(),
                bootstrap,
                data == null ? DataDirectory.ofUser() : data,
                bundle == null ? home.resolve("models").resolve("tiny") : bundle,
                page.host(),
                page.httpPort(),
                page.grpcPort(),
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
