package io.watchword.deploy.eval;

import io.watchword.contract.Compression;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.eval.audit.Audit;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The arguments of {@code eval}, as picocli fills them in. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        sortOptions = false,
        description = {
            "Measure a bundle: take the sources of an evaluation set through the whole pipeline,"
                    + " compare what it says with what is true, and write DIR/scores.json."
        },
        footer = {
            "",
            "An evaluation set is a directory with truth.jsonl (one source a line), the files it",
            "names, and grammar.json, by which facts are read back out of sentences.",
            "",
            "Exit codes: 0 done; 1 an internal failure; 2 bad arguments or a bad set, each problem",
            "named; 3 a source could not be read, the others are scored."
        })
public final class EvalCommand implements Subcommand {
    @Option(names = "--set", required = true, paramLabel = "DIR", description = "The set.")
    private Path set = Path.of("");

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Model bundle (default: the one that ships, models/tiny).")
    private @Nullable Path bundle;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go (default: ./watchword-eval).")
    private Path out = Path.of("watchword-eval");

    @Option(
            names = "--lang",
            paramLabel = "LANG,...",
            description =
                    "Languages; the first goes through the pipeline, the others are asked about the"
                            + " same events (default: en,ru).")
    private String languages = "en,ru";

    @Option(
            names = "--audits",
            paramLabel = "AUDIT,...",
            description =
                    "Senses to take away: blind, frozen, shuffled, muted, wrong-stream, or none"
                            + " (default: all).")
    private String audits = "blind,frozen,shuffled,muted,wrong-stream";

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "Score this events.jsonl instead of running the pipeline; what an earlier run"
                            + " kept beside it is used for the rest.")
    private @Nullable Path events;

    @Option(
            names = "--compress",
            paramLabel = "KIND:N,...",
            description =
                    "Only compare ways to make prompts shorter, such as none,newest:104,pool:104: what"
                            + " they cost in quality, and what they save.")
    private @Nullable String compress;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many sources, chosen by the seed (default: all).")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides what is sampled (default: 11).")
    private long seed = 11;

    @Option(names = "--report", description = "Also write DIR/report.html, a page to read.")
    private boolean report;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public int run(Terminal terminal, Path home) {
        try {
            return new Eval(terminal).run(options(home.resolve("models").resolve("tiny")), home);
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        }
    }

    private EvalOptions options(Path defaultBundle) {
        List<String> problems = new ArrayList<>();
        Set<Audit> wanted = Set.of();
        try {
            wanted = Audit.parse(audits);
        } catch (IllegalArgumentException e) {
            problems.add("--audits: " + e.getMessage());
        }
        List<String> spoken = new ArrayList<>();
        for (String language : languages.split(",", -1)) {
            if (!language.strip().matches("[a-z]{2}")) {
                problems.add("--lang: \"" + language + "\": required two letters of ISO 639-1");
            } else if (!spoken.contains(language.strip())) {
                spoken.add(language.strip());
            }
        }
        List<Compression> compressions = new ArrayList<>();
        for (String one : compress == null ? new String[0] : compress.split(",", -1)) {
            try {
                compressions.add(Compression.parse(one.strip()));
            } catch (IllegalArgumentException e) {
                problems.add("--compress " + e.getMessage());
            }
        }
        if (limit < 1) {
            problems.add("--limit " + limit + ": required at least 1");
        }
        if (!Files.isDirectory(set)) {
            problems.add("--set " + set + ": not a directory");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            problems.add("--out " + out + ": not a directory");
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return new EvalOptions(
                set,
                bundle == null ? defaultBundle : bundle,
                out,
                spoken,
                wanted,
                Optional.ofNullable(events),
                compressions,
                limit,
                seed,
                report,
                command());
    }

    private String command() {
        if (spec == null) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("./watchword"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }
}
