package io.watchword.deploy.search;

import io.watchword.deploy.Subcommand;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.view.search.SearchQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code search}, as picocli fills them in. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Find events in plain words, by their words and by what they mean, or more like one"
                    + " event. While up runs, its view answers; else the stored events do."
        },
        footer = {
            "",
            "In quotes within the text, words must follow each other: '\"white van\" gate'. A word",
            "with a dash before it must not be there: 'van -white'. Without a text, the newest.",
            "A time T is today, yesterday, 2026-05-04, 14:03, the last one that was, or",
            "2026-05-04T14:03:10, with Z or +02:00 elsewhere.",
            "",
            "Exit codes: 0 done, also if nothing was found; 1 an internal failure; 2 bad arguments or",
            "configuration, every problem named; 3 nothing is stored of the stream."
        })
public final class SearchCommand implements Subcommand {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "What to look for, in English or Russian.")
    private List<String> text = List.of();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description =
                    "Only of this stream, or file with or without its extension; may be repeated.")
    private List<String> streams = List.of();

    @Option(names = "--from", paramLabel = "T", description = "What happened then or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "What happened before.")
    private @Nullable String to;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "Only with this label; may be repeated, all must be there.")
    private List<String> labels = List.of();

    @Option(names = "--like", paramLabel = "EVENT", description = "More like an event, by its id.")
    private @Nullable String like;

    @Option(
            names = "--by",
            paramLabel = "SENSE",
            description = "What --like compares: motion, picture or sound (default: motion).")
    private String by = "motion";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, 1 to " + SearchQuery.MAX_LIMIT + " (default: 20).")
    private int limit = 20;

    @Option(
            names = "--page",
            paramLabel = "TOKEN",
            description =
                    "The hits behind those of the answer that ended with this token, of the same"
                            + " search.")
    private @Nullable String page;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(
            names = "--rebuild",
            description = "Make the index anew from the stored events, before anything is found.")
    private boolean rebuild;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data directory of up or describe, running or not (default: the user's, as for"
                            + " up).")
    private @Nullable Path data;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description =
                    "Model bundle that encoded what is stored (default: the one that ships,"
                            + " models/tiny).")
    private @Nullable Path bundle;

    @Override
    public int run(Terminal terminal, Path home) {
        return new SearchRun(terminal, new SearchTimes(Instant.now(), ZoneId.systemDefault()))
                .run(this, home);
    }

    String text() {
        return String.join(" ", text);
    }

    List<String> streams() {
        return streams;
    }

    Optional<String> from() {
        return Optional.ofNullable(from);
    }

    Optional<String> to() {
        return Optional.ofNullable(to);
    }

    List<String> labels() {
        return labels;
    }

    Optional<String> like() {
        return Optional.ofNullable(like);
    }

    String by() {
        return by;
    }

    int limit() {
        return limit;
    }

    Optional<String> page() {
        return Optional.ofNullable(page);
    }

    boolean json() {
        return json;
    }

    boolean rebuild() {
        return rebuild;
    }

    /** Whether anything is to be found, not only rebuilt. */
    boolean asks() {
        return !rebuild || !text.isEmpty() || like != null;
    }

    Path data() {
        return data == null ? DataDirectory.ofUser() : data;
    }

    Path bundle(Path home) {
        return bundle == null ? home.resolve("models").resolve("tiny") : bundle;
    }
}
