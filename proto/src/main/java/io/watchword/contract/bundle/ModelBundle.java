package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A directory of model files with one {@code bundle.json}. Opening it checks the sha256 of every
 * file; a stage then loads the roles it needs. Its own {@link #sha256()}, that of {@code
 * bundle.json}, names all of its contents.
 */
public final class ModelBundle {
    /** Vision encoder, motion tokenizer and so on: the keys of {@code roles} in bundle.json. */
    public static final class Roles {
        public static final String VISION_ENCODER = "vision_encoder";
        public static final String MOTION_TOKENIZER = "motion_tokenizer";
        public static final String MOTION_CLIP_TOKENIZER = "motion_clip_tokenizer";
        public static final String AUDIO_ENCODER = "audio_encoder";
        public static final String TEMPORAL_ENCODER = "temporal_encoder";
        public static final String EMBED_TOKENS = "embed_tokens";
        public static final String DECODER = "decoder_model_merged";
        public static final String TOKENIZER = "tokenizer";
        public static final String SEARCH_TEXT = "search_text";

        private Roles() {}

        /** {@code projector_spatial} and so on. */
        public static String projector(String modality) {
            return "projector_" + modality;
        }
    }

    private final Path directory;
    private final JsonNode description;
    private final String sha256;

    private ModelBundle(Path directory, JsonNode description, String sha256) {
        this.directory = directory;
        this.description = description;
        this.sha256 = sha256;
    }

    /**
     * Opens a bundle and checks every file in it.
     *
     * @throws IllegalArgumentException naming every problem found, one a line
     */
    public static ModelBundle open(Path directory) {
        Path file = directory.resolve("bundle.json");
        checkArgument(Files.isDirectory(directory), "bundle %s: not a directory", directory);
        checkArgument(
                Files.isReadable(file),
                "bundle %s: bundle.json is missing or not readable",
                directory);
        try {
            byte[] bytes = Files.readAllBytes(file);
            JsonNode description = new ObjectMapper().readTree(bytes);
            List<String> problems = problems(directory, description);
            checkArgument(problems.isEmpty(), "%s", String.join("\n", problems));
            return new ModelBundle(directory, description, Ids.sha256Hex(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException("bundle " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<String> problems(Path directory, JsonNode description) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        List<String> problems = new ArrayList<>();
        for (String field : List.of("name", "version", "languages", "roles")) {
            if (!description.has(field)) {
                problems.add("bundle " + directory + ": bundle.json has no \"" + field + "\"");
            }
        }
        for (Map.Entry<String, JsonNode> role : description.path("roles").properties()) {
            String name = role.getValue().path("file").asText();
            Path file = root.resolve(name).normalize();
            if (name.isEmpty() || !root.equals(file.getParent())) {
                problems.add(
                        "bundle "
                                + directory
                                + ": "
                                + role.getKey()
                                + " names a file outside: \""
                                + name
                                + "\"");
                continue;
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                problems.add("bundle " + directory + ": " + name + " is missing");
                continue;
            }
            String required = role.getValue().path("sha256").asText();
            String found = sha256(file);
            if (!found.equals(required)) {
                problems.add(
                        "bundle "
                                + directory
                                + ": "
                                + name
                                + " has sha256 "
                                + found
                                + ", bundle.json requires "
                                + required);
            }
        }
        return problems;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Ids.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Name and version, as people say it: {@code tiny 1}. */
    public String name() {
        return description.path("name").asText() + " " + description.path("version").asText();
    }

    /** Lower-case hex sha256 of bundle.json, which holds those of all other files. */
    public String sha256() {
        return sha256;
    }

    public List<String> languages() {
        List<String> languages = new ArrayList<>();
        description.path("languages").forEach(language -> languages.add(language.asText()));
        return languages;
    }

    public boolean has(String role) {
        return description.path("roles").has(role);
    }

    /**
     * The file of a role.
     *
     * @throws IllegalArgumentException if the bundle has no such role
     */
    public Path file(String role) {
        checkArgument(has(role), "bundle %s has no role %s", directory, role);
        return directory.resolve(description.path("roles").path(role).path("file").asText());
    }

    /**
     * A section of bundle.json: {@code image}, {@code motion}, {@code audio}, {@code temporal},
     * {@code search}, {@code languageModel}.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public JsonNode section(String name) {
        JsonNode section = description.path(name);
        checkArgument(
                section.isObject(),
                "bundle %s: bundle.json has no section \"%s\"",
                directory,
                name);
        return section;
    }
}
