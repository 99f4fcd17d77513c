package io.watchword.deploy.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Ids;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run keeps: the broker's log, checkpoints, Connect's memory, logs. One process at a
 * time holds it. A temporary one is deleted when it is closed.
 *
 * <p>Closing may happen in any thread, and more than once.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final boolean temporary;
    private final @Nullable FileChannel lockFile;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DataDirectory(Path root, boolean temporary, @Nullable FileChannel lockFile) {
        this.root = root;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * Takes a directory that is kept between runs; creates it if it is missing.
     *
     * @throws UserMistake if another process holds it or it cannot be written
     */
    public static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new UserMistake(
                        "data directory " + directory + " is in use by another process");
            }
            DataDirectory data = new DataDirectory(root, false, channel);
            data.prepare();
            return data;
        } catch (FileAlreadyExistsException e) {
            throw new UserMistake("data directory " + directory + ": not a directory");
        } catch (AccessDeniedException e) {
            throw new UserMistake("data directory " + directory + ": permission denied");
        } catch (IOException e) {
            throw new UserMistake("data directory " + directory + ": " + e.getMessage());
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) { // held by this very process
            return false;
        }
    }

    /** Makes a directory that lives as long as the run. */
    public static DataDirectory temporary() throws IOException {
        Path root = Files.createTempDirectory("watchword-");
        DataDirectory data = new DataDirectory(root, true, null);
        data.prepare();
        return data;
    }

    /** Where everything is kept unless people say otherwise. */
    public static Path ofUser(Map<String, String> environment, String system, Path home) {
        if (system.startsWith("Mac")) {
            return home.resolve("Library/Application Support/watchword");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        // The standard says that a relative one does not count.
        return (data.startsWith("/") ? Path.of(data) : home.resolve(".local/share"))
                .resolve("watchword");
    }

    /** {@link #ofUser(Map, String, Path)} of this process. */
    public static Path ofUser() {
        return ofUser(
                System.getenv(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * Says where this run's broker is, and its language model's gRPC target, to other processes of
     * this user.
     */
    public void announce(String bootstrapServers, String llmTarget) throws IOException {
        write(llm(root), llmTarget);
        write(bootstrap(root), bootstrapServers);
    }

    /** Says where this run's view serves gRPC, to other processes of this user. */
    public void announceView(String grpcTarget) throws IOException {
        write(view(root), grpcTarget);
    }

    private static void write(Path file, String line) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent(), "no parent"));
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, line + "\n", UTF_8);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What {@link #announce} and {@link #announceView} said is over. */
    public void withdraw() throws IOException {
        Files.deleteIfExists(view(root));
        Files.deleteIfExists(viewKey(root));
        Files.deleteIfExists(bootstrap(root));
        Files.deleteIfExists(llm(root));
    }

    /** Where the broker is of the run that holds a directory. */
    public static Optional<String> announced(Path directory) throws IOException {
        return read(bootstrap(directory));
    }

    /** Where the language model is of the run that holds a directory. */
    public static Optional<String> announcedLlm(Path directory) throws IOException {
        return read(llm(directory));
    }

    /** Where the view serves gRPC of the run that holds a directory. */
    public static Optional<String> announcedView(Path directory) throws IOException {
        return read(view(directory));
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file, UTF_8).strip())
                : Optional.empty();
    }

    private static Path bootstrap(Path root) {
        return root.resolve("run").resolve("bootstrap");
    }

    private static Path view(Path root) {
        return root.resolve("run").resolve("view");
    }

    /** With what commands of its owner come into the view of the run that holds a directory. */
    public static Path viewKey(Path root) {
        return root.resolve("run").resolve("view.key");
    }

    private static Path llm(Path root) {
        return root.resolve("run").resolve("llm");
    }

    /** Who did what. */
    public static Path audit(Path directory) {
        return directory.resolve("audit.jsonl");
    }

    /** Of the streams; needs no lock, every file is there whole or not at all. */
    public static Path secrets(Path directory) {
        return directory.resolve("secrets");
    }

    public Path root() {
        return root;
    }

    private void prepare() throws IOException {
        deleteTree(flinkTemporary());
        for (Path directory :
                List.of(broker(), checkpoints(), connect(), streams(), logs(), flinkTemporary())) {
            Files.createDirectories(directory);
        }
    }

    /**
     * Makes sure that this directory holds the work of one bundle only: embeddings of two bundles
     * must not mix.
     *
     * @throws UserMistake if it was made with another bundle
     */
    public void holdOnly(String bundleName, String bundleSha256) throws IOException {
        Path file = root.resolve("bundle");
        String line = bundleSha256 + " " + bundleName;
        if (!Files.exists(file)) {
            Files.writeString(file, line + "\n", UTF_8);
            return;
        }
        String found = Files.readString(file, UTF_8).strip();
        if (!found.startsWith(bundleSha256 + " ")) {
            throw new UserMistake(
                    "data directory "
                            + root
                            + " was made with bundle "
                            + found.substring(found.indexOf(' ') + 1)
                            + ", not this build of "
                            + bundleName
                            + ": give another --data");
        }
    }

    /** Notes that a stream has gone in whole, to be described under some settings. */
    public void noteTaken(String streamId, String settingsSha256) throws IOException {
        Files.writeString(taken(streamId), settingsSha256 + "\n", UTF_8);
    }

    /** Whether a stream has gone in whole under these settings: then it need not be read again. */
    public boolean isTaken(String streamId, String settingsSha256) throws IOException {
        Path file = taken(streamId);
        return Files.exists(file) && Files.readString(file, UTF_8).strip().equals(settingsSha256);
    }

    /** A stream id may be too long to be a file's name. */
    private Path taken(String streamId) {
        return streams().resolve(Ids.sha256Hex(streamId.getBytes(UTF_8)));
    }

    public boolean isTemporary() {
        return temporary;
    }

    public Path broker() {
        return root.resolve("kafka");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** The index that events are searched by. */
    public static Path search(Path directory) {
        return directory.resolve("view").resolve("index");
    }

    public Path connect() {
        return root.resolve("connect");
    }

    private Path streams() {
        return root.resolve("streams");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path flinkTemporary() {
        return root.resolve("tmp");
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (lockFile != null) {
                lockFile.close();
            }
            if (temporary) {
                deleteTree(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what it can: a file that another thread deletes first is no failure. */
    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
    }
}
