package io.watchword.deploy.models;

import picocli.CommandLine.Command;

/** The commands that add, list and check models. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Add published vision-language models, list and check what is there.")
public final class ModelsCommand {}
