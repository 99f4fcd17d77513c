package io.watchword.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is, seen from the directory in which tests run. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("watchword"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no checkout around " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }
}
