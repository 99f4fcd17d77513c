package io.watchword.deploy.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config} of the commands that take settings. */
public final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Settings that differ from the defaults; deploy/pipeline.yaml has all.")
    private @Nullable Path file;

    /** The file; empty leaves every setting at its default. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
