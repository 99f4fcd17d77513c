package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bundles that are at hand: the one that ships, and those under the data directory. */
public final class InstalledModels {
    private static final String FILE = "bundle.json";

    private final Path shipped;
    private final Path added;

    /**
     * @param home the directory that holds {@code models/tiny}
     * @param data the data directory
     */
    public InstalledModels(Path home, Path data) {
        shipped = home.resolve("models").resolve("tiny");
        added = data.resolve("models");
    }

    /** Where a model of that name goes. */
    Path place(String name) {
        return added.resolve(name);
    }

    /**
     * The directory of a bundle: one that is given, or that of a model that was added by name.
     *
     * @throws UserMistake if there is neither
     */
    public Path find(String nameOrDirectory) {
        Path directory = Path.of(nameOrDirectory);
        if (Files.isRegularFile(directory.resolve(FILE))) {
            return directory;
        }
        if (nameOrDirectory.equals("tiny")) {
            return shipped;
        }
        if (ModelName.good(nameOrDirectory) && Files.isDirectory(place(nameOrDirectory))) {
            return place(nameOrDirectory);
        }
        throw new UserMistake(
                nameOrDirectory
                        + ": neither a directory with a bundle.json nor a model in "
                        + added
                        + " (models list shows those)");
    }

    /**
     * What a bundle says of itself; nothing is checked.
     *
     * @param problem empty, or why it cannot be used
     */
    record Row(
            String name,
            String family,
            long bytes,
            List<String> languages,
            List<String> roles,
            String problem) {}

    List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        if (Files.exists(shipped.resolve(FILE))) {
            rows.add(row(shipped));
        }
        if (Files.isDirectory(added)) {
            try (Stream<Path> directories = Files.list(added)) {
                for (Path directory : directories.sorted().toList()) {
                    if (ModelName.good(String.valueOf(directory.getFileName()))) {
                        rows.add(row(directory));
                    }
                }
            }
        }
        return rows;
    }

    private static Row row(Path directory) throws IOException {
        String name = String.valueOf(directory.getFileName());
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(directory.resolve(FILE)));
        } catch (IOException e) {
            return new Row(name, "-", 0, List.of(), List.of(), "bundle.json cannot be read");
        }
        List<String> languages = new ArrayList<>();
        json.path("languages").forEach(language -> languages.add(language.asText()));
        List<String> roles = new ArrayList<>();
        json.path("roles").fieldNames().forEachRemaining(roles::add);
        return new Row(
                name,
                json.path("family").asText("watchword"),
                bytes(directory),
                languages,
                roles,
                "");
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
