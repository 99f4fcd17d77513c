package io.watchword.deploy.access;

import picocli.CommandLine.Command;

/** The commands that let others in. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Add, list and remove the tokens by which people and programs elsewhere come in, and check"
                    + " the log of what they did. A run takes changes at once."
        })
public final class TokensCommand {}
