package io.watchword.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the files of a bundle with what bundle.json says of them. */
public final class BundleFiles {
    private final Path root;
    private final Path shown;

    private BundleFiles(Path directory) {
        root = directory.toAbsolutePath().normalize();
        shown = directory;
    }

    /** What is wrong with the files of the roles, one line each; empty if they are as described. */
    static List<String> problems(Path directory, JsonNode roles) throws IOException {
        BundleFiles files = new BundleFiles(directory);
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> role : roles.properties()) {
            files.check(role.getKey(), role.getValue(), problems);
            Set<Path> listed = new HashSet<>();
            for (JsonNode data : role.getValue().path("data")) {
                files.check(role.getKey(), data, problems);
                listed.add(files.root.resolve(data.path("file").asText()).normalize());
            }
            files.checkWeights(role.getValue().path("file").asText(), listed, problems);
        }
        return problems;
    }

    private void check(String role, JsonNode described, List<String> problems) throws IOException {
        String name = described.path("file").asText();
        String start = "bundle " + shown + ": ";
        Path file = inside(root, name);
        if (file == null) {
            problems.add(start + role + " names a file outside: \"" + name + "\"");
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            problems.add(start + name + " is missing");
            return;
        }
        String required = described.path("sha256").asText();
        String found = sha256(file);
        if (!found.equals(required)) {
            problems.add(
                    start + name + " has sha256 " + found + ", bundle.json requires " + required);
        }
    }

    /** A runtime reads every file that a graph names, checked or not. */
    private void checkWeights(String name, Set<Path> listed, List<String> problems)
            throws IOException {
        Path graph = inside(root, name);
        if (graph == null || !name.endsWith(".onnx") || !Files.isRegularFile(graph)) {
            return;
        }
        for (String location : locations(graph)) {
            if (!listed.contains(graph.resolveSibling(location).normalize())) {
                problems.add(
                        "bundle "
                                + shown
                                + ": "
                                + name
                                + " takes weights from \""
                                + location
                                + "\", which bundle.json does not list");
            }
        }
    }

    private static Set<String> locations(Path graph) throws IOException {
        try {
            return WeightFiles.of(graph);
        } catch (IllegalArgumentException e) {
            return Set.of(); // no graph: whoever opens it says so
        }
    }

    /**
     * A file of a directory, or null where the name leads elsewhere: up, to a root, or over a link
     * to a directory.
     */
    public static @Nullable Path inside(Path directory, String name) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            return null;
        }
        Path file = root.resolve(name).normalize();
        if (file.equals(root) || !file.startsWith(root)) {
            return null;
        }
        for (Path up = file.getParent(); up != null && !up.equals(root); up = up.getParent()) {
            if (Files.isSymbolicLink(up)) {
                return null;
            }
        }
        return file;
    }

    /** Lower-case hex sha256 of a file. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = Ids.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
