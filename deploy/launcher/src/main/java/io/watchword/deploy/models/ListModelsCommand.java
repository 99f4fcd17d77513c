package io.watchword.deploy.models;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.terminal.TerminalText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code models list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show the models that are there; verify checks one.")
public final class ListModelsCommand implements Subcommand {
    @Mixin private DataOption data = new DataOption();

    @Override
    public int run(Terminal terminal, Path home) {
        return Reported.run(
                terminal,
                () -> {
                    List<InstalledModels.Row> rows = data.models(home).rows();
                    StringBuilder table = new StringBuilder();
                    line(table, "MODEL", "FAMILY", "SIZE", "LANGUAGES", "ROLES");
                    for (InstalledModels.Row row : rows) {
                        line(
                                table,
                                row.name(),
                                row.family(),
                                String.format(Locale.ROOT, "%.1f MB", row.bytes() / 1e6),
                                String.join(",", row.languages()),
                                row.problem().isEmpty()
                                        ? String.join(" ", row.roles())
                                        : row.problem());
                    }
                    terminal.out().print(table);
                    terminal.out().flush();
                    return ExitCode.OK;
                });
    }

    private static void line(StringBuilder table, String... cells) {
        String line = String.format(Locale.ROOT, "%-20s  %-11s  %9s  %-9s  %s", (Object[]) cells);
        table.append(TerminalText.clean(line).stripTrailing()).append('\n');
    }
}
