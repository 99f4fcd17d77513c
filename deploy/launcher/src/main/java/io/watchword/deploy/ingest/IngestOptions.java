package io.watchword.deploy.ingest;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line of {@code ingest} asks for.
 *
 * @param bootstrap of the broker
 * @param worker name of this worker among those that share the streams
 * @param httpPort empty for the configured one
 */
record IngestOptions(
        Optional<Path> config,
        String bootstrap,
        Path data,
        String worker,
        Optional<Integer> httpPort,
        boolean quiet) {}
