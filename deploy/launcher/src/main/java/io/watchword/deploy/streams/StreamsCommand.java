package io.watchword.deploy.streams;

import picocli.CommandLine.Command;

/** The commands that add, list and remove streams. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        versionProvider = io.watchword.deploy.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Add, list and remove the streams that are watched: of the run that holds the data"
                    + " directory, or for the next one."
        })
public final class StreamsCommand {}
