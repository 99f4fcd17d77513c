package io.watchword.deploy.ask;

import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common that read what is stored. */
final class StoredOptions {
    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Where the span begins (default: where what is stored begins).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "T",
            description = "Where the span ends (default: where what is stored ends).")
    private @Nullable String to;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data directory of up or describe, running or not (default: the user's, as for"
                            + " up).")
    private @Nullable Path data;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description =
                    "Model bundle that encoded what is stored (default: the one that ships,"
                            + " models/tiny).")
    private @Nullable Path bundle;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language: en or ru (default: that of the question or of most events).")
    private @Nullable String language;

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    Optional<String> from() {
        return Optional.ofNullable(from);
    }

    Optional<String> to() {
        return Optional.ofNullable(to);
    }

    Path data() {
        return data == null ? DataDirectory.ofUser() : data;
    }

    Path bundle(Path home) {
        return bundle == null ? home.resolve("models").resolve("tiny") : bundle;
    }

    Optional<String> language() {
        return Optional.ofNullable(language);
    }

    Optional<Path> config() {
        return config.file();
    }

    boolean json() {
        return json;
    }
}
