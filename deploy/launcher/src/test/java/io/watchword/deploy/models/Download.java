package io.watchword.deploy.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.Main;
import io.watchword.deploy.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A published model as a user has it on disk, which a test may change, and the command line. */
final class Download {
    static final Path FIXTURES = Path.of("../../models/parity/fixtures");
    static final Path GOLDEN = Path.of("../../models/parity/golden");
    static final List<String> FAMILIES = List.of("idefics3", "llava", "llava_qwen2", "qwen2_vl");
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path data;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A copy of a fixture below {@code folder}, without the bundle.json that was made of it. */
    Download(Path folder, String family) throws IOException {
        directory = folder.resolve(family);
        data = folder.resolve("data");
        Path fixture = FIXTURES.resolve(family);
        try (Stream<Path> files = Files.walk(fixture)) {
            for (Path file : files.toList()) {
                Path to = directory.resolve(fixture.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (!file.endsWith("bundle.json")) {
                    Files.copy(file, to);
                }
            }
        }
    }

    Path directory() {
        return directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path added(String name) {
        return data.resolve("models").resolve(name);
    }

    void edit(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(file(name)));
        change.accept(json);
        Files.write(file(name), JSON.writeValueAsBytes(json));
    }

    void rename(String from, String to) throws IOException {
        Files.move(file(from), file(to));
    }

    /** Runs {@code models add} on it. */
    int add(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "add";
        all[1] = directory.toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return models(all);
    }

    /** Runs a command of {@code models}. */
    int models(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        Integer.MAX_VALUE);
        String[] all =
                Stream.of(
                                Stream.of("models"),
                                Arrays.stream(arguments),
                                Stream.of("--data", data.toString()))
                        .flatMap(part -> part)
                        .toArray(String[]::new);
        return Main.run(terminal, Path.of("../.."), all);
    }

    /** What was said; without the prefix of problems. */
    List<String> said() {
        return err.toString(UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^watchword: ", ""))
                .toList();
    }

    String printed() {
        return out.toString(UTF_8);
    }
}
