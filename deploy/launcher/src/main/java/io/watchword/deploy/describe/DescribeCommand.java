package io.watchword.deploy.describe;

import io.watchword.deploy.Subcommand;
import io.watchword.deploy.config.ConfigOption;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code describe}, as picocli fills them in. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Describe what happens in video files: prints a table, writes DIR/events.jsonl and one"
                    + " WebVTT file for each source."
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 an internal failure, the log is named; 2 bad arguments or",
            "configuration; 3 a source could not be read, the others are done."
        })
public final class DescribeCommand implements Subcommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|URL",
            description =
                    "Video or sound files, here or at http(s) addresses; also finished HLS playlists.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go (default: ./watchword-out).")
    private Path out = Path.of("watchword-out");

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the captions: en or ru (default: en).")
    private @Nullable String language;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Model bundle (default: the one that ships, models/tiny).")
    private @Nullable Path bundle;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep everything here, so that a killed run goes on where it stopped (default: a"
                            + " temporary directory).")
    private @Nullable Path data;

    @Option(
            names = "--broker-port",
            paramLabel = "N",
            description = "Port of the Kafka broker on 127.0.0.1 (default: any free one).")
    private int brokerPort;

    @Option(
            names = "--llm-port",
            paramLabel = "N",
            description = "Port of the language model on 127.0.0.1 (default: any free one).")
    private int llmPort;

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--quiet", description = "No progress, only results and problems.")
    private boolean quiet;

    /** The arguments as a value. */
    DescribeOptions options(Path defaultBundle) {
        return new DescribeOptions(
                sources,
                out,
                Optional.ofNullable(language),
                bundle == null ? defaultBundle : bundle,
                Optional.ofNullable(data),
                brokerPort,
                llmPort,
                config.file(),
                quiet);
    }

    @Override
    public int run(Terminal terminal, Path home) {
        return new Describe(terminal, BrokerChoice.EMBEDDED)
                .run(this, home.resolve("models").resolve("tiny"));
    }
}
