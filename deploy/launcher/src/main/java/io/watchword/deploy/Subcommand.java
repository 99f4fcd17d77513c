package io.watchword.deploy;

import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;

/** What a command does, once picocli has filled its arguments in. */
public interface Subcommand {
    /**
     * Does it. Nothing is thrown: problems are said in one line each.
     *
     * @param home the directory that holds {@code models/tiny}
     * @return the exit code
     */
    int run(Terminal terminal, Path home);
}
