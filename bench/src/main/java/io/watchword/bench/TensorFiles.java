package io.watchword.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File names from a command line. */
final class TensorFiles {
    private TensorFiles() {}

    /** {@code @LIST} stands for the lines of LIST. */
    static List<Path> named(List<String> arguments) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("@")) {
                for (String line : Files.readAllLines(Path.of(argument.substring(1)))) {
                    if (!line.isBlank()) {
                        files.add(Path.of(line.strip()));
                    }
                }
            } else {
                files.add(Path.of(argument));
            }
        }
        return files;
    }
}
