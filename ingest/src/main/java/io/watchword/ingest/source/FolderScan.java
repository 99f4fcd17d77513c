package io.watchword.ingest.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the media files in a folder and the folders in it. A file is settled when its size and time
 * are those of the look before, so that a file that is still being copied waits. Links are not
 * followed out of the folder. Not thread-safe.
 */
public final class FolderScan {
    private static final Set<String> MEDIA =
            Set.of(
                    "mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "m2ts", "mts", "mpg", "mpeg",
                    "vob", "3gp", "flv", "wmv", "wav", "flac", "mp3", "ogg", "oga", "ogv", "m4a",
                    "aac", "opus");

    /** A file. */
    public record FoundFile(Path path, long bytes, long modifiedMs) {
        /** Changes when the file does. */
        public String stamp() {
            return bytes + "@" + modifiedMs;
        }
    }

    /**
     * What one look found.
     *
     * @param unsettled files that may still be changing
     */
    public record Found(List<FoundFile> settled, int unsettled) {
        public Found {
            settled = List.copyOf(settled);
        }
    }

    private final Path folder;
    private Map<Path, FoundFile> before = Map.of();

    public FolderScan(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks once.
     *
     * @throws IOException if the folder itself cannot be read; what cannot be read in it is left
     *     out
     */
    public Found look() throws IOException {
        Map<Path, FoundFile> now = new HashMap<>();
        Files.newDirectoryStream(folder).close(); // says why it cannot be read
        Files.walkFileTree(folder, new Collector(now));
        List<FoundFile> settled = new ArrayList<>();
        now.values().stream()
                .filter(file -> file.equals(before.get(file.path())) && file.bytes() > 0)
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .forEach(settled::add);
        int unsettled = (int) now.values().stream().filter(f -> f.bytes() > 0).count();
        before = now;
        return new Found(settled, unsettled - settled.size());
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Map<Path, FoundFile> files;

        Collector(Map<Path, FoundFile> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && isMedia(file)) {
                files.put(
                        file,
                        new FoundFile(
                                file, attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private static boolean isMedia(Path file) {
            String name = String.valueOf(file.getFileName());
            int dot = name.lastIndexOf('.');
            return !name.startsWith(".")
                    && dot > 0
                    && MEDIA.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
        }
    }
}
