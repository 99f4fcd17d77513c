package io.watchword.deploy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.allinone.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * How commands of the owner of a data directory come into the view of its run. Another one each
 * run, in a file that only the owner reads.
 *
 * @param secret a bearer credential
 * @param certificate PEM file with what the view shows over TLS; empty without TLS
 * @param name that the certificate is for
 */
public record ViewKey(String secret, Optional<Path> certificate, Optional<String> name) {
    private static Path file(Path data) {
        return DataDirectory.viewKey(data);
    }

    /** Of the run that holds a directory; empty where nobody needs to sign in. */
    static Optional<ViewKey> read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(data), UTF_8);
            return Optional.of(
                    new ViewKey(
                            lines.get(0),
                            Optional.of(lines.get(1)).filter(text -> !text.isEmpty()).map(Path::of),
                            Optional.of(lines.get(2)).filter(text -> !text.isEmpty())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Before the run says where its view is. */
    public void write(Path data) throws IOException {
        Path file = file(data);
        Files.createDirectories(data.resolve("run"));
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                file, List.of(secret, certificate.map(Path::toString).orElse(""), name.orElse("")));
    }

    @Override
    public String toString() {
        return "key of the view";
    }
}
