package io.watchword.deploy.secret;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.UserMistake;
import io.watchword.ingest.source.Secrets;
import io.watchword.ingest.source.SourceUri;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets of streams: one file for each in a directory that only its owner enters, and the
 * environment. Several processes may use one directory: a file is there whole or not at all.
 */
public final class SecretStore implements Secrets {
    private static final String KEPT = "secret:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,200}");
    private static final int MAX_BYTES = 16 << 10;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Map<String, String> environment;

    private SecretStore(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Takes a directory; makes it if it is missing, and shuts others out of it.
     *
     * @param environment values that addresses may name
     * @throws UserMistake if the directory cannot be made safe
     */
    public static SecretStore open(Path directory, Map<String, String> environment) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
            return new SecretStore(directory, environment);
        } catch (IOException | UnsupportedOperationException e) {
            throw new UserMistake(
                    "secrets in " + directory + ": the directory cannot be closed to others");
        }
    }

    /** Keeps a secret, in place of what had its name. */
    public void put(String name, String value) throws IOException {
        checkArgument(NAME.matcher(name).matches(), "no name of a secret");
        byte[] bytes = value.getBytes(UTF_8);
        checkArgument(bytes.length <= MAX_BYTES, "a secret of more than %d bytes", MAX_BYTES);
        FileAttribute<Set<PosixFilePermission>> owner = PosixFilePermissions.asFileAttribute(OWNER);
        Path written = Files.createTempFile(directory, ".new", "", owner);
        try {
            try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE)) {
                file.write(java.nio.ByteBuffer.wrap(bytes));
                file.force(true);
            }
            Files.move(
                    written,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * @throws IllegalArgumentException if others may read the secret's file: what they may have
     *     seen is not used
     */
    @Override
    public Optional<String> find(String name) {
        if (!name.startsWith(KEPT)) {
            return Optional.ofNullable(environment.get(name));
        }
        String plain = name.substring(KEPT.length());
        if (!NAME.matcher(plain).matches()) {
            return Optional.empty();
        }
        Path file = directory.resolve(plain);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            checkArgument(
                    OWNER.containsAll(allowed),
                    "secret file %s has permissions %s, required rw-------: chmod 600 it",
                    file,
                    PosixFilePermissions.toString(allowed));
            checkArgument(Files.size(file) <= MAX_BYTES, "secret file %s is too large", file);
            return Optional.of(Files.readString(file, UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalArgumentException("secret file " + file + " cannot be read", e);
        }
    }

    /** Deletes all secrets of a stream. */
    public void deleteOf(String streamId) throws IOException {
        String prefix = SourceUri.secretPrefix(streamId);
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        directory, file -> file.getFileName().toString().startsWith(prefix))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String toString() {
        return "secrets in " + directory;
    }
}
