package io.watchword.deploy.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.watchword.contract.bundle.BundleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A downloaded model's directory: read without leaving it, and without following links. */
final class ModelFolder {
    private static final long LARGEST_TEXT_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Findings findings;
    private final Map<String, String> read = new TreeMap<>();

    ModelFolder(Path directory, Findings findings) {
        this.directory = directory;
        this.findings = findings;
    }

    Path directory() {
        return directory;
    }

    /** sha256 of the JSON and text files that were read so far, by name. */
    Map<String, String> sources() {
        return read;
    }

    /** A regular file of that name; a problem is noted where it is a link, or leads elsewhere. */
    Optional<Path> find(String name) throws IOException {
        Path file = BundleFiles.inside(directory, name);
        if (file == null) {
            findings.problem(name + ": leads out of " + directory);
            return Optional.empty();
        }
        if (Files.isSymbolicLink(file)) {
            findings.problem(
                    name
                            + ": a link to "
                            + Files.readSymbolicLink(file)
                            + "; only regular files inside are read (download to a directory of its"
                            + " own, without a cache)");
            return Optional.empty();
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(file)
                : Optional.empty();
    }

    /** A JSON object that must be there. */
    JsonNode required(String name, String why) throws IOException {
        JsonNode json = optional(name);
        if (json.isMissingNode() && !Files.exists(directory.resolve(name))) {
            findings.problem(name + ": missing (" + why + ")");
        }
        return json;
    }

    /** A JSON object, or a missing node. */
    JsonNode optional(String name) throws IOException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode json = JSON.readTree(text.orElseThrow());
            if (json.isObject()) {
                return json;
            }
            findings.problem(name + ": not a JSON object");
        } catch (JsonProcessingException e) {
            findings.problem(name + ": " + e.getOriginalMessage());
        }
        return MissingNode.getInstance();
    }

    /** A text file, or nothing. */
    Optional<String> text(String name) throws IOException {
        Optional<Path> file = find(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (Files.size(file.orElseThrow()) > LARGEST_TEXT_BYTES) {
            findings.problem(name + ": larger than 64 MB");
            return Optional.empty();
        }
        read.put(name, BundleFiles.sha256(file.orElseThrow()));
        return Optional.of(
                new String(Files.readAllBytes(file.orElseThrow()), StandardCharsets.UTF_8));
    }
}
