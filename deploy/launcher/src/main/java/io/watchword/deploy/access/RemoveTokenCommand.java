package io.watchword.deploy.access;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code tokens remove}. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Withdraw a token: from now on it opens nothing, and what it holds open ends within"
                        + " seconds.")
public final class RemoveTokenCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The token's name.")
    private String name = "";

    @Mixin private AccessData data = new AccessData();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(
                terminal,
                () -> {
                    if (!data.tokens().remove(name)) {
                        throw new UserMistake("no token \"" + name + "\"");
                    }
                    data.note("tokens remove", name);
                    terminal.say("removed " + name);
                    return ExitCode.OK;
                });
    }
}
