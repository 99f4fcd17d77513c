package io.watchword.deploy.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The files in the output directory that hold events of some streams.
 *
 * @param directory where the sinks write
 */
record WrittenFiles(Path directory) {
    private static final int HEAD_BYTES = 4096;

    /** {@code events.jsonl}, and the caption files whose head names a stream and the language. */
    List<Path> holding(Collection<String> streamIds, String language) throws IOException {
        List<Path> files = new ArrayList<>();
        Path events = directory.resolve("events.jsonl");
        if (Files.exists(events)) {
            files.add(events);
        }
        List<Path> captions = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.vtt")) {
            found.forEach(captions::add);
        }
        captions.sort(null);
        for (Path file : captions) {
            String head = head(file);
            if (head.contains("\"" + language + "\"")
                    && streamIds.stream().anyMatch(id -> head.contains("\"" + id + "\""))) {
                files.add(file);
            }
        }
        return files;
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES), UTF_8);
        }
    }
}
