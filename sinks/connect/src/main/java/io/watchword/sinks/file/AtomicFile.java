package io.watchword.sinks.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces files whole: a reader, or a machine that lost power, sees the old contents or the new
 * ones and nothing between. The file's directory must support an atomic rename.
 */
public final class AtomicFile {
    private static final String PREFIX = ".watchword-";
    private static final String SUFFIX = ".tmp";

    private AtomicFile() {}

    /**
     * Writes {@code text} as UTF-8. When it returns, the contents are on disk.
     *
     * @throws UncheckedIOException naming the file; it then holds what it held
     */
    public static void write(Path file, String text) {
        write(file, text.getBytes(UTF_8));
    }

    /**
     * Writes {@code contents}. When it returns, they are on disk.
     *
     * @throws UncheckedIOException naming the file; it then holds what it held
     */
    public static void write(Path file, byte[] contents) {
        try {
            Files.move(
                    stage(file, contents),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(directory(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The contents, on disk beside the file, not yet in its place. */
    static Path stage(Path file, byte[] contents) throws IOException {
        Path temporary = temporary(file);
        Files.deleteIfExists(temporary); // left by a process that was killed
        try (FileChannel channel =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(contents);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return temporary;
    }

    /** Where the contents of {@code file} are gathered. */
    static Path temporary(Path file) {
        return file.resolveSibling(PREFIX + file.getFileName() + SUFFIX);
    }

    /**
     * Removes what processes that were killed left behind for files whose name ends in {@code
     * ending}.
     */
    public static void removeLeftovers(Path directory, String ending) {
        try (java.nio.file.DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(
                        directory,
                        path -> {
                            String name = path.getFileName().toString();
                            return name.startsWith(PREFIX) && name.endsWith(ending + SUFFIX);
                        })) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
    }

    /** Makes a rename in the directory last, where directories can be opened. */
    private static void force(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
