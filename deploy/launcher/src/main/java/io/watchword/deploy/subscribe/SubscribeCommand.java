package io.watchword.deploy.subscribe;

import io.watchword.deploy.Subcommand;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code subscribe}, as picocli fills them in. */
@Command(
        name = "subscribe",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Be told each time that something happens, in plain words: prints each hit with why,"
                    + " until Ctrl-C. With --keep the subscription is stored, and stays in force"
                    + " without this command. Needs a run of up."
        },
        footer = {
            "",
            "By default the caption must hold all the words, in any form or by another word for",
            "the same; the likeness of words and video is no use with the bundle that ships.",
            "",
            "Exit codes: 0 done; 1 an internal failure, or the run has ended; 2 bad arguments, every",
            "problem named."
        })
public final class SubscribeCommand implements Subcommand {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "What to look for, in English or Russian.")
    private List<String> text = List.of();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Only on this stream; may be repeated.")
    private List<String> streams = List.of();

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "Only events with this label; may be repeated, all must be there.")
    private List<String> labels = List.of();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description =
                    "words, meaning, either or both: whether the caption must hold the words, or"
                            + " the video be like them (default: words).")
    private @Nullable String by;

    @Option(
            names = "--threshold",
            paramLabel = "N",
            description = "Least likeness, -1 to 1, where it is looked at.")
    private @Nullable Float threshold;

    @Option(
            names = "--close-below",
            paramLabel = "N",
            description =
                    "After a hit, tell nothing more of a stream until an event is less alike than"
                            + " this.")
    private @Nullable Float closeBelow;

    @Option(
            names = "--cooldown",
            paramLabel = "TIME",
            description = "After a hit, tell nothing more of a stream so long, for example 30s.")
    private @Nullable String cooldown;

    @Option(
            names = "--verify",
            description = "Ask the language model yes or no about each hit; with --keep.")
    private boolean verify;

    @Option(
            names = "--webhook",
            paramLabel = "NAME|URL",
            description =
                    "The one webhook sink that each hit goes to (default: all that take hits); with"
                            + " --keep.")
    private @Nullable String webhook;

    @Option(names = "--keep", description = "Store the subscription, and print its id.")
    private boolean keep;

    @Option(
            names = "--file",
            paramLabel = "LIST.jsonl",
            description =
                    "Store the subscriptions of a file, one a line: {\"words\": \"a van stops\"},"
                            + " with id, name, streams, labels, by, threshold, closeBelow,"
                            + " cooldownMs, language, verify or webhook; prints their ids.")
    private @Nullable Path file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people call it; with --keep.")
    private @Nullable String name;

    @Option(names = "--list", description = "Print the stored subscriptions.")
    private boolean list;

    @Option(names = "--remove", paramLabel = "ID", description = "Remove a stored subscription.")
    private @Nullable String remove;

    @Option(
            names = "--follow",
            paramLabel = "ID",
            description = "Print the hits of a stored subscription, until Ctrl-C.")
    private @Nullable String follow;

    @Option(
            names = "--preview",
            description = "Print what it would have caught in the last day, and end.")
    private boolean preview;

    @Option(names = "--json", description = "One line of JSON for each hit or subscription.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the run (default: the user's, as for up).")
    private @Nullable Path data;

    @Override
    public int run(Terminal terminal, Path home) {
        return new Subscribe(terminal, ZoneId.systemDefault()).run(this);
    }

    String text() {
        return String.join(" ", text);
    }

    List<String> streams() {
        return streams;
    }

    List<String> labels() {
        return labels;
    }

    Optional<String> by() {
        return Optional.ofNullable(by);
    }

    Optional<Float> threshold() {
        return Optional.ofNullable(threshold);
    }

    Optional<Float> closeBelow() {
        return Optional.ofNullable(closeBelow);
    }

    Optional<String> cooldown() {
        return Optional.ofNullable(cooldown);
    }

    boolean verify() {
        return verify;
    }

    Optional<String> webhook() {
        return Optional.ofNullable(webhook);
    }

    boolean keep() {
        return keep;
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    boolean list() {
        return list;
    }

    Optional<String> remove() {
        return Optional.ofNullable(remove);
    }

    Optional<String> follow() {
        return Optional.ofNullable(follow);
    }

    boolean preview() {
        return preview;
    }

    boolean json() {
        return json;
    }

    Path data() {
        return data == null ? DataDirectory.ofUser() : data;
    }
}
