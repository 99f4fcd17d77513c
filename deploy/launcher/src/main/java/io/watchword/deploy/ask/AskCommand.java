package io.watchword.deploy.ask;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Compression;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.log.CompressOption;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.ask.AskLimits;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code ask}, as picocli fills them in. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Ask about a stream, from what is stored of it: the video may be gone. Without a question,"
                    + " a dialogue; \"and then?\" goes on from the answer before, \"quit\" ends it."
        },
        footer = {
            "",
            "A time T is 90s, 01:30 or 1:00:05 from the start of a file; where the wall clock is",
            "known, 90s of media time, 14:03 or 14:03:10.5 here, the last one stored, or",
            "2026-05-04T14:03:10, with Z or +02:00 elsewhere.",
            "",
            "Exit codes: 0 answered, also with no; 1 the bundle has no answer, or an internal failure;",
            "2 bad arguments or configuration, every problem named; 3 nothing is stored of the stream",
            "or the span, what is stored is named."
        })
public final class AskCommand implements Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "STREAM",
            description = "A stream's name, or the name of a file with or without its extension.")
    private String stream = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "QUESTION",
            description = "In English or Russian, in plain words.")
    private @Nullable String question;

    @Mixin private StoredOptions options = new StoredOptions();

    @Option(
            names = "--budget",
            paramLabel = "TOKENS",
            description =
                    "Stored embeddings that the model is shown at most (default: "
                            + AskLimits.DEFAULT_TOKENS
                            + ").")
    private int budget = AskLimits.DEFAULT_TOKENS;

    @Option(
            names = "--least-confidence",
            paramLabel = "SHARE",
            description = "A yes below this does not count, 0 to 1 (default: 0.5).")
    private float leastConfidence = AskLimits.DEFAULT_CONFIDENCE;

    @Option(
            names = "--compress",
            paramLabel = "KIND:N",
            description =
                    "Prompts with at most N positions of embeddings, such as pool:104 (default: as"
                            + " fuse.describing.compression says).")
    private @Nullable String compress;

    @Option(
            names = "--explain",
            description = "Also say what the model was shown, what was left out, and what it cost.")
    private boolean explain;

    @Override
    public int run(Terminal terminal, Path home) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        return new Ask(terminal, Stored::open, lines).run(this, home);
    }

    String stream() {
        return stream;
    }

    Optional<String> question() {
        return Optional.ofNullable(question);
    }

    StoredOptions options() {
        return options;
    }

    int budget() {
        return budget;
    }

    float leastConfidence() {
        return leastConfidence;
    }

    /**
     * @throws UserMistake if it is none
     */
    Optional<Compression> compression() {
        return CompressOption.parse(compress);
    }

    boolean explain() {
        return explain;
    }
}
