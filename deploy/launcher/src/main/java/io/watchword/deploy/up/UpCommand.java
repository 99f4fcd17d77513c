package io.watchword.deploy.up;

import io.watchword.deploy.Subcommand;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigOption;
import io.watchword.deploy.ingest.IngestWiring;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.view.PageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The arguments of {@code up}, as picocli fills them in. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Watch streams until Ctrl-C: those given here, and those of 'streams add'. Prints each"
                    + " event in a line, writes it to DIR/events.jsonl and a WebVTT file, and shows"
                    + " it on a page."
        },
        footer = {
            "",
            "A password may stand in an address, or be named: '$${YARD_PASSWORD}' in single quotes",
            "is read from the environment. It is never shown or sent to Kafka.",
            "Exit codes: 1 an internal failure, the log is named; 2 bad arguments or",
            "configuration; 130 after Ctrl-C and 143 after SIGTERM."
        })
public final class UpCommand implements Subcommand {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--source",
            paramLabel = "URI",
            description =
                    "A stream for this run: rtsp://, rtsps://, http://, https://, udp://,"
                            + " a file or a folder. May be given again.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--watch", description = "Of folders: pick up files that come later.")
    private boolean watch;

    @Option(
            names = "--profile",
            paramLabel = "P",
            description =
                    "Of the sources: surveillance, dashcam, archive or live (default: archive for"
                            + " files, live for HTTP, else surveillance).")
    private @Nullable String profile;

    @Option(
            names = "--transport",
            paramLabel = "T",
            description = "Of RTSP sources: tcp or udp (default: tcp).")
    private @Nullable String transport;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where everything is kept: streams, topics, recordings, log (default: the"
                            + " user's data directory).")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go (default: ./watchword-out).")
    private Path out = Path.of("watchword-out");

    @Mixin private PageOptions page = new PageOptions();

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Model bundle (default: the one that ships, models/tiny).")
    private @Nullable Path bundle;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the captions: en or ru (default: en).")
    private @Nullable String language;

    @Option(names = "--quiet", description = "Only events and problems.")
    private boolean quiet;

    UpOptions options(Path home) {
        return new UpOptions(
                config.file(),
                sources,
                watch,
                Optional.ofNullable(profile),
                Optional.ofNullable(transport),
                data == null ? DataDirectory.ofUser() : data,
                out,
                page.host(),
                page.httpPort(),
                page.grpcPort(),
                bundle == null ? home.resolve("models").resolve("tiny") : bundle,
                Optional.ofNullable(language),
                quiet);
    }

    @Override
    public int run(Terminal terminal, Path home) {
        return new Up(terminal, BrokerChoice.EMBEDDED, IngestWiring::start).run(options(home));
    }
}
