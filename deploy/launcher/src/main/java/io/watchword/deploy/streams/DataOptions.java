package io.watchword.deploy.streams;

import io.watchword.deploy.allinone.DataDirectory;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation the commands of {@code streams} mean. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: the user's, as for up).")
    private @Nullable Path data;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka elsewhere, in place of the data directory's.")
    private @Nullable String bootstrap;

    ControlPlane open() throws Exception {
        return ControlPlane.open(
                data == null ? DataDirectory.ofUser() : data, Optional.ofNullable(bootstrap));
    }
}
