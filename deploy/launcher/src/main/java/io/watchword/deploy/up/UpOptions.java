package io.watchword.deploy.up;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code up} asks for.
 *
 * @param sources streams of this run alone
 * @param watch whether folders among the sources are looked at again
 * @param host empty for the configured one, as are httpPort and grpcPort
 */
record UpOptions(
        Optional<Path> config,
        List<String> sources,
        boolean watch,
        Optional<String> profile,
        Optional<String> transport,
        Path data,
        Path out,
        Optional<String> host,
        Optional<Integer> httpPort,
        Optional<Integer> grpcPort,
        Path bundle,
        Optional<String> language,
        boolean quiet) {
    UpOptions {
        sources = List.copyOf(sources);
    }
}
