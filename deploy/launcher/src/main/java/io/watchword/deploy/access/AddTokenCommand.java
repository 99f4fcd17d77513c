package io.watchword.deploy.access;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.Quantity;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.view.access.Scopes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code tokens add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Make a token and print it, this once: only its hash is kept.",
        footer = {
            "",
            "Programs send it in a header, 'Authorization: Bearer TOKEN', in HTTP and in gRPC.",
            "People sign in with it on the page."
        })
public final class AddTokenCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Names its holder in the log.")
    private String name = "";

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            description =
                    "What it lets its holder do: read:stream:ID, read:*, search, ask, subscribe,"
                            + " metrics, admin (change what is watched), or all. May be given"
                            + " again.")
    private List<String> scopes = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description =
                    "After so long it is worth nothing, such as 12h or 720h (default: never).")
    private @Nullable String expires;

    @Mixin private AccessData data = new AccessData();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(terminal, () -> add(terminal));
    }

    private int add(Terminal terminal) throws Exception {
        Instant now = Instant.now();
        Optional<Instant> end =
                Optional.ofNullable(expires).map(AddTokenCommand::time).map(now::plus);
        String secret;
        try {
            secret = data.tokens().add(name, Scopes.parse(scopes), now, end);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
        data.note("tokens add", name + " " + String.join(" ", scopes));
        terminal.out().println(secret);
        terminal.out().flush();
        terminal.say("added " + name + "; it is not shown again");
        return ExitCode.OK;
    }

    private static Duration time(String text) {
        return Quantity.duration(text)
                .filter(time -> !time.isZero() && !time.isNegative())
                .orElseThrow(
                        () ->
                                new UserMistake(
                                        "--expires "
                                                + text
                                                + ": required a duration such as 30m, 12h or"
                                                + " 720h"));
    }
}
