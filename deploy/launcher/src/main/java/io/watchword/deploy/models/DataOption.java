package io.watchword.deploy.models;

import io.watchword.deploy.allinone.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Under which data directory added models are. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: the user's, as for up).")
    private @Nullable Path data;

    InstalledModels models(Path home) {
        return new InstalledModels(home, data == null ? DataDirectory.ofUser() : data);
    }
}
