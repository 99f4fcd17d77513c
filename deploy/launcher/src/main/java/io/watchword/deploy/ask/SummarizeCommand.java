package io.watchword.deploy.ask;

import io.watchword.deploy.Subcommand;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code summarize}, as picocli fills them in. */
@Command(
        name = "summarize",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Sum a stream up, part by part: how many events of each label, and a sentence. Reads stored"
                    + " events alone, the video may be gone."
        },
        footer = {
            "",
            "Each event counts once, where it begins. What is told of a part of an event counts apart;",
            "events that another supersedes and those in other languages do not count.",
            "A time T is as for ask.",
            "",
            "Exit codes: 0 done; 1 an internal failure; 2 bad arguments or configuration, every problem",
            "named; 3 nothing is stored of the stream or the span, what is stored is named."
        })
public final class SummarizeCommand implements Subcommand {
    @Parameters(
            paramLabel = "STREAM",
            description = "A stream's name, or the name of a file with or without its extension.")
    private String stream = "";

    @Option(
            names = "--by",
            paramLabel = "PART",
            description =
                    "minute, hour, day, or a number with s, m, h or d such as 10m (default: hour).")
    private String by = "hour";

    @Mixin private StoredOptions options = new StoredOptions();

    @Override
    public int run(Terminal terminal, Path home) {
        return new Summarize(terminal, Stored::open).run(this, home);
    }

    String stream() {
        return stream;
    }

    String by() {
        return by;
    }

    StoredOptions options() {
        return options;
    }
}
