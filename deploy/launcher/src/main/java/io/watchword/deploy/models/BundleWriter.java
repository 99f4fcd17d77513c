package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts a bundle where it belongs: whole, or not at all. */
final class BundleWriter {
    private static final String FILE = "bundle.json";

    private BundleWriter() {}

    /**
     * Writes bundle.json beside the files, or takes the files to another directory first. There
     * they share their bytes with the download where the file system can do that.
     *
     * @throws UserMistake if something is there already
     */
    static void write(ObjectNode json, Path from, List<String> files, Path target)
            throws IOException {
        if (Files.exists(target) && Files.isSameFile(from, target)) {
            writeJson(json, target);
            return;
        }
        if (Files.exists(target)) {
            throw new UserMistake(target + " is there already: remove it, or give another --name");
        }
        Path parent = target.resolveSibling("").toAbsolutePath().normalize();
        Files.createDirectories(parent);
        // Not a temporary directory: those are for their owner only.
        Path made = parent.resolve(".adding-" + target.getFileName() + "-" + UUID.randomUUID());
        Files.createDirectory(made);
        try {
            for (String file : files) {
                Path to = made.resolve(file);
                Files.createDirectories(to.getParent());
                take(from.resolve(file), to);
            }
            writeJson(json, made);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(made);
            throw e;
        }
    }

    private static void take(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(from, to);
        }
    }

    private static void writeJson(ObjectNode json, Path directory) throws IOException {
        byte[] bytes = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        Path file = directory.resolve(FILE + ".new");
        Files.write(file, bytes);
        Files.move(
                file,
                directory.resolve(FILE),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
