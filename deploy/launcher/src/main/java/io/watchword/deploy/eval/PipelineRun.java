package io.watchword.deploy.eval;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.describe.Describe;
import io.watchword.deploy.describe.DescribeOptions;
import io.watchword.deploy.eval.kept.KeptWriter;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes the sources of a set through the pipeline as {@code describe} does, and keeps a copy. */
final class PipelineRun {
    private final Terminal terminal;
    private final EvalOptions options;

    PipelineRun(Terminal terminal, EvalOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    /** Returns the exit code of {@code describe}. */
    int describe(EvaluationSet set, String language) throws IOException {
        Path out = options.eventsDirectory();
        forget(out);
        terminal.say("describing " + set.sources().size() + " sources ...");
        // Its tables are nothing to read here; its progress and its complaints are.
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal quiet =
                new Terminal(nowhere, terminal.err(), terminal.interactive(), terminal.width());
        DescribeOptions describe =
                new DescribeOptions(
                        set.sources().stream().map(source -> source.file().toString()).toList(),
                        out,
                        Optional.of(language),
                        options.bundle(),
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        !terminal.interactive());
        try (KeptWriter keeper = KeptWriter.open(options.keptDirectory())) {
            int code = new Describe(quiet, BrokerChoice.EMBEDDED).run(describe, keeper);
            if (code == ExitCode.INTERNAL) {
                terminal.complain(
                        "the pipeline did not describe everything, so nothing is scored; to score"
                                + " what is there: --events "
                                + out.resolve("events.jsonl"));
            }
            return code;
        }
    }

    /** Results of an earlier run must not mix with those of this one. */
    private static void forget(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return;
        }
        try (DirectoryStream<Path> old = Files.newDirectoryStream(out, "*.{jsonl,vtt}")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }
}
