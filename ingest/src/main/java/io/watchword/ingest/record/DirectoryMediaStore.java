package io.watchword.ingest.record;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recorded files in a directory. A file is written beside its place, under a name that ends in
 * {@code .part}, and locked; it gets its own name when it is whole and on the disk.
 *
 * <p>Several processes may share the directory.
 */
public final class DirectoryMediaStore implements MediaStore {
    private static final String PART = ".part";
    private static final int MAX_TRIES = 5;
    private static final int FOLDERS = 3; // of a key: stream, day, name

    private final Path root;

    private DirectoryMediaStore(Path root) {
        this.root = root;
    }

    /**
     * Opens a directory, and creates it if it is missing.
     *
     * @throws IOException if nothing can be written there
     */
    public static DirectoryMediaStore open(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        Files.createDirectories(root);
        if (!Files.isWritable(root)) {
            throw new FileSystemException(root.toString(), null, "cannot be written");
        }
        return new DirectoryMediaStore(root);
    }

    @Override
    public Writing begin(RecordingStart start) throws IOException {
        RecordedFile begun = RecordedFile.begun(start);
        Path part = path(begun.key() + PART);
        for (int tries = 1; ; tries++) {
            try {
                return new Part(begun, part, create(part));
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (tries == MAX_TRIES) { // else: its folder was emptied, and went, just now
                    throw e;
                }
            }
        }
    }

    private static FileChannel create(Path part) throws IOException {
        Files.createDirectories(parent(part));
        Files.deleteIfExists(part); // of an earlier try at the same start
        FileChannel channel = FileChannel.open(part, CREATE_NEW, READ, WRITE);
        try {
            channel.tryLock();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Where a file lies. */
    public Path path(RecordedFile file) throws IOException {
        return path(file.key());
    }

    public boolean contains(RecordedFile file) throws IOException {
        return Files.exists(path(file.key()));
    }

    /** What the keys of a stream's files begin with. */
    public static String folder(String streamId) {
        return StreamFolder.of(streamId) + "/";
    }

    /** Where a key's file lies: always in this directory. */
    private Path path(String key) throws IOException {
        Path path = root.resolve(key).normalize();
        if (!path.startsWith(root) || path.getNameCount() != root.getNameCount() + FOLDERS) {
            throw new NoSuchFileException(key, null, "not the key of a recorded file");
        }
        return path;
    }

    private final class Part implements Writing {
        private final RecordedFile begun;
        private final Path part;
        private final FileChannel channel; // locked until it is closed

        private Part(RecordedFile begun, Path part, FileChannel channel) {
            this.begun = begun;
            this.part = part;
            this.channel = channel;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        @Override
        public RecordedFile complete(long endUs) throws IOException {
            try (channel) {
                RecordedFile whole = begun.upTo(endUs, channel.size());
                channel.force(true);
                Path place = path(whole.key());
                Files.move(part, place, ATOMIC_MOVE);
                try (FileChannel folder = FileChannel.open(parent(place), READ)) {
                    folder.force(true); // the new name too
                }
                return whole;
            }
        }

        @Override
        public void abandon() throws IOException {
            keepWhole();
        }

        /** Whether there was anything to keep. */
        private boolean keepWhole() throws IOException {
            try (channel) {
                Mp4Fragments.Whole whole = Mp4Fragments.read(channel);
                if (whole.bytes() == 0) {
                    Files.deleteIfExists(part);
                    return false;
                }
                channel.truncate(whole.bytes());
                complete(begun.span().startUs() + whole.durationUs());
                return true;
            }
        }
    }

    @Override
    public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
        List<RecordedFile> files = new ArrayList<>(list(root.resolve(StreamFolder.of(streamId))));
        files.removeIf(file -> !file.span().overlaps(span));
        files.sort(RecordedFile.IN_TIME);
        return files;
    }

    @Override
    public List<RecordedFile> listAll() throws IOException {
        return list(root);
    }

    private List<RecordedFile> list(Path folder) throws IOException {
        List<RecordedFile> files = new ArrayList<>();
        for (Path path : walk(folder)) {
            describe(path).ifPresent(files::add);
        }
        return files;
    }

    private Optional<RecordedFile> describe(Path path) throws IOException {
        try {
            return RecordedFile.parse(key(path), Files.size(path));
        } catch (NoSuchFileException e) { // deleted meanwhile
            return Optional.empty();
        }
    }

    private String key(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    /** Files, at the depth of keys, under a folder that may be absent or change meanwhile. */
    private List<Path> walk(Path folder) throws IOException {
        int depth = FOLDERS + root.getNameCount() - folder.getNameCount();
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> path.getNameCount() == root.getNameCount() + FOLDERS)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return walk(folder); // a day's folder went: the others are still to be listed
            }
            throw e.getCause();
        }
    }

    @Override
    public InputStream open(RecordedFile file) throws IOException {
        return Files.newInputStream(path(file.key()));
    }

    @Override
    public void delete(RecordedFile file) throws IOException {
        Path path = path(file.key());
        Files.deleteIfExists(path);
        deleteIfEmpty(parent(path));
        deleteIfEmpty(parent(parent(path)));
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return; // there are other files
        }
    }

    @Override
    public int recover() throws IOException {
        int kept = 0;
        for (Path path : walk(root)) {
            String key = key(path);
            if (!key.endsWith(PART)) {
                continue;
            }
            String name = key.substring(0, key.length() - PART.length());
            Optional<RecordedFile> left = RecordedFile.parse(name, 0);
            if (left.isPresent() && recover(path, left.get())) {
                kept++;
            }
        }
        return kept;
    }

    private boolean recover(Path path, RecordedFile left) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, READ, WRITE);
        } catch (NoSuchFileException e) { // its writer has just completed it
            return false;
        }
        try (channel) {
            return channel.tryLock() != null // else another process is writing it
                    && Files.exists(path)
                    && new Part(left, path, channel).keepWhole();
        } catch (OverlappingFileLockException e) {
            return false; // this process is writing it
        }
    }

    /** None: what cannot be written fails at once. */
    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    /** Holds nothing: each file is closed by who writes it. */
    @Override
    public void close() {}
}
