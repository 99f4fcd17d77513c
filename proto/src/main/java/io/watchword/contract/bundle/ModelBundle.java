package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

        /** {@code resampler_spatial} and so on: projected embeddings to fewer ones. */
        public static String resampler(String modality) {
            return "resampler_" + modality;
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
        List<String> problems = new ArrayList<>();
        for (String field : List.of("name", "version", "languages", "roles")) {
            if (!description.has(field)) {
                problems.add("bundle " + directory + ": bundle.json has no \"" + field + "\"");
            }
        }
        problems.addAll(BundleFiles.problems(directory, description.path("roles")));
        problems.addAll(ProjectorForm.problems(directory.toString(), description.path("roles")));
        return problems;
    }

    /** Name and version, as people say it: {@code tiny 1}. */
    public String name() {
        return description.path("name").asText() + " " + description.path("version").asText();
    }

    /** Lower-case hex sha256 of bundle.json, which holds those of all other files. */
    public String sha256() {
        return sha256;
    }

    /**
     * Whether its language model reads the stored embeddings of a bundle: its own, and those of the
     * bundles that {@code readsEmbeddingsOf} in bundle.json names by their sha256, because they
     * have the same encoders.
     */
    public boolean readsEmbeddingsOf(String bundleSha256) {
        boolean reads = bundleSha256.equals(sha256);
        for (JsonNode named : description.path("readsEmbeddingsOf")) {
            reads |= named.asText().equals(bundleSha256);
        }
        return reads;
    }

    public List<String> languages() {
        List<String> languages = new ArrayList<>();
        description.path("languages").forEach(language -> languages.add(language.asText()));
        return languages;
    }

    /** {@code own} for bundles of this project, {@link PublishedModel#LAYOUT} for others. */
    public String layout() {
        return description.path("layout").asText("own");
    }

    /** The roles that the bundle has. */
    public List<String> roles() {
        List<String> roles = new ArrayList<>();
        description.path("roles").fieldNames().forEachRemaining(roles::add);
        return roles;
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
     * Files beside a role's file that hold its weights; empty where they are in it. A graph with
     * such files is opened from its path, since the runtime looks for them beside it.
     */
    public List<Path> data(String role) {
        List<Path> files = new ArrayList<>();
        description
                .path("roles")
                .path(role)
                .path("data")
                .forEach(data -> files.add(directory.resolve(data.path("file").asText())));
        return files;
    }

    public Path directory() {
        return directory;
    }

    JsonNode description() {
        return description;
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
