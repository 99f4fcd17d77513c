package io.watchword.deploy.clip;

import io.watchword.contract.StreamSpec;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.ingest.IngestWiring;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.RecordedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code clip}, as picocli fills them in. */
@Command(
        name = "clip",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Write a span of a stream's recordings as one MP4 file. Nothing is encoded again, so the"
                    + " clip begins and ends at key frames around the span."
        },
        footer = {
            "",
            "A time T is one of",
            "  90s or 1234.5s              media time since the stream began",
            "  14:03 or 14:03:10.5         time of day here, the last one that is recorded",
            "  2026-05-04T14:03:10         date and time here; with Z or +02:00 elsewhere",
            "",
            "Exit codes: 0 done; 1 an internal failure; 2 bad arguments; 3 nothing of the span is",
            "recorded, or it cannot be read."
        })
public final class ClipCommand implements Subcommand {
    @Parameters(paramLabel = "STREAM", description = "The stream's name.")
    private String stream = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "T",
            description = "Where the span begins.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "T", description = "Where the span ends.")
    private String to = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The clip; must not exist (default: ./STREAM-SECONDS.mp4).")
    private @Nullable Path out;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where everything is kept; recordings are in DIR/media (default:"
                            + " ~/.local/share/watchword).")
    private @Nullable Path data;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "pipeline.yaml, where ingest.recording says where recordings are (default: in"
                            + " DIR/media).")
    private @Nullable Path config;

    /** Does what the arguments say and returns the exit code. */
    @Override
    public int run(Terminal terminal, Path home) {
        Path directory =
                data == null
                        ? Path.of(System.getProperty("user.home", "."), ".local/share/watchword")
                        : data;
        try {
            IngestConfig ingest = ConfigLoader.load(Optional.ofNullable(config)).ingest();
            Path media = IngestWiring.recordings(ingest, directory);
            if (!StreamSpec.isStreamId(stream)) {
                throw new UserMistake("\"" + stream + "\" is not a stream's name");
            }
            if (ingest.recording().s3().isEmpty() && !Files.isDirectory(media)) {
                throw new UserMistake("there are no recordings in " + media);
            }
            try (RecordedFiles store = store(ingest, media, directory)) {
                return new ClipRun(terminal, store, ZoneId.systemDefault())
                        .run(stream, Moment.parse("--from", from), Moment.parse("--to", to), out);
            }
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (IOException e) {
            terminal.complain(e.toString());
            return ExitCode.INTERNAL;
        }
    }

    /** Fetches nothing that is not copied anyway, so nothing is kept. */
    private static RecordedFiles store(IngestConfig ingest, Path media, Path directory)
            throws IOException {
        try {
            return IngestWiring.recorded(
                    ingest.recording(),
                    media,
                    SecretStore.open(DataDirectory.secrets(directory), System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}
