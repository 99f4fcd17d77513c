package io.watchword.deploy.describe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code describe} asks for.
 *
 * @param language of the captions; empty for what the configuration says
 * @param data where everything is kept; a temporary directory unless given
 * @param brokerPort 0 for any free port
 * @param llmPort 0 for any free port, or the configured one
 * @param config file with settings; empty for the defaults
 */
public record DescribeOptions(
        List<String> sources,
        Path out,
        Optional<String> language,
        Path bundle,
        Optional<Path> data,
        int brokerPort,
        int llmPort,
        Optional<Path> config,
        boolean quiet) {
    public DescribeOptions {
        sources = List.copyOf(sources);
    }
}
