package io.watchword.ingest.record;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of a store that is far away, fetched once each into a directory that is this process's
 * alone. What was not read for the longest time makes room; a file that is larger than all the room
 * there is is read without being kept. Recorded files never change, so a copy never grows stale;
 * what the store has deleted is no longer listed. Owns the store. Thread-safe: one fetches at a
 * time.
 */
public final class FetchedFiles implements RecordedFiles {
    private static final String PART = ".part";

    private final RecordedFiles store;
    private final Path directory;
    private final long maxBytes;
    private final InstantSource clock;

    private FetchedFiles(RecordedFiles store, Path directory, long maxBytes, InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * Takes over what an earlier run fetched.
     *
     * @param maxBytes of files that are kept
     * @throws IOException if the directory cannot be written
     */
    public static FetchedFiles open(
            RecordedFiles store, Path directory, long maxBytes, InstantSource clock)
            throws IOException {
        checkArgument(maxBytes > 0, "maxBytes is %d, required at least 1", maxBytes);
        Files.createDirectories(directory);
        for (Path file : kept(directory)) {
            if (file.toString().endsWith(PART)) { // a run that was killed
                Files.deleteIfExists(file);
            }
        }
        return new FetchedFiles(store, directory, maxBytes, clock);
    }

    @Override
    public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
        return store.list(streamId, span);
    }

    @Override
    public synchronized InputStream open(RecordedFile file) throws IOException {
        if (file.bytes() > maxBytes) {
            return store.open(file);
        }
        Path copy =
                directory.resolve(
                        Ids.sha256Hex(file.key().getBytes(UTF_8)).substring(0, 32) + ".mp4");
        if (!Files.exists(copy)) {
            fetch(file, copy);
            makeRoom(copy);
        }
        Files.setLastModifiedTime(copy, FileTime.from(clock.instant()));
        return Files.newInputStream(copy);
    }

    /** Whole or not at all. */
    private void fetch(RecordedFile file, Path copy) throws IOException {
        Path part = directory.resolve(copy.getFileName() + PART);
        try (InputStream in = store.open(file)) {
            long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (bytes != file.bytes()) {
                throw new IOException(
                        file.key()
                                + " is listed with "
                                + file.bytes()
                                + " bytes, came with "
                                + bytes);
            }
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void makeRoom(Path newest) throws IOException {
        record Kept(Path file, FileTime read, long bytes) {}
        List<Kept> all = new ArrayList<>();
        long bytes = 0;
        for (Path file : kept(directory)) {
            Kept one = new Kept(file, Files.getLastModifiedTime(file), Files.size(file));
            bytes += one.bytes;
            all.add(one);
        }
        all.sort(comparing(Kept::read).thenComparing(Kept::file));
        for (Kept one : all) {
            if (bytes <= maxBytes) {
                return;
            }
            if (!one.file.equals(newest)) {
                Files.deleteIfExists(one.file); // who is reading it reads on
                bytes -= one.bytes;
            }
        }
    }

    private static List<Path> kept(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException e) { // whoever cleaned up took the directory along
            Files.createDirectories(directory);
            return List.of();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
