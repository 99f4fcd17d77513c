package io.watchword.deploy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Profile;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code pipeline.yaml}. What it does not say stays as {@link PipelineConfig#DEFAULT}. */
public final class ConfigLoader {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ALIASES = 20;

    private ConfigLoader() {}

    /** The defaults, or what a file makes of them. */
    public static PipelineConfig load(Optional<Path> file) {
        return file.map(ConfigLoader::load).orElse(PipelineConfig.DEFAULT);
    }

    /**
     * Reads a file.
     *
     * @throws UserMistake with every problem of the file, one line each
     */
    public static PipelineConfig load(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UserMistake("-c " + file + ": no such file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UserMistake(file + ": larger than " + MAX_BYTES + " bytes");
            }
            Path name = Objects.requireNonNull(file.getFileName(), "file has no name");
            return parse(name.toString(), Files.readString(file, UTF_8));
        } catch (CharacterCodingException e) {
            throw new UserMistake(file + ": not UTF-8 text");
        } catch (IOException e) {
            throw new UserMistake(file + ": cannot be read");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param name of the file, for messages
     */
    static PipelineConfig parse(String name, String text) {
        Problems problems = new Problems(name);
        Node root = compose(name, text);
        if (root == null) {
            return PipelineConfig.DEFAULT; // nothing but comments
        }
        Object bound =
                new RecordBinder(problems)
                        .record(root, "", PipelineConfig.class, PipelineConfig.DEFAULT);
        PipelineConfig config =
                bound instanceof PipelineConfig found ? found : PipelineConfig.DEFAULT;
        if (problems.isEmpty()) {
            checkProfiles(root, config, problems);
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems.lines());
        }
        return config;
    }

    private static @org.jspecify.annotations.Nullable Node compose(String name, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UserMistake(name + ":" + line + " not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new UserMistake(name + ": not YAML: " + firstLine(e));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** What a profile and the limits come to together. */
    private static void checkProfiles(Node root, PipelineConfig config, Problems problems) {
        for (Profile profile : Profile.values()) {
            try {
                config.ingest().decode(profile);
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                String key = message.substring("ingest.".length()).split("[ :]", 2)[0];
                boolean own =
                        java.util.Arrays.stream(
                                        io.watchword.ingest.ProfileConfig.class
                                                .getRecordComponents())
                                .anyMatch(component -> component.getName().equals(key));
                String path = "ingest." + (own ? "profiles." + profile.text() : "limits") + ".";
                Node where = find(root, (path + key).split("\\.", -1));
                problems.add(where, path + message.substring("ingest.".length()));
            }
        }
    }

    /** The node at the end of a path of keys, or as near to it as the file goes. */
    private static Node find(Node root, String... path) {
        Node at = root;
        for (String key : path) {
            if (!(at instanceof MappingNode mapping)) {
                return at;
            }
            Node next = at;
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                    next = tuple.getValueNode();
                }
            }
            at = next;
        }
        return at;
    }
}
