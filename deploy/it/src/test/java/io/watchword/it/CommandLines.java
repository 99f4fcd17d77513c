package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.Main;
import io.watchword.deploy.describe.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs the command line in this process. */
final class CommandLines {
    private CommandLines() {}

    /** What a run left behind. */
    record Result(int exitCode, String out, String err) {}

    static Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        Integer.MAX_VALUE);
        int exitCode = Main.run(terminal, Repository.root(), args);
        return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
