package io.watchword.deploy.redescribe;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigOption;
import io.watchword.deploy.log.CompressOption;
import io.watchword.deploy.log.NotStored;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code redescribe}, as picocli fills them in. */
@Command(
        name = "redescribe",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Describe again what is stored of a stream, with other words or another language model."
                    + " The video is not needed and may be gone."
        },
        footer = {
            "",
            "A time T is one of",
            "  90s or 1234.5s              media time since the stream began",
            "  14:03 or 14:03:10           time of day here, the last one that is stored; of a file",
            "                              how far into it: 01:05.2 or 1:01:05",
            "  2026-05-04T14:03:10         date and time here; with Z or +02:00 elsewhere",
            "",
            "Exit codes: 0 done; 1 an internal failure, or events that got no sentence; 2 bad",
            "arguments, or a bundle that cannot read what is stored; 3 nothing is stored of the",
            "stream or the span."
        })
public final class RedescribeCommand implements Subcommand {
    @Parameters(
            paramLabel = "STREAM",
            description = "The stream's name; of a file its name, with or without the ending.")
    private String stream = "";

    @Option(names = "--from", paramLabel = "T", description = "Where to begin (default: all).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "Where to end (default: all).")
    private @Nullable String to;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What to say of each event (default: the usual caption).")
    private String prompt = "";

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description =
                    "Bundle whose language model is asked (default: the one of the run that holds the"
                            + " data directory, else the one that ships).")
    private @Nullable Path bundle;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: the user's, as for up).")
    private @Nullable Path data;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the captions: en or ru (default: en).")
    private @Nullable String language;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write events.jsonl and a WebVTT file there.")
    private @Nullable Path out;

    @Option(
            names = "--publish",
            description =
                    "Also append the events to topic events: revisions of those told before, or in"
                            + " their place.")
    private boolean publish;

    @Option(
            names = "--compress",
            paramLabel = "KIND:N",
            description =
                    "Prompts with at most N positions of embeddings, such as pool:104 (default: as"
                            + " fuse.describing.compression says).")
    private @Nullable String compress;

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--quiet", description = "No progress, only results and problems.")
    private boolean quiet;

    private RedescribeOptions options() {
        return new RedescribeOptions(
                stream,
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                prompt.strip(),
                data == null ? DataDirectory.ofUser() : data,
                Optional.ofNullable(bundle),
                Optional.ofNullable(language),
                Optional.ofNullable(out),
                publish,
                CompressOption.parse(compress),
                config.file(),
                quiet);
    }

    @Override
    public int run(Terminal terminal, Path home) {
        try {
            return new RedescribeRun(options(), terminal, ZoneId.systemDefault())
                    .run(home.resolve("models").resolve("tiny"));
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (NotStored e) {
            e.lines().forEach(terminal::complain);
            return ExitCode.UNREADABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        } catch (Exception e) { // the boundary: people get one line
            String message = e.getMessage();
            terminal.complain(
                    message == null || message.isBlank()
                            ? e.toString()
                            : message.lines().findFirst().orElse(""));
            return ExitCode.INTERNAL;
        }
    }
}
