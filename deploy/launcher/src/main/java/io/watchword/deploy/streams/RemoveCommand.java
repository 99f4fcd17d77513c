package io.watchword.deploy.streams;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code streams remove}. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Remove a stream and its password. What it brought stays, and how far it was read.")
public final class RemoveCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The stream.")
    private String id = "";

    @Mixin private DataOptions data = new DataOptions();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(
                terminal,
                () -> {
                    try (ControlPlane streams = data.open()) {
                        data.note("streams remove", id);
                        if (!streams.remove(id)) {
                            throw new UserMistake("no stream \"" + id + "\"");
                        }
                    }
                    terminal.say("removed " + id);
                    return ExitCode.OK;
                });
    }
}
