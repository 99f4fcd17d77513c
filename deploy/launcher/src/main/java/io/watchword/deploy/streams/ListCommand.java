package io.watchword.deploy.streams;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code streams list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show the streams and how they are doing. Never shows passwords.")
public final class ListCommand implements Subcommand {
    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Mixin private DataOptions data = new DataOptions();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(
                terminal,
                () -> {
                    try (ControlPlane streams = data.open()) {
                        List<StreamRow> rows = StreamRows.read(streams);
                        StreamTable table =
                                new StreamTable(
                                        terminal.width(),
                                        Clock.systemUTC().millis() * 1000,
                                        ZoneId.systemDefault());
                        terminal.out().print(json ? StreamJson.of(rows) : table.of(rows));
                        terminal.out().flush();
                        return ExitCode.OK;
                    }
                });
    }
}
