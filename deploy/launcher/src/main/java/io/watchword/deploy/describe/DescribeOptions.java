package io.watchword.deploy.describe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code describe} asks for.
 *
 * @param data where everything is kept; a temporary directory unless given
 * @param brokerPort 0 for any free port
 * @param llmPort 0 for any free port
 */
record DescribeOptions(
        List<String> sources,
        Path out,
        String language,
        Path bundle,
        Optional<Path> data,
        int brokerPort,
        int llmPort,
        boolean quiet) {
    DescribeOptions {
        sources = List.copyOf(sources);
    }
}
