package io.watchword.deploy.access;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.view.access.AuditLog;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tokens audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Check the log of who signed in, was refused, searched, asked, exported and changed what"
                    + " (audit.jsonl of the data directory): whether a line was changed, put in or"
                    + " taken out."
        },
        footer = {"", "Exit codes: 0 it is whole; 1 it is not, or cannot be read."})
public final class AuditCommand implements Subcommand {
    @Mixin private AccessData data = new AccessData();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(
                terminal,
                () -> {
                    AuditLog.Verdict verdict = data.audit().verify();
                    if (verdict.problem().isPresent()) {
                        terminal.complain("audit.jsonl: " + verdict.problem().get());
                        return ExitCode.INTERNAL;
                    }
                    terminal.out().println(verdict.lines() + " lines, last " + verdict.last());
                    terminal.out().flush();
                    return ExitCode.OK;
                });
    }
}
