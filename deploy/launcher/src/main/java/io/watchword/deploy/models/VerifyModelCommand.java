package io.watchword.deploy.models;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code models verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Check a model: every checksum, that its graphs open, and that their shapes are those of"
                    + " bundle.json."
        })
public final class VerifyModelCommand implements Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "DIR|NAME",
            description = "A bundle's directory, or a name of models list.")
    private String model = "";

    @Mixin private DataOption data = new DataOption();

    @Override
    public int run(Terminal terminal, Path home) {
        return Reported.run(
                terminal,
                () -> {
                    Findings findings = new Findings();
                    Path directory = data.models(home).find(model);
                    ModelCheck.check(directory, findings);
                    findings.throwIfAny();
                    terminal.say(model + ": all is as bundle.json says");
                    return ExitCode.OK;
                });
    }
}
