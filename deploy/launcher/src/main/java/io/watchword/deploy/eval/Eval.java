package io.watchword.deploy.eval;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.eval.ask.LanguageModelAsker;
import io.watchword.deploy.eval.compress.CompressionScores;
import io.watchword.deploy.eval.kept.EventLines;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.report.HtmlReport;
import io.watchword.deploy.eval.report.Scene;
import io.watchword.deploy.eval.report.Scenes;
import io.watchword.deploy.eval.score.Scores;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command {@code eval}: checks what can be checked, has the pipeline run or reads what it said
 * before, scores it, and writes the results.
 */
final class Eval {
    private static final Logger logger = LoggerFactory.getLogger(Eval.class);

    private final Terminal terminal;

    Eval(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns the exit code.
     *
     * @param home the directory whose commit is noted
     * @throws UserMistake naming every problem of the set, the bundle or the events
     */
    int run(EvalOptions options, Path home) {
        try {
            Inputs inputs = check(options);
            Files.createDirectories(options.out());
            int code = ExitCode.OK;
            Path eventsFile = options.eventsDirectory().resolve("events.jsonl");
            if (options.events().isPresent()) {
                eventsFile = options.events().get();
            } else {
                code =
                        new PipelineRun(terminal, options)
                                .describe(inputs.set(), options.languages().get(0));
                if (code != ExitCode.OK && code != ExitCode.UNREADABLE) {
                    return code;
                }
                if (!Files.exists(eventsFile)) {
                    terminal.complain("no source gave an event, so there is nothing to score");
                    return ExitCode.UNREADABLE;
                }
            }
            List<ToldEvent> events = EventLines.read(eventsFile);
            Optional<Kept> kept = kept(eventsFile, inputs.bundle());
            if (!options.compressions().isEmpty()) {
                compare(options, inputs, kept);
                return code;
            }
            Scores scores = new Scores();
            scores.note("commit", Revision.of(home));
            scores.note("seed", options.seed());
            scores.note("command", options.command());
            scores.note("bundle", inputs.bundle().map(ModelBundle::name).orElse(""));
            scores.note("sources", inputs.set().sources().size());
            Measuring measuring =
                    new Measuring(terminal, options, inputs.set(), inputs.bundle(), kept);
            Measuring.Spoken spoken = measuring.measure(events, scores);
            write(options, inputs, kept, spoken, scores);
            return code;
        } catch (IOException e) {
            terminal.complain(e.toString());
            return ExitCode.INTERNAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        } catch (IllegalStateException e) { // the boundary: people get one line
            logger.error("eval failed", e);
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.INTERNAL;
        }
    }

    /** What was checked. The bundle may be missing where only events are scored. */
    private record Inputs(EvaluationSet set, Optional<ModelBundle> bundle) {}

    private static Inputs check(EvalOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        Optional<EvaluationSet> set = Optional.empty();
        try {
            set = Optional.of(EvaluationSet.open(options.set()));
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        Optional<ModelBundle> bundle = Optional.empty();
        try {
            bundle = Optional.of(ModelBundle.open(options.bundle()));
            List<String> spoken = bundle.get().languages();
            for (String language : options.languages()) {
                if (options.events().isEmpty() && !spoken.contains(language)) {
                    problems.add(
                            "--lang %s: bundle %s speaks %s"
                                    .formatted(
                                            language,
                                            bundle.get().name(),
                                            String.join(", ", spoken)));
                }
            }
        } catch (IllegalArgumentException e) {
            if (options.events().isEmpty()) {
                problems.addAll(String.valueOf(e.getMessage()).lines().toList());
            }
        }
        options.events()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.add("--events " + file + ": no such file"));
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return new Inputs(set.orElseThrow().limited(options.limit(), options.seed()), bundle);
    }

    /** What was kept beside the events, if the bundle at hand made it. */
    private Optional<Kept> kept(Path events, Optional<ModelBundle> bundle) throws IOException {
        Path directory = events.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            return Optional.empty();
        }
        Optional<Kept> kept = Kept.open(directory.resolve("kept"));
        if (kept.isEmpty()) {
            kept = Kept.open(directory.resolveSibling("kept"));
        }
        String madeBy = kept.map(Kept::bundleSha256).orElse("");
        if (kept.isPresent() && bundle.filter(own -> own.readsEmbeddingsOf(madeBy)).isEmpty()) {
            terminal.complain(
                    "what is kept beside "
                            + events
                            + " was made by another bundle, and is not used: give its --bundle");
            return Optional.empty();
        }
        return kept;
    }

    private void compare(EvalOptions options, Inputs inputs, Optional<Kept> kept)
            throws IOException {
        if (kept.isEmpty() || inputs.bundle().isEmpty()) {
            throw new UserMistake(
                    "--compress: required the embeddings that a run keeps beside its events");
        }
        Path file = options.out().resolve("compression.json");
        try (LanguageModelAsker asker = LanguageModelAsker.open(inputs.bundle().get())) {
            JsonNode figures =
                    new CompressionScores(
                                    inputs.set(), kept.get(), asker, options.languages().get(0))
                            .measure(
                                    options.compressions(),
                                    line -> {
                                        terminal.out().println(line);
                                        terminal.out().flush();
                                    });
            Files.writeString(file, figures.toPrettyString() + "\n", UTF_8);
        }
        terminal.say("wrote " + file);
    }

    private void write(
            EvalOptions options,
            Inputs inputs,
            Optional<Kept> kept,
            Measuring.Spoken spoken,
            Scores scores)
            throws IOException {
        Path file = options.out().resolve("scores.json");
        String json =
                new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(scores.json());
        Files.writeString(file, json + "\n", UTF_8);
        Headlines.of(scores.json()).forEach(terminal.out()::println);
        terminal.out().flush();
        terminal.say("wrote " + file);
        if (options.report()) {
            List<Scene> scenes =
                    new Scenes(kept, inputs.set().grammar(), options.seed())
                            .sample(spoken.judged());
            Path page = options.out().resolve("report.html");
            Files.writeString(page, HtmlReport.of(scores.json(), scenes), UTF_8);
            terminal.say("wrote " + page);
        }
    }
}
