package io.watchword.deploy.models;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import java.util.concurrent.Callable;

/** Turns what stops a command into lines and an exit code. */
final class Reported {
    private Reported() {}

    static int run(Terminal terminal, Callable<Integer> command) {
        try {
            return command.call();
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (Exception e) { // the boundary: people get one line
            String message = e.getMessage();
            terminal.complain(
                    message == null ? e.toString() : message.lines().findFirst().orElse(""));
            return ExitCode.INTERNAL;
        }
    }
}
