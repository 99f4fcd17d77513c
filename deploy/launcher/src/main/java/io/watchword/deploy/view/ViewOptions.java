package io.watchword.deploy.view;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line of {@code view} asks for.
 *
 * @param bootstrap of the broker
 * @param host empty for the configured one, as are httpPort and grpcPort
 */
record ViewOptions(
        Optional<Path> config,
        String bootstrap,
        Path data,
        Path bundle,
        Optional<String> host,
        Optional<Integer> httpPort,
        Optional<Integer> grpcPort,
        boolean quiet) {}
