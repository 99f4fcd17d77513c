package io.watchword.deploy.terminal;

import java.io.PrintStream;

/**
 * Where people read: results on {@code out}, everything else on {@code err}.
 *
 * @param interactive whether {@code err} is a terminal, where a progress line may move
 * @param width characters a line of {@code out} may have; very many where it is no terminal
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, int width) {
    private static final String CLEAR_LINE = "\r\u001b[K";

    /** One line of news on {@code err}. */
    public void say(String line) {
        clearProgress();
        err.println(TerminalText.clean(line));
    }

    /** One line about a problem on {@code err}. */
    public void complain(String line) {
        say("watchword: " + line);
    }

    public void progress(String line) {
        if (interactive) {
            err.print(CLEAR_LINE + TerminalText.clean(line));
            err.flush();
        }
    }

    public void clearProgress() {
        if (interactive) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
