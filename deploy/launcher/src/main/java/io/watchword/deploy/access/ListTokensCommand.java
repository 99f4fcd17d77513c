package io.watchword.deploy.access;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.view.access.ApiToken;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tokens list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show the tokens that are given out, with their scopes.")
public final class ListTokensCommand implements Subcommand {
    @Mixin private AccessData data = new AccessData();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(
                terminal,
                () -> {
                    Instant now = Instant.now();
                    for (ApiToken token : data.tokens().all()) {
                        terminal.out().println(line(token, now));
                    }
                    terminal.out().flush();
                    return ExitCode.OK;
                });
    }

    private static String line(ApiToken token, Instant now) {
        String end =
                token.expiresAt()
                        .map(
                                at ->
                                        (at.isAfter(now) ? "until " : "expired ")
                                                + at.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("");
        return String.format(
                        Locale.ROOT,
                        "%-24s %s  %s",
                        token.name(),
                        String.join(" ", token.scopes().texts()),
                        end)
                .stripTrailing();
    }
}
