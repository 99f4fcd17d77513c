package io.watchword.deploy.flink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retained checkpoints of one job: {@code <directory>/<run>/chk-<n>/_metadata}, where a run is
 * one submission of the job. Flink's embedded cluster never restores by itself.
 */
public final class CheckpointDirectory {
    private static final Logger logger = LoggerFactory.getLogger(CheckpointDirectory.class);
    private static final String METADATA = "_metadata";

    private final Path directory;

    public CheckpointDirectory(Path directory) {
        this.directory = directory;
    }

    /** Where Flink puts new checkpoints. */
    public String uri() {
        return directory.toUri().toString();
    }

    /**
     * The newest checkpoint that can be read: one that a crash left half-written is passed over.
     */
    public Optional<Path> newestValid() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        for (Path checkpoint : newestFirst()) {
            Optional<String> problem = problem(checkpoint);
            if (problem.isEmpty()) {
                return Optional.of(checkpoint);
            }
            logger.atWarn()
                    .addKeyValue("checkpoint", checkpoint)
                    .addKeyValue("detail", problem.get())
                    .log("checkpoint passed over");
        }
        return Optional.empty();
    }

    /** Flink writes under other names first and deletes what is outdated, also while this looks. */
    private List<Path> newestFirst() throws IOException {
        List<Path> checkpoints = new ArrayList<>();
        Files.walkFileTree(
                directory,
                Set.of(),
                3,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.endsWith(METADATA)) {
                            Path checkpoint = file.getParent();
                            if (checkpoint != null) {
                                checkpoints.add(checkpoint);
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem)
                            throws IOException {
                        if (problem instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw problem;
                    }
                });
        checkpoints.sort(
                Comparator.comparing(CheckpointDirectory::writtenAt)
                        .thenComparingLong(CheckpointDirectory::number)
                        .reversed());
        return checkpoints;
    }

    /** The beginning of time for one that is gone meanwhile. */
    private static FileTime writtenAt(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve(METADATA));
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path checkpoint) {
        String name = String.valueOf(checkpoint.getFileName());
        return name.matches("chk-\\d{1,18}") ? Long.parseLong(name.substring("chk-".length())) : -1;
    }

    private static Optional<String> problem(Path checkpoint) {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(
                                Files.newInputStream(checkpoint.resolve(METADATA))))) {
            Checkpoints.loadCheckpointMetadata(
                    in, CheckpointDirectory.class.getClassLoader(), checkpoint.toUri().toString());
            return Optional.empty();
        } catch (IOException | RuntimeException e) { // Flink parses with both
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
