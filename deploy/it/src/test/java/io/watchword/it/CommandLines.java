package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.Main;
import io.watchword.deploy.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.ToIntFunction;

/** Runs the command line in this process. */
final class CommandLines {
    private CommandLines() {}

    /** What a run left behind. */
    record Result(int exitCode, String out, String err) {}

    static Result run(String... args) {
        return with(terminal -> Main.run(terminal, Repository.root(), args));
    }

    /** Runs something that writes to a terminal and returns an exit code. */
    static Result with(ToIntFunction<Terminal> command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode =
                command.applyAsInt(
                        new Terminal(
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                false,
                                Integer.MAX_VALUE));
        return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
